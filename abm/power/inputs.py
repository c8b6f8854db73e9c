"""What the dispatch of one year is given: plants, stores, loads and bids at two nodes, hour by hour."""

from dataclasses import dataclass

import numpy as np

EVERY_FLEET = -1


@dataclass(frozen=True)
class Coal:
    """Coal classes of the city, (n_classes,) each; hourly arrays (n_classes, n_days, 24)."""

    available_gw: np.ndarray  # (n_classes, n_days) that can be online
    minimum_share: np.ndarray  # least output of what is online, over its capacity
    step_share: np.ndarray  # (n_steps,) of output above the minimum, sums to 1
    step_bid_cny_per_mwh: np.ndarray  # (n_classes, n_steps) rising
    start_cny_per_mw: np.ndarray  # of keeping capacity online for a day
    heat_floor_gw: np.ndarray  # least power that comes with the heat delivered
    heat_loss_gw: np.ndarray  # power given up for the heat delivered


@dataclass(frozen=True)
class Rest:
    """The province without the city, its thermal plants in fleets by fuel rate; hourly arrays (n_days, 24)."""

    load_gw: np.ndarray  # with what the province sends out
    wind_gw: np.ndarray
    pv_gw: np.ndarray
    available_gw: np.ndarray  # (n_fleets, n_days) thermal capacity that can be online
    minimum_share: float
    start_cny_per_mw: np.ndarray  # (n_fleets,)
    step_fleet: tuple[int, ...]  # (n_steps,) whose step it is; EVERY_FLEET where all bid alike
    step_share: np.ndarray  # (n_steps,) of the online capacity of those whose it is; for a fleet 1 - minimum_share
    step_bid_cny_per_mwh: np.ndarray  # (n_steps,) rising within a fleet


@dataclass(frozen=True)
class Stores:
    """(n_stores,) pumped and battery storage; it ends each day as full as it began."""

    name: tuple[str, ...]
    in_city: np.ndarray  # bool
    power_gw: np.ndarray
    energy_gwh: np.ndarray
    efficiency: np.ndarray  # round trip
    cost_cny_per_mwh: np.ndarray  # wear, per MWh given


@dataclass(frozen=True)
class City:
    """The city's other power; hourly arrays (n_days, 24)."""

    load_gw: np.ndarray  # at the plants: with line losses
    fixed_gw: np.ndarray  # by-product, waste and biomass power, taken as it comes
    wind_gw: np.ndarray
    pv_gw: np.ndarray  # utility and rooftop
    flexible_gw: np.ndarray  # load that may be put off, and caught up within the day
    flexible_cny_per_mwh: float
    transfer_gw: float  # limit of the lines to the rest of the province, either way
    unserved_cny_per_mwh: float
    outside_cny_per_mwh: float  # last resort of the province: power kept back from export or brought in


@dataclass(frozen=True)
class Inputs:
    """Everything about one year."""

    coal: Coal
    rest: Rest
    stores: Stores
    city: City

    @property
    def n_days(self) -> int:
        """Number of representative days."""
        return len(self.city.load_gw)
