"""Shops, offices, schools and all small users that no other part of the city counts."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.days import Days
from abm.flows import Flows
from abm.loads import Loads
from abm.power.building_stores import BuildingStores
from abm.power.public_buildings import PublicBuildings
from abm.region import Region
from agents.choice import shift_load
from agents.signals import BuildingSignals

GJ_PER_KWH = 0.0036


@dataclass(frozen=True)
class ServiceNumbers:
    """Per resident and year in 2020; growth follows the driver ``demand.services`` with elasticities."""

    kwh_per_head: float
    heat_gj_per_head: float  # district heat of public and commercial buildings
    gas_gj_per_head: float
    growth_elasticity: float  # of electricity
    heat_elasticity: float  # of heat and gas: floor grows slower than value added
    day_weight: np.ndarray  # (24,) hourly weight of service load over the day
    cooling_per_k: float  # rise of load per kelvin above the base temperature
    cooling_base_c: float
    elasticity: float  # of substitution between the hours of a day
    residual_share: float  # of the counted load that no list names

    @classmethod
    def of(cls, region: Region) -> "ServiceNumbers":
        """Read the numbers of a region."""
        p = region.parameters
        return cls(
            kwh_per_head=p.value("services.electricity", "kWh/head"),
            heat_gj_per_head=p.value("services.district_heat", "GJ/head"),
            gas_gj_per_head=p.value("services.gas", "GJ/head"),
            growth_elasticity=p.value("services.growth_elasticity", "ratio"),
            heat_elasticity=p.value("services.heat_elasticity", "ratio"),
            day_weight=np.array([p.value(f"services.hour.{hour:02}", "ratio") for hour in range(24)]),
            cooling_per_k=p.value("services.cooling_per_k", "1/K"),
            cooling_base_c=p.value("services.cooling_base", "degC"),
            elasticity=p.value("services.elasticity", "ratio"),
            residual_share=p.value("power.residual_load", "share"),
        )


def service_shape(days: Days, numbers: ServiceNumbers) -> np.ndarray:
    """Return (n_days, 24) shape, yearly sum 1: the working day, more in the heat."""
    warm = np.maximum(days.temperature_c - numbers.cooling_base_c, 0.0)
    return days.shape(numbers.day_weight * (1.0 + numbers.cooling_per_k * warm))


def town_share(region: Region) -> np.ndarray:
    """Return (n_counties,) shares of service use: residents, those of towns counting more."""
    p = region.parameters
    people, urban = p.by_county("people.population", "persons"), p.by_county("people.urban_share", "share")
    weight = people * (1.0 + (p.value("services.town_weight", "ratio") - 1.0) * urban)
    return weight / weight.sum()


class Services:
    """Adds the services' electricity, heat and gas, and the residual load, to the year."""

    def __init__(self, region: Region, days: Days) -> None:
        self.numbers = ServiceNumbers.of(region)
        self.buildings = PublicBuildings(region)
        self.gas_m3_per_gj = 1000.0 / Factors.of(region).heat("natural_gas")
        self.stores = BuildingStores(region, days)
        winter = days.heating if days.heating.any() else np.ones_like(days.heating)
        self._heat_shape = days.shape(winter[:, None] * np.ones(24))
        self._shape = service_shape(days, self.numbers)
        self._residual_shape = days.shape(days.load_shape)
        self.share = town_share(region)
        self._people = float(region.parameters.by_county("people.population", "persons").sum())

    def act(
        self,
        growth: float,
        price: np.ndarray,
        rules: BuildingSignals,
        flows: Flows,
        ledger: Ledger,
        loads: Loads,
    ) -> None:
        """Use energy at ``growth`` (index of service demand, first year 1).

        Load moves between the hours of a day by ``price`` (n_days, 24) CNY/kWh; ``rules`` for walls, boilers, roofs.
        """
        waiting = self.stores.elasticity_factor(self.buildings.covered, self.buildings.people)
        shape = shift_load(self._shape, price, self.numbers.elasticity * waiting)
        people = self._people * self.share
        kwh = self.numbers.kwh_per_head * people * growth**self.numbers.growth_elasticity
        loads.add(ledger, "services", kwh, shape)
        residual = self.numbers.residual_share * loads.kwh.sum(axis=0)
        loads.add(ledger, "services", residual, self._residual_shape)
        floor = growth**self.numbers.heat_elasticity
        gas = self.numbers.gas_gj_per_head * people * floor
        self.buildings.act(rules, floor, gas, flows, ledger)
        loads.add(ledger, "services", self.buildings.pump_kwh(), self._heat_shape)
        heat = self.numbers.heat_gj_per_head * people * floor * self.buildings.need
        flows.district_heat_gj = flows.district_heat_gj + heat
        ledger.use("services", "heat", heat)
        ledger.burn("services", "natural_gas", gas * self.buildings.need * (1.0 - self.buildings.pumps))

    def build_stores(self, rules: BuildingSignals, price: np.ndarray, cost_index: float, ledger: Ledger) -> None:
        """Let owners of roofs with PV build stores; ``cost_index`` of batteries, 2020 = 1."""
        grant = rules.flexible_grant_share
        bought = self.stores.build(grant, 1000.0 * self.buildings.pv_mw(), price, cost_index)
        self.stores.pay(bought, grant, ledger)
