"""Who pays where gas takes the place of coal: the budget for dearer fuel, gas sellers for direct supply."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import SECTORS
from abm.industry.investment import Investment
from agents.firm.words import GAS, PRODUCTS, RAW_COAL, SECTOR
from agents.signals import Signals

BUYERS = [SECTORS.index(SECTOR[name]) for i, name in enumerate(PRODUCTS) if i not in (GAS, RAW_COAL)]


def pay_for_gas(investment: Investment, signals: Signals, ledger: Ledger) -> None:
    """Book the support of dearer fuel, and the discount on gas that industry has burnt so far this year."""
    book, n = investment.book, investment.yard.n_counties
    support = investment.gap_support_cny_per_t(signals)[book.product] * investment.done
    cny = np.bincount(book.county, support.sum(axis=1) * book.output_t, minlength=n)
    ledger.pay("fuel switch support", "city_budget", "firms", cny)
    burnt_m3 = 1000.0 * ledger.flow("burnt", "natural_gas")[BUYERS].sum(axis=0) / investment.fuels.heat["natural_gas"]
    discount = signals.supply.gas_discount_cny_per_m3
    ledger.pay("direct gas supply", "energy_suppliers", "firms", burnt_m3 * discount)
