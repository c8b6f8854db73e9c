"""A winter at home: coal again or not, warm or not."""

import numpy as np

from agents.choice import logistic
from agents.household.heaters import WinterTaste
from agents.table import rows_where


def coal_share(
    saving_cny: np.ndarray,
    income_cny: np.ndarray,
    only_elders: np.ndarray,
    attitude: np.ndarray,
    taste: WinterTaste,
) -> np.ndarray:
    """Return the share of its heat that a home with a kept stove takes from coal.

    ``saving_cny`` is the clean heater's bill less that of coal and the fine to expect. Its weight
    is the share of income, so the poor go back first; comfort and attitude hold against it, habit
    pulls old people. Below the least share the stove stays cold.
    """
    pull = taste.cost * saving_cny / income_cny - taste.comfort
    pull = pull + taste.habit * only_elders - taste.attitude * attitude
    share = logistic(pull)
    return np.where(share < taste.least_share, 0.0, share)


def cut_short(bill_cny: np.ndarray, bearable_cny: np.ndarray, least: float) -> tuple[np.ndarray, np.ndarray]:
    """Return which homes cut their heat, as positions, and the share of the wanted heat that each of them pays for.

    A home heats in full while the bill stays below what it bears, and cuts down to that beyond, though
    never below ``least``: nobody lets the pipes freeze.
    """
    cut = rows_where(bill_cny > bearable_cny)  # few
    return cut, np.maximum(bearable_cny.take(cut) / bill_cny.take(cut), least)
