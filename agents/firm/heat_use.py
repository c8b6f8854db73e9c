"""Waste heat and parks: who lays pipes, when they pay back within what a heat company or a park accepts."""

import numpy as np

from agents.firm.projects import wish


def connected(
    done: np.ndarray, capital: np.ndarray, earned: np.ndarray, hurdle_years: np.ndarray, pace: tuple[float, float]
) -> np.ndarray:
    """Return (n,) share that is connected after a year: a part of what pays is built, nothing is dug up.

    Args:
        done: (n,) share connected so far.
        capital: (n,) CNY, what the owner of the pipes has to find after grants, per unit a year.
        earned: (n,) CNY a year per unit.
        hurdle_years: (n,) payback accepted.
        pace: share of what pays that is built in a year, and how alike single pipes are.
    """
    built_share, sharpness = pace
    wanted = wish(hurdle_years, capital, earned, sharpness)
    return done + built_share * np.maximum(wanted - done, 0.0)
