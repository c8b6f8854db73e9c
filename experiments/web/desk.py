"""A worker's desk: the region read once, and cities stepped to the eve of the first decision, ready to be gone on with.

Levers start in the first decision year, so all futures of one package, storyline and seed share their
past. The desk keeps such pasts; a future is made in a forked copy of the process that goes on from
one: the same bytes as a run from the first year, in five sixths of its time.
"""

import gc
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from threadpoolctl import threadpool_limits

from abm.model import City
from abm.region import Region
from abm.results import Run
from abm.simulation import build_world, lever_paths, simulate
from abm.world import World
from experiments.places import chosen_region
from experiments.web.ask import PLAIN, Ask, Place
from experiments.web.bills import Bills

PASTS_KEPT = 4  # of about 17 MB
HOUR_YEARS = (2030, 2035, 2045, 2060)  # besides the year before the first decision
DAY_PARTS = ("fixed", "wind", "pv", "discharge", "charge", "less", "more", "net_import", "unserved", "load")


@dataclass(frozen=True)
class Hours:
    """The representative days of a year: ``parts`` name -> (n_days, 24) GW (``price`` and ``tariff`` in CNY/kWh).

    ``period`` (n_days, 24) are the codes of the time-of-use tariff in force.
    """

    month: np.ndarray
    weight: np.ndarray
    period: np.ndarray
    parts: dict[str, np.ndarray]


@dataclass(frozen=True)
class Firms:
    """The firms of a year, (n_firms,) in the order of the region's lists."""

    output_t: np.ndarray
    is_open: np.ndarray
    is_mended: np.ndarray


@dataclass(frozen=True)
class Moment:
    """What is kept of a few years besides the yearly record."""

    hours: Hours
    firms: Firms


class Desk:
    """What one worker process keeps between its jobs."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.region = chosen_region(place.region)
        if place.n_days:
            self.region = self.region.with_values({"power.n_days": float(place.n_days)})
        self._pasts: OrderedDict[tuple, City] = OrderedDict()
        self.n_made = 0  # pasts so far: a copy made before the last one does not have it

    @cached_property
    def until(self) -> int:
        """Last simulated year."""
        return self.region.horizon if self.place.until is None else self.place.until

    def prepare(self, ask: Ask) -> None:
        """Have the past of a future ready, so that a forked copy of this process can go on from it."""
        self._past(ask, self._paths(ask))

    def simulate(self, ask: Ask) -> tuple[Run, dict[int, Moment], Bills]:
        """Return the run, the moments of a few years, and bills. Uses up the past that it goes on from.

        Raises:
            UserError: an unknown name, or a value out of bounds.
            RunFailed: a year that cannot be.
        """
        paths = self._paths(ask)
        city = self._pasts.pop(self._past(ask, paths))
        city.policy = city.policy.turned(paths)
        moments, bills = {}, Bills()
        with threadpool_limits(limits=1):
            for year in city.world.years[int(city.time) :]:
                city.run_for(1)
                bills.note(city, year)
                if year in HOUR_YEARS or year == city.world.region.first_decision_year - 1:
                    moments[year] = Moment(_hours(city), _firms(city))
        run = Run.of(city, package=ask.package, scale=self.place.scale, seed=ask.seed, settings=ask.settings)
        return run, moments, bills

    def fresh_city(self, ask: Ask) -> City:
        """Return a city that stands before its first year."""
        return City(self._world(ask), self._paths(ask), rng=ask.seed)

    def detailed(self, ask: Ask, scale: float) -> Run:
        """Return the run with the region's own representative days, at another scale: what the command line makes."""
        region = chosen_region(self.place.region)
        return simulate(
            ask.package,
            self._assumed(region, ask),
            storyline=ask.storyline or None,
            until=self.until,
            scale=scale,
            seed=ask.seed,
            settings=ask.settings,
        )

    def region_of(self, ask: Ask) -> Region:
        """Return the region with the assumptions of a future."""
        return self._assumed(self.region, ask)

    @staticmethod
    def _assumed(region: Region, ask: Ask) -> Region:
        if ask.values:
            region = region.with_values(dict(ask.values))
        if ask.positions:
            region = region.with_positions(dict(ask.positions))
        if ask.drivers:
            storyline = region.storylines[ask.storyline or next(iter(region.storylines))]
            region = region.with_storyline(storyline.with_positions(dict(ask.drivers)))
        return region

    def _paths(self, ask: Ask) -> dict[str, np.ndarray]:
        paths = lever_paths(ask.package, self.region, ask.settings, until=self.until)
        if ask.only is None:
            return paths
        law = lever_paths(PLAIN, self.region, ask.settings, until=self.until)
        return {lever: path if lever in ask.only else law[lever] for lever, path in paths.items()}

    def _world(self, ask: Ask) -> World:
        return build_world(
            self.region_of(ask),
            storyline=ask.storyline or None,
            until=self.until,
            scale=self.place.scale,
            seed=ask.seed,
        )

    def _past(self, ask: Ask, paths: dict[str, np.ndarray]) -> tuple:
        """Have a city at the eve of the first decision and return the key under which it lies."""
        n_past = max(min(self.region.first_decision_year, self.until) - self.region.first_year, 0)
        past = b"".join(paths[lever][:n_past].tobytes() for lever in sorted(paths))
        key = (ask.storyline, ask.seed, ask.values, ask.positions, ask.drivers, past)
        if key in self._pasts:
            self._pasts.move_to_end(key)
            return key
        while len(self._pasts) >= PASTS_KEPT:
            self._pasts.popitem(last=False)
            gc.unfreeze()  # a city's parts point at each other: frozen, it would never be freed
        city = City(self._world(ask), paths, rng=ask.seed)
        with threadpool_limits(limits=1):
            for _ in range(n_past):
                city.run_for(1)
        gc.collect()
        gc.freeze()  # a forked copy must not touch, and so copy, all of it
        self._pasts[key] = city
        self.n_made += 1
        return key


def _firms(city: City) -> Firms:
    book = city.industry.book
    return Firms(book.output_t.astype(np.float32), book.is_open(city.year), book.is_mended.copy())


def _hours(city: City) -> Hours:
    power, days = city.power, city.world.days
    assert city.signals is not None
    tariff = city.signals.electricity
    if power.last is None:
        return Hours(days.month, days.weight, tariff.period, {})
    reports = [power.day_report(day) for day in range(days.n_days)]
    coal = [sum(values for name, values in report.items() if name.startswith("coal: ")) for report in reports]
    parts = {name: np.array([report[name] for report in reports], dtype=np.float32) for name in DAY_PARTS}
    parts["coal"] = np.array(coal, dtype=np.float32)
    parts["price"] = np.array([report["price_cny_per_kwh"] for report in reports], dtype=np.float32)
    parts["tariff"] = tariff.large_user_cny_per_kwh.astype(np.float32)
    return Hours(days.month, days.weight, tariff.period.copy(), parts)


def warm(place: Place) -> Desk:
    """Return a desk that has read all it needs, the base package's past included."""
    desk = Desk(place)
    desk.prepare(Ask())
    return desk
