"""Pictures of energy: what is used, and where the power comes from."""

import numpy as np
from matplotlib.figure import Figure

from experiments.plots.case import Case, titled
from experiments.plots.style import figure, year_axis

USES = (
    ("Energy Use|Coal", "#3b3b3b"),
    ("Energy Use|Oil", "#8c510a"),
    ("Energy Use|Gas", "#dfc27d"),
    ("Energy Use|Non-Fossil|Coal Equivalent", "#35978f"),
)
SOURCES = (
    ("Coal", "#3b3b3b"),
    ("Process Gas", "#8c510a"),
    ("Gas", "#dfc27d"),
    ("Waste", "#a05d56"),
    ("Biomass", "#7f9f3f"),
    ("Wind", "#88c0d0"),
    ("Solar", "#ebcb3b"),
)


def use(case: Case) -> Figure:
    """Energy by kind (power at the average coal rate), and the total by the calorific method as a line."""
    drawn, (axes,) = figure()
    shown = [(name, tint) for name, tint in USES if case.has(name)]
    if shown:
        axes.stackplot(
            case.years,
            [np.clip(case.mean(name), 0, None) for name, _ in shown],
            labels=[case.label(name) for name, _ in shown],
            colors=[tint for _, tint in shown],
            linewidth=0,
        )
    left, right = case.unit("10^4 tce"), case.unit("EJ")
    axes.set(ylabel=left[0])
    year_axis(axes, case.span)
    if case.has("Energy Use"):
        # One unit, one axis: else the two accountings could not be read against each other.
        other = axes if right[0] == left[0] else axes.twinx()
        values = right[1] * case.mean("Energy Use")
        other.plot(case.years, values, "k--", linewidth=1, label=case.label("Energy Use"))
        if other is not axes:
            other.set(ylabel=right[0], ylim=(0, None))
            other.grid(visible=False)
        found = [axis.get_legend_handles_labels() for axis in dict.fromkeys((axes, other))]
        handles = [handle for pair in found for handle in pair[0]]
        words = [word for pair in found for word in pair[1]]
        drawn.legend(handles, words, loc="outside lower center", ncols=3)
    axes.set_title(titled(case, ("能源消费", "Energy use")))
    return drawn


def power_mix(case: Case) -> Figure:
    """Generation by source, and the city's own use as a line."""
    drawn, (axes,) = figure()
    unit, factor = case.unit("TWh")
    shown = [(name, tint) for name, tint in SOURCES if case.mean(f"Secondary Energy|Electricity|{name}").any()]
    if shown:
        axes.stackplot(
            case.years,
            [factor * case.mean(f"Secondary Energy|Electricity|{name}") for name, _ in shown],
            labels=[case.label(f"Secondary Energy|Electricity|{name}") for name, _ in shown],
            colors=[tint for _, tint in shown],
            linewidth=0,
        )
    if case.has("Final Energy|Electricity"):
        name = "Final Energy|Electricity"
        axes.plot(case.years, factor * case.mean(name), "k--", linewidth=1, label=case.label(name))
    title = titled(case, ("发电结构", "Power mix"))
    axes.set(ylabel=unit, title=title)
    year_axis(axes, case.span)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return drawn
