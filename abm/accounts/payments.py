"""What each payment is for, and which sector pays or gets it where no firm of the lists does: ``payments.csv``."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from abm.accounts.ledger import Heading, Ledger, Payment
from abm.accounts.words import PURSES, SECTORS
from abm.tables import read_rows

KINDS = ("energy", "investment", "levies", "support", "sales")
REST = SECTORS.index("other_industry")
LISTS_KEPT = 64


@dataclass(frozen=True)
class About:
    """What is known of an item: ``kind`` is a number in ``KINDS``, ``payer`` and ``receiver`` in ``SECTORS``.

    ``work`` says what kind of work at the place it pays: ``works``, ``equipment`` that is fitted, or none.
    """

    kind: int
    payer: int
    receiver: int
    work: str


UNLISTED = About(KINDS.index("sales"), REST, REST, "")


@cache
def listed() -> dict[str, About]:
    """Return item -> what it is, as in ``payments.csv``."""
    rows = read_rows(Path(__file__).parent / "payments.csv")
    return {
        row["item"]: About(
            KINDS.index(row["kind"]), _sector(row["payer_sector"]), _sector(row["receiver_sector"]), row["work"]
        )
        for row in rows
    }


@dataclass(frozen=True, eq=False)
class Headings:
    """What the payments of a year are, in their order: (n_payments,) each.

    ``payer`` and ``receiver`` are numbers in ``PURSES``, ``pair`` the number of the two among ``pairs``.
    """

    items: list[Heading]
    abouts: tuple[About, ...]
    payer: np.ndarray
    receiver: np.ndarray
    kind: np.ndarray
    pair: np.ndarray
    pairs: tuple[tuple[str, str], ...]  # payer and receiver, in the order in which they come


@lru_cache(maxsize=LISTS_KEPT)
def _headings(items: tuple[Heading, ...]) -> Headings:
    """Return the headings; most years pay for the same things as the year before."""
    abouts = tuple(listed().get(item, UNLISTED) for item, _, _ in items)
    pairs = tuple(dict.fromkeys((payer, receiver) for _, payer, receiver in items))
    return Headings(
        items=list(items),
        abouts=abouts,
        payer=_numbers(PURSES.index(payer) for _, payer, _ in items),
        receiver=_numbers(PURSES.index(receiver) for _, _, receiver in items),
        kind=_numbers(about.kind for about in abouts),
        pair=_numbers(pairs.index((payer, receiver)) for _, payer, receiver in items),
        pairs=pairs,
    )


@dataclass(frozen=True)
class Payments:
    """A year's payments side by side: what they are, and (n_payments, n_counties) CNY."""

    headings: Headings
    cny: np.ndarray

    @classmethod
    def of(cls, ledger: Ledger, last: Headings | None = None) -> "Payments":
        """Lay the payments of a ledger side by side; ``last`` are the headings of the year before."""
        if last is None or last.items != ledger.headings:
            last = _headings(tuple(ledger.headings))
        return cls(last, ledger.cny)

    def __iter__(self) -> Iterator[Payment]:
        """Yield item, payer, receiver and (n_counties,) CNY of each."""
        return ((*heading, cny) for heading, cny in zip(self.headings.items, self.cny, strict=True))


def cells_of(to: np.ndarray, n_columns: int) -> np.ndarray:
    """Return (n * n_columns,) places of the cells of rows that go ``to`` rows of another table."""
    return (to[:, None] * n_columns + np.arange(n_columns)).ravel()


def sum_cells(values: np.ndarray, cells: np.ndarray, n: int) -> np.ndarray:
    """Return (n, n_columns) sums of the rows of ``values`` that go to the same place, in their order."""
    n_columns = values.shape[1]
    return np.bincount(cells, values.ravel(), n * n_columns).reshape(n, n_columns)


def _numbers(found: Iterator[int]) -> np.ndarray:
    return np.array(list(found), dtype=np.intp)


def _sector(name: str) -> int:
    return SECTORS.index(name) if name else REST
