"""Scrap: how much a converter is charged with, from the city's own collection and from outside."""

import numpy as np

from agents.choice import logistic


def charged_share(iron_cny_per_t: float, scrap_cny_per_t: float, least: float, most: float, spread: float) -> float:
    """Return t of scrap per t of steel: between what cooling needs and what the heat of the iron can melt.

    Half way where a tonne of scrap costs what a tonne of hot metal does.
    """
    return least + (most - least) * float(logistic((iron_cny_per_t - scrap_cny_per_t) / spread))


def stays_here(share: float, support_cny_per_t: np.ndarray, spread: float) -> np.ndarray:
    """Return (n,) share of collected scrap that goes to works of the city; support draws it from outside mills."""
    return logistic(np.log(share / (1.0 - share)) + support_cny_per_t / spread)


def melted(wanted_near_t: float, wanted_far_t: float, near_t: float) -> tuple[float, float]:
    """Return t of scrap from the city and from outside.

    Near scrap is taken as far as it is wanted at its price, far scrap only up to what is wanted at the dearer one.
    """
    near = min(wanted_near_t, near_t)
    return near, max(wanted_far_t - near, 0.0)
