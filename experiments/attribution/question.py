"""What is attributed, over which sets of actions; and what their runs say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from experiments.attribution.shapley import Attribution, Coalition, Order, all_coalitions, coalitions_of, exact, sampled

Found = Mapping[int, Mapping[str, Any]]  # run number -> ``series`` and ``sectors``


@dataclass(frozen=True)
class Question:
    """What is attributed; ``joined`` are each seed's orders of joining, empty where all sets are run."""

    actions: dict[str, tuple[str, ...]]
    joined: list[list[Order]]
    seeds: list[int]
    span: tuple[int, int]

    @property
    def ends(self) -> tuple[Coalition, Coalition]:
        """No action on, and all of them."""
        return frozenset(), frozenset(self.actions)

    @cached_property
    def sets(self) -> list[list[Coalition]]:
        """The sets of actions that are run, seed by seed."""
        actions = list(self.actions)
        if not self.joined:
            return [all_coalitions(actions)] * len(self.seeds)
        return [coalitions_of(actions, own) for own in self.joined]

    @cached_property
    def runs(self) -> list[tuple[int, Coalition]]:
        """Place of the seed and set of each run, in their order."""
        return [(place, chosen) for place, own in enumerate(self.sets) for chosen in own]

    def attribution(self, values: Sequence[Mapping[Coalition, float]]) -> Attribution:
        """Return what each action does, from the outcome of each set of actions, one mapping per seed."""
        actions = list(self.actions)
        if self.joined:
            return sampled(actions, self.joined, values)
        return exact(actions, {chosen: np.array([of[chosen] for of in values]) for chosen in self.sets[0]})


def series_of(question: Question, found: Found, name: str) -> list[dict[Coalition, np.ndarray]]:
    """Return for every seed: actions that are on -> (n_years,) of a variable."""
    told: list[dict[Coalition, np.ndarray]] = [{} for _ in question.seeds]
    for number, (place, chosen) in enumerate(question.runs):
        told[place][chosen] = np.array(found[number]["series"][name])
    return told


def sectors_of(question: Question, found: Found, chosen: Coalition, name: str) -> np.ndarray:
    """Return (n_years, n_sectors) of a variable with none or all of the actions on, the mean over the seeds."""
    own = [number for number, (_, on) in enumerate(question.runs) if on == chosen]
    return np.mean([found[number]["sectors"][name] for number in own], axis=0)
