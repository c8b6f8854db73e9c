"""What a run would make of few days, said from what it did on all: the second stage of the choice of few days.

With fewer days than the totals that they must give (:func:`abm.power.days.totals`) a run moves weights far, and the
nearest sums of :mod:`abm.power.nearest` are no longer those of the run. So sets of days that come near are told apart
by the years of a run: CO2, price and curtailment with the weights that a run would use.
"""

from dataclasses import dataclass

import numpy as np

from abm.model import City
from abm.power.days import match_totals
from abm.power.nearest import Chosen, Products, exchanges, weights_of

TOLERANCE = (0.006, 0.03, 0.035)  # shares that CO2 of the city, price and curtailment may be off by
TOLERANCE_OF_EFFECT_MT = 0.15  # by which the plan's effect on the CO2 of coal units may be off
WORST_OVER_USUAL = 3.0  # the worst year may be off by this many times the tolerance
WORSE = 1.5  # times the least distance: sets farther off are not looked at
STARTS = 120  # nearest sets from which exchanges begin
LEAST_CURTAILED = 0.005  # of wind and sun, so that a tenth of next to nothing does not count


@dataclass(frozen=True)
class Outcome:
    """Of a run with all days: (n_years, n_days) what each day has."""

    unit_co2_mt: np.ndarray
    price: np.ndarray
    lost_gwh: np.ndarray  # of the city's wind and sun
    made_gwh: np.ndarray
    co2_mt: np.ndarray  # (n_years,) of the city, from energy

    def co2_off_mt(self, rows: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """(n_years,) by which days ``rows`` with (n,) weights are off."""
        return self.unit_co2_mt[:, rows] @ weight - weight.sum() * self.unit_co2_mt.mean(axis=1)

    def off(self, rows: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """(3, n_years) shares by which CO2, price and curtailment are off."""
        price = self.price[:, rows] @ weight / weight.sum() / self.price.mean(axis=1) - 1.0
        lost, made = self.lost_gwh.sum(axis=1), self.made_gwh.sum(axis=1)
        share = self.lost_gwh[:, rows] @ weight / ((self.lost_gwh + self.made_gwh)[:, rows] @ weight)
        usual = np.maximum(lost / (lost + made), LEAST_CURTAILED)
        return np.stack([self.co2_off_mt(rows, weight) / self.co2_mt, price, (share - lost / (lost + made)) / usual])


def day_by_day(city: City, year: int) -> tuple[np.ndarray, ...]:
    """Return the fields of :class:`Outcome` of a year that has been run with all days."""
    power, done = city.power, city.power.last
    assert done is not None and power.burning is not None
    standing = power.numbers.no_load_share
    online, made = 24.0 * standing * done.online_gw, (1.0 - standing) * done.coal_gw.sum(axis=2)
    tj = power.burning.rate_gj_per_mwh @ (online + made)
    return (
        tj * power.numbers.coal_t_per_gj / 1e3,
        power.price_cny_per_kwh.mean(axis=1),
        (done.wind_curtailed_gw + done.pv_curtailed_gw).sum(axis=1),
        (done.wind_gw + done.pv_gw).sum(axis=1),
        np.array(city.record.value("Emissions|CO2|Energy", year)),
    )


@dataclass(frozen=True)
class Search:
    """All that the second stage needs: sums of the first one, the year's totals by day, outcomes of two packages."""

    features: np.ndarray
    totals: np.ndarray  # (n_totals, n_days)
    law: Outcome
    plan: Outcome

    def weights(self, listed: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """(n,) weights that a run would use where the region's data list others."""
        per_row = 365.0 / self.totals.shape[1]
        return match_totals(listed * 365.0 / listed.sum(), self.totals[:, rows], self.totals.sum(axis=1) * per_row)

    def miss(self, rows: np.ndarray, listed: np.ndarray) -> float:
        """Return the mean square of what is off over its tolerance, the year that is worst as far as it counts."""
        weight = self.weights(listed, rows)
        effect = self.plan.co2_off_mt(rows, weight) - self.law.co2_off_mt(rows, weight)
        tolerance = np.array(TOLERANCE)[:, None]
        off = [*(self.law.off(rows, weight) / tolerance), *(self.plan.off(rows, weight) / tolerance)]
        square = np.array([*off, effect / TOLERANCE_OF_EFFECT_MT]) ** 2
        return float(np.mean(square.mean(axis=1) + square.max(axis=1) / WORST_OVER_USUAL**2))

    def best(self, near: list[Chosen], kept: np.ndarray) -> Chosen:
        """Return the set with the least miss that exchanges find from the nearest sets on; ``kept`` days stay."""
        products = Products.of(self.features, self.features.sum(axis=1))
        most = WORSE**2 * near[0][2]
        known: dict[tuple[int, ...], tuple[float, Chosen]] = {}
        ends = [self._descended(rows, products, kept, most, known) for rows, _, error in near[:STARTS] if error <= most]
        return min(ends, key=lambda end: end[0])[1]

    def _descended(
        self,
        rows: np.ndarray,
        products: Products,
        kept: np.ndarray,
        most: float,
        known: dict[tuple[int, ...], tuple[float, Chosen]],
    ) -> tuple[float, Chosen]:
        """Exchange one day after the other, each time the one that helps most, until none does."""
        now = self._told(rows, most, known)
        while True:
            tried = []
            for out in np.setdiff1d(now[1][0], kept):
                others = np.setdiff1d(now[1][0], [out])
                candidates, error = exchanges(products, others)
                tried += [
                    self._told(np.sort([*others, day]), most, known) for day in candidates[error <= most].tolist()
                ]
            best = min(tried, key=lambda one: one[0], default=now)
            if best[0] >= now[0]:
                return now
            now = best

    def _told(
        self, rows: np.ndarray, most: float, known: dict[tuple[int, ...], tuple[float, Chosen]]
    ) -> tuple[float, Chosen]:
        """Return the miss of a set and the set; sets farther off than ``most`` come after all others."""
        key = tuple(rows.tolist())
        if key not in known:
            weight, error = weights_of(self.features[:, rows], self.features.sum(axis=1))
            known[key] = (self.miss(rows, weight) if error <= most else np.inf), (rows, weight, error)
        return known[key]
