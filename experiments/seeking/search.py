"""The search: pymoo proposes packages, runs say how good they are, losers are dropped after few runs.

From the second generation on the greater part of a generation is what all scores so far let expect to be good.
A package that misses the goal by far in one run of the hardest storyline is dropped at once, one that cannot reach
the wanted share of runs any more as soon as that is sure; what is saved goes into more generations. At the end the
packages that no other beats on the runs that they have meet the rest of them, as far as the budget goes.

Everything is drawn from one seed, and every run is committed to the store before the next is taken: started
again, the search goes through the same packages, finds the runs that it has, and goes on where it ended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import pairwise
from math import ceil, comb
from typing import Any

import numpy as np

from abm.errors import UserError
from abm.simulation import lever_paths
from experiments.batch.clusters import needed
from experiments.batch.design import Design
from experiments.batch.factors import Factor
from experiments.batch.outcome import Backend
from experiments.batch.store import Store
from experiments.batch.trial import Trial, version_of
from experiments.batch.working import Count, work_through
from experiments.seeking.candidate import Answers, Key, Score, beats, front, score, values_of
from experiments.seeking.guess import PART, proposals
from experiments.seeking.question import Answer, Question, SeekRun, read_answer, run_apart, work

Tell = Callable[[Count, int], None]  # the search as a whole, and how many outcomes this session has seen
KEEP = 0.5  # of the packages that met one round of runs, those that meet the next
GROWTH = 3  # a round ends with so many times the replicates of the one before
RESERVE = 0.2  # of the budget, for packages of the front that the race has dropped
HOPELESS = 0.1  # of the wanted non-fossil share: missed by more in the first run, a package is dropped
FIRST = ("plan", "plan_plus")  # whose values of the levers are tried first, beside the base package's


@dataclass(frozen=True)
class Plan:
    """How the search is made.

    ``design`` varies the assumptions alone; ``levers`` are sought. ``first``: packages, by id or file, whose values
    of the levers are tried first.
    """

    design: Design
    levers: tuple[Factor, ...]
    question: Question
    runs: int
    population: int
    seed: int
    first: tuple[str, ...] = FIRST

    @cached_property
    def trials(self) -> dict[Key, Trial]:
        """The runs of the base package by storyline and replicate; new points of the assumptions come first."""
        order = sorted(self.design.trials, key=lambda t: (t.seed, t.population_seed, t.point))
        replicates = list(dict.fromkeys((t.seed, t.population_seed, t.point) for t in order))
        return {(t.storyline, replicates.index((t.seed, t.population_seed, t.point))): t for t in order}

    @cached_property
    def rounds(self) -> list[list[Key]]:
        """The runs of one package, round by round: one replicate in every storyline, then more and more."""
        n = 1 + max(replicate for _, replicate in self.trials)
        ends = [0, 1]
        while ends[-1] < n:
            ends.append(min(n, GROWTH * ends[-1]))
        return [[key for key in self.trials if first <= key[1] < last] for first, last in pairwise(ends)]

    @property
    def keys(self) -> list[Key]:
        """All runs of one package."""
        return [key for keys in self.rounds for key in keys]

    @property
    def replicates(self) -> int:
        """Runs of one package in each storyline."""
        return len(self.keys) // len(self.design.storylines)

    @property
    def generations(self) -> int:
        """Generations within the budget where all packages are new and none is dropped early: so many at least."""
        return max(self.course - len(self.keys), self.generation) // self.generation

    @property
    def course(self) -> int:
        """Runs that the generations may use: the budget less a reserve, but one generation at least."""
        n = len(self.keys)
        return n + max(int((1.0 - RESERVE) * (self.runs - n)), self.generation)

    @property
    def misses_allowed(self) -> int:
        """Runs of a storyline, of all that a package meets there, that may miss the goal."""
        return self.replicates - ceil(self.question.share * self.replicates - 1e-9)

    def trial(self, values: tuple[float, ...], key: Key) -> Trial:
        """Return a run of the package with these values of the levers; the base package's own where there are none."""
        own = tuple((f.name, f.year, value) for f, value in zip(self.levers, values, strict=bool(values)))
        trial = self.trials[key]
        return replace(trial, settings=(*trial.settings, *own))

    @property
    def survivors(self) -> list[int]:
        """How many packages of a generation meet each round."""
        return self.survivors_of(self.population)

    def survivors_of(self, packages: int) -> list[int]:
        """Return how many of so many packages meet each round."""
        return [max(1, ceil(packages * KEEP**i)) for i in range(len(self.rounds))]

    @property
    def generation(self) -> int:
        """Runs of one generation, at most."""
        return self.race(self.population)

    def race(self, packages: int) -> int:
        """Return the runs of a race of so many packages, at most."""
        return sum(n * len(keys) for n, keys in zip(self.survivors_of(packages), self.rounds, strict=True))

    def racers(self, runs: int) -> int:
        """Return how many packages, of a generation at most, can race within so many runs."""
        return max((n for n in range(1, self.population + 1) if self.race(n) <= runs), default=0)


@dataclass
class Found:
    """What was tried: values of the levers and score, in the order of trying; and the base package's answers.

    ``generation``: in which each was tried, from 1. ``fresh``: place -> score on runs that the search did not use, of
    the packages that were rechecked.
    """

    values: list[tuple[float, ...]] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    base: Answers = field(default_factory=dict)
    fresh: dict[int, Score] = field(default_factory=dict)
    generation: list[int] = field(default_factory=list)
    runs: int = 0
    failed: int = 0


class Search:
    """Makes the runs that are wanted, through the store."""

    def __init__(self, plan: Plan, store: Store, backend: Backend, tell: Tell | None = None) -> None:
        self.plan, self.store, self.backend, self.tell = plan, store, backend, tell
        self.do = partial(work, made_with=version_of(plan.design.region))  # one and the same, so workers are kept
        self.found = Found()
        self.numbers: dict[tuple[tuple[float, ...], Key], int] = {}
        self.told: dict[int, Answer | None] = {}
        self.asked = self.seen = 0
        self.is_apart = False  # beyond the course, which a longer search goes on with under the same numbers

    def base(self) -> Answers:
        """Make the runs of the base package, which all others are paired with.

        Raises:
            UserError: a limit is on what these runs do not tell.
        """
        self.found.base = self.ask([()], self.plan.keys)[0]
        told = [answer for answer in self.found.base.values() if answer]
        lost = [
            limit.word
            for i, limit in enumerate(self.plan.question.limits)
            if any(np.isnan(one.limits[i]) for one in told)
        ]
        if lost:
            raise UserError("\n".join(f"--limit {word!r}: the base package's runs have no such value" for word in lost))
        return self.found.base

    def search(self) -> Found:
        """Try generation after generation, then complete the front; what is left of the budget goes into more of both.

        A longer search has more generations in its course, so all that comes after the course is numbered apart.
        """
        if not self.found.base:
            self.base()
        algorithm, problem = _algorithm(self.plan)
        while self.found.runs + self.plan.generation <= self.plan.course:
            self._generation(algorithm, problem)
        self.is_apart = True
        self._complete()
        while n := self.plan.racers(self.plan.runs - self.found.runs):  # the last generations are smaller ones
            before = self.found.runs
            self._generation(algorithm, problem, n)
            self._complete()
            if self.found.runs == before:  # nothing new comes to it any more
                break
        return self.found

    def _generation(self, algorithm: Any, problem: Any, n: int | None = None) -> None:
        """Try the next generation, or its first ``n`` packages, of which the best guesses are the first."""
        proposed = algorithm.ask()
        if self.found.values:
            self._put_guesses(algorithm, problem, proposed)
        proposed = proposed[:n]
        scores = self._race([values_of(self.plan.levers, unit) for unit in proposed.get("X")])
        _answer(algorithm, problem, proposed, scores)

    def _put_guesses(self, algorithm: Any, problem: Any, proposed: Any) -> None:
        """Put what the runs so far let expect to be good in the place of a part of what is proposed."""
        found, levers = self.found, self.plan.levers
        low, high = (np.array([getattr(factor, end) for factor in levers]) for end in ("low", "high"))
        tried = (np.array(found.values) - low) / (high - low)
        told = np.array([(*one.objectives, *one.excess) for one in found.scores])
        guessed = proposals(algorithm, problem, tried, told, self.plan.seed)[: int(PART * len(proposed))]
        if len(guessed):
            proposed[: len(guessed)].set("X", guessed)

    def _race(self, packages: list[tuple[float, ...]]) -> list[Score]:
        """Score packages: all on one run, then the better half of those left on each next round of runs."""
        plan, hardest = self.plan, [self._hardest()]
        survivors = plan.survivors_of(len(packages))
        answers = list(self.ask(packages, hardest))
        scores = [score(told, self._base_of(hardest), plan.question) for told in answers]
        running = with_hope(range(len(packages)), scores, survivors[-1])
        met: list[Key] = []
        for keys, n_left in zip(plan.rounds, survivors, strict=True):
            running = can_succeed(running, scores, plan, len(met))[:n_left] if met else running
            met += keys
            for i, told in zip(running, self.ask([packages[i] for i in running], keys), strict=True):
                answers[i] = {**answers[i], **told}
                scores[i] = score(answers[i], self.found.base, plan.question)
        self.found.generation += [max(self.found.generation, default=0) + 1] * len(packages)
        self.found.values += packages
        self.found.scores += scores
        self.found.is_whole += [len(told) == len(plan.keys) for told in answers]
        return scores

    def _hardest(self) -> Key:
        """Return the run of the first replicate in which the base package has the least non-fossil energy."""
        first = [key for key in self.plan.rounds[0] if self.found.base[key]]
        return min(
            first or self.plan.rounds[0],
            key=lambda key: told.non_fossil if (told := self.found.base[key]) else 0.0,
        )

    def _base_of(self, keys: Sequence[Key]) -> Answers:
        return {key: self.found.base[key] for key in keys}

    def _complete(self) -> None:
        """Let packages that no other beats on the runs that they have meet all others, as far as the budget goes.

        The race drops half of a generation, which among packages that all succeed is more than losers.
        """
        while self._completed():
            pass

    def _completed(self) -> bool:
        found, plan = self.found, self.plan
        places = [i for i in best_first(front(found.scores), found.scores) if not found.is_whole[i]]
        missing = [len(plan.keys) - found.scores[i].runs for i in places]
        chosen = [i for i, most in zip(places, np.cumsum(missing), strict=True) if found.runs + most <= plan.runs]
        if not chosen:
            return False
        packages = [found.values[i] for i in chosen]
        for i, told in zip(chosen, self.ask(packages, plan.keys), strict=True):
            found.scores[i], found.is_whole[i] = score(told, found.base, plan.question), True
        return True

    def ask(self, packages: Sequence[tuple[float, ...]], keys: Sequence[Key]) -> list[Answers]:
        """Return the answers of packages, making the runs that the store does not have."""
        jobs = []
        for values in packages:
            for key in keys:
                if (values, key) not in self.numbers:
                    trial = self.plan.trial(values, key)
                    if self.is_apart:
                        jobs.append(run_apart(trial, self.plan.question))
                    else:
                        jobs.append(SeekRun(self.asked, trial, self.plan.question))
                        self.asked += 1
                    self.numbers[values, key] = jobs[-1].number
        self._make(jobs)
        return [{key: self.told[self.numbers[values, key]] for key in keys} for values in packages]

    def _make(self, jobs: list[SeekRun]) -> None:
        def notify(count: Count, seen: int) -> None:
            self.seen += 1
            if self.tell:
                self.tell(Count(self.plan.runs, self.found.runs + seen, self.found.failed), self.seen)

        work_through(self.store, jobs, self.do, self.backend, notify=notify)
        wanted = {job.number for job in jobs}
        kept = {number: read_answer(text) for number, text in self.store.facts() if number in wanted}
        for number in wanted:
            self.told[number] = kept.get(number)
        self.found.runs += len(wanted)
        self.found.failed += len(wanted) - len(kept)


def best_first(places: Sequence[int], scores: Sequence[Score]) -> list[int]:
    """Return places in the order in which packages stay in the race.

    First what they miss, then how many others beat them; among equals those that are best in some objective, so
    that both ends of the front stay and not its cheap one alone.
    """
    if not places:  # no package reaches the goal: the front is empty
        return []
    own = [scores[i] for i in places]
    objectives = np.array([one.objectives for one in own])
    standing = np.argsort(np.argsort(objectives, axis=0, kind="stable"), axis=0).min(axis=1)
    rank = {
        i: (one.violation, sum(beats(other, one) for other in own), int(at), one.objectives[0])
        for i, one, at in zip(places, own, standing, strict=True)
    }
    return sorted(places, key=lambda i: rank[i])


def with_hope(places: Sequence[int], scores: Sequence[Score], least: int) -> list[int]:
    """Return the places of packages that the first run leaves hope for, and the best others up to ``least``.

    Hope: the non-fossil share is not missed by more than ``HOPELESS`` of it, the second condition of a score.
    """
    in_order = best_first(places, scores)
    hopeful = [i for i in in_order if scores[i].excess[1] <= HOPELESS]
    others = [i for i in in_order if i not in hopeful]
    return sorted(hopeful + others[: max(least - len(hopeful), 0)])


def can_succeed(places: Sequence[int], scores: Sequence[Score], plan: Plan, met: int) -> list[int]:
    """Return the places, the best first, of packages that can still reach the wanted share of runs everywhere.

    At least one is left: the nearest miss has to meet all runs. ``met``: the runs of each package so far.
    """
    in_order = best_first(places, scores)
    each = met // len(plan.design.storylines)
    most_missed = [each - min(round(share * each) for share in scores[i].success_by_storyline) for i in in_order]
    return [i for i, missed in zip(in_order, most_missed, strict=True) if missed <= plan.misses_allowed] or in_order[:1]


def known_packages(plan: Plan) -> np.ndarray:
    """Return (n, n_levers) places in the unit cube: the base package, those to begin with, all at their high.

    They are what their paths say in the year of the goal, within the bounds; each place once.
    """
    design, year = plan.design, plan.question.by - plan.design.region.first_year
    places = []
    for package in (design.packages[0], *plan.first):
        paths = lever_paths(package, design.region, until=design.until)
        places.append(np.array([(paths[f.name][year] - f.low) / (f.high - f.low) for f in plan.levers]))
    places.append(np.ones(len(plan.levers)))
    return np.unique(np.clip(places, 0.0, 1.0), axis=0)[: plan.population]


def first_generation(plan: Plan) -> np.ndarray:
    """Return (population, n_levers) places: what is known, mixtures of it, and a Latin hypercube, as many of each.

    A mixture takes each lever from one of the known packages: the cheapest package often has some levers at one end
    and some at the other, which a sample of the whole cube hardly meets.
    """
    from scipy.stats import qmc

    luck = np.random.default_rng(plan.seed)
    n = len(plan.levers)
    places = qmc.LatinHypercube(n, rng=luck).random(plan.population)
    known = known_packages(plan)
    places[: len(known)] = known
    mixed = range(len(known), len(known) + (plan.population - len(known)) // 2)
    for i in mixed:
        places[i] = known[luck.integers(len(known), size=n), np.arange(n)]
    return places


def _algorithm(plan: Plan) -> tuple[Any, Any]:
    """Return pymoo's U-NSGA-III on the unit cube; known packages are in its first generation."""
    problems = needed("pymoo.core.problem", "lab")
    directions = needed("pymoo.util.ref_dirs", "lab")
    unsga3 = needed("pymoo.algorithms.moo.unsga3", "lab")
    n, n_objectives = len(plan.levers), len(plan.question.objectives)
    n_conditions = 2 + len(plan.question.limits)
    problem = problems.Problem(n_var=n, n_obj=n_objectives, n_ieq_constr=n_conditions, xl=0.0, xu=1.0)
    rays = _directions(directions.get_reference_directions, n_objectives, plan.population)
    algorithm = unsga3.UNSGA3(rays, pop_size=plan.population, sampling=first_generation(plan))
    algorithm.setup(problem, termination=("n_gen", 1_000_000), seed=plan.seed, verbose=False)
    return algorithm, problem


def _directions(make: Callable[..., np.ndarray], n_objectives: int, population: int) -> np.ndarray:
    """Return as many evenly spread directions as the population can follow, (n, n_objectives)."""
    parts = [p for p in range(1, population) if comb(p + n_objectives - 1, p) <= population]
    rays = make("das-dennis", n_objectives, n_partitions=parts[-1] if parts else 1)
    return rays[:population]


def _answer(algorithm: Any, problem: Any, proposed: Any, scores: Sequence[Score]) -> None:
    """Tell the algorithm how good its proposals are; what cannot be run is far from all good."""
    evaluator = needed("pymoo.core.evaluator", "lab").Evaluator()
    static = needed("pymoo.problems.static", "lab").StaticProblem
    far = 1e9
    objectives = np.nan_to_num([one.objectives for one in scores], posinf=far)
    excess = np.nan_to_num([one.excess for one in scores], posinf=far)
    evaluator.eval(static(problem, F=objectives, G=excess), proposed)
    algorithm.tell(infills=proposed)
