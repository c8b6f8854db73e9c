"""What farms perceive of manure, fertiliser, film and their fields beside straw."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class FarmSignals(Theme):
    """Arrays (n_counties,), money at 2020 prices."""

    manure_grant_share: np.ndarray  # of the capital of stores, covers and digesters
    training_share: np.ndarray  # of fields for which a soil test and advice are offered in the year
    film_reward_cny_per_kg: np.ndarray  # paid for used film that is brought back
    new_standard_share: np.ndarray  # of all fields levelled, joined and watered anew in the year
    organic_cny_per_mu: np.ndarray  # paid a year for a field fed with organic fertiliser
    pv_land_share: np.ndarray  # of suited land on farms that is open to PV above crops, sheds and pasture
    pv_rent_cny_per_mu: float  # a year, that developers can pay at last year's price of power
    eco_farm_cny: np.ndarray  # paid a year to a large farm that keeps the rules of an eco farm

    @classmethod
    def quiet(cls, n_counties: int, pv_rent_cny_per_mu: float = 0.0) -> "FarmSignals":
        """Return the signals of a year without support."""
        none = np.zeros(n_counties)
        return cls(none, none, none, none, none, none, pv_rent_cny_per_mu, none)
