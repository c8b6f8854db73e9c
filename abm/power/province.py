"""The rest of the province as the dispatch sees it: load, exports, wind, PV, stepped thermal bids, stores."""

import numpy as np

from abm.context import Storyline
from abm.days import Days
from abm.power.inputs import EVERY_FLEET, Rest, Stores
from abm.power.numbers import N_FLEET_STEPS, PowerNumbers
from agents.signals import ElectricitySignals

GW_PER_TWH = 1000.0 / 8760.0
UNDERCUT_CNY_PER_MWH = 1.0  # beyond the tiny costs that tell equal bids apart


def fuel_cost_cny_per_gj(numbers: PowerNumbers, coal_price_cny_per_t: float) -> float:
    """Return what a coal unit pays per GJ at the quoted price of thermal coal."""
    return numbers.pithead_share * coal_price_cny_per_t / numbers.coal_gj_per_t


def felt_coal_cny_per_t(numbers: PowerNumbers, storyline: Storyline, year: int) -> float:
    """Return the price of thermal coal on which bids stand: they follow the quoted one with an elasticity."""
    price = storyline.value("price.thermal_coal", "CNY/t", year)
    return numbers.reference_coal_cny_per_t * (price / numbers.reference_coal_cny_per_t) ** numbers.price_elasticity


def fleet_rates_gj_per_mwh(numbers: PowerNumbers, at: int) -> np.ndarray:
    """Return (n_fleets,) fuel per MWh sent out by the fleets of the rest of the province."""
    return numbers.rest_heat_rate_gj_per_mwh[at] * numbers.fleet_rate


def fuel_and_carbon_cny_per_mwh(
    numbers: PowerNumbers, storyline: Storyline, year: int, at: int, heat_rate: np.ndarray
) -> np.ndarray:
    """Return the fuel and carbon cost on which thermal bids stand, for each ``heat_rate`` in GJ/MWh.

    Bids follow the quoted coal price with an elasticity; of CO2 they feel what exceeds the free
    benchmark, so a unit at the benchmark bids as if there were no carbon price.
    """
    felt = felt_coal_cny_per_t(numbers, storyline, year)
    beyond = heat_rate * numbers.coal_t_per_gj - numbers.carbon_benchmark_t_per_mwh[at]
    carbon = storyline.value("price.carbon", "CNY/t", year) * beyond
    return heat_rate * fuel_cost_cny_per_gj(numbers, felt) + carbon


def last_resort_cny_per_mwh(storyline: Storyline, year: int) -> float:
    """Return what power kept back from export or brought in costs: the cap, later what an entrant asks in full."""
    return storyline.value("price.last_resort", "CNY/MWh", year)


def below_last_resort(bid_cny_per_mwh: np.ndarray, outside_cny_per_mwh: float) -> np.ndarray:
    """Return bids just below the price of the last resort where they would lie above it: there nobody would take them.

    Dear steps are many times fuel and carbon; in years in which others come in for less, plants stood still beside
    power from outside at three times their cost.
    """
    return np.minimum(bid_cny_per_mwh, outside_cny_per_mwh - UNDERCUT_CNY_PER_MWH)


def standing_gw(numbers: PowerNumbers, storyline: Storyline, kind: str, year: int, at: int) -> float:
    """Return GW of ``kind`` (wind, pv, coal, storage) that the province has on the mean over ``year``.

    Storylines give what stands at the end of a year; of what is added within it, or leaves, a share counts: half
    where it comes evenly, less where most of it is connected late.
    """
    before, after = (storyline.value(f"grid.{kind}_shanxi", "GW", y) for y in (year - 1, year))
    return before + float(numbers.standing_share[kind][at]) * (after - before)


def rest_of_province(numbers: PowerNumbers, storyline: Storyline, days: Days, year: int, at: int) -> Rest:
    """Return the rest of the province in ``year`` (position ``at`` in dated numbers).

    The city's share of the storyline's totals is given, the same under every package, so that what the city does
    differently is not made good elsewhere by the arithmetic. The cheap steps are bid fleet by fleet; the dear ones,
    which are reserve at the price of scarcity and have little to do with fuel, by all alike.
    """
    load = storyline.value("grid.demand_shanxi", "TWh", year) * (1.0 - numbers.city_share.load[at]) * days.load_shape
    load = load + storyline.value("grid.export_shanxi", "TWh", year)
    wind, pv, coal = (standing_gw(numbers, storyline, kind, year, at) for kind in ("wind", "pv", "coal"))
    coal = coal * (1.0 - numbers.city_share.coal)
    cost = fuel_and_carbon_cny_per_mwh(numbers, storyline, year, at, fleet_rates_gj_per_mwh(numbers, at))
    low, factor, share = N_FLEET_STEPS, numbers.step_factor, numbers.step_share
    n_fleets = len(cost)
    minimum = float(numbers.minimum_share[at])
    return Rest(
        load_gw=load * GW_PER_TWH - numbers.rest_other_gw * (1.0 - numbers.city_share.other),
        wind_gw=wind * (1.0 - numbers.city_share.wind) * days.wind,
        pv_gw=pv * (1.0 - numbers.city_share.pv) * days.pv,
        available_gw=np.outer(np.full(n_fleets, coal / n_fleets), numbers.available_by_month[days.month - 1]),
        minimum_share=minimum,
        start_cny_per_mw=numbers.start_factor * cost * minimum * 24.0,
        step_fleet=(*np.repeat(np.arange(n_fleets), low).tolist(), *(EVERY_FLEET for _ in factor[low:])),
        step_share=np.concatenate([np.tile(share[:low], n_fleets), share[low:]]) * (1.0 - minimum),
        step_bid_cny_per_mwh=below_last_resort(
            np.concatenate([np.outer(cost, factor[:low]).ravel(), cost.mean() * factor[low:]]),
            last_resort_cny_per_mwh(storyline, year),
        ),
    )


def city_battery_gw(
    numbers: PowerNumbers, storyline: Storyline, year: int, at: int, electricity: ElectricitySignals
) -> float:
    """Return the city's usual battery stations: its share of the province's."""
    total = standing_gw(numbers, storyline, "storage", year, at)
    return float(total * numbers.city_share.storage * electricity.city_storage)


def stores(numbers: PowerNumbers, storyline: Storyline, year: int, at: int, electricity: ElectricitySignals) -> Stores:
    """Return pumped storage and batteries of the city, and the stores of the rest of the province."""
    total = standing_gw(numbers, storyline, "storage", year, at)
    battery = city_battery_gw(numbers, storyline, year, at, electricity)
    n = numbers.storage
    pumped = n.pumped_gw * electricity.pumped_storage
    power = np.array([pumped, battery, total * (1.0 - numbers.city_share.storage)])
    hours = np.array([n.pumped_hours, n.battery_hours[at], n.battery_hours[at]])
    efficiency = np.array([n.pumped_efficiency, n.battery_efficiency, n.battery_efficiency])
    wear = np.array([0.0, n.battery_wear_cny_per_mwh, n.battery_wear_cny_per_mwh])
    in_city = np.array([True, True, False])
    return Stores(("pumped", "battery", "rest"), in_city, power, power * hours, efficiency, wear)
