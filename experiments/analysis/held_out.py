"""Boxes out of sample: what the search finds on some points of a design, tried on the points that it did not see.

A box is peeled until failures are dense in it, so on its own cases it looks better than it is: of cases that fail
by mere chance it finds boxes as well. Here the whole search is made anew with a part of the points left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.analysis.discovery import Box, find_boxes, holds, points_of
from experiments.headline import wilson

FOLDS = 5


@dataclass(frozen=True)
class HeldOut:
    """A box on cases that it was not made of: its share of all failures, and the share of its cases that fail.

    ``low`` and ``high`` are the 95 % interval of the density (Wilson 1927), NaN where no case fell into it; it counts
    the draws in the box, for the cases of one point in several storylines, and of points that a Sobol design makes of
    one, are no draws of their own. ``base`` is the share of all cases that fail.
    """

    coverage: float
    density: float
    low: float
    high: float
    base: float

    @property
    def is_clear(self) -> bool:
        """Whether failures are denser in it than among all cases, beyond chance."""
        return self.low > self.base


def held_out(
    x: pd.DataFrame,
    y: np.ndarray,
    n_boxes: int,
    draws: np.ndarray | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> list[HeldOut]:
    """Return for the first, second, ... box what boxes found on four fifths of the draws are worth on the others.

    Args:
        x: (n_cases, n_factors) factors, and the storyline where there are several.
        y: (n_cases,) whether each fails.
        n_boxes: how many boxes.
        draws: (n_cases,) from which draw each comes, by default one for each point.
        tell: called with how many searches are made, of how many.
    """
    draw = points_of(x) if draws is None else draws
    fold = folds(draw)
    inside, failing, drawn = np.zeros(n_boxes), np.zeros(n_boxes), np.zeros(n_boxes)
    for k in range(FOLDS):
        away = fold == k
        seen, unseen = x[~away].reset_index(drop=True), x[away].reset_index(drop=True)
        fails, free = y[away], np.ones(int(away.sum()), dtype=bool)
        for i, box in enumerate(_boxes(seen, y[~away], n_boxes, draw[~away])):
            held = holds(box, unseen) & free
            inside[i] += held.sum()
            failing[i] += fails[held].sum()
            drawn[i] += len(np.unique(draw[away][held]))
            free &= ~held
        if tell:
            tell(k + 1, FOLDS)
    return [_told(int(n), int(bad), int(own), y) for n, bad, own in zip(inside, failing, drawn, strict=True)]


def with_held_out(frame: pd.DataFrame, tried: Sequence[HeldOut]) -> pd.DataFrame:
    """Return the rows of boxes with what they are worth out of sample."""
    at = frame["box"].astype(int) - 1
    columns = {
        "coverage_out": "coverage",
        "density_out": "density",
        "density_out_low": "low",
        "density_out_high": "high",
    }
    told = {name: [float(getattr(tried[i], field)) for i in at] for name, field in columns.items()}
    return frame.assign(**told)


def _boxes(x: pd.DataFrame, y: np.ndarray, n_boxes: int, draws: np.ndarray) -> Sequence[Box]:
    return find_boxes(x, y, n_boxes, draws) if 0 < y.sum() < len(y) else []


def folds(draws: np.ndarray) -> np.ndarray:
    """Return (n_cases,) fold of each case; all cases of a draw are in the same one."""
    number = np.unique(draws, return_inverse=True)[1]
    n = int(number.max()) + 1
    return (np.random.default_rng(1).permutation(n) % FOLDS)[number]


def _told(n: int, failing: int, draws: int, y: np.ndarray) -> HeldOut:
    base = float(y.mean())
    if n == 0:
        return HeldOut(0.0, np.nan, np.nan, np.nan, base)
    low, high = wilson(failing / n, draws)
    return HeldOut(failing / int(y.sum()), failing / n, low, high, base)
