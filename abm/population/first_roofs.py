"""Where the PV stands that homes have in the first year: on own houses in villages, and where a reason for it is known.

A part came with relief of poverty, to poorer homes of the villages that had such a programme, small and paid for.
The rest was bought by those who could pay it and asked for no quicker payback than such systems had. Both came
village by village, as one roof is seen from the next and one installer serves a village.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from abm.parameters import Parameters
from abm.population.numbers import RURAL

Columns = Mapping[str, np.ndarray]
POORER_GROUPS = 2  # of five by income


@dataclass(frozen=True)
class FirstRoofNumbers:
    """What is known of the first systems."""

    kw_per_home: float  # of all homes of the city
    relief_share: float  # of all kW that came with relief of poverty
    relief_kw: float  # of such a system
    relief_villages: np.ndarray  # (n_counties,) share of villages with the programme
    payback_years: float  # of what was bought
    village_pull: float  # of the village over that of the home, in standard deviations
    cny_per_kw: float
    down_payment: float  # most that can be paid at once, share of yearly income

    @classmethod
    def of(cls, p: Parameters) -> "FirstRoofNumbers":
        """Read from the region's parameters."""
        return cls(
            kw_per_home=p.value("rooftop.initial_kw_per_home", "kW"),
            relief_share=p.value("rooftop.initial.relief_share", "share"),
            relief_kw=p.value("rooftop.initial.relief_kw", "kW"),
            relief_villages=p.by_county("rooftop.initial.relief_villages", "share"),
            payback_years=p.value("rooftop.initial.payback", "years"),
            village_pull=p.value("rooftop.initial.village_pull", "ratio"),
            cny_per_kw=p.value("rooftop.price", "CNY/kW"),
            down_payment=p.value("rooftop.taste.down_payment", "share"),
        )


@dataclass(frozen=True)
class Luck:
    """Draws behind who came first."""

    home: np.ndarray  # (n,) standard normal
    village: np.ndarray  # (n_communities,) standard normal
    programme: np.ndarray  # (n_communities,) uniform


@dataclass(frozen=True)
class FirstRoofs:
    """Where PV stands."""

    kw: np.ndarray  # (n,) float32
    village_share: np.ndarray  # (n_communities,) of all roofs of the village, sampled or not, as its luck would have it


def first_roofs(
    columns: Columns, full_kw: np.ndarray, required_years: np.ndarray, luck: Luck, n: FirstRoofNumbers
) -> FirstRoofs:
    """Return the PV on homes at the start.

    Args:
        columns: of the households.
        full_kw: (n,) that fit on the roof.
        required_years: (n,) payback asked for.
        luck: draws.
        n: what is known of the first systems.
    """
    weight, community, county = columns["weight"].astype(float), columns["community"], columns["county"]
    in_village = columns["is_urban"] == bool(RURAL)
    could = columns["has_roof"] & columns["alive"] & ~columns["is_absent"] & in_village
    came_first = luck.home + n.village_pull * luck.village[community]
    wanted_kw = n.kw_per_home * float(weight @ columns["alive"])
    reached = luck.programme < n.relief_villages[_county_of(community, county, len(luck.village))]
    is_poor = could & (columns["income_group"] < POORER_GROUPS)
    small_kw = np.minimum(full_kw, n.relief_kw)
    relieved, relief_bar = _first_up_to(
        n.relief_share * wanted_kw, small_kw * weight, came_first, is_poor & reached[community]
    )
    kw = small_kw * relieved
    income_cny = columns["income_cny"] * columns["size"]
    pays = full_kw * n.cny_per_kw <= n.down_payment * income_cny
    may_buy = could & pays & (required_years >= n.payback_years)
    bought, bar = _first_up_to(wanted_kw - float(kw @ weight), full_kw * weight, came_first, may_buy & (kw == 0.0))
    kw += full_kw * bought

    def share(who: np.ndarray, bar: float) -> np.ndarray:
        """(n_communities,) roofs of the kind ``who`` in the county, and there above the bar, over its roofs."""
        held, roofs = (np.bincount(county, weight * each, len(n.relief_villages)) for each in (who, could))
        of_county = held / np.maximum(roofs, 1.0)
        return of_county[_county_of(community, county, len(luck.village))] * ndtr(n.village_pull * luck.village - bar)

    return FirstRoofs(kw.astype(np.float32), reached * share(is_poor, relief_bar) + share(may_buy, bar))


def _county_of(community: np.ndarray, county: np.ndarray, n_communities: int) -> np.ndarray:
    """Return (n_communities,) the county of each; zero for one without homes."""
    found = np.zeros(n_communities, dtype=np.intp)
    found[community] = county
    return found


def _first_up_to(wanted: float, amount: np.ndarray, score: np.ndarray, may: np.ndarray) -> tuple[np.ndarray, float]:
    """Return (n,) bool: those who ``may``, highest score first, until their amounts add up to what is wanted.

    And the score that the last of them had; infinite where nobody was chosen.
    """
    rows = np.flatnonzero(may)
    rows = rows[np.argsort(-score[rows], kind="stable")]
    middle = np.cumsum(amount[rows]) - amount[rows] / 2.0
    chosen = np.zeros(len(amount), dtype=bool)
    first = rows[middle < wanted]
    chosen[first] = True
    return chosen, float(score[first[-1]]) if len(first) else np.inf
