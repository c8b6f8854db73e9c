"""Simple investment: who may grow does so when it is full. The full choice of projects comes later."""

import numpy as np


def expanded(
    capacity_t: np.ndarray, output_t: np.ndarray, may_grow: np.ndarray, full_share: float, growth_share: float
) -> np.ndarray:
    """Return (n,) capacity of next year: firms above ``full_share`` of use that may grow add ``growth_share``.

    Products under capacity replacement (steel, coke, alumina, aluminium, cement) and mines may not.
    """
    is_full = output_t > full_share * capacity_t
    return np.where(is_full & may_grow, capacity_t * (1.0 + growth_share), capacity_t)
