"""Taxis, buses, light and heavy trucks: complete at every scale."""

import numpy as np

from abm.population.cars import yearly_km
from abm.population.numbers import URBAN, Cells
from abm.population.population import Columns
from abm.population.sampling import Lattice, apportion
from abm.region import Region

TAXI, BUS, LIGHT_TRUCK = 0, 1, 2
SHORT, LONG = 0, 1


def build_fleet(region: Region, cells: Cells, seed: int) -> Columns:
    """Return the columns of taxis (kind 0), buses (1) and light trucks (2)."""
    p = region.parameters
    urban, people = cells.population[:, URBAN], cells.population.sum(axis=1)
    kinds = ((TAXI, "taxi", urban), (BUS, "bus", urban), (LIGHT_TRUCK, "light_truck", people))
    plural = {"taxi": "taxis", "bus": "buses", "light_truck": "light_trucks"}
    sigma = p.value("people.km_sigma", "ln km")
    kind, county, km = [], [], []
    for code, name, by in kinds:
        n = round(p.value(f"people.{plural[name]}", "vehicles"))
        kind.append(np.full(n, code, dtype=np.uint8))
        county.append(np.repeat(np.arange(region.n_counties, dtype=np.uint8), apportion(by, n)))
        km.append(yearly_km(Lattice(n, seed, name), p.value(f"people.km_{name}", "km/yr"), sigma))
    return {"kind": np.concatenate(kind), "county": np.concatenate(county), "km_per_year": np.concatenate(km)}


def build_trucks(region: Region, seed: int) -> Columns:
    """Return the columns of the heavy trucks: haul (0 short, mine to plant; 1 long) and whose they are."""
    p = region.parameters
    n = round(p.value("people.heavy_trucks", "vehicles"))
    lattice = Lattice(n, seed, "trucks")
    is_long = lattice.even() < p.value("people.truck_long_share", "share")
    mean = np.where(is_long, p.value("people.km_truck_long", "km/yr"), p.value("people.km_truck_short", "km/yr"))
    counts = apportion(p.by_county("people.truck_weight", "share"), n)
    return {
        "county": np.repeat(np.arange(region.n_counties, dtype=np.uint8), counts),
        "is_fleet": lattice.even() < p.value("people.truck_fleet_share", "share"),
        "haul": np.where(is_long, LONG, SHORT).astype(np.uint8),
        "km_per_year": yearly_km(lattice, mean, p.value("people.km_sigma", "ln km")),
    }
