"""What people pay and get by income, in villages and towns: homes, and the cars of their households.

Trucks, taxis and buses are vehicles of businesses: they stand apart, by county.
"""

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add

import numpy as np

from abm.accounts.ledger import PEOPLE, Ledger
from abm.accounts.money import HUNDRED_MILLION
from abm.accounts.payments import LISTS_KEPT, Headings, Payments, cells_of, sum_cells
from abm.accounts.words import INCOME_GROUPS, PLACES, SECTORS
from abm.record import Record

PARTS = ("Home Energy", "Home Equipment", "Support", "Rooftop", "Car Running", "Car Purchase", "Car Upkeep")
HOME_ENERGY, HOME_EQUIPMENT, SUPPORT, ROOFTOP, CAR_RUNNING, CAR_PURCHASE, CAR_UPKEEP = range(len(PARTS))
OF_KIND = {  # purse -> part of each kind of payment, in the order of ``KINDS``
    "households": (HOME_ENERGY, HOME_EQUIPMENT, SUPPORT, SUPPORT, ROOFTOP),
    "vehicle_owners": (CAR_RUNNING, CAR_PURCHASE, CAR_PURCHASE, SUPPORT, CAR_RUNNING),
}
OF_ITEM = {  # an upkeep is no energy, so no part of its burden; used cars go from owner to owner
    "car_upkeep": CAR_UPKEEP,
    "used_cars": CAR_PURCHASE,
}
NAMES = (
    *(f"Money|People|Net|{place}|{group}" for place in PLACES for group in INCOME_GROUPS),
    *(f"Money|People|Net per Head|{place}|{group}" for place in PLACES for group in INCOME_GROUPS),
    *(f"Money|People|{part}|{group}" for part in PARTS for group in INCOME_GROUPS),
)
BURDENS = tuple(f"Homes|Energy Burden with Kitchen and Car|{group}" for group in INCOME_GROUPS)
N_GROUPS = len(PLACES) * len(INCOME_GROUPS)
BUSINESSES = ("Money|Vehicle Owners|Trucks", "Money|Vehicle Owners|Fleets")
FREIGHT = SECTORS.index("transport_freight")


@dataclass(frozen=True)
class Living:
    """(2, n_groups) in villages and towns by income group: persons and their income in CNY.

    Who is away in winter pays nothing for the home, but may well own a car: what cars cost is over all homes.
    """

    persons: np.ndarray  # in homes lived in
    income_cny: np.ndarray
    persons_of_all: np.ndarray  # in homes lived in or empty
    income_of_all_cny: np.ndarray


def put_people(ledger: Ledger, payments: Payments, living: Living, record: Record) -> None:
    """Write the year's money of people by income; costs are negative."""
    told = _told(payments.headings, tuple(ledger.of_people), payments.cny.shape[1])
    details = np.array(list(ledger.of_people.values())).reshape(-1, N_GROUPS)
    parts = sum_cells(details, told.part, len(PARTS)).reshape(-1, len(PLACES), len(INCOME_GROUPS))
    not_by_income = reduce(add, (told.other_sign * np.add.reduce(payments.cny[told.other], axis=1)).tolist(), 0.0)
    businesses = sum_cells(told.business_sign * payments.cny[told.business], told.fleet, len(BUSINESSES))
    of_cars = details[told.of_cars].sum(axis=0).reshape(len(PLACES), len(INCOME_GROUPS))
    _put_groups(parts, of_cars, living, record)
    record.put("Money|People|Not by Income", city=not_by_income * HUNDRED_MILLION)
    record.put_counties(BUSINESSES, businesses * HUNDRED_MILLION)
    _put_burden(-parts[[HOME_ENERGY, CAR_RUNNING]].sum(axis=1), living, record)


@dataclass(frozen=True)
class _Told:
    """How the payments of people are told; ``other`` and ``business`` are places among the year's payments."""

    part: np.ndarray  # where in ``PARTS`` and groups goes what is known by income
    of_cars: np.ndarray  # (n_known,) bool, whether it is of cars
    other: np.ndarray  # of homes and not known by income
    other_sign: np.ndarray  # 1 where they get it
    business: np.ndarray  # of trucks and fleets
    business_sign: np.ndarray  # (n_business, 1)
    fleet: np.ndarray  # where they go in ``BUSINESSES`` and counties


@lru_cache(maxsize=LISTS_KEPT)
def _told(headings: Headings, detailed: tuple[int, ...], n_counties: int) -> _Told:
    parts, of_cars, other, business = [], [], [], []
    for at, ((item, payer, receiver), what) in enumerate(zip(headings.items, headings.abouts, strict=True)):
        purse, sign = (receiver, 1.0) if receiver in PEOPLE else (payer, -1.0)
        if purse not in PEOPLE:
            continue
        if at in detailed:
            parts.append(OF_ITEM.get(item, OF_KIND[purse][what.kind]))
            of_cars.append(purse == "vehicle_owners")
        elif purse == "households":
            other.append((at, sign))
        else:
            business.append((at, sign, FREIGHT not in (what.payer, what.receiver)))
    return _Told(
        part=cells_of(np.array(parts, dtype=np.intp), N_GROUPS),
        of_cars=np.array(of_cars, dtype=bool),
        other=np.array([at for at, _ in other], dtype=np.intp),
        other_sign=np.array([sign for _, sign in other]),
        business=np.array([at for at, _, _ in business], dtype=np.intp),
        business_sign=np.array([sign for _, sign, _ in business]).reshape(-1, 1),
        fleet=cells_of(np.array([is_fleet for _, _, is_fleet in business], dtype=np.intp), n_counties),
    )


def _put_groups(parts: np.ndarray, of_cars: np.ndarray, living: Living, record: Record) -> None:
    net = parts.sum(axis=0)
    per_head = (net - of_cars) / np.maximum(living.persons, 1e-9) + of_cars / np.maximum(living.persons_of_all, 1e-9)
    by_part = parts.sum(axis=1)
    values = np.concatenate([net.ravel() * HUNDRED_MILLION, per_head.ravel(), by_part.ravel() * HUNDRED_MILLION])
    record.put_city(NAMES, values)


def _put_burden(energy_cny: np.ndarray, living: Living, record: Record) -> None:
    """Write bills for home, kitchen and car over income by group; ``energy_cny`` is (2, n_groups), home and car."""
    income = np.array((living.income_cny, living.income_of_all_cny)).sum(axis=1)
    record.put_city(BURDENS, (energy_cny / np.maximum(income, 1e-9)).sum(axis=0))
