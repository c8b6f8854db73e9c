"""Fleets: taxis and buses under a mandate, light trucks by cost per kilometre."""

import numpy as np

from agents.choice import pick_best_of
from agents.table import RowAgent, rows_where
from agents.vehicle.powertrain import BATTERY_FLEET, OIL

BELOW_ONE = 1.0 - 1e-7  # in single precision too


class FleetVehicle(RowAgent):
    """One taxi, bus or light truck."""

    @property
    def is_clean(self) -> np.ndarray:
        """Whether it runs on gas or a battery."""
        return self.powertrain != OIL


def fleet_cost_per_km(yearly_cny: np.ndarray, km_per_year: np.ndarray, running_cny_per_km: np.ndarray) -> np.ndarray:
    """Return (n, 3) CNY per km: the (n, 3) yearly payments over the km of a year, and running cost."""
    cost: np.ndarray = yearly_cny / km_per_year[:, None]
    cost += running_cny_per_km
    return cost


def closed_hours_cost(cost_cny_per_km: np.ndarray, closed_share: np.ndarray) -> np.ndarray:
    """Return (n, 3) costs where oil vehicles may not work part of the day: fewer km carry the same cost."""
    cost = cost_cny_per_km.copy(order="K")
    cost[:, OIL] /= 1.0 - closed_share
    return cost


def choose_fleet(value: np.ndarray, must_be_clean_share: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """Return (n,) powertrains: within the mandate's share a battery, else by (n, 3) values.

    One draw serves both: below the mandate's share it obeys, above it is stretched to (0, 1) again.
    Closed options are minus infinity.
    """
    rest = draw.copy()
    bound = rows_where(must_be_clean_share > 0)
    share = must_be_clean_share.take(bound)
    above = rest.take(bound) - share
    rest[bound] = np.maximum(above / np.maximum(1.0 - share, 1e-9), 0.0)
    chosen = pick_best_of(value.T, np.minimum(rest, BELOW_ONE))
    chosen[bound[above < 0]] = BATTERY_FLEET
    return chosen
