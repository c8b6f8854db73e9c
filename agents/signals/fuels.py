"""Prices of fuels at the user, before anything that only one kind of agent pays or gets."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class FuelSignals(Theme):
    """Delivered prices; a (n_counties,) array where the place matters."""

    raw_coal_industry_cny_per_t: float
    raw_coal_household_cny_per_t: np.ndarray  # (n_counties,)
    clean_coal_household_cny_per_t: np.ndarray  # (n_counties,) briquette
    coke_cny_per_t: float
    gas_household_cny_per_m3: np.ndarray  # (n_counties,)
    gas_industry_cny_per_m3: float
    lng_cny_per_kg: float
    gasoline_cny_per_l: float
    diesel_cny_per_l: float
    pellets_cny_per_t: float
    district_heat_cny_per_m2: np.ndarray  # (n_counties,) per season
    carbon_cny_per_t: float  # national market, where it applies
