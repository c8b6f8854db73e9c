"""Where and when plug-in cars charge: access, congestion, the valley of the tariff, managed charging."""

import numpy as np


def public_access(
    chargers: np.ndarray, residents: np.ndarray, plug_cars: np.ndarray, reach_per_1000: float, cars_per_charger: float
) -> np.ndarray:
    """Return (n_counties,) ease of charging in public, 0 to 1.

    Density makes a charger near (``1 - exp(-per_1000 / reach)``), and queues take it away where more
    than ``cars_per_charger`` cars share one (``sqrt`` of the ratio): so cars and chargers pull each other.
    """
    per_1000 = 1000.0 * chargers / np.maximum(residents, 1.0)
    near = 1.0 - np.exp(-per_1000 / reach_per_1000)
    load = plug_cars / np.maximum(chargers * cars_per_charger, 1e-9)
    return near / np.sqrt(np.maximum(load, 1.0))


def market_chargers(
    chargers: np.ndarray, plug_cars: np.ndarray, cars_per_charger: float, pace_per_year: float
) -> np.ndarray:
    """Return (n_counties,) chargers built by the market in a year: a part of what the stock of cars lacks."""
    return pace_per_year * np.maximum(plug_cars / cars_per_charger - chargers, 0.0)


def own_trouble(reluctance: np.ndarray, median_cny: float, spread: float) -> np.ndarray:
    """Return (n,) CNY a year that an owner's trouble is worth: lognormal, ``reluctance`` standard normal."""
    return median_cny * np.exp(spread * reluctance)
