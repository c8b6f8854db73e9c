"""The wedge chart: what law changes and what the plan adds, over time, by sector and by action."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.attribution.wedges import Wedge
from experiments.language import Speech
from experiments.plots.style import STACK, colour, figure, legend_below, png, styled, year_axis
from experiments.units import reader_unit

SHOWN = 9  # parts with a colour of their own
REST = "#dddddd"


def wedge_picture(
    years: Sequence[int],
    paths: Mapping[str, np.ndarray],
    wedges: Sequence[Wedge],
    words: Mapping[str, str],
    say: Speech,
) -> bytes:
    """Draw the packages' CO2 with the wedges between them, then each wedge in its parts, in the reader's unit.

    Args:
        years: (n_years,).
        paths: package -> (n_years,) Mt, from the most that is emitted in law to the least.
        wedges: what is drawn in parts, one panel each, Mt.
        words: package, sector or action -> its words in the language ``say`` speaks.
        say: the language.
    """
    unit, factor = reader_unit("Mt CO2", say)
    paths = {package: factor * values for package, values in paths.items()}
    with styled():
        columns = 2 if len(wedges) > 2 else 1 + len(wedges)
        rows = -(-(1 + len(wedges)) // columns)
        drawn, axes = figure(rows, columns, size=(4.9 * columns, 4.3 * rows))
        _lines(axes[0], years, paths, words, say)
        for place, wedge in zip(axes[1:], wedges, strict=False):
            _stacked(place, years, wedge.times(factor), words, say)
            by = (
                say("按部门", "by sector") if wedge.by == "sector" else say("按行动（夏普利值）", "by action (Shapley)")
            )
            minus = say(" 减 ", " minus ")
            parts = (f"{words[wedge.other]}{minus}{words[wedge.base]}", unit, by)
            place.set_title(say("，", ", ").join(parts), fontsize=7.5)
        for place in axes[: 1 + len(wedges)]:
            year_axis(place, (years[0], years[-1]))
            place.tick_params(labelsize=7)
            legend_below(place)
        return png(drawn)


def _lines(
    axes: Axes, years: Sequence[int], paths: Mapping[str, np.ndarray], words: Mapping[str, str], say: Speech
) -> None:
    """Draw every package as a line and what lies between it and the one before as an area."""
    before = None
    for position, (package, values) in enumerate(paths.items()):
        tint = colour(package, position)
        if before is not None:
            axes.fill_between(years, before, values, color=tint, alpha=0.25, lw=0)
        axes.plot(years, values, color=tint, lw=1.6, label=words[package])
        before = values
    unit = reader_unit("Mt", say)[0]
    title = say(f"能源二氧化碳，{unit}（纵轴不从零起）", f"CO2 from energy, {unit} (the axis does not start at zero)")
    axes.set_title(title, fontsize=7.5)


def _stacked(axes: Axes, years: Sequence[int], wedge: Wedge, words: Mapping[str, str], say: Speech) -> None:
    """Stack what is saved below zero and what is added above; the line is the whole difference."""
    above, below = np.zeros(len(years)), np.zeros(len(years))
    for position, (name, values) in enumerate(_shown(wedge, words, say).items()):
        tint = STACK[1 + position] if position < SHOWN else REST
        more, less = above + np.clip(values, 0.0, None), below + np.clip(values, None, 0.0)
        axes.fill_between(years, above, more, color=tint, lw=0, label=name)
        axes.fill_between(years, below, less, color=tint, lw=0)
        above, below = more, less
    axes.plot(years, wedge.total, color="black", lw=1.2, label=say("合计", "total"))


def _shown(wedge: Wedge, words: Mapping[str, str], say: Speech) -> dict[str, np.ndarray]:
    """Return the parts that weigh most by their words, and the others in one."""
    order = sorted(wedge.parts, key=lambda part: -float(np.abs(wedge.parts[part]).sum()))
    parts = {words[part]: wedge.parts[part] for part in order[:SHOWN]}
    if order[SHOWN:]:
        parts[say("其余", "others")] = np.sum([wedge.parts[part] for part in order[SHOWN:]], axis=0)
    return parts
