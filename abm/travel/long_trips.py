"""Trips to other cities: by car, train or plane, as energy, new lines, new roads and flights change what they cost."""

from dataclasses import dataclass

import numpy as np

from abm.parameters import Parameters
from abm.record import Record
from agents.traveller import CAR, MODES, PLANE, TRAIN, moved_shares

BANDS = ("near", "middle", "far")


@dataclass(frozen=True)
class LongNumbers:
    """(3, 1) by distance, (3, 3) by distance and way to travel."""

    trips: np.ndarray  # share of trips
    base: np.ndarray  # shares of the first year
    km: np.ndarray
    car_hours: np.ndarray
    line_hours: np.ndarray  # that planned main lines save those whom they serve
    spread_cny: np.ndarray
    served_share: float  # of trips by train, along the planned lines
    time_cny_per_h: float
    persons: float  # in a car
    road_elasticity: float  # of hours by car to the length of main roads
    share_of_car_km: float  # that leads to other cities

    @classmethod
    def of(cls, p: Parameters) -> "LongNumbers":
        """Read from the region's parameters."""

        def by_band(name: str, unit: str) -> np.ndarray:
            return np.array([[p.value(f"long.{name}.{band}", unit)] for band in BANDS])

        base = [[p.value(f"long.base.{mode}.{band}", "share") for mode in MODES] for band in BANDS]
        return cls(
            trips=by_band("trips", "share"),
            base=np.array(base),
            km=by_band("km", "km"),
            car_hours=by_band("car_hours", "h"),
            line_hours=by_band("line_hours", "h"),
            spread_cny=by_band("spread", "CNY"),
            served_share=p.value("long.served", "share"),
            time_cny_per_h=p.value("long.time_value", "CNY/h"),
            persons=p.value("long.persons", "persons"),
            road_elasticity=p.value("long.road_time", "ratio"),
            share_of_car_km=p.value("long.car_km", "share"),
        )


class LongTrips:
    """``car_factor`` and ``flight_factor`` are car km and passengers of a flight over those at the first year's costs.

    More roads make more car kilometres by an elasticity of their own (``form.py``), so that ``car_factor`` leaves
    them out; trains and planes lose to them all the same.
    """

    def __init__(self, p: Parameters) -> None:
        self.numbers = LongNumbers.of(p)
        self.first_energy_cny: float | None = None
        self.energy_cny = 0.0  # of a car kilometre last year
        self.first_flown: float | None = None
        self.flights = 1.0  # share of those on offer that were flown last year, over the first year's
        self.car_factor = self.flight_factor = 1.0
        self.shares = self.numbers.base

    def decide(self, main_line_share: float, roads: float) -> None:
        """Choose; ``roads`` is the length of main roads over the first year's."""
        dearer, with_roads = self._dearer(main_line_share), self._dearer_by_roads(roads)
        self.shares = self._moved(dearer + with_roads, self.flights)
        n, by_roads = self.numbers, self._moved(with_roads)
        far = n.trips[:, 0] * n.km[:, 0]
        long_km = (far @ self.shares[:, CAR]) / (far @ by_roads[:, CAR])
        self.car_factor = float(1.0 + n.share_of_car_km * (long_km - 1.0))
        flown = float((n.trips[:, 0] @ self.shares[:, PLANE]) / (n.trips[:, 0] @ n.base[:, PLANE]))
        self.flight_factor = flown / self.flights

    @property
    def train_factor(self) -> float:
        """Return the share of trips that go by train over that of the first year."""
        trips, n = self.numbers.trips[:, 0], self.numbers
        return float((trips @ self.shares[:, TRAIN]) / (trips @ n.base[:, TRAIN]))

    def remember(self, energy_cny_per_km: float, flown_share: float) -> None:
        """Keep what a car kilometre cost and how many flights were flown this year; the first year is the yardstick."""
        if self.first_energy_cny is None or self.first_flown is None:
            self.first_energy_cny, self.first_flown = energy_cny_per_km, flown_share
        self.energy_cny, self.flights = energy_cny_per_km, max(flown_share / self.first_flown, 1e-3)

    def report(self, record: Record) -> None:
        """Write how people travel far."""
        shares = self.numbers.trips[:, 0] @ self.shares / self.numbers.trips.sum()
        for mode, share in zip(("Car", "Train", "Plane"), shares, strict=True):
            record.put(f"Travel|Long Trips|{mode}", city=float(share))

    def _moved(self, dearer: np.ndarray, flights: float = 1.0) -> np.ndarray:
        return moved_shares(self.numbers.base, dearer, self.numbers.spread_cny, flights)

    def _dearer(self, main_line_share: float) -> np.ndarray:
        """(3, 3) CNY a trip beside roads: energy of cars, hours saved by lines."""
        n, dearer = self.numbers, np.zeros_like(self.numbers.base)
        if self.first_energy_cny is not None:
            dearer[:, CAR] = n.km[:, 0] * (self.energy_cny - self.first_energy_cny) / n.persons
        dearer[:, TRAIN] = -main_line_share * n.served_share * n.line_hours[:, 0] * n.time_cny_per_h
        return dearer

    def _dearer_by_roads(self, roads: float) -> np.ndarray:
        """(3, 3) CNY a trip: fewer hours by car on more main roads."""
        n, dearer = self.numbers, np.zeros_like(self.numbers.base)
        dearer[:, CAR] = n.car_hours[:, 0] * (roads**-n.road_elasticity - 1.0) * n.time_cny_per_h
        return dearer
