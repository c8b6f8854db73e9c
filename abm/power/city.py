"""The dispatch's inputs of a year from the city's own parts and the storyline."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.context import Storyline
from abm.days import Days
from abm.flows import Flows
from abm.loads import Loads
from abm.power.inputs import City, Coal, Inputs
from abm.power.numbers import PowerNumbers
from abm.power.province import (
    below_last_resort,
    felt_coal_cny_per_t,
    fuel_cost_cny_per_gj,
    last_resort_cny_per_mwh,
    rest_of_province,
    stores,
)
from abm.power.storage import with_more
from agents.choice import between, share_of
from agents.coal_unit import Bids
from agents.signals import Signals

if TYPE_CHECKING:
    from abm.power.power import Power

HOURS_PER_YEAR = 8760.0


@dataclass(frozen=True)
class Surroundings:
    """What is outside the city in a year: context, days, numbers (position ``at`` in dated ones)."""

    numbers: PowerNumbers
    storyline: Storyline
    days: Days
    year: int
    at: int


def city_inputs(power: "Power", flows: Flows, loads: Loads, signals: Signals, around: Surroundings) -> Inputs:
    """Return what the year's dispatch is given."""
    numbers, days, at = around.numbers, around.days, around.at
    payment = signals.electricity.demand_response_cny_per_kwh
    return Inputs(
        coal=coal_classes(power, around),
        rest=rest_of_province(numbers, around.storyline, days, around.year, at),
        stores=with_more(
            stores(numbers, around.storyline, around.year, at, signals.electricity),
            (power.market_stores.mw + power.second_life.mw + power.services.stores.kw.sum() / 1000.0) / 1000.0,
            power.two_way_gw,
            power.two_way,
        ),
        city=City(
            load_gw=loads.hourly_kwh.sum(axis=0) / 1e6 / (1.0 - numbers.loss_share),
            fixed_gw=_fixed_gw(power, flows),
            wind_gw=power.wind_mw(at).sum() / 1000.0 * days.wind,
            pv_gw=power.pv_mw(at).sum() / 1000.0 * days.pv,
            flexible_gw=power.flexibility.offered_gw(loads, payment, signals.supply.aggregated_share),
            flexible_cny_per_mwh=1000.0 * payment,
            transfer_gw=float(numbers.transfer_gw[at]),
            unserved_cny_per_mwh=numbers.unserved_cny_per_mwh,
            outside_cny_per_mwh=last_resort_cny_per_mwh(around.storyline, around.year),
        ),
    )


def coal_classes(power: "Power", around: Surroundings) -> Coal:
    """Return the classes of coal units: capacity in service, bids on fuel and carbon cost, heat duty."""
    numbers, units = around.numbers, power.units
    assert power.heat is not None and power.burning is not None
    capacity = np.bincount(units.group, power.coal_mw(around.year), minlength=len(units.group_name))
    bids = bids_of(power.burning, power, around)
    available = numbers.available_by_month[around.days.month - 1]
    return Coal(
        available_gw=np.outer(capacity / 1000.0 * (1.0 - numbers.own_use_share), available),
        minimum_share=bids.least_share,
        step_share=bids.step_share,
        step_bid_cny_per_mwh=bids.step_cny_per_mwh,
        start_cny_per_mw=bids.online_cny_per_mw,
        heat_floor_gw=power.heat.floor_mw / 1000.0,
        heat_loss_gw=power.heat.loss_mw / 1000.0,
    )


def bids_of(plants: "Burning", power: "Power", around: Surroundings) -> Bids:
    """Return what classes or units bid: steps over the cost on which bids stand, and a day online."""
    numbers = around.numbers
    felt = felt_coal_cny_per_t(numbers, around.storyline, around.year)
    plain = plants.without_capture(power.fleet.capture.numbers.fuel_share)
    cost = variable_cost_cny_per_mwh(plain, around, 0.0, felt)
    share, factor = numbers.coal_steps
    minimum = np.full(len(cost), numbers.minimum_share[around.at] - power.flexible_units.lower_by)
    of_capture = variable_cost_cny_per_mwh(plants, around, power.stored_cny_per_t, felt) - cost
    online, step = capture_in_bids(of_capture, plants.caught_share, minimum, minimum + share[0] * (1.0 - minimum))
    return Bids(
        online_cny_per_mw=numbers.start_factor * cost * minimum * 24.0 + online,
        least_share=minimum,
        step_share=share,
        step_cny_per_mwh=below_last_resort(
            cost[:, None] * factor + step[:, None], last_resort_cny_per_mwh(around.storyline, around.year)
        ),
    )


def capture_in_bids(
    cny_per_mwh: np.ndarray, caught_share: np.ndarray, least_share: np.ndarray, usual_share: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (n,) what capture adds to the bid for a day online (CNY/MW) and for a MWh above least output.

    A plant that catches a share of the CO2 is full as soon as the unit gives that share of its output. So as long as
    the share lies below least output, capture is paid for, and costs, whenever the unit is online, and a MWh more
    changes nothing of it; what lies beyond least output goes with the MWh.

    Args:
        cny_per_mwh: (n,) what capture costs less what it earns, on the mean of all output.
        caught_share: (n,) of CO2.
        least_share: (n,) least output over what is online.
        usual_share: (n,) output on an ordinary day.
    """
    part = between((caught_share - least_share) / (1.0 - least_share), 0.0, 1.0)  # of a MWh more that is caught
    step = cny_per_mwh * share_of(part, caught_share)
    return 24.0 * (cny_per_mwh * usual_share - step * (usual_share - least_share)), step


@dataclass(frozen=True)
class Burning:
    """Of classes or units, (n,): fuel per MWh sent out, whether they burn waste coal, share of CO2 caught."""

    rate_gj_per_mwh: np.ndarray
    is_waste: np.ndarray
    caught_share: np.ndarray

    def without_capture(self, fuel_share: float) -> "Burning":
        """Return the same without capture, which takes ``fuel_share`` more fuel where all CO2 is caught."""
        rate = self.rate_gj_per_mwh / (1.0 + fuel_share * self.caught_share)
        return Burning(rate, self.is_waste, np.zeros_like(self.caught_share))

    @classmethod
    def of_classes(cls, power: "Power", at: int) -> "Burning":
        """Return what the classes of coal units burn in a year, by running capacity."""
        fleet, units, running = power.fleet, power.units, power.running_share(power.world.years[at])
        return cls(
            rate_gj_per_mwh=power.numbers.heat_rate_factor[at]
            * fleet.group_means(fleet.heat_rate_gj_per_mwh(), running),
            is_waste=np.bincount(units.group, units.burns_waste_coal, len(units.group_name)) > 0,
            caught_share=fleet.group_means(fleet.capture.share, running),
        )


def variable_cost_cny_per_mwh(
    plants: Burning, around: Surroundings, stored_cny_per_t: float, coal_cny_per_t: float
) -> np.ndarray:
    """(n,) fuel at a price of coal, carbon beyond the free benchmark, what storing CO2 costs less its support."""
    numbers = around.numbers
    price = fuel_cost_cny_per_gj(numbers, coal_cny_per_t)
    made = plants.rate_gj_per_mwh * numbers.coal_t_per_gj
    beyond = made * (1.0 - plants.caught_share) - numbers.carbon_benchmark_t_per_mwh[around.at]
    carbon = around.storyline.value("price.carbon", "CNY/t", around.year) * beyond
    fuel = plants.rate_gj_per_mwh * price * np.where(plants.is_waste, numbers.waste_coal_price_share, 1.0)
    return fuel + carbon + made * plants.caught_share * stored_cny_per_t


def biomass_kwh(flows: Flows, numbers: PowerNumbers) -> np.ndarray:
    """(n_counties,) power from straw."""
    return flows.straw_for_power_t * numbers.biomass_gj_per_t * numbers.biomass_efficiency / 0.0036


def captive_gw(flows: Flows) -> float:
    """Mean output of captive plants: what industry makes from its own gas and heat."""
    return float(flows.byproduct_power_kwh.sum()) / 1e6 / HOURS_PER_YEAR


def _fixed_gw(power: "Power", flows: Flows) -> np.ndarray:
    """(n_days, 24) power that is taken as it comes; captive plants have their own shape."""
    kwh = flows.waste_power_kwh + biomass_kwh(flows, power.numbers)
    return captive_gw(flows) * power.captive_shape + float(kwh.sum()) / 1e6 / HOURS_PER_YEAR
