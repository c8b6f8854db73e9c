"""Index decomposition: how much of a change comes from activity, how much from intensities (LMDI-I).

Ang (2005): with C = product of factors, the change of C is the sum over the factors of
L(C1, C0) ln(x1 / x0), where L is the logarithmic mean. It leaves no residual.
"""

from collections.abc import Mapping

import numpy as np


def log_mean(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return the logarithmic mean of positive numbers, (a - b) / ln(a / b), and a where a = b."""
    after, before = np.asarray(after, dtype=float), np.asarray(before, dtype=float)
    ratio = np.log(after / before)
    same = np.abs(ratio) < 1e-8  # where the quotient would lose all its digits: the mean of both, to 1e-16
    return np.where(same, (after + before) / 2.0, (after - before) / np.where(same, 1.0, ratio))


def decompose(before: Mapping[str, np.ndarray], after: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return factor -> (n,) part of the change of the product of the factors; the parts add up to it.

    Args:
        before: factor -> (n,) positive numbers, one per sector.
        after: the same factors later, or under another package.

    Raises:
        ValueError: the factors differ, or a number is not positive.
    """
    if set(before) != set(after):
        raise ValueError(f"factors differ: {sorted(before)}, {sorted(after)}")
    if any((np.asarray(values) <= 0).any() for side in (before, after) for values in side.values()):
        raise ValueError("every factor must be positive: give sectors that are not there by themselves")
    ends = [np.prod([np.asarray(values, dtype=float) for values in side.values()], axis=0) for side in (before, after)]
    weight = log_mean(ends[1], ends[0])
    return {name: weight * np.log(np.asarray(after[name]) / np.asarray(before[name])) for name in before}
