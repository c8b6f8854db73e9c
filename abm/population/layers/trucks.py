"""The first state of heavy trucks: powertrain, age, nearness to stations, threshold to switch."""

from collections.abc import Mapping

import numpy as np

from abm.randomness import Streams
from abm.region import Region
from agents.vehicle.lifetime import hazard_by_age, steady_ages, weibull_scale
from agents.vehicle.powertrain import CHARGE, DIESEL, LNG

KIND = "trucks"
PARAMETERS = ("trucks.",)
TABLES = ()


def layer(region: Region, columns: Mapping[str, np.ndarray], streams: Streams) -> dict[str, np.ndarray]:
    """Return alive, powertrain and age (u1), reach_rank and threshold (f4).

    ``reach_rank`` is uniform: an option is open to a truck whose rank lies below the share in reach.
    ``threshold`` is the saving at which a fleet switches, lognormal; zero for individuals.
    """
    p = region.parameters
    is_fleet = columns["is_fleet"]
    n = len(is_fleet)
    draw = streams.uniform("trucks.first_powertrain", 0, n)
    battery = p.value("trucks.battery_share_2020", "share")
    lng = p.value("trucks.lng_share_2020", "share")
    powertrain = np.full(n, DIESEL, dtype=np.uint8)
    powertrain[draw < battery + lng] = LNG
    powertrain[draw < battery] = CHARGE
    shape = p.value("trucks.life.shape", "none")
    shares = steady_ages(hazard_by_age(weibull_scale(p.value("trucks.life.mean", "years"), shape), shape))
    median, spread = p.value("trucks.threshold.median", "share"), p.value("trucks.threshold.spread", "none")
    threshold = median * np.exp(spread * streams.normal("trucks.threshold", 0, n))
    return {
        "alive": np.ones(n, dtype=bool),
        "powertrain": powertrain,
        "age": np.searchsorted(np.cumsum(shares)[:-1], streams.uniform("trucks.first_age", 0, n)).astype(np.uint8),
        "reach_rank": streams.uniform("trucks.reach", 0, n),
        "threshold": np.where(is_fleet, threshold, 0.0).astype(np.float32),
    }
