"""Mines: grow, join a neighbour, open or close; pure functions of arrays over mines."""

import numpy as np

from agents.choice import payback_years, share_of
from agents.firm.words import RATINGS

OUTBURST = RATINGS.index("outburst")


def can_grow(
    capacity_t: np.ndarray, reserve_t: np.ndarray, rating: np.ndarray, to_t: np.ndarray, least_years: float
) -> np.ndarray:
    """Return which mines could be enlarged: coal for so many years at the new size, and no outbursts of gas."""
    return (to_t > capacity_t) & (reserve_t >= least_years * to_t) & (rating != OUTBURST)


def growth_payback(
    added_t: np.ndarray,
    margin_cny_per_t: np.ndarray,
    use: np.ndarray | float,
    capital_cny_per_t: np.ndarray | float,
    grant: np.ndarray,
) -> np.ndarray:
    """Return (n,) years in which capacity added at the firm's own part of the capital pays back by its margin."""
    own = capital_cny_per_t * (1.0 - grant) * added_t
    return payback_years(own, np.maximum(margin_cny_per_t, 0.0) * use * added_t)


def goes_on(
    left_share: np.ndarray, capacity_t: np.ndarray, earned_cny: np.ndarray, new_cny_per_t: float, accepted: np.ndarray
) -> np.ndarray:
    """Return which mines in build their owners go on with: what is left to pay has to pay back, what is spent is gone.

    Args:
        left_share: (n,) of the capital that is not spent yet.
        capacity_t: (n,) t a year.
        earned_cny: (n,) CNY a year that owners expect of them.
        new_cny_per_t: capital of a new mine.
        accepted: (n,) years of payback.
    """
    return payback_years(left_share * new_cny_per_t * capacity_t, earned_cny) <= accepted


def use_at_cost(
    cost_cny_per_t: np.ndarray, of_cost: np.ndarray, output_t: np.ndarray, capacity_t: np.ndarray
) -> np.ndarray:
    """Return (n,) use of capacity that owners expect at a cost: as those of like cost ran last year.

    The market fills the cheapest first, so use falls with cost; beyond the dearest and the cheapest it is theirs.

    Args:
        cost_cny_per_t: (n,) of what would be built.
        of_cost: (n_working,) cost of those that worked.
        output_t: (n_working,) that they made.
        capacity_t: (n_working,) theirs.
    """
    if not len(of_cost):
        return np.zeros(len(cost_cny_per_t))
    order = np.argsort(of_cost, kind="stable")
    use: np.ndarray = np.interp(cost_cny_per_t, of_cost[order], share_of(output_t, capacity_t)[order])
    return use


def partners(
    leaves: np.ndarray, stays: np.ndarray, county: np.ndarray, owner: np.ndarray, capacity_t: np.ndarray
) -> np.ndarray:
    """Return (n,) the mine that takes over each mine that leaves, -1 where there is none.

    It is the largest of the county that stays, one of the same kind of owner before others.
    """
    found = np.full(len(leaves), -1)
    for mine in np.flatnonzero(leaves):
        near = np.flatnonzero(stays & (county == county[mine]))
        if len(near):
            order = np.lexsort((near, -capacity_t[near], owner[near] != owner[mine]))
            found[mine] = near[order[0]]
    return found


def within_quota(payback: np.ndarray, wants: np.ndarray, added_t: np.ndarray, quota_t: float) -> np.ndarray:
    """Return who gets an approval: those that want one, quickest payback first, while the quota lasts."""
    chosen = np.zeros(len(wants), dtype=bool)
    if not wants.any():
        return chosen
    order = np.lexsort((np.arange(len(wants)), payback, ~wants))
    total = np.cumsum(added_t[order] * wants[order])
    chosen[order] = wants[order] & (total <= quota_t)
    return chosen
