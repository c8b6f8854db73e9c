"""The ways to heat a home, and what is known of each."""

from dataclasses import dataclass

import numpy as np

HEATERS = (
    "raw_coal",  # stove or kang on raw coal
    "clean_coal",  # better stove on washed briquette
    "biomass",  # stove on pellets, straw or wood
    "gas",  # wall-hung gas boiler
    "heat_pump_water",  # air to water, radiators or floor
    "heat_pump_air",  # air to air, one or two rooms
    "resistive",  # storage or direct electric heaters
    "solar_electric",  # solar air or water collectors with an electric back-up
    "district",  # pipe from a heat station
)
N_HEATERS = len(HEATERS)
RAW_COAL, CLEAN_COAL, BIOMASS, GAS, HEAT_PUMP_WATER, HEAT_PUMP_AIR, RESISTIVE, SOLAR_ELECTRIC, DISTRICT = range(
    N_HEATERS
)

COAL = (RAW_COAL, CLEAN_COAL)
ELECTRIC = (HEAT_PUMP_WATER, HEAT_PUMP_AIR, RESISTIVE, SOLAR_ELECTRIC)
HEAT_PUMPS = (HEAT_PUMP_WATER, HEAT_PUMP_AIR)
IS_COAL = np.isin(np.arange(N_HEATERS), COAL)
IS_ELECTRIC = np.isin(np.arange(N_HEATERS), ELECTRIC)
IS_CLEAN = ~IS_COAL
NEEDS_ROOF = np.isin(np.arange(N_HEATERS), (BIOMASS, SOLAR_ELECTRIC))  # own yard, chimney or roof


@dataclass(frozen=True)
class HeaterTraits:
    """What each heater is, (n_heaters,) in the order of :data:`HEATERS`."""

    life_years: np.ndarray  # scale of the Weibull life, also the years of the annuity
    life_shape: float
    efficiency: np.ndarray  # useful heat over energy bought; seasonal for heat pumps
    heated_share: np.ndarray  # share of the dwelling's full heat need that it is used for
    comfort: np.ndarray  # in units of utility: clean air, no carrying, no getting up at night
    hassle: np.ndarray  # in units of utility: works in the house, permits, new habits
    again_share: np.ndarray  # of the price that the same kind costs anew: pipes, radiators and wires are there


@dataclass(frozen=True)
class HeaterTaste:
    """How homes weigh what they choose between."""

    cost: float  # utility per share of the household's yearly income
    peers: float  # utility when all neighbours heat clean
    attitude: float  # utility at attitude 1
    habit: float  # utility of coal for homes of old people only
    programme_help: float  # share of the hassle that a programme takes over
    aware_base: float  # chance to think of another heater when the old one fails
    aware_peers: float  # added when all neighbours heat clean
    aware_attitude: float  # added at attitude 1
    down_payment: float  # most that can be paid at once, share of yearly income
    stove_kept_by_choice: float  # chance to keep the coal stove after switching
    stove_kept_in_programme: float
    stove_lost_per_year: float  # kept stoves that rust, are sold or torn down
    sealed_per_visit: float  # visits to a home on coal that end with a sealed stove
    stove_taken_per_visit: float  # kept stoves taken away by an inspection


@dataclass(frozen=True)
class WinterTaste:
    """How homes with a second stove split their heat, and when they go without."""

    cost: float  # logit per share of yearly income that coal would save
    comfort: float  # logit against carrying coal again
    habit: float  # logit towards coal for homes of old people only
    attitude: float  # logit against coal at attitude 1
    least_share: float  # below this the stove stays cold
    least_warmth: float  # share of the wanted heat that nobody goes below


def burns_coal(heater: np.ndarray) -> np.ndarray:
    """Return whether the heater is a coal stove (coal comes first in :data:`HEATERS`)."""
    return heater <= CLEAN_COAL


def hazard_table(traits: HeaterTraits, oldest: int) -> np.ndarray:
    """Return (n_heaters, oldest + 1) chances to fail in the next year by age, Weibull.

    The district pipe never fails for a home: its owner repairs it.
    """
    age = np.arange(oldest + 1)[None, :]
    scale = traits.life_years[:, None]
    hazard = 1.0 - np.exp((age / scale) ** traits.life_shape - ((age + 1) / scale) ** traits.life_shape)
    hazard[DISTRICT] = 0.0
    return hazard.astype(np.float32)
