"""What owners of homes and public buildings perceive of walls, meters, kitchens, appliances, codes and roofs."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class BuildingSignals(Theme):
    """Arrays (n_counties,), money at 2020 prices."""

    rural_retrofit_cny_per_m2: np.ndarray  # paid for walls, roof and windows of a village home
    urban_retrofit_cny_per_m2: np.ndarray  # the same in town
    metered_share: np.ndarray  # of flats on district heat that pay by meter
    code_saving_share: np.ndarray  # of the heat of a new building under the code of the first year
    kitchen_support_cny: np.ndarray  # for an electric kitchen in a village home
    appliance_credit_cny: np.ndarray  # for an appliance of the best class
    heat_pump_grant_share: np.ndarray  # of a heat pump's capital, public buildings
    public_pv_share: np.ndarray  # of new roofs of public buildings and plants that must carry PV
    growth_held_share: np.ndarray  # of the growth of building land that is not allowed
    prefabricated_share: np.ndarray  # of new floor that must be prefabricated
    green_material_share: np.ndarray  # of new floor that must be built with certified materials
    demolition_refused_share: np.ndarray  # of applications to tear down sound buildings that are turned down
    aggregate_cny_per_t: np.ndarray  # paid for rubble that comes back as aggregate
    village_standard_share: np.ndarray  # of new village homes that are inspected against the standard
    village_prefab_cny_per_m2: np.ndarray  # paid for a prefabricated village home
    flexible_grant_share: np.ndarray  # of the capital of stores and direct-current wiring in public buildings
    new_floor_share: np.ndarray  # floor that a new home gets over what it would take if land were free

    @classmethod
    def quiet(cls, n_counties: int) -> "BuildingSignals":
        """Return the signals of a year without support and with the code of the first year."""
        none = np.zeros(n_counties)
        return cls(*[none] * 16 + [np.ones(n_counties)])
