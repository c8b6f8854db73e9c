"""What homes face this year when they heat: prices of useful heat, rebates, pipes, fines."""

from dataclasses import dataclass

import numpy as np

from agents.choice import annuity
from agents.household.heaters import (
    BIOMASS,
    CLEAN_COAL,
    DISTRICT,
    GAS,
    IS_ELECTRIC,
    N_HEATERS,
    RAW_COAL,
    SOLAR_ELECTRIC,
    HeaterTraits,
)
from agents.signals import Signals


@dataclass(frozen=True)
class FuelHeat:
    """Heat in what is bought, kWh per unit at lower heating value."""

    raw_coal_kwh_per_t: float
    clean_coal_kwh_per_t: float
    pellets_kwh_per_t: float
    gas_kwh_per_m3: float
    pellet_share: float  # of biomass heat from bought pellets, the rest is own straw and wood
    free_biomass_cny_per_kwh: float  # own labour put into straw and wood
    solar_share: float  # of the solar-electric heat that the sun gives


@dataclass(frozen=True)
class HeatMarket:
    """Prices and rules of a year; county arrays are (n_counties, n_heaters), money in CNY."""

    heat_cny_per_kwh: np.ndarray  # running cost of one kWh of the full need (useful heat x share heated)
    rebate_cny_per_kwh: np.ndarray  # paid back per kWh of the full need
    rebate_limit_kwh: np.ndarray  # (n_heaters,) full need a winter up to which it is paid
    net_price_cny: np.ndarray  # purchase after subsidy
    net_again_cny: np.ndarray  # likewise where the same kind is there already
    listed_cny: np.ndarray  # (2, n_heaters) purchase before subsidy, for the first time and again
    district_cny_per_m2: np.ndarray  # (n_counties,) a winter
    fine_cny: np.ndarray  # (n_communities,) expected in a winter with coal
    visit_chance: np.ndarray  # (n_communities,) that a coal user is visited
    offer_share: np.ndarray  # (n_communities,) homes on coal that a programme reaches
    reach: np.ndarray  # (n_communities, n_heaters) bool, pipes
    yearly_cost_of_one: np.ndarray  # (n_classes, n_heaters) annuity of one yuan by class of patience

    def purchase(self, county: np.ndarray, heater: np.ndarray, again: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (n,) CNY of heaters before and after subsidy; ``again`` (n,) bool: in place of the same kind."""
        net = np.where(again, self.net_again_cny[county, heater], self.net_price_cny[county, heater])
        return self.listed_cny[again.astype(np.intp), heater], net


@dataclass(frozen=True)
class Conditions:
    """What holds this year by community, (n_communities,) unless said otherwise."""

    fine_cny: np.ndarray
    visit_chance: np.ndarray
    offer_share: np.ndarray
    gas: np.ndarray  # bool, the pipe is in the street
    district: np.ndarray  # bool
    valley_share: np.ndarray  # (n_heaters,) of the heating electricity drawn in valley hours


def heat_market(
    signals: Signals, traits: HeaterTraits, heat: FuelHeat, places: Conditions, yearly_cost_of_one: np.ndarray
) -> HeatMarket:
    """Return the market of a year; ``yearly_cost_of_one`` (n_classes, n_heaters), see :func:`annuities`."""
    price, rebate = _price_of_energy(signals, heat, places.valley_share)
    useful = useful_per_bought(traits, heat)
    limit = np.full(N_HEATERS, np.inf)
    limit[IS_ELECTRIC] = signals.heating.electricity_rebate_limit_kwh
    limit[GAS] = signals.heating.gas_rebate_limit_m3 * heat.gas_kwh_per_m3
    heating = signals.heating
    listed = heating.price_cny * np.array((np.ones(N_HEATERS), traits.again_share))
    first, again = (
        each - np.minimum(heating.purchase_subsidy_cny, heating.purchase_subsidy_ceiling_share * each)
        for each in listed
    )
    reach = np.ones((N_HEATERS, len(places.gas)), dtype=bool)  # heater by heater in memory
    reach[GAS], reach[DISTRICT] = places.gas, places.district
    return HeatMarket(
        heat_cny_per_kwh=(price / useful * traits.heated_share).astype(np.float32),
        rebate_cny_per_kwh=(rebate / useful * traits.heated_share).astype(np.float32),
        rebate_limit_kwh=(limit * useful / traits.heated_share).astype(np.float32),
        net_price_cny=first.astype(np.float32),
        net_again_cny=again.astype(np.float32),
        listed_cny=listed,
        district_cny_per_m2=signals.fuels.district_heat_cny_per_m2.astype(np.float32),
        fine_cny=places.fine_cny.astype(np.float32),
        visit_chance=places.visit_chance.astype(np.float32),
        offer_share=places.offer_share.astype(np.float32),
        reach=reach.T,
        yearly_cost_of_one=yearly_cost_of_one,
    )


def annuities(rates: np.ndarray, traits: HeaterTraits) -> np.ndarray:
    """Return (n_classes, n_heaters) what one yuan of purchase costs a year, by class of discount rate."""
    return annuity(rates[:, None], traits.life_years[None, :]).astype(np.float32)


def running_cost(market: HeatMarket, need_kwh: np.ndarray, floor_m2: np.ndarray, county: np.ndarray) -> np.ndarray:
    """Return (..., n_heaters) CNY a winter for the heat that a home would use with each heater.

    Heat times its price less the rebate on the part below the limit; district heat by floor area.
    """
    need = np.asarray(need_kwh)
    cost = need * market.heat_cny_per_kwh.T.take(county, axis=1)  # heater by heater, as :func:`rows_of`
    cost -= np.minimum.outer(market.rebate_limit_kwh, need) * market.rebate_cny_per_kwh.T.take(county, axis=1)
    cost[DISTRICT] = floor_m2 * market.district_cny_per_m2[county]
    return np.maximum(cost, 0.0, out=cost).T


def useful_per_bought(traits: HeaterTraits, heat: FuelHeat) -> np.ndarray:
    """Return (n_heaters,) useful heat per unit of energy bought; the sun's part is not bought."""
    useful = traits.efficiency.astype(float).copy()
    useful[SOLAR_ELECTRIC] /= 1.0 - heat.solar_share
    return useful


def _price_of_energy(signals: Signals, heat: FuelHeat, valley_share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n_counties, n_heaters) CNY per bought kWh, and the rebate on it."""
    fuels, electricity, heating = signals.fuels, signals.electricity, signals.heating
    n_counties = len(fuels.raw_coal_household_cny_per_t)
    price, rebate = np.zeros((2, n_counties, N_HEATERS))
    price[:, RAW_COAL] = fuels.raw_coal_household_cny_per_t / heat.raw_coal_kwh_per_t
    price[:, CLEAN_COAL] = fuels.clean_coal_household_cny_per_t / heat.clean_coal_kwh_per_t
    price[:, GAS] = fuels.gas_household_cny_per_m3 / heat.gas_kwh_per_m3
    pellets = fuels.pellets_cny_per_t / heat.pellets_kwh_per_t
    price[:, BIOMASS] = heat.pellet_share * pellets + (1.0 - heat.pellet_share) * heat.free_biomass_cny_per_kwh
    at_valley = valley_share * electricity.heating_tariff_valley_cny_per_kwh
    at_peak = (1.0 - valley_share) * electricity.heating_tariff_peak_cny_per_kwh
    price[:, IS_ELECTRIC] = (at_valley + at_peak)[IS_ELECTRIC]
    rebate[:, IS_ELECTRIC] = heating.electricity_rebate_cny_per_kwh[:, None]
    rebate[:, GAS] = heating.gas_rebate_cny_per_m3 / heat.gas_kwh_per_m3
    return price, np.minimum(rebate, price)
