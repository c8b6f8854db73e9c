"""The account of each project: its indicators, its targets, the public money spent on it and its bureaus."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from abm.accounts.programmes import BUDGETS, programmes
from abm.region import MissingFile, Region
from abm.targets.relation import parse_relation
from abm.variables import variable
from experiments.coverage.projects import Project, read_projects
from experiments.language import Speech
from experiments.scores import target_state
from experiments.target_words import target_name, value_text, wanted_text
from experiments.units import reader_unit
from policies.lever import Lever, Text
from policies.registry import all_levers

YEAR = 2030
BOTH = (Speech("zh"), Speech("en"))
NARROW = 0.02  # of a target's value: a narrower margin is a risk
MET, AT_RISK, MISSED, AHEAD, UNJUDGED = "met", "at risk", "missed", "ahead", "not judged"
JUDGED = {
    MET: Text("达到", "met"),
    AT_RISK: Text("有风险", "at risk"),
    MISSED: Text("未达到", "missed"),
    AHEAD: Text("超出模拟期", "beyond the run"),
    UNJUDGED: Text("不评分", "not judged"),
}


class Written(Protocol):
    """What knows the names of the variables that were written."""

    @property
    def written(self) -> Collection[str]:
        """Names of variables."""


class Told(Protocol):
    """What an account reads of a run: a run itself, or whatever tells as much."""

    @property
    def region(self) -> Region:
        """Whose plan it is."""

    @property
    def record(self) -> Written:
        """What knows which variables there are."""

    @property
    def years(self) -> np.ndarray:
        """(n_years,) simulated years."""

    @property
    def targets(self) -> pd.DataFrame:
        """The scored targets, a row each."""

    def series(self, variable: str) -> pd.Series:
        """Return the city's values of a variable by year."""


@dataclass(frozen=True)
class Value:
    """An indicator's mean over seeds in a year, and its mean difference from the reference (NaN without one)."""

    variable: str
    unit: str
    value: float
    change: float


@dataclass(frozen=True)
class Verdict:
    """One target over all seeds: met, at risk, missed, beyond the run or not judged; its year and value.

    ``wanted`` says what the target asks for; ``reached`` is the value as it is shown beside that, empty
    where there is none; ``why`` is what keeps it from being judged, empty where it is.
    """

    target: str
    label: Text
    year: str
    state: str
    value: float
    wanted: Text
    reached: Text
    why: Text


@dataclass(frozen=True)
class Payment:
    """Public money of a programme from the first decision year on, 10^8 CNY of both budgets, and what others share it.

    ``also`` names the other projects that the same programme serves: their money cannot be told apart.
    """

    variable: str
    budget: str
    cny_100m: float
    change_100m: float
    also: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """One project's account."""

    project: Project
    values: tuple[Value, ...]
    verdicts: tuple[Verdict, ...]
    payments: tuple[Payment, ...]
    levers: tuple[Lever, ...]

    @property
    def bureaus(self) -> tuple[Text, ...]:
        """Whoever holds one of the levers, each named once."""
        return tuple(dict.fromkeys(lever.bureau for lever in self.levers))

    def count(self, state: str) -> int:
        """Return how many targets are in a state."""
        return sum(verdict.state == state for verdict in self.verdicts)


def accounts(runs: Sequence[Told], base: Sequence[Told] = (), year: int = YEAR) -> list[Account]:
    """Return the account of every project of the plan.

    Args:
        runs: seeds of one package.
        base: the same seeds of the package it is compared with, if any.
        year: of the indicators; the last simulated one if it lies beyond.
    """
    try:
        projects = read_projects(runs[0].region)
    except MissingFile:
        return []
    at = min(year, int(runs[0].years[-1]))
    verdicts: dict[str, list[Verdict]] = {}
    for project, verdict in _verdicts(runs):
        verdicts.setdefault(project, []).append(verdict)
    return [
        Account(
            project=project,
            values=tuple(_value(name, runs, base, at) for name in project.indicators if _has(name, runs)),
            verdicts=tuple(verdicts.get(project.id, ())),
            payments=_payments(project.id, runs, base, at),
            levers=tuple(_levers(project)),
        )
        for project in projects
    ]


def _levers(project: Project) -> list[Lever]:
    known = all_levers()
    named = [known[name] for name in project.levers if name in known]
    return named + [lever for lever in known.values() if project.id in lever.projects and lever not in named]


def _has(name: str, runs: Sequence[Told]) -> bool:
    return name in runs[0].record.written


def _mean(name: str, runs: Sequence[Told], year: int) -> float:
    return float(np.mean([run.series(name).loc[year] for run in runs])) if runs else math.nan


def _value(name: str, runs: Sequence[Told], base: Sequence[Told], year: int) -> Value:
    value = _mean(name, runs, year)
    return Value(name, variable(name).unit, value, value - _mean(name, base, year))


def _payments(project: str, runs: Sequence[Told], base: Sequence[Told], year: int) -> tuple[Payment, ...]:
    """Return what each budget paid, a row per programme; several items of one programme are one row."""
    shared: dict[str, set[str]] = {}
    for programme in programmes().values():
        if project in programme.projects:
            shared.setdefault(programme.name, set()).update(programme.projects)
    found = []
    for name, projects in shared.items():
        for budget in BUDGETS.values():
            paid = _sum(f"Money|{budget}|{name}", runs, year)
            change = paid - _sum(f"Money|{budget}|{name}", base, year) if base else math.nan
            if paid or (not math.isnan(change) and change):
                also = tuple(sorted(projects - {project}, key=lambda other: (len(other), other)))  # 6 before 15
                found.append(Payment(f"Money|{budget}|{name}", budget, paid, change, also))
    return tuple(found)


def _sum(name: str, runs: Sequence[Told], until: int) -> float:
    """Return the mean over seeds of what was paid from the first decision year to ``until``."""
    if not _has(name, runs):
        return 0.0
    first = runs[0].region.first_decision_year
    return float(np.mean([run.series(name).loc[first:until].sum() for run in runs]))


def _verdicts(runs: Sequence[Told]) -> list[tuple[str, Verdict]]:
    frames = [run.targets.to_dict("records") for run in runs]
    found = []
    for rows in zip(*frames, strict=True):
        row = rows[0]
        value = float(np.mean([float(r["value"]) for r in rows]))
        label = Text(*(target_name(row["indicator"], row["indicator_zh"], say) for say in BOTH))
        wanted = Text(*(wanted_text(row["relation"], row["target"], row["unit"], say) for say in BOTH))
        factors = (reader_unit(row["unit"], say)[1] for say in BOTH)
        reached = Text(*("" if math.isnan(value) else value_text(value, row["target"], f) for f in factors))
        state, why = _state(rows), Text(*(target_state(row["state"], say) for say in BOTH))
        found.append(
            (
                row["project"],
                Verdict(
                    row["id"],
                    label,
                    row["year"],
                    state,
                    value,
                    wanted,
                    reached,
                    why if state == UNJUDGED else Text("", ""),
                ),
            )
        )
    return found


def _state(rows: Sequence[dict]) -> str:
    """Return a target's state over seeds: a narrow margin, or a part of the seeds, is a risk."""
    states = [row["state"] for row in rows]
    if MET in states and MISSED in states:
        return AT_RISK
    if all(state == MISSED for state in states):
        return MISSED
    if all(state == MET for state in states):
        return AT_RISK if any(_is_narrow(row) for row in rows) else MET
    return AHEAD if "beyond horizon" in states else UNJUDGED


def _is_narrow(row: dict) -> bool:
    wanted = row["target"]
    if not isinstance(wanted, int | float) or not math.isfinite(wanted) or not wanted or row["unit"] == "year":
        return False
    try:
        relation = parse_relation(row["relation"].removeprefix("about ").strip(), float(wanted), "")
    except ValueError:
        return False
    margin = float(row["value"]) - relation.bound
    return (margin if relation.sign.startswith(">") else -margin) < NARROW * abs(relation.bound)
