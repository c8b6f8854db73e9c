"""What firms pay and get in a year, by sector, size and kind of payment; the sums are the ledger's.

Size follows the national classes of 2017 for industry, with workers and sales of full capacity: at least so many
of both. The rest of a product that no source names is a class of its own. Power plants, builders, shops and others
that are not in the lists stand by sector alone.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import FIRMS, Ledger
from abm.accounts.money import HUNDRED_MILLION
from abm.accounts.payments import KINDS, About
from abm.accounts.words import SECTORS
from abm.parameters import Parameters
from abm.record import Record
from agents.firm.book import Book
from agents.firm.words import GAS, PRODUCTS, SECTOR

if TYPE_CHECKING:
    from abm.industry.industry import Industry

SIZES = ("Large Firms", "Medium Firms", "Small Firms", "Unnamed Firms", "Other Sectors")
NAMES = tuple(f"Money|Firms|Net|{size}" for size in SIZES)
LARGE, MEDIUM, SMALL, UNNAMED, OTHERS = range(len(SIZES))
SECTOR_OF = np.array([SECTORS.index(SECTOR[name]) for name in PRODUCTS])


class FirmPurse:
    """Adds up the money of firms: ``size`` is (n_firms,) numbers in ``SIZES``, ``book`` that of all firms."""

    def __init__(self, book: Book, size: np.ndarray, n_counties: int) -> None:
        sector = SECTOR_OF[book.product]
        self.size, self.n_counties = size, n_counties
        self.county, self.cell = book.county, sector * n_counties + book.county

    @classmethod
    def of(cls, industry: "Industry", persons: np.ndarray) -> "FirmPurse":
        """Class the firms by what a full year would take and sell; ``persons`` (n_sectors,) by the unit of jobs."""
        book, region = industry.book, industry.world.region
        price = industry.perception.signals(region.first_year).price_cny_per_t
        unit = np.where(book.product == GAS, 1e-5, 1e-6)  # of 10^3 m3 in 10^8 m3, of t in Mt
        workers = book.capacity_t * persons[SECTOR_OF[book.product]] * unit
        size = sizes(workers, book.capacity_t * price[book.product], region.parameters)
        return cls(book, np.where(book.is_named, size, UNNAMED), region.n_counties)

    def report(self, ledger: Ledger, known: Sequence[About], record: Record) -> None:
        """Write the year's net money by sector and kind, and by size; ``known`` says what each payment is."""
        n, n_cells = self.n_counties, len(SECTORS) * self.n_counties
        of_firms = np.zeros((len(KINDS), len(self.cell)))
        others = np.zeros((len(KINDS), len(SECTORS), n))
        for at, (_, payer, receiver, cny) in enumerate(ledger.payments):
            what = known[at]
            detail = ledger.of_firms.get(at)
            if detail is not None:
                of_firms[what.kind] += detail
            if payer == FIRMS and (detail is None or receiver == FIRMS):
                others[what.kind, what.payer] -= cny
            if receiver == FIRMS and detail is None:
                others[what.kind, what.receiver] += cny
        by_kind = [np.bincount(self.cell, cny, n_cells).reshape(-1, n) for cny in of_firms] + others
        by_kind *= HUNDRED_MILLION
        record.put("Money|Firms|Net", by_sector=by_kind.sum(axis=0))
        for kind, by_sector in zip(KINDS, by_kind, strict=True):
            record.put(f"Money|Firms|Net|{kind.title()}", by_sector=by_sector)
        self._put_sizes(of_firms.sum(axis=0), others.sum(axis=(0, 1)), record)

    def _put_sizes(self, of_firms: np.ndarray, others: np.ndarray, record: Record) -> None:
        n = self.n_counties
        by_size = np.bincount(self.size * n + self.county, of_firms, len(SIZES) * n).reshape(-1, n)
        by_size[OTHERS] = others
        record.put_counties(NAMES, by_size * HUNDRED_MILLION)


def sizes(workers: np.ndarray, sales_cny: np.ndarray, p: Parameters) -> np.ndarray:
    """Return (n_firms,) numbers in ``SIZES`` of named firms: a class asks for so many workers and so much sold."""
    size = np.full(len(workers), SMALL)
    for name, number in (("medium", MEDIUM), ("large", LARGE)):
        least = p.value(f"firms.size.{name}.persons", "persons"), p.value(f"firms.size.{name}.sales", "10^8 CNY/yr")
        size[(workers >= least[0]) & (sales_cny >= least[1] * 1e8)] = number
    return size
