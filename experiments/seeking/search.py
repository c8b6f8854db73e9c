"""The search: pymoo proposes packages, runs say how good they are, losers are dropped after few runs.

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

from abm.simulation import lever_paths
from experiments.batch.clusters import needed
from experiments.batch.design import Design
from experiments.batch.factors import Factor
from experiments.batch.outcome import Backend
from experiments.batch.store import Store
from experiments.batch.trial import Trial, version_of
from experiments.batch.working import Count, work_through
from experiments.seeking.candidate import Answers, Key, Score, beats, score, values_of
from experiments.seeking.question import Answer, Question, SeekRun, read_answer, work

Tell = Callable[[Count, int], None]  # the search as a whole, and how many outcomes this session has seen
KEEP = 0.5  # of the packages that met one round of runs, those that meet the next
GROWTH = 3  # a round ends with so many times the replicates of the one before
FIRST = ("plan", "plan_plus")  # whose values of the levers are tried first, beside the base package's


@dataclass(frozen=True)
class Plan:
    """How the search is made.

    ``design`` varies the assumptions alone; ``levers`` are sought.
    """

    design: Design
    levers: tuple[Factor, ...]
    question: Question
    runs: int
    population: int
    seed: int

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
    def most_whole(self) -> int:
        """Packages that can meet all runs within the budget, at most."""
        return self._generations * self.survivors[-1]

    @property
    def most_runs(self) -> int:
        """Runs that the search makes where all packages are new: the budget less what is no whole generation."""
        return len(self.keys) + self._generations * self.generation

    @property
    def _generations(self) -> int:
        return max(self.runs - len(self.keys), 0) // self.generation

    def trial(self, values: tuple[float, ...], key: Key) -> Trial:
        """Return a run of the package with these values of the levers; the base package's own where there are none."""
        own = tuple((f.name, f.year, value) for f, value in zip(self.levers, values, strict=bool(values)))
        trial = self.trials[key]
        return replace(trial, settings=(*trial.settings, *own))

    @property
    def survivors(self) -> list[int]:
        """How many packages of a generation meet each round."""
        return [max(1, ceil(self.population * KEEP**i)) for i in range(len(self.rounds))]

    @property
    def generation(self) -> int:
        """Runs of one generation, at most."""
        return sum(n * len(keys) for n, keys in zip(self.survivors, self.rounds, strict=True))


@dataclass
class Found:
    """What was tried: values of the levers and score, in the order of trying; and the base package's answers.

    ``fresh``: place -> score on runs that the search did not use, of the packages that were rechecked.
    """

    values: list[tuple[float, ...]] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    base: Answers = field(default_factory=dict)
    fresh: dict[int, Score] = field(default_factory=dict)
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
        self.seen = 0

    def base(self) -> Answers:
        """Make the runs of the base package, which all others are paired with."""
        self.found.base = self.ask([()], self.plan.keys)[0]
        return self.found.base

    def search(self) -> Found:
        """Try generation after generation until the next would go beyond the budget of runs."""
        if not self.found.base:
            self.base()
        algorithm, problem = _algorithm(self.plan)
        while self.found.runs + self.plan.generation <= self.plan.runs:
            proposed = algorithm.ask()
            scores = self._race([values_of(self.plan.levers, unit) for unit in proposed.get("X")])
            _answer(algorithm, problem, proposed, scores)
        return self.found

    def _race(self, packages: list[tuple[float, ...]]) -> list[Score]:
        """Score packages: all on the first round of runs, then the better half of those left on each next one."""
        plan = self.plan
        answers: list[Answers] = [{} for _ in packages]
        scores: list[Score] = []
        running = list(range(len(packages)))
        for keys, n_left in zip(plan.rounds, plan.survivors, strict=True):
            running = best_first(running, scores)[:n_left] if scores else running
            for i, told in zip(running, self.ask([packages[i] for i in running], keys), strict=True):
                answers[i] = {**answers[i], **told}
            scores = [score(told, self.found.base, plan.question) for told in answers]
        self.found.values += packages
        self.found.scores += scores
        self.found.is_whole += [len(told) == len(plan.keys) for told in answers]
        return scores

    def ask(self, packages: Sequence[tuple[float, ...]], keys: Sequence[Key]) -> list[Answers]:
        """Return the answers of packages, making the runs that the store does not have."""
        jobs = []
        for values in packages:
            for key in keys:
                if (values, key) not in self.numbers:
                    number = self.numbers[values, key] = len(self.numbers)
                    jobs.append(SeekRun(number, self.plan.trial(values, key), self.plan.question))
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
    own = [scores[i] for i in places]
    objectives = np.array([one.objectives for one in own])
    standing = np.argsort(np.argsort(objectives, axis=0, kind="stable"), axis=0).min(axis=1)
    rank = {
        i: (one.violation, sum(beats(other, one) for other in own), int(at), one.objectives[0])
        for i, one, at in zip(places, own, standing, strict=True)
    }
    return sorted(places, key=lambda i: rank[i])


def known_packages(plan: Plan) -> np.ndarray:
    """Return (n, n_levers) places in the unit cube: the base package, the plan, its stronger form, all at their high.

    They are what their paths say in the year of the goal, within the bounds; each place once.
    """
    design, year = plan.design, plan.question.by - plan.design.region.first_year
    places = [np.ones(len(plan.levers))]
    for package in (*FIRST[::-1], design.packages[0]):
        paths = lever_paths(package, design.region, until=design.until)
        places.append(np.array([(paths[f.name][year] - f.low) / (f.high - f.low) for f in plan.levers]))
    return np.unique(np.clip(places[::-1], 0.0, 1.0), axis=0)[: plan.population]


def _algorithm(plan: Plan) -> tuple[Any, Any]:
    """Return pymoo's U-NSGA-III on the unit cube; known packages are in its first generation."""
    from scipy.stats import qmc

    problems = needed("pymoo.core.problem", "lab")
    directions = needed("pymoo.util.ref_dirs", "lab")
    unsga3 = needed("pymoo.algorithms.moo.unsga3", "lab")
    n, n_objectives = len(plan.levers), len(plan.question.objectives)
    first = qmc.LatinHypercube(n, rng=np.random.default_rng(plan.seed)).random(plan.population)
    known = known_packages(plan)
    first[: len(known)] = known
    n_conditions = 2 + len(plan.question.limits)
    problem = problems.Problem(n_var=n, n_obj=n_objectives, n_ieq_constr=n_conditions, xl=0.0, xu=1.0)
    rays = _directions(directions.get_reference_directions, n_objectives, plan.population)
    algorithm = unsga3.UNSGA3(rays, pop_size=plan.population, sampling=first)
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
