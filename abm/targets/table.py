"""The rows of ``targets.csv`` of a region: what the plan says, and how it is read off a run."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from abm.errors import UserError
from abm.region import Region
from abm.targets.relation import Relation, parse_relation
from abm.variables import UnknownVariable, variable

RULES = ("value", "peak", "falling", "falling every year", "growth", "unquantified", "")
KINDS = ("outcome", "deliverable", "trend")
TARGETS_KEPT = 1024  # parsed, of the tables of several regions


class TargetError(UserError):
    """Everything that is wrong with a table of targets, one problem a line."""


@dataclass(frozen=True)
class Target:
    """One target of the plan.

    ``first_year`` is the year before which a trend is measured (None where there is none), ``factor``
    turns the variable's unit into the target's, ``beside`` names variables shown with it and never
    scored, ``gap`` says what of it the data leave out: with it a target is never called met.
    ``date_source_zh`` and ``calibre_zh`` are blank where a table has no such columns.
    """

    id: str
    project: str
    indicator: str
    indicator_zh: str
    first_year: int | None
    year: int | None
    date_source: str
    relation_text: str
    value: float | None
    unit: str
    kind: str
    calibre: str
    quote_zh: str
    rule: str
    variables: tuple[str, ...]
    factor: float
    beside: tuple[str, ...]
    gap: str
    relation: Relation | None
    date_source_zh: str
    calibre_zh: str


def read_targets(region: Region) -> list[Target]:
    """Return the targets of a region in the order of its table.

    Raises:
        TargetError: problems in the table, all at once.
    """
    path: Path = region.file("targets.csv")
    targets, problems = [], []
    seen: set[str] = set()
    for line, row in enumerate(region.table("targets.csv"), start=2):
        where = f"{path.name}:{line} {row.get('id', '')}"
        try:
            if row["id"] in seen:
                raise ValueError("listed twice")
            seen.add(row["id"])
            targets.append(_parsed(tuple(row.items())))
        except KeyError as error:
            problems.append(f"{where}: no column {error.args[0]!r}")
        except ValueError as error:
            problems.append(f"{where}: {error}")
    if problems:
        raise TargetError("\n".join(problems))
    return targets


@lru_cache(maxsize=TARGETS_KEPT)
def _parsed(cells: tuple[tuple[str, str], ...]) -> Target:
    """Return the target of a row; every run of a batch asks for the same ones."""
    return parse_target(dict(cells))


def parse_target(row: dict[str, str]) -> Target:
    """Return the target that a row stands for.

    Raises:
        KeyError: a column is missing.
        ValueError: a cell says nothing that can be scored.
    """
    kind, rule = row["kind"], row["rule"]
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r}, allowed {', '.join(KINDS)}")
    if rule not in RULES:
        raise ValueError(f"rule {rule!r}, allowed {', '.join(RULES)}")
    first, year = _years(row["year"])
    first = int(row["since"]) if row["since"] else first
    value = float(row["value"]) if row["value"] else None
    if rule in ("value", "peak") and (value is None or year is None):
        raise ValueError(f"rule {rule!r} needs a year and a value")
    if rule.startswith(("falling", "growth")) and first is None:
        raise ValueError(f"rule {rule!r} needs a period such as 2026-2030, or since")
    relation = (
        parse_relation(row["relation"], value, row["tolerance"])
        if rule in ("value", "peak") and value is not None
        else None
    )
    return Target(
        id=row["id"],
        project=row["project"],
        indicator=row["indicator"],
        indicator_zh=row["indicator_zh"],
        first_year=first,
        year=year,
        date_source=row["date_source"],
        relation_text=row["relation"],
        value=value,
        unit=row["unit"],
        kind=kind,
        calibre=row["calibre"],
        quote_zh=row["quote_zh"],
        rule=rule,
        variables=_known(row["variable"]),
        factor=float(row["factor"] or 1.0),
        beside=_known(row["beside"]),
        gap=row["gap"],
        relation=relation,
        date_source_zh=row.get("date_source_zh", ""),
        calibre_zh=row.get("calibre_zh", ""),
    )


def _years(text: str) -> tuple[int | None, int | None]:
    """Return the base year of a period (the year before it begins) and the year of the target."""
    if not text:
        return None, None
    if "-" in text:
        first, last = text.split("-")
        return int(first) - 1, int(last)
    return None, int(text)


def _known(names: str) -> tuple[str, ...]:
    found = tuple(name.strip() for name in names.split(";") if name.strip())
    for name in found:
        try:
            variable(name)
        except UnknownVariable as error:
            raise ValueError(str(error)) from None
    return found
