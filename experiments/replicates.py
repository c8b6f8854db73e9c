"""How many replicates are enough: the seeds that a wanted width of a paired difference's interval needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, isfinite, log, sqrt

import numpy as np
from scipy.special import chdtri, fdtri, stdtrit

CONFIDENCE = 0.95
ODDS = 0.9  # that so many seeds are enough
MOST = 1_000_000
LEAST_TO_TELL = 8  # seeds of a pilot that can tell what is rare among them
FAR = 6.0  # deviations, as the middle half tells them: of 8 normal differences one lies so far off in 2.6 % of pilots


@dataclass(frozen=True)
class Needed:
    """What a pilot of so many seeds says of one difference.

    ``width`` is the wanted width of the 95 % interval, from end to end; ``n`` the seeds that it needs, if the pilot's
    standard deviation is the true one, so with even odds; ``n_surely`` those that keep the width in nine of ten
    cases, whatever the true one is; ``n_low`` to ``n_high`` what ``n`` is at the ends of its 95 % interval.
    ``n_far``: seeds of the pilot that lie far off the others, for something rare happens in them; ``n_meeting`` those
    that meet such a one in nineteen of twenty cases, 0 where there is none.
    """

    variable: str
    year: int
    unit: str
    difference: float
    half_width: float
    deviation: float
    width: float
    n: int
    n_surely: int
    n_low: int
    n_high: int
    n_far: int
    n_meeting: int


def width_of(deviation: float, n: int) -> float:
    """Return the width of the 95 % t interval of the mean of n paired differences, from end to end."""
    return float(2.0 * stdtrit(n - 1, 0.5 + CONFIDENCE / 2) * deviation / sqrt(n))


def seeds_for(deviation: float, width: float) -> int:
    """Return the smallest number of seeds (2 and more) whose interval is no wider than ``width``."""
    return _least(lambda n: width_of(deviation, n), width)


def seeds_surely_for(deviation: float, pilot: int, width: float) -> int:
    """Return the smallest number of new seeds whose interval is no wider than ``width`` in nine of ten cases.

    The variance of n new seeds over that of the pilot follows the F distribution, and that decides how wide their
    interval turns out.

    Args:
        deviation: standard deviation of the pilot.
        pilot: how many seeds it had.
        width: wanted width, from end to end.
    """
    return _least(lambda n: width_of(deviation * sqrt(fdtri(n - 1, pilot - 1, ODDS)), n), width)


def _least(width_with: Callable[[int], float], width: float) -> int:
    """Return the smallest number from 2 on with which a width that falls with it is small enough."""
    if width_with(2) == 0:
        return 2
    if width <= 0 or width_with(MOST) > width:
        return MOST
    low, high = 1, 2  # double, then halve the gap
    while width_with(high) > width:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if width_with(middle) <= width else (middle, high)
    return high


def deviation_range(deviation: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a standard deviation estimated from n normal values."""
    tail = (1 - CONFIDENCE) / 2
    upper, lower = chdtri(n - 1, tail), chdtri(n - 1, 1 - tail)
    return deviation * sqrt((n - 1) / upper), deviation * sqrt((n - 1) / lower)


def far_off(differences: np.ndarray) -> int:
    """Return how many differences lie far off the others (by the median of their distances from the median).

    Few large units decide now and then: then most seeds agree closely, and an interval of some that all miss the rare
    case is far too narrow, whatever it says.
    """
    distance = np.abs(differences - np.median(differences))
    usual = 1.4826 * float(np.median(distance))  # the standard deviation, were they normal
    return int((distance > FAR * usual).sum()) if len(differences) >= LEAST_TO_TELL else 0


def seeds_meeting(n_far: int, n: int) -> int:
    """Return the seeds among which a case seen in ``n_far`` of ``n`` is met with 95 %; 0 where none was seen."""
    return ceil(log(1 - CONFIDENCE) / log(1 - n_far / n)) if n_far else 0


def needed(name: str, year: int, unit: str, differences: Sequence[float] | np.ndarray, width: float | None) -> Needed:
    """Return the seeds needed for a width; without one, for half of the difference itself.

    Args:
        name: the variable.
        year: the year.
        unit: its unit.
        differences: (n_seeds,) paired differences of a pilot, two seeds and more.
        width: wanted width of the interval, in the variable's unit.
    """
    values = np.asarray(differences, dtype=float)
    n, deviation, mean = len(values), float(values.std(ddof=1)), float(values.mean())
    wanted = abs(mean) / 2 if width is None else width
    low, high = deviation_range(deviation, n)
    n_far = far_off(values)
    return Needed(
        variable=name,
        year=year,
        unit=unit,
        difference=mean,
        half_width=width_of(deviation, n) / 2,
        deviation=deviation,
        width=wanted,
        n=seeds_for(deviation, wanted),
        n_surely=seeds_surely_for(deviation, n, wanted),
        n_low=seeds_for(low, wanted),
        n_high=seeds_for(high, wanted),
        n_far=n_far,
        n_meeting=seeds_meeting(n_far, n),
    )


def count_text(n: int) -> str:
    """Return a number of seeds, or that there is no end to it."""
    return f">{MOST}" if n >= MOST or not isfinite(n) else str(ceil(n))
