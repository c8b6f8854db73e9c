"""What people pay and get by income, in villages and towns: homes, and the cars of their households.

Trucks, taxis and buses are vehicles of businesses: they stand apart, by county.
"""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import PEOPLE, Ledger
from abm.accounts.money import HUNDRED_MILLION
from abm.accounts.payments import KINDS, about
from abm.accounts.words import INCOME_GROUPS, PLACES, SECTORS
from abm.record import Record

PARTS = ("Home Energy", "Home Equipment", "Support", "Rooftop", "Car Running", "Car Purchase")
HOME_ENERGY, HOME_EQUIPMENT, SUPPORT, ROOFTOP, CAR_RUNNING, CAR_PURCHASE = range(len(PARTS))
OF_KIND = {  # purse -> part of each kind of payment, in the order of ``KINDS``
    "households": (HOME_ENERGY, HOME_EQUIPMENT, SUPPORT, SUPPORT, ROOFTOP),
    "vehicle_owners": (CAR_RUNNING, CAR_PURCHASE, CAR_PURCHASE, SUPPORT, CAR_RUNNING),
}
ENERGY = KINDS.index("energy")
FREIGHT = SECTORS.index("transport_freight")


@dataclass(frozen=True)
class Living:
    """(2, n_groups) in villages and towns by income group: persons in homes lived in, and their income in CNY."""

    persons: np.ndarray
    income_cny: np.ndarray


def put_people(ledger: Ledger, living: Living, record: Record) -> None:
    """Write the year's money of people by income; costs are negative."""
    parts = np.zeros((len(PARTS), len(PLACES), len(INCOME_GROUPS)))
    car_energy, not_by_income = np.zeros(len(INCOME_GROUPS)), 0.0
    businesses = np.zeros((2, ledger.n_counties))  # trucks, fleets
    for at, ((_, payer, receiver, cny), what) in enumerate(zip(ledger.payments, about(ledger.payments), strict=True)):
        purse, sign = (receiver, 1.0) if receiver in PEOPLE else (payer, -1.0)
        if purse not in PEOPLE:
            continue
        detail = ledger.of_people.get(at)
        if detail is not None:
            part = OF_KIND[purse][what.kind]
            parts[part] += detail
            car_energy -= detail.sum(axis=0) if part == CAR_RUNNING else 0.0
        elif purse == "households":
            not_by_income += sign * float(cny.sum())
        else:
            businesses[0 if FREIGHT in (what.payer, what.receiver) else 1] += sign * cny
    _put_groups(parts, living, record)
    record.put("Money|People|Not by Income", city=not_by_income * HUNDRED_MILLION)
    record.put("Money|Vehicle Owners|Trucks", by_county=businesses[0] * HUNDRED_MILLION)
    record.put("Money|Vehicle Owners|Fleets", by_county=businesses[1] * HUNDRED_MILLION)
    _put_burden(car_energy - parts[HOME_ENERGY].sum(axis=0), living, record)


def _put_groups(parts: np.ndarray, living: Living, record: Record) -> None:
    net = parts.sum(axis=0)
    per_head = net / np.maximum(living.persons, 1e-9)
    for g, group in enumerate(INCOME_GROUPS):
        for p, place in enumerate(PLACES):
            record.put(f"Money|People|Net|{place}|{group}", city=float(net[p, g]) * HUNDRED_MILLION)
            record.put(f"Money|People|Net per Head|{place}|{group}", city=float(per_head[p, g]))
        for part, name in enumerate(PARTS):
            record.put(f"Money|People|{name}|{group}", city=float(parts[part, :, g].sum()) * HUNDRED_MILLION)


def _put_burden(energy_cny: np.ndarray, living: Living, record: Record) -> None:
    """Write bills for home, kitchen and car over income by group; ``energy_cny`` is (n_groups,)."""
    income = living.income_cny.sum(axis=0)
    for group, burden in zip(INCOME_GROUPS, energy_cny / np.maximum(income, 1e-9), strict=True):
        record.put(f"Homes|Energy Burden with Kitchen and Car|{group}", city=float(burden))
