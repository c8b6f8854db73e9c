"""Developers who rent roofs: at work in more villages each year while that pays, in fewer when it does not."""

from dataclasses import dataclass

import numpy as np

from abm.parameters import Parameters
from agents.choice import annuity
from agents.grid import built_share
from agents.household.rooftop import RooftopOffer, RooftopTraits, let_income_per_kw


@dataclass(frozen=True)
class RoofDeveloperNumbers:
    """What they reckon with, and how fast agents are found in villages."""

    required_return: float
    spread: float  # how differently they reckon
    most_share: float  # of villages where they would be at work if all reckoned that it pays
    pace: float  # of the gap to it that is closed in a year

    @classmethod
    def of(cls, p: Parameters) -> "RoofDeveloperNumbers":
        """Read them."""
        return cls(
            required_return=p.value("power.developer.return", "share"),
            spread=p.value("power.developer.spread", "ratio"),
            most_share=p.value("rooftop.developers.most", "share"),
            pace=p.value("rooftop.developers.pace", "share"),
        )


class RoofDevelopers:
    """``reach`` is the share of villages in which they rent roofs by themselves: none before the first year."""

    def __init__(self, p: Parameters) -> None:
        self.numbers = RoofDeveloperNumbers.of(p)
        self.reach = 0.0
        self.willing_share = 0.0

    def decide(self, offer: RooftopOffer, traits: RooftopTraits) -> None:
        """Look at what a rented roof earns under the rules of the year, and move towards as many villages."""
        n = self.numbers
        cost = float(annuity(n.required_return, traits.life_years)) * offer.price_cny_per_kw
        self.willing_share = built_share(let_income_per_kw(offer, traits), cost, n.spread)
        self.reach += n.pace * (n.most_share * self.willing_share - self.reach)

    def renting(self, programme: np.ndarray) -> np.ndarray:
        """Return (n_counties,) villages where a roof can be let: to those whom a ``programme`` brings, or to others."""
        return 1.0 - (1.0 - programme * self.willing_share) * (1.0 - self.reach)
