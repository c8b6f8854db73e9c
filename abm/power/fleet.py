"""Power plants of the city by county and start year: coal units in classes, wind and PV as stocks."""

from dataclasses import dataclass

import numpy as np

from abm.region import Region
from agents.coal_unit import NEVER

BUILT = ("operating", "test_operation")
_PIPELINE = ("construction", "permitted", "pre_construction", "announced")


@dataclass(frozen=True)
class CoalUnits:
    """Coal units that run or have run; (n_units,) arrays. Classes group alike technology, fuel and size."""

    id: tuple[str, ...]
    county: np.ndarray
    group: np.ndarray  # class of each unit
    group_name: tuple[str, ...]
    capacity_mw: np.ndarray
    start_year: np.ndarray
    heat_rate_gj_per_mwh: np.ndarray  # fuel per MWh sent out, as tracked
    burns_waste_coal: np.ndarray  # bool
    is_chp: np.ndarray  # bool

    def running_share(self, year: int, life_years: float | np.ndarray, kept_mw: float) -> np.ndarray:
        """Return (n_units,) share of the year in service: started, and within its life or kept beyond it.

        Units beyond their life are kept, youngest first, as far as ``kept_mw`` reaches beyond what is younger: a
        fleet leaves no faster than the province lets it. The last one kept serves for a part of the year, so what
        runs follows ``kept_mw`` evenly and not in whole units.
        """
        started = started_share(year, self.start_year)
        young = np.lexsort((np.arange(len(self.id)), -self.start_year))
        mw = (self.capacity_mw * started)[young]
        kept = np.zeros(len(self.id))
        kept[young] = np.clip((kept_mw - np.cumsum(mw) + mw) / np.maximum(mw, 1e-9), 0.0, 1.0)
        return np.maximum(self.alive_share(year, life_years), kept * started)

    def alive_share(self, year: int, life_years: float | np.ndarray) -> np.ndarray:
        """Return (n_units,) share of the year between its start and the end of its life, if nobody keeps it longer."""
        return started_share(year, self.start_year) - started_share(year, self.start_year + life_years)


def read_coal_units(region: Region, statuses: tuple[str, ...] = BUILT) -> CoalUnits:
    """Return the units of ``facilities/coal_units.csv`` with one of some statuses; never started where not built."""
    p = region.parameters
    small, large = (p.value(f"power.coal.size_{name}", "MW") for name in ("small", "large"))
    rows = [row for row in region.table("facilities/coal_units.csv") if row["status"] in statuses]
    rows = [row for row in rows if row["start_year"] or row["status"] not in BUILT]
    capacity = np.array([float(row["capacity"]) for row in rows], dtype=float)
    size = np.where(capacity < small, "small", np.where(capacity > large, "large", "medium"))
    waste = np.array([row["coal_type"] == "waste_coal" for row in rows], dtype=bool)
    names = [
        f"{s} {row['technology'].replace('-', ' ')}{' waste coal' if w else ''}"
        for s, w, row in zip(size, waste, rows, strict=True)
    ]
    group_name = tuple(sorted(set(names)))
    return CoalUnits(
        id=tuple(row["id"] for row in rows),
        county=np.array([region.county_index[row["county"]] for row in rows], dtype=int),
        group=np.array([group_name.index(name) for name in names], dtype=int),
        group_name=group_name,
        capacity_mw=capacity,
        start_year=np.array([int(row["start_year"] or NEVER) for row in rows], dtype=int),
        heat_rate_gj_per_mwh=np.array([1000.0 * float(row["heat_rate_gj_per_kwh"]) for row in rows], dtype=float),
        burns_waste_coal=waste,
        is_chp=np.array([row["is_chp"] == "yes" for row in rows], dtype=bool),
    )


@dataclass(frozen=True)
class Renewables:
    """Utility wind and PV on the lists, (n_years, n_counties) MW at mid-year, and where more could go."""

    wind_mw: np.ndarray
    pv_mw: np.ndarray
    wind_site: np.ndarray  # (n_counties,) shares of the projects not yet built, sum 1
    pv_site: np.ndarray


def read_renewables(region: Region, years: tuple[int, ...]) -> Renewables:
    """Return stocks by start year of ``facilities/wind_solar.csv``; no start year counts from the first year."""
    rows = region.table("facilities/wind_solar.csv")
    found: dict[str, np.ndarray] = {}
    for kind, product in (("wind", "wind power"), ("pv", "solar power")):
        stock = np.zeros((len(years), region.n_counties))
        site = np.full(region.n_counties, 1e-9)
        for row in rows:
            if row["product"] != product or not row["capacity"]:
                continue
            county, mw = region.county_index[row["county"]], float(row["capacity"])
            if row["status"] in BUILT:
                stock[:, county] += mw * started_share(np.array(years), int(row["start_year"] or years[0] - 1))
            elif row["status"] in _PIPELINE:
                site[county] += mw
        found |= {f"{kind}_mw": stock, f"{kind}_site": site / site.sum()}
    return Renewables(**found)


def started_share(year: int | np.ndarray, start_year: float | np.ndarray) -> np.ndarray:
    """Share of the year for which what starts within ``start_year`` is there: half of its first year.

    Lists name the year and not the month; half is right on the mean.
    """
    return np.clip(year - start_year + 0.5, 0.0, 1.0)
