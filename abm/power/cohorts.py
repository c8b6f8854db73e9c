"""Plants by age: how much of what stands wears out in a year, and how much is new."""

from dataclasses import dataclass

import numpy as np

from abm.parameters import Parameters
from agents.choice import share_or_one, weibull_hazard

OLDEST = 60


@dataclass(frozen=True)
class Life:
    """Weibull survival of a kind of plant, and over how many years the first stock was built, as much each year."""

    scale: float
    shape: float
    first_years: int

    @classmethod
    def of(cls, p: Parameters, kind: str) -> "Life":
        """Read it."""
        return cls(
            p.value(f"recovery.{kind}_life", "years"),
            p.value(f"recovery.{kind}_life_shape", "none"),
            round(p.value(f"recovery.{kind}_first_years", "years")),
        )


class Cohorts:
    """``mw`` (kinds, ages, n_counties) of plants by age, all kinds at once.

    A year is :meth:`wear_out`, then :meth:`stand` with what stands after it.
    """

    def __init__(self, lives: tuple[Life, ...], n_counties: int) -> None:
        ages = np.arange(OLDEST, dtype=float)
        self.lives = lives
        self.chance = np.stack([weibull_hazard(ages, life.scale, life.shape) for life in lives])[:, None]
        self.chance[..., -1] = 1.0
        self.mw = np.zeros((len(lives), OLDEST, n_counties))
        self._is_new = True

    def wear_out(self) -> np.ndarray:
        """Return (kinds, n_counties) MW that wear out this year; what is left of the others is a year older."""
        worn: np.ndarray = (self.chance @ self.mw)[:, 0]
        self.mw[:, 1:] = self.mw[:, :-1] * (1.0 - self.chance[:, 0, :-1, None])
        self.mw[:, 0] = 0.0
        return worn

    def stand(self, stood_mw: np.ndarray) -> np.ndarray:
        """Return (kinds, n_counties) MW taken down before their time; what of ``stood_mw`` is missing is new."""
        if self._is_new:
            return self._first(stood_mw)
        left = self.mw.sum(axis=1)
        early = np.maximum(left - stood_mw, 0.0)
        if early.any():
            self.mw *= share_or_one(left - early, left)[:, None]
        self.mw[:, 0] = np.maximum(stood_mw - left, 0.0)
        return early

    @property
    def new_mw(self) -> np.ndarray:
        """(kinds, n_counties) MW put up this year, in place of others or beside them."""
        return self.mw[:, 0]

    def _first(self, stood_mw: np.ndarray) -> np.ndarray:
        for mw, stood, life in zip(self.mw, stood_mw, self.lives, strict=True):
            mw[: life.first_years] = stood / life.first_years
        self._is_new = False
        return np.zeros_like(stood_mw)
