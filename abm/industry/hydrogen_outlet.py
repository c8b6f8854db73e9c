"""Hydrogen sold to other regions: what buyers there agree to take, and what is left of their price at the gate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.parameters import Parameters
from agents.firm.gas import sold_outside

KG_PER_T = 1000.0


@dataclass(frozen=True)
class OutletNumbers:
    """The market outside; CNY/kg at 2020 prices."""

    price: np.ndarray  # (n_years,) that buyers pay at their door
    transport: float
    spread: float  # how alike plants and contracts are
    outside_co2: float  # kg/kg of the hydrogen that it takes the place of

    @classmethod
    def of(cls, p: Parameters, years: Sequence[int]) -> "OutletNumbers":
        """Read them."""
        return cls(
            price=p.series("hydrogen.outside.price", "CNY/kg", years),
            transport=p.value("hydrogen.outside.transport", "CNY/kg"),
            spread=p.value("hydrogen.outside.spread", "share"),
            outside_co2=p.value("hydrogen.outside.co2", "kg/kg"),
        )


class Outlet:
    """Buyers of hydrogen in other regions. ``sold_t`` is what they took this year, (n_counties,)."""

    def __init__(self, numbers: OutletNumbers, n_counties: int) -> None:
        self.numbers = numbers
        self.agreed_t = 0.0
        self.netback_cny_per_kg = 0.0
        self.sold_t = np.zeros(n_counties)

    def open(self, agreed_t: float, at: int) -> None:
        """Set what buyers agree to take in year ``at``, and what their price leaves at the gate."""
        self.agreed_t = agreed_t
        self.netback_cny_per_kg = float(self.numbers.price[at]) - self.numbers.transport

    def expected(self, home_t: float, home_cny_per_kg: float) -> tuple[float, float]:
        """Return t a year that plants may hope to sell, and the mean price of it."""
        share = self.agreed_t / (home_t + self.agreed_t) if self.agreed_t > 0.0 else 0.0
        return home_t + self.agreed_t, home_cny_per_kg + share * (self.netback_cny_per_kg - home_cny_per_kg)

    def offered_t(self, spare_t: np.ndarray, cost_cny_per_kg: np.ndarray) -> np.ndarray:
        """Return (n_plants,) t that plants send away of what home buyers leave, within the agreements."""
        return sold_outside(spare_t, cost_cny_per_kg, self.netback_cny_per_kg, self.agreed_t, self.numbers.spread)

    def sell(self, sold_t: np.ndarray, ledger: Ledger) -> None:
        """Book what (n_counties,) was sold at the price that is left at the gate."""
        self.sold_t = sold_t
        ledger.pay("hydrogen sold outside", "outside", "firms", sold_t * KG_PER_T * max(self.netback_cny_per_kg, 0.0))

    def displaced_co2_t(self) -> np.ndarray:
        """Return (n_counties,) t CO2 of hydrogen that nobody makes outside because it comes from here."""
        return self.sold_t * self.numbers.outside_co2
