"""What firms pay and get in a year, by sector, size and kind of payment; the sums are the ledger's.

Size follows the national classes of 2017 for industry, with workers and sales of full capacity: at least so many
of both. The rest of a product that no source names is a class of its own. Power plants, builders, shops and others
that are not in the lists stand by sector alone.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import FIRMS, Ledger
from abm.accounts.money import HUNDRED_MILLION
from abm.accounts.payments import KINDS, LISTS_KEPT, Headings, Payments, cells_of, sum_cells
from abm.accounts.words import SECTORS
from abm.parameters import Parameters
from abm.record import Record
from agents.firm.book import Book
from agents.firm.words import GAS, PRODUCTS, SECTOR

if TYPE_CHECKING:
    from abm.industry.industry import Industry

SIZES = ("Large Firms", "Medium Firms", "Small Firms", "Unnamed Firms", "Other Sectors")
NAMES = tuple(f"Money|Firms|Net|{size}" for size in SIZES)
SECTOR_NAMES = ("Money|Firms|Net", *(f"Money|Firms|Net|{kind.title()}" for kind in KINDS))
LARGE, MEDIUM, SMALL, UNNAMED, OTHERS = range(len(SIZES))
SECTOR_OF = np.array([SECTORS.index(SECTOR[name]) for name in PRODUCTS])


class FirmPurse:
    """Adds up the money of firms: ``size`` is (n_firms,) numbers in ``SIZES``, ``book`` that of all firms."""

    def __init__(self, book: Book, size: np.ndarray, n_counties: int) -> None:
        cell = SECTOR_OF[book.product] * n_counties + book.county
        self.n_counties, self.n_firms = n_counties, len(cell)
        self._of_size = size * n_counties + book.county
        self._of_kind = (np.arange(len(KINDS))[:, None] * (len(SECTORS) * n_counties) + cell).ravel()

    @classmethod
    def of(cls, industry: "Industry", persons: np.ndarray) -> "FirmPurse":
        """Class the firms by what a full year would take and sell; ``persons`` (n_sectors,) by the unit of jobs.

        A new plant is as large as what is announced of it, also before it runs.
        """
        book, region = industry.book, industry.world.region
        full_t = book.capacity_t + industry.renewal.announced_t
        full_t[industry.entry.rows] = industry.entry.full_t
        price = industry.perception.signals(region.first_year).price_cny_per_t
        unit = np.where(book.product == GAS, 1e-5, 1e-6)  # of 10^3 m3 in 10^8 m3, of t in Mt
        workers = full_t * persons[SECTOR_OF[book.product]] * unit
        size = sizes(workers, full_t * price[book.product], region.parameters)
        return cls(book, np.where(book.is_named, size, UNNAMED), region.n_counties)

    def report(self, ledger: Ledger, payments: Payments, record: Record) -> None:
        """Write the year's net money by sector and kind, and by size."""
        told = _told(payments.headings, tuple(ledger.of_firms), self.n_firms, self.n_counties)
        shape = len(KINDS), len(SECTORS), self.n_counties
        details = np.array(list(ledger.of_firms.values())).reshape(len(ledger.of_firms), self.n_firms)
        of_firms = sum_cells(details, told.detail, len(KINDS))
        others = sum_cells(told.sign * payments.cny[told.rows], told.other, len(KINDS) * len(SECTORS))
        by_kind: np.ndarray = others.reshape(shape) + np.bincount(self._of_kind, of_firms.ravel(), others.size).reshape(
            shape
        )
        by_kind *= HUNDRED_MILLION
        record.put_sectors(SECTOR_NAMES, np.concatenate([np.add.reduce(by_kind)[None], by_kind]))
        self._put_sizes(np.add.reduce(of_firms), np.add.reduce(others), record)

    def _put_sizes(self, of_firms: np.ndarray, others: np.ndarray, record: Record) -> None:
        n = self.n_counties
        by_size = np.bincount(self._of_size, of_firms, len(SIZES) * n).reshape(-1, n) * HUNDRED_MILLION
        by_size[OTHERS] = others * HUNDRED_MILLION
        record.put_counties(NAMES, by_size)


@dataclass(frozen=True)
class _Told:
    """How the payments of firms are told; ``rows`` are those not known firm by firm, twice where firms pay firms."""

    detail: np.ndarray  # where in ``KINDS`` and firms goes what is known firm by firm
    rows: np.ndarray
    sign: np.ndarray  # (n_rows, 1), 1 where they get it
    other: np.ndarray  # where they go in kinds, sectors and counties


@lru_cache(maxsize=LISTS_KEPT)
def _told(headings: Headings, detailed: tuple[int, ...], n_firms: int, n_counties: int) -> _Told:
    found = []
    for at, ((_, payer, receiver), what) in enumerate(zip(headings.items, headings.abouts, strict=True)):
        is_detailed, row = at in detailed, what.kind * len(SECTORS)
        if payer == FIRMS and (not is_detailed or receiver == FIRMS):
            found.append((at, -1.0, row + what.payer))
        if receiver == FIRMS and not is_detailed:
            found.append((at, 1.0, row + what.receiver))
    return _Told(
        detail=cells_of(headings.kind[list(detailed)], n_firms),
        rows=np.array([at for at, _, _ in found], dtype=np.intp),
        sign=np.array([sign for _, sign, _ in found]).reshape(-1, 1),
        other=cells_of(np.array([cell for _, _, cell in found], dtype=np.intp), n_counties),
    )


def sizes(workers: np.ndarray, sales_cny: np.ndarray, p: Parameters) -> np.ndarray:
    """Return (n_firms,) numbers in ``SIZES`` of named firms: a class asks for so many workers and so much sold."""
    size = np.full(len(workers), SMALL)
    for name, number in (("medium", MEDIUM), ("large", LARGE)):
        least = p.value(f"firms.size.{name}.persons", "persons"), p.value(f"firms.size.{name}.sales", "10^8 CNY/yr")
        size[(workers >= least[0]) & (sales_cny >= least[1] * 1e8)] = number
    return size
