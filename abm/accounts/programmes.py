"""The programmes that public budgets pay for: which payment belongs to which, and to which projects of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from abm.record import Record
from abm.tables import read_rows

BUDGETS = {"city_budget": "City Budget", "upper_budget": "Upper Budget"}
OTHER = "Other"  # what a budget pays beside the programmes
HUNDRED_MILLION = 1e-8


@dataclass(frozen=True)
class Programme:
    """One programme: the payment's item, its name in the variables, what sets its rate, the projects it serves."""

    item: str
    name: str
    levers: tuple[str, ...]
    projects: tuple[str, ...]


@cache
def programmes() -> dict[str, Programme]:
    """Return item -> programme, as in ``programmes.csv``."""
    rows = read_rows(Path(__file__).parent / "programmes.csv")
    found = (Programme(row["item"], row["name"], _names(row["levers"]), _names(row["projects"])) for row in rows)
    return {programme.item: programme for programme in found}


def _names(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def by_programme(payments: Sequence[tuple[str, str, str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return variable -> (n_counties,) CNY that a public budget paid for a programme."""
    known = programmes()
    sums: dict[str, np.ndarray] = {}
    for item, payer, _, cny in payments:
        if payer in BUDGETS:
            name = known[item].name if item in known else OTHER
            variable = f"Money|{BUDGETS[payer]}|{name}"
            sums[variable] = sums.get(variable, 0.0) + cny
    return sums


def put_programmes(record: Record, sums: Mapping[str, np.ndarray]) -> None:
    """Write what each budget paid for each programme in the current year."""
    if sums:
        record.put_counties(tuple(sums), np.array([*sums.values()]) * HUNDRED_MILLION)
