"""A year of freight: energy on the city's roads, energy and CO2 of the registered fleet, money."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.factors import Factors
from abm.travel.fuel import Densities
from agents.vehicle.powertrain import CHARGE, DIESEL, HYDROGEN, LNG, SWAP

KG_PER_T = 1000.0


@dataclass(frozen=True)
class FreightEnergy:
    """Energy by county, (n_counties,) each."""

    diesel_gj: np.ndarray
    lng_gj: np.ndarray
    kwh: np.ndarray
    hydrogen_t: np.ndarray


def energy_of(km: np.ndarray, use_per_km: np.ndarray, factors: Factors, densities: Densities) -> FreightEnergy:
    """Return the energy of (n_counties, 5) km at (5,) l, kg, kWh, kWh, kg per km."""
    amount = km * use_per_km
    return FreightEnergy(
        diesel_gj=amount[:, DIESEL] * densities.diesel_t_per_l * factors.heat("diesel"),
        lng_gj=amount[:, LNG] / KG_PER_T * factors.heat("lng"),
        kwh=amount[:, CHARGE] + amount[:, SWAP],
        hydrogen_t=amount[:, HYDROGEN] / KG_PER_T,
    )


def co2_t(energy: FreightEnergy, factors: Factors) -> float:
    """Return t CO2 of fuel burnt in the trucks themselves."""
    return float(energy.diesel_gj.sum() * factors.co2("diesel") + energy.lng_gj.sum() * factors.co2("lng"))


@dataclass(frozen=True)
class FreightYear:
    """What a year of freight came to."""

    road_km: np.ndarray  # (n_counties,) on the city's roads
    road_tonne_km: np.ndarray  # (n_counties,)
    fleet: FreightEnergy  # of the registered fleet, wherever it drives
    fleet_km: np.ndarray  # (n_counties, 5)
    hydrogen_t: np.ndarray  # (n_counties,) delivered
    intensity_g_per_tkm: float  # of registered heavy and light trucks
    oil_t: np.ndarray  # (n_counties,) diesel of the registered heavy fleet
