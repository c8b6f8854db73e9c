"""The picture of a search: the front in two of its objectives, in all of them, and what its packages have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.language import Speech
from experiments.plots.laboratory import spoken
from experiments.plots.style import figure, png, styled
from experiments.seeking.objectives import Objective

TINT, CHEAPEST, DOT = "#1f7a6d", "#b0413e", "#9aa7a5"


@dataclass(frozen=True)
class Front:
    """Rows of the front, cheapest first, and of the packages whose levers are drawn: these, or the nearest miss.

    ``lost``: rows of the front that miss the goal on fresh runs.
    """

    chosen: tuple[int, ...]
    shown: tuple[int, ...]
    lost: tuple[int, ...] = ()


def front_picture(
    tried: pd.DataFrame, rows: Front, objectives: Sequence[Objective], levers: dict[str, str], say: Speech
) -> bytes:
    """Draw every package that met all runs, the front, its objectives side by side, and its levers.

    Args:
        tried: one row per package, a column per objective's name, ``unit LEVER`` for a lever's place from 0 to 1.
        rows: the front and what is shown of it.
        objectives: what was made small or large.
        levers: column -> label.
        say: the language.
    """
    say = spoken(say)
    with styled():
        n_rows = max(len(levers), 6)
        drawn, axes = figure(1, 3, size=(11.4, 0.24 * n_rows + 2.2))
        _cloud(axes[0], tried, rows, objectives, say)
        if rows.chosen:
            _side_by_side(axes[1], tried.iloc[list(rows.chosen)], objectives, say)
        else:
            axes[1].set_axis_off()
            axes[1].text(0.5, 0.5, say("没有政策包达到目标", "no package reaches the goal"), ha="center")
        _levers(axes[2], tried, rows, levers, say)
        return png(drawn)


def _cloud(axes: Axes, tried: pd.DataFrame, rows: Front, objectives: Sequence[Objective], say: Speech) -> None:
    """Draw the first objective against CO2, or against the second where CO2 is none of them."""
    across = next((one for one in objectives[1:] if one.name == "co2"), objectives[1])
    shown = tried[tried["all_runs"]]
    (x, per_x), (y, per_y) = ((one.name, one.factor(say)) for one in (objectives[0], across))
    points = axes.scatter(per_x * shown[x], per_y * shown[y], c=100 * shown["non_fossil"], cmap="viridis", s=18)
    best = tried.iloc[list(rows.chosen)]
    axes.scatter(per_x * best[x], per_y * best[y], s=70, fc="none", ec=CHEAPEST, label=say("前沿", "front"))
    if rows.lost:
        lost = tried.iloc[list(rows.lost)]
        label = say("复核未达标", "missed on fresh runs")
        axes.scatter(per_x * lost[x], per_y * lost[y], s=60, c="#222222", marker="x", lw=1, label=label)
    if rows.chosen:
        axes.legend(fontsize=7)
    bar = axes.figure.colorbar(points, ax=axes)
    bar.set_label(say("非化石占比 %", "non-fossil share, %"), fontsize=7)
    axes.set_xlabel(objectives[0].label(say), fontsize=8)
    axes.set_ylabel(across.label(say), fontsize=8)


def _side_by_side(axes: Axes, best: pd.DataFrame, objectives: Sequence[Objective], say: Speech) -> None:
    """Draw each package of the front as a line over the objectives; up is better, with both ends in numbers."""
    at = np.arange(len(objectives))
    values = np.column_stack([one.sign * best[one.name].to_numpy(dtype=float) for one in objectives])
    low, high = values.min(axis=0), values.max(axis=0)
    places = 1.0 - (values - low) / np.where(high > low, high - low, 1.0)
    for place in places[::-1]:
        axes.plot(at, place, color=TINT, lw=0.9, alpha=0.6)
    axes.plot(at, places[0], color=CHEAPEST, lw=1.8)
    for x, one, best_value, worst in zip(at.tolist(), objectives, low, high, strict=True):
        axes.annotate(one.told(one.sign * best_value, say), (x, 1.03), ha="center", fontsize=6)
        axes.annotate(one.told(one.sign * worst, say), (x, -0.07), ha="center", fontsize=6)
    axes.set_ylim(-0.1, 1.1)
    axes.set_xticks(at, [one.label(say) for one in objectives], fontsize=6, rotation=20, ha="right")
    axes.set_yticks([0, 1], [say("最差", "worst"), say("最好", "best")], fontsize=7)
    title = say("前沿各包较对照（红：第一个，最省）", "the front against the base package (red: the cheapest)")
    axes.set_title(title, fontsize=8)


def _levers(axes: Axes, tried: pd.DataFrame, rows: Front, levers: dict[str, str], say: Speech) -> None:
    at = np.arange(len(levers))[::-1]
    for y, lever in zip(at, levers, strict=True):
        places = tried.iloc[list(rows.shown)][f"unit {lever}"].to_numpy(dtype=float)
        axes.plot(places, np.full(len(places), y), "o", color=TINT, ms=4, alpha=0.5)
        axes.plot(places[:1], [y], "D", color=CHEAPEST, ms=5)
    axes.set_yticks(at, list(levers.values()), fontsize=6)
    axes.set_xlim(-0.03, 1.03)
    axes.set_xticks([0, 1], [say("下限", "lower bound"), say("上限", "upper bound")], fontsize=7)
    title = say("杠杆：前沿各包", "levers: the front") if rows.chosen else say("杠杆：最接近者", "levers: the nearest")
    axes.set_title(title, fontsize=8)
