"""The first state of private cars: powertrain, age, tastes of the owner, a charger at home."""

from collections.abc import Mapping

import numpy as np

from abm.randomness import Streams
from abm.region import Region
from agents.vehicle.lifetime import OLDEST, ages_of_stock, hazard_by_age
from agents.vehicle.powertrain import BATTERY_CAR, HYBRID, PETROL, PLUG_IN

KIND = "cars"
PARAMETERS = ("cars.",)
YOUNG_PLUG_YEARS = 4  # cars with a plug were hardly sold before


def layer(region: Region, columns: Mapping[str, np.ndarray], streams: Streams) -> dict[str, np.ndarray]:
    """Return powertrain, age (u1), taste and reluctance (f4, standard normal) and home_charger.

    Ages are those of the eve of the first year; they follow the stocks of the years before and the survival
    curve. A car with a plug is young.
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
    age = _first_ages(region, streams.uniform("cars.first_age", 0, n))
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


def _first_ages(region: Region, draw: np.ndarray) -> np.ndarray:
    p = region.parameters
    stock = region.observed("cars.stock_before")
    hazard = hazard_by_age(p.value("cars.life.scale", "years"), p.value("cars.life.shape", "none"))
    years = sorted(year for year in stock if year < region.first_year)
    shares = ages_of_stock(np.array([stock[year] for year in years]), hazard)
    return np.minimum(np.searchsorted(np.cumsum(shares)[:-1], draw), OLDEST).astype(np.uint8)
