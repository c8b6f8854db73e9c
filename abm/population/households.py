"""Households in their communities: size, elders, income, floor area, roof, and the order of coming and going."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from abm.errors import UserError
from abm.population.communities import position_type
from abm.population.numbers import RURAL, SIZES, URBAN, Cells, HouseholdNumbers
from abm.population.population import Columns
from abm.population.sampling import Lattice, apportion, at_least, place, ranks, spread_lognormal
from abm.region import Region

NO_ELDER, WITH_ELDER, ONLY_ELDERS = 0, 1, 2
SMALL = 2  # homes of elders only hold at most so many, others with an elder at least so many


def build_households(region: Region, cells: Cells, communities: Columns, scale: float, seed: int) -> Columns:
    """Return the columns of the households, sorted by community.

    Raises:
        UserError: a county has no row at this scale.
    """
    numbers = HouseholdNumbers.of(region)
    rows = household_rows(region, cells, scale)
    parts = []
    for c in range(region.n_counties):
        for kind in (RURAL, URBAN):
            places = np.flatnonzero((communities["county"] == c) & (communities["is_urban"] == bool(kind)))
            n = int(rows[c, kind])
            if n == 0:  # a county without villages or without towns
                continue
            weight = cells.households[c, kind] / n
            later = int(np.ceil(numbers.reserve[kind] * n))
            cell = _Cell((c, kind), cells, numbers, communities, places)
            parts.append(_finish(_living(cell, n, seed), c, kind, weight, alive=True))
            parts.append(_finish(_coming(cell, later, n, seed), c, kind, weight, alive=False))
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(columns["community"], kind="stable")
    columns = {name: column[order] for name, column in columns.items()}
    columns["income_group"] = income_groups(columns["income_cny"], columns["weight"], columns["alive"])
    return columns


def household_rows(region: Region, cells: Cells, scale: float) -> np.ndarray:
    """Return (n_counties, 2) rows alive in the first year; whole numbers that add up to the scaled total.

    Raises:
        UserError: the scale leaves a county without a row.
    """
    total = round(scale * int(cells.households.sum()))
    rows = apportion(cells.households.ravel(), total).reshape(cells.households.shape)
    wanted = cells.households > 0
    empty = [county.called for c, county in enumerate(region.counties) if (rows[c] < wanted[c]).any()]
    if empty:
        need = 1 / cells.households[wanted].min()
        raise UserError(
            f"scale: got {scale:g}, too small for {', '.join(empty)}: "
            f"some of its places would have no household; at least {need:.2g} is needed"
        )
    return rows


@dataclass(frozen=True)
class _Cell:
    """The villages or the towns of one county: what its households are drawn from."""

    at: tuple[int, int]  # county; rural or urban
    cells: Cells
    numbers: HouseholdNumbers
    communities: Columns
    places: np.ndarray  # rows of ``communities``

    def community_of(self, n: int) -> np.ndarray:
        """Return (n,) communities of households, as many in each as its people ask for."""
        places = self.places.astype(position_type(self.communities))
        return places[place(self.communities["people"][self.places], n)]

    def sizes(self, even: np.ndarray) -> np.ndarray:
        """Cut the even numbers at the shares made whole, so that each size has its share of rows."""
        edges = np.cumsum(apportion(self.cells.size_shares[self.at], len(even)))
        return SIZES[np.searchsorted(edges, (even * len(even)).astype(np.int64), side="right")].astype(np.uint8)

    def roofs(self, community: np.ndarray, even: np.ndarray) -> np.ndarray:
        """Return (n,) bool: who has a roof of its own, more often in a village."""
        is_village = self.communities["is_village"][community]
        return even < np.where(is_village, self.numbers.roof_village, self.numbers.roof_town)


def _living(cell: _Cell, n: int, seed: int) -> Columns:
    """Return the n households of 2020 in one cell."""
    at, cells, numbers = cell.at, cell.cells, cell.numbers
    lattice = Lattice(n, seed, f"households {at}")
    community = cell.community_of(n)
    size = cell.sizes(lattice.even())
    ageing = lattice.even()
    elders = _elders(size, cells.elder_share[at], cells.elder_only_share[at], ageing)
    is_absent = _absent(elders, cells.absent_share[at], lattice.even())
    income, floor = _income_and_floor(cell, size, elders, lattice)
    leaving = lattice.even() + numbers.exit_absent * is_absent + numbers.exit_elder_only * (elders == ONLY_ELDERS)
    return {
        "community": community,
        "size": size,
        "elders": elders,
        "elder_rank": ageing,
        "is_absent": is_absent,
        "income_cny": income,
        "floor_m2": floor,
        "has_roof": cell.roofs(community, lattice.even()),
        "entry_rank": ranks(leaving),
    }


def _coming(cell: _Cell, n: int, n_living: int, seed: int) -> Columns:
    """Return n places for households that come later: no elders, nobody away; ranks go on from 1."""
    lattice = Lattice(n, seed, f"entrants {cell.at}")
    community = cell.community_of(n)
    size = cell.sizes(lattice.even())
    elders = np.zeros(n, dtype=np.uint8)
    income, floor = _income_and_floor(cell, size, elders, lattice)
    return {
        "community": community,
        "size": size,
        "elders": elders,
        "elder_rank": lattice.even(),
        "is_absent": np.zeros(n, dtype=bool),
        "income_cny": income,
        "floor_m2": floor,
        "has_roof": cell.roofs(community, lattice.even()),
        "entry_rank": 1 + lattice.even() * n / n_living,
    }


def _elders(size: np.ndarray, share: float, only_share: float, even: np.ndarray) -> np.ndarray:
    """Homes of elders only hold one or two persons; others with an elder hold two and more."""
    elders = np.zeros(len(size), dtype=np.uint8)
    n_only, n_with = round(only_share * len(size)), round((share - only_share) * len(size))
    elders[_first(n_only, size <= SMALL, even)] = ONLY_ELDERS
    elders[_first(n_with, (size >= SMALL) & (elders == NO_ELDER), even)] = WITH_ELDER
    return elders


def _absent(elders: np.ndarray, share: float, even: np.ndarray) -> np.ndarray:
    """Families of working age go away; homes of elders only stay."""
    is_absent = np.zeros(len(elders), dtype=bool)
    is_absent[_first(round(share * len(elders)), elders != ONLY_ELDERS, even)] = True
    return is_absent


def _first(n: int, eligible: np.ndarray, even: np.ndarray) -> np.ndarray:
    """Return the n eligible rows with the smallest numbers (all of them if there are fewer)."""
    rows = np.flatnonzero(eligible)
    return rows[np.argsort(even[rows], kind="stable")[:n]]


def _income_and_floor(
    cell: _Cell, size: np.ndarray, elders: np.ndarray, lattice: Lattice
) -> tuple[np.ndarray, np.ndarray]:
    """Lognormal margins, joined by ranks: poorer are elders and large families, larger the homes of the rich.

    Support lifts the poorest to the least income, and the mean stays.
    """
    at, cells, numbers = cell.at, cell.cells, cell.numbers
    sigma = numbers.income_sigma[at[1]]
    score = sigma * lattice.normal()
    score += numbers.income_person * size + numbers.income_elder_only * (elders == ONLY_ELDERS)
    persons = size.astype(float)
    earned = spread_lognormal(score, sigma, cells.income_cny[at], persons)
    income = at_least(earned, numbers.income_least_cny, persons)
    tied = numbers.floor_size, numbers.floor_income
    rest = np.sqrt(max(numbers.floor_sigma**2 - tied[0] ** 2 - tied[1] ** 2, 0.0))
    normal_size = ndtri(ranks(size + lattice.even()))
    floor_score = tied[0] * normal_size + tied[1] * ndtri(ranks(earned)) + rest * lattice.normal()
    floor = spread_lognormal(floor_score, numbers.floor_sigma, cells.floor_m2[at], np.ones(len(size)))
    return income, floor


def _finish(part: Columns, county: int, kind: int, weight: float, *, alive: bool) -> Columns:
    n = len(part["size"])
    return {
        "weight": np.full(n, weight, dtype=np.float32),
        "alive": np.full(n, alive),
        "community": part["community"],
        "county": np.full(n, county, dtype=np.uint8),
        "is_urban": np.full(n, kind == URBAN),
        "size": part["size"],
        "income_cny": part["income_cny"].astype(np.float32),
        "floor_m2": part["floor_m2"].astype(np.float32),
        "elders": part["elders"],
        "elder_rank": part["elder_rank"].astype(np.float32),
        "is_absent": part["is_absent"],
        "has_roof": part["has_roof"],
        "entry_rank": part["entry_rank"].astype(np.float32),
    }


def income_groups(income: np.ndarray, weight: np.ndarray, alive: np.ndarray) -> np.ndarray:
    """Return (n,) quintile 0 (poorest) to 4 among the households of the first year, by income per head."""
    order = np.argsort(income[alive], kind="stable")
    cumulative = np.cumsum(weight[alive][order], dtype=float)
    at = np.searchsorted(cumulative, cumulative[-1] * np.arange(1, 5) / 5)
    return np.searchsorted(income[alive][order][at], income, side="right").astype(np.uint8)
