"""A world around vehicles alone: prices by hand, days by hand, everything else silent."""

from dataclasses import fields
from types import SimpleNamespace

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.days import Days
from abm.flows import Flows
from abm.freight import Freight
from abm.loads import Loads
from abm.population import load_population
from abm.randomness import Streams
from abm.region import Region
from abm.travel import Travel
from abm.world import World
from agents.signals import ElectricitySignals, FuelSignals, Signals

TONNES = {"raw_coal": 30e6, "coke": 15e6}


def plain_days() -> Days:
    """Return one day of winter and one of summer."""
    hours = np.ones((2, 24))
    return Days(
        date=np.array([10, 190]),
        weight=np.array([150.0, 215.0]),
        month=np.array([1, 7]),
        heating=np.array([True, False]),
        temperature_c=hours * 5.0,
        heat_pump_cop=hours * 2.5,
        load_shape=hours,
        pv=hours * 0.2,
        wind=hours * 0.2,
    )


def plain_electricity(**changed) -> ElectricitySignals:
    """Return flat prices of electricity but for a valley of homes at night and cheap noons."""
    hours = np.ones((2, 24))
    add = np.where(np.arange(24) < 8, -0.2, 0.03) * hours
    wholesale = np.where((np.arange(24) >= 11) & (np.arange(24) < 15), 0.15, 0.4) * hours
    values = {
        "price_level": 1.0,
        "residential_tier_cny_per_kwh": np.array([0.477, 0.527, 0.777]),
        "residential_tier_kwh_per_month": np.array([170.0, 260.0]),
        "residential_tou_add_cny_per_kwh": add,
        "residential_tou_open": True,
        "residential_tou_ease": 0.0,
        "heating_tariff_peak_cny_per_kwh": 0.507,
        "heating_tariff_valley_cny_per_kwh": 0.2862,
        "heating_valley_hours": np.arange(24) < 8,
        "farm_cny_per_kwh": 0.48,
        "small_business_flat_cny_per_kwh": 0.62,
        "large_user_contract_cny_per_kwh": 0.36,
        "large_user_adders_cny_per_kwh": 0.14,
        "large_user_demand_cny_per_kw": 0.0,
        "large_user_transformer_cny_per_kva": 0.0,
        "coal_kw_per_kwh": 2e-4,
        "store_kw_per_kwh": 0.0,
        "pumped_ready_cny_per_kwh": 0.002,
        "store_counts_share": 0.5,
        "capacity_in_funds_cny_per_kw": 100.0,
        "large_user_spot_share": 0.1,
        "settled_by_hour_share": 1.0,
        "period_sets": np.full((3, 2, 24), 2),
        "period_set": 0,
        "period_multipliers": np.array([0.4, 0.45, 1.0, 1.6, 1.92]),
        "peak_valley_ratio": 1.6 / 0.45,
        "day_weight": np.full(2, 182.5),
        "business_load_shape": hours / (24 * 365),
        "demand_response_cny_per_kwh": 0.0,
        "coal_flexibility_cny_per_kw": 0.0,
        "wind_pv_quota": 1.0,
        "city_storage": 1.0,
        "pumped_storage": 0.0,
        "wholesale_cny_per_kwh": wholesale,
        "feed_in_cny_per_kwh": 0.332,
    }
    return ElectricitySignals(**values | changed)


def plain_fuels(n_counties: int, **changed) -> FuelSignals:
    """Return fuels at prices of about 2024."""
    each = np.ones(n_counties)
    values = {
        "raw_coal_industry_cny_per_t": 600.0,
        "raw_coal_household_cny_per_t": 800.0 * each,
        "clean_coal_household_cny_per_t": 1100.0 * each,
        "coke_cny_per_t": 1900.0,
        "gas_household_cny_per_m3": 2.6 * each,
        "gas_industry_cny_per_m3": 3.2,
        "lng_cny_per_kg": 4.4,
        "gasoline_cny_per_l": 7.4,
        "diesel_cny_per_l": 7.0,
        "pellets_cny_per_t": 900.0,
        "district_heat_cny_per_m2": 18.0 * each,
        "carbon_cny_per_t": 80.0,
    }
    return FuelSignals(**values | changed)


class Roads:
    """Travel and freight of a region, year by year, without the rest of the city.

    ``change`` rewrites the signals of a year as levers would; ``tonnes`` leave by road and are
    hauled inside, spread evenly over the counties.
    """

    def __init__(self, region: Region, *, seed=1, scale=1.0, until=2045, history="observed", change=None, tonnes=None):
        self.world = World(
            region=region,
            population=load_population(region, scale, 0),
            days=plain_days(),
            streams=Streams(seed),
            storyline=next(iter(region.storylines.values())),
            years=tuple(range(region.first_year, until + 1)),
            history=history,
        )
        self.change = change or (lambda signals: signals)
        self.tonnes = tonnes or TONNES
        self.model = mesa.Model(rng=seed)
        self.model.travel = self.travel = Travel(self.world, self.model)
        self.model.freight = self.freight = Freight(self.world, self.model)
        self.hydrogen_cny_per_kg, self.hydrogen_capacity_t = 15.0, 50_000.0

    def signals(self, year: int) -> Signals:
        """Return what owners perceive this year."""
        w = self.world
        fuels = {
            "gasoline_cny_per_l": w.context("price.gasoline", "CNY/l", year),
            "diesel_cny_per_l": w.context("price.diesel", "CNY/l", year),
            "lng_cny_per_kg": w.context("price.lng", "CNY/kg", year),
        }
        known = {"year", "electricity", "fuels", "driving", "freight"}
        others = dict.fromkeys({theme.name for theme in fields(Signals)} - known, SimpleNamespace())
        signals = Signals(
            year=year,
            electricity=plain_electricity(),
            fuels=plain_fuels(w.region.n_counties, **fuels),
            driving=self.travel.perceive(year),
            freight=self.freight.perceive(year),
            **others,
        )
        return self.change(signals)

    def step(self, year: int) -> tuple[Flows, Ledger, Loads]:
        """Simulate one year and return what it handed on."""
        n = self.world.region.n_counties
        flows, ledger, loads = Flows(n), Ledger(n), Loads(n, self.world.days.n_days)
        flows.road_freight_t = {product: np.full(n, t / n) for product, t in self.tonnes.items()}
        flows.inner_freight_t = {product: np.full(n, t / n) for product, t in self.tonnes.items()}
        flows.hydrogen_capacity_t += self.hydrogen_capacity_t / n
        flows.hydrogen_cost_cny_per_kg += self.hydrogen_cny_per_kg
        signals = self.signals(year)
        self.travel.decide(signals)
        self.freight.decide(signals, flows)
        for part in (self.travel, self.freight):
            part.act(signals, flows, ledger, loads)
        self.last = (signals, flows, ledger, loads)
        return flows, ledger, loads

    def run(self) -> "Roads":
        """Simulate all years."""
        for year in self.world.years:
            self.step(year)
        return self
