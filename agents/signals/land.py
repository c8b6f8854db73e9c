"""What villages, farms and forest owners perceive of land: rules, planting programmes, payment, credits."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class LandSignals(Theme):
    """Arrays (n_counties,), money at 2020 prices."""

    control_share: np.ndarray  # of applications to build on forest land that are turned down
    planting_share: np.ndarray  # of the county's area that a programme plants in the year, beside what goes on anyway
    restoration_share: np.ndarray  # of old mine land, as it was in the first year, that is restored in the year
    payment_cny_per_ha: np.ndarray  # a year, for sloping land that a village or farm gives to trees
    credit_cny_per_t: float  # price of forest credits
    protection_share: np.ndarray  # of forest watched against fire and pests beyond what is usual
    grazing_ban_cny_per_ha: np.ndarray  # a year, for worn grassland that a village closes to herds
    town_green_share: np.ndarray  # of towns' built-up area that is made green in the year
    wetland_share: np.ndarray  # of worn wetland, as it was in the first year, that is wetted again in the year

    @classmethod
    def quiet(cls, n_counties: int) -> "LandSignals":
        """Return the signals of a year without rule, programme, payment or market."""
        none = np.zeros(n_counties)
        return cls(none, none, none, none, 0.0, none, none, none, none)
