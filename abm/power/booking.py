"""The dispatch in the accounts: fuel burnt, electricity and heat made, losses, by county."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.power.city import biomass_kwh
from agents.choice import share_of

if TYPE_CHECKING:
    from abm.power.power import Power

GJ_PER_GWH = 3600.0


@dataclass(frozen=True)
class Booking:
    """The year's power by county; (n_counties,) unless said."""

    coal_gwh: np.ndarray  # (n_groups, n_counties) sent out
    fuel_gj: np.ndarray  # (n_groups, n_counties)
    own_use_gwh: np.ndarray
    wind_gwh: np.ndarray
    pv_gwh: np.ndarray
    byproduct_gwh: np.ndarray
    byproduct_gwh_of: dict[str, np.ndarray]  # by sector that makes it
    mine_gas_gwh: np.ndarray  # of it
    waste_gwh: np.ndarray
    biomass_gwh: np.ndarray
    biomass_gj: np.ndarray
    line_loss_gwh: np.ndarray
    store_loss_gwh: np.ndarray
    waste_heat_gj: dict[str, np.ndarray]  # sector of the works -> heat taken
    chp_heat_gj: np.ndarray
    boiler_coal_gj: np.ndarray
    boiler_gas_gj: np.ndarray
    boiler_heat_gj: np.ndarray
    pipe_loss_gj: np.ndarray
    burns_waste_coal: np.ndarray  # (n_groups,) bool
    captured_t: np.ndarray  # CO2 stored

    @classmethod
    def of(cls, power: "Power", flows: Flows, loads: Loads, at: int) -> "Booking":
        """Read the year's dispatch by county: a class by capacity, wind and sun by capacity, losses by use."""
        days, last, units, heat, burning = power.world.days, power.last, power.units, power.heat, power.burning
        assert last is not None and heat is not None and burning is not None and power.inputs is not None
        n_counties, numbers, heat_numbers = flows.n_counties, power.numbers, power.heat_numbers
        by_group = _shares(units.group, units.county, power.coal_mw(power.world.years[at]), n_counties)
        coal, heat_loss = days.yearly(last.coal_gw), days.yearly(heat.loss_mw) / 1000.0
        online = 24.0 * last.online_gw @ days.weight
        standing = numbers.no_load_share
        fuel = 1000.0 * burning.rate_gj_per_mwh * (standing * online + (1.0 - standing) * (coal + heat_loss))
        coal_gwh = coal[:, None] * by_group
        stored_gw = (last.charge_gw - last.discharge_gw)[np.array(power.inputs.stores.in_city)]
        stored = float(days.yearly(stored_gw).sum())
        wind, pv, load = days.yearly(np.array([last.wind_gw, last.pv_gw, last.load_gw])).tolist()
        of_use = _share(loads.kwh.sum(axis=0))
        from_works, chp, boiler = (days.yearly(mw) * 3.6 for mw in (heat.waste_mw, heat.chp_mw, heat.boiler_mw))
        gas_share = heat_numbers.boiler_gas_share[at]
        return cls(
            coal_gwh=coal_gwh,
            fuel_gj=fuel[:, None] * by_group,
            own_use_gwh=coal_gwh.sum(axis=0) * numbers.own_use_share / (1 - numbers.own_use_share),
            wind_gwh=wind * _share(power.wind_mw(at)),
            pv_gwh=pv * _share(power.pv_mw(at)),
            byproduct_gwh=flows.byproduct_power_kwh / 1e6,
            byproduct_gwh_of={sector: kwh / 1e6 for sector, kwh in flows.byproduct_kwh_of.items()},
            mine_gas_gwh=flows.mine_gas_power_kwh / 1e6,
            waste_gwh=flows.waste_power_kwh / 1e6,
            biomass_gwh=biomass_kwh(flows, numbers) / 1e6,
            biomass_gj=flows.straw_for_power_t * numbers.biomass_gj_per_t,
            line_loss_gwh=load * numbers.loss_share * of_use,
            store_loss_gwh=stored * of_use,
            waste_heat_gj=_split(from_works, flows.waste_heat_gj),
            chp_heat_gj=chp,
            boiler_coal_gj=boiler * (1 - gas_share) / heat_numbers.boiler_efficiency_coal,
            boiler_gas_gj=boiler * gas_share / heat_numbers.boiler_efficiency_gas,
            boiler_heat_gj=boiler,
            pipe_loss_gj=(from_works + chp + boiler) * heat_numbers.pipe_loss_share,
            captured_t=numbers.coal_t_per_gj * (burning.caught_share * fuel) @ by_group,
            burns_waste_coal=burning.is_waste,
        )

    @property
    def works_gwh(self) -> np.ndarray:
        """(n_counties,) made from process gas and waste heat, mine gas apart."""
        return self.byproduct_gwh - self.mine_gas_gwh

    def from_works_gj(self) -> np.ndarray:
        """(n_counties,) waste heat taken."""
        return np.add.reduce(list(self.waste_heat_gj.values())) if self.waste_heat_gj else np.zeros(len(self.wind_gwh))

    def write(self, ledger: Ledger) -> None:
        """Write the year into the ledger."""
        ledger.burn("power", "middlings", self.fuel_gj[self.burns_waste_coal].sum(axis=0))
        ledger.burn("power", "raw_coal", self.fuel_gj[~self.burns_waste_coal].sum(axis=0))
        ledger.burn("power", "biomass", self.biomass_gj)
        ledger.release("co2_captured", "power", self.captured_t)
        thermal = self.coal_gwh.sum(axis=0) + self.own_use_gwh + self.biomass_gwh + self.byproduct_gwh + self.waste_gwh
        ledger.make("power", "electricity", thermal * GJ_PER_GWH)
        ledger.produce("power", "electricity", (self.wind_gwh + self.pv_gwh) * GJ_PER_GWH)
        ledger.use("power", "electricity", self.own_use_gwh * GJ_PER_GWH)
        ledger.lose("power", "electricity", (self.line_loss_gwh + self.store_loss_gwh) * GJ_PER_GWH)
        ledger.burn("heat", "raw_coal", self.boiler_coal_gj)
        ledger.burn("heat", "natural_gas", self.boiler_gas_gj)
        for sector, gj in self.waste_heat_gj.items():
            ledger.make(sector, "heat", gj)
        ledger.make("power", "heat", self.chp_heat_gj)
        ledger.make("heat", "heat", self.boiler_heat_gj)
        ledger.lose("heat", "heat", self.pipe_loss_gj)


def _split(total: np.ndarray, offered: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Sector -> (n_counties,) its part of a total by what it offered."""
    whole = np.sum(list(offered.values()), axis=0) if offered else np.zeros_like(total)
    share = share_of(total, whole)
    return {sector: gj * share for sector, gj in offered.items()}


def _share(values: np.ndarray) -> np.ndarray:
    total = values.sum()
    return values / total if total > 0 else np.full(len(values), 1.0 / len(values))


def _shares(group: np.ndarray, county: np.ndarray, weight: np.ndarray, n_counties: int) -> np.ndarray:
    """(n_groups, n_counties) shares of each group's weight; a group without any takes the first unit's county."""
    n_groups = int(group.max(initial=-1)) + 1
    table = np.bincount(group * n_counties + county, weight, n_groups * n_counties).reshape(n_groups, n_counties)
    first = np.zeros(n_groups, dtype=np.intp)
    first[group[::-1]] = county[::-1]
    empty = np.flatnonzero(table.sum(axis=1) == 0)
    table[empty, first[empty]] = 1.0
    return table / table.sum(axis=1, keepdims=True)
