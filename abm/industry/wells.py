"""Wells of gas fields: which are drilled, and who is paid for them."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.parameters import Parameters
from agents.firm.book import Book
from agents.firm.wells import given, well_payback_years
from agents.firm.words import GAS


class Wells:
    """Those of a region; ``drawn`` (n_firms,) is 10^3 m3 of gas fields last year.

    In the past fields gave what was reported; later they give what is asked as far as wells for it pay back within what
    owners accept for core plant, at the price of gas as it has been lately.
    """

    def __init__(self, book: Book, p: Parameters, last_observed_year: int) -> None:
        self.book, self.rows = book, np.flatnonzero(book.product == GAS)
        self.well_cny, self.decline = p.value("gas.well_capital", "CNY/10^3 m3"), p.value("gas.decline", "1/yr")
        self.hurdle_years = p.value("renewal.hurdle_factor", "ratio") * book.hurdle_years[self.rows]
        self.sharpness = p.value("invest.sharpness", "ratio")
        self.last_observed_year = last_observed_year
        self.drawn: np.ndarray | None = None

    def limit(self, year: int, added_cny_per_t: np.ndarray) -> None:
        """Let fields give less than asked where new wells do not pay; ``added`` (n_firms,) is borne only here."""
        if year <= self.last_observed_year or self.drawn is None:
            return
        b, rows = self.book, self.rows
        margin = b.lately_cny_per_t[rows] - added_cny_per_t[rows]
        years = well_payback_years(self.well_cny, margin, self.decline)
        share = 1.0 / (1.0 + (years / self.hurdle_years) ** self.sharpness)
        b.output_t[rows] = given(b.output_t[rows], (1.0 - self.decline) * self.drawn[rows], share)

    def pay(self, ledger: Ledger) -> None:
        """Book the wells that give more gas than is left of last year's."""
        drawn = np.where(self.book.product == GAS, self.book.output_t, 0.0)
        left = (1.0 - self.decline) * (drawn if self.drawn is None else self.drawn)
        self.drawn = drawn
        new = np.maximum(drawn - left, 0.0) * self.well_cny
        ledger.pay_by_firm("wells of gas fields", "firms", "equipment_makers", new, self.book.county)
