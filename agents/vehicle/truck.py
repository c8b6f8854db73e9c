"""Owners of heavy trucks: cost per kilometre for fleets, monthly payment for individuals."""

from dataclasses import dataclass

import numpy as np

from agents.choice import annuity
from agents.table import RowAgent, rows_where
from agents.vehicle.powertrain import CHARGE, DIESEL, HYDROGEN, LNG, TRUCKS

SHORT, LONG = range(2)


class Truck(RowAgent):
    """One heavy truck; ``is_fleet`` tells a company's from an individual's, ``haul`` short from long."""

    @property
    def is_new_energy(self) -> np.ndarray:
        """Whether it runs on a battery or on hydrogen."""
        return self.alive & (self.powertrain >= CHARGE)

    @property
    def is_clean(self) -> np.ndarray:
        """Whether it runs on gas, a battery or hydrogen."""
        return self.alive & (self.powertrain != DIESEL)


@dataclass(frozen=True)
class Trip:
    """Cost of a kilometre beside the capital; arrays (..., options) that broadcast."""

    energy_cny_per_km: np.ndarray
    upkeep_cny_per_km: np.ndarray
    toll_cny_per_km: np.ndarray
    hours_per_km: np.ndarray  # spent refuelling, charging or swapping beside idle time
    detour_share: np.ndarray  # extra km to reach a station, per km
    payload_loss_share: np.ndarray  # of the load, to batteries or tanks


def running_cost(trip: Trip, hour_cny: float) -> np.ndarray:
    """Return CNY per useful km: energy, upkeep and tolls with detours, waiting.

    Detours lengthen what energy and upkeep cost; tolls are paid on the trip alone.
    """
    moving = (trip.energy_cny_per_km + trip.upkeep_cny_per_km) * (1.0 + trip.detour_share)
    return moving + trip.toll_cny_per_km + trip.hours_per_km * hour_cny


def cost_of_load(capital_cny_per_km: np.ndarray, running_cny_per_km: np.ndarray, loss_share: np.ndarray) -> np.ndarray:
    """Return CNY per km of a full load: what the battery takes from the load must be driven again."""
    cost: np.ndarray = (capital_cny_per_km + running_cny_per_km) / (1.0 - loss_share)
    return cost


def yearly_capital(price_cny: np.ndarray, rate: np.ndarray | float, years: np.ndarray | float) -> np.ndarray:
    """Return CNY a year: a fleet's annuity over its life, an individual's twelve monthly payments of the loan."""
    return price_cny * annuity(rate, years)


def detour_share(stations: np.ndarray, area_km2: np.ndarray, range_km: float, passes_by: float) -> np.ndarray:
    """Return extra km per km to reach one of ``stations`` in an area, there and back once per filling.

    The mean distance to the nearest of s points at random is ``0.5 * sqrt(area / s)``; ``passes_by``
    is the part of fillings that lie on the way. Without a station it is as with a tenth of one.
    """
    distance_km = 0.5 * np.sqrt(area_km2 / np.maximum(stations, 0.1))
    return 2.0 * distance_km * (1.0 - passes_by) / range_km


def in_reach(stations: np.ndarray, area_km2: np.ndarray, reach_km2: np.ndarray | float) -> np.ndarray:
    """Return the share of trucks that a station lies in reach of: ``1 - exp(-stations * reach / area)``."""
    return 1.0 - np.exp(-stations * reach_km2 / area_km2)


def affordable_from_km(
    payment_cny_per_month: np.ndarray, running_cny_per_km: np.ndarray, limit: "Credit"
) -> np.ndarray:
    """Return km a month from which a loan's payment stays within a part of what the truck earns.

    Infinite where a km earns nothing.
    """
    to_pay = limit.payment_share * (limit.freight_rate_cny_per_km - running_cny_per_km)
    never = np.full(np.broadcast(payment_cny_per_month, to_pay).shape, np.inf)
    return np.divide(payment_cny_per_month, to_pay, out=never, where=to_pay > 0.0)


@dataclass(frozen=True)
class Credit:
    """What a bank allows an individual."""

    freight_rate_cny_per_km: float
    payment_share: float  # of earnings after running cost


def truck_value(
    cost_cny_per_km: np.ndarray,
    incumbent: np.ndarray,
    threshold: np.ndarray,
    spread_cny_per_km: float,
    within: np.ndarray | None = None,
) -> np.ndarray:
    """Return (n, options) utilities: cheaper is better, but leaving one's own kind needs a saving first.

    A fleet moves to another powertrain only if that saves more than its own ``threshold`` (n,), a
    share of what its present kind costs; individuals have a threshold of zero. Fleets ``within`` (n, bool)
    a hydrogen chain need no such saving to move to what their owner makes, fuels and mends itself.
    """
    value = np.ascontiguousarray(cost_cny_per_km.T) / -spread_cny_per_km
    by_option = value.reshape(-1)
    asking = rows_where(threshold > 0)
    own = incumbent.take(asking) * np.intp(len(incumbent)) + asking  # where a buyer's present kind stands in it
    hurdle = threshold.take(asking) * by_option.take(own)
    by_option[own] -= hurdle
    if within is not None:
        at_home = rows_where(within.take(asking) & (incumbent.take(asking) != HYDROGEN))
        by_option[HYDROGEN * np.intp(len(incumbent)) + asking.take(at_home)] -= hurdle.take(at_home)
    return value.T


def open_options(battery: np.ndarray, swap: np.ndarray, hydrogen: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return (n, options) bool: diesel and LNG always, the others where the owner's rank is within reach.

    ``rank`` (n,) is uniform and the owner's own: who is near a station stays near it.
    """
    open_to = np.ones((len(TRUCKS), len(rank)), dtype=bool)
    open_to[LNG + 1 :] = rank < battery, rank < swap, rank < hydrogen
    return open_to.T
