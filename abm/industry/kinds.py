"""Kinds of project as data: what each changes per tonne, what it costs, how long it lasts.

A kind is declared in a small file of ``abm/industry/offers`` and takes its numbers from ``project.<id>.*``;
adding one is its id in ``agents.firm.words.PROJECTS``, that file, and its rows.
"""

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

import numpy as np

from abm.accounts.words import FUELS
from abm.industry import offers
from abm.parameters import Parameters
from agents.firm.words import PRODUCTS, PROJECTS


@dataclass(frozen=True)
class Kind:
    """One kind of project.

    ``fuels`` are those it burns more or less of, ``numbers`` the names of :data:`UNITS` that it has rows for;
    every kind has ``capital``, ``capital_fall``, ``life``, ``build_years``, ``ready`` and ``most``. A kind that
    ``is_booked`` elsewhere has its effect written into the accounts by its own sector; its numbers here then only tell
    the firm what it saves. A kind that ``is_green`` is taken for its saving of energy or carbon: its loans may be
    discounted. One that is taken for other gains (output, hands, goods made of coal) is not. A kind that ``is_route``
    makes the same product by another process, for which allowances are given by a benchmark of its own.
    ``grant`` and ``support`` are the items under which a budget pays part of its capital and for what is made with
    it: each belongs to the lever that causes it, none to a kind that no lever pays for.
    """

    id: str
    products: tuple[str, ...]
    fuels: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    suits_contract: bool = True
    is_booked: bool = False
    is_green: bool = True
    is_route: bool = False
    grant: str = ""
    support: str = ""


UNITS = {  # what a kind may change, per t of product
    "power_saved": "share",  # of the firm's power per t
    "power": "kWh/t",  # more (+) or less (-)
    "process_co2": "t/t",
    "captured": "t/t",  # CO2 taken from the stack
    "bound_coal": "GJ/t",  # raw coal whose carbon leaves in products
    "running": "CNY/t",  # cost (+) or income (-) beside energy
    "value_added": "CNY/t",
}


@dataclass(frozen=True)
class Kinds:
    """All kinds; arrays (n_products, n_kinds) unless said otherwise, zero where a kind does not fit."""

    fits: np.ndarray  # bool
    capital: np.ndarray  # CNY per t of yearly capacity in the first year
    capital_fall: np.ndarray  # (n_kinds,) a year
    life: np.ndarray  # (n_kinds,) years
    build_years: np.ndarray  # (n_kinds,) from decision to use
    ready: np.ndarray  # (n_kinds,) first year in which it can be bought
    most: np.ndarray  # (n_kinds,) share of capacity that can have it in the end
    fuel: np.ndarray  # (n_products, n_kinds, n_fuels) GJ/t, more (+) or less (-)
    effect: dict[str, np.ndarray]  # name of UNITS -> values
    suits_contract: np.ndarray  # (n_kinds,) bool
    is_booked: np.ndarray  # (n_kinds,) bool: the effect is written by the kind's own sector
    is_green: np.ndarray  # (n_kinds,) bool: saves energy or carbon, so that green loans are for it
    is_route: np.ndarray  # (n_kinds,) bool: another process for the product, with carbon benchmarks of its own
    grants: tuple[str, ...]  # (n_kinds,) item of the accounts, empty where no lever pays
    supports: tuple[str, ...]

    @classmethod
    def of(cls, p: Parameters) -> "Kinds":
        """Read them.

        Raises:
            ValueError: a kind without a file, or a file with a kind that has no id.
        """
        found = {kind.id: kind for kind in declared()}
        if set(found) != set(PROJECTS):
            raise ValueError(f"kinds without a file or an id: {', '.join(sorted(set(found) ^ set(PROJECTS)))}")
        kinds = [found[name] for name in PROJECTS]
        return cls(
            fits=np.array([[name in kind.products for kind in kinds] for name in PRODUCTS]),
            capital=_table(p, kinds, "capital", "CNY/t"),
            capital_fall=_column(p, kinds, "capital_fall", "share"),
            life=_column(p, kinds, "life", "years"),
            build_years=_column(p, kinds, "build_years", "years"),
            ready=_column(p, kinds, "ready", "year"),
            most=_column(p, kinds, "most", "share"),
            fuel=np.stack([_table(p, kinds, f"fuel.{fuel}", "GJ/t") for fuel in FUELS], axis=2),
            effect={name: _table(p, kinds, name, unit) for name, unit in UNITS.items()},
            suits_contract=np.array([kind.suits_contract for kind in kinds]),
            is_booked=np.array([kind.is_booked for kind in kinds]),
            is_green=np.array([kind.is_green for kind in kinds]),
            is_route=np.array([kind.is_route for kind in kinds]),
            grants=tuple(kind.grant for kind in kinds),
            supports=tuple(kind.support for kind in kinds),
        )


def declared() -> list[Kind]:
    """Return the kinds of all files of ``abm/industry/offers``."""
    names = sorted(info.name for info in iter_modules(offers.__path__))
    return [kind for name in names for kind in import_module(f"{offers.__name__}.{name}").KINDS]


def told_apart(cny: np.ndarray, items: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Return item -> (n_firms,) of (n_firms, n_kinds) CNY that a budget pays; ``items`` (n_kinds,) names them.

    Raises:
        ValueError: money for a kind that has no item, which nobody would pay.
    """
    for kind, item in enumerate(items):
        if not item and cny[:, kind].any():
            raise ValueError(f"nobody pays what is given for {PROJECTS[kind]}: its kind names no item")
    named = dict.fromkeys(item for item in items if item)
    return {item: cny[:, [k for k, name in enumerate(items) if name == item]].sum(axis=1) for item in named}


def _column(p: Parameters, kinds: list[Kind], name: str, unit: str) -> np.ndarray:
    """(n_kinds,) of a number that every kind has."""
    return np.array([p.value(f"project.{kind.id}.{name}", unit) for kind in kinds])


def _table(p: Parameters, kinds: list[Kind], name: str, unit: str) -> np.ndarray:
    """(n_products, n_kinds) of a number; a product's own row ``project.<id>.<name>.<product>`` goes first."""
    values = np.zeros((len(PRODUCTS), len(kinds)))
    for k, kind in enumerate(kinds):
        has = name == "capital" or name in kind.numbers or name.removeprefix("fuel.") in kind.fuels
        for product in kind.products if has else ():
            key = f"project.{kind.id}.{name}"
            own = f"{key}.{product}"
            values[PRODUCTS.index(product), k] = p.value(own if own in p else key, unit)
    return values
