"""Money of a year: every payment has a payer and a receiver, so what is paid is what is received."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.accounts.words import PURSES
from abm.record import Record
from abm.variables import all_variables

Payment = tuple[str, str, str, np.ndarray]
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

    ``flows`` is payer and receiver -> (n_counties,).
    """

    paid: np.ndarray
    received: np.ndarray
    flows: dict[tuple[str, str], np.ndarray]

    @classmethod
    def of(cls, payments: Sequence[Payment], n_counties: int) -> "Money":
        """Add up a year's payments."""
        paid, received = np.zeros((len(PURSES), n_counties)), np.zeros((len(PURSES), n_counties))
        flows: dict[tuple[str, str], np.ndarray] = {}
        for _, payer, receiver, cny in payments:
            flows[payer, receiver] = flows[payer, receiver] + cny if (payer, receiver) in flows else cny
        for (payer, receiver), cny in flows.items():
            paid[PURSES.index(payer)] += cny
            received[PURSES.index(receiver)] += cny
        return cls(paid, received, flows)

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
    record.put_counties(_PAID, money.paid[_TOLD] * HUNDRED_MILLION)
    record.put_counties(_RECEIVED, money.received[_TOLD] * HUNDRED_MILLION)
    for purse, name in (("city_budget", "City Budget"), ("upper_budget", "Upper Budget")):
        record.put(f"Money|{name}", by_county=money.paid[PURSES.index(purse)] * HUNDRED_MILLION)
    record.put("Money|Grid|Net", by_county=money.net("grid") * HUNDRED_MILLION)
    net = (money.received - money.paid) * HUNDRED_MILLION
    record.put_counties(_NETS, net)
    record.put_counties((*_FLOWS.values(), OTHER), _flows(money, net.shape[1]))
    used_up = np.add.reduce([money.net(purse) for purse in SELLERS])
    record.put("Money|Society", by_county=used_up * HUNDRED_MILLION)


_TOLD = [PURSES.index(purse) for purse in NAMES]
_PAID = tuple(f"Money|{name}|Paid" for name in NAMES.values())
_RECEIVED = tuple(f"Money|{name}|Received" for name in NAMES.values())
_NETS = tuple(f"Money|Net|{PARTIES[purse]}" for purse in PURSES)


def _pairs() -> dict[tuple[str, str], str]:
    """Return payer and receiver -> variable, of the pairs in the list of variables."""
    names = {f"{FLOW}{PARTIES[a]} to {PARTIES[b]}": (a, b) for a in PURSES for b in PURSES}
    return {names[name]: name for name in all_variables() if name in names}


_FLOWS = _pairs()


def _flows(money: Money, n_counties: int) -> np.ndarray:
    """(n_pairs + 1, n_counties) 10^8 CNY in the order of the list; last what pairs without a row of their own paid."""
    nothing = np.zeros(n_counties)
    rest = sum((cny for pair, cny in money.flows.items() if pair not in _FLOWS), nothing)
    return np.array([*(money.flows.get(pair, nothing) for pair in _FLOWS), rest]) * HUNDRED_MILLION
