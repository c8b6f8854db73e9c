"""Surplus coke-oven gas goes where it is worth most, as far as the equipment of each use reaches."""

import numpy as np

from agents.choice import logistic

USES = ("methanol", "lng", "fertiliser", "alumina", "power")
FUEL_USES = np.array([False, False, True, True, True])  # can burn the gas that hydrogen was taken from


def split_gas(fresh_gj: np.ndarray, tail_gj: np.ndarray, room_gj: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return (n_plants, n_uses) GJ of gas by use, best value first; what finds no room is flared.

    Args:
        fresh_gj: (n_plants,) surplus gas as it leaves the by-product works.
        tail_gj: (n_plants,) gas left after hydrogen was taken out: fit for burning only.
        room_gj: (n_plants, n_uses) what the equipment can take.
        value: (n_uses,) CNY/GJ of gas; ties go to the earlier use.
    """
    taken = np.zeros_like(room_gj)
    fresh, tail = fresh_gj.copy(), tail_gj.copy()
    for use in (-value).argsort(kind="stable").tolist():
        room = room_gj[:, use]
        if FUEL_USES[use]:
            part = np.minimum(tail, room)
            tail -= part
            room = room - part
            taken[:, use] += part
        part = np.minimum(fresh, room)
        fresh -= part
        taken[:, use] += part
    return taken


def hydrogen_cost(
    fuel_value: float, chemical_value: float, withdrawn_gj: float, processed_gj: float, displaced: np.ndarray
) -> np.ndarray:
    """Return (n,) opportunity cost in CNY of the gas behind one kg of hydrogen.

    The energy that leaves as hydrogen is lost to burning; and as far as the gas passed through
    (``displaced``, 0 to 1) would have gone to chemistry, its higher value there is lost as well.
    """
    lost_quality = max(chemical_value - fuel_value, 0.0)
    return withdrawn_gj * fuel_value + displaced * processed_gj * lost_quality


def sold_outside(
    spare_t: np.ndarray, cost_cny_per_kg: np.ndarray, netback_cny_per_kg: float, agreed_t: float, spread: float
) -> np.ndarray:
    """Return (n,) t of hydrogen that plants send to other regions.

    A plant sells the more of what home buyers leave, the more the price there beats its cost (half where both are
    alike); all together send no more than what is agreed.
    """
    willing = spare_t * logistic((netback_cny_per_kg / cost_cny_per_kg - 1.0) / spread)
    total = float(willing.sum())
    return willing * min(agreed_t / total, 1.0) if total > 0.0 else np.zeros_like(spare_t)
