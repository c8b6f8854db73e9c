"""Private cars, matched to households by income and place, with places for later cars."""

import numpy as np

from abm.errors import UserError
from abm.population.households import ONLY_ELDERS
from abm.population.numbers import RURAL, URBAN, Cells
from abm.population.population import Columns
from abm.population.sampling import Lattice, apportion
from abm.region import Region


def build_cars(region: Region, cells: Cells, households: Columns, scale: float, seed: int) -> Columns:
    """Return the columns of the cars of each county, those of 2020 alive.

    ``own_rank`` is the ownership (cars per head of the county's people of 2020) from which the row
    is active; ``household`` is a row of the households of 2020.

    Raises:
        UserError: a county has no row at this scale.
    """
    p = region.parameters
    saturation = p.value("people.cars_saturation_per_head", "cars/person")
    stock = car_stock(region, cells)
    people = cells.population.sum(axis=1)
    rows = apportion(people, round(scale * saturation * people.sum()))
    if rows.min() < 1:
        empty = [county.called for county, n in zip(region.counties, rows, strict=True) if n < 1]
        raise UserError(f"scale: got {scale:g}, too small for {', '.join(empty)}: no private car")
    parts = [
        _county(region, households, c, apportion(stock[c], int(rows[c])), saturation, seed)
        for c in range(region.n_counties)
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    weight = saturation * people / rows
    owned = stock.sum(axis=1) / people
    columns["weight"] = weight[columns["county"]].astype(np.float32)
    columns["alive"] = columns["own_rank"] < owned[columns["county"]]
    return columns


def car_stock(region: Region, cells: Cells) -> np.ndarray:
    """Return (n_counties, 2) private cars of 2020: more where people are richer or live in towns."""
    p = region.parameters
    elasticity = p.value("people.car_income_elasticity", "-")
    relative = (cells.income_cny / cells.income_cny.mean()) ** elasticity
    relative[:, URBAN] *= p.value("people.car_urban_ratio", "ratio")
    total = p.value("people.cars_per_head", "cars/person") * cells.population.sum()
    pull = relative * cells.population
    return total * pull / pull.sum()


def _county(
    region: Region, households: Columns, county: int, rows: np.ndarray, saturation: float, seed: int
) -> Columns:
    """Return the cars of one county, rural and urban; the two fill up at the same pace."""
    parts = []
    for kind in (RURAL, URBAN):
        here = (households["county"] == county) & (households["is_urban"] == bool(kind)) & households["alive"]
        owner = _owners(region, households, np.flatnonzero(here), int(rows[kind]), f"owners {county} {kind}", seed)
        order = saturation * (np.arange(len(owner)) + 0.5) / max(len(owner), 1)
        parts.append(_describe(region, households, owner, order, f"cars {county} {kind}", seed))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _owners(region: Region, households: Columns, homes: np.ndarray, n: int, purpose: str, seed: int) -> np.ndarray:
    """Return the n owners in the order in which they come to own: rich first, second cars later.

    A home's first, second and third car are candidates, each further one as if the home were poorer.
    """
    p = region.parameters
    score = np.log(households["income_cny"][homes])
    score += p.value("people.car_effect.size", "ln CNY") * np.log(households["size"][homes])
    score += p.value("people.car_effect.noise", "ln CNY") * Lattice(len(homes), seed, purpose).normal()
    score += p.value("people.car_effect.elder_only", "ln CNY") * (households["elders"][homes] == ONLY_ELDERS)
    further = p.value("people.car_effect.second", "ln CNY")
    candidates = np.concatenate([score, score - further, score - 2 * further])
    return np.tile(homes, 3)[np.argsort(-candidates, kind="stable")[:n]]


def _describe(
    region: Region, households: Columns, owner: np.ndarray, own_rank: np.ndarray, purpose: str, seed: int
) -> Columns:
    p = region.parameters
    lattice = Lattice(len(owner), seed, purpose)
    own_roof = households["has_roof"][owner]
    parking = np.where(own_roof, p.value("people.parking_own_roof", "share"), p.value("people.parking_flat", "share"))
    columns = {name: households[name][owner] for name in ("county", "community", "is_urban", "income_cny")}
    columns |= {
        "household": owner.astype(np.int32),
        "home_parking": lattice.even() < parking,
        "km_per_year": yearly_km(lattice, p.value("people.km_car", "km/yr"), p.value("people.km_sigma", "ln km")),
        "own_rank": own_rank.astype(np.float32),
    }
    return columns


def yearly_km(lattice: Lattice, mean: float | np.ndarray, sigma: float) -> np.ndarray:
    """Return (n,) f4 lognormal yearly distances with the given mean (a number or one per row)."""
    spread = np.exp(sigma * lattice.normal())
    return (spread * (mean / (spread.mean() if len(spread) else 1.0))).astype(np.float32)
