"""Which owners drive which cars of the first year: the market of used cars has dealt them out since the stocks begin.

How many cars there are of each age follows from the stocks of the years before. Who drives them follows from buying,
wearing out, selling and buying used in those years, by the rules of the years to come: without it the cars of the
first year would be of one age for poor and rich, and go from the rich to the poor until 2028.
"""

from collections.abc import Mapping

import numpy as np

from abm.randomness import Streams
from abm.region import Region
from agents.table import rows_where
from agents.vehicle.lifetime import OLDEST, ages_of_stock, hazard_by_age, steady_ages
from agents.vehicle.powertrain import CARS, PLUG_IN
from agents.vehicle.used import Buyers, Cars, UsedTaste, buys_used, first_of_each, match, selling_order


def used_taste(region: Region) -> UsedTaste:
    """Read from the region's parameters."""
    p = region.parameters
    plug_kept = p.value("cars.second_hand.plug_kept", "1/yr")
    kept = np.full(len(CARS), p.value("cars.scrappage.value_kept", "1/yr"))
    kept[PLUG_IN:] = plug_kept
    return UsedTaste(
        share=p.value("cars.second_hand.share", "share"),
        income_pull=p.value("cars.second_hand.income_pull", "ratio"),
        youngest_years=round(p.value("cars.second_hand.youngest", "years")),
        oldest_years=round(p.value("cars.second_hand.oldest", "years")),
        kept=kept,
    )


def first_ages(region: Region, columns: Mapping[str, np.ndarray], streams: Streams) -> np.ndarray:
    """Return (n,) ages on the eve of the first year: as many of each as the stocks make, dealt out by the market."""
    p, stock = region.parameters, region.observed("cars.stock_before")
    hazard = hazard_by_age(p.value("cars.life.scale", "years"), p.value("cars.life.shape", "none"))
    years = [year for year in sorted(stock) if year < region.first_year]
    series = np.array([stock[year] for year in years])
    market = _Market(columns, hazard, used_taste(region))
    now = stock.get(region.first_year, series[-1])
    market.begin(series[0] / now, streams.uniform("cars.first_age", 0, len(market.age)))
    for year, cars in zip(years[1:], series[1:], strict=True):
        market.trade(cars / now, year, streams)
    luck = streams.uniform("cars.first_age.tie", 0, len(market.age))
    return _of_stock(market.age, market.owned, luck, np.cumsum(ages_of_stock(series, hazard)))


def _of_stock(age: np.ndarray, owned: np.ndarray, luck: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Keep the order of ages among those ``owned``, and give each the age that its place has in the stock."""
    place = luck.astype(float)  # of who has none yet
    rows = rows_where(owned)
    order = rows.take(np.lexsort((luck.take(rows), age.take(rows))))
    place[order] = (np.arange(len(order)) + 0.5) / max(len(order), 1)
    return np.minimum(np.searchsorted(edges[:-1], place), OLDEST).astype(np.uint8)


class _Market:
    """Cars of one kind in the years before the first: who has one, and how old it is."""

    def __init__(self, columns: Mapping[str, np.ndarray], hazard: np.ndarray, taste: UsedTaste) -> None:
        self.county, self.hazard, self.taste = columns["county"].astype(np.intp), hazard, taste
        alive, income = columns["alive"], columns["income_cny"]
        mean = float(np.dot(columns["weight"] * alive, income)) / max(float(np.dot(columns["weight"], alive)), 1e-9)
        self.income = (income / mean).astype(np.float32)
        most = np.zeros(int(self.county.max(initial=0)) + 1)
        np.maximum.at(most, self.county, np.where(alive, columns["own_rank"], 0.0))
        self.place = columns["own_rank"] / np.maximum(most, 1e-9).take(self.county)  # 1: the last who owns one
        self.owned = np.zeros(len(alive), dtype=bool)
        self.age = np.zeros(len(alive), dtype=np.uint8)

    def begin(self, share: float, draw: np.ndarray) -> None:
        """Give the first ``share`` of the later owners cars of all ages, the older to the poorer."""
        self.owned = self.place <= share
        rows = rows_where(self.owned)
        ages = np.searchsorted(np.cumsum(steady_ages(self.hazard))[:-1], draw.take(rows))
        oldest_first = np.lexsort((-ages, self.county.take(rows)))
        poorest_first = np.lexsort((self.income.take(rows), self.county.take(rows)))
        self.age[rows.take(poorest_first)] = np.minimum(ages, OLDEST).take(oldest_first)

    def trade(self, share: float, year: int, streams: Streams) -> None:
        """A year: cars wear out, who needs one buys it new or used, and who sells a used one buys a new one."""
        n, taste = len(self.age), self.taste
        worn = self.owned & (streams.uniform("cars.past.life", year, n) < self.hazard.take(self.age))
        draw = streams.uniform("cars.past.used", year, n)
        buyers = rows_where((worn | ~self.owned) & (self.place <= share))
        used = buyers.compress(buys_used(draw.take(buyers), self.income.take(buyers), taste))
        may = rows_where(self.owned & ~worn & (self.age >= taste.youngest_years) & (self.age <= taste.oldest_years))
        sellers = self._first(may, selling_order(draw.take(may), self.income.take(may), taste), used)
        used = self._first(used, draw.take(used), sellers)
        self.owned = (self.owned & ~worn) | (self.place <= share)
        self.age += self.age < OLDEST
        given = self._given(used, sellers)
        self.age[buyers] = 0
        self.age[used] = given
        self.age[sellers] = 0

    def _first(self, rows: np.ndarray, order: np.ndarray, as_many_as: np.ndarray) -> np.ndarray:
        """Return those of ``rows`` that come first in each county, as many as there are of the others."""
        wanted = np.bincount(self.county.take(as_many_as), minlength=int(self.county.max(initial=0)) + 1)
        return rows.take(first_of_each(self.county.take(rows), order, wanted))

    def _given(self, buyers: np.ndarray, sellers: np.ndarray) -> np.ndarray:
        """Return the ages of the cars that ``buyers`` get, the newer the richer."""
        ages, place = self.age.take(sellers), self.county.take(sellers)
        cars = Cars(place, np.zeros(len(ages), dtype=bool), -ages.astype(float))
        alike = np.zeros(len(buyers))
        return ages.take(match(cars, Buyers(self.county.take(buyers), alike, self.income.take(buyers))))
