"""Stores beyond the usual: stations that investors build for the market, and cars behind two-way chargers."""

from dataclasses import dataclass

import numpy as np

from abm.parameters import Parameters
from abm.power.inputs import Stores
from agents.choice import annuity
from agents.grid import built_share

PUMPED, BATTERY, REST, CARS = range(4)  # places of the stores


@dataclass(frozen=True)
class TwoWay:
    """Cars as a store."""

    hours: float
    wear_cny_per_mwh: float  # worn battery and the driver's trouble

    @classmethod
    def of(cls, p: Parameters) -> "TwoWay":
        """Read it."""
        return cls(p.value("flexible.two_way.hours", "h"), p.value("flexible.two_way.wear", "CNY/MWh"))


def with_more(stores: Stores, market_gw: float, two_way_gw: float, cars: TwoWay) -> Stores:
    """Return stores whose city battery is joined by market stations; cars stand apart, as a MWh wears them more."""
    power, energy = stores.power_gw.copy(), stores.energy_gwh.copy()
    hours = energy[BATTERY] / power[BATTERY] if power[BATTERY] > 0.0 else cars.hours
    power[BATTERY] += market_gw
    energy[BATTERY] = power[BATTERY] * hours
    return Stores(
        name=(*stores.name, "cars"),
        in_city=np.append(stores.in_city, True),
        power_gw=np.append(power, two_way_gw),
        energy_gwh=np.append(energy, two_way_gw * cars.hours),
        efficiency=np.append(stores.efficiency, stores.efficiency[BATTERY]),
        cost_cny_per_mwh=np.append(stores.cost_cny_per_mwh, cars.wear_cny_per_mwh),
    )


@dataclass
class MarketStores:
    """Stations of investors who live on the market; ``mw`` is their stock."""

    capex_cny_per_kwh: float  # in 2020
    fixed_cost_share: float
    life_years: float
    required_return: float
    spread: float
    service_cny_per_kw: float  # earned a year by regulation
    most_mw: float  # that can be built in a year
    efficiency: float
    mw: float = 0.0

    @classmethod
    def of(cls, p: Parameters) -> "MarketStores":
        """Read the numbers of a region."""
        return cls(
            capex_cny_per_kwh=p.value("power.store.capex", "CNY/kWh"),
            fixed_cost_share=p.value("power.store.fixed_cost", "share"),
            life_years=p.value("power.store.life", "years"),
            required_return=p.value("power.developer.return", "share"),
            spread=p.value("power.developer.spread", "ratio"),
            service_cny_per_kw=p.value("power.store.service", "CNY/kW"),
            most_mw=p.value("power.store.most", "MW"),
            efficiency=p.value("power.battery.efficiency", "share"),
        )

    def income(
        self,
        open_share: float,
        price_cny_per_kwh: np.ndarray,
        weight: np.ndarray,
        hours: float,
        ready_cny_per_kw: float = 0.0,
    ) -> float:
        """Return CNY a year of a kW.

        Its dearest hours less its cheapest and regulation, as far as the market is open, and ``ready_cny_per_kw`` for
        standing ready. Of an hour that it does not fill it counts the part.
        """
        filled = np.clip(hours - np.arange(price_cny_per_kwh.shape[1]), 0.0, 1.0)
        ordered = np.sort(price_cny_per_kwh, axis=1)
        day = ordered[:, ::-1] @ filled - ordered @ filled / self.efficiency
        return open_share * (float(weight @ np.maximum(day, 0.0)) + self.service_cny_per_kw) + ready_cny_per_kw

    def build(self, open_share: float, income: float, hours: float, cost_index: float, instead_mw: float = 0.0) -> None:
        """Add a year's stations and take off what is worn out; half of what could be is built where income covers cost.

        ``instead_mw`` is what stations with used packs do that new ones need not.
        """
        yearly = float(annuity(self.required_return, self.life_years)) + self.fixed_cost_share
        cost = yearly * self.capex_cny_per_kwh * cost_index * hours
        wanted = open_share * self.most_mw * built_share(income, cost, self.spread)
        self.mw = self.mw * (1.0 - 1.0 / self.life_years) + max(wanted - instead_mw, 0.0)
