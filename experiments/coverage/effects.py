"""Does a lever move its own indicator? Paired runs with and without it, over several seeds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from abm import simulate
from abm.region import Region
from abm.results import Run
from abm.simulation import lever_paths
from policies.lever import Lever
from policies.registry import all_levers

ENOUGH = 3.0  # standard errors beyond which a lever is said to act
FEW, MANY, MOST = range(1, 5), range(1, 17), range(1, 65)  # seeds; more only where fewer leave a doubt


@dataclass(frozen=True)
class Frame:
    """Which runs are compared."""

    region: Region
    scale: float
    until: int
    base: str = "current"
    since: int | None = None  # year of the step; the first decision year if None

    @property
    def first(self) -> int:
        """The first year in which a step may show."""
        return self.region.first_decision_year if self.since is None else self.since

    def run(self, seed: int, settings: Sequence[tuple[str, int | None, float]] = ()) -> Run:
        """Return one run of the base package with settings on top."""
        return simulate(
            self.base,
            self.region,
            scale=self.scale,
            until=self.until,
            seed=seed,
            settings=settings,
            counterfactual=self.first < self.region.first_decision_year,
        )


@dataclass(frozen=True)
class Effect:
    """What one lever did: the value it was set to, and the paired move of its indicator."""

    lever: str
    indicator: str
    value: float
    seeds: int
    move: float
    standard_errors: float  # of the move, positive when it has the declared sign

    @property
    def acts(self) -> bool:
        """Whether the indicator moved as declared, beyond doubt."""
        return self.standard_errors > ENOUGH


def measure(
    frame: Frame, levers: Iterable[str] | None = None, tick: Callable[[str], None] | None = None
) -> list[Effect]:
    """Return the effect of each lever (all of them by default), stepped to its farther bound."""
    reference = _reference(frame)
    found = []
    for name in levers if levers is not None else all_levers():
        found.append(effect_of(frame, all_levers()[name], reference))
        if tick:
            tick(name)
    return found


def effect_of(frame: Frame, lever: Lever, reference: Callable[[int], Run]) -> Effect:
    """Return the effect of one lever; ``reference`` gives the run of a seed without it."""
    value, direction = farther_bound(frame, lever)
    return _Pairs(frame, lever, value, direction, reference).effect_beyond_doubt()


def effect_the_other_way(frame: Frame, lever: Lever, reference: Callable[[int], Run]) -> Effect:
    """Return the effect of one lever stepped to its nearer bound: often a small step, perhaps none.

    It is looked at as long as the base keeps off that bound, and with ever more seeds while it leaves a doubt.
    """
    far, direction = farther_bound(frame, lever)
    near = lever.low if far == lever.high else lever.high
    until = min(frame.until, last_year_off(frame, lever, near))
    return _Pairs(replace(frame, until=until), lever, near, -direction, reference).effect_beyond_doubt()


def farther_bound(frame: Frame, lever: Lever) -> tuple[float, int]:
    """Return the bound farther from the base's mean value after the first decision, and the sign declared for it."""
    region = frame.region
    path = lever_paths(frame.base, region)[lever.id][region.first_decision_year - region.first_year :]
    up = path.mean() < (lever.low + lever.high) / 2
    return (lever.high, lever.sign) if up else (lever.low, -lever.sign)


def last_year_off(frame: Frame, lever: Lever, bound: float) -> int:
    """Return the last year in which the base's value is not that of a bound; the year before the step if none is."""
    path = lever_paths(frame.base, frame.region)[lever.id]
    off = [year for year, value in enumerate(path, start=frame.region.first_year) if value != bound]
    return max([frame.first - 1, *off])


def mean_of_years(run: Run, variable: str, first: int, last: int) -> float:
    """Return the city's mean of a variable over some years."""
    return float(run.series(variable).loc[first:last].mean())


class _Pairs:
    """Runs with a lever set to a value, each against the one of its seed without; a seed is run once."""

    def __init__(
        self, frame: Frame, lever: Lever, value: float, direction: int, reference: Callable[[int], Run]
    ) -> None:
        self.frame, self.lever, self.value, self.direction, self.reference = frame, lever, value, direction, reference
        self.moved: list[float] = []

    def effect_beyond_doubt(self) -> Effect:
        """Return the effect over as many seeds as it takes to tell it from chance, if any do; few where none moves."""
        found = self.effect(FEW)
        for seeds in (MANY, MOST):
            if found.acts or found.move == 0.0:
                break
            found = self.effect(seeds)
        return found

    def effect(self, seeds: Sequence[int]) -> Effect:
        """Return the effect over seeds, of which those of the last call are the first ones."""
        self.moved += [self._move(seed) for seed in seeds[len(self.moved) :]]
        moved = np.array(self.moved)
        mean, error = float(moved.mean()), float(moved.std(ddof=1) / np.sqrt(len(moved)))
        told = 0.0 if mean == 0.0 else self.direction * (mean / error if error > 0.0 else np.copysign(np.inf, mean))
        return Effect(self.lever.id, self.lever.indicator, self.value, len(seeds), mean, float(told))

    def _move(self, seed: int) -> float:
        frame, name = self.frame, self.lever.indicator
        changed = frame.run(seed, [(self.lever.id, frame.since, self.value)])
        after, before = (mean_of_years(run, name, frame.first, frame.until) for run in (changed, self.reference(seed)))
        return after - before


def _reference(frame: Frame) -> Callable[[int], Run]:
    kept: dict[int, Run] = {}

    def of(seed: int) -> Run:
        if seed not in kept:
            kept[seed] = frame.run(seed)
        return kept[seed]

    return of
