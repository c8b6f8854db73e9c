"""Public and commercial buildings: their stock by vintage, heat pumps in place of gas boilers, PV on their roofs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import SECTORS
from abm.flows import Flows
from abm.region import Region
from agents.household.kitchen import taken_up
from agents.signals import BuildingSignals

if TYPE_CHECKING:
    from abm.record import Record

TOWN_BUILDINGS = [SECTORS.index("services"), SECTORS.index("homes_urban")]
GJ_PER_KWH, EJ_PER_GJ = 0.0036, 1e-9


@dataclass(frozen=True)
class PublicNumbers:
    """Floor, heat, boilers and roofs."""

    rebuilt_share: float  # of floor a year
    needless_share: float  # of it, sound buildings
    new_need: float  # heat of new floor under the code of the first year over the stock's mean
    boiler_fails: float  # a year
    pump_base: float  # logit of a heat pump without a grant
    pump_grant: float  # logit of a grant of the whole capital
    pump_cop: float
    pump_cny_per_gj: float  # capital per GJ of heat a year
    roof_kw_per_head: float  # PV that fits on roofs of public buildings and plants
    covered_later: float  # of old roofs a year, where the rule holds for all new ones
    kwh_per_kw: float
    pv_cny_per_kw: float
    pv_upkeep_share: float  # of the price, a year

    @classmethod
    def of(cls, region: Region) -> "PublicNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        return cls(
            rebuilt_share=p.value("public.rebuilt", "share"),
            needless_share=p.value("construction.needless", "share"),
            new_need=p.value("envelope.new_need.urban", "ratio"),
            boiler_fails=p.value("public.boiler_fails", "share"),
            pump_base=p.value("public.heat_pump.base", "logit"),
            pump_grant=p.value("public.heat_pump.grant", "logit"),
            pump_cop=p.value("public.heat_pump.cop", "ratio"),
            pump_cny_per_gj=p.value("public.heat_pump.capital", "CNY/GJ"),
            roof_kw_per_head=p.value("public.roofs", "kW/head"),
            covered_later=p.value("public.roofs.later", "share"),
            kwh_per_kw=p.value("rooftop.yield", "kWh/kW"),
            pv_cny_per_kw=p.value("rooftop.price", "CNY/kW"),
            pv_upkeep_share=p.value("rooftop.upkeep", "share"),
        )


class PublicBuildings:
    """The stock so far; (n_counties,)."""

    def __init__(self, region: Region) -> None:
        self.numbers = PublicNumbers.of(region)
        self.people = region.parameters.by_county("people.population", "persons")
        self.floor = 1.0  # over the first year's
        self.need = np.ones(region.n_counties)  # heat per floor over the first year's
        self.pumps, self.covered = np.zeros((2, region.n_counties))  # shares of gas heat and of roofs
        self.pump_heat_gj = np.zeros(region.n_counties)
        self.pv_share = np.zeros(region.n_counties)  # of new roofs, this year's rule

    def act(self, signals: BuildingSignals, floor: float, gas_gj: np.ndarray, flows: Flows, ledger: Ledger) -> None:
        """Build, replace boilers, cover roofs and pay; ``floor`` over the first year's, ``gas_gj`` of old boilers."""
        n = self.numbers
        rebuilt = n.rebuilt_share * (1.0 - n.needless_share * signals.demolition_refused_share)
        new = np.clip(1.0 - self.floor / floor + rebuilt, 0.0, 1.0)
        self.floor = floor
        self.need = self.need * (1.0 - new) + new * n.new_need * (1.0 - signals.code_saving_share)
        logit = n.pump_base + n.pump_grant * signals.heat_pump_grant_share
        self.pumps, bought = taken_up(self.pumps, n.boiler_fails, logit)
        self.pump_heat_gj = gas_gj * self.need * self.pumps
        capital = gas_gj * self.need * bought * n.pump_cny_per_gj
        ledger.pay("public heat pumps", "firms", "equipment_makers", capital)
        ledger.pay("public heat pump grant", "city_budget", "firms", capital * signals.heat_pump_grant_share)
        before, self.pv_share = self.covered, signals.public_pv_share
        looked_at = new + (1.0 - new) * n.covered_later
        self.covered = before + (1.0 - before) * looked_at * self.pv_share
        kw = self.people * n.roof_kw_per_head * floor
        ledger.pay("public roof PV", "firms", "equipment_makers", (self.covered - before) * kw * n.pv_cny_per_kw)
        kept = self.covered * kw * n.pv_cny_per_kw * n.pv_upkeep_share
        ledger.pay("public roofs kept", "firms", "equipment_makers", kept)
        flows.rooftop_pv_mw += self.pv_mw()

    def pump_kwh(self) -> np.ndarray:
        """(n_counties,) kWh of heat pumps."""
        return self.pump_heat_gj / self.numbers.pump_cop / GJ_PER_KWH

    def pv_mw(self) -> np.ndarray:
        """(n_counties,) MW on roofs of public buildings and plants."""
        return self.covered * self.people * self.numbers.roof_kw_per_head * self.floor / 1000.0

    def report(self, record: "Record") -> None:
        """Write PV, heat pumps, heat per floor, and the renewable share of all buildings in towns."""
        n, whole, pv_mw = self.numbers, self.people.sum(), self.pv_mw()
        record.put("Capacity|Electricity|Solar|Public Roofs", by_county=pv_mw / 1000.0)
        city = float(self.pv_share @ self.people / whole)
        record.put("Share|New Public Roofs with PV", by_county=self.pv_share, city=city)
        record.put("Share|Public Heat Pumps", city=float(self.pumps @ self.people / whole))
        record.put("Public Buildings|Heat per Floor", city=float(self.need @ self.people / whole))
        at = record.year - int(record.years[0])
        final = float(record.sectors("Final Energy")[at][TOWN_BUILDINGS].sum())
        sun_gj = float(pv_mw.sum()) * 1000.0 * n.kwh_per_kw * GJ_PER_KWH
        air_gj = float(self.pump_heat_gj.sum()) * (1.0 - 1.0 / n.pump_cop)
        free = (sun_gj + air_gj) * EJ_PER_GJ + record.value("Homes|Urban Renewables", record.year)
        record.put("Share|Building Renewables", city=free / (final + air_gj * EJ_PER_GJ))
