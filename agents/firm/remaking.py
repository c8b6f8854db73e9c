"""Worn machines and parts made good as new: who takes one instead of a new one, and who builds lines for it."""

import numpy as np

from agents.choice import logistic


def takers(saving_share: np.ndarray, asked_share: float, spread: float) -> np.ndarray:
    """Return the share of buyers who take a remanufactured part: half where it saves what they ask.

    Args:
        saving_share: of the price of a new part, trade-in included.
        asked_share: saving at which a buyer who fears a shorter life is in two minds.
        spread: how differently they think, above 0.
    """
    return logistic((saving_share - asked_share) / spread)


def lines_built(
    lacking_t: np.ndarray, payback_years: np.ndarray, hurdle_years: float, spread: float, pace: float
) -> np.ndarray:
    """Return t a year of new lines: of what buyers lack, as far as lines pay back within the hurdle, a part a year."""
    willing = logistic(np.log(hurdle_years / np.maximum(payback_years, 1e-9)) / spread)
    return np.asarray(pace * willing * np.maximum(lacking_t, 0.0))
