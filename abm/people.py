"""People of the region: births, deaths, migration, urbanisation, households and floor area, year by year."""

from typing import TYPE_CHECKING, Any

import numpy as np

from abm import demography
from abm.demography import RURAL, URBAN, Change, Rates
from abm.people_numbers import PeopleNumbers
from abm.population.households import ONLY_ELDERS, SMALL
from abm.population.population import Columns
from abm.world import World
from agents.choice import share_of
from agents.table import Table

if TYPE_CHECKING:
    from abm.record import Record


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
        self._homes = world.population.households
        self._cell, self._rows_of_cell = runs(household_cells(self._homes))
        self._starts = np.cumsum(self._rows_of_cell) - self._rows_of_cell
        self._is_small, self._is_many = self._homes["size"] <= SMALL, self._homes["size"] >= SMALL
        self._first_elder_share = share_of(self.stock[:, :, 60:].sum(axis=2), self.stock.sum(axis=2))
        self._follow()

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
        self._follow()

    def living(self) -> np.ndarray:
        """Return (n_rows,) which rows of the households are there this year: a pure function of their rank.

        Rows below the ratio of households to those of the first year live; in a shrinking place
        absent and old households give up first, in a growing one places in reserve come alive.
        """
        rank: np.ndarray = self.world.population.households["entry_rank"]
        return rank < self._spread(self.household_ratio)

    def settle(self, homes: Table) -> None:
        """Let households of the table come and go (``alive``) and grow old (``elders``) as of this year.

        The columns of the first year are left as they are, so that nothing is copied for it.
        """
        self._homes = homes.columns
        if self.year == self.world.years[0]:
            return
        homes.own("alive")[:] = self.living()
        homes.own("elders")[:] = self.elders()

    def elders(self) -> np.ndarray:
        """Return (n_rows,) u1: 0 no elder, 1 with an elder, 2 elders only, as the places age.

        With f times the elders of the first year, a home without one has had f times the chance to
        get one: ``1 - (1 - share) ** f``; the mix of elders only and others stays.
        """
        only, with_elder = (self._spread(limit) for limit in self._elder_limits())
        rank: np.ndarray = self.world.population.households["elder_rank"]
        found = (rank < with_elder) & self._is_many
        alone = ((rank < only) & self._is_small).view(np.uint8)
        return np.maximum(found.view(np.uint8), np.multiply(alone, ONLY_ELDERS, out=alone))

    def _spread(self, values: np.ndarray) -> np.ndarray:
        """Return (n_rows,) the float32 value of each home's place; ``values`` is (n_counties, 2)."""
        return values.ravel().astype(np.float32).take(self._cell).repeat(self._rows_of_cell)

    def _elder_limits(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (n_counties, 2) ranks below which small homes hold elders only, and others an elder."""
        cells = self.numbers.cells
        more = share_of(self.elder_share, self._first_elder_share)
        total = 1 - (1 - cells.elder_share) ** more
        only = total * cells.elder_only_share / cells.elder_share
        small, two = cells.size_shares[..., :SMALL].sum(axis=-1), cells.size_shares[..., SMALL - 1]
        many = cells.size_shares[..., SMALL - 1 :].sum(axis=-1)
        only_limit = np.minimum(only / small, 1.0)
        with_limit = np.maximum((total - only + two * only_limit) / many, only_limit)
        return only_limit, with_limit

    def report(self, record: "Record") -> None:
        """Put the people of the year into the record."""
        households = self.households.sum(axis=1)
        record.put("Population", by_county=self.population / 1e4)
        record.put("Population|Urban", by_county=self.people[:, URBAN] / 1e4)
        record.put("Share|Urban", by_county=self.urban_share, city=self.people[:, URBAN].sum() / self.people.sum())
        record.put("Households", by_county=households / 1e4)
        record.put("Households|Without Place", by_county=self.unplaced_households.sum(axis=1) / 1e4)
        record.put("Households|Elderly", by_county=self._count(self._homes["elders"] == ONLY_ELDERS) / 1e4)
        record.put("Households|Absent", by_county=self._count(self._homes["is_absent"]) / 1e4)
        for kind, name in ((URBAN, "Income|Urban"), (RURAL, "Income|Rural")):
            income, people = self.income_cny[:, kind], self.people[:, kind]
            record.put(name, by_county=income, city=float(income @ people / people.sum()))

    def _count(self, chosen: np.ndarray) -> np.ndarray:
        """Return (n_counties,) living households of the chosen rows; weights add up exactly in any order."""
        counted = self._homes["weight"] * (self._homes["alive"] & chosen)
        of_stretch = np.add.reduceat(counted.astype(np.float64), self._starts)
        return np.bincount(self._cell // 2, of_stretch, self.world.region.n_counties)

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

    def _follow(self) -> None:
        """Set what follows from the stock: shares, households, floor area, income."""
        n, at = self.numbers, self.year - self.world.years[0]
        self.people = self.stock.sum(axis=2)  # (n_counties, 2) persons
        self.population = self.people.sum(axis=1)
        self.urban_share = self.people[:, URBAN] / self.population
        self.household_ratio = share_of(self.people, n.cells.population) / n.size_path[at]
        self.households = n.cells.households * self.household_ratio
        self.unplaced_households = np.maximum(self.household_ratio - 1 - n.reserve, 0) * n.cells.households
        # floor of a dwelling over its floor in the first year: per head more, heads per dwelling fewer
        self.floor_factor = n.floor_path[at] * n.size_path[at]
        self.floor_m2 = n.cells.floor_m2 * self.floor_factor * self.households
        self.income_factor = n.income_path[at]
        self.income_cny = n.cells.income_cny * self.income_factor
        self.elder_share = share_of(self.stock[:, :, 60:].sum(axis=2), self.people)


def household_cells(households: Columns) -> np.ndarray:
    """Return (n_rows,) u1 position in (n_counties, 2) laid out flat."""
    return (households["county"] * 2 + households["is_urban"]).astype(np.uint8)


def runs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of the stretches of equal ones, and how long each stretch is."""
    starts = np.flatnonzero(np.diff(values, prepend=np.nan))
    return values[starts], np.diff(starts, append=len(values))
