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
    book, rules = yard.book, signals.industry
    kwh = book.output_t * book.kwh_per_t_now() * year.is_open
    county, n = book.county, yard.n_counties
    parts = (year.charged.differential, year.charged.punitive, year.charged.tiered)
    differential, punitive, tiered = (np.bincount(county, kwh * part, minlength=n) for part in parts)
    book.surcharge_cny[:] = kwh * year.charged.total
    ledger.pay("electricity", "firms", "grid", power.bill_cny)
    ledger.pay("differential and tiered surcharge", "firms", "upper_budget", differential + tiered)
    ledger.pay("punitive surcharge", "firms", "city_budget", punitive)
    discount = np.bincount(county, kwh * rules.preferential_cny_per_kwh[book.product, county], minlength=n)
    ledger.pay("preferential power price", "city_budget", "firms", discount)
    return Charged(differential, punitive, tiered, discount)


def pay_for_mines(mines: Mines, signals: Signals, ledger: Ledger) -> None:
    """Book what mines spend on larger and new capacity, and the city's part of it."""
    county, n = mines.book.county[mines.rows], len(signals.supply.mine_upgrade_grant_share)
    capital = np.bincount(county, mines.year.capital_cny, minlength=n)
    ledger.pay("mine construction", "firms", "equipment_makers", capital)
    ledger.pay("mine upgrade support", "city_budget", "firms", capital * signals.supply.mine_upgrade_grant_share)
