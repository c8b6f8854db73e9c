"""The grid operator, and what those near it decide: who offers to move load, who builds wind and sun."""

from collections.abc import Callable
from typing import Any

import mesa
import numpy as np

from agents.choice import logistic


class Grid(mesa.Agent):
    """Sees loads and plants, and dispatches them at least cost; remembers what power was worth.

    ``solve`` is the dispatch itself, handed in by the world, so that the agent knows no solver.
    """

    def __init__(self, model: mesa.Model, solve: Callable[[Any, int], Any]) -> None:
        super().__init__(model)
        self._solve = solve
        self.last: Any = None

    def dispatch(self, inputs: Any, year: int) -> Any:
        """Return the year's dispatch and keep it."""
        self.last = self._solve(inputs, year)
        return self.last


def offered_share(
    payment_cny_per_kwh: float, able_share: np.ndarray, trouble_cny_per_kwh: np.ndarray, spread: float
) -> np.ndarray:
    """Return the share of each sector's load that is offered for moving at a payment.

    Of what is able to move, those whose trouble costs less than the payment offer it. Trouble is
    log-logistic around its median with shape ``1 / spread``; no payment, no offer.

    Args:
        payment_cny_per_kwh: paid for each kWh moved.
        able_share: (n,) technically movable share of load.
        trouble_cny_per_kwh: (n,) median trouble.
        spread: standard of the logarithm of trouble, above 0.
    """
    payment = max(payment_cny_per_kwh, 1e-12)
    return able_share * logistic((np.log(payment) - np.log(trouble_cny_per_kwh)) / spread)


def built_share(revenue_cny_per_mwh: float, cost_cny_per_mwh: float, spread: float) -> float:
    """Return the share of a year's quota that developers build: half where revenue just covers cost."""
    return float(logistic((revenue_cny_per_mwh / cost_cny_per_mwh - 1.0) / spread))


def price_shape(price: np.ndarray) -> np.ndarray:
    """Return (n_days, 24) deviation of a price from its day's mean, over the day's largest; 0 where it is flat."""
    off = price - price.mean(axis=-1, keepdims=True)
    largest = np.abs(off).max(axis=-1, keepdims=True)
    return np.divide(off, largest, out=np.zeros_like(off), where=largest > 1e-9)
