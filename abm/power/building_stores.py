"""Buildings with PV, a store, direct current and loads that wait: owners build them where the tariff's spread pays."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.days import Days
from abm.region import Region
from agents.choice import annuity, logistic


@dataclass(frozen=True)
class BuildingStoreNumbers:
    """Money at 2020 prices."""

    battery_cny_per_kwh: float  # of store, in 2020; it gets cheaper as batteries do
    wiring_cny_per_kwh: float  # of direct-current wiring, controls and fire protection; it does not
    hours: float  # from full to empty at full power
    kw_per_kw: float  # of store per kW of PV on the roof
    efficiency: float
    life_years: float
    required_return: float
    spread: float  # between owners, of income over cost
    pace: float  # of roofs with PV a year whose owner looks at it
    waiting: float  # by how much more of such a building's load follows the price, over usual

    @classmethod
    def of(cls, region: Region) -> "BuildingStoreNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        return cls(
            battery_cny_per_kwh=p.value("public.store.battery", "CNY/kWh"),
            wiring_cny_per_kwh=p.value("public.store.wiring", "CNY/kWh"),
            hours=p.value("public.store.hours", "h"),
            kw_per_kw=p.value("public.store.size", "kW/kW"),
            efficiency=p.value("power.battery.efficiency", "share"),
            life_years=p.value("public.store.life", "years"),
            required_return=p.value("public.store.return", "share"),
            spread=p.value("public.store.spread", "ratio"),
            pace=p.value("public.store.pace", "share"),
            waiting=p.value("public.store.waiting", "ratio"),
        )


class BuildingStores:
    """Share of roofs with PV whose building has its own store; (n_counties,)."""

    def __init__(self, region: Region, days: Days) -> None:
        self.numbers = BuildingStoreNumbers.of(region)
        self.weight = days.weight
        self.share, self.kw = np.zeros((2, region.n_counties))

    def build(self, grant_share: np.ndarray, pv_kw: np.ndarray, price: np.ndarray, cost_index: float) -> np.ndarray:
        """Let owners build and wear out, and return (n_counties,) CNY of capital of the year.

        ``price`` (n_days, 24) CNY/kWh is what the building pays; a store buys the cheapest hours of a day
        and takes the place of the dearest.
        """
        n, hours = self.numbers, max(round(self.numbers.hours), 1)
        ordered = np.sort(price, axis=1)
        gain = ordered[:, -hours:].mean(axis=1) - ordered[:, :hours].mean(axis=1) / n.efficiency
        income = float(self.weight @ np.maximum(gain, 0.0))  # CNY a year per kWh of store
        capex = n.battery_cny_per_kwh * cost_index + n.wiring_cny_per_kwh
        yearly = capex * float(annuity(n.required_return, n.life_years)) * (1.0 - grant_share)
        willing = logistic((income / np.maximum(yearly, 1e-9) - 1.0) / n.spread)
        new = (1.0 - self.share) * n.pace * willing
        self.share = self.share * (1.0 - 1.0 / n.life_years) + new
        self.kw = self.share * pv_kw * n.kw_per_kw
        bought: np.ndarray = new * pv_kw * n.kw_per_kw * n.hours * capex
        return bought

    def pay(self, bought_cny: np.ndarray, grant_share: np.ndarray, ledger: Ledger) -> None:
        """Book the stores and their grants."""
        ledger.pay("building stores", "firms", "equipment_makers", bought_cny)
        ledger.pay("building store grant", "city_budget", "firms", bought_cny * grant_share)

    def elasticity_factor(self, covered: np.ndarray, people: np.ndarray) -> float:
        """Return how much more of all services' load follows the price than without such buildings."""
        return 1.0 + self.numbers.waiting * float(self.share * covered @ people / people.sum())
