"""What is attributed, over which sets of actions; and what their runs say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.attribution.shapley import Coalition

Found = Mapping[int, Mapping[str, Any]]  # run number -> ``series`` and ``sectors``


@dataclass(frozen=True)
class Question:
    """What is attributed; ``joined`` are the orders of joining, empty where all sets are run."""

    actions: dict[str, tuple[str, ...]]
    joined: list[tuple[str, ...]]
    coalitions: list[Coalition]
    seeds: list[int]
    span: tuple[int, int]

    @property
    def ends(self) -> tuple[Coalition, Coalition]:
        """No action on, and all of them."""
        return frozenset(), frozenset(self.actions)


def series_of(question: Question, found: Found, name: str) -> dict[Coalition, np.ndarray]:
    """Return actions that are on -> (n_seeds, n_years) of a variable."""
    n = len(question.seeds)
    return {
        chosen: np.array([found[i * n + j]["series"][name] for j in range(n)])
        for i, chosen in enumerate(question.coalitions)
    }


def sectors_of(question: Question, found: Found, chosen: Coalition, name: str) -> np.ndarray:
    """Return (n_years, n_sectors) of a variable with none or all of the actions on, the mean over the seeds."""
    n = len(question.seeds)
    first = question.coalitions.index(chosen) * n
    return np.mean([found[first + j]["sectors"][name] for j in range(n)], axis=0)
