"""Pictures of a batch's headline: peaks and targets, fans by sector, where the variance comes from."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.analysis.fans import QUANTILES, WHOLE, largest_sectors
from experiments.headline import ALL
from experiments.language import Speech
from experiments.plots.laboratory import TINT, bars_with_intervals, spoken
from experiments.plots.style import figure, png, styled, year_axis
from experiments.plots.words import sector_name
from experiments.units import reader_unit

CO2 = "Mt CO2"  # the unit of the runs' heights and fans
DARKER = "YlGnBu"  # with the share; read as well in grey or without red and green
MOST_YEARS = 6  # that fit side by side below a third of the page
BANDS = "bands: 5 to 95 and 25 to 75 % of all runs; lines: medians of the storylines"
STORYLINES = ("#1f7a6d", "#b0413e", "#3a6ea5", "#c98a2b", "#6b4c9a", "#555555")


def peaks_picture(
    runs: pd.DataFrame,
    entries: Sequence[Mapping[str, Any]],
    package: str,
    stories: Mapping[str, str],
    say: Speech,
) -> bytes:
    """Draw the peak years and heights of a package's runs by storyline, and the share that meets each target.

    Args:
        runs: the runs of the batch.
        entries: its headline.
        package: whose runs are drawn.
        stories: storyline -> its words in the language ``say`` speaks.
        say: the language.
    """
    own = runs[(runs["package"] == package) & (runs["state"] == "done")]
    storylines = list(dict.fromkeys(own["storyline"]))
    with styled():
        drawn, axes = figure(1, 3, size=(9.6, 4.4))
        tints = {stories[name]: tint for name, tint in _tints(storylines).items()}
        own = own.assign(storyline=own["storyline"].astype(str).map(stories))
        _years(axes[0], own, tints, say)
        _heights(axes[1], own, tints, say)
        _met(axes[2], [entry for entry in entries if entry["package"] == package], stories, say)
        return png(drawn)


def _tints(storylines: Sequence[str]) -> dict[str, str]:
    """Return storyline -> colour, the same in every picture of a batch."""
    return {name: STORYLINES[i % len(STORYLINES)] for i, name in enumerate(sorted(storylines))}


def _years(axes: Axes, own: pd.DataFrame, tints: Mapping[str, str], say: Speech) -> None:
    peaked = own[own["peak_state"] == "peaked"]
    below = np.zeros(0)
    if len(peaked):
        years = np.arange(peaked["peak_year"].min(), peaked["peak_year"].max() + 1)
        below = np.zeros(len(years))
        for storyline, tint in tints.items():
            counts = peaked.loc[peaked["storyline"] == storyline, "peak_year"].value_counts().reindex(years).fillna(0)
            axes.bar(years, counts, bottom=below, color=tint, label=storyline, width=0.85)
            below = below + counts.to_numpy()
        axes.set_xticks(years[:: -(-len(years) // MOST_YEARS)])
        axes.set_xlim(years[0] - 1.5, years[-1] + 1.5)  # a lone year is no wall
        axes.set_ylim(0, 1.2 * below.max())
        axes.legend(fontsize=6, loc="upper center", ncols=2)  # above the bars
    title = say(f"达峰年（{len(peaked)}/{len(own)} 次运行）", f"peak year ({len(peaked)} of {len(own)} runs)")
    axes.set_title(title, fontsize=8)
    axes.set_ylabel(say("运行次数", "runs"), fontsize=7)


def _heights(axes: Axes, own: pd.DataFrame, tints: Mapping[str, str], say: Speech) -> None:
    unit, factor = reader_unit(CO2, say)
    heights = factor * own["peak_mt"].astype(float)
    values = [heights[own["storyline"] == name].dropna().to_numpy() for name in tints]
    if not values:  # no run has a result
        axes.set_axis_off()
        return
    drawn = axes.boxplot(values, orientation="horizontal", whis=(5, 95), showfliers=False, patch_artist=True)
    for box, tint in zip(drawn["boxes"], tints.values(), strict=True):
        box.set(facecolor=tint, alpha=0.7)
    axes.set_yticks(range(1, len(tints) + 1), list(tints), fontsize=7)
    axes.set_title(
        say(f"最高值，{unit}（盒 25–75%，须 5–95%）", f"height, {unit} (box 25-75 %, line 5-95 %)"), fontsize=8
    )


def _met(axes: Axes, entries: Sequence[Mapping[str, Any]], stories: Mapping[str, str], say: Speech) -> None:
    names = list(dict.fromkeys(t["id"] for entry in entries for t in entry["targets"] if t["n_scored"]))
    axes.set_title(say("达到目标的运行比例", "share of runs that meet a target"), fontsize=8)
    if not names:  # too short to score any
        axes.set_axis_off()
        return
    shares = np.full((len(names), len(entries)), np.nan)
    for column, entry in enumerate(entries):
        for target in entry["targets"]:
            if target["id"] in names and target["share_met"] is not None:
                shares[names.index(target["id"]), column] = target["share_met"]
    axes.imshow(shares, aspect="auto", cmap=DARKER, vmin=0, vmax=1)
    axes.grid(False)
    letters = max(3.0, 6.5 - len(names) / 20)
    for (row, column), share in np.ndenumerate(shares):
        told, ink = "-" if np.isnan(share) else f"{share:.0%}", "white" if share > 0.5 else "black"
        axes.text(column, row, told, ha="center", va="center", color=ink, fontsize=letters)
    axes.set_yticks(range(len(names)), [name.split("_")[0][:12] for name in names], fontsize=letters)
    columns = [stories.get(entry["storyline"], say("全部", "all")) for entry in entries]
    axes.set_xticks(range(len(entries)), columns, fontsize=6, rotation=40)


def fans_picture(found: pd.DataFrame, package: str, stories: Mapping[str, str], say: Speech) -> bytes:
    """Draw the fan of the city's CO2 and of its largest sectors in the reader's unit, medians per storyline on top.

    ``found``: quantiles in Mt. ``stories``: storyline -> its words in the language ``say`` speaks.
    """
    unit, factor = reader_unit(CO2, say)
    own = found[found["package"] == package]
    own = own.assign(**{name: factor * own[name] for name in QUANTILES})
    sectors = [WHOLE, *largest_sectors(found, package)]
    columns = min(3, len(sectors))
    rows = -(-len(sectors) // columns)
    with styled():
        drawn, axes = figure(rows, columns, size=(3.2 * columns, 2.2 * rows + 0.4))
        for place, sector in zip(axes, sectors, strict=False):
            _fan(place, own[own["sector"] == sector], stories)
            name = say("全市", "the city") if sector == WHOLE else sector_name(sector, say)
            place.set_title(f"{name}{say('，', ', ')}{unit}", fontsize=8)
        for place in axes[len(sectors) :]:
            place.set_axis_off()
        axes[0].legend(fontsize=5.5)
        bands = say("带：全部运行的 5–95% 与 25–75%；线：各情景的中位", BANDS)
        drawn.supxlabel(bands, fontsize=6)
        return png(drawn)


def _fan(axes: Axes, own: pd.DataFrame, stories: Mapping[str, str]) -> None:
    storylines = list(dict.fromkeys(own["storyline"]))
    whole = own[own["storyline"] == (ALL if ALL in storylines else storylines[0])].sort_values("year")
    for low, high, depth in (("p05", "p95", 0.2), ("p25", "p75", 0.3)):
        axes.fill_between(whole["year"], whole[low], whole[high], color=TINT, alpha=depth, lw=0)
    for name, tint in _tints([name for name in storylines if name != ALL]).items():
        line = own[own["storyline"] == name].sort_values("year")
        axes.plot(line["year"], line["p50"], lw=1, color=tint, label=stories[name])
    bottom = min(0.0, float(whole["p05"].min()))
    if float(whole["p95"].max()) > bottom:  # a sector that the runs do not have is a line at zero
        axes.set_ylim(bottom, None)
    year_axis(axes, (int(whole["year"].min()), int(whole["year"].max())))
    axes.tick_params(labelsize=6)


PARTS = {
    "levers": ("杠杆", "levers"),
    "context": ("外部需求与价格", "outside demand and prices"),
    "numbers": ("数值", "numbers"),
    "behaviour": ("行为", "behaviour"),
    "points, not linear": ("样本点（非线性）", "points, not linear"),
    "points": ("样本点", "points"),
    "storylines": ("情景", "storylines"),
    "sampling": ("人口抽样", "sampling of people"),
    "luck": ("运气（种子）", "luck (seeds)"),
    "interactions": ("样本点与情景的相互作用", "points with storylines"),
    "sampling and luck, other at each point": ("抽样与运气（各点不同）", "sampling and luck, other at each point"),
    "of it rows of grade M": ("其中M级数值", "of it rows of grade M"),
}


def part_name(part: str, say: Speech) -> str:
    """Return the words for a part of the variance."""
    return say(*PARTS.get(part, (part, part)))


def variance_picture(found: pd.DataFrame, labels: Mapping[str, str], package: str, say: Speech) -> bytes:
    """Draw the shares of the variance of each indicator, with intervals."""
    say = spoken(say)
    own = found[(found["package"] == package) & found["share"].notna()]
    names = [name for name in labels if name in set(own["indicator"])]
    with styled():
        drawn, axes = figure(1, max(1, len(names)), size=(max(3.4, 2.9 * len(names)), 3.2))
        for place, name in zip(axes, names, strict=False):
            rows = own[own["indicator"] == name]
            words = [part_name(part, say) for part in rows["part"]]
            values = rows["share"].to_numpy()
            ends = rows[["low", "high"]].to_numpy(copy=True)
            missing = np.isnan(ends[:, 0])
            ends[missing] = values[missing, None]
            bars_with_intervals(place, words, values, ends)
            place.set_xlim(min(-0.05, float(ends.min())), max(1.0, float(ends.max())))
            place.set_title(labels[name], fontsize=7)
            place.set_xlabel(
                say("占方差的份额（线：95%区间）", "share of the variance (line: 95 % interval)"), fontsize=6
            )
        return png(drawn)
