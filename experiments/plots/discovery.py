"""The picture of a discovery: failing and other cases on the two sides that matter most, and the ranking."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from experiments.analysis.discovery import Box
from experiments.factor_words import short_factor
from experiments.language import Speech
from experiments.plots.laboratory import bars_with_intervals, spoken
from experiments.plots.style import figure, png, styled


def discovery_picture(x: pd.DataFrame, y: np.ndarray, boxes: Sequence[Box], scores: pd.DataFrame, say: Speech) -> bytes:
    """Draw the cases with the first box, and the feature scores."""
    say = spoken(say)
    with styled():
        drawn, axes = figure(1, 2, size=(8.4, 3.6))
        _cases(axes[0], x, y, boxes, scores, say)
        top = scores.head(8)
        ends = np.column_stack([top["score"] - top["half_width"], top["score"] + top["half_width"]])
        bars_with_intervals(axes[1], [short_factor(name, say) for name in top["factor"]], top["score"].to_numpy(), ends)
        axes[1].set_title(say("因素重要性", "feature score"), fontsize=8)
        return png(drawn)


def _cases(axes: Axes, x: pd.DataFrame, y: np.ndarray, boxes: Sequence[Box], scores: pd.DataFrame, say: Speech) -> None:
    ranked = [*(limit.factor for box in boxes[:1] for limit in box.limits[:2]), *scores["factor"]]
    names = [name for name in dict.fromkeys(ranked) if x[name].dtype != object][:2]
    first, up = names[0], names[-1]  # the same one where the design varies but one
    points = x.assign(fails=y).groupby(list(dict.fromkeys((first, up))), as_index=False)["fails"].mean()
    share = points["fails"]
    drawn = axes.scatter(points[first], points[up], c=share, cmap="YlOrRd", vmin=0, vmax=1, s=22, ec="#666666")
    bar = axes.figure.colorbar(drawn, ax=axes)
    bar.set_label(say("失败的情景比例", "share of storylines in which it fails"), fontsize=7)
    if boxes:
        sides = {limit.factor: limit for limit in boxes[0].limits}
        ranges = [_range(sides, x, name) for name in (first, up)]
        (left, right), (low, high) = ranges
        axes.add_patch(Rectangle((left, low), right - left, high - low, fill=False, ec="#333333", lw=1.2))
    axes.set_xlabel(short_factor(first, say), fontsize=7)
    axes.set_ylabel(short_factor(up, say), fontsize=7)


def _range(sides: dict, x: pd.DataFrame, name: str) -> tuple[float, float]:
    if name in sides:
        return sides[name].low, sides[name].high
    return float(x[name].min()), float(x[name].max())
