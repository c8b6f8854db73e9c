"""The form of the city and its roads: how compact it is, how fast its buses are, how many roads it has."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.region import Region
from agents.signals import DrivingSignals


@dataclass(frozen=True)
class FormNumbers:
    """Shares of car kilometres, and roads."""

    pace: float  # of the gap between the city's form and its rule that a year of building closes
    commute_share: float  # of town car kilometres that lead to work and back
    commute_cut: float  # of them that a compact city saves
    bus_reach: float  # of town car kilometres along routes that a bus serves
    bus_shift: float  # of them that move to a bus with its own lane
    induced: float  # elasticity of kilometres to the length of main roads
    network_km: np.ndarray  # (n_counties,) main roads of the first year
    building_gj_per_km: float  # diesel of machines
    road_cny_per_km: float
    bus_lane_cny_per_person: float  # a year
    slow_cny_per_person: float  # a year, of townspeople whom the network for walking and cycling reaches
    upper_part: float  # of roads paid by province and state

    @classmethod
    def of(cls, region: Region) -> "FormNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        area_km2 = p.by_county("land.area", "km2")
        return cls(
            pace=p.value("form.pace", "share"),
            commute_share=p.value("form.commute.share", "share"),
            commute_cut=p.value("form.commute.cut", "share"),
            bus_reach=p.value("form.bus.reach", "share"),
            bus_shift=p.value("form.bus.shift", "share"),
            induced=p.value("form.roads.induced", "ratio"),
            network_km=p.value("form.roads.density", "km/km2") * area_km2,
            building_gj_per_km=p.value("form.roads.diesel", "GJ/km"),
            road_cny_per_km=p.value("form.roads.cost", "CNY/km"),
            bus_lane_cny_per_person=p.value("form.bus.cost", "CNY/person/yr"),
            slow_cny_per_person=p.value("form.slow.cost", "CNY/person/yr"),
            upper_part=p.value("form.roads.upper_part", "share"),
        )


class Form:
    """What builders and officials have made of the city so far; (n_counties,)."""

    def __init__(self, region: Region) -> None:
        self.numbers = FormNumbers.of(region)
        self.compact = np.zeros(region.n_counties)
        self.roads = np.ones(region.n_counties)  # length over the first year's

    def car_factor(self, driving: DrivingSignals) -> np.ndarray:
        """Return (n_counties, 2) car kilometres over those of the first year's form, rural and urban."""
        n = self.numbers
        induced = self.roads**n.induced
        commute = 1.0 - n.commute_share * n.commute_cut * self.compact
        bus = 1.0 - n.bus_reach * n.bus_shift * driving.bus_priority_share
        return np.array((induced, induced * commute * bus)).T

    def through_factor(self) -> float:
        """Return other goods and through traffic over those on the first year's roads."""
        return self.length_factor() ** self.numbers.induced

    def length_factor(self) -> float:
        """Return the length of the city's main roads over that of the first year."""
        km = self.numbers.network_km
        return float(self.roads @ km / km.sum())

    def build(self, driving: DrivingSignals, townspeople: np.ndarray, ledger: Ledger) -> None:
        """Build roads, lanes and paths, move the city's form towards its rule, burn diesel and pay."""
        n = self.numbers
        built_km = n.network_km * driving.new_road_share
        self.roads = self.roads + driving.new_road_share
        self.compact = self.compact + n.pace * (driving.compactness_share - self.compact)
        ledger.burn("other_industry", "diesel", built_km * n.building_gj_per_km)
        ledger.pay_from_both("main roads", "equipment_makers", built_km * n.road_cny_per_km, n.upper_part)
        lanes = driving.bus_priority_share * townspeople * n.bus_lane_cny_per_person
        ledger.pay("bus lanes and service", "city_budget", "firms", lanes)
        paths = driving.slow_travel_share * townspeople * n.slow_cny_per_person
        ledger.pay("paths for walking and cycling", "city_budget", "equipment_makers", paths)
