"""When a series peaks, by one definition for all headlines."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

YEARS_AFTER = 5  # a peak counts only when this many later years are simulated
FALL_NEEDED = 0.01  # and the smoothed series lies this much lower then
PLATEAU_YEARS = 5
PLATEAU_WIDTH = 0.02

PeakState = Literal["peaked", "plateau", "not yet peaked"]


@dataclass(frozen=True)
class Peak:
    """The maximum of the 3-year centred mean.

    ``year`` and ``value`` are those of the maximum whatever the ``state``; only ``peaked`` is a
    peak. ``fall_share`` is the fall in the five years after it, NaN where they are not simulated.
    ``at_start``: the maximum is the first year that has a centred mean, so the peak may be older.
    """

    state: PeakState
    year: int
    value: float
    fall_share: float
    at_start: bool


def smooth(values: np.ndarray) -> np.ndarray:
    """Return the 3-year centred mean, (n - 2,): the first and last year have none."""
    return (values[:-2] + values[1:-1] + values[2:]) / 3.0


def find_peak(years: np.ndarray, values: np.ndarray) -> Peak:
    """Return the peak of (n,) yearly values.

    It is a peak if at least five later years have a smoothed value and the smoothed series lies at
    least 1 % lower five years on; a plateau if five years about the maximum lie within 2 %; else
    the series has not yet peaked.

    Raises:
        ValueError: fewer than three years, or a value that is not a number.
    """
    if len(values) < 3:
        raise ValueError(f"a peak needs at least three years, got {len(values)}")
    if np.isnan(values).any():
        raise ValueError(f"no value in {int(years[np.isnan(values)][0])}: a peak needs every year")
    means = smooth(np.asarray(values, dtype=float))
    at = int(np.argmax(means))
    top = float(means[at])
    fall = 1.0 - means[at + YEARS_AFTER] / top if at + YEARS_AFTER < len(means) and top > 0 else np.nan
    return Peak(_state(means, at, fall), int(years[at + 1]), top, float(fall), at == 0)


def _state(means: np.ndarray, at: int, fall: float) -> PeakState:
    if fall >= FALL_NEEDED:
        return "peaked"
    return "plateau" if _is_flat(means, at) else "not yet peaked"


def _is_flat(means: np.ndarray, at: int) -> bool:
    """Whether five years in a row, the maximum among them, lie within 2 % of it."""
    if means[at] <= 0:
        return False
    near = means >= (1.0 - PLATEAU_WIDTH) * means[at]
    first, last = at, at
    while first > 0 and near[first - 1]:
        first -= 1
    while last < len(near) - 1 and near[last + 1]:
        last += 1
    return last - first + 1 >= PLATEAU_YEARS
