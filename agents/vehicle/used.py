"""Second-hand cars: who buys one, who sells, what it costs, and who gets which. Pure functions of arrays.

Theory: a market of goods that differ in quality sorts buyers by what they can spend (Rosen 1974; Sattinger 1993), so
newer cars go to richer buyers and each car's price follows its age; buyers with the most use for a plug take those
with a plug.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class UsedTaste:
    """How owners of cars deal in used ones."""

    share: float  # of buyers of the mean income who buy a used car
    income_pull: float  # fall of the log odds with the log of income; the same lets the richer sell sooner
    youngest_years: int  # age from which on a car is sold
    oldest_years: int  # and until which
    kept: np.ndarray  # (4,) part of its worth that a car keeps each year, by powertrain


def buys_used(draw: np.ndarray, relative_income: np.ndarray, taste: UsedTaste) -> np.ndarray:
    """Return (n,) bool; log odds of ``share`` less ``income_pull`` times the log of income over the mean."""
    odds = taste.share / (1.0 - taste.share) * relative_income ** (-taste.income_pull)
    chosen: np.ndarray = draw * (1.0 + odds) < odds
    return chosen


def selling_order(draw: np.ndarray, relative_income: np.ndarray, taste: UsedTaste) -> np.ndarray:
    """Return (n,) waiting times, exponential with a rate that grows with income: the shortest sell first."""
    waiting: np.ndarray = -np.log1p(-draw) * relative_income ** (-taste.income_pull)
    return waiting


def used_price(new_cny: np.ndarray, powertrain: np.ndarray, age: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Return (n,) CNY: what such a car costs new this year, (4,), less what age takes."""
    price: np.ndarray = new_cny.take(powertrain) * kept.take(powertrain) ** age
    return price


def first_of_each(place: np.ndarray, order: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return rows that come first in ``order`` in each place, as many as are ``wanted`` (n_places,) or there are."""
    rows = np.lexsort((order, place))
    placed = place.take(rows)
    start = np.searchsorted(placed, np.arange(len(wanted)))
    is_first = np.arange(len(rows)) - start.take(placed) < wanted.take(placed)
    return rows.compress(is_first)


@dataclass(frozen=True)
class Cars:
    """Cars for sale, (n,) each."""

    place: np.ndarray
    has_plug: np.ndarray
    price_cny: np.ndarray


@dataclass(frozen=True)
class Buyers:
    """Who wants them, (n,) each: in each place as many as there are cars."""

    place: np.ndarray
    plug_lead: np.ndarray  # utility by which a plug leads
    income: np.ndarray


def match(cars: Cars, buyers: Buyers) -> np.ndarray:
    """Return (n,) the car that each buyer gets: plugs where they lead most, then the dearer car to the richer."""
    plugs = np.bincount(cars.place, cars.has_plug).astype(np.intp)
    takes_plug = np.zeros(len(buyers.place), dtype=bool)
    takes_plug[first_of_each(buyers.place, -buyers.plug_lead, plugs)] = True
    got = np.empty(len(buyers.place), dtype=np.intp)
    got[np.lexsort((buyers.income, takes_plug, buyers.place))] = np.lexsort((cars.price_cny, cars.has_plug, cars.place))
    return got
