"""Plants by age: how much of what stands wears out in a year. What is worn out is renewed where it stands."""

from dataclasses import dataclass

import numpy as np

from abm.parameters import Parameters
from agents.choice import weibull_hazard

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
            int(p.value(f"recovery.{kind}_first_years", "years")),
        )


class Cohorts:
    """``mw`` (kinds, ages, n_counties) of plants by age, all kinds at once."""

    def __init__(self, lives: tuple[Life, ...], n_counties: int) -> None:
        ages = np.arange(OLDEST, dtype=float)
        self.lives = lives
        self.chance = np.stack([weibull_hazard(ages, life.scale, life.shape) for life in lives])[:, None]
        self.chance[..., -1] = 1.0
        self.mw = np.zeros((len(lives), OLDEST, n_counties))
        self._is_new = True

    def retire(self, stood_mw: np.ndarray) -> np.ndarray:
        """Return (kinds, n_counties) MW worn out in the year; ``stood_mw``, of that shape, stands after it."""
        if self._is_new:
            return self._first(stood_mw)
        worn: np.ndarray = (self.chance @ self.mw)[:, 0]
        before = self.mw[:, :-1] * (1.0 - self.chance[:, 0, :-1, None])
        self.mw[:, 1:] = before
        left = before.sum(axis=1)
        if (left > stood_mw).any():
            worn = worn + self._take_down(left, stood_mw)
        self.mw[:, 0] = np.maximum(stood_mw - left, 0.0)
        return worn

    def _first(self, stood_mw: np.ndarray) -> np.ndarray:
        for mw, stood, life in zip(self.mw, stood_mw, self.lives, strict=True):
            mw[: life.first_years] = stood / life.first_years
        self._is_new = False
        return np.zeros_like(stood_mw)

    def _take_down(self, left: np.ndarray, stood_mw: np.ndarray) -> np.ndarray:
        """Take plants down before their time, all ages alike; return how much."""
        fewer = np.maximum(left - stood_mw, 0.0)
        self.mw *= np.divide(left - fewer, left, out=np.ones_like(left), where=left > 0)[:, None]
        return fewer
