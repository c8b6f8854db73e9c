"""How vehicles leave: survival by age, and early scrapping when somebody pays for it."""

from dataclasses import dataclass
from itertools import pairwise
from math import gamma

import numpy as np

from agents.choice import logistic, weibull_hazard
from agents.table import look_up, rows_where

OLDEST = 255  # ages are kept in one byte


def hazard_by_age(scale: float, shape: float) -> np.ndarray:
    """Return (256,) chances to be scrapped within the year, by age; a table is quicker than a formula."""
    return weibull_hazard(np.arange(OLDEST + 1, dtype=float), scale, shape).astype(np.float32)


def weibull_scale(mean_years: float, shape: float) -> float:
    """Return the scale of a Weibull survival of a given mean: ``mean / gamma(1 + 1 / shape)``."""
    return mean_years / gamma(1.0 + 1.0 / shape)


def steady_ages(hazard: np.ndarray) -> np.ndarray:
    """Return (n_ages,) shares of a stock by age when as many are bought as are scrapped each year."""
    survival = np.concatenate(([1.0], np.cumprod(1.0 - hazard[:-1])))
    return survival / survival.sum()


def early_scrap_chance(
    support_cny: np.ndarray | float, value_left_cny: np.ndarray, trouble_cny: float, spread_cny: float
) -> np.ndarray:
    """Return the chance that an old vehicle is given up for a support, above that without it.

    The owner compares the support with what the vehicle is still worth and the trouble. The chance
    without support is taken off, because the survival curve already holds it:
    ``logistic((s - v - t) / d) - logistic((-v - t) / d)``.
    """
    hurdle = (value_left_cny + trouble_cny) / spread_cny
    return logistic(np.asarray(support_cny) / spread_cny - hurdle) - logistic(-hurdle)


def ages_of_stock(stock: np.ndarray, hazard: np.ndarray) -> np.ndarray:
    """Return (n_years - 1 + 256,) shares of the last year's stock by age, from a series of stocks.

    ``stock`` is (n_years,) by year. Each year's purchases are the growth plus what was scrapped;
    the first year's stock is spread as a steady state over all ages, and whoever is that old stays. Age 0 comes first.
    """
    cohorts = stock[0] * steady_ages(hazard)
    for before, after in pairwise(stock):
        ages = np.minimum(np.arange(len(cohorts)), OLDEST)
        kept = cohorts * (1.0 - hazard[ages])
        bought = max(after - before, 0.0) + (cohorts.sum() - kept.sum())
        cohorts = np.concatenate(([bought], kept))
    return cohorts / cohorts.sum()


@dataclass(frozen=True)
class TradeIn:
    """What makes an owner give an old vehicle up early."""

    new_price_cny: float
    value_kept: float  # part of its worth that a vehicle keeps each year
    trouble_cny: float
    spread_cny: float

    def chances(self, support_cny: np.ndarray) -> np.ndarray:
        """Return (256, n_counties) chances by age for a support (n_counties,), above that without it."""
        if not support_cny.any():
            return np.zeros((OLDEST + 1, len(support_cny)), dtype=np.float32)
        left = self.new_price_cny * self.value_kept ** np.arange(OLDEST + 1.0)
        chance = early_scrap_chance(support_cny[:, None], left, self.trouble_cny, self.spread_cny)
        return chance.astype(np.float32).T


def scrapped(
    age: np.ndarray, luck: np.ndarray, hazard: np.ndarray, early: np.ndarray, eligible: "Eligible"
) -> tuple[np.ndarray, np.ndarray]:
    """Return rows that leave this year, in order, and the chance each had.

    The chance is ``h + (1 - h) * e``: worn out, or else given up early where ``eligible`` says so.
    Most rows are past harm at the highest chance of their age, so only the few others are looked at.

    Args:
        age: (n,) years, one byte.
        luck: (n,) uniform.
        hazard: (256,) chance by age to be worn out.
        early: (256, n_counties) chance by age to be given up early.
        eligible: which rows may be given up early, and where they are.
    """
    if not early.any():
        rows = rows_where(luck < look_up(hazard, age))
        return rows, hazard.take(age.take(rows))
    highest = hazard + (1.0 - hazard) * early.max(axis=1)
    rows = rows_where(luck < look_up(highest, age))
    chance = hazard.take(age.take(rows))
    may = rows_where(eligible.rows(rows))
    worn, early_chance = chance.take(may), eligible.chances(rows.take(may), early)
    chance[may] = worn + (1.0 - worn) * early_chance
    leave = rows_where(luck.take(rows) < chance)
    return rows.take(leave), chance.take(leave)


@dataclass(frozen=True)
class Eligible:
    """Vehicles that a trade-in is for: at least so old, and of a powertrain below ``cleaner_from``."""

    age: np.ndarray
    powertrain: np.ndarray
    county: np.ndarray
    oldest_rule_years: float
    cleaner_from: int

    def rows(self, rows: np.ndarray) -> np.ndarray:
        """Return (len(rows),) bool."""
        return (self.age.take(rows) >= self.oldest_rule_years) & (self.powertrain.take(rows) < self.cleaner_from)

    def chances(self, rows: np.ndarray, early: np.ndarray) -> np.ndarray:
        """Return (len(rows),) chances out of a table by age and county."""
        at = np.multiply(self.county.take(rows), len(early), dtype=np.intp) + self.age.take(rows)
        return early.T.ravel().take(at)
