"""Growth of full works: as far as their market lacks capacity, paid for when decided, there when the works are done."""

from collections.abc import Mapping

import numpy as np

from abm.in_build import InBuild
from abm.industry.numbers import by_product
from abm.industry.yard import Yard
from abm.parameters import Parameters
from agents.firm.expand import growth_of_full, within_room

PAID_HERE = ("alumina", "chemicals", "other")  # gas fields pay for wells, by what they draw (turnover.py)


class Growth:
    """What works that are full add to themselves. ``capital_cny`` (n_firms,) is of the year."""

    def __init__(self, yard: Yard, p: Parameters) -> None:
        self.yard, self.book = yard, yard.book
        self.full_share = p.value("industry.expand.full_share", "share")
        self.growth_share = p.value("industry.expand.growth_share", "share")
        self.capital_cny_per_t = by_product(p, "expand.capital", "CNY/t", PAID_HERE)[yard.book.product]
        self.build_years = p.value("industry.expand.build_years", "years")
        self.in_build = InBuild((len(yard.book),), self.build_years)
        self.capital_cny = np.zeros(len(yard.book))

    def finish(self) -> None:
        """Open what has been in build long enough; works on a plant that has closed stop."""
        self.in_build.waiting[:, self.book.is_closed] = 0.0
        self.book.capacity_t[:] = self.book.capacity_t + self.in_build.finish()

    def decide(
        self, expected_t: np.ndarray, admitted: np.ndarray, is_open: np.ndarray, caps_t: Mapping[int, float]
    ) -> None:
        """Begin what full works add: all together no more than would leave their market with full works again.

        Args:
            expected_t: (n_products,) t a year that will be asked of the city when the works are done.
            admitted: (n_firms,) share of its usual growth that a firm may add.
            is_open: (n_firms,) bool.
            caps_t: by product, t of capacity that those who may grow must not pass.
        """
        b, waits = self.book, self.in_build.total
        capacity = np.where(is_open, b.capacity_t + waits, 0.0)
        stands = self.yard.by_product(capacity)
        room = expected_t / self.full_share - stands
        may = self.yard.by_product(np.where(admitted > 0.0, capacity, 0.0))
        for product, cap_t in caps_t.items():
            room[product] = min(room[product], cap_t - may[product])
        more = growth_of_full(capacity, b.output_t, self.growth_share * admitted, self.full_share)
        begun = within_room(more, b.product, np.maximum(room, 0.0))
        self.capital_cny = begun * self.capital_cny_per_t
        self.in_build.begin(begun)
