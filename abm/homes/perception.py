"""What homes would perceive of a year before any lever."""

from dataclasses import dataclass

import numpy as np

from abm.homes.numbers import HeatingNumbers, RooftopNumbers
from abm.world import World
from agents.household.heaters import HEAT_PUMP_AIR, HEAT_PUMP_WATER, N_HEATERS
from agents.signals import HeatingSignals, RooftopSignals


@dataclass(frozen=True)
class Drivers:
    """The context's words for homes, (n_years,) each, read once."""

    heat_pump_cost: np.ndarray  # index
    pv_cost: np.ndarray  # index
    income: np.ndarray  # (n_years, 2) index per head, rural and urban
    size: np.ndarray  # persons per household over those of the first year

    @classmethod
    def of(cls, world: World) -> "Drivers":
        """Read the storyline."""
        years = world.years
        growth = [
            [world.context(f"income.growth_{kind}", "index", year) for kind in ("rural", "urban")] for year in years
        ]
        return cls(
            heat_pump_cost=np.array([world.context("cost.heat_pump", "index", year) for year in years]),
            pv_cost=np.array([world.context("cost.pv", "index", year) for year in years]),
            income=np.array(growth),
            size=world.region.parameters.series("people.household_size_index", "index", years),
        )


def heating_signals(numbers: HeatingNumbers, drivers: Drivers, at: int) -> HeatingSignals:
    """Return what is perceived of heating in year number ``at``: no support, no programme, no inspection."""
    n_counties = len(numbers.no_coal_zone_share)
    none = np.zeros(n_counties)
    price = numbers.price_cny.copy()
    price[[HEAT_PUMP_WATER, HEAT_PUMP_AIR]] *= drivers.heat_pump_cost[at]
    return HeatingSignals(
        price_cny=price,
        purchase_subsidy_cny=np.zeros((n_counties, N_HEATERS)),
        purchase_subsidy_ceiling_share=numbers.ceiling_share,
        electricity_rebate_cny_per_kwh=none,
        electricity_rebate_limit_kwh=numbers.electricity_rebate_limit_kwh,
        gas_rebate_cny_per_m3=none,
        gas_rebate_limit_m3=numbers.gas_rebate_limit_m3,
        programme_share=none,
        no_coal_zone_share=numbers.no_coal_zone_share,
        coal_inspection=none,
        coal_fine_cny=numbers.fine_cny,
        gas_reach_share=numbers.gas_reach[at],
        district_reach_share=numbers.district_reach[at],
    )


def rooftop_signals(numbers: RooftopNumbers, drivers: Drivers, at: int) -> RooftopSignals:
    """Return what is perceived of PV on homes in year number ``at``: dated rules, no programme."""
    n_counties = len(numbers.pilot)
    return RooftopSignals(
        price_cny_per_kw=float(numbers.price_cny_per_kw * drivers.pv_cost[at]),
        generation_subsidy_cny_per_kwh=float(numbers.subsidy[at]),
        market_settled_share=float(numbers.market_settled[at]),
        mechanism_share=float(numbers.mechanism_share[at]),
        mechanism_cny_per_kwh=float(numbers.mechanism_price[at]),
        pilot=numbers.pilot,
        programme=np.zeros(n_counties),
        rent_cny_per_kw_year=numbers.rent_cny_per_kw,
        hosting_share=np.full(n_counties, numbers.hosting[at]),
    )
