"""Boxes out of sample: what the search finds on some points of a design, tried on the points that it did not see.

A box is peeled until failures are dense in it, so on its own cases it looks better than it is: of cases that fail
by mere chance it finds boxes as well. Here the whole search is made anew with a part of the points left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.analysis.discovery import STORYLINE, Box, find_boxes, holds
from experiments.headline import wilson

FOLDS = 5


@dataclass(frozen=True)
class HeldOut:
    """A box on cases that it was not made of: its share of all failures, and the share of its cases that fail.

    ``low`` and ``high`` are the 95 % interval of the density (Wilson 1927), NaN where no case fell into it; it counts
    the points in the box, for the cases of one point in several storylines are no draws of their own. ``base`` is the
    share of all cases that fail.
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
    x: pd.DataFrame, y: np.ndarray, n_boxes: int, tell: Callable[[int, int], None] | None = None
) -> list[HeldOut]:
    """Return for the first, second, ... box what boxes found on four fifths of the points are worth on the others.

    Args:
        x: (n_cases, n_factors) factors, and the storyline where there are several.
        y: (n_cases,) whether each fails.
        n_boxes: how many boxes.
        tell: called with how many searches are made, of how many.
    """
    point = points_of(x)
    fold = folds(x)
    inside, failing, points = np.zeros(n_boxes), np.zeros(n_boxes), np.zeros(n_boxes)
    for k in range(FOLDS):
        away = fold == k
        seen, unseen = x[~away].reset_index(drop=True), x[away].reset_index(drop=True)
        fails, free = y[away], np.ones(int(away.sum()), dtype=bool)
        for i, box in enumerate(_boxes(seen, y[~away], n_boxes)):
            held = holds(box, unseen) & free
            inside[i] += held.sum()
            failing[i] += fails[held].sum()
            points[i] += len(np.unique(point[away][held]))
            free &= ~held
        if tell:
            tell(k + 1, FOLDS)
    return [_told(int(n), int(bad), int(own), y) for n, bad, own in zip(inside, failing, points, strict=True)]


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


def _boxes(x: pd.DataFrame, y: np.ndarray, n_boxes: int) -> Sequence[Box]:
    return find_boxes(x, y, n_boxes) if 0 < y.sum() < len(y) else []


def folds(x: pd.DataFrame) -> np.ndarray:
    """Return (n_cases,) fold of each case; a point is in the same fold in every storyline."""
    point = points_of(x)
    n = int(point.max()) + 1
    return (np.random.default_rng(1).permutation(n) % FOLDS)[point]


def points_of(x: pd.DataFrame) -> np.ndarray:
    """Return (n_cases,) number of the point of each case."""
    factors = [name for name in x.columns if name != STORYLINE]
    return x.groupby(factors, sort=False).ngroup().to_numpy()


def _told(n: int, failing: int, points: int, y: np.ndarray) -> HeldOut:
    base = float(y.mean())
    if n == 0:
        return HeldOut(0.0, np.nan, np.nan, np.nan, base)
    low, high = wilson(failing / n, points)
    return HeldOut(failing / int(y.sum()), failing / n, low, high, base)
