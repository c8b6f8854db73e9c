"""Equipment of a class by age: what is worn out is replaced, by the usual or the efficient kind; some goes early.

Motors, fans, pumps and transformers stand in one class, steam boilers in another. At the end of life only the
extra price of the efficient kind is weighed; before it, the whole price.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agents.firm.projects import wish


@dataclass(frozen=True)
class Stock:
    """Shares of a firm's equipment by age in years, (n_firms, life): the usual kind and the efficient one."""

    usual: np.ndarray
    efficient: np.ndarray

    @classmethod
    def even(cls, n_firms: int, life: int, efficient_share: float) -> "Stock":
        """Return stocks in which every age is as common as any other."""
        one = np.full((n_firms, life), 1.0 / life)
        return cls(one * (1.0 - efficient_share), one * efficient_share)

    @cached_property
    def efficient_share(self) -> np.ndarray:
        """(n_firms,) of all equipment."""
        return self.efficient.sum(axis=1)

    def joined_by(self, new: np.ndarray) -> "Stock":
        """Return the stock in which (n_firms,) shares of efficient equipment have begun to work."""
        efficient = self.efficient.copy()
        efficient[:, 0] += new
        return Stock(self.usual, efficient)


@dataclass(frozen=True)
class Renewal:
    """What equipment costs and saves; (n_firms,) CNY for all of a firm's equipment of the class.

    ``capital`` is the price of the efficient kind less grants, ``extra`` what it costs more than the usual one.
    """

    capital: np.ndarray
    extra: np.ndarray
    saving: np.ndarray
    hurdle_years: np.ndarray


@dataclass(frozen=True)
class Buyers:
    """Who decides; (n_firms,) arrays.

    ``knows`` is the share of buyers that ask for the efficient kind at all, ``looks`` says who is at a planning
    point: what has entered the second half of its life since the last one, ``interval_years`` ago, may go early.
    """

    knows: np.ndarray
    looks: np.ndarray
    interval_years: int


@dataclass(frozen=True)
class Renewed:
    """The stock of the year's end, and the shares renewed: (n_firms,) efficient at the end of life, and early.

    What goes early is in the stock no more: it runs until what was ordered in its place is there.
    """

    stock: Stock
    at_end: np.ndarray
    early: np.ndarray


def renew(stock: Stock, renewal: Renewal, buyers: Buyers, required: float, sharpness: float) -> Renewed:
    """Return the stock after a year.

    Args:
        stock: of the year's beginning.
        renewal: what it costs and saves.
        buyers: who decides.
        required: share of what is bought that has to be efficient: a standard, as far as it is kept.
        sharpness: how alike a firm's machines are.
    """
    due = stock.usual[:, -1] + stock.efficient[:, -1]
    wanted = buyers.knows * wish(renewal.hurdle_years, renewal.extra, renewal.saving, sharpness)
    at_end = due * np.maximum(wanted, required)
    usual, efficient = _older(stock.usual), _older(stock.efficient)
    half = usual.shape[1] // 2
    aged = slice(half, half + buyers.interval_years)
    leaves = np.where(buyers.looks, wish(renewal.hurdle_years, renewal.capital, renewal.saving, sharpness), 0.0)
    early = leaves * usual[:, aged].sum(axis=1)
    usual[:, aged] *= (1.0 - leaves)[:, None]
    usual[:, 0], efficient[:, 0] = due - at_end, at_end
    return Renewed(Stock(usual, efficient), at_end, early)


def _older(by_age: np.ndarray) -> np.ndarray:
    """Return shares a year later, with nothing new."""
    older = np.zeros_like(by_age)
    older[:, 1:] = by_age[:, :-1]
    return older
