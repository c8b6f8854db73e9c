"""What farms perceive of straw: who buys it and at what price, who collects it, who watches."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class StrawSignals(Theme):
    """Arrays (n_counties,), money in CNY per tonne of straw at 2020 prices.

    Prices of feed, substrate and material are paid at the buyer's gate in the township, that of
    fuel at the collection point. ``taken_*`` is the share of what was offered last year that
    buyers took.
    """

    feed_price_cny_per_t: np.ndarray
    fuel_price_cny_per_t: np.ndarray
    substrate_price_cny_per_t: np.ndarray
    material_price_cny_per_t: np.ndarray
    taken_feed_share: np.ndarray
    taken_fuel_share: np.ndarray
    taken_substrate_share: np.ndarray
    taken_material_share: np.ndarray
    off_field_subsidy_cny_per_t: np.ndarray  # paid for straw that leaves the field for a buyer
    collection_coverage_share: np.ndarray  # of straw grown in villages that a collection point serves
    patrol_share: np.ndarray  # of all fields that patrols could watch in the burning season
    return_support_share: np.ndarray  # of the machine's cost of chopping and ploughing in
    power_capacity_share: np.ndarray  # straw that power and heat plants can take, of what is collectable
    biogas_capacity_share: np.ndarray  # the same for biogas plants
    feed_need_t_per_sheep_unit: float  # straw fed to one sheep unit in a year, as is the practice
    stove_value_cny_per_t: float  # coal saved in the farm's own stove
    hour_value_index: float  # wages over 2020's, times the hours that the same work still takes
    fine_cny: float  # for one fire that is caught
