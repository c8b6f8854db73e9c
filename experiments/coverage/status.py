"""Full, partial or none: what stands behind each row of the plan, and what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from abm.region import Region
from abm.targets import Target, read_targets
from experiments.coverage.effects import Effect
from experiments.coverage.projects import Project, read_projects
from policies.lever import Text
from policies.registry import all_levers

FULL, PARTIAL, NONE = "full", "partial", "none"
STATUS = {FULL: Text("完整", "full"), PARTIAL: Text("部分", "partial"), NONE: Text("无", "none")}


@dataclass(frozen=True)
class Row:
    """One project with its status; ``missing`` says, reason by reason, why it is not full."""

    project: Project
    status: str
    levers: tuple[str, ...]  # those that exist, the needed ones first
    silent: tuple[str, ...]  # of them, those that do not move their indicator here
    targets: tuple[str, ...]
    missing: tuple[Text, ...]


def coverage(region: Region, effects: Mapping[str, Effect], written: Collection[str]) -> list[Row]:
    """Return every row of the plan with its status.

    Args:
        region: whose plan it is.
        effects: what each lever was measured to do.
        written: names of the variables that a run reports.
    """
    targets: dict[str, list[Target]] = {}
    for target in read_targets(region):
        targets.setdefault(target.project, []).append(target)
    return [_row(project, effects, written, targets.get(project.id, [])) for project in read_projects(region)]


def _row(project: Project, effects: Mapping[str, Effect], written: Collection[str], targets: list[Target]) -> Row:
    known = all_levers()
    levers = [name for name in project.levers if name in known]
    levers += [lever.id for lever in known.values() if project.id in lever.projects and lever.id not in levers]
    silent = [name for name in levers if not (name in effects and effects[name].acts)]
    missing = [Text(f"没有杠杆 {name}", f"no lever {name}") for name in project.levers if name not in known]
    missing += [
        Text(f"杠杆 {name} 在此处未使其指标变动", f"lever {name} does not move its indicator here")
        for name in silent
        if name in project.levers
    ]
    missing += [Text(f"没有指标 {name}", f"no indicator {name}") for name in project.indicators if name not in written]
    acting = {effects[name].indicator for name in levers if name not in silent}
    if acting and acting.isdisjoint(project.indicators):
        missing.append(Text("其杠杆均未使所列指标变动", "none of its levers moves one of its indicators"))
    missing += [
        Text(f"目标 {target.id} 没有指标", f"target {target.id} has no indicator")
        for target in targets
        if target.kind != "deliverable" and not target.variables
    ]
    if project.missing.en:
        missing.append(project.missing)
    return Row(
        project=project,
        status=_status(project, levers, silent, missing, written),
        levers=tuple(levers),
        silent=tuple(silent),
        targets=tuple(target.id for target in targets),
        missing=tuple(missing),
    )


def _status(
    project: Project, levers: list[str], silent: list[str], missing: list[Text], written: Collection[str]
) -> str:
    """Full needs everything; partial needs one lever that acts, or, where no lever is asked for, an indicator."""
    shows = [name for name in project.indicators if name in written]
    if not missing and (levers or not project.levers) and shows:
        return FULL
    acts = [name for name in levers if name not in silent]
    return PARTIAL if acts or (not project.levers and shows) else NONE
