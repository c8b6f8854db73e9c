"""What people pay and get by income, in villages and towns: homes, and the cars of their households.

Trucks, taxis and buses are vehicles of businesses: they stand apart, by county.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import PEOPLE, Ledger
from abm.accounts.money import HUNDRED_MILLION
from abm.accounts.payments import About
from abm.accounts.words import INCOME_GROUPS, PLACES, SECTORS
from abm.record import Record

PARTS = ("Home Energy", "Home Equipment", "Support", "Rooftop", "Car Running", "Car Purchase")
HOME_ENERGY, HOME_EQUIPMENT, SUPPORT, ROOFTOP, CAR_RUNNING, CAR_PURCHASE = range(len(PARTS))
OF_KIND = {  # purse -> part of each kind of payment, in the order of ``KINDS``
    "households": (HOME_ENERGY, HOME_EQUIPMENT, SUPPORT, SUPPORT, ROOFTOP),
    "vehicle_owners": (CAR_RUNNING, CAR_PURCHASE, CAR_PURCHASE, SUPPORT, CAR_RUNNING),
}
NAMES = (
    *(f"Money|People|Net|{place}|{group}" for place in PLACES for group in INCOME_GROUPS),
    *(f"Money|People|Net per Head|{place}|{group}" for place in PLACES for group in INCOME_GROUPS),
    *(f"Money|People|{part}|{group}" for part in PARTS for group in INCOME_GROUPS),
)
BURDENS = tuple(f"Homes|Energy Burden with Kitchen and Car|{group}" for group in INCOME_GROUPS)
FREIGHT = SECTORS.index("transport_freight")


@dataclass(frozen=True)
class Living:
    """(2, n_groups) in villages and towns by income group: persons in homes lived in, and their income in CNY."""

    persons: np.ndarray
    income_cny: np.ndarray


def put_people(ledger: Ledger, known: Sequence[About], living: Living, record: Record) -> None:
    """Write the year's money of people by income; costs are negative. ``known`` says what each payment is."""
    parts = np.zeros((len(PARTS), len(PLACES), len(INCOME_GROUPS)))
    not_by_income = 0.0
    businesses = np.zeros((2, ledger.n_counties))  # trucks, fleets
    for at, ((_, payer, receiver, cny), what) in enumerate(zip(ledger.payments, known, strict=True)):
        purse, sign = (receiver, 1.0) if receiver in PEOPLE else (payer, -1.0)
        if purse not in PEOPLE:
            continue
        detail = ledger.of_people.get(at)
        if detail is not None:
            parts[OF_KIND[purse][what.kind]] += detail
        elif purse == "households":
            not_by_income += sign * float(cny.sum())
        else:
            businesses[0 if FREIGHT in (what.payer, what.receiver) else 1] += sign * cny
    _put_groups(parts, living, record)
    record.put("Money|People|Not by Income", city=not_by_income * HUNDRED_MILLION)
    record.put("Money|Vehicle Owners|Trucks", by_county=businesses[0] * HUNDRED_MILLION)
    record.put("Money|Vehicle Owners|Fleets", by_county=businesses[1] * HUNDRED_MILLION)
    _put_burden(-parts[[HOME_ENERGY, CAR_RUNNING]].sum(axis=(0, 1)), living, record)


def _put_groups(parts: np.ndarray, living: Living, record: Record) -> None:
    net = parts.sum(axis=0)
    per_head = net / np.maximum(living.persons, 1e-9)
    by_part = parts.sum(axis=1)
    values = np.concatenate([net.ravel() * HUNDRED_MILLION, per_head.ravel(), by_part.ravel() * HUNDRED_MILLION])
    record.put_city(NAMES, values)


def _put_burden(energy_cny: np.ndarray, living: Living, record: Record) -> None:
    """Write bills for home, kitchen and car over income by group; ``energy_cny`` is (n_groups,)."""
    income = living.income_cny.sum(axis=0)
    record.put_city(BURDENS, energy_cny / np.maximum(income, 1e-9))
