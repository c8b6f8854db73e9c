"""Who pays whom for the power of firms and the surcharges on it; retrofits stand in ``finance.py``."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.industry.decisions import YearOfFirms
from abm.industry.mines import Mines
from abm.industry.power_use import PowerYear
from abm.industry.yard import Yard
from agents.signals import Signals


@dataclass(frozen=True)
class Charged:
    """Surcharges by rule and discounts of a year, (n_counties,) CNY."""

    differential: np.ndarray
    punitive: np.ndarray
    tiered: np.ndarray
    discounts: np.ndarray


def pay(yard: Yard, year: YearOfFirms, power: PowerYear, signals: Signals, ledger: Ledger) -> Charged:
    """Book the year's payments; differential and tiered surcharges go up, punitive ones to the city."""
    book, rules, charged = yard.book, signals.industry, year.charged
    kwh = book.output_t * book.kwh_per_t_now() * year.is_open
    county, n = book.county, yard.n_counties
    upper, punitive = kwh * (charged.differential + charged.tiered), kwh * charged.punitive
    discount = kwh * rules.preferential_cny_per_kwh[book.product, county]
    book.surcharge_cny[:] = kwh * charged.total
    for item, payer, receiver, cny in (
        ("electricity", "firms", "grid", power.bill_cny - power.by_kw_cny),
        ("network fee by load", "firms", "grid", power.by_kw_cny),
        ("differential and tiered surcharge", "firms", "upper_budget", upper),
        ("punitive surcharge", "firms", "city_budget", punitive),
        ("preferential power price", "city_budget", "firms", discount),
    ):
        ledger.pay_by_firm(item, payer, receiver, cny, county)
    parts = (kwh * charged.differential, punitive, kwh * charged.tiered, discount)
    return Charged(*(np.bincount(county, part, minlength=n) for part in parts))


def pay_for_mines(mines: Mines, signals: Signals, ledger: Ledger) -> None:
    """Book what mines spend on larger and new capacity, and the city's part of what makes working mines larger."""
    county = mines.book.county
    capital, upgrade = np.zeros((2, len(mines.book)))
    capital[mines.rows], upgrade[mines.rows] = mines.year.capital_cny, mines.year.upgrade_cny
    grant = upgrade * signals.supply.mine_upgrade_grant_share[county]
    ledger.pay_by_firm("mine construction", "firms", "equipment_makers", capital, county)
    ledger.pay_by_firm("mine upgrade support", "city_budget", "firms", grant, county)
