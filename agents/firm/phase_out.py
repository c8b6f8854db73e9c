"""Outdated lines of a works: which stand above a line of specific use, and whether owners mend them or let them go.

A works is many lines whose use lies evenly around its mean. Lines above what is allowed are named and dealt with in
yearly batches: what can be mended is mended where that pays back by what the line earns, the rest leaves. Lines whose
process itself is outdated cannot be mended.
"""

from dataclasses import dataclass

import numpy as np

from agents.choice import between, share_of
from agents.firm.projects import wish

BATCHES = 3  # years within which all that is named has to be mended or gone, a third each year


@dataclass(frozen=True)
class Lines:
    """(n,) works: mean specific use of their lines, and how far the best and the worst lie from it, a share."""

    mean_use: np.ndarray
    spread: float

    def share_above(self, use: np.ndarray | float) -> np.ndarray:
        """Return (n,) share of capacity whose lines use more than ``use``."""
        worst, width = self.mean_use * (1.0 + self.spread), 2.0 * self.spread * self.mean_use
        return between(share_of(worst - use, width), 0.0, 1.0)

    def excess_above(self, use: np.ndarray | float) -> np.ndarray:
        """Return (n,) specific use by which the mean of those lines lies above ``use``."""
        best, worst = self.mean_use * (1.0 - self.spread), self.mean_use * (1.0 + self.spread)
        return np.maximum(0.5 * (worst + np.maximum(best, use)) - use, 0.0)


@dataclass(frozen=True)
class Choice:
    """What mending a line means to its owner; (n,) CNY per t of its capacity, a year where it is earned.

    ``exit_cny`` is what is paid for a line that leaves, ``earned_cny`` the margin and the energy saved of a line kept.
    """

    own_capital_cny: np.ndarray
    exit_cny: np.ndarray
    earned_cny: np.ndarray
    hurdle_years: np.ndarray  # accepted for core plant


def stay_share(choice: Choice, sharpness: float) -> np.ndarray:
    """Return (n,) share of lines that owners would keep and mend; pay for leaving is weighed like a cost of staying."""
    cost = choice.own_capital_cny + choice.exit_cny
    return wish(choice.hurdle_years, cost, choice.earned_cny, sharpness)
