"""Which indicators closed plants and power cuts move, and which way: ``blanket.csv``.

A row declares a variable and, unless a longer row says otherwise, what stands under it (``Energy Use`` also
``Energy Use|Coal``). What no row names is not moved: closing works grows no forest and renovates no home.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from abm.tables import read_rows
from abm.targets.table import Target

Measure = Literal["closures", "power_cuts"]
FILE = Path(__file__).parent / "blanket.csv"
DIRECTIONS = ("", "-", "+")


def is_helped(target: Target, measure: Measure) -> bool:
    """Return whether a blanket measure moves an indicator of ``target`` towards what it asks."""
    wanted = _wanted(target)
    return bool(wanted) and any(moves(name, measure) == wanted for name in target.variables)


def moves(name: str, measure: Measure) -> str:
    """Return which way a blanket measure moves a variable: ``-``, ``+`` or '' where it does not."""
    rows = _declared()
    parts = name.split("|")
    above = ("|".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((rows[prefix][measure] for prefix in above if prefix in rows), "")


def _wanted(target: Target) -> str:
    """Return which way a target asks its indicator to go; '' where it gives neither a number nor a direction."""
    if target.rule == "value":
        return "" if target.relation is None else {">": "+", "<": "-"}[target.relation.sign[0]]
    return {"growth": "+", "falling": "-", "falling every year": "-", "peak": "-"}.get(target.rule, "")


@cache
def _declared() -> dict[str, dict[str, str]]:
    """Return rows by what they declare.

    Raises:
        ValueError: a direction that is none, or a row that is listed twice.
    """
    found: dict[str, dict[str, str]] = {}
    for line, row in enumerate(read_rows(FILE), start=2):
        if row["closures"] not in DIRECTIONS or row["power_cuts"] not in DIRECTIONS or row["variable"] in found:
            raise ValueError(f"{FILE.name}:{line} {row['variable']}: listed twice, or no direction (-, + or blank)")
        found[row["variable"]] = row
    return found
