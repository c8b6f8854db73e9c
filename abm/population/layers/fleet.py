"""The first state of taxis, buses and light trucks: powertrain and age."""

from collections.abc import Mapping

import numpy as np

from abm.randomness import Streams
from abm.region import Region
from agents.vehicle.lifetime import hazard_by_age, steady_ages, weibull_scale
from agents.vehicle.powertrain import BATTERY_FLEET, FLEETS, GAS, OIL

KIND = "fleet"
PARAMETERS = ("fleet.",)
TABLES = ()


def layer(region: Region, columns: Mapping[str, np.ndarray], streams: Streams) -> dict[str, np.ndarray]:
    """Return powertrain and age (u1); ages are those of a fleet that neither grew nor shrank."""
    p = region.parameters
    kind = columns["kind"]
    draw = streams.uniform("fleet.first_powertrain", 0, len(kind))
    age_draw = streams.uniform("fleet.first_age", 0, len(kind))
    powertrain = np.full(len(kind), OIL, dtype=np.uint8)
    age = np.zeros(len(kind), dtype=np.uint8)
    for i, name in enumerate(FLEETS):
        here = kind == i
        battery = p.value(f"fleet.battery_share_2020.{name}", "share")
        gas = p.value(f"fleet.gas_share_2020.{name}", "share")
        powertrain[here & (draw < battery + gas)] = GAS
        powertrain[here & (draw < battery)] = BATTERY_FLEET
        shape = p.value("fleet.life.shape", "none")
        shares = steady_ages(hazard_by_age(weibull_scale(p.value(f"fleet.life.{name}", "years"), shape), shape))
        age[here] = np.searchsorted(np.cumsum(shares)[:-1], age_draw[here])
    return {"powertrain": powertrain, "age": age}
