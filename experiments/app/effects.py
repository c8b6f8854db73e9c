"""The effect of each part of a scenario by itself, with its interval, and what only their combination does. On demand.

Each part is run alone on top of current law, then all together; what the sum of the parts does not
explain is the interaction. The same seeds everywhere, so that luck cancels out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from experiments.app.splits import Split
from experiments.headlines import SCORED, Estimate, estimate
from experiments.web.answer import Brief
from experiments.web.ask import Ask

SEEDS = 3
NAMES = (
    SCORED,
    "Emissions|CO2|Energy with Net Electricity Imports",
    "Leakage|CO2",
    "Power|Redispatch CO2",
    "Homes|Scattered Coal",
    "Money|City Budget",
    "Money|Upper Budget",
    "Money|Households|Paid",
)


@dataclass(frozen=True)
class Effects:
    """A scenario in parts, what is ``known`` of their runs, and of which of them it is known that they fail."""

    split: Split
    known: Callable[[Ask], Brief | None]
    problems: Mapping[Ask, str] = field(default_factory=dict)
    n_seeds: int = SEEDS

    @property
    def parts(self) -> tuple[str, ...]:
        """What is told apart."""
        return tuple(self.split.alone)

    @property
    def wanted(self) -> list[Ask]:
        """All futures that are needed, each once."""
        futures = (self.split.none, self.split.whole, *self.split.alone.values())
        return list(dict.fromkeys(one for future in futures for one in self._seeds(future)))

    @property
    def n_done(self) -> int:
        """How many of them are there."""
        return sum(self.known(one) is not None for one in self.wanted)

    @property
    def problem(self) -> str:
        """What went wrong with one of them."""
        return next((self.problems[one] for one in self.wanted if one in self.problems), "")

    def effect(self, part: str, name: str, at: slice) -> Estimate:
        """Return a part's effect on a variable added up over some years, over the seeds."""
        return estimate(self._change(self.split.alone[part], name, at))

    def together(self, name: str, at: slice) -> Estimate:
        """Return the effect of all parts together."""
        return estimate(self._change(self.split.whole, name, at))

    def sum_of(self, parts: tuple[str, ...], name: str, at: slice) -> Estimate:
        """Return the sum of the effects of some parts, each alone."""
        return estimate(self._sum(parts, name, at))

    def interaction(self, name: str, at: slice) -> Estimate:
        """Return what all parts together do beyond the sum of each alone."""
        return estimate(self._change(self.split.whole, name, at) - self._sum(self.parts, name, at))

    def _sum(self, parts: tuple[str, ...], name: str, at: slice) -> np.ndarray:
        return np.sum([self._change(self.split.alone[part], name, at) for part in parts], axis=0)

    def _change(self, future: Ask, name: str, at: slice) -> np.ndarray:
        """(n_seeds,) a future less current law."""
        return self._over_years(future, name, at) - self._over_years(self.split.none, name, at)

    def _over_years(self, future: Ask, name: str, at: slice) -> np.ndarray:
        return np.array([np.nansum(self._brief(one).values[name][at]) for one in self._seeds(future)])

    def _seeds(self, future: Ask) -> list[Ask]:
        return [replace(future, seed=future.seed + i) for i in range(self.n_seeds)]

    def _brief(self, future: Ask) -> Brief:
        found = self.known(future)
        assert found is not None
        return found


def seconds(n_runs: int, n_workers: int, seconds_a_run: float) -> int:
    """Return about how long so many runs take behind everything else."""
    return max(1, round(n_runs * seconds_a_run / max(n_workers - 1, 1)))
