"""Prices of a year before any lever: three regimes for electricity, and fuels at the user.

Homes and farms pay the catalogue; it does not follow cost, and being written in money of the day it has
lost value against the prices of 2020 in which everything is reckoned. So have grid fees and funds, the benchmark price
of coal power and the band around it within which contracts stay. Small business pays last year's contract mean, grid
fee, losses and funds. Large users pay part by contract and part by last year's hourly price. Plants are paid by
contract too as long as no market settles power by the hour; a contract then carries on from year to year.
"""

from typing import TYPE_CHECKING

import mesa
import numpy as np

from abm.flows import Flows
from abm.power.services import ServiceNumbers, service_shape
from abm.prices.numbers import FuelNumbers, TariffNumbers
from abm.prices.periods import Calendar, Seasons, following_set, read_rules
from abm.world import World
from agents.signals.electricity import ElectricitySignals
from agents.signals.fuels import FuelSignals

if TYPE_CHECKING:
    from abm.power import Power

KW_PER_KWH = 1e-3  # GW/TWh


class Prices:
    """Composes the year's prices and remembers the last dispatch's hourly price."""

    def __init__(self, world: World, model: mesa.Model | None = None) -> None:
        self.world = world
        self.tariffs = TariffNumbers.of(world.region, world.years)
        self.fuels = FuelNumbers.of(world.region)
        self.calendar = Calendar(read_rules(world.region), world.days)
        self.seasons = Seasons.of(world.days)
        self.business_shape = service_shape(world.days, ServiceNumbers.of(world.region))
        t, hours = self.tariffs, np.arange(24)
        self.heating_valley = (hours >= t.heating_valley_start) | (hours < t.heating_valley_end)  # over midnight
        add = np.where(self.heating_valley, t.residential_tou_valley_add, t.residential_tou_peak_add)
        self.home_tou_add = np.tile(add, (world.days.n_days, 1))
        self.load_of_year, self.sun_of_year = (
            float(world.days.yearly(x)) for x in (world.days.load_shape, world.days.pv)
        )
        self.wholesale: np.ndarray | None = None  # (n_days, 24) CNY/kWh that plants were paid last year

    def remember(self, power: "Power", flows: Flows) -> None:
        """Keep the hourly price that plants were paid for the next year."""
        self.wholesale = power.price_cny_per_kwh

    def perceive(self, year: int) -> tuple[ElectricitySignals, FuelSignals]:
        """Return what users would pay in ``year`` without any lever."""
        return self.electricity(year), self.fuel(year)

    def contract_cny_per_kwh(self, year: int) -> float:
        """Return the mean contract price: last year's wholesale mean with its premium, within the legal band.

        The premium is one over a market by the hour; where there was none, contracts carry on from the last ones. Law
        writes the band in money of the day.
        """
        t, days, at = self.tariffs, self.world.days, self.world.years.index(year)
        if self.wholesale is None:
            return t.first_contract
        mean = float(days.yearly(self.wholesale * days.load_shape) / self.load_of_year)
        premium = 1.0 + float(t.settled_by_hour[max(at - 1, 0)]) * (t.contract_premium - 1.0)
        benchmark = t.benchmark / float(t.price_level[at])
        lowest, highest = 1.0 - float(t.contract_below[at]), 1.0 + float(t.contract_above[at])
        return min(max(mean * premium, benchmark * lowest), benchmark * highest)

    def electricity(self, year: int) -> ElectricitySignals:
        """Return the electricity prices of ``year``."""
        t, days, at = self.tariffs, self.world.days, self.world.years.index(year)
        contract = self.contract_cny_per_kwh(year)
        wholesale = np.full((days.n_days, 24), contract) if self.wholesale is None else self.wholesale
        dated = self.calendar.sets(year)
        sets = np.concatenate([dated, following_set(dated[0], wholesale, self.seasons)[None]])
        level = float(t.price_level[at])
        demand_twh = self.world.context("grid.demand_shanxi", "TWh", year)
        losses = contract * t.loss_share / (1.0 - t.loss_share)
        return ElectricitySignals(
            price_level=level,
            residential_tier_cny_per_kwh=t.residential_tier / level,
            residential_tier_kwh_per_month=t.residential_limit_kwh,
            residential_tou_add_cny_per_kwh=self.home_tou_add / level,
            residential_tou_open=bool(t.residential_tou_open[at] >= 0.5),
            residential_tou_ease=0.0,
            heating_tariff_peak_cny_per_kwh=t.heating_peak / level,
            heating_tariff_valley_cny_per_kwh=t.heating_valley / level,
            heating_valley_hours=self.heating_valley,
            farm_cny_per_kwh=t.farm / level,
            small_business_flat_cny_per_kwh=contract + losses + (float(t.small_grid_fee[at]) + t.funds) / level,
            large_user_contract_cny_per_kwh=contract,
            large_user_adders_cny_per_kwh=losses + (float(t.large_grid_fee[at]) + t.funds) / level,
            large_user_demand_cny_per_kw=t.large_demand_cny_per_kw / level,
            large_user_transformer_cny_per_kva=t.large_transformer_cny_per_kva / level,
            coal_kw_per_kwh=self.kw_per_kwh("coal", year),
            store_kw_per_kwh=self.kw_per_kwh("storage", year) * float(t.store_counts[at]),
            store_counts_share=float(t.store_counts[at]),
            pumped_ready_cny_per_kwh=t.pumped_ready_cny / (1e9 * t.capacity_users_share * demand_twh),
            capacity_in_funds_cny_per_kw=float(t.capacity_in_funds[at]) / level,
            large_user_spot_share=float(t.large_spot_share[at]),
            settled_by_hour_share=float(t.settled_by_hour[at]),
            period_sets=sets,
            period_set=0,
            period_multipliers=t.multipliers,
            peak_valley_ratio=t.first_ratio,
            day_weight=days.weight,
            business_load_shape=self.business_shape,
            demand_response_cny_per_kwh=t.demand_response,
            coal_flexibility_cny_per_kw=0.0,
            wind_pv_quota=1.0,
            city_storage=1.0,
            pumped_storage=0.0,
            wholesale_cny_per_kwh=wholesale,
            feed_in_cny_per_kwh=self._feed_in(at, wholesale),
        )

    def kw_per_kwh(self, kind: str, year: int) -> float:
        """Return the kW of coal or storage that serve the province, on the mean over ``year``, over what pays for them.

        Industry and commerce share the payment by the kWh; what serves power sent out is paid for where that goes.
        """
        context = self.world.context
        gw = 0.5 * sum(context(f"grid.{kind}_shanxi", "GW", y) for y in (year - 1, year))  # told for year ends
        twh = context("grid.demand_shanxi", "TWh", year) + context("grid.export_shanxi", "TWh", year)
        return gw / twh * KW_PER_KWH / self.tariffs.capacity_users_share

    def fuel(self, year: int) -> FuelSignals:
        """Return the fuel prices of ``year``."""
        f, context = self.fuels, self.world.context
        quoted = context("price.thermal_coal", "CNY/t", year)
        gate = context("price.gas", "CNY/m3", year)
        home_coal = quoted * f.industry_coal_ratio + f.home_coal_add
        return FuelSignals(
            raw_coal_industry_cny_per_t=quoted * f.industry_coal_ratio,
            raw_coal_household_cny_per_t=home_coal,
            clean_coal_household_cny_per_t=home_coal + f.briquette_add,
            coke_cny_per_t=context("price.coke", "CNY/t", year),
            gas_household_cny_per_m3=gate + f.gas_home_add,
            gas_industry_cny_per_m3=gate + f.gas_industry_add,
            lng_cny_per_kg=context("price.lng", "CNY/kg", year),
            gasoline_cny_per_l=context("price.gasoline", "CNY/l", year),
            diesel_cny_per_l=context("price.diesel", "CNY/l", year),
            pellets_cny_per_t=f.pellets_cny_per_t,
            district_heat_cny_per_m2=f.district_heat_cny_per_m2,
            carbon_cny_per_t=context("price.carbon", "CNY/t", year),
        )

    def _feed_in(self, at: int, wholesale: np.ndarray) -> float:
        """Rooftop power: part at the benchmark, part at last year's price of the hours in which the sun shines."""
        t, days = self.tariffs, self.world.days
        captured = float(days.yearly(wholesale * days.pv) / self.sun_of_year)
        share = float(t.feed_in_contract_share[at])
        benchmark = t.feed_in_benchmark / float(t.price_level[at])  # written in money of the day
        return share * benchmark + (1.0 - share) * captured
