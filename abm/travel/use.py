"""What private cars use in a year: petrol, and electricity by where and when they charge."""

from dataclasses import dataclass

import numpy as np

from abm.travel.cars import Cars
from abm.travel.numbers import CarNumbers, ChargingNumbers
from agents.signals import Signals
from agents.vehicle.charging import accepts, own_trouble
from agents.vehicle.powertrain import BATTERY_CAR, CARS, HYBRID, PETROL, PLUG_IN


@dataclass(frozen=True)
class CarUse:
    """A year of private cars by county: kilometres, litres, and kWh by the hours in which they are taken."""

    km: np.ndarray
    gasoline_l: np.ndarray
    home_kwh: np.ndarray
    valley_kwh: np.ndarray
    managed_kwh: np.ndarray
    public_kwh: np.ndarray
    managed_share: float  # of cars with a charger at home
    managed_pay_cny: np.ndarray

    @property
    def kwh(self) -> np.ndarray:
        """All electricity, (n_counties,) kWh."""
        return self.home_kwh + self.valley_kwh + self.managed_kwh + self.public_kwh


@dataclass(frozen=True)
class CarPrices:
    """What a car's owner pays for energy."""

    gasoline_cny_per_l: float
    home_cny_per_kwh: float
    valley_cny_per_kwh: float
    public_cny_per_kwh: float


def litres_per_km(n: CarNumbers, at: int) -> np.ndarray:
    """Return (4,) litres of petrol per km in year number ``at``."""
    found = np.zeros(len(CARS))
    found[PETROL], found[HYBRID] = n.petrol_l_per_km[at], n.hybrid_l_per_km[at]
    found[PLUG_IN] = n.plug_in_l_per_km[at] * (1.0 - n.plug_in_electric_share[at])
    return found


def kwh_per_km(n: CarNumbers, at: int, winter_share: float) -> np.ndarray:
    """Return (4,) kWh per km, with the extra use of the heating season's part of the year."""
    found = np.zeros(len(CARS))
    found[PLUG_IN] = n.plug_in_kwh_per_km * n.plug_in_electric_share[at]
    found[BATTERY_CAR] = n.battery_kwh_per_km[at]
    return found * (1.0 + n.winter_extra_share * winter_share)


def running_costs(n: CarNumbers, at: int, prices: CarPrices, home_share: float, winter_share: float) -> np.ndarray:
    """Return (2, 4) CNY per km without and with a charger at home."""
    oil = litres_per_km(n, at) * prices.gasoline_cny_per_l + n.upkeep_cny_per_km
    at_home = home_share * prices.home_cny_per_kwh + (1.0 - home_share) * prices.public_cny_per_kwh
    kwh = kwh_per_km(n, at, winter_share)
    return np.stack((oil + kwh * prices.public_cny_per_kwh, oil + kwh * at_home))


def km_factor(cars: Cars, slow_travel_share: np.ndarray) -> np.ndarray:
    """Return (n_counties, 2) km over those of a normal year, rural and urban.

    Fewer per car as there are more cars, and fewer short trips on wheels where walking is easy.
    """
    n = cars.numbers
    crowding = (cars.per_head / cars.first_per_head) ** n.km_elasticity
    walked = n.short_trip_share * n.short_trip_response * slow_travel_share
    return np.stack((crowding, crowding * (1.0 - walked)), axis=1)


@dataclass(frozen=True)
class Trouble:
    """What each owner's trouble is worth a year, (n_rows,) CNY: it stays with the owner."""

    valley_cny: np.ndarray
    managed_cny: np.ndarray

    @classmethod
    def of(cls, cars: Cars, n: ChargingNumbers) -> "Trouble":
        """Return the troubles of all rows."""
        reluctance = cars.table.columns["reluctance"]
        return cls(
            valley_cny=own_trouble(reluctance, n.valley_trouble_cny, n.valley_spread),
            managed_cny=own_trouble(reluctance, n.managed_trouble_cny, n.managed_spread),
        )


@dataclass(frozen=True)
class Habits:
    """How cars are charged, beside prices."""

    charging: ChargingNumbers
    trouble: Trouble
    winter_share: float  # of the year that is heating season


def car_use(cars: Cars, habits: Habits, signals: Signals, prices: CarPrices) -> CarUse:
    """Return the year's use; owners with a charger at home choose the valley tariff and managed charging."""
    charging, trouble = habits.charging, habits.trouble
    n, n_counties = cars.numbers, len(signals.driving.public_chargers)
    at = cars.world.years.index(signals.year)
    factor = km_factor(cars, signals.driving.slow_travel_share)
    by_kind = np.einsum("pcu,cu->pc", cars.tally.km_by_place(), factor)
    per_km = kwh_per_km(n, at, habits.winter_share)
    c = cars.table.columns
    rows = np.flatnonzero(c["home_charger"] & cars.has_plug)
    km = c["km_per_year"][rows] * factor.ravel()[cars.tally.place[rows]]
    own = km * per_km[c["powertrain"][rows]] * charging.home_share
    at_home = own * cars.weight[rows]
    kwh = per_km @ by_kind
    pay = signals.driving.managed_charging_cny_per_kwh[cars.county[rows]]
    saving = (prices.home_cny_per_kwh - prices.valley_cny_per_kwh) * own
    ease = 1.0 - signals.electricity.residential_tou_ease
    valley = accepts(saving, ease * trouble.valley_cny[rows])
    valley &= bool(signals.electricity.residential_tou_open)
    gain = pay * charging.movable_share * own
    managed = accepts(gain, trouble.managed_cny[rows])
    moved = at_home * managed * charging.movable_share
    rest = at_home - moved

    def by_county(values: np.ndarray) -> np.ndarray:
        return np.bincount(cars.county[rows], values, n_counties)

    return CarUse(
        km=by_kind.sum(axis=0),
        gasoline_l=litres_per_km(n, at) @ by_kind,
        home_kwh=by_county(rest * ~valley),
        valley_kwh=by_county(rest * valley),
        managed_kwh=by_county(moved),
        public_kwh=np.maximum(kwh - by_county(at_home), 0.0),
        managed_share=float(managed @ cars.weight[rows]) / max(cars.weight[rows].sum(), 1e-9),
        managed_pay_cny=by_county(moved * pay),
    )
