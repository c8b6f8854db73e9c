"""A package that is tried: its lever values, and what its runs say over storylines and replicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from abm.peak import find_peak
from experiments.batch.factors import Factor
from experiments.seeking.objectives import REACHED
from experiments.seeking.question import Answer, Question

DIGITS = 4
Key = tuple[str, int]  # storyline, replicate: a seed, synthetic population and point of the assumptions
Answers = Mapping[Key, Answer | None]  # what each run says; None: the run failed


@dataclass(frozen=True)
class Score:
    """What a package does over the runs that were made of it.

    ``values`` are the objectives as mean differences from the base package with the same replicates, but for the
    non-fossil share. ``success`` is the share of runs that reach the goal in the storyline where it is lowest;
    ``non_fossil`` the share that the wanted share of runs reaches there. ``objectives`` are made small. ``excess``:
    how far each condition is missed, 0 and less is kept.
    """

    values: tuple[float, ...]
    objectives: tuple[float, ...]
    non_fossil: float
    success: float
    success_by_storyline: tuple[float, ...]
    limits: tuple[float, ...]
    excess: tuple[float, ...]
    runs: int
    storylines: tuple[str, ...] = ()

    @property
    def is_feasible(self) -> bool:
        """Whether every condition is kept."""
        return max(self.excess) <= 1e-12

    @property
    def violation(self) -> float:
        """All that is missed, added up."""
        return float(sum(max(value, 0.0) for value in self.excess))


def values_of(factors: Sequence[Factor], unit: Sequence[float]) -> tuple[float, ...]:
    """Return lever values at a place of the unit cube, with few enough digits to be read in a file."""
    found = [factor.low + (factor.high - factor.low) * float(u) for factor, u in zip(factors, unit, strict=True)]
    rounded = [float(f"{value:.{DIGITS}g}") for value in found]
    return tuple(min(max(value, factor.low), factor.high) for value, factor in zip(rounded, factors, strict=True))


def peaks(told: Answer, base: Answer, by: int) -> bool:
    """Return whether CO2 peaks by a year, also with what the package makes others emit beyond the base package."""
    years = np.array(told.years)
    own = np.array(told.own_mt)
    moved = np.array(told.outside_mt) - np.array(base.outside_mt)
    found = [find_peak(years, series) for series in (own, own + moved)]
    return all(peak.state == "peaked" and peak.year <= by for peak in found)


def score(answers: Answers, base: Answers, question: Question) -> Score:
    """Return the score of a package from its answers, paired with those of the base package.

    A failed run reaches no goal; if all runs of a storyline failed, everything is missed.
    """
    pairs = {key: (told, other) for key, told in answers.items() if told and (other := base.get(key))}
    storylines = list(dict.fromkeys(storyline for storyline, _ in answers))
    groups = [[pair for (storyline, _), pair in pairs.items() if storyline == name] for name in storylines]
    if not all(groups):
        return _nothing(question, storylines, len(answers))
    counts = [sum(name == storyline for name, _ in answers) for storyline in storylines]
    successes = tuple(
        sum(told.non_fossil >= question.non_fossil and peaks(told, other, question.by) for told, other in group) / n
        for group, n in zip(groups, counts, strict=True)
    )
    reached = min(_reached(group, n, question.share) for group, n in zip(groups, counts, strict=True))
    limits, beyond = _limits([np.mean([told.limits for told, _ in group], axis=0) for group in groups], question)
    changes = np.mean([np.subtract(told.values, other.values) for told, other in pairs.values()], axis=0).tolist()
    values = tuple(reached if one.name == REACHED else v for one, v in zip(question.objectives, changes, strict=True))
    return Score(
        values=values,
        objectives=tuple(one.sign * value for one, value in zip(question.objectives, values, strict=True)),
        non_fossil=reached,
        success=min(successes),
        success_by_storyline=successes,
        limits=limits,
        excess=(question.share - min(successes), (question.non_fossil - reached) / question.non_fossil, *beyond),
        runs=len(answers),
        storylines=tuple(storylines),
    )


def _reached(group: Sequence[tuple[Answer, Answer]], n: int, share: float) -> float:
    """Return the non-fossil share that ``share`` of ``n`` runs reaches; runs that failed reach none."""
    found = sorted((told.non_fossil for told, _ in group), reverse=True) + [0.0] * (n - len(group))
    return found[ceil(share * n - 1e-9) - 1]


def _nothing(question: Question, storylines: Sequence[str], runs: int) -> Score:
    """Return the score of a package of which nothing is known in some storyline."""
    n, lost = len(question.objectives), len(question.limits)
    return Score(
        values=(np.nan,) * n,
        objectives=(np.inf,) * n,
        non_fossil=0.0,
        success=0.0,
        success_by_storyline=(0.0,) * len(storylines),
        limits=(np.nan,) * lost,
        excess=(np.inf,) * (2 + lost),
        runs=runs,
        storylines=tuple(storylines),
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
