"""The effect of each change by itself, with its interval, and what only their combination does. On demand.

Parts are the package (against current law) and every lever that was changed. Each part is run alone on
top of current law, then all together; what the sum of the parts does not explain is the interaction.
The same seeds everywhere, so that luck cancels out.
"""

from dataclasses import dataclass, replace

import numpy as np

from experiments.app.briefs import Briefs, seeds_of
from experiments.headlines import SCORED, Estimate, estimate
from experiments.web.answer import Brief
from experiments.web.scenario import PLAIN, Scenario

SEEDS = 3
SECONDS_A_RUN = 1.1  # on one core; what is said beforehand
NAMES = (
    SCORED,
    "Emissions|CO2|Energy with Net Electricity Imports",
    "Leakage|CO2",
    "Homes|Scattered Coal",
    "Money|City Budget",
    "Money|Upper Budget",
    "Money|Households|Paid",
)
NONE, ALL, PACKAGE = "", "*", "package"


@dataclass(frozen=True)
class Effects:
    """The parts of a scenario, and the briefs in which their runs come in."""

    scenario: Scenario
    briefs: Briefs

    @property
    def parts(self) -> tuple[str, ...]:
        """What the scenario changes against current law."""
        package = () if self.scenario.package == PLAIN else (PACKAGE,)
        return (*package, *(lever for lever, _ in self.scenario.curves))

    @property
    def wanted(self) -> list[Scenario]:
        """All futures that are needed."""
        return list(dict.fromkeys(s for part in (NONE, ALL, *self.parts) for s in self._seeds(part)))

    @property
    def n_done(self) -> int:
        """How many of them are there."""
        return sum(self.briefs.of(one) is not None for one in self.wanted)

    @property
    def problem(self) -> str:
        """What went wrong with one of them."""
        return next((self.briefs.problems[s.ask()] for s in self.wanted if s.ask() in self.briefs.problems), "")

    def effect(self, part: str, name: str, at: slice) -> Estimate:
        """Return a part's effect on a variable added up over some years, over the seeds."""
        return estimate(self._sums(part, name, at) - self._sums(NONE, name, at))

    def interaction(self, name: str, at: slice) -> Estimate:
        """Return what all parts together do beyond the sum of each alone."""
        base = self._sums(NONE, name, at)
        alone = sum(self._sums(part, name, at) - base for part in self.parts)
        return estimate(self._sums(ALL, name, at) - base - alone)

    def _sums(self, part: str, name: str, at: slice) -> np.ndarray:
        return np.array([np.nansum(self._brief(one).values[name][at]) for one in self._seeds(part)])

    def _brief(self, scenario: Scenario) -> Brief:
        found = self.briefs.of(scenario)
        assert found is not None
        return found

    def _seeds(self, part: str) -> list[Scenario]:
        return seeds_of(_with(self.scenario, part), SEEDS)


def seconds(n_runs: int, n_workers: int) -> int:
    """Return about how long so many runs take behind everything else."""
    return max(1, round(n_runs * SECONDS_A_RUN / max(n_workers - 1, 1)))


def _with(scenario: Scenario, part: str) -> Scenario:
    if part == ALL:
        return scenario
    package = scenario.package if part == PACKAGE else PLAIN
    curves = tuple((lever, curve) for lever, curve in scenario.curves if lever == part)
    return replace(scenario, package=package, curves=curves)
