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


def warmth(bill_cny: np.ndarray, income_cny: np.ndarray, tolerance: np.ndarray, least: float) -> np.ndarray:
    """Return the share of the wanted heat that a home pays for.

    It heats in full while the bill stays below the share of income that it tolerates, and cuts
    down to that share beyond, though never below ``least``: nobody lets the pipes freeze.
    """
    limit = tolerance * income_cny
    warm = np.ones_like(limit)
    cut = rows_where(bill_cny > limit)  # few
    warm[cut] = np.maximum(limit[cut] / bill_cny[cut], least)
    return warm
