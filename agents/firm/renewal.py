"""Core plant at the end of its life: built anew against what leaves, or not.

Ovens and furnaces are not weighed like a retrofit: an owner looks further ahead, and at how full the plant will be.
"""

import numpy as np

from agents.choice import between, share_of, share_or_one
from agents.firm.projects import wish


def leaving_t(first_t: np.ndarray, standing_t: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return (n,) t of capacity that leave this year: a ``share`` of the first capacity, at most what stands."""
    return np.minimum(first_t * share, standing_t)


def expected_use(wanted_t: np.ndarray, left_t: np.ndarray, growth: np.ndarray, years: float) -> np.ndarray:
    """Return (n_products,) use of capacity that owners expect: demand as it has grown, over what will be left."""
    ahead = wanted_t * np.maximum(1.0 + growth, 0.0) ** years
    return np.minimum(share_or_one(ahead, left_t), 1.0)


def renewed_share(
    hurdle_years: np.ndarray, capital: np.ndarray, earned: np.ndarray, sharpness: float, stands: np.ndarray
) -> np.ndarray:
    """Return the share of leaving lines that owners build anew; none where the firm itself is closed.

    Args:
        hurdle_years: (n,) payback accepted for core plant.
        capital: (n,) CNY per t.
        earned: (n,) CNY per t a year at the use expected.
        sharpness: how alike a firm's lines are.
        stands: (n,) bool.
    """
    return np.where(stands, wish(hurdle_years, capital, earned, sharpness), 0.0)


def rebuilt_at_least(fall_share: np.ndarray, wear_share: np.ndarray) -> np.ndarray:
    """Return the share of worn plant that must be built anew to meet a demand falling by ``fall_share`` a year.

    What wears out in a year is ``wear_share``; none need be rebuilt where demand falls as fast.
    """
    return np.maximum(1.0 - share_of(fall_share, wear_share), 0.0)


def earned_to_rebuild(
    share: np.ndarray, hurdle_years: float, capital_cny_per_t: np.ndarray, sharpness: float
) -> np.ndarray:
    """Return CNY/t that a tonne must earn for owners of a hurdle to build ``share`` of worn lines anew.

    :func:`agents.firm.projects.wish` the other way round; below one.
    """
    odds = share_of(share, 1.0 - share)
    return capital_cny_per_t / hurdle_years * odds ** (1.0 / sharpness)


def within_cap(capacity_t: np.ndarray, use: np.ndarray, cap_t: float, most_share: float) -> np.ndarray:
    """Return (n,) capacity after what stands above a cap has left, the worst energy use first.

    No more than ``most_share`` of all leaves in a year.
    """
    total = float(capacity_t.sum())
    cap = max(cap_t, (1.0 - most_share) * total)
    order = np.argsort(use, kind="stable")
    before = np.cumsum(capacity_t[order]) - capacity_t[order]
    kept = np.zeros_like(capacity_t)
    kept[order] = between(cap - before, 0.0, capacity_t[order])
    return kept
