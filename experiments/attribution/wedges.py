"""Wedges: what one package emits less than another, year by year, in parts that add up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from experiments.attribution.question import Question
from experiments.attribution.shapley import Coalition


@dataclass(frozen=True)
class Wedge:
    """``other`` less ``base``; ``parts``: sector or action -> (n_years,) in the variable's unit."""

    base: str
    other: str
    by: str
    parts: Mapping[str, np.ndarray]

    @property
    def total(self) -> np.ndarray:
        """(n_years,) the whole difference."""
        return np.sum(list(self.parts.values()), axis=0)

    def times(self, factor: float) -> "Wedge":
        """Return the same wedge in another unit."""
        return replace(self, parts={part: factor * values for part, values in self.parts.items()})


def sector_parts(names: Sequence[str], base: np.ndarray, other: np.ndarray) -> dict[str, np.ndarray]:
    """Return sector -> difference, of the sectors that emit under one of the two.

    Args:
        names: the sectors.
        base: (n_years, n_sectors).
        other: (n_years, n_sectors).
    """
    return {name: other[:, i] - base[:, i] for i, name in enumerate(names) if base[:, i].any() or other[:, i].any()}


def action_parts(question: Question, series: Sequence[Mapping[Coalition, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return action -> Shapley value of every year, the mean over seeds.

    Args:
        question: the actions and how they join.
        series: for every seed, actions that are on -> (n_years,).
    """
    years = range(len(series[0][frozenset()]))
    found = [
        question.attribution([{chosen: float(of[year]) for chosen, of in own.items()} for own in series])
        for year in years
    ]
    return dict(zip(question.actions, np.transpose([one.shapley.mean(axis=0) for one in found]), strict=True))


def wedge_frame(wedges: Sequence[Wedge], years: Sequence[int]) -> pd.DataFrame:
    """Return one row per wedge, part and year."""
    return pd.DataFrame(
        [
            {"base": one.base, "other": one.other, "by": one.by, "part": part, "year": year, "value": value}
            for one in wedges
            for part, values in one.parts.items()
            for year, value in zip(years, values.tolist(), strict=True)
        ]
    )
