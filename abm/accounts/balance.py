"""The energy balance of a year: what each fuel was made from and went to, and the net export that is left."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.accounts.words import FLOWS, FUELS, SECTORS
from abm.record import Record

GJ_PER_TCE = 29.3076
GJ_PER_MWH = 3.6
GCE_PER_KWH_TO_GJ_PER_GJ = GJ_PER_TCE / 1000.0 / GJ_PER_MWH  # 1 gce/kWh is this many GJ per GJ of electricity
TEN_THOUSAND_TCE = 1e-4 / GJ_PER_TCE  # GJ -> 10^4 tce
EXA, PETA, TWH = 1e-9, 1e-6, 1e-6 / GJ_PER_MWH

CLOSED = ("heat", "coke_oven_gas", "blast_furnace_gas", "converter_gas")  # bound to the place: never traded
COAL = ("raw_coal", "clean_coal", "middlings", "briquette", "coke", *CLOSED[1:], "tar_benzol")
OIL = ("gasoline", "diesel", "lpg")
GAS = ("natural_gas", "lng")
SUPPLY_SECTORS = ("power", "heat", "coking", "hydrogen")  # turn energy, do not use it finally
SOLIDS = ("raw_coal", "clean_coal", "middlings", "briquette", "coke")


def _at(names: tuple[str, ...]) -> list[int]:
    return [FUELS.index(name) for name in names]


@dataclass(frozen=True)
class Balance:
    """GJ of a year; arrays (fuel, county) unless said otherwise.

    ``supplied`` is produced + made, ``demanded`` turned + burnt + used + feedstock + lost; the net
    export is what is left. ``final`` is (sector, fuel, county): burnt and used outside supply.
    """

    produced: np.ndarray
    made: np.ndarray
    turned: np.ndarray
    burnt: np.ndarray
    used: np.ndarray
    feedstock: np.ndarray
    lost: np.ndarray
    final: np.ndarray

    @classmethod
    def of(cls, ledger: Ledger) -> "Balance":
        """Return the balance of a year's ledger."""
        by_fuel = ledger.energy_gj.sum(axis=1)
        flows = {flow: by_fuel[i] for i, flow in enumerate(FLOWS)}
        final = ledger.energy_gj[FLOWS.index("burnt")] + ledger.energy_gj[FLOWS.index("used")]
        final[[SECTORS.index(sector) for sector in SUPPLY_SECTORS]] = 0.0
        return cls(**flows, final=final)

    @cached_property
    def supplied(self) -> np.ndarray:
        """(fuel, county) GJ produced and made."""
        return self.produced + self.made

    @cached_property
    def demanded(self) -> np.ndarray:
        """(fuel, county) GJ turned, burnt, used, bound and lost."""
        return self.turned + self.burnt + self.used + self.feedstock + self.lost

    @cached_property
    def net_export(self) -> np.ndarray:
        """(fuel, county) GJ: the residual, negative for a net import."""
        return self.supplied - self.demanded

    @cached_property
    def consumed(self) -> np.ndarray:
        """(fuel, county) GJ taken from nature or from elsewhere: demand less what was made here."""
        return self.demanded - self.made

    @cached_property
    def net_import_mwh(self) -> np.ndarray:
        """(county,) MWh of electricity."""
        return -self.net_export[FUELS.index("electricity")] / GJ_PER_MWH

    def calorific(self) -> np.ndarray:
        """(county,) GJ of energy consumption, each carrier at its own heat (电热当量法)."""
        return self.consumed.sum(axis=0)

    def coal_equivalent(self, coal_rate_gce_per_kwh: float) -> np.ndarray:
        """(county,) GJ of energy consumption with power at the average coal rate (发电煤耗法).

        Primary electricity and net power imports count as the coal that would have made them, an
        exporter's sales are taken off at the same rate.
        """
        electricity = self.produced[FUELS.index("electricity")] + self.net_import_mwh * GJ_PER_MWH
        return self.calorific() + electricity * (coal_rate_gce_per_kwh * GCE_PER_KWH_TO_GJ_PER_GJ - 1.0)

    def non_fossil(self, coal_rate_gce_per_kwh: float | None = None) -> np.ndarray:
        """(county,) GJ of primary electricity and biomass; at the average coal rate where one is given.

        Power from biomass counts by the biomass burnt in both methods.
        """
        weight = 1.0 if coal_rate_gce_per_kwh is None else coal_rate_gce_per_kwh * GCE_PER_KWH_TO_GJ_PER_GJ
        biomass = self.consumed[FUELS.index("biomass")]
        return weight * self.produced[FUELS.index("electricity")] + biomass

    def of_fuels(self, names: tuple[str, ...]) -> np.ndarray:
        """(county,) GJ consumed of some fuels."""
        return self.consumed[_at(names)].sum(axis=0)

    def open_share(self) -> float:
        """Return the largest unexplained part of a closed fuel in a county, over the city's supply of it."""
        closed = _at(CLOSED)
        supply = np.maximum(self.supplied[closed].sum(axis=1, keepdims=True), 1.0)
        return float(np.abs(self.net_export[closed] / supply).max())


def put_balance(record: Record, b: Balance, factors: Factors, coal_rate_gce_per_kwh: float) -> None:
    """Write the balance of the current year into the record."""
    equivalent = b.coal_equivalent(coal_rate_gce_per_kwh)
    feedstock = b.feedstock.sum(axis=0)
    values = {
        "Energy Use|Calorific": b.calorific() * TEN_THOUSAND_TCE,
        "Energy Use|Coal Equivalent": equivalent * TEN_THOUSAND_TCE,
        "Energy Use|Coal Equivalent without Feedstock": (equivalent - feedstock) * TEN_THOUSAND_TCE,
        "Energy Use": b.calorific() * EXA,
        "Energy Use|Coal": b.of_fuels(COAL) * TEN_THOUSAND_TCE,
        "Energy Use|Oil": b.of_fuels(OIL) * TEN_THOUSAND_TCE,
        "Energy Use|Gas": b.of_fuels(GAS) * TEN_THOUSAND_TCE,
        "Energy Use|Feedstock": feedstock * TEN_THOUSAND_TCE,
        "Energy Use|Non-Fossil|Calorific": b.non_fossil() * TEN_THOUSAND_TCE,
        "Energy Use|Non-Fossil|Coal Equivalent": b.non_fossil(coal_rate_gce_per_kwh) * TEN_THOUSAND_TCE,
        "Energy Balance|Produced": b.produced.sum(axis=0) * PETA,
        "Energy Balance|Lost": b.lost.sum(axis=0) * PETA,
    }
    for name, by_county in values.items():
        record.put(name, by_county=by_county)
    _put_final(record, b.final)
    _put_exports(record, b, factors)
    record.put("Balance|Unaccounted|Largest", city=b.open_share())


def _put_final(record: Record, final: np.ndarray) -> None:
    record.put("Final Energy", by_sector=final.sum(axis=1) * EXA)
    record.put("Final Energy|Solids|Coal", by_sector=final[:, _at(SOLIDS)].sum(axis=1) * EXA)
    record.put("Final Energy|Heat", by_sector=final[:, FUELS.index("heat")] * EXA)
    record.put("Final Energy|Hydrogen", by_sector=final[:, FUELS.index("hydrogen")] * EXA)


def _put_exports(record: Record, b: Balance, factors: Factors) -> None:
    for fuel, name in (("raw_coal", "Raw Coal"), ("clean_coal", "Clean Coal"), ("coke", "Coke")):
        tonnes = b.net_export[FUELS.index(fuel)] / factors.heat(fuel)
        record.put(f"Balance|Net Export|{name}", by_county=tonnes * 1e-6)
    thousand_m3 = b.net_export[FUELS.index("natural_gas")] / factors.heat("natural_gas")
    record.put("Balance|Net Export|Natural Gas", by_county=thousand_m3 * 1e-5)
    record.put("Balance|Net Export|Electricity", by_county=b.net_export[FUELS.index("electricity")] * TWH)
