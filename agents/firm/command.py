"""Command: who is ordered to reach the benchmark, and who complies this year.

An order names firms from the best downwards until the ordered share of capacity is covered, so that an
aim of 30 % falls on those for whom it is nearest. Compliance differs by owner; it needs no payback.
"""

import numpy as np


def order_places(product: np.ndarray, capacity_t: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Return (n,) share of the product's capacity that uses less energy per t than each firm."""
    places = np.zeros(len(product))
    for number in np.unique(product):
        rows = np.flatnonzero(product == number)
        rows = rows[np.argsort(use[rows], kind="stable")]
        before = np.cumsum(capacity_t[rows]) - capacity_t[rows]
        places[rows] = before / max(capacity_t[rows].sum(), 1e-9)
    return places


def complies(place: np.ndarray, ordered_share: np.ndarray, chance: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """Return which firms are ordered and comply this year.

    Args:
        place: (n,) from :func:`order_places`.
        ordered_share: (n,) share of capacity that the firm's government orders to the benchmark.
        chance: (n,) chance that an ordered firm of this owner mends in a year.
        draw: (n,) uniforms.
    """
    return (place < ordered_share) & (draw < chance)
