"""Does a lever move its own indicator? Paired runs with and without it, over several seeds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from abm import simulate
from abm.region import Region
from abm.results import Run
from abm.simulation import lever_paths
from policies.lever import Lever
from policies.registry import all_levers

ENOUGH = 3.0  # standard errors beyond which a lever is said to act
FEW, MANY = range(1, 5), range(1, 17)  # seeds; many only where few leave a doubt


@dataclass(frozen=True)
class Frame:
    """Which runs are compared."""

    region: Region
    scale: float
    until: int
    base: str = "current"

    def run(self, seed: int, settings: Sequence[tuple[str, int | None, float]] = ()) -> Run:
        """Return one run of the base package with settings on top."""
        return simulate(self.base, self.region, scale=self.scale, until=self.until, seed=seed, settings=settings)


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
    found = _effect(frame, lever, value, direction, reference, FEW)
    return found if found.acts else _effect(frame, lever, value, direction, reference, MANY)


def effect_the_other_way(frame: Frame, lever: Lever, reference: Callable[[int], Run]) -> Effect:
    """Return the effect of one lever stepped to its nearer bound: often a small step, perhaps none."""
    far, direction = farther_bound(frame, lever)
    near = lever.low if far == lever.high else lever.high
    found = _effect(frame, lever, near, -direction, reference, FEW)
    doubtful = not found.acts and found.move != 0.0
    return _effect(frame, lever, near, -direction, reference, MANY) if doubtful else found


def farther_bound(frame: Frame, lever: Lever) -> tuple[float, int]:
    """Return the bound farther from the base's mean value after the first decision, and the sign declared for it."""
    region = frame.region
    path = lever_paths(frame.base, region)[lever.id][region.first_decision_year - region.first_year :]
    up = path.mean() < (lever.low + lever.high) / 2
    return (lever.high, lever.sign) if up else (lever.low, -lever.sign)


def mean_after(run: Run, variable: str, first: int) -> float:
    """Return the city's mean of a variable from a year on."""
    return float(run.series(variable).loc[first:].mean())


def _effect(
    frame: Frame, lever: Lever, value: float, direction: int, reference: Callable[[int], Run], seeds: Sequence[int]
) -> Effect:
    first, name = frame.region.first_decision_year, lever.indicator
    moved = np.array(
        [
            mean_after(frame.run(seed, [(lever.id, None, value)]), name, first)
            - mean_after(reference(seed), name, first)
            for seed in seeds
        ]
    )
    mean, error = float(moved.mean()), float(moved.std(ddof=1) / np.sqrt(len(moved)))
    told = 0.0 if mean == 0.0 else direction * (mean / error if error > 0.0 else np.copysign(np.inf, mean))
    return Effect(lever.id, name, value, len(seeds), mean, float(told))


def _reference(frame: Frame) -> Callable[[int], Run]:
    kept: dict[int, Run] = {}

    def of(seed: int) -> Run:
        if seed not in kept:
            kept[seed] = frame.run(seed)
        return kept[seed]

    return of
