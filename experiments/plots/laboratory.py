"""Pictures of the laboratory: which factors matter, bars with intervals."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.factor_words import short_factor
from experiments.language import Speech
from experiments.plots.style import STACK, cjk_font, figure, png, styled

TINT, SECOND = "#1f7a6d", "#c98a2b"
SHOWN = 8
WORDS = {"mu_star": "μ*"}  # measure -> as it is written
MARKS = "os^Dv"  # beside the colours, of the first five


def spoken(say: Speech) -> Speech:
    """Return the language of a picture: English where the machine has no Chinese font."""
    return say if say.lang == "en" or cjk_font() else Speech("en")


def sensitivity_picture(found: pd.DataFrame, labels: dict[str, str], measure: str, say: Speech) -> bytes:
    """Draw the strongest factors of each indicator with intervals, and the measure on growing sub-samples.

    Args:
        found: base_points, indicator, factor, measure, value, half_width of one package and storyline.
        labels: indicator -> its words.
        measure: what is drawn, ``ST`` or ``mu_star``.
        say: the language.
    """
    say = spoken(say)
    with styled():
        names = list(labels)
        drawn, axes = figure(len(names), 2, size=(8.4, 2.3 * len(names) + 0.3))
        for i, name in enumerate(names):
            own = found[(found["indicator"] == name) & (found["measure"] == measure)]
            _strongest(axes[2 * i], own, labels[name], measure, say)
            _settling(axes[2 * i + 1], own, measure, say)
        return png(drawn)


def _whole(own: pd.DataFrame) -> pd.DataFrame:
    return own[own["base_points"] == own["base_points"].max()].nlargest(SHOWN, "value")


def _strongest(axes: Axes, own: pd.DataFrame, title: str, measure: str, say: Speech) -> None:
    top = _whole(own)[::-1]
    axes.barh(range(len(top)), top["value"], xerr=top["half_width"].fillna(0.0), color=TINT, ecolor="#444444")
    axes.set_yticks(range(len(top)), [short_factor(factor, say) for factor in top["factor"]], fontsize=6)
    axes.set_title(title, fontsize=8)
    axes.set_xlabel(WORDS.get(measure, measure) + say("（线：95%区间）", " (line: 95 % interval)"), fontsize=7)


def _settling(axes: Axes, own: pd.DataFrame, measure: str, say: Speech) -> None:
    for position, factor in enumerate(_whole(own)["factor"][:5]):
        line = own[own["factor"] == factor].sort_values("base_points")
        look: dict[str, Any] = {"marker": MARKS[position], "ms": 3.5, "lw": 1.2, "color": STACK[position % len(STACK)]}
        axes.plot(line["base_points"], line["value"], label=short_factor(factor, say), **look)
    axes.set_xticks(sorted(own["base_points"].unique()))
    axes.set_xlabel(say("样本点数", "base points"), fontsize=7)
    axes.set_ylabel(WORDS.get(measure, measure), fontsize=7)
    axes.legend(fontsize=5.5)


def bars_with_intervals(
    axes: Axes, names: Sequence[str], values: np.ndarray, ends: np.ndarray | None, colour: str = TINT
) -> None:
    """Draw horizontal bars, first on top; ``ends`` is (n, 2) lower and upper ends of the intervals."""
    at = np.arange(len(names))[::-1]
    errors = None if ends is None else np.clip(np.abs(ends.T - values), 0.0, None)
    axes.barh(at, values, xerr=errors, color=colour, ecolor="#444444", error_kw={"lw": 0.8})
    axes.set_yticks(at, list(names), fontsize=7)
