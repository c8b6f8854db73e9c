"""What homes perceive of heating beside the prices of energy."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class HeatingSignals(Theme):
    """Prices of heaters, support, programmes, pipes and inspections; (n_counties,) where the place matters.

    Heaters in the order of ``agents.household.heaters.HEATERS``.
    """

    price_cny: np.ndarray  # (n_heaters,) bought and installed in one home, before support
    purchase_subsidy_cny: np.ndarray  # (n_counties, n_heaters) paid once per home
    purchase_subsidy_ceiling_share: float  # of the price that a subsidy may cover
    electricity_rebate_cny_per_kwh: np.ndarray  # (n_counties,) on heating electricity
    electricity_rebate_limit_kwh: float  # per home and winter
    gas_rebate_cny_per_m3: np.ndarray  # (n_counties,) on heating gas
    gas_rebate_limit_m3: float
    programme_share: np.ndarray  # (n_counties,) of the homes still on coal that the programme reaches in the year
    no_coal_zone_share: np.ndarray  # (n_counties,) of communities inside a no-coal zone, town first
    coal_inspection: np.ndarray  # (n_counties,) chance that a coal user in the zone is visited in a winter
    coal_fine_cny: float
    gas_reach_share: np.ndarray  # (n_counties, 2) of rural, urban communities with a gas pipe
    district_reach_share: np.ndarray  # (n_counties, 2) of rural, urban communities with district heat
