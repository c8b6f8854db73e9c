"""What a package does on top of another, in actions; and the runs with some of them on."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from abm.region import MissingFile
from experiments.attribution.sectors import SERIES
from experiments.attribution.shapley import Coalition
from experiments.batch.outcome import Finished
from experiments.batch.trial import refuse_other_version
from experiments.language import Speech

if TYPE_CHECKING:
    from abm.region import Region
    from experiments.attribution.question import Question
    from experiments.requests import Request

By = Literal["section", "project", "lever"]
Paths = dict[str, np.ndarray]


@dataclass(frozen=True)
class CoalitionRun:
    """One run: the base package with the levers of some actions as the other package has them."""

    number: int
    request: "Request"
    variables: tuple[str, ...]
    with_sectors: bool = False


def changed_levers(base: Paths, other: Paths) -> list[str]:
    """Return the levers whose paths differ."""
    return [lever for lever in sorted(base) if not np.array_equal(base[lever], other[lever])]


def actions_of(levers: Iterable[str], by: By, sections: Mapping[str, str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return action -> levers: each lever by itself, or those of a project or section of the plan.

    Args:
        levers: the levers that differ; of a lever of several projects the first counts.
        by: what one action is.
        sections: project -> section; a project that is in none stands for itself.
    """
    from policies.registry import all_levers

    found: dict[str, list[str]] = {}
    for lever in levers:
        projects = all_levers()[lever].projects
        action = lever
        if by != "lever" and projects:
            action = f"project {projects[0]}"
            if by == "section":
                action = (sections or {}).get(projects[0], action)
        found.setdefault(action, []).append(lever)
    return {action: tuple(own) for action, own in sorted(found.items())}


def sections_of(region: "Region") -> dict[str, str]:
    """Return project -> the section of the plan that it stands in, by its English name."""
    return {row["id"]: row["section_en"] for row in _projects(region)}


def action_names(actions: Iterable[str], region: "Region", say: Speech) -> dict[str, str]:
    """Return action -> its words: of a project its number and name."""
    from policies.registry import all_levers

    words = {f"project {row['id']}": say(f"项目{row['id']} {row['name_zh']}", f"project {row['id']} {row['name_en']}")
             for row in _projects(region)}  # fmt: skip
    words |= {row["section_en"]: say(row["section_zh"], row["section_en"]) for row in _projects(region)}
    words |= {name: say(lever.label.zh, lever.label.en) for name, lever in all_levers().items()}
    return {action: words.get(action, action.replace("project ", say("项目", "project "))) for action in actions}


def _projects(region: "Region") -> list[dict[str, str]]:
    """Return the rows of the region's projects; a region may have none."""
    try:
        return region.table("projects.csv")
    except MissingFile:
        return []


def settings_of(
    chosen: Coalition, actions: dict[str, tuple[str, ...]], other: Paths, years: Sequence[int]
) -> tuple[tuple[str, int, float], ...]:
    """Return the settings that give the levers of the chosen actions the other package's paths, year by year."""
    levers = [lever for action in sorted(chosen) for lever in actions[action]]
    return tuple((lever, year, float(other[lever][i])) for lever in levers for i, year in enumerate(years))


def work(job: CoalitionRun, made_with: str = "") -> Finished:
    """Make the run; what is kept is the city's series of every variable, and where asked those of the sectors.

    Raises:
        OtherVersion: this worker has other code or data than ``made_with``.
    """
    refuse_other_version(job.request.region, made_with)
    run = job.request.simulate()
    series = {name: run.record.series(name).tolist() for name in job.variables}
    sectors = {name: run.by_sector(name).to_numpy().tolist() for name in SERIES} if job.with_sectors else {}
    return Finished(b"", json.dumps({"series": series, "sectors": sectors}))


def runs_of(
    base: "Request",
    question: "Question",
    settings: Callable[[Coalition], tuple[tuple[str, int, float], ...]],
    variables: tuple[str, ...],
) -> list[CoalitionRun]:
    """Return the runs of a question, seed by seed and set by set; sectors of none and of all of the actions."""
    return [
        CoalitionRun(
            number=number,
            request=replace(base, seed=question.seeds[place], settings=settings(chosen), counterfactual=True),
            variables=variables,
            with_sectors=chosen in question.ends,
        )
        for number, (place, chosen) in enumerate(question.runs)
    ]
