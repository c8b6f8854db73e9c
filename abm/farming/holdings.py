"""Who still farms: smallholders leave as rural homes do, and others work their land; a county's farmland stays."""

import numpy as np

from abm.farming.by_size import LARGE, SMALL, BySize
from abm.record import Record
from abm.world import World
from agents.choice import share_of
from agents.farm.leaving import leaving_time
from agents.table import Table

PER_10_THOUSAND = 1e-4


class Holdings:
    """Keeps ``alive``, ``area_mu`` and ``straw_t`` of the farms.

    Of the land of those who left, large farms of the county work a share and smallholders who stay the rest, each in
    proportion to what it had in the first year. Land once passed on is not taken back.

    Args:
        world: region, people, luck and years.
        farms: the table of farms.
    """

    def __init__(self, world: World, farms: Table) -> None:
        p, n = world.region.parameters, world.region.n_counties
        self.farms = farms
        self.groups = BySize(farms, n)
        self.to_large = p.value("farms.passed_to_large", "share")
        self._first = {name: farms.columns[name] for name in ("area_mu", "straw_t")}
        self._first_mu = (farms.weight * farms.area_mu * farms.alive).astype(float)
        self.mu = self.groups.sum(self._first_mu)  # (n_counties, 2) worked by small and large farms
        self.whole_mu = self.mu.sum(axis=1)
        self._first_of_size = self.mu
        luck = world.streams.uniform("farm.leaving", world.years[0], len(farms))
        self.rank = self._ranks(leaving_time(farms.off_farm_labour, luck, p.value("farms.leaving_part_time", "ratio")))
        self.kept = np.ones(n)  # smallholders over those of the first year
        self.factor = np.ones((n, 2))  # of the land of each farm that is left
        self.passed_mu = np.zeros(n)

    def follow(self, rural_homes: np.ndarray) -> bool:
        """Let smallholders leave; return whether any may have.

        Args:
            rural_homes: (n_counties,) over those of the first year.
        """
        kept = np.minimum(self.kept, rural_homes)
        if np.array_equal(kept, self.kept):
            return False
        self.kept = kept
        stays = self.rank < self.groups.each(np.repeat(kept.astype(np.float32), 2))
        self.farms.columns["alive"] = stays
        self._pass_on(self.groups.sum(self._first_mu * stays))
        factor = self.groups.each(self.factor.astype(np.float32))
        for name, first in self._first.items():
            self.farms.columns[name] = first * factor
        return True

    @property
    def more_large(self) -> np.ndarray:
        """(n_counties,) share of the farmland that passed to large farms."""
        return share_of(self.mu[:, LARGE] - self._first_of_size[:, LARGE], self.whole_mu)

    def report(self, record: Record) -> None:
        """Write how many smallholders are left, and how much land others work for those who are gone."""
        living = self.groups.sum(self.farms.weight * self.farms.alive)
        record.put("Farms|Smallholders", by_county=living[:, SMALL] * PER_10_THOUSAND)
        record.put("Farms|Land Passed On", by_county=self.passed_mu * PER_10_THOUSAND)
        large_mu = self.mu[:, LARGE]
        record.put(
            "Share|Land of Large Farms",
            by_county=share_of(large_mu, self.whole_mu),
            city=float(large_mu.sum() / self.whole_mu.sum()),
        )

    def _pass_on(self, left_mu: np.ndarray) -> None:
        """Share out the land of those who are gone; ``left_mu`` (n_counties, 2) is what those who stay had at first."""
        self.passed_mu = self._first_of_size[:, SMALL] - left_mu[:, SMALL]
        to_large = np.where(left_mu[:, LARGE] > 0, np.where(left_mu[:, SMALL] > 0, self.to_large, 1.0), 0.0)
        takes = self.passed_mu[:, None] * np.stack([1.0 - to_large, to_large], axis=1)
        self.factor = 1.0 + share_of(takes, left_mu)
        self.mu = left_mu * self.factor

    def _ranks(self, time: np.ndarray) -> np.ndarray:
        """Return (n,) f4 share of the county's smallholders who leave later; -1 for the last one and large farms."""
        group = self.groups.each(np.arange(self.mu.size))
        order = np.lexsort((-time, group))
        weight = self.farms.weight.astype(float)
        total = self.groups.sum(weight).ravel()
        before = np.cumsum(weight[order]) - weight[order] / 2 - (np.cumsum(total) - total)[group]
        rank = np.empty(len(time))
        rank[order] = before / total[group]
        last = np.concatenate([[True], np.diff(group) > 0])
        rank[order[last]] = -1.0
        rank[self.farms.is_large] = -1.0
        return rank.astype(np.float32)
