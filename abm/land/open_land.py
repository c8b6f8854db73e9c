"""Grassland and wetland: closed to herds for pay, wetted again, or built over; only what changes is a sink."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.carbon_pool import TCO2_PER_TC, CarbonPool
from abm.region import Region
from agents.farm.land import offering_share
from agents.signals import LandSignals


@dataclass(frozen=True)
class OpenLandNumbers:
    """Area in ha, carbon in t, money at 2020 prices."""

    grass_ha: np.ndarray  # (n_counties,) grassland that herds graze and have worn, first year
    wetland_ha: np.ndarray  # (n_counties,) drained or worn wetland, first year
    lost_tc_per_ha: float  # of soil and roots where grass is built over
    grazing_cny_per_ha: float  # a year, what herds bring on it; the middle village
    grazing_spread: float
    closing_years: float  # from being convinced to a fence that holds
    grass_tc_per_ha: float  # a year into the soil and roots of closed grass, in the first years
    grass_years: float  # that this carbon stays
    wetland_tc_per_ha: float  # a year into the soil of a wetted wetland, in the first years
    wetland_years: float
    wetland_ch4_t_per_ha: float  # a year
    wetland_cny_per_ha: float
    asked_share: float  # of grassland a year that builders and mines ask for
    upper_part: float  # of payment and works that province and state pay

    @classmethod
    def of(cls, region: Region) -> "OpenLandNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        area = p.by_county("land.area", "km2") * 100.0
        return cls(
            grass_ha=p.value("land.grass", "share") * area,
            wetland_ha=p.value("land.wetland", "share") * area,
            lost_tc_per_ha=p.value("land.grass.lost", "tC/ha"),
            grazing_cny_per_ha=p.value("land.grass.income", "CNY/ha"),
            grazing_spread=p.value("land.grass.spread", "ratio"),
            closing_years=p.value("land.grass.closing", "year"),
            grass_tc_per_ha=p.value("land.grass.gain", "tC/ha"),
            grass_years=p.value("land.grass.stay", "year"),
            wetland_tc_per_ha=p.value("land.wetland.gain", "tC/ha"),
            wetland_years=p.value("land.wetland.stay", "year"),
            wetland_ch4_t_per_ha=p.value("land.wetland.ch4", "t CH4/ha"),
            wetland_cny_per_ha=p.value("land.wetland.cost", "CNY/ha"),
            asked_share=p.value("land.asked", "share"),
            upper_part=p.value("land.upper_part", "share"),
        )


class OpenLand:
    """What is closed and wetted so far; (n_counties,) each."""

    def __init__(self, region: Region) -> None:
        n = self.numbers = OpenLandNumbers.of(region)
        none = np.zeros(region.n_counties)
        self.grass_ha, self.closed_ha, self.wetted_ha = n.grass_ha, none, none
        self.sink_t, self.built_ha, self.built_t = none, none, none
        self._grass, self._wetland = CarbonPool(n.grass_years, none), CarbonPool(n.wetland_years, none)

    def act(self, land: LandSignals, ledger: Ledger) -> None:
        """Build over, close and wet; enter uptake, what building releases, the gas of wet soil, and money."""
        n = self.numbers
        self.built_ha = self.grass_ha * n.asked_share * (1.0 - land.control_share)
        self.built_t = self.built_ha * n.lost_tc_per_ha * TCO2_PER_TC
        self.grass_ha = self.grass_ha - self.built_ha
        self._close(land, ledger)
        new = np.minimum(land.wetland_share * n.wetland_ha, n.wetland_ha - self.wetted_ha)
        self.wetted_ha = self.wetted_ha + new
        ledger.pay_from_both("wetland restoration", "equipment_makers", new * n.wetland_cny_per_ha, n.upper_part)
        grass_t = self._grass.take_up(self.closed_ha * n.grass_tc_per_ha)
        self.sink_t = grass_t + self._wetland.take_up(self.wetted_ha * n.wetland_tc_per_ha)
        ledger.release("co2_land", "land", self.built_t - self.sink_t)
        ledger.release("ch4", "land", self.wetted_ha * n.wetland_ch4_t_per_ha)

    def _close(self, land: LandSignals, ledger: Ledger) -> None:
        """Villages sign where pay beats what herds bring; fences follow, and fall when pay ends."""
        n = self.numbers
        share = offering_share(land.grazing_ban_cny_per_ha, n.grazing_cny_per_ha, n.grazing_spread)
        self.closed_ha = np.minimum(self.closed_ha, self.grass_ha)
        self.closed_ha = self.closed_ha + (self.grass_ha * share - self.closed_ha) / n.closing_years
        paid = self.closed_ha * land.grazing_ban_cny_per_ha
        ledger.pay_from_both("grazing ban payment", "farms", paid, n.upper_part)
