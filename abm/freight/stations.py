"""Hydrogen stations, swap sites and truck chargers by county: programmes, market building, use, price."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.freight.numbers import StationNumbers
from agents.choice import share_of
from agents.vehicle.hydrogen import station_cost, station_fixed, transport_cost


@dataclass
class Memory:
    """What the pump remembers of last year; all (n_counties,)."""

    cost_cny_per_kg: np.ndarray
    capacity_t: np.ndarray
    sales_t: np.ndarray
    power_cny_per_kwh: float


class Stations:
    """Stocks of stations and sites, and the price of hydrogen that follows from their use."""

    def __init__(self, numbers: StationNumbers, distance_km: np.ndarray) -> None:
        self.numbers = numbers
        self.distance_km = distance_km  # (n_counties, n_counties)
        self.nearness = np.exp(-distance_km / numbers.reach_km)  # how far a county's trucks use another's stations
        self._home = np.eye(len(distance_km))
        none = np.zeros(len(distance_km))
        self.hydrogen = none.copy()
        self.swap = none.copy()
        self.charging = none.copy()
        self.memory = Memory(none + numbers.first_cost_cny_per_kg, none.copy(), none.copy(), 0.0)
        self.served_share = 1.0  # of the hydrogen that trucks asked for last year

    def open_hydrogen(self) -> np.ndarray:
        """Return (n_counties,) hydrogen stations as owners count them: one that had nothing to sell is none."""
        return self.hydrogen * self.served_share

    def serve(self, asked_t: float, capacity_t: float) -> float:
        """Return the share of what trucks ask for that plants can make, and remember it.

        Where nobody asks, any plant will do; without one, what was known stays known.
        """
        if asked_t > 0:
            self.served_share = min(1.0, capacity_t / asked_t)
        elif capacity_t > 0:
            self.served_share = 1.0
        return self.served_share

    def near(self, stock: np.ndarray) -> np.ndarray:
        """Return (n_counties,) stations or sites within reach, those further off counting less."""
        return self.nearness @ stock

    def pump_price(self) -> np.ndarray:
        """Return (n_counties,) CNY per kg before support where a county's trucks fill.

        From last year's gas, plants and sales: what a station costs is spread over what it sells.
        """
        n, m = self.numbers, self.memory
        fixed = station_fixed(n.capital_cny, n.rate, n.years, n.running_cny_per_year)
        sales = share_of(m.sales_t, self.hydrogen)
        at_station = station_cost(fixed, sales, n.capacity_t_per_year, n.least_use_share)
        price = self._delivered() + n.compression_cny_per_kg + n.power_kwh_per_kg * m.power_cny_per_kwh + at_station
        return self.fills_at() @ price

    def own_price(self) -> np.ndarray:
        """Return (n_counties,) CNY per kg that the owner of the county's plant and station pays out for one more."""
        n, m = self.numbers, self.memory
        gate = np.maximum(m.cost_cny_per_kg - n.plant_cny_per_kg, 0.0)
        return gate + n.compression_cny_per_kg + n.power_kwh_per_kg * m.power_cny_per_kwh

    def fills_at(self) -> np.ndarray:
        """Return (n_counties, n_counties) shares: trucks of a row's county fill at stations of a column's."""
        pull = self.nearness * self.hydrogen
        total = pull.sum(axis=1, keepdims=True)
        return np.where(total > 0, pull / np.where(total > 0, total, 1.0), self._home)

    def _delivered(self) -> np.ndarray:
        """Gas from the plant that is cheapest with its transport; from the county itself where no plant is known."""
        m = self.memory
        has_plant = m.capacity_t > 0
        if not has_plant.any():
            return m.cost_cny_per_kg
        haul = transport_cost(self.distance_km[:, has_plant], self.numbers.transport_cny_per_kg_100km)
        return (m.cost_cny_per_kg[has_plant] + haul).min(axis=1)

    def remember(self, flows: Flows, power_cny_per_kwh: float) -> None:
        """Keep this year's hydrogen: what it costs to make, how much could be made, what was sold."""
        cost = np.where(flows.hydrogen_cost_cny_per_kg > 0, flows.hydrogen_cost_cny_per_kg, self.memory.cost_cny_per_kg)
        self.memory = Memory(cost, flows.hydrogen_capacity_t.copy(), flows.hydrogen_use_t.copy(), power_cny_per_kwh)

    def build(self, programme: "Programme", trucks: "Served", ledger: Ledger) -> None:
        """Add what programmes and the market build for next year; the market follows the trucks that lack a site."""
        n = self.numbers
        hydrogen_need = self.memory.sales_t / n.capacity_t_per_year
        self.hydrogen = self._grow(self.hydrogen, programme.hydrogen, hydrogen_need, n.capital_cny, ledger)
        swap_need = trucks.swap / n.trucks_per_site
        self.swap = self._grow(self.swap, programme.swap, swap_need, n.swap_capital_cny, ledger)
        sites = trucks.charge / n.trucks_per_site
        self.charging = self._grow(self.charging, np.zeros_like(sites), sites, 0.0, ledger)

    def _grow(
        self, stock: np.ndarray, programme: np.ndarray, need: np.ndarray, capital_cny: float, ledger: Ledger
    ) -> np.ndarray:
        n = self.numbers
        kept = stock * (1.0 - n.retired_share)
        market = n.market_pace * np.maximum(need - kept, 0.0)
        city = programme * capital_cny * n.programme_city_part
        ledger.pay("stations", "city_budget", "equipment_makers", city)
        ledger.pay("stations", "firms", "equipment_makers", (programme + market) * capital_cny - city)
        return kept + programme + market

    def follow(self, observed: float, share: np.ndarray) -> None:
        """Set hydrogen stations to those observed, placed by the known shares."""
        self.hydrogen = observed * share


@dataclass(frozen=True)
class Programme:
    """Stations and sites that programmes build this year, (n_counties,) each."""

    hydrogen: np.ndarray
    swap: np.ndarray


@dataclass(frozen=True)
class Served:
    """Trucks of a county that charge, and that swap."""

    charge: np.ndarray
    swap: np.ndarray
