"""Shapes of the charging load over representative days and hours."""

from dataclasses import dataclass

import numpy as np

from abm.days import Days
from abm.travel.numbers import ChargingHours
from agents.choice import shift_load
from agents.signals import ElectricitySignals


@dataclass(frozen=True)
class ChargingShapes:
    """(n_days, 24) shapes whose weighted yearly sum is 1."""

    home: np.ndarray
    valley: np.ndarray
    managed: np.ndarray
    managed_valley: np.ndarray
    public: np.ndarray
    depot: np.ndarray
    truck: np.ndarray


class Shapes:
    """Builds the shapes of a year; cars use more in the heating season."""

    def __init__(self, hours: ChargingHours, days: Days, winter_extra_share: float) -> None:
        self.hours = hours
        self.days = days
        self.season = np.where(days.heating, 1.0 + winter_extra_share, 1.0)
        self._plugged = np.tile(hours.plugged, (days.n_days, 1))
        self._fixed = {name: self._shape(getattr(hours, name)) for name in ("home", "public", "depot", "truck")}

    def of(self, electricity: ElectricitySignals, elasticity: float) -> ChargingShapes:
        """Return this year's shapes: valley by the cheapest hours of the homes' tariff, managed by the spot price.

        The grid manages within the hours in which cars are plugged in (of owners on that tariff, in those of the
        valley among them), at a constant elasticity.
        """
        add = electricity.residential_tou_add_cny_per_kwh
        cheapest = add <= add.min(axis=1, keepdims=True) + 1e-9
        price = np.maximum(electricity.wholesale_cny_per_kwh, 0.02)  # a log needs a floor under noon prices
        night = self._plugged * cheapest
        managed, within = (self._shape(shift_load(load, price, elasticity)) for load in (self._plugged, night))
        return ChargingShapes(valley=self._shape(night), managed=managed, managed_valley=within, **self._fixed)

    def fixed(self, name: str) -> np.ndarray:
        """Return the (n_days, 24) shape of a fixed pattern (home, public, depot, truck)."""
        return self._fixed[name]

    def mean_price(self, price_cny_per_kwh: np.ndarray, name: str) -> float:
        """Return the yearly mean of (n_days, 24) prices over a fixed pattern (home, public, depot, truck)."""
        return float(self.days.yearly(price_cny_per_kwh * self._fixed[name]))

    def _shape(self, hourly: np.ndarray) -> np.ndarray:
        """Scale (24,) or (n_days, 24) patterns to equal days, then by season, to a yearly sum of 1."""
        days = hourly / hourly.sum(axis=-1, keepdims=True) * self.season[:, None]
        return self.days.shape(days)
