"""Representative days: real days that stand for the year, among them that of the highest net load.

Means of days hide peaks and surpluses, so each day is a real one. Which days, and the weight of each, is
data where the region has it (``profiles/days.csv``, made by :mod:`abm.power.typical`, the day of the highest net
load among them); else they are medoids of load, PV, wind and temperature, and the days of the highest and of the
lowest net load stand for themselves. Weights are then moved as little as possible until yearly load, sun, wind,
warmth and heating days come out right.
"""

import numpy as np

from abm.days import Days
from abm.power.profile import Profile, read_profile
from abm.region import MissingFile, Region

DAYS_FILE = "profiles/days.csv"  # n_days, date, weight: the choice for each number of days
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
    profile, heating = read_profile(region), heating_season(region)
    n_days = round(region.parameters.value("power.n_days", "days"))
    if n_days == len(profile.date):
        return whole_year(region)
    chosen, weight = _listed(region, profile, n_days)
    if not len(chosen):
        chosen, weight = _medoids(region, profile, heating, n_days)
    in_season = heating[profile.date]
    every = totals(profile, in_season)
    year = 365.0 / len(profile.date)  # days that one row of the profile stands for
    weight = match_totals(weight, every[:, chosen], every.sum(axis=1) * year)
    return _days(profile, in_season, chosen, weight)


def whole_year(region: Region) -> Days:
    """Return all days of the region's profile, each with the same weight."""
    profile = read_profile(region)
    n_days = len(profile.date)
    return _days(profile, heating_season(region)[profile.date], np.arange(n_days), np.full(n_days, 365.0 / n_days))


def heating_season(region: Region) -> np.ndarray:
    """Return (365,) bool, the days of the year on which homes are heated."""
    start, end = (round(region.parameters.value(f"heating.season.{edge}", "day")) for edge in ("start", "end"))
    date = np.arange(365)
    return (date >= start) | (date < end)


def extreme_days(region: Region, profile: Profile) -> np.ndarray:
    """Return the rows of the days with the highest and with the lowest net load."""
    lowest = int(np.argmin(_net_load(region, profile).min(axis=1)))
    return np.unique([*highest_day(region, profile).tolist(), lowest])


def highest_day(region: Region, profile: Profile) -> np.ndarray:
    """Return the row, (1,), of the day with the highest net load."""
    return np.array([int(np.argmax(_net_load(region, profile).max(axis=1)))])


def _net_load(region: Region, profile: Profile) -> np.ndarray:
    """(n_days, 24) load less wind and sun as in the years to come."""
    p = region.parameters
    net = profile.load - p.value("power.days.pv_over_load", "ratio") * profile.pv
    return net - p.value("power.days.wind_over_load", "ratio") * profile.wind


def _listed(region: Region, profile: Profile, n_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (n_days,) rows of the profile and weights that the region's data name; none for other numbers of days."""
    try:
        listed = [row for row in region.table(DAYS_FILE) if int(row["n_days"]) == n_days]
    except MissingFile:
        listed = []
    dates = np.array([int(row["date"]) for row in listed], dtype=np.intp)
    return np.searchsorted(profile.date, dates), np.array([float(row["weight"]) for row in listed])


def _medoids(region: Region, profile: Profile, heating: np.ndarray, n_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (n_days,) rows of the profile and the number of days that each stands for, in the order of the year."""
    extreme = extreme_days(region, profile)
    features = _features(profile, heating[profile.date])
    ordinary = np.setdiff1d(np.arange(len(profile.date)), extreme)
    n_medoids = n_days - len(extreme)
    medoid, member = k_medoids(features[ordinary], n_medoids)
    chosen = np.concatenate([ordinary[medoid], extreme])
    counts = np.concatenate([np.bincount(member, minlength=n_medoids), np.ones(len(extreme))])
    order = np.argsort(profile.date[chosen])
    return chosen[order], counts[order] * 365.0 / len(profile.date)


def _days(profile: Profile, heating: np.ndarray, chosen: np.ndarray, weight: np.ndarray) -> Days:
    days = {
        "date": profile.date[chosen],
        "weight": weight,
        "month": month_of(profile.date[chosen]),
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


def month_of(date: np.ndarray) -> np.ndarray:
    """Return the months, 1 to 12, of days of the year that begin with 0."""
    return np.searchsorted(_MONTH_ENDS, date, side="right") + 1


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


def totals(profile: Profile, heating: np.ndarray) -> np.ndarray:
    """Return (7, n) what weights add up to: days, heating and summer days, load, sun, wind, warmth in the season."""
    ones = np.ones(len(profile.date))
    month = month_of(profile.date)
    summer = (month >= 6) & (month <= 8)
    warmth = np.where(heating, profile.temperature_c.mean(axis=1) / 10.0, 0.0)
    means = [x.mean(axis=1) for x in (profile.load, profile.pv, profile.wind)]
    return np.stack([ones, heating * 1.0, summer * 1.0, *means, warmth])
