"""Forests: stands by age, a growth curve, planting limited by land, and the sink as the change of stock."""

from dataclasses import dataclass

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.record import Record
from abm.region import Region
from abm.world import World
from agents.signals import Signals

AGES = 121  # years; the last class holds everything older
HA_PER_KM2 = 100.0
AGE_CLASSES = ((5, 20), (21, 40), (41, 60), (61, 80))
MT_PER_T = 1e-6


@dataclass(frozen=True)
class LandNumbers:
    """Area in ha, wood in m3."""

    area_ha: np.ndarray  # (n_counties,)
    forest_share: np.ndarray  # (n_counties,) of the area, first year
    class_shares: np.ndarray  # (4,) of forest area by age class
    full_m3_per_ha: float  # of a stand that no longer grows
    growth_per_year: float
    growth_shape: float
    tco2_per_m3: float  # of wood, with branches and roots
    closing_years: int  # from planting to what counts as forest
    survival_share: float  # of planted area, on loess slopes
    planting_ha: np.ndarray  # (n_years,) of the city
    plantable_ha: np.ndarray  # (n_counties,) that can still be planted
    loss_share: float  # of stands a year: fire, pests, building

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "LandNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        area = p.by_county("land.area", "km2") * HA_PER_KM2
        shares = np.array([p.value(f"land.age_share.{low}_{high}", "share") for low, high in AGE_CLASSES])
        return cls(
            area_ha=area,
            forest_share=p.by_county("land.forest_share", "share"),
            class_shares=shares / shares.sum(),
            full_m3_per_ha=p.value("land.growth.full", "m3/ha"),
            growth_per_year=p.value("land.growth.rate", "1/year"),
            growth_shape=p.value("land.growth.shape", "ratio"),
            tco2_per_m3=p.value("land.tco2_per_m3", "tCO2/m3"),
            closing_years=int(p.value("land.closing", "year")),
            survival_share=p.value("land.survival", "share"),
            planting_ha=p.series("land.planting", "share", years) * area.sum(),
            plantable_ha=p.value("land.plantable", "share") * area,
            loss_share=p.value("land.loss", "share"),
        )


def wood_m3_per_ha(age: np.ndarray, numbers: LandNumbers) -> np.ndarray:
    """Return the wood of a stand by age: ``full * (1 - exp(-rate * age)) ** shape`` (Richards)."""
    grown: np.ndarray = -np.expm1(-numbers.growth_per_year * age)
    return numbers.full_m3_per_ha * grown**numbers.growth_shape


def first_stands(numbers: LandNumbers) -> np.ndarray:
    """Return (AGES, n_counties) ha by age in the first year, even within each age class.

    Below the classes stands what was planted in the years before, as much a year as in the first year.
    """
    stands = np.zeros((AGES, len(numbers.area_ha)))
    forest = numbers.area_ha * numbers.forest_share
    for (low, high), share in zip(AGE_CLASSES, numbers.class_shares, strict=True):
        stands[low : high + 1] = forest * share / (high - low + 1)
    by_county = numbers.plantable_ha / max(numbers.plantable_ha.sum(), 1e-9)
    stands[: AGE_CLASSES[0][0]] = numbers.planting_ha[0] * numbers.survival_share * by_county
    return stands


def a_year_older(stands_ha: np.ndarray, planted_ha: np.ndarray, loss_share: float) -> np.ndarray:
    """Return the stands a year later: what is not lost ages, what was planted is new."""
    older = np.empty_like(stands_ha)
    kept = stands_ha * (1 - loss_share)
    older[0] = planted_ha
    older[1:] = kept[:-1]
    older[-1] += kept[-1]
    return older


class Land:
    """The forests of the city.

    Args:
        world: region and years.
        model: unused; every part of the city is built alike.
    """

    def __init__(self, world: World, model: mesa.Model) -> None:
        self.years = world.years
        self.numbers = LandNumbers.of(world.region, world.years)
        self._wood = wood_m3_per_ha(np.arange(AGES), self.numbers)
        self.stands_ha = first_stands(self.numbers)
        self.plantable_ha = self.numbers.plantable_ha.copy()
        self.sink_t = np.zeros(world.region.n_counties)

    @property
    def forest_ha(self) -> np.ndarray:
        """(n_counties,) area that counts as forest."""
        return self.stands_ha[self.numbers.closing_years :].sum(axis=0)

    @property
    def stock_m3(self) -> np.ndarray:
        """(n_counties,) wood standing."""
        return self._wood @ self.stands_ha

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Plant, let grow, and enter the change of stock as uptake."""
        before = self.stock_m3
        self.stands_ha = a_year_older(self.stands_ha, self._plant(signals.year), self.numbers.loss_share)
        self.sink_t = (self.stock_m3 - before) * self.numbers.tco2_per_m3
        ledger.release("co2_land", "land", -self.sink_t)

    def report(self, record: Record) -> None:
        """Write area, coverage, stock and sink."""
        forest, area = self.forest_ha, self.numbers.area_ha
        record.put("Land|Forest Area", by_county=forest / 1e4)
        record.put("Land|Forest Coverage", by_county=forest / area, city=float(forest.sum() / area.sum()))
        record.put("Land|Forest Stock", by_county=self.stock_m3 / 1e6)
        record.put("Land|Sink", by_county=self.sink_t * MT_PER_T)

    def _plant(self, year: int) -> np.ndarray:
        """(n_counties,) ha that take root this year, as far as there is land left to plant."""
        wanted = self.numbers.planting_ha[self.years.index(year)]
        left = self.plantable_ha.sum()
        planted = self.plantable_ha * min(1.0, wanted / left) if left > 0 else np.zeros_like(self.plantable_ha)
        took = planted * self.numbers.survival_share
        self.plantable_ha = self.plantable_ha - took  # what dried up can be planted again
        return took
