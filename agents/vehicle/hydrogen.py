"""The price of hydrogen at the pump: gas, compression, transport, and a station's cost over its sales."""

import numpy as np

from agents.choice import annuity


def station_cost(
    fixed_cny_per_year: float, sales_t_per_station: np.ndarray, capacity_t: float, least_use_share: float
) -> np.ndarray:
    """Return CNY per kg: what a station costs a year over what it sells.

    ``fixed / sales``: half the sales, twice the cost. An operator prices on at least a part of the
    capacity, and cannot sell more than all of it.
    """
    sales_t = np.minimum(np.maximum(sales_t_per_station, least_use_share * capacity_t), capacity_t)
    return fixed_cny_per_year / (1000.0 * sales_t)


def station_fixed(capital_cny: float, rate: float, years: float, running_cny: float) -> float:
    """Return CNY a year of capital and running cost."""
    return capital_cny * float(annuity(rate, years)) + running_cny


def transport_cost(distance_km: np.ndarray, cny_per_kg_100km: float) -> np.ndarray:
    """Return CNY per kg for tube trailers from the nearest plant."""
    return distance_km / 100.0 * cny_per_kg_100km
