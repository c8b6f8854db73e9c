"""The picture of an attribution: what each action does, alone and together, and the interaction as its own bar."""

from collections.abc import Mapping
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes

from experiments.attribution.shapley import Attribution
from experiments.language import Speech
from experiments.plots.laboratory import TINT
from experiments.plots.style import figure, legend_below, png, styled

SHOWN = 12
COLUMNS = 2  # panels side by side
LINE = 70  # letters of a panel's title that fit side by side
LETTERS = 34  # of an action's name beside its bar
ALONE, TOGETHER = "#c98a2b", "#6b4c9a"


def attribution_picture(
    found: Mapping[str, Attribution], titles: Mapping[str, str], words: Mapping[str, str], say: Speech
) -> bytes:
    """Draw one panel per variable, the strongest actions first.

    Args:
        found: variable -> its attribution.
        titles: variable -> the title of its panel, with unit and years.
        words: action -> its words.
        say: the language.
    """
    with styled():
        bars = min(SHOWN, max(len(one.actions) for one in found.values())) + 1
        columns = min(len(found), COLUMNS)
        rows = -(-len(found) // columns)
        drawn, axes = figure(rows, columns, size=(5.2 * columns, (0.34 * bars + 1.4) * rows))
        for place, (name, one) in zip(axes, found.items(), strict=False):
            _panel(place, one, words, say)
            place.set_title(fill(titles[name], LINE), fontsize=7)
        for place in axes[len(found) :]:
            place.set_axis_off()
        return png(drawn)


def _panel(axes: Axes, found: Attribution, words: Mapping[str, str], say: Speech) -> None:
    shapley = found.estimate
    order = sorted(range(len(found.actions)), key=lambda i: -abs(shapley.mean[i]))[:SHOWN]
    at = np.arange(len(order))[::-1] + 1.0
    errors = np.nan_to_num(shapley.half_width[order])
    line = say("（线：95%区间）", " (line: 95 % interval)") if errors.any() else ""
    axes.barh(at, shapley.mean[order], 0.6, xerr=errors, color=TINT, ecolor="#444444", error_kw={"lw": 0.8},
              label=say("夏普利值", "Shapley") + line)  # fmt: skip
    axes.plot(found.alone.mean(axis=0)[order], at, "o", ms=4, color=ALONE, label=say("单独实施", "alone"))
    axes.plot(
        found.last.mean(axis=0)[order], at, "D", ms=3.5, mfc="none", color="#333333", label=say("最后加入", "last")
    )
    axes.barh(0, found.interaction.mean(), 0.6, color=TOGETHER)
    axes.set_yticks(
        [*at, 0], [*(_short(words[found.actions[i]]) for i in order), say("相互作用", "interaction")], fontsize=7
    )
    legend_below(axes, -0.14)


def _short(words: str) -> str:
    return words if len(words) <= LETTERS else words[: LETTERS - 1] + "…"
