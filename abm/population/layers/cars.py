"""The first state of private cars: powertrain, age, tastes of the owner, a charger at home."""

from collections.abc import Mapping

import numpy as np

from abm.population.first_cars import first_ages
from abm.randomness import Streams
from abm.region import Region
from agents.vehicle.powertrain import BATTERY_CAR, HYBRID, PETROL, PLUG_IN

KIND = "cars"
PARAMETERS = ("cars.",)
YOUNG_PLUG_YEARS = 4  # cars with a plug were hardly sold before


def layer(region: Region, columns: Mapping[str, np.ndarray], streams: Streams) -> dict[str, np.ndarray]:
    """Return powertrain, age (u1), taste and reluctance (f4, standard normal) and home_charger.

    Ages are those of the eve of the first year; they follow the stocks of the years before, the survival
    curve and the market of used cars (:mod:`abm.population.first_cars`). A car with a plug is young.
    """
    p = region.parameters
    n = len(columns["county"])
    plug = p.value("cars.plug_share_2020", "share")
    battery = plug * p.value("cars.battery_part_2020", "share")
    hybrid = p.value("cars.hybrid_share_2020", "share")
    draw = streams.uniform("cars.first_powertrain", 0, n)
    powertrain = np.full(n, PETROL, dtype=np.uint8)
    powertrain[draw < battery + plug - battery + hybrid] = HYBRID
    powertrain[draw < plug] = PLUG_IN
    powertrain[draw < battery] = BATTERY_CAR
    age = first_ages(region, columns, streams)
    age[powertrain >= PLUG_IN] %= YOUNG_PLUG_YEARS
    alive = columns["alive"]
    return {
        "powertrain": np.where(alive, powertrain, PETROL).astype(np.uint8),
        "age": np.where(alive, age, 0).astype(np.uint8),
        "taste": streams.normal("cars.taste", 0, n),
        "reluctance": streams.normal("cars.reluctance", 0, n),
        "home_charger": columns["home_parking"]
        & (streams.uniform("cars.home_charger", 0, n) < p.value("cars.home_charger", "share")),
    }
