"""Awareness comes before choice: from partners in the supply network, demonstrations and inspections."""

import numpy as np

from agents.choice import between


def chance_of_awareness(
    base: float, spread: float, neighbours: np.ndarray, demonstration: np.ndarray, is_charged: np.ndarray
) -> np.ndarray:
    """Return the chance that a firm becomes aware this year; a firm that pays a surcharge is aware.

    Args:
        base: chance without any outside word.
        spread: chance added when all partners have mended.
        neighbours: (n,) share of partners that have mended.
        demonstration: (n,) intensity of demonstrations, 0 to 1; each point acts like a mended partner.
        is_charged: (n,) pays a surcharge, or will under a limit that comes.
    """
    chance = base + spread * np.minimum(neighbours + demonstration, 1.0)
    return np.where(is_charged, 1.0, between(chance, 0.0, 1.0))


def plans_now(luck: np.ndarray, year: int, interval_years: int) -> np.ndarray:
    """Return which firms have their planning point in ``year``: each every so many years, spread evenly."""
    return (np.floor(luck * interval_years).astype(int) + year) % interval_years == 0
