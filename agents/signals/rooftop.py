"""What homes perceive of PV on their roofs."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class RooftopSignals(Theme):
    """Prices, rules of settlement and programmes; (n_counties,) where the place matters."""

    price_cny_per_kw: float  # installed
    generation_subsidy_cny_per_kwh: float  # from the state, for systems of this year
    market_settled_share: float  # of what is fed in by systems of this year that earns the market's price
    mechanism_share: float  # of that part which is topped up to the mechanism price
    mechanism_cny_per_kwh: float
    pilot: np.ndarray  # (n_counties,) 1 where the county is on the list of whole-county pilots
    programme: np.ndarray  # (n_counties,) how strongly a whole-county programme is carried out, 0 to 1
    rent_cny_per_kw_year: float  # paid to the home by a developer who rents the roof
    hosting_share: np.ndarray  # (n_counties,) of own-roof homes that the village grid can take
