"""What taxis, buses and light trucks burn and use in a year."""

from dataclasses import dataclass

import numpy as np

from abm.region import Region
from abm.travel.fleets import Fleets
from agents.signals import Signals
from agents.vehicle.powertrain import BATTERY_FLEET, BUS, GAS, LIGHT_TRUCK, OIL, TAXI


@dataclass(frozen=True)
class Densities:
    """Tonnes in a litre."""

    gasoline_t_per_l: float
    diesel_t_per_l: float

    @classmethod
    def of(cls, region: Region) -> "Densities":
        """Read the densities of a region's fuels."""
        value = region.parameters.value
        return cls(
            gasoline_t_per_l=value("vehicles.density.gasoline", "kg/l") / 1000.0,
            diesel_t_per_l=value("vehicles.density.diesel", "kg/l") / 1000.0,
        )


@dataclass(frozen=True)
class FleetYear:
    """A year of the small fleets; all (n_counties,)."""

    gasoline_l: np.ndarray  # taxis
    diesel_l: np.ndarray  # buses
    gas_m3: np.ndarray
    public_kwh: np.ndarray
    light_diesel_l: np.ndarray
    light_gas_m3: np.ndarray
    light_kwh: np.ndarray
    light_km: np.ndarray
    oil_and_gas_cny: np.ndarray
    electricity_cny: np.ndarray
    upkeep_cny: np.ndarray
    vehicles_cny: np.ndarray
    tax_cny: np.ndarray


def fleet_year(fleets: Fleets, signals: Signals, electricity_cny_per_kwh: float) -> FleetYear:
    """Return energy and money of the year from the stock after this year's purchases."""
    km = fleets.km_by_kind()
    use = fleets.numbers.use_per_km
    cost = fleets.running(signals, electricity_cny_per_kwh)
    energy_cny = np.einsum("kp,kpc->pc", cost, km)
    amount = use[:, :, None] * km
    return FleetYear(
        gasoline_l=amount[TAXI, OIL],
        diesel_l=amount[BUS, OIL],
        gas_m3=amount[TAXI, GAS] + amount[BUS, GAS],
        public_kwh=amount[TAXI, BATTERY_FLEET] + amount[BUS, BATTERY_FLEET],
        light_diesel_l=amount[LIGHT_TRUCK, OIL],
        light_gas_m3=amount[LIGHT_TRUCK, GAS],
        light_kwh=amount[LIGHT_TRUCK, BATTERY_FLEET],
        light_km=km[LIGHT_TRUCK].sum(axis=0),
        oil_and_gas_cny=energy_cny[OIL] + energy_cny[GAS],
        electricity_cny=energy_cny[BATTERY_FLEET],
        upkeep_cny=np.einsum("kp,kpc->c", fleets.numbers.upkeep_cny_per_km, km),
        vehicles_cny=fleets.bought.listed_cny,
        tax_cny=fleets.bought.tax_cny,
    )
