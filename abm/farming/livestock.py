"""Large livestock farms: which they are, what their animals excrete, and what they know when they choose a manure way.

Cells are (counties, kinds of animals). Of what the animals of a cell excrete its large farms share their part by size;
where a cell has no large farm, it goes by what large farms of the kind do elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from abm.farming.herds import ANIMALS, HerdNumbers
from abm.parameters import Parameters
from abm.region import Region
from agents.choice import annuity, choice_shares, share_of
from agents.farm.manure import MANURE_WAYS, ManureBehaviour, Stalls, chance_of_inspection, manure_values

NO_STALLS = -1  # of a farm without large herds
KG_PER_T = 1000.0
ROUNDS = 60


@dataclass(frozen=True)
class LivestockNumbers:
    """All numbers of large livestock farms."""

    behaviour: ManureBehaviour
    large_of: np.ndarray  # (animals,) share of a kind's animals on large farms in the years that it is known of
    large_share: np.ndarray  # (n_years,) of all animals, by their nitrogen
    solid_share: np.ndarray  # (animals,)
    gas_m3_per_kg: np.ndarray  # (animals,)
    taking_share: float  # of fields around whose farmers take slurry
    inspected: np.ndarray  # (n_years,) chance at a farm of ``behaviour.size_kg``
    first_grant: float  # under which the first ways were seen
    first_ways: np.ndarray  # (ways,) of nitrogen on large farms
    ch4_cut: np.ndarray  # (ways,) of the methane of an open store
    cattle_farms: float  # of large farms with cattle or sheep
    pig_farms: float  # of other large farms
    poultry_farms: float
    size_sigma: float

    @classmethod
    def of(cls, p: Parameters, years: Sequence[int]) -> "LivestockNumbers":
        """Read from the region's parameters."""

        def by_kind(key: str, unit: str) -> np.ndarray:
            return np.array([p.value(f"{key}.{kind}", unit) for kind in ANIMALS])

        first = np.array([p.value(f"manure.first.{way}", "share") for way in MANURE_WAYS])
        return cls(
            behaviour=_behaviour(p),
            large_of=by_kind("livestock.large_of", "share"),
            large_share=p.series("livestock.large_share", "share", years),
            solid_share=by_kind("manure.solid", "share"),
            gas_m3_per_kg=by_kind("manure.gas", "m3/kg N"),
            taking_share=p.value("manure.taking", "share"),
            inspected=p.series("manure.inspected", "share", years),
            first_grant=p.value("manure.first_grant", "share"),
            first_ways=first / first.sum(),
            ch4_cut=np.array([0.0, *(p.value(f"manure.ch4_cut.{way}", "share") for way in MANURE_WAYS[1:])]),
            cattle_farms=p.value("livestock.farms.cattle", "share"),
            pig_farms=p.value("livestock.farms.pigs", "share"),
            poultry_farms=p.value("livestock.farms.poultry", "share"),
            size_sigma=p.value("people.animals_sigma", "ln units"),
        )


def _behaviour(p: Parameters) -> ManureBehaviour:
    def by_way(key: str) -> np.ndarray:
        return np.array([0.0, *(p.value(f"manure.{key}.{way}", "CNY/kg N") for way in MANURE_WAYS[1:])])

    return ManureBehaviour(
        capital_cny=by_way("capital"),
        running_cny=by_way("running"),
        yearly=float(annuity(p.value("manure.rate", "share"), p.value("manure.life", "years"))),
        size_kg=p.value("manure.size", "t N") * KG_PER_T,
        size_exponent=p.value("manure.size_exponent", "ratio"),
        nutrient_cny=p.value("soil.nitrogen_price", "CNY/kg N") * p.value("manure.replaced", "share"),
        compost_cny_per_kg=p.value("manure.compost_price", "CNY/kg N"),
        gas_cny_per_m3=p.value("manure.gas_worth", "CNY/m3"),
        slurry_t_per_kg=1.0 / p.value("manure.slurry", "kg N/t"),
        haul_cny_per_t_km=p.value("manure.haul", "CNY/(t km)") * p.value("straw.detour", "ratio"),
        land_kg_per_mu=p.value("manure.land", "kg N/mu"),
        inspected_exponent=p.value("manure.inspected_exponent", "ratio"),
        fine_cny=p.value("manure.fine", "CNY"),
        stop_cny_per_kg=p.value("manure.stop", "CNY/kg N"),
        taste_cny=p.value("manure.taste", "CNY/kg N"),
        look_share=p.value("manure.speed", "share"),
    )


def large_by_kind(herds: HerdNumbers, n: LivestockNumbers, at: int) -> np.ndarray:
    """Return (animals,) share of each kind that stands on large farms; all kinds together meet ``large_share``.

    Every kind moves the same part of its way from the shares of the years that are known to all.
    """
    nitrogen = herds.heads[:, at] * herds.manure_n_kg
    known = float(nitrogen @ n.large_of) / float(nitrogen.sum())
    part = (float(n.large_share[at]) - known) / (1.0 - known)
    return np.asarray(np.clip(n.large_of + (1.0 - n.large_of) * part, 0.0, 1.0))


class Sites:
    """The large livestock farms among the rows of a table of farms, by cell.

    Args:
        columns: of the farms, with ``livestock`` and ``herd_size``.
        n_counties: number of counties.
        km2: (n_counties,) area.
        herd_share: (n_counties,) of the city's animals.
    """

    def __init__(
        self, columns: Mapping[str, np.ndarray], n_counties: int, km2: np.ndarray, herd_share: np.ndarray
    ) -> None:
        self.rows = np.flatnonzero(columns["livestock"] != NO_STALLS)
        self.n_counties, self._herd_share = n_counties, herd_share
        self.kind = columns["livestock"][self.rows].astype(np.intp)
        self.county = columns["county"][self.rows].astype(np.intp)
        self.size = columns["herd_size"][self.rows].astype(float)
        self._cell = self.county * len(ANIMALS) + self.kind
        self._cell_size = np.bincount(self._cell, self.size, n_counties * len(ANIMALS))
        fields = columns["weight"].astype(float) * columns["alive"] * columns["area_mu"]
        self._mu_per_km2 = np.bincount(columns["county"], fields, n_counties) / km2  # a county's farmland stays

    def stalls(self, herds: HerdNumbers, n: LivestockNumbers, at: int, area_mu: np.ndarray) -> Stalls:
        """Return what the farms know of themselves in year number ``at``, given (n_farms,) fields of all farms."""
        excreted = herds.heads[:, at] * herds.manure_n_kg * large_by_kind(herds, n, at)
        by_cell = (self._herd_share[:, None] * excreted).ravel()
        return Stalls(
            n_kg=self.size * share_of(by_cell, self._cell_size)[self._cell],
            own_mu=area_mu[self.rows].astype(float),
            solid_share=n.solid_share[self.kind],
            gas_m3_per_kg=n.gas_m3_per_kg[self.kind],
            fields_mu_per_km2=(self._mu_per_km2 * n.taking_share)[self.county],
        )

    def by_cell(self, each: np.ndarray) -> np.ndarray:
        """Return (n_counties, animals) means by size of (n,) values; that of the kind, or of all, where no farm is."""
        shape = self.n_counties, len(ANIMALS)
        sums = np.bincount(self._cell, self.size * each, len(self._cell_size)).reshape(shape)
        sizes = self._cell_size.reshape(shape)
        kind_size = sizes.sum(axis=0)
        everyone = float(sums.sum() / kind_size.sum()) if kind_size.any() else 0.0
        of_kind = np.divide(sums.sum(axis=0), kind_size, out=np.full(len(ANIMALS), everyone), where=kind_size > 0)
        return np.divide(sums, sizes, out=np.tile(of_kind, (self.n_counties, 1)), where=sizes > 0)


def first_values(stalls: Stalls, n: LivestockNumbers) -> np.ndarray:
    """Return (n, ways) CNY/kg that the ways were worth when those of the first year were chosen."""
    chance = chance_of_inspection(stalls, float(n.inspected[0]), n.behaviour)
    return manure_values(stalls, np.full(len(stalls.n_kg), n.first_grant), chance, n.behaviour)


def solve_liking(stalls: Stalls, n: LivestockNumbers) -> np.ndarray:
    """Return (ways,) CNY/kg that each way is liked beyond its value, so that nitrogen goes the ways seen at first."""
    liking = np.zeros(len(MANURE_WAYS))
    if not len(stalls.n_kg):
        return liking
    value = first_values(stalls, n)
    weight = stalls.n_kg / stalls.n_kg.sum()
    for _ in range(ROUNDS):
        expected = weight @ choice_shares((value + liking) / n.behaviour.taste_cny)
        liking += n.behaviour.taste_cny * np.log(n.first_ways / expected)
    return np.asarray(liking - liking.mean())


def herd_shares(columns: Mapping[str, np.ndarray], n_counties: int) -> np.ndarray:
    """Return (n_counties,) of the city's animals, by the sheep units of its farms."""
    living = columns["weight"] * columns["alive"]
    animals = np.bincount(columns["county"], living * columns["has_animals"], n_counties)
    return np.asarray(animals / max(animals.sum(), 1e-9))


def county_km2(region: Region) -> np.ndarray:
    """Return (n_counties,) area."""
    return region.parameters.by_county("land.area", "km2")
