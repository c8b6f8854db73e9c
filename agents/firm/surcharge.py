"""Punitive, differential and tiered power prices: what a firm pays on each kWh, by its equipment and its use.

Three rules, each a threshold (China's rules of 2010, 2013-2021 and 2017; see ``abm/odd/industry.md``):

* differential: the class of the equipment in the national catalogue, whatever the use;
* punitive: use above the legal limit, and another rate above its double, if an inspection finds it;
* tiered: each started step above a threshold.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agents.signals.industry import IndustrySignals


@dataclass(frozen=True)
class Standing:
    """What the rules look at; (n,) arrays, ``specific_use`` perhaps (..., n) of several cases."""

    product: np.ndarray
    county: np.ndarray
    equipment: np.ndarray
    specific_use: np.ndarray
    is_found: np.ndarray  # an inspection would find use above the limit

    def of(self, rows: np.ndarray) -> "Standing":
        """Return the standing of some ``rows``."""
        return Standing(**{name: column[rows] for name, column in self.__dict__.items()})


@dataclass(frozen=True)
class Surcharge:
    """CNY/kWh by rule; (n,) arrays, or one for each case of use."""

    differential: np.ndarray
    punitive: np.ndarray
    tiered: np.ndarray

    @cached_property
    def total(self) -> np.ndarray:
        """All three together."""
        return self.differential + self.punitive + self.tiered


def surcharge(firms: Standing, rules: IndustrySignals) -> Surcharge:
    """Return what each firm pays on top of each kWh."""
    limit = rules.limit_per_t[firms.product, firms.county]
    over = np.where(firms.specific_use > limit, rules.over_limit_cny_per_kwh.take(firms.county), 0.0)
    over = np.where(firms.specific_use > 2.0 * limit, rules.far_over_limit_cny_per_kwh, over)
    return Surcharge(
        differential=rules.differential_cny_per_kwh[firms.product, firms.equipment],
        punitive=np.where(firms.is_found, over, 0.0),
        tiered=steps_above(
            firms.specific_use,
            rules.tier_threshold_per_t.take(firms.product),
            rules.tier_step_per_t.take(firms.product),
        )
        * rules.tier_cny_per_kwh.take(firms.product),
    )


def steps_above(use: np.ndarray, threshold: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Return the number of started steps by which use exceeds a threshold; none at or below it."""
    return np.ceil(np.maximum(use - threshold, 0.0) / step)
