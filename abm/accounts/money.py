"""Money of a year: every payment has a payer and a receiver, so what is paid is what is received."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from abm.accounts.ledger import Payment
from abm.accounts.payments import LISTS_KEPT, Headings, Payments, cells_of, sum_cells
from abm.accounts.words import PURSES
from abm.record import Record
from abm.variables import all_variables

HUNDRED_MILLION = 1e-8
SELLERS = ("energy_suppliers", "equipment_makers", "outside", "customers")  # what they get leaves, what they pay comes
NAMES = {"households": "Households", "vehicle_owners": "Vehicle Owners", "farms": "Farms", "firms": "Firms"}
PARTIES = {
    **NAMES,
    "grid": "Grid",
    "energy_suppliers": "Energy Suppliers",
    "equipment_makers": "Equipment Makers",
    "city_budget": "City Budget",
    "upper_budget": "Upper Budget",
    "outside": "Outside",
    "customers": "Customers",
}
FLOW = "Money|Flow|"  # followed by who pays, `` to `` and who gets it
OTHER = f"{FLOW}Other"


@dataclass(frozen=True)
class Money:
    """CNY of a year: ``paid`` and ``received`` are (purse, county), in the order of ``PURSES``.

    ``flows`` is (pair, county), in the order of ``pairs``: payer and receiver.
    """

    paid: np.ndarray
    received: np.ndarray
    flows: np.ndarray
    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, payments: Payments) -> "Money":
        """Add up a year's payments."""
        pairs, n_counties = payments.headings.pairs, payments.cny.shape[1]
        of_pair, of_payer, of_receiver = _cells(payments.headings, n_counties)
        flows = sum_cells(payments.cny, of_pair, len(pairs))
        paid, received = (sum_cells(flows, of_purse, len(PURSES)) for of_purse in (of_payer, of_receiver))
        return cls(paid, received, flows, pairs)

    def net(self, purse: str) -> np.ndarray:
        """(county,) CNY received less paid."""
        i = PURSES.index(purse)
        return self.received[i] - self.paid[i]


def by_item(payments: Sequence[Payment]) -> dict[tuple[str, str, str], float]:
    """Return (item, payer, receiver) -> CNY of the city, sorted."""
    sums: dict[tuple[str, str, str], float] = {}
    for item, payer, receiver, cny in payments:
        key = (item, payer, receiver)
        sums[key] = sums.get(key, 0.0) + float(cny.sum())
    return dict(sorted(sums.items()))


def put_money(record: Record, money: Money) -> None:
    """Write the money of the current year into the record."""
    net = money.received - money.paid
    used_up = np.add.reduce(net[_SELLERS])
    flows = _flows(money)
    values = (money.paid[_TOLD], money.received[_TOLD], money.paid[_BUDGETS], net[_GRID], net, flows, used_up[None])
    record.put_counties(_NAMES, np.concatenate(values) * HUNDRED_MILLION)


@lru_cache(maxsize=LISTS_KEPT)
def _cells(headings: Headings, n_counties: int) -> list[np.ndarray]:
    """Return where payments go among the pairs, and where the pairs go among those who pay and those who get."""
    purses = ([PURSES.index(pair[side]) for pair in headings.pairs] for side in (0, 1))
    return [cells_of(to, n_counties) for to in (headings.pair, *(np.array(of, dtype=np.intp) for of in purses))]


_TOLD = [PURSES.index(purse) for purse in NAMES]
_SELLERS = [PURSES.index(purse) for purse in SELLERS]
_BUDGETS = [PURSES.index("city_budget"), PURSES.index("upper_budget")]
_GRID = [PURSES.index("grid")]


def _pairs() -> dict[tuple[str, str], str]:
    """Return payer and receiver -> variable, of the pairs in the list of variables."""
    names = {f"{FLOW}{PARTIES[a]} to {PARTIES[b]}": (a, b) for a in PURSES for b in PURSES}
    return {names[name]: name for name in all_variables() if name in names}


_FLOWS = _pairs()
_NAMES = (
    *(f"Money|{name}|Paid" for name in NAMES.values()),
    *(f"Money|{name}|Received" for name in NAMES.values()),
    *("Money|City Budget", "Money|Upper Budget", "Money|Grid|Net"),
    *(f"Money|Net|{PARTIES[purse]}" for purse in PURSES),
    *(*_FLOWS.values(), OTHER, "Money|Society"),
)


def _flows(money: Money) -> np.ndarray:
    """(n_pairs + 1, n_counties) CNY in the order of the list; last what pairs without a row of their own paid."""
    return sum_cells(money.flows, _rows(money.pairs, money.flows.shape[1]), len(_FLOWS) + 1)


@lru_cache(maxsize=LISTS_KEPT)
def _rows(pairs: tuple[tuple[str, str], ...], n_counties: int) -> np.ndarray:
    """Return where pairs go among the rows of the list, the last where they have none of their own."""
    rows = {pair: row for row, pair in enumerate(_FLOWS)}
    return cells_of(np.array([rows.get(pair, len(_FLOWS)) for pair in pairs], dtype=np.intp), n_counties)
