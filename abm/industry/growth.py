"""Growth of full works: as far as it pays back and their market lacks capacity; paid when decided, used when built."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from abm.in_build import InBuild
from abm.industry.numbers import by_product
from abm.industry.yard import Yard
from abm.parameters import Parameters
from agents.firm.expand import growth_of_full, paying_share, within_room

PAID_HERE = ("alumina", "chemicals", "other")  # gas fields pay for wells, by what they draw (turnover.py)


@dataclass(frozen=True)
class MayGrow:
    """Who may grow: by admission, because it is open, and below which capacity of its product."""

    admitted: np.ndarray  # (n_firms,) share of its usual growth that a firm may add
    is_open: np.ndarray  # (n_firms,) bool
    caps_t: Mapping[int, float]  # by product, t of capacity that those who may grow must not pass


class Growth:
    """What works that are full add to themselves. ``capital_cny`` (n_firms,) is of the year."""

    def __init__(self, yard: Yard, p: Parameters) -> None:
        self.yard, self.book = yard, yard.book
        self.full_share = p.value("industry.expand.full_share", "share")
        self.growth_share = p.value("industry.expand.growth_share", "share")
        self.capital_cny_per_t = by_product(p, "expand.capital", "CNY/t", PAID_HERE)[yard.book.product]
        self.build_years = p.value("industry.expand.build_years", "years")
        self.hurdle_years = p.value("renewal.hurdle_factor", "ratio") * yard.book.hurdle_years  # as for core plant
        self.sharpness = p.value("invest.sharpness", "ratio")
        self.in_build = InBuild((len(yard.book),), self.build_years)
        self.capital_cny = np.zeros(len(yard.book))

    def finish(self) -> None:
        """Open what has been in build long enough; works on a plant that has closed stop."""
        self.in_build.waiting[:, self.book.is_closed] = 0.0
        self.book.capacity_t[:] = self.book.capacity_t + self.in_build.finish()

    def decide(self, expected_t: np.ndarray, may_grow: MayGrow, added_cny_per_t: np.ndarray) -> None:
        """Begin what full works add: all together no more than would leave their market with full works again.

        An owner expects what is added to run as full as makes a plant full, and to leave what a tonne left him lately.

        Args:
            expected_t: (n_products,) t a year that will be asked of the city when the works are done.
            may_grow: who may grow, and how far.
            added_cny_per_t: (n_firms,) CNY that a tonne costs only here.
        """
        admitted, is_open, caps_t = may_grow.admitted, may_grow.is_open, may_grow.caps_t
        b, waits = self.book, self.in_build.total
        capacity = np.where(is_open, b.capacity_t + waits, 0.0)
        stands = self.yard.by_product(capacity)
        room = expected_t / self.full_share - stands
        may = self.yard.by_product(np.where(admitted > 0.0, capacity, 0.0))
        for product, cap_t in caps_t.items():
            room[product] = min(room[product], cap_t - may[product])
        earned = (b.lately_cny_per_t - added_cny_per_t) * self.full_share
        pays = paying_share(self.capital_cny_per_t, earned, self.hurdle_years, self.sharpness)
        more = growth_of_full(capacity, b.output_t, self.growth_share * admitted * pays, self.full_share)
        begun = within_room(more, b.product, np.maximum(room, 0.0))
        self.capital_cny = begun * self.capital_cny_per_t
        self.in_build.begin(begun)
