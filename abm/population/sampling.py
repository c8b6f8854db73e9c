"""Even allocation in place of plain draws, so that margins hold however few rows there are."""

import numpy as np
from scipy.special import ndtri

from abm.randomness import generator

# Directions of the lattice are the fractions of these square roots. Continued fractions with small terms spread any run
# of rows evenly in one direction, and roots of different square-free numbers are independent. Of those below 300 these
# twelve, each next one chosen for how evenly it fills squares with those before in runs of 10 to 500 rows: the
# discrepancy of their pairs is from a half (10 rows) to a fifth (1,000 rows) of that of chance.
ROOTS_OF = (106, 202, 6, 214, 127, 2, 22, 61, 166, 19, 283, 159)
DIMENSIONS = len(ROOTS_OF)
_STEPS = np.modf(np.sqrt(np.array(ROOTS_OF, dtype=float)))[0]


def apportion(weights: np.ndarray, total: int) -> np.ndarray:
    """Return whole numbers in proportion to ``weights`` that add up to ``total`` (largest remainders).

    Args:
        weights: (n,) non-negative, not all zero unless ``total`` is 0.
        total: sum of the result.
    """
    weights = np.asarray(weights, dtype=float)
    if total == 0:
        return np.zeros(len(weights), dtype=np.int64)
    exact = weights / weights.sum() * total
    counts = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - counts), kind="stable")
    counts[order[: total - counts.sum()]] += 1
    return counts


def place(shares: np.ndarray, n: int) -> np.ndarray:
    """Return (n,) sorted positions into ``shares``: a systematic sample of n rows."""
    if n == 0:
        return np.zeros(0, dtype=np.intp)
    edges = np.cumsum(shares) / np.sum(shares)
    points = (np.arange(n) + 0.5) / n
    return np.minimum(np.searchsorted(edges, points, side="right"), len(edges) - 1)


def tilt(shares: np.ndarray, values: np.ndarray, mean: float) -> np.ndarray:
    """Return shares with the given mean of ``values`` that stay closest to ``shares`` (maximum entropy).

    Raises:
        ValueError: ``mean`` lies outside the values.
    """
    if not values.min() < mean < values.max():
        raise ValueError(f"mean {mean:.3g} lies outside {values.min():g} to {values.max():g}")
    low, high, over = -20.0, 20.0, values - mean
    for _ in range(80):
        middle = (low + high) / 2
        tilted = shares * np.exp(middle * over)
        if middle in (low, high):  # nothing lies between them any more
            break
        low, high = (middle, high) if np.dot(tilted, over) < 0 else (low, middle)
    return tilted / tilted.sum()


def ranks(score: np.ndarray) -> np.ndarray:
    """Return (n,) evenly spaced numbers in (0, 1), in the order of ``score``."""
    position = np.empty(len(score))
    position[np.argsort(score, kind="stable")] = np.arange(len(score))
    return (position + 0.5) / max(len(score), 1)


class Lattice:
    """Numbers for the rows of one cell: evenly spread over the cell and over any run of rows in it.

    Direction j gives row i the fraction of ``i * step_j + shift_j``; the shift comes from the
    population seed, so another seed gives another population with the same margins.
    """

    def __init__(self, n: int, seed: int, purpose: str) -> None:
        self.n = n
        self._shift = generator(seed, f"population|{purpose}").random(DIMENSIONS)
        self._next = 0

    def even(self) -> np.ndarray:
        """Return (n,) numbers (k + 0.5) / n, each once, in the order of a direction not used yet."""
        j = self._next
        self._next += 1
        return ranks(np.modf(np.arange(self.n) * _STEPS[j] + self._shift[j])[0])

    def normal(self) -> np.ndarray:
        """Return (n,) standard normal quantiles, each once."""
        return ndtri(self.even())


def spread_lognormal(score: np.ndarray, sigma: float, mean: float, weights: np.ndarray) -> np.ndarray:
    """Return (n,) lognormal values in the order of ``score`` whose weighted mean is ``mean``."""
    values = np.exp(sigma * ndtri(ranks(score)))
    return values * (mean * weights.sum() / np.dot(values, weights)) if len(values) else values


def at_least(values: np.ndarray, least: float, weights: np.ndarray) -> np.ndarray:
    """Return (n,) values of which none is below ``least``, the others in proportion and the weighted mean as it was.

    All are alike where the mean itself is no more than ``least``.
    """
    if not len(values) or values.min() >= least:
        return values
    total = float(np.dot(values, weights))
    if total <= least * weights.sum():
        return np.full_like(values, total / weights.sum())
    factor, lifted = 1.0, values < least
    while True:  # more are lifted each time, until those who pay for it stay above
        paid = total - least * float(weights[lifted].sum())
        factor = paid / float(np.dot(values[~lifted], weights[~lifted]))
        below = factor * values < least
        if not np.any(below & ~lifted):
            return np.where(lifted, least, factor * values)
        lifted |= below
