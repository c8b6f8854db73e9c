"""The effect of each change by itself, with its interval, and what only their combination does. On demand.

Parts are the package (against current law) and every lever that was changed. Each part is run alone on
top of current law, then all together; what the sum of the parts does not explain is the interaction.
The same seeds everywhere, so that luck cancels out.
"""

from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from experiments.headlines import SCORED, Estimate, estimate
from experiments.web.ask import Series
from experiments.web.scenario import Scenario

if TYPE_CHECKING:
    from experiments.app.explorer import Explorer

SEEDS = 3
SECONDS_A_RUN = 1.1  # on one core; what is said beforehand
NAMES = (SCORED, "Emissions|CO2|Energy with Net Electricity Imports", "Money|City Budget", "Leakage|CO2")
NONE, ALL, PACKAGE = "", "*", "package"
PLAIN = "current"


@dataclass
class Effects:
    """Runs of the parts as they come in: (part, seed) -> name -> (n_years,) values."""

    scenario: Scenario
    parts: tuple[str, ...]
    wanted: int
    problem: str = ""
    found: dict[tuple[str, int], dict[str, np.ndarray]] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether all runs are there."""
        return len(self.found) == self.wanted

    def effect(self, part: str, name: str, at: slice) -> Estimate:
        """Return a part's effect on a variable added up over some years, over the seeds."""
        return estimate(np.array([self._sum(part, s, name, at) - self._sum(NONE, s, name, at) for s in self._seeds()]))

    def interaction(self, name: str, at: slice) -> Estimate:
        """Return what all parts together do beyond the sum of each alone."""
        rows = []
        for seed in self._seeds():
            base = self._sum(NONE, seed, name, at)
            alone = sum(self._sum(part, seed, name, at) - base for part in self.parts)
            rows.append(self._sum(ALL, seed, name, at) - base - alone)
        return estimate(np.array(rows))

    def _seeds(self) -> list[int]:
        return [self.scenario.seed + i for i in range(SEEDS)]

    def _sum(self, part: str, seed: int, name: str, at: slice) -> float:
        return float(np.nansum(self.found[part, seed][name][at]))


def parts_of(scenario: Scenario) -> tuple[str, ...]:
    """Return what a scenario changes against current law."""
    package = () if scenario.package == PLAIN else (PACKAGE,)
    return (*package, *(lever for lever, _ in scenario.curves))


def n_runs(scenario: Scenario) -> int:
    """Return how many runs the effects need."""
    return (len(parts_of(scenario)) + 2) * SEEDS


def seconds(scenario: Scenario, n_workers: int) -> int:
    """Return about how long that takes."""
    return max(1, round(n_runs(scenario) * SECONDS_A_RUN / max(n_workers - 1, 1)))


def compute(explorer: "Explorer") -> Effects:
    """Ask for all runs, behind everything else."""
    scenario = explorer.scenario
    effects = Effects(scenario, parts_of(scenario), n_runs(scenario))
    for seed in range(scenario.seed, scenario.seed + SEEDS):
        for part in (NONE, ALL, *effects.parts):
            job = Series(replace(_with(scenario, part), seed=seed).ask(), NAMES)
            future = explorer.pool.ask(job, explorer.side_session("effects"), behind=True)
            future.add_done_callback(partial(_came_in, explorer, effects, (part, seed)))
    return effects


def _with(scenario: Scenario, part: str) -> Scenario:
    if part == ALL:
        return scenario
    package = scenario.package if part == PACKAGE else PLAIN
    curves = tuple((lever, curve) for lever, curve in scenario.curves if lever == part)
    return replace(scenario, package=package, curves=curves)


def _came_in(explorer: "Explorer", effects: Effects, key: tuple[str, int], done: Future) -> None:
    if done.cancelled():
        return
    if done.exception():
        effects.problem = str(done.exception())
    else:
        effects.found[key] = done.result()
    explorer.changed()
