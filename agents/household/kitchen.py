"""Electric kitchens and appliances of the best class: taken up when the old one fails. Pure functions."""

import numpy as np

from agents.choice import one_in


def taken_up(have: np.ndarray, fails: float, logit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return shares that have it a year later, and shares that bought it this year.

    Of those without, ``fails`` look for a new one; ``1 / (1 + exp(-logit))`` of them take it. Whoever has it
    buys the same again.
    """
    bought = (1.0 - have) * fails / one_in(logit)
    return have + bought, bought
