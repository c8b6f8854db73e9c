"""The two tables: ``runs.csv`` names groups of runs, ``figures.csv`` has a row for each figure of a sentence."""

import csv
import math
from dataclasses import dataclass, fields, replace
from io import StringIO
from pathlib import Path

from abm.errors import UserError

HERE = Path(__file__).parent
RUNS, FIGURES = HERE / "runs.csv", HERE / "figures.csv"
IN_CHINESE = {"Mt": 100.0, "kt": 0.1, "thousand": 0.1}  # how a unit begins -> factor to the Chinese one, 万


@dataclass(frozen=True)
class Group:
    """Runs of one package, storyline and setting over several seeds; an empty storyline is the region's first."""

    name: str
    package: str
    settings: tuple[tuple[str, int | None, float], ...]
    storyline: str
    seeds: tuple[int, ...]
    until: int
    history: str


@dataclass(frozen=True)
class Figure:
    """A number in a sentence.

    ``expression`` gives it in the English sentence's ``unit`` (see ``values.py``), shown with ``decimals`` (-2:
    whole hundreds; None: the sentence has it in words, only watched). ``claim``, such as ``> 0`` or ``< peak2``, is
    what the sentence says beside it. A move of the value beyond ``tolerance`` is told to the author. ``value`` is what
    was measured last, with the code and data of hash ``made_with``; NaN if it never was.
    """

    id: str
    document: str
    expression: str
    unit: str
    decimals: int | None
    chinese_factor: float
    tolerance: float
    claim: str
    value: float
    made_with: str

    def text(self, *, chinese: bool, is_signed: bool = False) -> str:
        """Return the value as a document has it; ``is_signed``: with a plus where it is above nothing."""
        if self.decimals is None or not math.isfinite(self.value):
            raise ValueError(f"{self.id} has no text of its own")
        factor = self.chinese_factor if chinese else 1.0
        shown = round(self.value, self.decimals) * factor
        places = max(0, self.decimals - round(math.log10(factor)))
        text = f"{shown:.0f}" if self.unit == "year" else f"{shown:,.{places}f}"
        if not float(text.replace(",", "")):
            return text.removeprefix("-")
        return f"+{text}" if is_signed and shown > 0 else text


def groups() -> dict[str, Group]:
    """Return the groups of runs by their names."""
    return {row["name"]: _group(row) for row in _rows(RUNS)}


def figures(path: Path = FIGURES) -> dict[str, Figure]:
    """Return the figures by their ids.

    Raises:
        UserError: an id stands twice.
    """
    found: dict[str, Figure] = {}
    for row in _rows(path):
        figure = _figure(row)
        if figure.id in found:
            raise UserError(f"{path.name}: {figure.id} stands twice")
        found[figure.id] = figure
    return found


def measured(figure: Figure, value: float, made_with: str) -> Figure:
    """Return the figure with what was measured now, to six digits."""
    return replace(figure, value=float(f"{value:.6g}"), made_with=made_with)


def as_csv(rows: dict[str, Figure]) -> str:
    """Return the content of ``figures.csv``."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(field.name for field in fields(Figure))
    for row in rows.values():
        decimals = "" if row.decimals is None else row.decimals
        factor = "" if row.chinese_factor == _factor(row.unit) else f"{row.chinese_factor:g}"
        told = [row.id, row.document, row.expression, row.unit, decimals, factor]
        table.writerow([*told, _text(row.tolerance), row.claim, _text(row.value), row.made_with])
    return out.getvalue()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _group(row: dict[str, str]) -> Group:
    first, _, last = row["seeds"].partition("-")
    return Group(
        name=row["name"],
        package=row["package"],
        settings=tuple(_setting(word) for word in row["settings"].split()),
        storyline=row["storyline"],
        seeds=tuple(range(int(first), int(last or first) + 1)),
        until=int(row["until"]),
        history=row["history"] or "observed",
    )


def _setting(word: str) -> tuple[str, int | None, float]:
    name, _, value = word.partition("=")
    lever, _, year = name.partition("@")
    return lever, int(year) if year else None, float(value)


def _figure(row: dict[str, str]) -> Figure:
    return Figure(
        id=row["id"],
        document=row["document"],
        expression=row["expression"],
        unit=row["unit"],
        decimals=int(row["decimals"]) if row["decimals"] else None,
        chinese_factor=float(row["chinese_factor"]) if row["chinese_factor"] else _factor(row["unit"]),
        tolerance=float(row["tolerance"]) if row["tolerance"] else math.nan,
        claim=row["claim"],
        value=float(row["value"]) if row["value"] else math.nan,
        made_with=row["made_with"],
    )


def _factor(unit: str) -> float:
    return next((factor for begin, factor in IN_CHINESE.items() if unit.startswith(begin)), 1.0)


def _text(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.6g}"
