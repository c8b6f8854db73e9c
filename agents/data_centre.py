"""Operators of data centres: what they build, how they cool, whether they store power on the spot."""

import mesa
import numpy as np

from agents.choice import logistic


class DataCentreOperator(mesa.Agent):
    """The data centres of one county: the face of a row of the arrays that the world keeps."""

    def __init__(self, model: mesa.Model, county: int, halls: object) -> None:
        super().__init__(model)
        self.county = county
        self._halls = halls

    @property
    def computing_mw(self) -> float:
        """Power of the computers installed."""
        return float(self._halls.computing_mw[self.county])  # type: ignore[attr-defined]

    @property
    def pue(self) -> float:
        """Power used in all over power used for computing."""
        return float(self._halls.pue[self.county])  # type: ignore[attr-defined]


def built_mw(
    approved_mw: np.ndarray, price_cny_per_kwh: float, outside_cny_per_kwh: float, spread: float
) -> np.ndarray:
    """Return (n,) MW built of what is approved: half where power costs what it does outside."""
    return approved_mw * logistic((outside_cny_per_kwh / price_cny_per_kwh - 1.0) / spread)


def chosen_pue(
    plain: float, best: float, price_cny_per_kwh: float, hurdle_hours: float, cooling_cny_per_kw: float
) -> float:
    """Return the power-use effectiveness whose last step just pays back.

    Coming down from ``plain`` by ``x`` of the span to ``best`` costs ``cooling * x^2`` a kW of computing and
    saves ``span * x`` kWh an hour; with ``hurdle_hours`` hours until it must have paid, the last step pays at
    ``x = span * hours * price / (2 * cooling)``.
    """
    span = plain - best
    depth = span * hurdle_hours * price_cny_per_kwh / (2.0 * cooling_cny_per_kw)
    return plain - span * min(depth, 1.0)


def cooling_cny_per_kw(plain: float, best: float, pue: float, capital_cny_per_kw: float) -> float:
    """Return what a kW of computing costs to cool at ``pue``, over the plainest cooling: ``capital * x^2``.

    ``x`` is how far of the span from ``plain`` to ``best`` it has come down, the cost by which :func:`chosen_pue` goes.
    """
    return capital_cny_per_kw * (max(plain - pue, 0.0) / (plain - best)) ** 2


def mended_pue(pue: np.ndarray, target: float, renewed_share: float) -> np.ndarray:
    """Return (n,) mean effectiveness when a share of halls gets new cooling at a target below theirs."""
    return np.where(pue > target, pue + renewed_share * (target - pue), pue)
