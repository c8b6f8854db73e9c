"""Ovens and furnaces over the decades: what is worn out leaves, new capacity stands only against what has left."""

from dataclasses import dataclass

import numpy as np

from abm.industry.investment import Investment
from abm.industry.numbers import use_by_product
from abm.parameters import Parameters
from agents.choice import share_of, share_or_one
from agents.firm.book import NEVER
from agents.firm.renewal import expected_use, leaving_t, renewed_share, within_cap
from agents.firm.words import ALUMINA, COKE, PRODUCTS, PROJECTS, STEEL, TALL_OVEN_M
from agents.signals import Signals

RENEWED = ("coke", "steel")  # products under capacity replacement whose plant wears out within the horizon
DRY = PROJECTS.index("dry_quenching")


@dataclass(frozen=True)
class RenewalNumbers:
    """Of core plant; (n_products,) arrays, zero for products whose plant is not renewed here."""

    leaves_from: np.ndarray
    leaves_until: np.ndarray
    capital: np.ndarray  # CNY per t of new capacity
    gain: np.ndarray  # CNY per t that new plant earns beyond the old one
    margin: np.ndarray  # CNY per t in a mean year
    hurdle_factor: float  # payback accepted for core plant over that for retrofits
    memory: float  # weight of the last year in the growth that owners expect
    alumina_exit_share: float  # most that a cap takes out in a year
    new_oven_m: float
    dry_first: float  # share of large ovens with dry quenching in the first year
    modern_year: int  # ovens built from then on quench dry
    years_to_leave: int  # that a rule on the height of ovens gives

    @classmethod
    def of(cls, p: Parameters) -> "RenewalNumbers":
        """Read them."""

        def table(name: str, unit: str, prefix: str = "renewal") -> np.ndarray:
            return np.array([p.value(f"{prefix}.{name}.{x}", unit) if x in RENEWED else 0.0 for x in PRODUCTS])

        return cls(
            leaves_from=table("from", "year"),
            leaves_until=table("until", "year"),
            capital=table("capital", "CNY/t"),
            gain=table("gain", "CNY/t"),
            margin=table("margin", "CNY/t", "industry"),
            hurdle_factor=p.value("renewal.hurdle_factor", "ratio"),
            memory=p.value("renewal.memory", "share"),
            alumina_exit_share=p.value("renewal.alumina_exit", "share"),
            new_oven_m=p.value("coke.height.new_ovens", "m"),
            dry_first=p.value("coke.dry_first", "share"),
            modern_year=round(p.value("coke.modern_year", "year")),
            years_to_leave=round(p.value("coke.years_to_leave", "years")),
        )


class Renewal:
    """The core plant of a region's firms.

    Args:
        investment: of the firms.
        p: the region's numbers.
        first_year: of the run; ovens and furnaces that stand in it are the old ones.
    """

    def __init__(self, investment: Investment, p: Parameters, first_year: int) -> None:
        self.investment, self.book, self.yard = investment, investment.book, investment.yard
        self.numbers = n = RenewalNumbers.of(p)
        self.benchmark = use_by_product(p, "benchmark")
        book = self.book
        large = (book.oven_height_m == 0.0) | (book.oven_height_m >= TALL_OVEN_M)
        renewed = np.isin(book.product, [PRODUCTS.index(name) for name in RENEWED])
        self.is_old = renewed & large & (book.start_year <= first_year)
        self.is_old_oven = self.is_old & (book.product == COKE)
        self.is_announced = renewed & (book.start_year == NEVER)
        self.places = [  # rows of announced works and of what wears out, by product
            tuple(np.flatnonzero(who & (book.product == product)) for who in (self.is_announced, self.is_old))
            for product in np.unique(book.product[self.is_announced])
        ]
        self.first_t = np.where(self.is_old, book.capacity_t, 0.0)
        self.announced_t = np.where(self.is_announced, book.capacity_t, 0.0)
        book.capacity_t[self.is_announced] = 0.0
        self._settle_traits()
        self.forced_until = np.zeros(len(book), dtype=int)
        alumina = book.product == ALUMINA
        self.alumina = np.flatnonzero(alumina & (book.start_year < NEVER))
        self.new_alumina = np.flatnonzero(alumina & (book.start_year == NEVER))  # announced: built whole, never cut
        self.first_alumina_t = float(book.capacity_t[self.alumina].sum())
        self.is_decided = False
        self.growth, self.last_demand = np.zeros(len(PRODUCTS)), np.zeros(len(PRODUCTS))
        self.lately_cny_per_t = np.zeros(len(PRODUCTS))  # beyond a mean year
        self.added_cny_per_t = np.zeros(len(book))  # that a tonne of new plant costs only here
        self.capital_cny, self.new_t, self.left_t = np.zeros((3, len(book)))
        self._quench_dry(n)

    def decide(self, signals: Signals, is_decided: bool) -> None:
        """Let worn plant leave and owners build anew against it; before the first decision year lists say what stands.

        The lowest ovens left in the past are on the lists with what took their place.
        """
        self._expect(signals.industry.demand_t)
        self.is_decided = is_decided
        self.capital_cny, self.new_t, self.left_t = np.zeros((3, len(self.book)))
        if is_decided:
            self._renew(signals)
            self._keep_alumina_within(signals.materials.alumina_cap_share)

    def _renew(self, signals: Signals) -> None:
        b, n = self.book, self.numbers
        stands_t = b.capacity_t * b.is_open(signals.year)
        leaving = leaving_t(self.first_t, stands_t, self._due_share(signals))
        left = self.yard.by_product(stands_t) - self.yard.by_product(leaving)
        hurdle = n.hurdle_factor * b.hurdle_years
        ahead = float(hurdle[self.is_old].mean()) if self.is_old.any() else 0.0
        use = expected_use(signals.industry.demand_t, left, self.growth, 0.5 * ahead)
        leaves = (n.margin + self.lately_cny_per_t + n.gain)[b.product] - self.added_cny_per_t
        earned = np.maximum(leaves, 0.0) * use[b.product]
        sharpness = self.investment.numbers.sharpness
        share = renewed_share(hurdle, n.capital[b.product], earned, sharpness, ~b.is_closed & (b.capacity_t > 0))
        ratio = np.ones(len(b))
        ratio[self.yard.rows[COKE]] = signals.materials.coke_replacement_ratio
        ratio[self.yard.rows[STEEL]] = signals.materials.steel_replacement_ratio
        self._commit(leaving, self._placed(share * leaving / ratio), signals.year)

    def _due_share(self, signals: Signals) -> np.ndarray:
        """(n_firms,) share of the first capacity that leaves this year: by age, and by a rule on ovens."""
        b, n, year = self.book, self.numbers, signals.year
        worn = self.is_old & ((n.leaves_from <= year) & (year <= n.leaves_until))[b.product]
        share = np.where(worn, (1.0 / (n.leaves_until - n.leaves_from + 1.0))[b.product], 0.0)
        low = self.is_old_oven & (b.oven_height_m < signals.industry.least_oven_height_m)
        starts = low & (self.forced_until == 0)
        self.forced_until[starts] = year + n.years_to_leave - 1
        forced = low & (year <= self.forced_until)
        done = (self.forced_until == year) & (b.product == COKE)
        b.oven_height_m[done] = n.new_oven_m
        return np.where(forced, 1.0 / n.years_to_leave, share)

    def _placed(self, new_t: np.ndarray) -> np.ndarray:
        """(n_firms,) where new capacity stands: at announced works until they are complete, else where the old was."""
        new = new_t.copy()
        for rows, old in self.places:
            room = self.announced_t[rows] - self.book.capacity_t[rows]
            total, space = float(new[old].sum()), float(room.sum())
            moved = min(total, space)
            if moved > 0.0:
                new[rows] = moved * room / space
                new[old] *= 1.0 - moved / total
        return new

    def _commit(self, leaving: np.ndarray, new: np.ndarray, year: int) -> None:
        """Change capacity; new plant meets the benchmark, and new ovens quench dry."""
        b = self.book
        kept = b.capacity_t - leaving
        after = kept + new
        part = share_of(new, after)
        best = np.minimum(self.benchmark[b.product], b.specific_use)
        b.specific_use -= part * (b.specific_use - best)  # exactly as before where old and new use as much
        self.investment.replace_plant(part, DRY, b.product == COKE)
        b.start_year[(b.start_year == NEVER) & (new > 0)] = year
        b.capacity_t[:] = after
        self.left_t, self.new_t = leaving, new
        self.capital_cny = new * self.numbers.capital[b.product]

    def expected_t(self, asked_t: np.ndarray, years: float) -> np.ndarray:
        """Return (n_products,) t that owners expect to be asked for so many years from now, as demand has grown."""
        expected: np.ndarray = asked_t * np.maximum(1.0 + self.growth, 0.0) ** years
        return expected

    def alumina_cap_t(self, cap_share: float) -> float:
        """Return t a year that the refineries of the first year may have under the cap on the city's capacity.

        Before the first decision year lists say what stands: nothing is added.
        """
        if not self.is_decided:
            return 0.0
        return cap_share * self.first_alumina_t - float(self.book.capacity_t[self.new_alumina].sum())

    def _keep_alumina_within(self, cap_share: float) -> None:
        """Above the cap, and for new refineries, the old lines of the worst use leave; below it full ones may grow."""
        rows, b = self.alumina, self.book
        cap_t, most = self.alumina_cap_t(cap_share), self.numbers.alumina_exit_share
        b.capacity_t[rows] = within_cap(b.capacity_t[rows], b.specific_use[rows], cap_t, most)

    def _settle_traits(self) -> None:
        """Give announced works the mean fuel and power of their product, so that their own efficiency shows."""
        b = self.book
        for product in np.unique(b.product[self.is_announced]):
            old, new = self.is_old & (b.product == product), self.is_announced & (b.product == product)
            if old.any():
                b.first_use[new] = np.average(b.first_use[old], weights=self.first_t[old])
                b.kwh_per_t[new] = np.average(b.kwh_per_t[old], weights=self.first_t[old])

    def _expect(self, demand_t: np.ndarray) -> None:
        """Owners expect that demand goes on as it has gone, with a short memory."""
        if self.last_demand.any():
            change = share_or_one(demand_t, self.last_demand) - 1.0
            self.growth = (1.0 - self.numbers.memory) * self.growth + self.numbers.memory * change
        self.last_demand = demand_t

    def _quench_dry(self, n: RenewalNumbers) -> None:
        """Dry quenching of the first year: new ovens, and large ones in their queue; small ovens never have it."""
        b, inv = self.book, self.investment
        tall = (b.product == COKE) & (b.oven_height_m >= TALL_OVEN_M)
        inv.fits[:, DRY] &= tall
        modern = tall & (b.start_year >= n.modern_year)
        inv.done[:, DRY] = np.where(modern | (tall & (b.dry_rank < n.dry_first)), 1.0, 0.0)
