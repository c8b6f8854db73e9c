"""Mend, pay, or close: what a firm does about its energy use and the surcharges on it.

A firm that is aware looks at five targets: just below the limit, just below the tier's threshold, its energy
budget, half way to the benchmark, and the benchmark. It goes as deep as each further step pays back within its own
hurdle and its cash can carry; if none does, it pays. Where the surcharge on a tonne exceeds what the
tonne earns, it closes: mending energy use does not change the class of equipment.
"""

from dataclasses import dataclass, replace

import numpy as np

from agents.choice import payback_years
from agents.firm.budget import excess
from agents.firm.surcharge import Standing, surcharge
from agents.signals.industry import IndustrySignals

JUST_BELOW = 0.995  # of a threshold
LEAST_STEP = JUST_BELOW  # of use before: saving less is no retrofit, else half way would be gone again and again


@dataclass(frozen=True)
class Plant:
    """What a retrofit is weighed with; (n,) arrays."""

    standing: Standing
    output_t: np.ndarray
    capacity_t: np.ndarray
    kwh_per_t: np.ndarray
    margin_cny_per_t: np.ndarray
    hurdle_years: np.ndarray
    cash_years: np.ndarray
    carbon_cny_per_t: np.ndarray  # that it reckons with for CO2
    budget_per_t: np.ndarray  # specific use that its energy budget covers
    quota_cny_per_unit: np.ndarray  # price of specific use beyond it, per t of product

    def of(self, rows: np.ndarray) -> "Plant":
        """Return the plants of some ``rows``."""
        columns = {name: column[rows] for name, column in self.__dict__.items() if name != "standing"}
        return Plant(standing=self.standing.of(rows), **columns)


@dataclass(frozen=True)
class Technique:
    """What retrofits cost and save, by product; (n_products,) arrays.

    The first unit of specific use saved costs ``capital_cny`` per unit and t of capacity; towards the
    benchmark it costs up to ``1 + convexity`` times as much.
    """

    energy_cny_per_unit: np.ndarray  # worth of one kgce (aluminium: kWh) saved
    carbon_t_per_unit: np.ndarray
    capital_cny: np.ndarray
    convexity: float


@dataclass(frozen=True)
class Mending:
    """What each firm does: new specific use, capital spent before grants, and whether it mends; (n,) arrays."""

    specific_use: np.ndarray
    capital_cny: np.ndarray
    is_mended: np.ndarray


def mend(plants: Plant, technique: Technique, rules: IndustrySignals, looks: np.ndarray) -> Mending:
    """Return what the firms that look at a retrofit this year do; the others stay as they are.

    Targets are tried from the nearest to the deepest. Each is taken if what it costs *beyond* the last
    one taken pays back by what it saves beyond it: what a surcharge avoided pays for does not carry
    saving that would not pay by itself.
    """
    (rows,) = looks.nonzero()
    found = _deepest(plants.of(rows), technique, rules)
    use, spent = plants.standing.specific_use.copy(), np.zeros(len(looks))
    use[rows], spent[rows] = found
    return Mending(specific_use=use, capital_cny=spent, is_mended=use < plants.standing.specific_use)


def _deepest(plants: Plant, technique: Technique, rules: IndustrySignals) -> tuple[np.ndarray, np.ndarray]:
    """(n,) specific use of the deepest target that each further step pays for, and CNY of capital."""
    s = plants.standing
    targets = -np.sort(-_targets(plants, rules), axis=0)
    capital = _capital(plants, technique, rules, targets)
    own = capital * (1.0 - rules.grant_share.take(s.county))
    saving = _saving(plants, technique, rules, targets)
    cash = plants.cash_years * plants.margin_cny_per_t * plants.output_t
    use, spent, own_spent, saved = s.specific_use, *(np.zeros(len(cash)) for _ in range(3))
    for target, all_cny, own_cny, gain in zip(targets, capital, own, saving, strict=True):
        years = payback_years(own_cny - own_spent, gain - saved)
        deeper = target <= LEAST_STEP * use
        does = deeper & (own_cny <= cash) & (years <= plants.hurdle_years)
        use = np.where(does, target, use)
        spent, own_spent, saved = (
            np.where(does, new, old) for new, old in ((all_cny, spent), (own_cny, own_spent), (gain, saved))
        )
    return use, spent


def at_benchmark(
    mending: Mending, plants: Plant, technique: Technique, rules: IndustrySignals, obeys: np.ndarray
) -> Mending:
    """Return ``mending`` in which firms that obey an order go to the benchmark, whatever it pays."""
    s = plants.standing
    benchmark = rules.benchmark_per_t[s.product]
    goes = obeys & (mending.specific_use > benchmark)
    capital = _capital(plants, technique, rules, benchmark)
    return Mending(
        specific_use=np.where(goes, benchmark, mending.specific_use),
        capital_cny=np.where(goes, capital, mending.capital_cny),
        is_mended=mending.is_mended | goes,
    )


def closes(surcharge_cny_per_t: np.ndarray, margin_cny_per_t: np.ndarray) -> np.ndarray:
    """Return which firms close: those whose surcharge on a tonne exceeds what the tonne earns."""
    return surcharge_cny_per_t > margin_cny_per_t


def _targets(plants: Plant, rules: IndustrySignals) -> np.ndarray:
    """(5, n) specific use just below limit and tier, at the budget, half way to the benchmark and at it; not below."""
    s = plants.standing
    limit = rules.limit_per_t[s.product, s.county]
    tier = rules.tier_threshold_per_t.take(s.product)
    benchmark = rules.benchmark_per_t.take(s.product)
    halfway = 0.5 * (s.specific_use + benchmark)
    targets = np.array([JUST_BELOW * limit, JUST_BELOW * tier, plants.budget_per_t, halfway, benchmark])
    return np.maximum(targets, benchmark, out=targets)


def _capital(plants: Plant, technique: Technique, rules: IndustrySignals, targets: np.ndarray) -> np.ndarray:
    """(..., n) CNY of retrofits down to ``targets``, before grants."""
    s = plants.standing
    saved = np.maximum(s.specific_use - targets, 0.0)
    span = np.maximum(s.specific_use - rules.benchmark_per_t.take(s.product), 1e-9)
    steepness = 1.0 + technique.convexity * np.minimum(saved / span, 1.0)
    return technique.capital_cny.take(s.product) * saved * steepness * plants.capacity_t


def _saving(plants: Plant, technique: Technique, rules: IndustrySignals, targets: np.ndarray) -> np.ndarray:
    """(5, n) CNY a year: energy, carbon, quota and surcharge saved at each target."""
    s = plants.standing
    worth = technique.energy_cny_per_unit.take(s.product)
    worth = worth + technique.carbon_t_per_unit.take(s.product) * plants.carbon_cny_per_t
    energy = worth * np.maximum(s.specific_use - targets, 0.0)
    bought = excess(s.specific_use, plants.budget_per_t) - excess(targets, plants.budget_per_t)
    quota = plants.quota_cny_per_unit * np.maximum(bought, 0.0)
    now, after = surcharge(s, rules).total, surcharge(replace(s, specific_use=targets), rules).total
    return (energy + quota + (now - after) * plants.kwh_per_t) * plants.output_t
