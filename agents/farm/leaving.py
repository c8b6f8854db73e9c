"""Which smallholders give up farming first. Pure function of arrays, (n,) per farm."""

import numpy as np


def leaving_time(off_farm: np.ndarray, luck: np.ndarray, part_time_factor: float) -> np.ndarray:
    """Return when each farm would give up, in no unit: the sooner the more of the family's work is done elsewhere.

    Exponential waiting times: a family that works elsewhere altogether goes ``1 + part_time_factor`` times as readily
    as one that only farms. ``luck`` is one uniform a farm.
    """
    return np.asarray(-np.log1p(-luck) / (1.0 + part_time_factor * off_farm))
