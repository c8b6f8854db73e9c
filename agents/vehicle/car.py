"""Owners of private cars: ownership that saturates with income, and the choice of a powertrain."""

from dataclasses import dataclass

import numpy as np

from agents.choice import annuity
from agents.table import RowAgent
from agents.vehicle.novelty import novelty
from agents.vehicle.powertrain import BATTERY_CAR, PLUG_IN

TEN_THOUSAND = 1e4


class Car(RowAgent):
    """One private car, or the place of one that its owner does not have yet (``alive`` false)."""

    @property
    def has_plug(self) -> np.ndarray:
        """Whether the car can be plugged in."""
        return self.alive & (self.powertrain >= PLUG_IN)


@dataclass(frozen=True)
class CarTaste:
    """How buyers weigh things. Utilities per unit named; from conjoint studies and calibration."""

    money_per_10k_cny: float  # utility of 10,000 CNY at the reference income
    income_reference_cny: float
    income_power: float  # richer buyers mind money less: (reference / income) ** power
    running_years: float  # that a buyer looks ahead
    discount_rate: float
    home_charging_cny: float  # willingness to pay for a charger at home, battery car
    plug_in_access_part: float  # of that, for a plug-in hybrid, which can do without
    range_per_log: float  # utility of a log of range over that of a petrol car
    petrol_range_km: float
    winter_range_share: float  # range left in the cold
    variety_per_log: float
    neighbours: float  # utility of all neighbours having a plug
    taste_spread: float
    constant: np.ndarray  # (4,) what nothing else explains; of plugs, while they are new
    familiar_share: float  # of cars around with a plug at which they are no longer new
    constant_end: float  # part of the constant of plugs that is left then
    dissimilarity: float


@dataclass(frozen=True)
class CarOffer:
    """What a batch of n buyers is offered; (n, 4) or (n,)."""

    price_cny: np.ndarray  # (n, 4) with purchase tax, less support and trade-in
    running_cny_per_km: np.ndarray  # (n, 4) energy and upkeep
    access: np.ndarray  # (n,) 0 to 1: a charger at home, or the ease of public ones
    neighbours_share: np.ndarray  # (n,) of cars around that have a plug
    range_km: float
    variety: float


def ownership(income_cny: np.ndarray, saturation: float, start: float, pull_per_10k_cny: float) -> np.ndarray:
    """Return cars per head by a Gompertz curve: ``saturation * exp(-start * exp(-pull * income))``.

    After Dargay, Gately and Sommer (2007), in disposable income (CNY of 2020 per head).
    """
    return saturation * np.exp(-start * np.exp(-pull_per_10k_cny * income_cny / TEN_THOUSAND))


def price_to_pay(
    list_price_cny: np.ndarray, tax_share: float, relief_share: float, support_cny: np.ndarray, plug_in_part: float
) -> np.ndarray:
    """Return (n, 4) CNY: list price and purchase tax, less the support of the buyer's county.

    The tax is charged on the price without value-added tax; ``tax_share`` is the tax over the list price.
    """
    tax = np.full(len(list_price_cny), tax_share)
    tax[PLUG_IN:] *= 1.0 - relief_share
    price = np.empty((len(support_cny), len(list_price_cny)))
    price[:] = list_price_cny * (1.0 + tax)
    price[:, PLUG_IN] -= plug_in_part * support_cny
    price[:, BATTERY_CAR] -= support_cny
    return price


def car_value(offer: CarOffer, taste: CarTaste, income_cny: np.ndarray, km: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Return (n, 4) utilities of petrol, hybrid, plug-in and battery for n buyers.

    Money is purchase plus the running cost of the years a buyer looks ahead. ``own`` (n,) is a
    standard normal taste for the plug. What does not concern a powertrain is zero for it.
    """
    years = 1.0 / annuity(taste.discount_rate, taste.running_years)
    money = offer.running_cny_per_km * (km * years)[:, None]
    money += offer.price_cny
    weight = taste.money_per_10k_cny * (taste.income_reference_cny / income_cny) ** taste.income_power
    money *= weight[:, None]
    money /= TEN_THOUSAND
    value: np.ndarray = taste.constant - money
    known = 1.0 - novelty(offer.neighbours_share, taste.familiar_share, taste.constant_end)
    value[:, PLUG_IN] -= known * taste.constant[PLUG_IN]
    value[:, BATTERY_CAR] -= known * taste.constant[BATTERY_CAR]
    no_access = taste.money_per_10k_cny * taste.home_charging_cny / TEN_THOUSAND * (1.0 - offer.access)
    plug = (
        taste.variety_per_log * np.log(offer.variety)
        + taste.neighbours * offer.neighbours_share
        + taste.taste_spread * own
    )
    reach = taste.range_per_log * np.log(offer.range_km * taste.winter_range_share / taste.petrol_range_km)
    value[:, PLUG_IN] += plug - taste.plug_in_access_part * no_access
    value[:, BATTERY_CAR] += plug - no_access + reach
    return value
