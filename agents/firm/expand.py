"""Growth: who may grow does so when it is full; and new plants come where their price pays and they are admitted."""

import numpy as np

from agents.choice import share_of
from agents.firm.projects import wish


def growth_of_full(
    capacity_t: np.ndarray, output_t: np.ndarray, growth_share: np.ndarray, full_share: float
) -> np.ndarray:
    """Return (n,) t that firms above ``full_share`` of use would add: their ``growth_share``.

    Products under capacity replacement (steel, coke, aluminium, cement) and mines have none.
    """
    return np.where(output_t > full_share * capacity_t, capacity_t * growth_share, 0.0)


def paying_share(
    capital_cny_per_t: np.ndarray, earned_cny_per_t: np.ndarray, hurdle_years: np.ndarray, sharpness: float
) -> np.ndarray:
    """Return (n,) share of full lines whose growth pays back within what owners accept for core plant.

    Args:
        capital_cny_per_t: per t of yearly capacity; all lines grow where it is zero.
        earned_cny_per_t: cash a year per t of capacity, at the use expected.
        hurdle_years: (n,) of payback accepted.
        sharpness: how alike a firm's lines are.
    """
    pays = wish(hurdle_years, capital_cny_per_t, earned_cny_per_t, sharpness)
    return np.where(capital_cny_per_t > 0.0, pays, 1.0)


def within_room(more_t: np.ndarray, product: np.ndarray, room_t: np.ndarray) -> np.ndarray:
    """Return (n,) ``more_t`` as far as the (n_products,) ``room_t`` of their market goes, in equal parts of it."""
    wanted = np.bincount(product, more_t, minlength=len(room_t))
    return more_t * np.minimum(share_of(room_t, wanted), 1.0)[product]


def admitted_share(strictness: np.ndarray | float, quota_found: float) -> np.ndarray:
    """Return the share of announced capacity that may be built: all of it, or as far as replacement quota is found."""
    return (1.0 - np.asarray(strictness)) + np.asarray(strictness) * quota_found


def started(
    begun: np.ndarray, admitted: np.ndarray, capital: np.ndarray, yearly_margin: np.ndarray, hurdle_years: float,
    sharpness: float,
) -> np.ndarray:  # fmt: skip
    """Return (n,) shares of announced plants that are begun this year, up to a third of each.

    Args:
        begun: shares begun so far.
        admitted: shares that may be built at all.
        capital: CNY of the whole plant, replacement quota included.
        yearly_margin: CNY a year that the whole plant would earn at this year's prices.
        hurdle_years: payback that investors in new plants ask for.
        sharpness: how alike the parts of a plant are.
    """
    wanted = admitted * wish(np.full(len(begun), hurdle_years), capital, yearly_margin, sharpness)
    return np.minimum(np.maximum(wanted - begun, 0.0), 1.0 / 3.0)
