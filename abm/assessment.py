"""The yearly assessment: each November indicators are held against the plan's corridor, and next year answers.

The corridor of a target runs straight from what the indicator was before the first decision year to what the
plan asks in the target's year, and stays there. Officials see an indicator only after a delay. Where it lies
outside, the levers that the region's ``corridors.csv`` names for the target move a step towards their bound in
the next year; where it lies inside again, they move a step back. How far they may move at all is what
officials are told (``Signals.governance.tightening_share``); at 0 nobody corrects anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from abm.errors import UserError, nearest
from abm.record import Record
from abm.region import MissingFile, Region
from abm.targets.table import Target, read_targets
from policies.registry import all_levers

RULES = ("value",)  # targets whose value of a year can be held against a corridor


@dataclass(frozen=True)
class Corridor:
    """One target with what is tightened when its corridor is left: lever -> bound."""

    target: Target
    bounds: Mapping[str, float]

    def is_left(self, seen: float, first: tuple[int, float], year: int, tolerance: float) -> bool:
        """Return whether a value seen of ``year`` lies outside; ``first`` is (year, value) of the start.

        ``tolerance`` is the share of the whole way that may be missing.
        """
        assert self.target.year is not None and self.target.relation is not None
        start, begin = first
        goal = self.target.relation.bound / self.target.factor
        way = goal - begin
        passed = min(max((year - start) / max(self.target.year - start, 1), 0.0), 1.0)
        wanted = begin + passed * way - tolerance * way
        return seen < wanted if self.target.relation.sign.startswith(">") else seen > wanted


class Assessment:
    """What is assessed each November, and how far each target's levers are tightened, 0 to 1."""

    def __init__(self, region: Region) -> None:
        p = region.parameters
        self.corridors = read_corridors(region)
        self._names = tuple(corridor.target.variables[0] for corridor in self.corridors)
        self.start_year = region.first_decision_year - 1
        self.delay = round(p.value("assessment.delay", "years"))
        self.step = p.value("assessment.step", "share")
        self.tolerance = p.value("assessment.tolerance", "share")
        self.levels = np.zeros(len(self.corridors))
        self.outside = 0
        self.allowed = 0.0

    def tighten(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return the year's lever values, moved towards their bounds by what last year's assessment decided."""
        told = dict(values)
        for corridor, level in zip(self.corridors, self.levels, strict=True):
            for lever, bound in corridor.bounds.items():
                moved = values[lever] + self.allowed * level * (bound - values[lever])
                if level > 0.0 and abs(moved - values[lever]) > abs(told[lever] - values[lever]):
                    told[lever] = moved
        return told

    def report(self, record: Record) -> None:
        """Assess the year with what is known by November, and write how far levers are tightened this year."""
        levels = float(self.levels.mean()) if len(self.levels) else 0.0
        record.put("Assessment|Tightening", city=self.allowed * levels)
        self._review(record)
        record.put("Assessment|Outside Corridor", city=float(self.outside))

    def told(self, tightening_share: float) -> None:
        """Take over how far officials may correct."""
        self.allowed = tightening_share

    def _review(self, record: Record) -> None:
        seen_year = record.year - self.delay
        if not (int(record.years[0]) <= self.start_year <= seen_year):
            return
        self.outside = 0
        first, seen = (record.city_values(self._names, year).tolist() for year in (self.start_year, seen_year))
        for i, corridor in enumerate(self.corridors):
            left = corridor.is_left(seen[i], (self.start_year, first[i]), seen_year, self.tolerance)
            self.levels[i] = min(max(self.levels[i] + (self.step if left else -self.step), 0.0), 1.0)
            self.outside += left


def read_corridors(region: Region) -> list[Corridor]:
    """Return the corridors of a region, none where it has no ``corridors.csv``.

    Raises:
        UserError: unknown targets or levers, targets without a yearly value, bounds outside a lever's range.
    """
    try:
        rows = region.table("corridors.csv")
    except MissingFile:
        return []
    targets, levers = {target.id: target for target in read_targets(region)}, all_levers()
    problems: list[str] = []
    bounds: dict[str, dict[str, float]] = {}
    for line, row in enumerate(rows, start=2):
        where = f"corridors.csv:{line}"
        target, lever = targets.get(row["target"]), levers.get(row["lever"])
        if target is None:
            problems.append(f"{where}: unknown target {row['target']!r}{nearest(row['target'], targets)}")
        elif target.rule not in RULES or not target.variables or target.relation is None:
            problems.append(f"{where}: target {target.id} has no value to hold against a corridor")
        if lever is None:
            problems.append(f"{where}: unknown lever {row['lever']!r}{nearest(row['lever'], levers)}")
        elif not lever.low <= float(row["bound"]) <= lever.high:
            problems.append(f"{where}: {lever.id}: got {row['bound']}, allowed {lever.low} to {lever.high}")
        bounds.setdefault(row["target"], {})[row["lever"]] = float(row["bound"])
    if problems:
        raise UserError("\n".join(problems))
    return [Corridor(targets[name], found) for name, found in bounds.items()]
