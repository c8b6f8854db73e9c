"""Mine methane: how much of what is drained gets used, by what it earns."""

import numpy as np

from agents.choice import logistic


def used_share(
    base: np.ndarray, income_cny_per_m3: np.ndarray, first_income_cny_per_m3: float, steepness: float
) -> np.ndarray:
    """Return the share of drained methane that is used; ``base`` at the income of the first year.

    ``logit(share) = logit(base) + steepness * (income - first income)``: use grows with the price of gas
    and the support for it, and never passes one.
    """
    odds = np.log(base / (1.0 - base))
    return logistic(odds + steepness * (income_cny_per_m3 - first_income_cny_per_m3))
