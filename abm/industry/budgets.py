"""Energy budgets of key units over the years: what each may use, and what quota beyond it costs."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.industry.yard import Yard
from abm.parameters import Parameters
from agents.firm.budget import allowed_use, excess
from agents.firm.words import ALUMINIUM, OTHER, PRODUCTS
from agents.signals import Signals

KGCE_PER_T = 1000.0


class EnergyBudgets:
    """Key units are works that use more than so much energy; the rest of a product in a county is not one works."""

    def __init__(self, yard: Yard, p: Parameters) -> None:
        self.yard, self.book = yard, yard.book
        b = self.book
        kgce = np.where(np.arange(len(PRODUCTS)) == ALUMINIUM, p.value("invest.kgce_per_kwh", "kgce/kWh"), 1.0)
        self.quota_cny_per_unit = (kgce * p.value("invest.quota_price", "CNY/tce") / KGCE_PER_T)[b.product]
        energy_tce = b.capacity_t * b.first_use * kgce[b.product] / KGCE_PER_T
        self.is_key = (energy_tce >= p.value("invest.key_unit", "tce/yr")) & (b.product != OTHER)
        self.allowed_per_t = b.first_use.copy()

    def set(self, signals: Signals) -> None:
        """Give every key unit its budget of the year."""
        b = self.book
        cut = signals.investment.energy_budget_cut_share[b.county]
        benchmark = signals.industry.benchmark_per_t[b.product]
        self.allowed_per_t = allowed_use(b.first_use, cut, benchmark, self.is_key)

    def cost_cny_per_t(self) -> np.ndarray:
        """Return (n_firms,) CNY per t of product that quota beyond the budget costs."""
        return excess(self.book.specific_use, self.allowed_per_t) * self.quota_cny_per_unit

    def pay(self, ledger: Ledger) -> np.ndarray:
        """Book the quota bought; returns (n_counties,) CNY."""
        cny = self.book.output_t * self.cost_cny_per_t()
        ledger.pay_by_firm("energy quota", "firms", "city_budget", cny, self.book.county)
        return np.bincount(self.book.county, cny, minlength=self.yard.n_counties)
