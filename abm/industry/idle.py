"""Ovens, furnaces, kilns, refineries, chemical works used too little for too long: their owners close them."""

import numpy as np

from abm.industry.numbers import by_product
from abm.industry.yard import Yard
from abm.parameters import Parameters
from agents.choice import share_of
from agents.firm.book import NEVER
from agents.firm.idle import given_up, leaving_share, line_share, loses_money
from agents.firm.words import OWNERS, PRODUCTS

STANDING = (
    "coke",
    "steel",
    "alumina",
    "aluminium",
    "cement",
    "chemicals",
)  # mines: mines.py; the rest is many small works


class Idle:
    """Plants of these products. ``left_t`` (n_firms,) is the capacity that was given up this year.

    Args:
        yard: of all firms.
        value_added: (n_products,) CNY/t.
        p: the region's numbers.
    """

    def __init__(self, yard: Yard, value_added: np.ndarray, p: Parameters) -> None:
        self.yard, self.book = yard, yard.book
        b = self.book
        self.is_watched = np.isin(b.product, [PRODUCTS.index(name) for name in STANDING])
        self.standing_cny_per_t = p.value("industry.standing_share", "share") * value_added[b.product]
        line_t = by_product(p, "line", "Mt/yr", STANDING)[b.product] * 1e6
        self.line_t = np.where(b.start_year < NEVER, line_t, 0.0)  # plants that are announced come and go as a whole
        patience = np.array([p.value(f"mines.patience.{owner}", "years") for owner in OWNERS])
        self.patience_years = patience[b.owner]
        self.patience_spread = p.value("mines.patience.spread", "share")
        self.usual_use: np.ndarray | None = None  # (n_products,)
        self.lean_years, self.gone, self.left_t = np.zeros((3, len(b)))

    def decide(self, added_cny_per_t: np.ndarray, was_open: np.ndarray, is_history: bool) -> None:
        """Look at what a tonne has left lately and at last year's use; close who has borne losses too long.

        In the past lists say what stands.

        Args:
            added_cny_per_t: (n_firms,) CNY/t that last year was borne only here.
            was_open: (n_firms,) last year.
            is_history: owners only see how full plants usually run.
        """
        b = self.book
        self.left_t = np.zeros(len(b))
        if not b.output_t.any():
            return
        if self.usual_use is None:
            capacity = self.yard.by_product(b.capacity_t * was_open)
            self.usual_use = np.maximum(share_of(self.yard.by_product(b.output_t), capacity), 1e-3)
        if is_history:
            return
        watched = self.is_watched & was_open & ~b.is_closed & (b.capacity_t > 0.0)
        use = share_of(b.output_t, b.capacity_t)
        margin = b.lately_cny_per_t - added_cny_per_t
        lean = watched & loses_money(use, margin, self.standing_cny_per_t, self.usual_use[b.product])
        self.lean_years = np.where(lean, self.lean_years + 1.0, 0.0)
        gone = np.where(lean, self._given_up(), 0.0)
        of_lines = np.where(gone > 0.0, line_share(b.capacity_t, self.line_t), 0.0)
        self._close(np.where(b.is_named, of_lines, leaving_share(self.gone, gone)))
        self.gone = np.where(b.is_named, 0.0, gone)
        self.lean_years[b.is_named & (gone > 0.0)] = 0.0

    def _given_up(self) -> np.ndarray:
        """(n_firms,) share of what stood when lean years began that owners have given up by now."""
        b = self.book
        return given_up(self.lean_years, self.patience_years, b.luck, ~b.is_named, self.patience_spread)

    def _close(self, share: np.ndarray) -> None:
        """Take out (n_firms,) shares of what stands; who gives up all of it closes."""
        b = self.book
        self.left_t = b.capacity_t * share
        whole = share >= 1.0
        b.is_closed |= whole
        b.capacity_t[:] = np.where(whole, b.capacity_t, b.capacity_t - self.left_t)
