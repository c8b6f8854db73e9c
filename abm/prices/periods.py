"""Period hours of tariffs, dated: which hour of which month is valley, flat, peak or sharp peak.

Set 0 are the hours of 2022, set 1 those of 1 May 2026, set 2 follow last year's spot price: as many
valley, peak and sharp hours as set 0 has, in the hours that were cheapest and dearest. Prices that do not
lie apart by as much as anyone would move a peak for are equal, and of equal hours those stay dear that are.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from abm.days import Days
from abm.region import Region
from agents.signals.electricity import DEEP_VALLEY, FLAT, PEAK, SHARP, VALLEY

CODES = {"deep_valley": DEEP_VALLEY, "valley": VALLEY, "flat": FLAT, "peak": PEAK, "sharp": SHARP}
N_DATED_SETS = 2
EQUAL_CNY_PER_KWH = 0.001  # nobody moves a peak for less; the dispatch itself tells equal hours apart by 0.0001
SEASONS = np.array([0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0])  # of the months: winter, spring, summer, autumn


@dataclass(frozen=True)
class PeriodRule:
    """Hours ``start`` to ``end`` of ``months`` are of one period from a date on."""

    set: int
    since: date
    months: tuple[int, ...]
    start: int
    end: int
    period: int


def read_rules(region: Region) -> list[PeriodRule]:
    """Return the rules of ``tou_periods.csv`` in their order; later rows overrule earlier ones."""
    return [
        PeriodRule(
            set=int(row["set"]),
            since=date.fromisoformat(row["from"]),
            months=_months(row["months"]),
            start=int(row["start"]),
            end=int(row["end"]),
            period=CODES[row["period"]],
        )
        for row in region.table("tou_periods.csv")
    ]


def hours_on(rules: list[PeriodRule], chosen: int, day: date) -> np.ndarray:
    """Return (24,) period codes of set ``chosen`` on a day.

    Before a set is in force the one before it holds; the first set reaches back without end.
    """
    since = min(rule.since for rule in rules if rule.set == chosen)
    if chosen > 0 and day < since:
        return hours_on(rules, chosen - 1, day)
    codes = np.full(24, FLAT, dtype=np.int8)
    for rule in rules:
        if rule.set == chosen and day.month in rule.months:
            codes[rule.start : rule.end] = rule.period
    return codes


class Calendar:
    """The dated sets on the representative days of any year; between two changes of the rules they stay the same."""

    def __init__(self, rules: list[PeriodRule], days: Days) -> None:
        self.rules, self.days = rules, days
        self._last_change = max(rule.since.year for rule in rules)
        self._known: dict[int, np.ndarray] = {}

    def sets(self, year: int) -> np.ndarray:
        """Return (2, n_days, 24) codes, read-only."""
        year = min(year, self._last_change + 1)
        if year not in self._known:
            self._known[year] = self._dated_sets(year)
        return self._known[year]

    def _dated_sets(self, year: int) -> np.ndarray:
        dates = [_day(year, int(day)) for day in self.days.date]
        codes = [[hours_on(self.rules, chosen, day) for day in dates] for chosen in range(N_DATED_SETS)]
        sets = np.array(codes, dtype=np.int8)
        sets.setflags(write=False)
        return sets


@dataclass(frozen=True)
class Seasons:
    """Which representative days lie in each season, and the days of the year that they stand for."""

    rows: tuple[np.ndarray, ...]
    weight: tuple[np.ndarray, ...]  # (n_rows, 1) each

    @classmethod
    def of(cls, days: Days) -> "Seasons":
        """Sort the days."""
        season = SEASONS[days.month - 1]
        rows = tuple(np.flatnonzero(season == s) for s in np.unique(season))
        return cls(rows, tuple(days.weight[of_season, None] for of_season in rows))


def following_set(pattern: np.ndarray, price: np.ndarray, seasons: Seasons) -> np.ndarray:
    """Return (n_days, 24) codes with the counts of ``pattern`` placed by the season's mean price.

    Hours between whose prices there is no gap of ``EQUAL_CNY_PER_KWH`` keep the order of the pattern on the season's
    first day, then of the clock.
    """
    codes, ordered = np.empty_like(pattern), np.sort(pattern, axis=1)
    for rows, weight in zip(seasons.rows, seasons.weight, strict=True):
        mean = np.add.reduce(price[rows] * weight, axis=0) / np.add.reduce(weight)
        rising = np.argsort(mean, kind="stable")
        rank = np.zeros(24, dtype=np.int64)
        rank[rising[1:]] = np.cumsum(np.diff(mean[rising]) > EQUAL_CNY_PER_KWH)
        codes[rows[:, None], np.lexsort((pattern[rows[0]], rank))] = ordered[rows]
    return codes


def _months(text: str) -> tuple[int, ...]:
    first, last = (int(part) for part in text.split("-"))
    return tuple(range(first, last + 1)) if first <= last else (*range(first, 13), *range(1, last + 1))


def _day(year: int, day_of_year: int) -> date:
    """The date of day 0 to 364, leap days left out."""
    plain = date.fromordinal(date(2021, 1, 1).toordinal() + day_of_year)
    return plain.replace(year=year)
