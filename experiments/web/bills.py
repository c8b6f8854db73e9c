"""What homes pay for energy by county and income group, year by year: finer than what a run records."""

from dataclasses import dataclass, field

import numpy as np

from abm.model import City

BILL, INCOME, HOMES = range(3)  # CNY, CNY, homes lived in


@dataclass
class Bills:
    """``by_year`` year -> (3, n_counties, n_groups); from the first decision year on."""

    by_year: dict[int, np.ndarray] = field(default_factory=dict)

    def note(self, city: City, year: int) -> None:
        """Keep the year that a city has just lived through."""
        homes, now = city.homes, city.homes.now
        lived_in = now.scene.lived_in
        bill = homes.where.by_income((now.winter.bill_cny + now.plug_bill_cny) * lived_in)
        sums = np.stack([bill, homes.income_by_income(), homes.where.by_income(lived_in)])
        self.by_year[year] = sums.sum(axis=2).astype(np.float32)  # villages and towns together

    def mean(self, first: int, last: int) -> np.ndarray | None:
        """Return (3, n_counties, n_groups) mean years; None where there is none."""
        years = [values for year, values in self.by_year.items() if first <= year <= last]
        return np.mean(years, axis=0, dtype=float) if years else None
