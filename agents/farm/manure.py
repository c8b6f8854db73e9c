"""What a large livestock farm does with its manure: money, land near by, grants and inspections.

Every way is worth so many yuan a year per kilogramme of nitrogen excreted, as the farm sees it; a logit leaves
room for what is not seen. What a farm is by luck it stays: one uniform drawn once decides among the ways whose
shares its conditions make, so farms move only as conditions do. Pure functions of arrays, (n,) per farm.
"""

from dataclasses import dataclass

import numpy as np

from agents.choice import pick_best_of

MANURE_WAYS = (
    "left",  # in open heaps and pits, then to whoever comes for it, or away with the rain
    "store",  # tight, covered, and spread as slurry on fields that need it
    "compost",  # solids composted and sold
    "biogas",  # fermented; gas warms stalls, digestate goes to fields as slurry does
)
LEFT, STORE, COMPOST, BIOGAS = range(len(MANURE_WAYS))


@dataclass(frozen=True)
class ManureBehaviour:
    """What ways cost and bring, per kg of nitrogen excreted a year; (ways,) where so said."""

    capital_cny: np.ndarray  # (ways,) at ``size_kg``
    running_cny: np.ndarray  # (ways,) a year
    yearly: float  # payment a year for a yuan of capital
    size_kg: float
    size_exponent: float  # by which capital per kg falls with size
    nutrient_cny: float  # fertiliser saved where slurry is spread
    compost_cny_per_kg: float  # at the yard, per kg of nitrogen in it
    gas_cny_per_m3: float  # heat that raw biogas saves on the farm
    slurry_t_per_kg: float
    haul_cny_per_t_km: float  # with the detour of roads
    land_kg_per_mu: float  # that fields may get a year
    inspected_exponent: float  # by which inspectors go to larger farms more often
    fine_cny: float
    stop_cny_per_kg: float  # margin of the animals that a farm goes without until what was ordered stands
    taste_cny: float  # scale of what is not seen
    look_share: float  # of farms a year that think again


@dataclass(frozen=True)
class Stalls:
    """What n large livestock farms know of themselves, (n,) each."""

    n_kg: np.ndarray  # nitrogen excreted a year
    own_mu: np.ndarray  # fields
    solid_share: np.ndarray  # of the nitrogen that is in what can be composted
    gas_m3_per_kg: np.ndarray
    fields_mu_per_km2: np.ndarray  # around it, of those who take slurry

    def of(self, rows: np.ndarray) -> "Stalls":
        """Return those of some ``rows``."""
        return Stalls(**{name: column[rows] for name, column in self.__dict__.items()})


def haul_km(stalls: Stalls, n: ManureBehaviour) -> np.ndarray:
    """Return (n,) km to the fields that slurry is spread on, mean over what its own fields cannot take.

    The fields needed lie in a circle around the stalls, two thirds of whose radius is the mean way.
    """
    elsewhere_mu = np.maximum(stalls.n_kg / n.land_kg_per_mu - stalls.own_mu, 0.0)
    radius = np.sqrt(elsewhere_mu / np.maximum(stalls.fields_mu_per_km2, 1e-9) / np.pi)
    return np.asarray(radius * 2.0 / 3.0)


def chance_of_inspection(stalls: Stalls, inspected: float, n: ManureBehaviour) -> np.ndarray:
    """Return (n,) chance that an open heap is found in a year, the largest first; ``inspected`` at ``size_kg``."""
    return np.asarray(np.minimum(inspected * (stalls.n_kg / n.size_kg) ** n.inspected_exponent, 1.0))


def manure_values(stalls: Stalls, grant_share: np.ndarray, chance: np.ndarray, n: ManureBehaviour) -> np.ndarray:
    """Return (n, ways) CNY a year per kg of nitrogen that each way is worth.

    Args:
        stalls: of the farms.
        grant_share: (n,) of the capital that a grant pays.
        chance: (n,) that a farm which leaves its manure is inspected in a year.
        n: what ways cost and bring.
    """
    size = (np.maximum(stalls.n_kg, 1.0) / n.size_kg) ** -n.size_exponent
    own = n.yearly * size * (1.0 - grant_share)
    elsewhere = np.maximum(1.0 - stalls.own_mu * n.land_kg_per_mu / np.maximum(stalls.n_kg, 1.0), 0.0)
    spread = n.nutrient_cny - elsewhere * haul_km(stalls, n) * n.slurry_t_per_kg * n.haul_cny_per_t_km
    values = -own[:, None] * n.capital_cny - n.running_cny
    values[:, LEFT] -= chance * (n.fine_cny / np.maximum(stalls.n_kg, 1.0) + n.stop_cny_per_kg)
    values[:, STORE] += spread
    values[:, COMPOST] += stalls.solid_share * n.compost_cny_per_kg
    values[:, BIOGAS] += spread + stalls.gas_m3_per_kg * n.gas_cny_per_m3
    return np.asarray(values)


def choose_way(values: np.ndarray, liking_cny: np.ndarray, luck: np.ndarray, n: ManureBehaviour) -> np.ndarray:
    """Return (n,) ways by the logit shares of (n, ways) values and (n,) uniforms that stay with the farms."""
    return pick_best_of(((values + liking_cny) / n.taste_cny).T, luck)


def looks(way: np.ndarray, inspected: np.ndarray, luck: np.ndarray, look_share: float) -> np.ndarray:
    """Return which farms think again: some always, and all whose open heap an inspector found."""
    return np.asarray((luck < look_share) | (inspected & (way == LEFT)))


def capital_cny(stalls: Stalls, way: np.ndarray, n: ManureBehaviour) -> np.ndarray:
    """Return (n,) CNY that a farm pays for what its way needs."""
    size = (np.maximum(stalls.n_kg, 1.0) / n.size_kg) ** -n.size_exponent
    return np.asarray(stalls.n_kg * n.capital_cny[way] * size)
