"""Rows of firms by product, and their sums by county."""

import numpy as np

from agents.firm.book import Book
from agents.firm.words import PRODUCTS


class Yard:
    """Looks after which rows of the book make what and where."""

    def __init__(self, book: Book, n_counties: int) -> None:
        self.book = book
        self.n_counties = n_counties
        self.rows = [np.flatnonzero(book.product == i) for i in range(len(PRODUCTS))]
        self.counties = [book.county[rows] for rows in self.rows]

    def by_county(self, product: int, values: np.ndarray) -> np.ndarray:
        """Return (n_counties,) sums of (n_firms,) values over the firms of a product."""
        return np.bincount(self.counties[product], values[self.rows[product]], minlength=self.n_counties)

    def by_product(self, values: np.ndarray) -> np.ndarray:
        """Return (n_products,) sums of (n_firms,) values."""
        return np.bincount(self.book.product, values, minlength=len(PRODUCTS))

    def output_t(self, product: int) -> np.ndarray:
        """Return (n_counties,) t of this year."""
        return self.by_county(product, self.book.output_t)
