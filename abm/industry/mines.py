"""Coal mines over the years: coal runs out, small mines grow, join or close, approved ones open, idle ones leave."""

from dataclasses import dataclass

import numpy as np

from abm.in_build import InBuild
from abm.parameters import Parameters
from abm.randomness import generator
from abm.region import Region
from agents.choice import between, share_of
from agents.firm.book import NEVER, Book
from agents.firm.idle import given_up, loses_money, own_patience
from agents.firm.mine import can_grow, goes_on, growth_payback, partners, use_at_cost, within_quota
from agents.firm.words import OWNERS, RAW_COAL
from agents.signals import Signals

REFERENCE_T = 1.2e6  # size at which a mine has the median life


@dataclass(frozen=True)
class MineNumbers:
    """What mines reckon with."""

    life_years: float  # of reserves at full output, of a mine of 1.2 Mt a year
    life_spread: float
    life_by_size: float  # exponent of size
    least_years: float  # of reserves that a larger mine must have
    step: float  # by which a mine that runs full wants to grow
    full_share: float  # of capacity from which on a mine counts as full
    upgrade_cny_per_t: float
    new_cny_per_t: float
    joined_share: float  # of a small mine's capacity that its partner keeps
    years_to_leave: int
    build_years: int
    growth_years: float  # from the decision to make a working mine larger to the first coal of it
    standing_cny_per_t: float  # a year per t of capacity, whether a mine digs or not: wages, drainage, air, upkeep
    patience_years: np.ndarray  # (n_owners,)
    patience_spread: float  # to both sides, over single owners
    quota_years: float  # for which an unused quota lasts
    scale_saving: float
    most_growth: float  # capacity over what a mine was laid out for
    hurdle_ratio: float  # years that capacity may take to pay back, over those that a retrofit may

    @classmethod
    def of(cls, p: Parameters) -> "MineNumbers":
        """Read them."""
        return cls(
            life_years=p.value("mines.life", "years"),
            life_spread=p.value("mines.life_spread", "ratio"),
            life_by_size=p.value("mines.life_by_size", "ratio"),
            least_years=p.value("mines.least_years", "years"),
            step=p.value("mines.step", "share"),
            full_share=p.value("mines.full_share", "share"),
            upgrade_cny_per_t=p.value("mines.capital.upgrade", "CNY/t"),
            new_cny_per_t=p.value("mines.capital.new", "CNY/t"),
            joined_share=p.value("mines.joined_share", "share"),
            years_to_leave=round(p.value("mines.years_to_leave", "years")),
            build_years=round(p.value("mines.build_years", "years")),
            growth_years=p.value("mines.growth_years", "years"),
            standing_cny_per_t=p.value("industry.standing_share", "share")
            * p.value("industry.value_added.raw_coal", "CNY/t"),
            patience_years=np.array([p.value(f"mines.patience.{owner}", "years") for owner in OWNERS]),
            patience_spread=p.value("mines.patience.spread", "share"),
            quota_years=p.value("mines.quota_years", "years"),
            scale_saving=p.value("mines.scale_saving", "ratio"),
            most_growth=p.value("mines.most_growth", "ratio"),
            hurdle_ratio=p.value("mines.hurdle_ratio", "ratio"),
        )


@dataclass(frozen=True)
class YearOfMines:
    """What changed; (n_mines,) t a year of capacity added and CNY spent, bool for who left and who was joined.

    ``capital_cny`` is all that is spent, ``upgrade_cny`` the part that makes working mines larger: support is for that.
    """

    added_t: np.ndarray
    capital_cny: np.ndarray
    upgrade_cny: np.ndarray
    left: np.ndarray
    joined: np.ndarray

    @classmethod
    def quiet(cls, n: int) -> "YearOfMines":
        """Return a year of ``n`` mines in which nothing happens."""
        added, capital, upgrade = np.zeros((3, n))
        left, joined = np.zeros((2, n), dtype=bool)
        return cls(added, capital, upgrade, left, joined)


class Mines:
    """The mines of a region: rows ``rows`` of the book."""

    def __init__(self, book: Book, region: Region) -> None:
        self.book, self.numbers = book, MineNumbers.of(region.parameters)
        self.rows = np.flatnonzero(book.product == RAW_COAL)
        n, number = len(self.rows), self.numbers
        spread = np.exp(number.life_spread * generator(0, f"mines.{region.id}.reserve").standard_normal(n))
        capacity = book.capacity_t[self.rows]
        size = (np.maximum(capacity, 1.0) / REFERENCE_T) ** number.life_by_size
        self.laid_out_t = capacity.copy()  # what shafts and hoists were built for
        self.reserve_t = capacity * number.life_years * size * spread
        self.leaving_year = np.full(n, NEVER)
        self.lean_years = np.zeros(n)  # in a row in which a mine earned less than it costs standing
        self.patience_years = number.patience_years[book.owner[self.rows]]
        self.bears_years = own_patience(self.patience_years, book.luck[self.rows], number.patience_spread)
        self.usual_use: float | None = None  # at which a tonne earns its margin: that of the first year
        self.years_to_leave = np.floor(book.luck[self.rows] * number.years_to_leave).astype(int)
        self.in_build = InBuild((n,), number.growth_years - 0.5)  # t a year; what is enlarged starts with a year
        self.quota_t = 0.0
        self.growth = 0.0
        self.first_price: float | None = None
        self.first_cost: float | None = None
        self.year = YearOfMines.quiet(n)

    def decide(self, signals: Signals, is_history: bool, growth: float = 0.0) -> None:
        """Run reserves down by last year's output; then, after history, grow, join, open, wait or close.

        ``growth`` is by how much owners have seen demand for coal grow in a year.
        """
        self.reserve_t -= self.book.output_t[self.rows]
        price = float(signals.industry.price_cny_per_t[RAW_COAL])
        self.first_price = self.first_price or price
        year, n = signals.year, len(self.rows)
        self.growth = growth
        self.year = YearOfMines.quiet(n)
        self._see_usual_use(year)
        if is_history:
            self._build_on(signals, np.ones(n, dtype=bool))
            return
        self._finish()
        is_open = self.book.is_open(year)[self.rows]
        self._leave(signals, is_open)
        self._small(signals, is_open & ~self.book.is_closed[self.rows])
        self._approved(signals, is_open & ~self.book.is_closed[self.rows])
        self._build_on(signals, self._still_pays(signals))

    def cost_change_cny_per_t(self, year: int) -> float:
        """Return how much dearer a tonne is than in the first year, by the capacity that works."""
        rows, b = self.rows, self.book
        weight = b.capacity_t[rows] * b.is_open(year)[rows]
        mean = float(weight @ b.cost_cny_per_t[rows]) / max(float(weight.sum()), 1.0)
        self.first_cost = mean if self.first_cost is None else self.first_cost
        return mean - self.first_cost

    def margin(self, signals: Signals) -> np.ndarray:
        """(n_mines,) CNY/t at this year's price of coal."""
        assert self.first_price is not None
        price = float(signals.industry.price_cny_per_t[RAW_COAL])
        return self.book.margin_cny_per_t[self.rows] + price - self.first_price

    def _see_usual_use(self, year: int) -> None:
        """Note how full mines ran in the first year that they see."""
        ran = self.book.is_open(year - 1)[self.rows]
        made, capacity = (float(t[self.rows[ran]].sum()) for t in (self.book.output_t, self.book.capacity_t))
        if self.usual_use is None and made > 0.0:
            self.usual_use = made / capacity

    def _leave(self, signals: Signals, is_open: np.ndarray) -> None:
        """Mines without coal close, and those that earn less than they cost standing longer than their owner bears.

        A mine that opens this year has not dug yet.
        """
        b, rows, n = self.book, self.rows, self.numbers
        ran = is_open & b.is_open(signals.year - 1)[rows]
        use = share_of(b.output_t[rows], b.capacity_t[rows])
        one = np.ones(len(rows))
        usual = one if self.usual_use is None else self.usual_use * one
        lean = ran & loses_money(use, self.margin(signals), n.standing_cny_per_t * one, usual)
        self.lean_years = np.where(lean, self.lean_years + 1, 0)
        single = np.zeros(len(rows), dtype=bool)
        gone = given_up(self.lean_years, self.patience_years, b.luck[rows], single, n.patience_spread)
        self._close(is_open & ((self.reserve_t <= 0.0) | (lean & (gone > 0.0))))

    def _small(self, signals: Signals, is_open: np.ndarray) -> None:
        """Mines below the least size get some years; then they grow if that pays, join a neighbour, or close."""
        b, rows, n, year = self.book, self.rows, self.numbers, signals.year
        least = signals.supply.least_mine_t
        small = is_open & (b.capacity_t[rows] + self.in_build.total < least)
        if not small.any():
            return
        told = year + self.years_to_leave
        self.leaving_year = np.where(small & (self.leaving_year == NEVER), told, self.leaving_year)
        due = small & (self.leaving_year <= year)
        if not due.any():
            return
        target = np.maximum(b.capacity_t[rows], least)
        able = can_grow(b.capacity_t[rows], self.reserve_t, b.rating[rows], target, n.least_years)
        years = self._payback(signals, target - b.capacity_t[rows], np.zeros(len(rows), dtype=bool))
        pays = years <= n.hurdle_ratio * b.hurdle_years[rows]
        grows = due & able & pays
        self._grow(grows, target)
        self._join(due & ~grows, is_open & ~small)

    def _join(self, leaves: np.ndarray, stays: np.ndarray) -> None:
        """A larger neighbour takes over coal and most of the capacity, as works on its own; else the mine just closes.

        Faces, hoist and ventilation for what comes from the small mine cost and take what any enlargement does.
        """
        b, rows = self.book, self.rows
        taker = partners(leaves, stays, b.county[rows], b.owner[rows], b.capacity_t[rows])
        joined = leaves & (taker >= 0)
        kept = self.numbers.joined_share * b.capacity_t[rows]
        more = np.zeros(len(rows))
        for mine in np.flatnonzero(joined):
            self.reserve_t[taker[mine]] += self.reserve_t[mine]
            self.laid_out_t[taker[mine]] += kept[mine]
            more[taker[mine]] += kept[mine]
        self._begin(more)
        self._close(leaves)
        self.year.joined[joined] = True

    def _approved(self, signals: Signals, is_open: np.ndarray) -> None:
        """Approved capacity goes to full mines that want to grow and to mines waiting to be opened, best first."""
        b, rows, n = self.book, self.rows, self.numbers
        approved = signals.supply.mine_approval_share * float((b.capacity_t[rows] * is_open).sum())
        self.quota_t = min(self.quota_t + approved, n.quota_years * approved)
        full = is_open & (b.output_t[rows] >= n.full_share * b.capacity_t[rows]) & (self.in_build.total == 0.0)
        waits = (b.start_year[rows] == NEVER) & (b.capacity_t[rows] >= signals.supply.least_mine_t)
        full &= (1.0 + n.step) * b.capacity_t[rows] <= n.most_growth * self.laid_out_t
        target = np.where(full, (1.0 + n.step) * b.capacity_t[rows], b.capacity_t[rows])
        added = np.where(full, target - b.capacity_t[rows], b.capacity_t[rows] * waits)
        able = waits | can_grow(b.capacity_t[rows], self.reserve_t, b.rating[rows], target, n.least_years)
        years = self._payback(signals, added, waits)
        wants = (full | waits) & able & (years <= n.hurdle_ratio * b.hurdle_years[rows])
        chosen = within_quota(years, wants, added, self.quota_t)
        self.quota_t -= float(added[chosen].sum())
        self._grow(chosen & full, target)
        b.start_year[rows[chosen & waits]] = signals.year + n.build_years

    def _in_build(self, year: int) -> np.ndarray:
        """(n_mines,) whether a mine is to dig for the first time in a later year."""
        start = self.book.start_year[self.rows]
        return ~self.book.is_closed[self.rows] & (start > year) & (start < NEVER)

    def _still_pays(self, signals: Signals) -> np.ndarray:
        """(n_mines,) whether what is left to build of a mine pays back within what its owner accepts for one."""
        b, rows, n = self.book, self.rows, self.numbers
        left = between((b.start_year[rows] - signals.year) / n.build_years, 0.0, 1.0)
        earned = np.maximum(self.margin(signals), 0.0) * self._expected_use(n.build_years) * b.capacity_t[rows]
        return goes_on(left, b.capacity_t[rows], earned, n.new_cny_per_t, n.hurdle_ratio * b.hurdle_years[rows])

    def _build_on(self, signals: Signals, goes_on: np.ndarray) -> None:
        """Spend the year's part on mines in build; those that owners do not go on with wait for another year."""
        b, rows, n = self.book, self.rows, self.numbers
        waits = self._in_build(signals.year)
        b.start_year[rows[waits & ~goes_on]] += 1
        works = waits & goes_on & (b.start_year[rows] - signals.year <= n.build_years)
        self.year.capital_cny[works] += n.new_cny_per_t * b.capacity_t[rows[works]] / n.build_years

    def _expected_use(self, years: float) -> np.ndarray:
        """(n_mines,) use in so many years: as mines of like cost ran last year and as demand has grown, nearly full."""
        b, rows = self.book, self.rows
        ran = rows[b.output_t[rows] > 0.0]
        cost = b.cost_cny_per_t
        now = use_at_cost(cost[rows], cost[ran], b.output_t[ran], b.capacity_t[ran])
        return np.minimum(now * max(1.0 + self.growth, 0.0) ** years, self.numbers.full_share)

    def _payback(self, signals: Signals, added_t: np.ndarray, is_new: np.ndarray) -> np.ndarray:
        """(n_mines,) years; support is for enlarging a mine, not for opening a new one."""
        b, rows, n = self.book, self.rows, self.numbers
        use = np.where(is_new, self._expected_use(n.build_years), self._expected_use(n.growth_years))
        grant = np.where(is_new, 0.0, signals.supply.mine_upgrade_grant_share[b.county[rows]])
        capital = np.where(is_new, n.new_cny_per_t, n.upgrade_cny_per_t)
        return growth_payback(added_t, self.margin(signals), use, capital, grant)

    def _grow(self, grows: np.ndarray, target_t: np.ndarray) -> None:
        """Begin works that take mines to (n_mines,) ``target_t``."""
        self._begin(np.where(grows, target_t - self.book.capacity_t[self.rows], 0.0))

    def _begin(self, more: np.ndarray) -> None:
        """Begin works on (n_mines,) ``more`` t a year at mines that work; the money is bound now."""
        self.in_build.begin(more)
        self.year.capital_cny[:] += self.numbers.upgrade_cny_per_t * more
        self.year.upgrade_cny[:] += self.numbers.upgrade_cny_per_t * more

    def _finish(self) -> None:
        """Open what has been in build long enough; works on a mine that has closed stop."""
        self.in_build.waiting[:, self.book.is_closed[self.rows]] = 0.0
        ready = self.in_build.finish()
        for mine in np.flatnonzero(ready):
            self._enlarge(int(mine), float(ready[mine]))

    def _enlarge(self, mine: int, added_t: float) -> None:
        """More capacity, and a cost that falls with size."""
        b, row = self.book, self.rows[mine]
        doublings = np.log2((b.capacity_t[row] + added_t) / b.capacity_t[row])
        b.cost_cny_per_t[row] *= (1.0 - self.numbers.scale_saving) ** doublings
        b.capacity_t[row] += added_t
        self.year.added_t[mine] += added_t

    def _close(self, out: np.ndarray) -> None:
        self.book.is_closed[self.rows[out]] = True
        self.year.left[out] = True
