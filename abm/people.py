"""People of the region: births, deaths, migration, urbanisation, households and floor area, year by year."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from abm import demography
from abm.context import Storyline
from abm.demography import AGES, RURAL, URBAN, Change, Rates
from abm.population.numbers import Cells
from abm.population.population import Columns
from abm.region import Region
from abm.world import World

if TYPE_CHECKING:
    from abm.record import Record

ELDERS_ONLY = 2


@dataclass(frozen=True)
class PeopleNumbers:
    """Numbers of the people; ``_path`` arrays are by simulated year, pairs are rural, urban."""

    cells: Cells
    stock: np.ndarray  # (n_counties, 2, 101) persons in the first year
    mortality: np.ndarray  # (101,) in the first year
    improvement: float  # yearly fall of mortality
    births_per_person: np.ndarray  # (101,) at one birth per woman
    movers: np.ndarray  # (101,)
    drift: np.ndarray  # (n_counties,) yearly growth of 2010 to 2020 over the city's
    drift_path: np.ndarray  # (n_years,) how much of it goes on
    growth_difference_path: np.ndarray  # (n_years,) urban less rural, 1/yr
    fertility_path: np.ndarray  # (n_years,) births per woman
    migration_path: np.ndarray  # (n_years,) of the city's people, net
    size_path: np.ndarray  # (n_years,) persons per household, 2020 = 1
    floor_path: np.ndarray  # (n_years, 2) floor per head, 2020 = 1
    income_path: np.ndarray  # (n_years, 2) income per head, 2020 = 1
    reserve: np.ndarray  # (2,) rows kept for later households over those of 2020
    observed_people: dict[int, float]
    observed_urban_share: dict[int, float]

    @classmethod
    def of(cls, region: Region, storyline: Storyline, years: tuple[int, ...]) -> "PeopleNumbers":
        """Read the numbers of a region and storyline for these years."""
        p = region.parameters
        cells = Cells.of(region)
        people = cells.population.sum(axis=1)
        before = p.by_county("people.population_2010", "persons")
        growth = (people / before) ** 0.1 - (people.sum() / before.sum()) ** 0.1

        def dated(key: str, unit: str) -> np.ndarray:
            return p.series(f"people.{key}", unit, years)

        def driver(key: str, unit: str) -> np.ndarray:
            return np.array([storyline.value(key, unit, year) for year in years])

        return cls(
            cells=cells,
            stock=first_stock(region, cells),
            mortality=demography.gompertz(
                *(p.value(f"people.mortality.{part}", "1/yr") for part in ("infant", "makeham", "level60", "slope"))
            ),
            improvement=p.value("people.mortality.improvement", "1/yr"),
            births_per_person=demography.birth_schedule(
                p.value("people.birth_age.mean", "years"),
                p.value("people.birth_age.spread", "years"),
                p.value("people.female_share", "share"),
            ),
            movers=demography.move_schedule(
                p.value("people.move_age.start", "years"),
                p.value("people.move_age.peak", "years"),
                p.value("people.move_age.decline", "1/yr"),
                p.value("people.move_age.base", "share"),
            ),
            drift=growth,
            drift_path=dated("county_drift_persistence", "share"),
            growth_difference_path=dated("urban_rural_growth_difference", "1/yr"),
            fertility_path=driver("people.fertility", "births/woman"),
            migration_path=driver("people.net_migration_share", "1/yr"),
            size_path=dated("household_size_index", "index"),
            floor_path=np.stack([dated(f"floor_index_{kind}", "index") for kind in ("rural", "urban")], axis=1),
            income_path=np.stack([driver(f"income.growth_{kind}", "index") for kind in ("rural", "urban")], axis=1),
            reserve=np.array([p.value(f"people.reserve_{kind}", "share") for kind in ("rural", "urban")]),
            observed_people=region.observed("people.population"),
            observed_urban_share=region.observed("people.urban_share"),
        )


def first_stock(region: Region, cells: Cells) -> np.ndarray:
    """Return (n_counties, 2, 101) persons of the first year: ages of the region, older in the villages."""
    p = region.parameters
    groups = np.array([p.value(f"people.age_shape.{age:02d}", "share") for age in range(0, 101, 5)])
    shape = np.append(np.repeat(groups[:-1] / 5, 5), groups[-1])
    for low, high in ((0, 15), (15, 60), (60, 65), (65, 101)):
        shape[low:high] *= p.value(f"people.age_band.{low}", "share") / shape[low:high].sum()
    shape /= shape.sum()
    ratio = np.select(
        [AGES < 20, AGES < 40, AGES < 60],
        [p.value(f"people.rural_age_ratio.{band}", "ratio") for band in ("young", "prime", "middle")],
        p.value("people.rural_age_ratio.elder", "ratio"),
    )
    urban_share = cells.population[:, URBAN].sum() / cells.population.sum()
    return cells.population[:, :, None] * demography.fit_ages(shape, ratio, float(urban_share))


class People:
    """The people of one run; arrays are (n_counties,) or (n_counties, 2) with rural first, urban second.

    ``advance(year)`` moves on by one year. While the past follows observation, migration is what
    the observed total leaves, and ``migration_residual`` what that is over the storyline's.
    """

    def __init__(self, world: World, model: Any = None) -> None:
        self.world = world
        self.numbers = PeopleNumbers.of(world.region, world.storyline, world.years)
        self.year = world.years[0]
        self.stock = self.numbers.stock
        self.change: Change | None = None
        self.migration_residual = 0.0
        homes = world.population.households
        self._cell = household_cells(homes)
        n_cells = 2 * world.region.n_counties
        self._weight = np.zeros(n_cells)  # households that a row of each cell stands for
        self._weight[self._cell] = homes["weight"]
        self._kinds = {
            "Households|Elderly": _ranks_by_cell(homes, self._cell, homes["elders"] == ELDERS_ONLY, n_cells),
            "Households|Absent": _ranks_by_cell(homes, self._cell, homes["is_absent"], n_cells),
        }
        self._settle()

    def advance(self, year: int) -> None:
        """Move the people on to ``year``, which is this year (nothing happens) or the next.

        Raises:
            ValueError: any other year.
        """
        if year == self.year:
            return
        if year != self.year + 1:
            raise ValueError(f"people are in {self.year}, the next year is {self.year + 1}, got {year}")
        self.change = demography.step(self.stock, self._rates(year))
        self.stock = self.change.after
        self.year = year
        self._settle()

    def living(self) -> np.ndarray:
        """Return (n_rows,) which rows of the households are there this year: a pure function of their rank.

        Rows below the ratio of households to those of the first year live; in a shrinking place
        absent and old households give up first, in a growing one places in reserve come alive.
        """
        ratio = self.household_ratio.astype(np.float32).ravel()
        rank: np.ndarray = self.world.population.households["entry_rank"]
        return rank < ratio[self._cell]

    def report(self, record: "Record") -> None:
        """Put the people of the year into the record."""
        households = self.households.sum(axis=1)
        record.put("Population", by_county=self.population / 1e4)
        record.put("Population|Urban", by_county=self.people[:, URBAN] / 1e4)
        record.put("Share|Urban", by_county=self.urban_share, city=self.people[:, URBAN].sum() / self.people.sum())
        record.put("Households", by_county=households / 1e4)
        for name, ranks in self._kinds.items():
            record.put(name, by_county=self._count(ranks) / 1e4)
        record.put("Floor Area|Residential", by_county=self.floor_m2.sum(axis=1) / 1e4)
        for kind, name in ((URBAN, "Income|Urban"), (RURAL, "Income|Rural")):
            income, people = self.income_cny[:, kind], self.people[:, kind]
            record.put(name, by_county=income, city=float(income @ people / people.sum()))

    def _rates(self, year: int) -> Rates:
        n = self.numbers
        at = year - self.world.years[0]
        people = self.population
        mortality = n.mortality * np.exp(-n.improvement * at)
        fertility = n.fertility_path[at] * n.births_per_person
        share = n.migration_path[at]
        self.migration_residual = 0.0
        follows = self.world.follows(year)
        if follows and year in n.observed_people:
            born = (self.stock @ fertility).sum()
            natural = born * (1 - mortality[0] / 2) - (self.stock @ mortality).sum()
            left = n.observed_people[year] - people.sum() - natural
            self.migration_residual = float(left - share * people.sum())
            share = left / people.sum()
        migration = demography.county_migration(people, float(share), n.drift_path[at] * n.drift)
        urban_share = demography.urbanised(
            self.urban_share,
            float(n.growth_difference_path[at]),
            people + migration,
            n.observed_urban_share.get(year) if follows else None,
        )
        return Rates(
            mortality=mortality,
            births_per_person=fertility,
            movers=n.movers,
            migration=migration,
            urban_share=urban_share,
        )

    def _settle(self) -> None:
        """Set what follows from the stock: shares, households, floor area, income."""
        n, at = self.numbers, self.year - self.world.years[0]
        self.people = self.stock.sum(axis=2)  # (n_counties, 2) persons
        self.population = self.people.sum(axis=1)
        self.urban_share = self.people[:, URBAN] / self.population
        self.household_ratio = _over(self.people, n.cells.population) / n.size_path[at]
        self.households = n.cells.households * self.household_ratio
        self.unplaced_households = np.maximum(self.household_ratio - 1 - n.reserve, 0) * n.cells.households
        # floor of a dwelling over its floor in the first year: per head more, heads per dwelling fewer
        self.floor_factor = n.floor_path[at] * n.size_path[at]
        self.floor_m2 = n.cells.floor_m2 * self.floor_factor * self.households
        self.size_factor = float(n.size_path[at])
        self.income_factor = n.income_path[at]
        self.income_cny = n.cells.income_cny * self.income_factor
        self.elder_share = _over(self.stock[:, :, 60:].sum(axis=2), self.people)

    def _count(self, ranks: list[np.ndarray]) -> np.ndarray:
        """Return (n_counties,) living households whose ranks are given by cell."""
        ratio = self.household_ratio.ravel().astype(np.float32)
        rows = np.array([np.searchsorted(r, limit) for r, limit in zip(ranks, ratio, strict=True)])
        return (rows * self._weight).reshape(-1, 2).sum(axis=1)


def household_cells(households: Columns) -> np.ndarray:
    """Return (n_rows,) u1 position in (n_counties, 2) laid out flat."""
    return (households["county"] * 2 + households["is_urban"]).astype(np.uint8)


def _ranks_by_cell(households: Columns, cell: np.ndarray, chosen: np.ndarray, n_cells: int) -> list[np.ndarray]:
    """Return the sorted ranks of the chosen rows of each cell, so that counting those alive is a look-up."""
    rows = np.flatnonzero(chosen)
    rows = rows[np.lexsort((households["entry_rank"][rows], cell[rows]))]
    edges = np.searchsorted(cell[rows], np.arange(1, n_cells))
    return np.split(households["entry_rank"][rows], edges)


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return ``part / whole``, 0 where a county has no village (or no town) at all."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
