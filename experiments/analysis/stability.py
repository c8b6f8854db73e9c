"""How stable the sides of a box are: the share of searches on half of the draws that find them again.

Bryant and Lempert (2010) ask whether a box is found again on parts of the sample; halves are taken in complementary
pairs (Shah and Samworth 2013), so that each draw counts as often as any other. A side that luck has made is found on
some halves and not on others; how often it is by chance alone, tests say.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from experiments.analysis.discovery import Box, Limit, find_boxes, holds, points_of

PAIRS = 10  # of halves


def with_stability(
    boxes: Sequence[Box],
    x: pd.DataFrame,
    y: np.ndarray,
    draws: np.ndarray | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> list[Box]:
    """Return the boxes with what share of halves of the draws hold each side.

    Of a half counts the box most like this one (cases of both, by cases of either), whichever was found first.

    Args:
        boxes: found on all cases.
        x: (n_cases, n_factors) factors, and the storyline where there are several.
        y: (n_cases,) whether each fails.
        draws: (n_cases,) from which draw each comes, by default one for each point.
        tell: called with how many searches are made, of how many.
    """
    draw = points_of(x) if draws is None else draws
    held = [holds(box, x) for box in boxes]
    counts = [np.zeros(len(box.limits)) for box in boxes]
    for k, half in enumerate(halves(draw), start=1):
        seen = x[half].reset_index(drop=True)
        again = find_boxes(seen, y[half], len(boxes), draw[half]) if 0 < y[half].sum() < half.sum() else []
        for box, cases, count in zip(boxes, held, counts, strict=True):
            like = max(again, key=lambda other: _likeness(holds(other, x), cases), default=None)
            if like and _likeness(holds(like, x), cases) > 0:
                count += [closes_as(limit, like, x) for limit in box.limits]
        if tell:
            tell(k, 2 * PAIRS)
    return [_told(box, count / (2 * PAIRS)) for box, count in zip(boxes, counts, strict=True)]


def _told(box: Box, shares: np.ndarray) -> Box:
    """Return the box with these shares of its sides."""
    sides = zip(box.limits, shares, strict=True)
    return replace(box, limits=tuple(replace(limit, held=float(share)) for limit, share in sides))


def halves(draws: np.ndarray) -> Iterator[np.ndarray]:
    """Yield (n_cases,) masks of halves of the draws, each followed by the other half."""
    names, number = np.unique(draws, return_inverse=True)
    luck = np.random.default_rng(1)
    for _ in range(PAIRS):
        first = (luck.permutation(len(names)) < len(names) / 2)[number]
        yield first
        yield ~first


def closes_as(limit: Limit, box: Box, x: pd.DataFrame) -> bool:
    """Return whether a box closes the ends of this factor that the side closes, or leaves out the same storylines."""
    for other in box.limits:
        if other.factor == limit.factor:
            if limit.among:
                return not (set(map(str, x[limit.factor])) - set(limit.among)) & set(other.among)
            return (limit.is_open_low or not other.is_open_low) and (limit.is_open_high or not other.is_open_high)
    return False


def _likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Return the cases that both hold by those that either holds (Jaccard)."""
    return float((one & other).sum() / max((one | other).sum(), 1))
