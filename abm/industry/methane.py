"""Methane of working and closed mines by legal gas rating, scaled to what satellites see."""

from dataclasses import dataclass

import numpy as np

from abm.industry.goaf_gas import GoafGas, GoafNumbers
from abm.parameters import Parameters
from agents.choice import between
from agents.firm.book import Book
from agents.firm.methane import used_share
from agents.firm.words import RATINGS, RAW_COAL

LEAN, RICH = 0.08, 0.30  # methane in drained gas at which its shares are known
MEDIAN_MINE_T = 1.2e6  # size of a mine to which the drained shares belong


@dataclass(frozen=True)
class MethaneNumbers:
    """Methane by rating, (3,) arrays where a rating matters; volumes at 20 degrees, pure methane."""

    content_m3_per_t: np.ndarray
    drained: np.ndarray
    concentrated: float  # share of drained methane at 30 % and more
    lean: float  # at 8 % and more
    compliance: float  # share of what may not be vented that is kept from it
    drained_by_size: float  # relative rise of the drained share per doubling of a mine
    kg_per_m3: float
    gj_per_m3: float
    tracker_t: float
    tracker_year: int  # whose working mines the tracker's total is of: the first of a run
    divisor: float
    used: float
    used_steepness: float
    to_power: float
    power_efficiency: float
    closed_share: float
    closed_decay: float
    closing_share: float

    @classmethod
    def of(cls, p: Parameters, first_year: int) -> "MethaneNumbers":
        """Read them."""
        k = "mines.methane"
        return cls(
            content_m3_per_t=np.array([p.value(f"{k}.{r}", "m3/t") for r in RATINGS]),
            drained=np.array([p.value(f"{k}.drained.{r}", "share") for r in RATINGS]),
            concentrated=p.value(f"{k}.concentrated", "share"),
            lean=p.value(f"{k}.lean", "share"),
            compliance=p.value(f"{k}.compliance", "share"),
            drained_by_size=p.value(f"{k}.drained_by_size", "ratio"),
            kg_per_m3=p.value(f"{k}.kg_per_m3", "kg/m3"),
            gj_per_m3=p.value(f"{k}.gas_gj_per_m3", "GJ/m3"),
            tracker_t=p.value(f"{k}.tracker_mt", "Mt/yr") * 1e6,
            tracker_year=first_year,
            divisor=p.value(f"{k}.satellite_divisor", "ratio"),
            used=p.value(f"{k}.used", "share"),
            used_steepness=p.value(f"{k}.used_steepness", "1/CNY"),
            to_power=p.value(f"{k}.to_power", "share"),
            power_efficiency=p.value(f"{k}.power_efficiency", "share"),
            closed_share=p.value(f"{k}.closed_share", "share"),
            closed_decay=p.value(f"{k}.closed_decay", "share"),
            closing_share=p.value(f"{k}.closing_share", "share"),
        )

    def must_use_share(self, vent_limit: float) -> float:
        """Return the share of drained methane that a ban on venting from ``vent_limit`` on gets used.

        How much lies above a limit is known at 8 and 30 % of methane; straight in the logarithm between and beyond.
        """
        leaner = np.log(RICH / vent_limit) / np.log(RICH / LEAN)
        above = self.concentrated + (self.lean - self.concentrated) * leaner
        return self.compliance * min(max(float(above), 0.0), 1.0)


@dataclass(frozen=True)
class Gassing:
    """Methane of a year; (n_counties,) t, GJ for all that is used. Released = made - used, closed mines beside it."""

    made_t: np.ndarray
    drained_t: np.ndarray
    used_t: np.ndarray
    closed_t: np.ndarray  # seeping from closed mines
    goaf_t: np.ndarray  # drawn from closed mines and used
    used_gj: np.ndarray

    @property
    def released_t(self) -> np.ndarray:
        """What reaches the air."""
        return self.made_t - self.used_t + self.closed_t


class Methane:
    """Gas of the mines of a region over the years."""

    def __init__(
        self, book: Book, numbers: MethaneNumbers, goaf: GoafNumbers, n_counties: int, usual_income: float
    ) -> None:
        self.numbers = numbers
        self.n_counties = n_counties
        self.usual_income = usual_income
        self.rows = np.flatnonzero(book.product == RAW_COAL)
        self.county = book.county[self.rows]
        self.kg_per_t = scaled_content(book, self.rows, numbers)
        gas = np.bincount(self.county, book.capacity_t[self.rows] * self.kg_per_t, n_counties)
        self.goaf = GoafGas(goaf, gas / max(float(gas.sum()), 1e-9))
        self.closed_t: np.ndarray | None = None
        self.was_open = np.zeros(len(self.rows), dtype=bool)

    def year(
        self,
        book: Book,
        is_open: np.ndarray,
        income_cny_per_m3: np.ndarray,
        vent_limit: float = 1.0,
        goaf_offered: float = 0.0,
    ) -> Gassing:
        """Return the year's gas.

        Args:
            book: of the firms.
            is_open: (n_firms,).
            income_cny_per_m3: (n_counties,) gas saved plus support, per m3 used.
            vent_limit: share of methane from which on drained gas may not be vented.
            goaf_offered: share of the fields over closed mines whose gas may be drawn.
        """
        n = self.numbers
        made = book.output_t[self.rows] * self.kg_per_t / 1000.0
        share = used_share(np.full(self.n_counties, n.used), income_cny_per_m3, self.usual_income, n.used_steepness)
        share = np.maximum(share, n.must_use_share(vent_limit))
        drained = made * drained_share(book, self.rows, n)
        used = drained * share[self.county]
        self.goaf.year(goaf_offered, income_cny_per_m3)
        closed = self.goaf.seeping(self._closed(book, is_open[self.rows], made))
        goaf = self.goaf.drawn_m3 * n.kg_per_m3 / 1000.0
        made_t, drained_t, used_t = (
            np.bincount(self.county, values, minlength=self.n_counties) for values in (made, drained, used)
        )
        used_gj = (used_t + goaf) * 1000.0 / n.kg_per_m3 * n.gj_per_m3
        return Gassing(made_t, drained_t, used_t, closed, goaf, used_gj)

    def _closed(self, book: Book, is_open: np.ndarray, made_t: np.ndarray) -> np.ndarray:
        """Closed mines give off less each year; a mine that closes joins them."""
        n = self.numbers
        if self.closed_t is None:
            self.closed_t = n.closed_share * np.bincount(self.county, made_t, minlength=self.n_counties)
        else:
            closing = self.was_open & ~is_open
            full = book.capacity_t[self.rows] * self.kg_per_t / 1000.0 * closing
            joined = n.closing_share * np.bincount(self.county, full, minlength=self.n_counties)
            self.closed_t = self.closed_t * (1.0 - n.closed_decay) + joined
        self.was_open = is_open.copy()
        return self.closed_t


def drained_share(book: Book, rows: np.ndarray, n: MethaneNumbers) -> np.ndarray:
    """Return the share of a mine's gas that is drained: by legal rating, more in larger mines, at most 0.9."""
    doublings = np.log2(np.maximum(book.capacity_t[rows], 1.0) / MEDIAN_MINE_T)
    return between(n.drained[np.maximum(book.rating[rows], 0)] * (1.0 + n.drained_by_size * doublings), 0.0, 0.9)


def scaled_content(book: Book, rows: np.ndarray, n: MethaneNumbers) -> np.ndarray:
    """Return kg of methane made per t of coal, by rating, on the level that satellites see.

    The tracker's total on full capacity of the mines that worked by ``tracker_year``, over the ratio of tracker to
    satellite, is what reaches the air; before that a part is drained and used. So with content ``m`` by rating and
    used share ``d * u``::

        scale * sum(capacity * m * (1 - d * u)) = tracker / ratio
    """
    rating = np.maximum(book.rating[rows], 0)
    kg = n.content_m3_per_t[rating] * n.kg_per_m3
    working = book.start_year[rows] <= n.tracker_year
    drained = drained_share(book, rows, n)
    net = (book.capacity_t[rows] * kg / 1000.0 * (1.0 - drained * n.used))[working].sum()
    return kg * (n.tracker_t / n.divisor / net if net > 0 else 1.0)
