"""The programmes that public budgets pay for: which payment belongs to which, and to which projects of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from abm.accounts.payments import LISTS_KEPT, Headings, Payments, cells_of, sum_cells
from abm.record import Record
from abm.tables import read_rows

BUDGETS = {"city_budget": "City Budget", "upper_budget": "Upper Budget"}
HUNDRED_MILLION = 1e-8


@dataclass(frozen=True)
class Programme:
    """One programme: the payment's item, its name in the variables, what sets its rate, the projects it serves.

    ``beside`` the envelope for programmes stands what a city pays in any case: roads, waste, its airport.
    """

    item: str
    name: str
    levers: tuple[str, ...]
    projects: tuple[str, ...]
    beside: bool


@cache
def programmes() -> dict[str, Programme]:
    """Return item -> programme, as in ``programmes.csv``."""
    rows = read_rows(Path(__file__).parent / "programmes.csv")
    found = (
        Programme(row["item"], row["name"], _names(row["levers"]), _names(row["projects"]), row["beside"] == "yes")
        for row in rows
    )
    return {programme.item: programme for programme in found}


def _names(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def by_programme(payments: Payments) -> dict[str, np.ndarray]:
    """Return variable -> (n_counties,) CNY that a public budget paid for a programme.

    Raises:
        KeyError: a budget paid for something that has no row in ``programmes.csv``.
    """
    rows, cells, variables = _of_budgets(payments.headings, payments.cny.shape[1])
    sums = sum_cells(payments.cny[rows], cells, len(variables))
    return dict(zip(variables, sums, strict=True))


@lru_cache(maxsize=LISTS_KEPT)
def _of_budgets(headings: Headings, n_counties: int) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Return which payments come from a budget, where they go among the variables of programmes, and these."""
    known = programmes()
    found = {
        row: f"Money|{BUDGETS[payer]}|{known[item].name}"
        for row, (item, payer, _) in enumerate(headings.items)
        if payer in BUDGETS
    }
    variables = tuple(dict.fromkeys(found.values()))
    to = np.array([variables.index(name) for name in found.values()], dtype=np.intp)
    return np.array(list(found), dtype=np.intp), cells_of(to, n_counties), variables


def put_programmes(record: Record, sums: Mapping[str, np.ndarray]) -> None:
    """Write what each budget paid for each programme in the current year."""
    if sums:
        record.put_counties(tuple(sums), np.array([*sums.values()]) * HUNDRED_MILLION)
