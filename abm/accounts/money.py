"""Money of a year: every payment has a payer and a receiver, so what is paid is what is received."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.accounts.words import PURSES
from abm.record import Record

Payment = tuple[str, str, str, np.ndarray]
HUNDRED_MILLION = 1e-8
SELLERS = ("energy_suppliers", "equipment_makers", "outside")  # what they get is used up, not passed on
NAMES = {"households": "Households", "vehicle_owners": "Vehicle Owners", "farms": "Farms", "firms": "Firms"}


@dataclass(frozen=True)
class Money:
    """CNY of a year: ``paid`` and ``received`` are (purse, county), in the order of ``PURSES``."""

    paid: np.ndarray
    received: np.ndarray

    @classmethod
    def of(cls, payments: Sequence[Payment], n_counties: int) -> "Money":
        """Add up a year's payments."""
        paid, received = np.zeros((len(PURSES), n_counties)), np.zeros((len(PURSES), n_counties))
        at = {purse: i for i, purse in enumerate(PURSES)}
        for _, payer, receiver, cny in payments:
            paid[at[payer]] += cny
            received[at[receiver]] += cny
        return cls(paid, received)

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
    for purse, name in NAMES.items():
        i = PURSES.index(purse)
        record.put(f"Money|{name}|Paid", by_county=money.paid[i] * HUNDRED_MILLION)
        record.put(f"Money|{name}|Received", by_county=money.received[i] * HUNDRED_MILLION)
    for purse, name in (("city_budget", "City Budget"), ("upper_budget", "Upper Budget")):
        record.put(f"Money|{name}", by_county=money.paid[PURSES.index(purse)] * HUNDRED_MILLION)
    record.put("Money|Grid|Net", by_county=money.net("grid") * HUNDRED_MILLION)
    used_up = np.add.reduce([money.net(purse) for purse in SELLERS])
    record.put("Money|Society", by_county=used_up * HUNDRED_MILLION)
