"""A package that is tried: its lever values, and what its runs say over storylines and seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.batch.factors import Factor
from experiments.seeking.question import Answer, Question

DIGITS = 4
Answers = Mapping[tuple[str, int], Answer | None]  # (storyline, seed) -> what it says; None: the run failed


@dataclass(frozen=True)
class Score:
    """What a package does over the runs that were made of it.

    ``cost`` and ``co2_mt`` are mean differences from the base package with the same seeds. ``success`` is
    the share of runs that reach the goal in the storyline where it is lowest; ``non_fossil`` the share that
    the wanted share of runs reaches there. ``excess``: how far each condition is missed, 0 and less is kept.
    """

    cost: float
    co2_mt: float
    non_fossil: float
    success: float
    success_by_storyline: tuple[float, ...]
    limits: tuple[float, ...]
    excess: tuple[float, ...]
    runs: int

    @property
    def is_feasible(self) -> bool:
        """Whether every condition is kept."""
        return max(self.excess) <= 1e-12

    @property
    def objectives(self) -> tuple[float, float, float]:
        """What is made small: cost, CO2, and the missing non-fossil share."""
        return self.cost, self.co2_mt, -self.non_fossil

    @property
    def violation(self) -> float:
        """All that is missed, added up."""
        return float(sum(max(value, 0.0) for value in self.excess))


def values_of(factors: Sequence[Factor], unit: Sequence[float]) -> tuple[float, ...]:
    """Return lever values at a place of the unit cube, with few enough digits to be read in a file."""
    found = [factor.low + (factor.high - factor.low) * float(u) for factor, u in zip(factors, unit, strict=True)]
    rounded = [float(f"{value:.{DIGITS}g}") for value in found]
    return tuple(min(max(value, factor.low), factor.high) for value, factor in zip(rounded, factors, strict=True))


def score(answers: Answers, base: Answers, question: Question) -> Score:
    """Return the score of a package from its answers, paired with those of the base package.

    A failed run reaches no goal; if all runs of a storyline failed, everything is missed.
    """
    storylines = list(dict.fromkeys(storyline for storyline, _ in answers))
    done = {key: told for key, told in answers.items() if told is not None and base.get(key) is not None}
    groups = [[told for (storyline, _), told in done.items() if storyline == name] for name in storylines]
    n_limits = len(question.limits)
    if not all(groups):
        lost = (np.inf,) * (2 + n_limits)
        return Score(np.inf, np.inf, 0.0, 0.0, (0.0,) * len(groups), (np.nan,) * n_limits, lost, len(answers))
    counts = [sum(name == storyline for name, _ in answers) for storyline in storylines]
    successes = tuple(
        sum(told.peaks and told.non_fossil >= question.non_fossil for told in group) / n
        for group, n in zip(groups, counts, strict=True)
    )
    reached = min(
        float(np.quantile([told.non_fossil for told in group], 1 - question.share, method="lower")) for group in groups
    )
    means = [np.mean([told.limits for told in group], axis=0) for group in groups]
    limits, beyond = _limits(means, question)
    pairs = [(told, base[key]) for key, told in done.items()]
    return Score(
        cost=float(np.mean([told.cost - other.cost for told, other in pairs if other])),
        co2_mt=float(np.mean([told.co2_mt - other.co2_mt for told, other in pairs if other])),
        non_fossil=reached,
        success=min(successes),
        success_by_storyline=successes,
        limits=limits,
        excess=(question.share - min(successes), (question.non_fossil - reached) / question.non_fossil, *beyond),
        runs=len(answers),
    )


def _limits(means: Sequence[np.ndarray], question: Question) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the value of each limit in the storyline where it is missed most, and by how much."""
    values, beyond = [], []
    for i, limit in enumerate(question.limits):
        worst = max((float(mean[i]) for mean in means), key=limit.excess)
        values.append(worst)
        beyond.append(limit.excess(worst))
    return tuple(values), tuple(beyond)


def front(scores: Sequence[Score]) -> list[int]:
    """Return the places of the feasible scores that no other feasible one beats in everything, cheapest first."""
    feasible = [i for i, one in enumerate(scores) if one.is_feasible]
    kept = [i for i in feasible if not any(beats(scores[j], scores[i]) for j in feasible if j != i)]
    unique: dict[tuple[float, ...], int] = {}
    for i in kept:
        unique.setdefault(scores[i].objectives, i)
    return sorted(unique.values(), key=lambda i: scores[i].objectives)


def beats(one: Score, other: Score) -> bool:
    """Return whether a score is no worse in any objective and better in one."""
    pairs = list(zip(one.objectives, other.objectives, strict=True))
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)
