"""The search: pymoo proposes packages, runs say how good they are, losers are dropped after the first seed.

Everything is drawn from one seed, and every run is committed to the store before the next is taken: started
again, the search goes through the same packages, finds the runs that it has, and goes on where it ended.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from experiments.batch.clusters import needed
from experiments.batch.design import Design
from experiments.batch.factors import Factor
from experiments.batch.outcome import Backend
from experiments.batch.store import Store
from experiments.batch.working import work_through
from experiments.requests import Request
from experiments.seeking.candidate import Answers, Score, beats, score, values_of
from experiments.seeking.question import Answer, Question, SeekRun, read_answer, work

Tell = Callable[[str, int, int], None]  # phase, runs made, runs of the budget
KEEP = 0.5  # of each generation, after the first seed


@dataclass(frozen=True)
class Plan:
    """How the search is made."""

    design: Design
    question: Question
    runs: int
    population: int
    seed: int

    @property
    def keys(self) -> list[tuple[str, int]]:
        """(storyline, seed) of all runs of one package, seed by seed."""
        return [(storyline, seed) for seed in self.design.seeds for storyline in self.design.storylines]

    @property
    def first_keys(self) -> list[tuple[str, int]]:
        """Those of the first seed, which every package meets."""
        return [key for key in self.keys if key[1] == self.design.seeds[0]]

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """The levers that are sought."""
        return self.design.factors

    @property
    def generation(self) -> int:
        """Runs of one generation, at most."""
        kept = max(1, round(KEEP * self.population))
        return self.population * len(self.first_keys) + kept * (len(self.keys) - len(self.first_keys))


@dataclass
class Found:
    """What was tried: values of the levers and score, in the order of trying; and the base package's answers."""

    values: list[tuple[float, ...]] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    base: Answers = field(default_factory=dict)
    runs: int = 0
    failed: int = 0


class Search:
    """Makes the runs that are wanted, through the store."""

    def __init__(self, plan: Plan, store: Store, backend: Backend, tell: Tell | None = None) -> None:
        self.plan, self.store, self.backend, self.tell = plan, store, backend, tell
        self.found = Found()
        self.numbers: dict[tuple[tuple[float, ...], tuple[str, int]], int] = {}
        self.told: dict[int, Answer | None] = {}

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
            scores = self._race([values_of(self.plan.factors, unit) for unit in proposed.get("X")])
            _answer(algorithm, problem, proposed, scores)
        return self.found

    def _race(self, packages: list[tuple[float, ...]]) -> list[Score]:
        """Score packages: all on the first seed, the better half on the other seeds too."""
        plan, base = self.plan, self.found.base
        answers = self.ask(packages, plan.first_keys)
        first = [score(told, base, plan.question) for told in answers]
        order = sorted(range(len(packages)), key=lambda i: _rank(first)[i])
        kept = order[: max(1, round(KEEP * len(packages)))]
        rest = [key for key in plan.keys if key not in plan.first_keys]
        more = self.ask([packages[i] for i in kept], rest)
        scores = list(first)
        for i, told in zip(kept, more, strict=True):
            scores[i] = score({**answers[i], **told}, base, plan.question)
        self.found.values += packages
        self.found.scores += scores
        self.found.is_whole += [not rest or i in kept for i in range(len(packages))]
        return scores

    def ask(self, packages: Sequence[tuple[float, ...]], keys: Sequence[tuple[str, int]]) -> list[Answers]:
        """Return the answers of packages, making the runs that the store does not have."""
        jobs = []
        for values in packages:
            for key in keys:
                if (values, key) not in self.numbers:
                    number = self.numbers[values, key] = len(self.numbers)
                    jobs.append(SeekRun(number, self._request(values, key), self.plan.question))
        self._make(jobs)
        return [{key: self.told[self.numbers[values, key]] for key in keys} for values in packages]

    def _make(self, jobs: list[SeekRun]) -> None:
        def notify(count: Any, seen: int) -> None:
            if self.tell:
                self.tell("seek", self.found.runs + seen, self.plan.runs)

        work_through(self.store, jobs, work, self.backend, notify=notify)
        wanted = {job.number for job in jobs}
        kept = {number: read_answer(text) for number, text in self.store.facts() if number in wanted}
        for number in wanted:
            self.told[number] = kept.get(number)
        self.found.runs += len(wanted)
        self.found.failed += len(wanted) - len(kept)

    def _request(self, values: tuple[float, ...], key: tuple[str, int]) -> Request:
        design = self.plan.design
        own = tuple((f.name, f.year, value) for f, value in zip(self.plan.factors, values, strict=bool(values)))
        return Request(
            package=design.packages[0],
            region=design.region_name,
            storyline=key[0],
            until=design.until,
            scale=design.scale,
            seed=key[1],
            population_seed=design.population_seeds[0],
            settings=(*design.settings, *own),
            history=design.history,
        )


def _rank(scores: Sequence[Score]) -> list[tuple[float, int]]:
    """Return what packages are ordered by: first what they miss, then how many others beat them."""
    return [(one.violation, sum(beats(other, one) for other in scores)) for one in scores]


def _algorithm(plan: Plan) -> tuple[Any, Any]:
    """Return pymoo's U-NSGA-III on the unit cube; all levers low and all high are in its first generation."""
    from scipy.stats import qmc

    problems = needed("pymoo.core.problem", "lab")
    directions = needed("pymoo.util.ref_dirs", "lab")
    unsga3 = needed("pymoo.algorithms.moo.unsga3", "lab")
    n = len(plan.factors)
    first = qmc.LatinHypercube(n, rng=np.random.default_rng(plan.seed)).random(plan.population)
    first[0], first[-1] = 0.0, 1.0
    problem = problems.Problem(n_var=n, n_obj=3, n_ieq_constr=2 + len(plan.question.limits), xl=0.0, xu=1.0)
    parts = max(p for p in range(1, 12) if (p + 1) * (p + 2) // 2 <= max(plan.population, 3))
    rays = directions.get_reference_directions("das-dennis", 3, n_partitions=parts)
    algorithm = unsga3.UNSGA3(rays, pop_size=plan.population, sampling=first)
    algorithm.setup(problem, termination=("n_gen", 1_000_000), seed=plan.seed, verbose=False)
    return algorithm, problem


def _answer(algorithm: Any, problem: Any, proposed: Any, scores: Sequence[Score]) -> None:
    """Tell the algorithm how good its proposals are; what cannot be run is far from all good."""
    evaluator = needed("pymoo.core.evaluator", "lab").Evaluator()
    static = needed("pymoo.problems.static", "lab").StaticProblem
    far = 1e9
    objectives = np.nan_to_num([one.objectives for one in scores], posinf=far)
    excess = np.nan_to_num([one.excess for one in scores], posinf=far)
    evaluator.eval(static(problem, F=objectives, G=excess), proposed)
    algorithm.tell(infills=proposed)
