"""How farms take up a practice that is offered: some of those not yet convinced move each year. Pure functions."""

import numpy as np

from agents.choice import one_in


def taken_up(now: np.ndarray, logit: np.ndarray, speed: float) -> np.ndarray:
    """Return shares a year later: a part ``speed`` of the gap to ``1 / (1 + exp(-logit))`` closes.

    Stores and digesters that nobody supports any more are given up at the same speed.
    """
    wanted = 1.0 / one_in(logit)
    moved: np.ndarray = now + speed * (wanted - now)
    return moved
