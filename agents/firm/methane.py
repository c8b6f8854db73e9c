"""Mine methane: how much of what is drained gets used, and who drills for what closed mines hold."""

import numpy as np

from agents.choice import between, logistic


def used_share(
    base: np.ndarray, income_cny_per_m3: np.ndarray, first_income_cny_per_m3: float, steepness: float
) -> np.ndarray:
    """Return the share of drained methane that is used; ``base`` at the income of the first year.

    ``logit(share) = logit(base) + steepness * (income - first income)``: use grows with the price of gas
    and the support for it, and never passes one.
    """
    odds = np.log(base / (1.0 - base))
    return logistic(odds + steepness * (income_cny_per_m3 - first_income_cny_per_m3))


def drilled(
    developed: np.ndarray, offered_share: float, income_over_cost: np.ndarray, spread: float, most_a_year: float
) -> np.ndarray:
    """Return (n,) shares of the fields over closed mines that are drilled this year.

    Developers want the part of the fields on offer whose gas pays: half where income just covers cost. What is
    drilled stays.
    """
    wanted = offered_share * logistic((income_over_cost - 1.0) / spread)
    return between(wanted - developed, 0.0, most_a_year)
