"""Load: firms move work between the hours of a day as far as their process lets them.

Continuous processes (aluminium, coke, alumina) hardly move; mills, pumps and workshops do. Work at night
costs more wages, so the price that is weighed is the tariff plus that premium.
"""

import numpy as np

from agents.choice import shift_load


def shifted(
    shape: np.ndarray, price: np.ndarray, elasticity: float | np.ndarray, night_cny_per_kwh: np.ndarray
) -> np.ndarray:
    """Return (..., n_days, 24) load shapes after the firms' answer to (..., n_days, 24) prices in CNY/kWh.

    Each day's energy stays. ``night_cny_per_kwh`` is (24,), the wage premium per kWh of work in that hour.
    """
    return shift_load(shape, price + night_cny_per_kwh, elasticity)


def moved_share(before: np.ndarray, after: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return (...) shares of yearly energy that stand in other hours than in (..., n_days, 24) shapes before."""
    moved = (np.abs(after - before).sum(axis=-1) * weight).sum(axis=-1)
    return 0.5 * moved / (before.sum(axis=-1) * weight).sum(axis=-1)
