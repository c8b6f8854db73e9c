"""Representative days: real days that stand for their like, and the two extreme ones.

Means of days hide peaks and surpluses, so each day is a real one: a medoid of load, PV, wind and
temperature. The day of the highest and of the lowest net load stand for themselves. Weights are
then moved as little as possible until yearly load, sun, wind, warmth and heating days come out right.
"""

import numpy as np

from abm.days import Days
from abm.power.profile import Profile, read_profile
from abm.region import Region

DAY_NUMBERS = (  # beginnings of the keys of all numbers that the choice depends on
    "heating.season.",
    "power.day_swing",
    "power.days.",
    "power.july_mean_temperature",
    "power.n_days",
    "power.pv_hours_late",
    "power.wind_highest_output",
    "power.wind_hours",
)
_MONTH_ENDS = np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_LEAST_WEIGHT = 0.25  # of a day's own weight: no day is weighted away


def choose_days(region: Region) -> Days:
    """Return the representative days of a region; ``power.n_days`` says how many."""
    p = region.parameters
    profile = read_profile(region)
    year = 365.0 / len(profile.date)  # days that one row of the profile stands for
    net = profile.load - p.value("power.days.pv_over_load", "ratio") * profile.pv
    net = net - p.value("power.days.wind_over_load", "ratio") * profile.wind
    extreme = np.unique([int(np.argmax(net.max(axis=1))), int(np.argmin(net.min(axis=1)))])
    start, end = (int(p.value(f"heating.season.{edge}", "day")) for edge in ("start", "end"))
    heating = (profile.date >= start) | (profile.date < end)
    features = _features(profile, heating)
    ordinary = np.setdiff1d(np.arange(len(profile.date)), extreme)
    n_medoids = int(p.value("power.n_days", "days")) - len(extreme)
    medoid, member = k_medoids(features[ordinary], n_medoids)
    chosen = np.concatenate([ordinary[medoid], extreme])
    weight = np.concatenate([np.bincount(member, minlength=n_medoids), np.ones(len(extreme))]) * year
    order = np.argsort(profile.date[chosen])
    chosen, weight = chosen[order], weight[order]
    weight = match_totals(weight, _totals(profile, heating)[:, chosen], _totals(profile, heating).sum(axis=1) * year)
    days = {
        "date": profile.date[chosen],
        "weight": weight,
        "month": np.searchsorted(_MONTH_ENDS, profile.date[chosen], side="right") + 1,
        "heating": heating[chosen],
        "temperature_c": profile.temperature_c[chosen],
        "heat_pump_cop": profile.heat_pump_cop[chosen],
        "load_shape": profile.load[chosen],
        "pv": profile.pv[chosen],
        "wind": profile.wind[chosen],
    }
    for values in days.values():
        values.setflags(write=False)
    return Days(**days)


def k_medoids(features: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (k,) rows that are medoids of (n, m) features, and (n,) which of them each row belongs to.

    Greedy start, then exchanges of a medoid for a row of its own cluster until nothing improves;
    ties go to the earlier row, so the answer is always the same.
    """
    square = np.einsum("ij,ij->i", features, features)
    distance = np.sqrt(np.maximum(square[:, None] + square[None] - 2.0 * features @ features.T, 0.0))
    medoids = [int(np.argmin(distance.sum(axis=1)))]
    while len(medoids) < k:
        nearest = distance[:, medoids].min(axis=1)
        gain = np.maximum(nearest[:, None] - distance, 0.0).sum(axis=0)
        gain[medoids] = -1.0
        medoids.append(int(np.argmax(gain)))
    chosen = np.array(medoids)
    for _ in range(100):
        member = np.argmin(distance[:, chosen], axis=1)
        better = np.array([_centre(distance, np.flatnonzero(member == i)) for i in range(k)])
        if np.array_equal(better, chosen):
            break
        chosen = better
    return chosen, np.argmin(distance[:, chosen], axis=1)


def match_totals(weight: np.ndarray, totals: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return weights near ``weight`` (relative least squares) with ``totals @ weights = wanted``.

    ``totals`` is (n_totals, n_days). A weight that would fall below a quarter of its own stays there
    and the rest are solved again; totals beyond what so few days can meet are met as well as they can.
    """
    free = np.ones(len(weight), dtype=bool)
    found = weight.copy()
    for _ in range(len(weight)):
        missing = wanted - totals @ np.where(free, weight, found)
        a = totals[:, free] * weight[free]
        found[free] = weight[free] + weight[free] * (a.T @ np.linalg.lstsq(a @ a.T, missing, rcond=1e-9)[0])
        low = free & (found < _LEAST_WEIGHT * weight)
        if not low.any():
            break
        found[low] = _LEAST_WEIGHT * weight[low]
        free &= ~low
    return found * (wanted[0] / found.sum())


def _centre(distance: np.ndarray, rows: np.ndarray) -> int:
    return int(rows[np.argmin(distance[np.ix_(rows, rows)].sum(axis=1))])


def _features(profile: Profile, heating: np.ndarray) -> np.ndarray:
    """(n, 99) hours of load, PV, wind and temperature, each over its own spread, heating and time of the year."""
    parts = [
        (x - x.mean()) / x.std() / np.sqrt(24.0)
        for x in (profile.load, profile.pv, profile.wind, profile.temperature_c)
    ]
    angle = 2.0 * np.pi * profile.date / 365.0
    return np.column_stack([*parts, heating * 1.0, np.cos(angle), np.sin(angle)])


def _totals(profile: Profile, heating: np.ndarray) -> np.ndarray:
    """(7, n) what weights must add up to: days, heating and summer days, load, sun, wind, warmth in the season."""
    ones = np.ones(len(profile.date))
    month = np.searchsorted(_MONTH_ENDS, profile.date, side="right") + 1
    summer = (month >= 6) & (month <= 8)
    warmth = np.where(heating, profile.temperature_c.mean(axis=1) / 10.0, 0.0)
    means = [x.mean(axis=1) for x in (profile.load, profile.pv, profile.wind)]
    return np.stack([ones, heating * 1.0, summer * 1.0, *means, warmth])
