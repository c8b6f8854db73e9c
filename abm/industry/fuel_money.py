"""Who pays for gas in place of coal (the budget for dearer fuel, gas sellers for direct supply), hydrogen, diesel."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.industry.cokeries import Cokeries
from abm.industry.investment import AT
from abm.industry.turnover import Turnover
from agents.firm.words import GAS, PRODUCTS, RAW_COAL
from agents.signals import Signals

KG_PER_T = 1000.0
BUYS = ~np.isin(np.arange(len(PRODUCTS)), (GAS, RAW_COAL))


def pay_for_gas(turnover: Turnover, signals: Signals, ledger: Ledger) -> None:
    """Book the support of dearer fuel, and the discount on gas that industry has burnt so far this year."""
    investment, book = turnover.investment, turnover.book
    support = investment.terms(signals).gap_support_cny_per_t[book.product] * investment.done
    ledger.pay_by_firm("fuel switch support", "city_budget", "firms", support.sum(axis=1) * book.output_t, book.county)
    burnt_m3 = 1000.0 * ledger.flow("burnt", "natural_gas")[AT] / investment.fuels.heat["natural_gas"]
    discount = turnover.spread(burnt_m3 * BUYS[:, None] * signals.supply.gas_discount_cny_per_m3)
    ledger.pay_by_firm("direct gas supply", "energy_suppliers", "firms", discount, book.county)


def pay_for_diesel(turnover: Turnover, litres_per_gj: float, signals: Signals, ledger: Ledger) -> None:
    """Book the diesel of mines and works; called before anybody else, who pays for himself, has burnt any."""
    book = turnover.book
    cny = ledger.flow("burnt", "diesel")[AT] * litres_per_gj * signals.fuels.diesel_cny_per_l
    paid = turnover.spread(cny)
    turnover.diesel_cny = paid
    ledger.pay_by_firm("diesel of works", "firms", "energy_suppliers", paid, book.county)
    nobody = cny.sum(axis=0) - np.bincount(book.county, paid, minlength=ledger.n_counties)
    ledger.pay("diesel of works", "firms", "energy_suppliers", np.maximum(nobody, 0.0))


def pay_for_hydrogen(cokeries: Cokeries, signals: Signals, ledger: Ledger) -> None:
    """Book plants that take hydrogen out of gas, the city's part of them, and what the year's hydrogen took."""
    n = cokeries.numbers.hydrogen
    price = signals.electricity.large_user_mean_cny_per_kwh
    capital = cokeries.sums(cokeries.added_t) * KG_PER_T * n.capital
    kg = cokeries.sums(cokeries.made_t) * KG_PER_T
    for item, payer, receiver, cny in (
        ("hydrogen plants", "firms", "equipment_makers", capital),
        ("hydrogen plant grant", "city_budget", "firms", capital * signals.industry.hydrogen_grant_share),
        ("hydrogen cleaned", "firms", "outside", kg * n.purification),
        ("hydrogen power", "firms", "grid", kg * n.kwh_per_kg * price),
    ):
        ledger.pay(item, payer, receiver, cny)
