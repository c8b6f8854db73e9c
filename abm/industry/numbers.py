"""The numbers of firms, read once from a region: by product, by process, by mine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.parameters import Parameters
from agents.firm.market import Market
from agents.firm.words import EQUIPMENT, OWNERS, PRODUCTS

RULED = ("coke", "steel", "alumina", "aluminium", "cement", "chemicals", "other")  # have limits of specific use
NO_LIMIT = 1e9  # specific use that nobody reaches: products without a limit
USE_UNIT = {"aluminium": "kWh/t"}  # the others: kgce/t


def by_product(
    p: Parameters, key: str, unit: str, products: Sequence[str] = PRODUCTS, other: float = 0.0
) -> np.ndarray:
    """Return (n_products,) of ``industry.<key>.<product>``; ``other`` for products outside the list."""
    return np.array([p.value(f"industry.{key}.{name}", unit) if name in products else other for name in PRODUCTS])


def use_by_product(p: Parameters, key: str, year: int | None = None, other: float = NO_LIMIT) -> np.ndarray:
    """Return (n_products,) of a specific use, each in the unit of its product."""
    return np.array(
        [
            p.value(f"industry.{key}.{name}", USE_UNIT.get(name, "kgce/t"), year) if name in RULED else other
            for name in PRODUCTS
        ]
    )


def differential_rates(p: Parameters) -> np.ndarray:
    """Return (n_products, 3) national surcharges in CNY/kWh by class of equipment."""
    poor = [by_product(p, f"differential.{name}", "CNY/kWh", RULED) for name in EQUIPMENT[1:]]
    return np.stack([np.zeros(len(PRODUCTS)), *poor], axis=1)


@dataclass(frozen=True)
class Economics:
    """What products cost, earn and compete with; (n_products,) arrays in CNY/t at 2020 prices."""

    cost: np.ndarray
    margin: np.ndarray
    value_added: np.ndarray
    kwh_per_t: np.ndarray  # aluminium: its specific use tells; other: by class of equipment
    kwh_of_class: np.ndarray  # (3,) of other industry, by class of equipment
    outside_co2: np.ndarray  # t/t of the marginal outside producer
    market: Market
    cost_spread: float
    scale_saving: float

    @classmethod
    def of(cls, p: Parameters) -> "Economics":
        """Read them."""
        measured = [name for name in PRODUCTS if name not in ("aluminium", "other")]
        return cls(
            cost=by_product(p, "cost", "CNY/t"),
            margin=by_product(p, "margin", "CNY/t"),
            value_added=by_product(p, "value_added", "CNY/t"),
            kwh_per_t=by_product(p, "kwh_per_t", "kWh/t", measured),
            kwh_of_class=np.array([p.value(f"industry.kwh_per_unit.other.{c}", "kWh/10^4 CNY") for c in EQUIPMENT]),
            outside_co2=by_product(p, "outside_co2_per_t", "t/t"),
            market=Market(
                elasticity=by_product(p, "elasticity", "ratio"),
                friction_cny_per_t=by_product(p, "friction", "CNY/t"),
                highest_utilisation=by_product(p, "highest_utilisation", "ratio"),
            ),
            cost_spread=p.value("industry.cost_spread", "ratio"),
            scale_saving=p.value("mines.scale_saving", "ratio"),
        )


@dataclass(frozen=True)
class Spread:
    """Specific use of the plants of the first year by product: where the benchmark and the base level lie."""

    benchmark: np.ndarray
    base: np.ndarray
    share_at_benchmark: np.ndarray
    share_below_base: np.ndarray
    best: float
    worst: float

    @classmethod
    def of(cls, p: Parameters) -> "Spread":
        """Read them."""
        return cls(
            benchmark=use_by_product(p, "benchmark"),
            base=use_by_product(p, "base_level"),
            share_at_benchmark=by_product(p, "share_at_benchmark", "share", RULED),
            share_below_base=by_product(p, "share_below_base", "share", RULED),
            best=p.value("industry.use_spread.best", "ratio"),
            worst=p.value("industry.use_spread.worst", "ratio"),
        )

    def use(self, product: np.ndarray, place: np.ndarray) -> np.ndarray:
        """Return specific use of firms at a ``place`` from 0 (best) to 1 (worst) of their product's capacity.

        Linear between four points: the best plant, the benchmark, the base level, the worst plant.
        """
        benchmark, base = self.benchmark[product], self.base[product]
        good, bad = self.share_at_benchmark[product], 1.0 - self.share_below_base[product]
        top = benchmark * (self.best + (1.0 - self.best) * np.divide(place, good, out=place * 0.0, where=good > 0))
        middle = benchmark + (base - benchmark) * (place - good) / np.maximum(bad - good, 1e-9)
        tail = base * (1.0 + (self.worst - 1.0) * (place - bad) / np.maximum(1.0 - bad, 1e-9))
        return np.where(place < good, top, np.where(place < bad, middle, tail))


@dataclass(frozen=True)
class Behaviour:
    """How owners differ, and how awareness spreads."""

    hurdle_years: float
    hurdle_spread: float
    hurdle_factor: np.ndarray  # (n_owners,)
    cash_years: np.ndarray  # (n_owners,)
    compliance: np.ndarray  # (n_owners,) chance a year that an ordered firm mends
    aware_first: float
    aware_base: float
    aware_spread: float
    aware_fade: float  # share of aware firms that lose it in a year
    planning_years: int
    monitor_finds: float  # share of overuse that meters which report all the time bring to light

    @classmethod
    def of(cls, p: Parameters) -> "Behaviour":
        """Read them."""
        return cls(
            hurdle_years=p.value("industry.hurdle_years", "years"),
            hurdle_spread=p.value("industry.hurdle_spread", "ratio"),
            hurdle_factor=np.array([p.value(f"industry.hurdle_factor.{o}", "ratio") for o in OWNERS]),
            cash_years=np.array([p.value(f"industry.cash_years.{o}", "years") for o in OWNERS]),
            compliance=np.array([p.value(f"industry.compliance.{o}", "share") for o in OWNERS]),
            aware_first=p.value("industry.aware.first", "share"),
            aware_base=p.value("industry.aware.base", "share"),
            aware_fade=p.value("industry.aware.fade", "share"),
            aware_spread=p.value("industry.aware.spread", "share"),
            planning_years=round(p.value("industry.planning_years", "years")),
            monitor_finds=p.value("governance.monitor_finds", "share"),
        )


@dataclass(frozen=True)
class MendNumbers:
    """What retrofits cost and save; (n_products,) arrays per unit of specific use and t."""

    kgce_per_unit: np.ndarray
    kwh_per_unit: np.ndarray
    capital: np.ndarray
    convexity: float
    energy_worth: float  # of a saved kgce over the pithead price
    capital_fall: float

    @classmethod
    def of(cls, p: Parameters) -> "MendNumbers":
        """Read them."""
        return cls(
            kgce_per_unit=by_product(p, "mend.kgce_per_unit", "kgce", RULED),
            kwh_per_unit=by_product(p, "mend.kwh_per_unit", "kWh", RULED),
            capital=by_product(p, "mend.capital", "CNY", RULED),
            convexity=p.value("industry.mend.convexity", "ratio"),
            energy_worth=p.value("industry.mend.energy_worth", "ratio"),
            capital_fall=p.value("industry.mend.capital_fall", "share"),
        )
