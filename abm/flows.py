"""What one part of the city hands to another within a year, and what the next year remembers."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Flows:
    """Filled in the order of the year: industry, homes, travel, freight, farms, power.

    All (n_counties,) unless said otherwise; zero until somebody fills it.
    """

    n_counties: int
    output_t: dict[str, np.ndarray] = field(default_factory=dict)  # product -> t of the year
    road_freight_t: dict[str, np.ndarray] = field(default_factory=dict)  # product -> t leaving by road
    rail_freight_t: dict[str, np.ndarray] = field(default_factory=dict)  # product -> t leaving by rail
    inner_freight_t: dict[str, np.ndarray] = field(default_factory=dict)  # product -> t hauled to users inside
    district_heat_gj: np.ndarray = field(init=False)  # delivered to buildings, at the building
    hydrogen_capacity_t: np.ndarray = field(init=False)  # could be made by coke plants this year
    hydrogen_cost_cny_per_kg: np.ndarray = field(init=False)  # gas forgone, purification, its power, capital
    hydrogen_use_t: np.ndarray = field(init=False)  # asked for by trucks
    hydrogen_in_steel_t: np.ndarray = field(init=False)  # taken by steelworks before trucks ask
    waste_heat_gj: dict[str, np.ndarray] = field(default_factory=dict)  # sector -> a year's heat at heat networks
    waste_heat_used_gj: np.ndarray = field(init=False)  # and that was taken
    used_packs_mwh: np.ndarray = field(init=False)  # on offer for a second life, of what they still hold
    battery_car_kwh: np.ndarray = field(init=False)  # that private battery cars charge
    green_power_kwh: np.ndarray = field(init=False)  # that firms buy as such of their own will
    straw_for_power_t: np.ndarray = field(init=False)
    straw_for_pellets_t: np.ndarray = field(init=False)
    pellets_used_t: np.ndarray = field(init=False)
    rooftop_pv_mw: np.ndarray = field(init=False)  # on homes
    rooftop_own_mw: np.ndarray = field(init=False)  # of it, owned by those who live below
    farm_pv_mw: np.ndarray = field(init=False)  # on leased land of farms
    byproduct_power_kwh: np.ndarray = field(init=False)  # made by industry from its own gas and heat (it burns the gas)
    byproduct_kwh_of: dict[str, np.ndarray] = field(default_factory=dict)  # of it, by sector
    mine_gas_power_kwh: np.ndarray = field(init=False)  # of it, made from gas drained at mines
    waste_power_kwh: np.ndarray = field(init=False)  # sent out by waste incinerators (waste burns the fuel)
    entrants_value_cny: np.ndarray = field(init=False)  # value added of newly founded services and light industry
    value_added_cny: dict[str, np.ndarray] = field(default_factory=dict)  # sector -> at 2020 prices

    def __post_init__(self) -> None:
        for name in (
            "district_heat_gj",
            "hydrogen_capacity_t",
            "hydrogen_cost_cny_per_kg",
            "hydrogen_use_t",
            "hydrogen_in_steel_t",
            "waste_heat_used_gj",
            "used_packs_mwh",
            "battery_car_kwh",
            "green_power_kwh",
            "straw_for_power_t",
            "straw_for_pellets_t",
            "pellets_used_t",
            "rooftop_pv_mw",
            "rooftop_own_mw",
            "farm_pv_mw",
            "byproduct_power_kwh",
            "mine_gas_power_kwh",
            "waste_power_kwh",
            "entrants_value_cny",
        ):
            setattr(self, name, np.zeros(self.n_counties))

    def make_power(self, sector: str, kwh: np.ndarray) -> None:
        """Add (n_counties,) kWh that a sector makes of its own gas and heat."""
        self.byproduct_power_kwh = self.byproduct_power_kwh + kwh
        self.byproduct_kwh_of[sector] = self.byproduct_kwh_of.get(sector, np.zeros(self.n_counties)) + kwh

    def add_value(self, sector: str, cny: np.ndarray) -> None:
        """Add (n_counties,) CNY at 2020 prices to what a sector's plants report of the year."""
        reported = self.value_added_cny.get(sector, np.zeros(self.n_counties))
        self.value_added_cny[sector] = reported + cny
