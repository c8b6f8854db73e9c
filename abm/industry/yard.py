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
        self.is_of = np.arange(len(PRODUCTS))[:, None] == book.product  # (n_products, n_firms)
        self._cell = book.product * n_counties + book.county
        self._blocks: dict[int, np.ndarray] = {}  # number of kinds -> cells of (n_firms, n_kinds) values

    def by_county(self, product: int, values: np.ndarray) -> np.ndarray:
        """Return (n_counties,) sums of (n_firms,) values over the firms of a product."""
        return np.bincount(self.counties[product], values[self.rows[product]], minlength=self.n_counties)

    def table(self, values: np.ndarray) -> np.ndarray:
        """Return (n_products, n_counties) sums of (n_firms,) values."""
        cells = len(PRODUCTS) * self.n_counties
        return np.bincount(self._cell, values, minlength=cells).reshape(len(PRODUCTS), self.n_counties)

    def tables(self, values: np.ndarray) -> np.ndarray:
        """Return (n_products, n_kinds, n_counties) sums of (n_firms, n_kinds) values."""
        shape = (len(PRODUCTS), values.shape[1], self.n_counties)
        if shape[1] not in self._blocks:
            kind = self.book.product[:, None] * shape[1] + np.arange(shape[1])
            self._blocks[shape[1]] = (kind * shape[2] + self.book.county[:, None]).ravel()
        cells = shape[0] * shape[1] * shape[2]
        return np.bincount(self._blocks[shape[1]], values.ravel(), minlength=cells).reshape(shape)

    def by_product(self, values: np.ndarray) -> np.ndarray:
        """Return (n_products,) sums of (n_firms,) values."""
        return np.bincount(self.book.product, values, minlength=len(PRODUCTS))

    def output_t(self, product: int) -> np.ndarray:
        """Return (n_counties,) t of this year."""
        return self.by_county(product, self.book.output_t)
