"""A year of load and weather, hour by hour, as it is used: wind raised by rank, warm months filled.

Three things are not in the data and are supplied here, openly:

* Sun. A profile labelled by the end of the hour is moved to its start (``power.pv_hours_late``): noon
  by the sun is 12:32 on the clocks of Shanxi, and the file's day is symmetric an hour later.
* Wind. Reanalysis is far too calm in mountains. Its hours keep their rank, and the duration curve
  becomes ``cap * u ** g`` (u = rank from 0 to 1), whose mean ``cap / (1 + g)`` is the reported one.
* Temperature and heat-pump COP outside the known months. The daily mean runs along half a sine
  from the last known day up to July and back; the day swings around it; the COP is the straight
  line through the known hours, held within their range.
"""

from dataclasses import dataclass

import numpy as np

from abm.region import Region


@dataclass(frozen=True)
class Profile:
    """All days of the region's profile; arrays (n, 24) by clock hour, ``date`` (n,) day of the year."""

    date: np.ndarray
    load: np.ndarray  # over its yearly mean
    pv: np.ndarray  # output over capacity
    wind: np.ndarray  # output over capacity, at reported full-load hours
    temperature_c: np.ndarray
    heat_pump_cop: np.ndarray


def read_profile(region: Region) -> Profile:
    """Return the profile of ``profiles/hourly.csv``.

    Raises:
        ValueError: days that do not have 24 hours in order.
    """
    rows = region.table("profiles/hourly.csv")
    hours = np.array([int(row["hour"]) for row in rows])
    if len(rows) % 24 or not np.array_equal(hours, np.tile(np.arange(24), len(rows) // 24)):
        raise ValueError(f"{region.file('profiles/hourly.csv')}: each day needs its hours 0 to 23 in order")

    def column(name: str) -> np.ndarray:
        return np.array([float(row[name] or "nan") for row in rows]).reshape(-1, 24)

    p = region.parameters
    date = np.array([int(row["date"]) for row in rows[::24]])
    temperature = fill_temperature(
        date, column("temperature_c"), p.value("power.july_mean_temperature", "degC"), p.value("power.day_swing", "K")
    )
    return Profile(
        date=date,
        load=column("load") / column("load").mean(),
        pv=np.roll(column("pv").ravel(), -round(p.value("power.pv_hours_late", "h"))).reshape(-1, 24),
        wind=raise_wind(
            column("wind_raw"), p.value("power.wind_hours", "h"), p.value("power.wind_highest_output", "share")
        ),
        temperature_c=temperature,
        heat_pump_cop=fill_cop(column("heat_pump_cop"), temperature),
    )


def raise_wind(raw: np.ndarray, full_load_hours: float, highest: float) -> np.ndarray:
    """Return ``raw`` with its ranks kept and its mean at ``full_load_hours`` of 8,760; ties share a rank."""
    _, position, count = np.unique(raw, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - 0.5 * count) / raw.size
    shape = rank ** (highest * 8760.0 / full_load_hours - 1.0)
    curve = shape[position].reshape(raw.shape)
    return np.minimum(curve * (full_load_hours / 8760.0) / curve.mean(), 1.0)


def fill_temperature(date: np.ndarray, known: np.ndarray, july_mean_c: float, swing_k: float) -> np.ndarray:
    """Return (n, 24) temperatures with the unknown days filled as the module says."""
    missing = np.isnan(known).any(axis=1)
    if not missing.any():
        return known
    before = date < date[missing][0]
    first, last = known[before][-7:].mean(), known[~missing & ~before][:7].mean()
    along = (date[missing] - date[missing][0] + 1) / (date[missing][-1] - date[missing][0] + 2)
    edge = first + (last - first) * along
    daily = edge + (july_mean_c - 0.5 * (first + last)) * np.sin(np.pi * along)
    filled = known.copy()
    filled[missing] = daily[:, None] + 0.5 * swing_k * np.cos(2 * np.pi * (np.arange(24) - 15) / 24)
    return filled


def fill_cop(known: np.ndarray, temperature_c: np.ndarray) -> np.ndarray:
    """Return (n, 24) COP, the unknown hours on the least-squares line of COP over temperature."""
    has = ~np.isnan(known)
    slope, base = np.polyfit(temperature_c[has], known[has], 1)
    line = np.clip(base + slope * temperature_c, known[has].min(), known[has].max())
    return np.where(has, known, line)
