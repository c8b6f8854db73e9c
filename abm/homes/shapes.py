"""Hourly shapes of the end uses, as they are and as moved by tariffs, (n_days, 24) with yearly sum 1."""

from dataclasses import dataclass

import numpy as np

from abm.days import Days
from abm.homes.numbers import LoadNumbers
from agents.choice import shift_load
from agents.household.heaters import HEAT_PUMP_AIR, HEAT_PUMP_WATER, N_HEATERS, RESISTIVE, SOLAR_ELECTRIC
from agents.household.power import PLUG_USES, saving_per_kwh, shift_within
from agents.signals import ElectricitySignals


@dataclass(frozen=True)
class PlugShapes:
    """Shapes by plug use, (n_plug, n_days, 24), and what time of use saves, (n_plug,) CNY/kWh."""

    as_is: np.ndarray
    moved: np.ndarray
    saving_as_is: np.ndarray
    saving_by_moving: np.ndarray
    day_weight: np.ndarray  # (n_days,)

    def of(self, mix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the two shapes of a mix (n_plug,) of uses that adds up to 1."""
        n_plug, *shape = self.as_is.shape
        as_is, moved = (np.dot(mix[None], by_use.reshape(n_plug, -1)) for by_use in (self.as_is, self.moved))
        return as_is.reshape(shape), moved.reshape(shape)


@dataclass(frozen=True)
class HeatShapes:
    """Shapes of electric heating under the heating tariff, and the share drawn in its valley."""

    heat_pump_water: np.ndarray
    heat_pump_air: np.ndarray
    resistive: np.ndarray
    valley_share: np.ndarray  # (n_heaters,)


def plain_plug_shapes(numbers: LoadNumbers, days: Days) -> np.ndarray:
    """Return (n_plug, n_days, 24): the hours of a survey day, cooling by month."""
    shapes = []
    for i, use in enumerate(PLUG_USES):
        season = numbers.cooling_month[days.month - 1] if use == "cooling" else np.ones(days.n_days)
        hourly = season[:, None] * numbers.hour_shape[i][None, :]
        if days.yearly(hourly) == 0:  # no representative day falls into the season
            hourly = np.ones_like(hourly)
        shapes.append(days.shape(hourly))
    return np.array(shapes)


def plug_shapes(plain: np.ndarray, electricity: ElectricitySignals, numbers: LoadNumbers, days: Days) -> PlugShapes:
    """Return the shapes when homes on time of use answer to what the hour adds to the first block's price."""
    add = electricity.residential_tou_add_cny_per_kwh
    price = np.maximum(electricity.residential_tier_cny_per_kwh[0] + add, 0.01)
    moved = np.array([shift_load(plain[i], price, numbers.shift[use]) for i, use in enumerate(PLUG_USES)])
    savings = [saving_per_kwh(plain[i], moved[i], add, days.weight) for i in range(len(PLUG_USES))]
    as_is, by_moving = np.array(savings).T
    return PlugShapes(plain, moved, as_is, by_moving, days.weight)


def heat_shapes(electricity: ElectricitySignals, balance_c: float, numbers: LoadNumbers, days: Days) -> HeatShapes:
    """Return how electric heating is drawn under the heating tariff.

    Need follows the gap between outdoors and the balance temperature ``balance_c`` (people, sun and
    appliances give the degrees above), a heat pump's draw its efficiency of the hour;
    water floors and storage heaters charge ahead within what the building or the store holds, room
    heat pumps do not.
    """
    gap = np.maximum(balance_c - days.temperature_c, 0.0) * days.heating[:, None]
    if days.yearly(gap) == 0:
        gap = np.ones_like(gap)
    pump = days.shape(gap / np.maximum(days.heat_pump_cop, 1.0))
    direct = days.shape(gap)
    valley = electricity.heating_valley_hours
    price = np.where(
        valley, electricity.heating_tariff_valley_cny_per_kwh, electricity.heating_tariff_peak_cny_per_kwh
    )[None, :]
    pump_moved = shift_within(pump, price, numbers.shift["heat_pump"], numbers.thermal_hours["heat_pump"])
    direct_moved = shift_within(direct, price, numbers.shift["resistive"], numbers.thermal_hours["resistive"])
    share = np.zeros(N_HEATERS)
    share[HEAT_PUMP_WATER] = days.yearly(pump_moved * valley)
    share[HEAT_PUMP_AIR] = days.yearly(pump * valley)
    share[[RESISTIVE, SOLAR_ELECTRIC]] = days.yearly(direct_moved * valley)
    return HeatShapes(pump_moved, pump, direct_moved, share)
