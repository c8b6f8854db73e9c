"""What a package does on top of another, in actions; and the runs with some of them on."""

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from abm.errors import RunFailed
from experiments.attribution.sectors import SERIES
from experiments.attribution.shapley import Coalition
from experiments.batch.outcome import Backend, Finished

if TYPE_CHECKING:
    from experiments.requests import Request

By = Literal["project", "lever"]
Paths = dict[str, np.ndarray]


@dataclass(frozen=True)
class CoalitionRun:
    """One run: the base package with the levers of some actions as the other package has them."""

    number: int
    request: "Request"
    variables: tuple[str, ...]
    first_year: int  # of the sum; equal to ``last_year`` for one year
    last_year: int


def changed_levers(base: Paths, other: Paths) -> list[str]:
    """Return the levers whose paths differ."""
    return [lever for lever in sorted(base) if not np.array_equal(base[lever], other[lever])]


def actions_of(levers: Iterable[str], by: By) -> dict[str, tuple[str, ...]]:
    """Return action -> levers: each lever by itself, or those of a project of the plan (the first it names)."""
    from policies.registry import all_levers

    found: dict[str, list[str]] = {}
    for lever in levers:
        projects = all_levers()[lever].projects
        action = lever if by == "lever" or not projects else f"project {projects[0]}"
        found.setdefault(action, []).append(lever)
    return {action: tuple(own) for action, own in sorted(found.items())}


def settings_of(
    chosen: Coalition, actions: dict[str, tuple[str, ...]], other: Paths, years: Sequence[int]
) -> tuple[tuple[str, int, float], ...]:
    """Return the settings that give the levers of the chosen actions the other package's paths, year by year."""
    levers = [lever for action in sorted(chosen) for lever in actions[action]]
    return tuple((lever, year, float(other[lever][i])) for lever in levers for i, year in enumerate(years))


def work(job: CoalitionRun) -> Finished:
    """Make the run; what is kept is one number per variable, and the sectors of the last year."""
    run = job.request.simulate()
    at = (run.years >= job.first_year) & (run.years <= job.last_year)
    values = {name: float(run.record.series(name)[at].sum()) for name in job.variables}
    sectors = {name: run.by_sector(name).loc[job.last_year].tolist() for name in SERIES}
    return Finished(b"", json.dumps({"values": values, "sectors": sectors}))


def evaluate(
    jobs: Sequence[CoalitionRun], backend: Backend, notify: Callable[[int], None] | None = None
) -> dict[int, dict[str, Any]]:
    """Return run number -> ``values`` by variable, and ``sectors``: the last year by variable and sector.

    Raises:
        RunFailed: a run failed; an attribution with a hole would be wrong.
    """
    found: dict[int, dict[str, Any]] = {}
    with closing(backend.carry_out(work, jobs)) as outcomes:
        for outcome in outcomes:
            if outcome.finished is None:
                raise RunFailed(
                    f"run {outcome.number} of {len(jobs)} failed, so nothing is attributed: {outcome.error}"
                )
            found[outcome.number] = json.loads(outcome.finished.facts)
            if notify:
                notify(len(found))
    return found


def runs_of(
    base: "Request",
    coalitions: Sequence[Coalition],
    settings: Callable[[Coalition], tuple[tuple[str, int, float], ...]],
    seeds: Sequence[int],
    variables: tuple[str, ...],
    span: tuple[int, int],
) -> list[CoalitionRun]:
    """Return the runs of every set of actions and seed, set by set."""
    return [
        CoalitionRun(
            number=i * len(seeds) + j,
            request=replace(base, seed=seed, settings=settings(chosen), counterfactual=True),
            variables=variables,
            first_year=span[0],
            last_year=span[1],
        )
        for i, chosen in enumerate(coalitions)
        for j, seed in enumerate(seeds)
    ]
