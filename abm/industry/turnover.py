"""What output earns beside energy, what its fuel costs, and what surplus gas brings, firm by firm.

Nobody lists what steelworks pay for ore and wages. So the first year is taken as it is: what a tonne sells for
less everything but energy is its value added plus what its energy cost then, less what power of its own gas and heat
brought. Later years keep that, at 2020 prices, and pay the energy of their own.
"""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.money import by_item
from abm.accounts.words import OWN_POWER
from abm.industry.cokeries import Cokeries
from abm.industry.investment import AT, Investment
from abm.industry.oven_gas import ALUMINA as GAS_TO_ALUMINA
from abm.industry.oven_gas import POWER as GAS_TO_POWER
from agents.choice import share_of
from agents.firm.words import PRODUCTS, RAW_COAL, SECTOR
from agents.signals import Signals


class Turnover:
    """Books fuel and sales; ``earned_cny_per_t`` (n_products,) is fixed by the first year that is settled."""

    def __init__(self, investment: Investment, value_added: np.ndarray) -> None:
        self.investment, self.book, self.yard = investment, investment.book, investment.yard
        self.value_added = value_added
        self.diesel_cny = np.zeros(len(self.book))  # (n_firms,) of the year
        self.fuel_share = np.zeros(len(self.book))
        self.earned_cny_per_t: np.ndarray | None = None
        self._per_t: np.ndarray | None = None
        self._energy_cny = np.zeros(len(self.book))  # of the year

    def settle(
        self, signals: Signals, bills_cny: np.ndarray, mine_gas_cny: np.ndarray, cokeries: Cokeries, ledger: Ledger
    ) -> None:
        """Book fuel and gas once all fuel is burnt; what output sells for waits for :meth:`sell`.

        Args:
            signals: of the year.
            bills_cny: (n_firms,) for power and for what goes into furnaces.
            mine_gas_cny: (n_counties,) what mine gas that was used is worth.
            cokeries: with the split of the year's surplus gas.
            ledger: of the year.
        """
        county, n = self.book.county, self.yard.n_counties
        fuel = self._pay_for_fuel(signals, ledger)
        gas, to_alumina = self._sold_gas(cokeries)
        ledger.pay_by_firm("coke-oven gas sold", "customers", "firms", gas, county)
        ledger.pay_by_firm("coke-oven gas to alumina", "firms", "firms", to_alumina, county)
        mines = np.where(self.book.product == RAW_COAL, self.fuel_share * mine_gas_cny[county], 0.0)
        ledger.pay_by_firm("mine gas sold", "customers", "firms", mines, county)
        closed = np.maximum(mine_gas_cny - np.bincount(county, mines, minlength=n), 0.0)  # where no mine is left
        ledger.pay("mine gas sold", "customers", "firms", closed)
        self._energy_cny = bills_cny + fuel + self.diesel_cny - gas - to_alumina - mines

    def sell(self, ledger: Ledger) -> None:
        """Book what output sells for and what projects run at, once the grid has paid for the works' power."""
        if self.earned_cny_per_t is None:
            made = self.yard.by_product(self.book.output_t)
            self.earned_cny_per_t = self._first(self._energy_cny) - share_of(_own_power_cny(ledger), made)
        sold = self.book.output_t * self.earned_cny_per_t[self.book.product]
        ledger.pay_by_firm("output sold", "customers", "firms", sold, self.book.county)
        self._run_projects(ledger)

    def share_out(self) -> None:
        """Find each firm's share of the fuel of its product and county, by this year's output and specific use."""
        use = self.book.output_t * self.book.fuel_ratio()
        total = self.yard.table(use)[self.book.product, self.book.county]
        self.fuel_share = share_of(use, total)

    def spread(self, cny: np.ndarray) -> np.ndarray:
        """Return (n_firms,) parts of (n_products, n_counties) sums, by the fuel of firms."""
        return self.fuel_share * cny[self.book.product, self.book.county]

    def _pay_for_fuel(self, signals: Signals, ledger: Ledger) -> np.ndarray:
        """Book coal, coke and gas that works burn, (n_firms,) CNY; own gas has no price."""
        price = self.investment.terms(signals).fuel_cny_per_gj
        cny = price @ ledger.flow_of("burnt")[AT]
        paid = self.spread(cny)
        n = self.yard.n_counties
        ledger.pay_by_firm("fuel of works", "firms", "energy_suppliers", paid, self.book.county)
        nobody = cny.sum(axis=0) - np.bincount(self.book.county, paid, minlength=n)
        ledger.pay("fuel of works", "firms", "energy_suppliers", np.maximum(nobody, 0.0))
        return paid

    def _sold_gas(self, cokeries: Cokeries) -> tuple[np.ndarray, np.ndarray]:
        """(n_firms,) CNY of surplus gas turned into goods, and sold to alumina, after what turning it costs.

        Power made of it is not among them: the grid pays for that.
        """
        assert cokeries.split is not None
        worth = cokeries.split.uses_gj * np.maximum(cokeries.value, 0.0)
        gas, to_alumina = np.zeros((2, len(self.book)))
        to_alumina[cokeries.rows] = worth[:, GAS_TO_ALUMINA]
        gas[cokeries.rows] = worth.sum(axis=1) - worth[:, GAS_TO_ALUMINA] - worth[:, GAS_TO_POWER]
        return gas, to_alumina

    def _first(self, energy_cny: np.ndarray) -> np.ndarray:
        """(n_products,) CNY per t that the year's output earns beside (n_firms,) ``energy_cny``."""
        made, energy = self.yard.by_product(self.book.output_t), self.yard.by_product(energy_cny)
        return self.value_added + share_of(energy, made)

    def _run_projects(self, ledger: Ledger) -> None:
        """Book what projects earn or cost beside energy; an approved base makes goods of its own, of more value."""
        earned = self.book.output_t * (self.investment.done * self._earns()).sum(axis=1)
        county = self.book.county
        ledger.pay_by_firm("projects' running gain", "customers", "firms", np.maximum(earned, 0.0), county)
        ledger.pay_by_firm("projects' running cost", "firms", "outside", np.maximum(-earned, 0.0), county)

    def _earns(self) -> np.ndarray:
        """(n_firms, n_kinds) CNY per t that a project brings: fixed, as it is known what a firm is by birth."""
        if self._per_t is None:
            i, effect = self.investment, self.investment.kinds.effect
            usual = -effect["running"][self.book.product]
            self._per_t = np.where(i.is_inborn, effect["value_added"][self.book.product], usual)
        return self._per_t


def _own_power_cny(ledger: Ledger) -> np.ndarray:
    """(n_products,) CNY that the grid pays for power made of own gas and heat."""
    paid = by_item(ledger.payments)
    items = (OWN_POWER.get(SECTOR[product], "") for product in PRODUCTS)
    return np.array([paid.get((item, "grid", "firms"), 0.0) for item in items])
