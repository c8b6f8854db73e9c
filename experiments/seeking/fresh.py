"""Out of sample: packages once more, on seeds, people and points of the assumptions that the search did not use.

The search keeps what did best on its own runs, so some of a package's success there is luck of these runs.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from experiments.batch.design import Design
from experiments.batch.samplers import Sampler
from experiments.batch.working import Count, work_through
from experiments.seeking.candidate import Answers, Score, score
from experiments.seeking.question import Answer, read_answer, run_apart
from experiments.seeking.search import Plan, Search, Tell

NEXT_SAMPLE = 1_000_003  # beyond the seeds that anybody tries by hand


def fresh_plan(plan: Plan, replicates: int) -> Plan:
    """Return the same question on at least so many fresh replicates in every storyline.

    A grid of the assumptions has no other points; between its bounds a Latin hypercube is drawn.
    """
    return replace(plan, design=_fresh_design(plan.design, replicates))


def _fresh_design(design: Design, replicates: int) -> Design:
    seeds, people = _beyond(design.seeds), _beyond(design.population_seeds)
    if not design.factors:
        n = ceil(replicates / len(people))
        return replace(design, seeds=tuple(range(seeds[0], seeds[0] + n)), population_seeds=people)
    points = ceil(replicates / (len(seeds) * len(people)))
    sampler = Sampler("latin_hypercube", points, design.sampler.seed + NEXT_SAMPLE)
    return replace(design, seeds=seeds, population_seeds=people, sampler=sampler)


def _beyond(used: Sequence[int]) -> tuple[int, ...]:
    """Return as many numbers above all that are used."""
    return tuple(range(max(used) + 1, max(used) + 1 + len(used)))


def recheck(
    search: Search, fresh: Plan, packages: Sequence[tuple[float, ...]], tell: Tell | None = None
) -> list[Score]:
    """Return the scores of packages on fresh runs, each paired with the base package's.

    The runs are made by the workers of the search, and kept in its store.
    """
    jobs = {
        (values, key): run_apart(fresh.trial(values, key), fresh.question)
        for values in dict.fromkeys(((), *packages))
        for key in fresh.keys
    }
    numbers = {job.number for job in jobs.values()}
    before = search.store.states()
    known = [state for number, state in before.items() if number in numbers]
    failed_elsewhere = sum(state == "failed" for state in before.values()) - known.count("failed")

    def notify(count: Count, seen: int) -> None:
        failed = count.failed - failed_elsewhere
        if tell:
            tell(Count(len(jobs), len(known) + seen - failed, failed), seen)

    work_through(search.store, list(jobs.values()), search.do, search.backend, notify=notify)
    kept = {number: read_answer(text) for number, text in search.store.facts() if number in numbers}

    def told(values: tuple[float, ...]) -> Answers:
        answers: dict[tuple[str, int], Answer | None] = {}
        for key in fresh.keys:
            answers[key] = kept.get(jobs[values, key].number)
        return answers

    base = told(())
    return [score(told(values), base, fresh.question) for values in packages]
