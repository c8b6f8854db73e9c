"""Pictures of CO2: packages against each other, by sector, by county, by accounting."""

import json

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from abm.accounts.words import SECTORS
from experiments.headlines import SCORED, over_seeds
from experiments.plots.case import Case, names_of, order, titled
from experiments.plots.style import STACK, colour, figure, year_axis
from experiments.plots.words import sector_name

CO2 = "Mt CO2"  # the unit of what is drawn, of a year
ACCOUNTINGS = (
    (SCORED, "#1f7a6d", "-"),
    ("Emissions|CO2|Energy and Processes", "#8c510a", "-"),
    ("Emissions|CO2|Energy with Net Electricity Imports", "#3a6ea5", "--"),
    ("Emissions|CO2", "#b0413e", ":"),
)


def packages(case: Case) -> Figure:
    """Energy CO2 of every package by year, and below what each changes against the reference, seed by seed.

    Lines are means over seeds, bands their range.
    """
    rows = 2 if case.base else 1
    drawn, axes = figure(rows, 1, size=(7.2, 3.6 + 1.7 * (rows - 1)), heights=(2.2, 1.0)[:rows])
    unit, factor = case.unit(CO2)
    for position, package in enumerate(order(list(case.groups))):
        tint, style = colour(package, position), "--" if package == "frozen" else "-"
        values = factor * over_seeds(case.groups[package], SCORED)
        _band(axes[0], case, values, tint, style, names_of(case, package))
        if case.base and package != case.base:
            _band(axes[1], case, values - factor * over_seeds(case.groups[case.base], SCORED), tint, style, "")
    past = case.say("历史", "past")
    axes[0].text(case.years[0] + 0.2, 0.5, past, transform=axes[0].get_xaxis_transform(), color="#888888", fontsize=8)
    axes[0].set(ylabel=unit, ylim=(0, None), title=case.label(SCORED))
    axes[0].legend(loc="lower left")
    if case.base:
        name = names_of(case, case.base)
        axes[1].axhline(0, color=colour(case.base), linewidth=1)
        axes[1].set(
            ylabel=unit,
            title=case.say(f"与“{name}”之差（同种子成对）", f"Difference from {name.lower()}, seed by seed"),
        )
    for axis in axes:
        year_axis(axis, case.span)
        axis.axvspan(case.years[0], case.runs[0].region.last_observed_year + 0.5, color="#f3f3f3", zorder=0)
    return drawn


def _band(axes: Axes, case: Case, values: np.ndarray, tint: str, style: str, words: str) -> None:
    """Draw (n_seeds, n_years) values as a line and a band."""
    axes.fill_between(case.years, values.min(axis=0), values.max(axis=0), color=tint, alpha=0.25, linewidth=0)
    axes.plot(case.years, values.mean(axis=0), style, color=tint, label=words)


def sectors(case: Case) -> Figure:
    """Energy CO2 by sector, stacked; the reference's total as a line."""
    drawn, (axes,) = figure(size=(7.2, 4.2))
    unit, factor = case.unit(CO2)
    values = factor * case.sectors(SCORED)
    shown = [i for i in np.argsort(-values.sum(axis=0)) if values[:, i].any()]
    axes.stackplot(
        case.years,
        values[:, shown].T,
        labels=[sector_name(SECTORS[i], case.say) for i in shown],
        colors=[STACK[i % len(STACK)] for i in range(len(shown))],
        linewidth=0,
    )
    if case.base:
        reference = factor * case.mean(SCORED, case.base)
        axes.plot(case.years, reference, "k--", linewidth=1, label=names_of(case, case.base))
    title = case.say(
        f"{case.label(SCORED)}，分部门：{names_of(case, case.main)}",
        f"{case.label(SCORED)} by sector: {names_of(case, case.main)}",
    )
    axes.set(ylabel=unit, title=title)
    year_axis(axes, case.span)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return drawn


def accountings(case: Case) -> Figure:
    """Four accountings of the same run beside each other."""
    drawn, (axes,) = figure()
    unit, factor = case.unit(CO2)
    for name, tint, style in ACCOUNTINGS:
        if case.has(name):
            axes.plot(case.years, factor * case.mean(name), style, color=tint, label=case.label(name))
    axes.axhline(0, color="black", linewidth=0.6)
    title = titled(case, ("同一次运行的四种口径", "Four accountings of the same runs"))
    axes.set(ylabel=unit, title=title)
    year_axis(axes, case.span)
    axes.legend()
    return drawn


def counties(case: Case, years: tuple[int, ...] = (2025, 2030, 2060)) -> Figure:
    """Energy CO2 by county in a few years, and on the map what the package changes in 2035."""
    drawn, (bars, chart) = figure(1, 2, size=(8.4, 4.2))
    region = case.runs[0].region
    at = sorted({case.year_at(year) for year in years})
    unit, factor = case.unit(CO2)
    values = factor * np.array([case.mean(SCORED, county=county.code)[at] for county in region.counties])
    names = [case.say(county.name_zh, county.name_en) for county in region.counties]
    height = 0.8 / len(at)
    for i, position in enumerate(at):
        shades = ("#bfd8d2", "#5fa697", "#1f7a6d")
        bars.barh(
            np.arange(len(names)) + i * height,
            values[:, i],
            height,
            color=shades[i % 3],
            label=str(case.years[position]),
        )
    bars.set_yticks(np.arange(len(names)) + 0.4 - height / 2, names)
    bars.invert_yaxis()
    bars.set(xlabel=unit, title=case.say("分县区", "by county"))
    bars.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=3)
    _map(case, drawn, chart)
    return drawn


def _map(case: Case, drawn: Figure, axes: Axes) -> None:
    region = case.runs[0].region
    at = case.year_at(2035)
    change = np.array([case.mean(SCORED, county=county.code)[at] for county in region.counties])
    title = case.say(f"{case.years[at]}年", f"in {case.years[at]}")
    if case.base:
        change -= [case.mean(SCORED, case.base, county.code)[at] for county in region.counties]
        title = case.say(f"{case.years[at]}年与对照之差", f"difference from the reference, {case.years[at]}")
    unit, factor = case.unit(CO2)
    change *= factor
    try:
        features = json.loads(region.file("counties.geojson").read_text(encoding="utf-8"))["features"]
    except FileNotFoundError:
        axes.set_axis_off()
        return
    shapes, colours = [], []
    for feature in features:
        rings = feature["geometry"]["coordinates"]
        polygons = rings if feature["geometry"]["type"] == "MultiPolygon" else [rings]
        for polygon in polygons:
            shapes.append(np.asarray(polygon[0])[:, :2])
            colours.append(change[region.county_index[str(feature["properties"]["code"])]])
    limit = float(np.abs(change).max()) or 1.0
    bounds = (-limit, limit) if case.base else (0.0, limit)
    painted = PolyCollection(shapes, edgecolors="white", linewidths=0.6, cmap="RdBu_r" if case.base else "YlOrBr")
    painted.set_array(np.asarray(colours))
    painted.set_clim(*bounds)
    axes.add_collection(painted)
    axes.autoscale_view()
    axes.set_aspect(1.25)
    axes.set_axis_off()
    axes.set_title(title)
    drawn.colorbar(painted, ax=axes, shrink=0.6, label=unit)
