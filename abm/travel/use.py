"""What private cars use in a year: petrol, and electricity by where and when they charge."""

from dataclasses import dataclass

import numpy as np

from abm.travel.cars import Cars
from abm.travel.numbers import CarNumbers, ChargingNumbers
from abm.travel.tally import N_GROUPS
from agents.signals import Signals
from agents.table import rows_where
from agents.vehicle.charging import own_trouble
from agents.vehicle.powertrain import BATTERY_CAR, CARS, HYBRID, PETROL, PLUG_IN


@dataclass(frozen=True)
class CarUse:
    """A year of private cars: litres, CNY, and kWh by the hours in which they are taken, (n_counties, 2, N_GROUPS)."""

    km: np.ndarray  # (n_counties,)
    petrol_l: np.ndarray
    upkeep_cny: np.ndarray  # repair, tyres, insurance
    home: np.ndarray
    valley: np.ndarray
    managed: np.ndarray  # in any hour in which they are plugged in
    managed_valley: np.ndarray  # within the valley of the homes' time-of-use tariff
    public: np.ndarray
    managed_share: float  # of cars with a charger at home
    battery_kwh: np.ndarray  # (n_counties,) of battery cars, wherever they charge

    @property
    def gasoline_l(self) -> np.ndarray:
        """(n_counties,) litres of petrol."""
        return _by_county(self.petrol_l)

    @property
    def home_kwh(self) -> np.ndarray:
        """(n_counties,) kWh at home at any hour."""
        return _by_county(self.home)

    @property
    def valley_kwh(self) -> np.ndarray:
        """(n_counties,) kWh at home in valley hours."""
        return _by_county(self.valley)

    @property
    def managed_kwh(self) -> np.ndarray:
        """(n_counties,) kWh at home when the grid wants it, at any hour."""
        return _by_county(self.managed)

    @property
    def managed_valley_kwh(self) -> np.ndarray:
        """(n_counties,) kWh at home when the grid wants it, in valley hours."""
        return _by_county(self.managed_valley)

    @property
    def public_kwh(self) -> np.ndarray:
        """(n_counties,) kWh at public chargers."""
        return _by_county(self.public)

    @property
    def kwh(self) -> np.ndarray:
        """All electricity, (n_counties,) kWh."""
        return _by_county(self.home + self.valley + self.managed + self.managed_valley + self.public)

    def energy_cny_per_km(self, prices: "CarPrices") -> float:
        """Return CNY of energy that a kilometre cost on average."""
        cny = self.petrol_l.sum() * prices.gasoline_cny_per_l + self.public.sum() * prices.public_cny_per_kwh
        cny += self.at_home_cny(prices).sum()
        return float(cny / max(float(self.km.sum()), 1.0))

    def at_home_cny(self, prices: "CarPrices") -> np.ndarray:
        """Return (n_counties, 2, N_GROUPS) CNY for what was charged at home."""
        cny: np.ndarray = (self.home + self.managed) * prices.home_cny_per_kwh
        cny += (self.valley + self.managed_valley) * prices.valley_cny_per_kwh
        return cny


def _by_county(values: np.ndarray) -> np.ndarray:
    sums: np.ndarray = values.sum(axis=(1, 2))
    return sums


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
    return np.array((oil + kwh * prices.public_cny_per_kwh, oil + kwh * at_home))


def km_factor(cars: Cars, slow_travel_share: np.ndarray) -> np.ndarray:
    """Return (n_counties, 2) km over those of a normal year, rural and urban.

    Fewer per car as there are more cars, and fewer short trips on wheels where walking is easy; the form of
    the city, its buses and its roads do the rest.
    """
    n = cars.numbers
    crowding = (cars.per_head / cars.first_per_head) ** n.km_elasticity
    walked = n.short_trip_share * n.short_trip_response * slow_travel_share
    return np.array((crowding, crowding * (1.0 - walked))).T * cars.place_factor


@dataclass(frozen=True)
class HomeOwners:
    """Rows with a charger at home, and what stays with their owners; (n,) each."""

    rows: np.ndarray
    km_per_year: np.ndarray
    purse: np.ndarray  # county, kind of place and income
    weight: np.ndarray
    valley_cny: np.ndarray  # what the trouble of charging in the valley is worth a year
    managed_cny: np.ndarray  # and that of letting the grid charge

    @classmethod
    def of(cls, cars: Cars, n: ChargingNumbers) -> "HomeOwners":
        """Return the owners of a table of cars."""
        c = cars.table.columns
        rows = rows_where(c["home_charger"])
        reluctance = c["reluctance"].take(rows)
        return cls(
            rows=rows,
            km_per_year=c["km_per_year"].take(rows),
            purse=cars.tally.purse.take(rows),
            weight=cars.weight.take(rows),
            valley_cny=own_trouble(reluctance, n.valley_trouble_cny, n.valley_spread),
            managed_cny=own_trouble(reluctance, n.managed_trouble_cny, n.managed_spread),
        )


@dataclass(frozen=True)
class Habits:
    """How cars are charged, beside prices."""

    charging: ChargingNumbers
    at_home: HomeOwners
    winter_share: float  # of the year that is heating season


def car_use(cars: Cars, habits: Habits, signals: Signals, prices: CarPrices) -> CarUse:
    """Return the year's use; owners with a charger at home choose the valley tariff and managed charging."""
    n, at = cars.numbers, cars.world.years.index(signals.year)
    factor = km_factor(cars, signals.driving.slow_travel_share)
    by_kind = cars.tally.km_by_income() * factor[:, :, None]
    per_km = kwh_per_km(n, at, habits.winter_share)
    owners, own_kwh = home_charging(cars, habits.at_home, factor, per_km * habits.charging.home_share)
    home, managed_share = _home_by_choice(habits, signals, prices, owners, own_kwh)
    moved = home[..., 1] * habits.charging.movable_share
    left = home.sum(axis=4) - moved
    return CarUse(
        km=by_kind.sum(axis=(0, 2, 3)),
        petrol_l=_over_powertrains(litres_per_km(n, at), by_kind),
        upkeep_cny=_over_powertrains(n.upkeep_cny_per_km, by_kind),
        home=left[..., 0],
        valley=left[..., 1],
        managed=moved[..., 0],
        managed_valley=moved[..., 1],
        public=np.maximum(_over_powertrains(per_km, by_kind) - home.sum(axis=(3, 4)), 0.0),
        managed_share=managed_share,
        battery_kwh=by_kind[BATTERY_CAR].sum(axis=(1, 2)) * per_km[BATTERY_CAR],
    )


def _over_powertrains(per_km: np.ndarray, km: np.ndarray) -> np.ndarray:
    """Return the sum over the (4, ...) km of each powertrain times its (4,) use."""
    return np.dot(per_km[None], km.reshape(len(CARS), -1)).reshape(km.shape[1:])


def home_charging(
    cars: Cars, at_home: HomeOwners, factor: np.ndarray, home_kwh_per_km: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return which of those with a charger at home have a plug as well, and the kWh each takes there in a year."""
    owners = rows_where(cars.has_plug.take(at_home.rows))
    by_purse = factor.astype(np.float32).ravel().repeat(N_GROUPS)
    km = at_home.km_per_year.take(owners) * by_purse.take(at_home.purse.take(owners))
    powertrain = cars.table.columns["powertrain"].take(at_home.rows.take(owners))
    return owners, km * home_kwh_per_km.astype(np.float32).take(powertrain)


def _home_by_choice(
    habits: Habits, signals: Signals, prices: CarPrices, owners: np.ndarray, own_kwh: np.ndarray
) -> tuple[np.ndarray, float]:
    """Return kWh by county, place, income, valley tariff or not, managed or not, and the share of managed cars."""
    n_counties, at_home = len(signals.driving.public_chargers), habits.at_home
    purse, weight = at_home.purse.take(owners), at_home.weight.take(owners)
    valley, managed = _habit(habits, signals, prices, owners, own_kwh)
    cell = purse * 4 + 2 * valley + managed
    n_cells = 8 * n_counties * N_GROUPS
    kwh = np.bincount(cell, own_kwh * weight, n_cells).reshape(n_counties, 2, N_GROUPS, 2, 2)
    return kwh, float(managed @ weight) / max(float(weight.sum()), 1e-9)


def _habit(
    habits: Habits, signals: Signals, prices: CarPrices, owners: np.ndarray, own_kwh: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (n_owners,) bool twice: on the valley tariff, and managed.

    Who is on the valley tariff lets the grid choose among the valley's hours alone: outside them a kilowatt-hour would
    cost more than any payment so far. So each is worth what it is worth without the other.
    """
    e, at_home = signals.electricity, habits.at_home
    paid = (signals.driving.managed_charging_cny_per_kwh * habits.charging.movable_share).astype(np.float32)
    managed = paid.repeat(2 * N_GROUPS).take(at_home.purse.take(owners)) * own_kwh > at_home.managed_cny.take(owners)
    if not e.residential_tou_open:
        return np.zeros_like(managed), managed
    saved = prices.home_cny_per_kwh - prices.valley_cny_per_kwh
    return saved * own_kwh > (1.0 - e.residential_tou_ease) * at_home.valley_cny.take(owners), managed
