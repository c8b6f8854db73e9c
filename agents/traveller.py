"""How people who travel far choose between car, train and plane. Pure functions of arrays."""

import numpy as np

from agents.choice import between

CAR, TRAIN, PLANE = range(3)
MODES = ("car", "train", "plane")
FARTHEST = 300.0  # log odds: any odds beyond are all or nothing


def moved_shares(base: np.ndarray, dearer_cny: np.ndarray, spread_cny: np.ndarray, flights: float = 1.0) -> np.ndarray:
    """Return (n_bands, 3) shares of car, train and plane after their costs, time in money, have changed.

    A logit that starts from the shares of the first year, so that only what changed since then matters.

    Args:
        base: (n_bands, 3) shares of the first year, by distance.
        dearer_cny: (n_bands, 3) what a trip costs more than then, time at its value.
        spread_cny: (n_bands, 1) difference of cost that moves the odds by e.
        flights: on offer to them, over the first year's; each reaches as many who weigh it.
    """
    weight = base * np.exp(between(-dearer_cny / spread_cny, -FARTHEST, FARTHEST))
    weight[:, PLANE] *= flights
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))
