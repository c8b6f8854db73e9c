"""Whether homes sort their waste: able where it is collected apart, willing by rule and norm. Pure functions."""

from dataclasses import dataclass

import numpy as np

from agents.choice import one_in


@dataclass(frozen=True)
class SortingTaste:
    """How homes meet the request to sort."""

    base: float  # logit without rule and when nobody sorts
    rule: float  # logit added when all who do not sort are told and fined
    norm: float  # logit added when everybody sorts
    self_help: np.ndarray  # (2,) rural, urban: homes that manage without a service, selling scrap, feeding scraps
    rule_reach: np.ndarray  # (2,) of homes where the rule is applied at all
    speed: float  # of the gap to what one would do that a year closes


def next_sorting(now: np.ndarray, rule: np.ndarray, served: np.ndarray, taste: SortingTaste) -> np.ndarray:
    """Return (n_counties, 2) shares of homes that sort a year later; ``rule`` and ``served`` (n_counties,)."""
    able = served[:, None] + (1.0 - served[:, None]) * taste.self_help
    logit = taste.base + taste.rule * rule[:, None] * taste.rule_reach + taste.norm * now
    willing = 1.0 / one_in(logit)
    moved: np.ndarray = now + taste.speed * (able * willing - now)
    return moved
