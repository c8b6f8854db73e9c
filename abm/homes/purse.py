"""The city's purse: what is left for new conversions once running support is paid."""

import numpy as np

from abm.homes.numbers import HeatingNumbers
from agents.household.heaters import HEAT_PUMP_AIR
from agents.signals import HeatingSignals


def affordable_share(
    heating: HeatingSignals,
    coal_homes: np.ndarray,
    all_homes: np.ndarray,
    running_cny: np.ndarray,
    numbers: HeatingNumbers,
) -> np.ndarray:
    """Return (n_counties,) the share of homes on coal that the programme can reach with the money there is.

    Running support of last winter goes first; the rest pays the city's part of the purchase support
    for each home visited, at that of the usual heater. A larger subsidy thus reaches fewer homes
    once the purse is empty.

    Args:
        heating: what is perceived, with the programme's share.
        coal_homes: (n_counties,) homes on coal.
        all_homes: (n_counties,) households.
        running_cny: (n_counties,) running support paid last winter by both budgets.
        numbers: the purse per household and the city's part of support.
    """
    price = heating.price_cny[HEAT_PUMP_AIR]
    support = np.minimum(heating.purchase_subsidy_cny[:, HEAT_PUMP_AIR], heating.purchase_subsidy_ceiling_share * price)
    wanted = heating.programme_share * coal_homes * support * numbers.city_share
    left = np.maximum(numbers.purse_cny * all_homes - numbers.city_share * running_cny, 0.0)
    reached = np.divide(left, wanted, out=np.ones_like(left), where=wanted > left)
    return heating.programme_share * reached
