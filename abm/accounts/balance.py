"""The energy balance of a year: what each fuel was made from and went to, and the net export that is left."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.accounts.words import FLOWS, FUELS, SECTORS
from abm.record import Record
from agents.choice import share_or_nan

GJ_PER_TCE = 29.3076
GJ_PER_MWH = 3.6
GCE_PER_KWH_TO_GJ_PER_GJ = GJ_PER_TCE / 1000.0 / GJ_PER_MWH  # 1 gce/kWh is this many GJ per GJ of electricity
TEN_THOUSAND_TCE = 1e-4 / GJ_PER_TCE  # GJ -> 10^4 tce
EXA, PETA, TWH = 1e-9, 1e-6, 1e-6 / GJ_PER_MWH

CLOSED = ("heat", "coke_oven_gas", "blast_furnace_gas", "converter_gas")  # bound to the place: never traded
COAL = ("raw_coal", "clean_coal", "middlings", "briquette", "coke", *CLOSED[1:], "tar_benzol")
OIL = ("gasoline", "diesel", "kerosene", "lpg")
GAS = ("natural_gas", "lng")
SUPPLY_SECTORS = ("power", "heat", "coking", "hydrogen")  # turn energy, do not use it finally
SOLIDS = ("raw_coal", "clean_coal", "middlings", "briquette", "coke")


_BURNT, _USED = FLOWS.index("burnt"), FLOWS.index("used")
_SUPPLY = [SECTORS.index(sector) for sector in SUPPLY_SECTORS]


@cache
def _at(names: tuple[str, ...]) -> np.ndarray:
    """Return the numbers of some fuels."""
    return np.array([FUELS.index(name) for name in names])


_ELECTRICITY, _HEAT, _HYDROGEN, _BIOMASS = (FUELS.index(f) for f in ("electricity", "heat", "hydrogen", "biomass"))


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
        final = ledger.energy_gj[_BURNT] + ledger.energy_gj[_USED]
        final[_SUPPLY] = 0.0
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
        return -self.net_export[_ELECTRICITY] / GJ_PER_MWH

    def calorific(self) -> np.ndarray:
        """(county,) GJ of energy consumption, each carrier at its own heat (电热当量法)."""
        return self.consumed.sum(axis=0)

    def coal_equivalent(self, coal_rate_gce_per_kwh: float) -> np.ndarray:
        """(county,) GJ of energy consumption with power at the average coal rate (发电煤耗法).

        Primary electricity and net power imports count as the coal that would have made them, an
        exporter's sales are taken off at the same rate.
        """
        electricity = self.produced[_ELECTRICITY] + self.net_import_mwh * GJ_PER_MWH
        return self.calorific() + electricity * (coal_rate_gce_per_kwh * GCE_PER_KWH_TO_GJ_PER_GJ - 1.0)

    def non_fossil(self, coal_rate_gce_per_kwh: float | None = None) -> np.ndarray:
        """(county,) GJ of primary electricity and biomass; at the average coal rate where one is given.

        Power from biomass counts by the biomass burnt in both methods.
        """
        weight = 1.0 if coal_rate_gce_per_kwh is None else coal_rate_gce_per_kwh * GCE_PER_KWH_TO_GJ_PER_GJ
        biomass = self.consumed[_BIOMASS]
        return weight * self.produced[_ELECTRICITY] + biomass

    def kept_non_fossil(self, coal_rate_gce_per_kwh: float | None = None) -> np.ndarray:
        """(county,) GJ of non-fossil energy less the sun and wind that a county has beyond all its use of power.

        That part leaves it, so it is no share of what the county uses.
        """
        weight = 1.0 if coal_rate_gce_per_kwh is None else coal_rate_gce_per_kwh * GCE_PER_KWH_TO_GJ_PER_GJ
        leaving = np.maximum(self.produced[_ELECTRICITY] - self.demanded[_ELECTRICITY], 0.0)
        return self.non_fossil(coal_rate_gce_per_kwh) - weight * leaving

    def taken_in(self) -> np.ndarray:
        """(6, county) GJ that come from nature or elsewhere: coal, oil, gas, non-fossil energy, other fuels, power.

        Negative where more of a kind leaves than comes in.
        """
        known = [*map(self.of_fuels, (COAL, OIL, GAS)), self.non_fossil()]
        power = self.net_import_mwh * GJ_PER_MWH
        return np.array([*known, self.calorific() - sum(known) - power, power])

    def of_fuels(self, names: tuple[str, ...]) -> np.ndarray:
        """(county,) GJ consumed of some fuels."""
        return self.consumed[_at(names)].sum(axis=0)

    def open_share(self) -> float:
        """Return the largest unexplained part of a closed fuel in a county, over the city's supply of it."""
        supply = np.maximum(self.supplied[_at(CLOSED)].sum(axis=1, keepdims=True), 1.0)
        return float(np.abs(self.net_export[_at(CLOSED)] / supply).max())


_NAMES = (
    "Energy Use|Calorific",
    "Energy Use|Coal Equivalent",
    "Energy Use|Coal Equivalent without Feedstock",
    "Energy Use",
    "Energy Use|Coal",
    "Energy Use|Oil",
    "Energy Use|Gas",
    "Energy Use|Biomass",
    "Energy Use|Other Fuels",
    "Energy Use|Net Power Imports",
    "Energy Use|Feedstock",
    "Energy Use|Non-Fossil|Calorific",
    "Energy Use|Non-Fossil|Coal Equivalent",
    "Energy Balance|Produced",
    "Energy Balance|Lost",
)
_UNITS = np.array([TEN_THOUSAND_TCE] * 3 + [EXA] + [TEN_THOUSAND_TCE] * 9 + [PETA] * 2)[:, None]  # in GJ
_SHARES = ("Share|Non-Fossil Energy", "Share|Non-Fossil Energy|Calorific", "Share|Coal in Energy")
_FINAL = ("Final Energy", "Final Energy|Solids|Coal", "Final Energy|Heat", "Final Energy|Hydrogen")
_EXPORTS = {  # fuel -> variable of its net export, and its unit in t or 10^3 m3
    "raw_coal": ("Balance|Net Export|Raw Coal", 1e-6),
    "clean_coal": ("Balance|Net Export|Clean Coal", 1e-6),
    "coke": ("Balance|Net Export|Coke", 1e-6),
    "natural_gas": ("Balance|Net Export|Natural Gas", 1e-5),
}
_EXPORT_NAMES = tuple(name for name, _ in _EXPORTS.values())
_EXPORT_UNITS = np.array([unit for _, unit in _EXPORTS.values()])[:, None]


def put_balance(record: Record, b: Balance, factors: Factors, coal_rate_gce_per_kwh: float) -> None:
    """Write the balance of the current year into the record."""
    calorific, equivalent = b.calorific(), b.coal_equivalent(coal_rate_gce_per_kwh)
    feedstock = b.feedstock.sum(axis=0)
    gj = (
        calorific,
        equivalent,
        equivalent - feedstock,
        calorific,
        b.of_fuels(COAL),
        b.of_fuels(OIL),
        b.of_fuels(GAS),
        b.consumed[_BIOMASS],
        *b.taken_in()[-2:],
        feedstock,
        b.non_fossil(),
        b.non_fossil(coal_rate_gce_per_kwh),
        b.produced.sum(axis=0),
        b.lost.sum(axis=0),
    )
    record.put_counties(_NAMES, np.array(gj) * _UNITS)
    _put_shares(record, b, coal_rate_gce_per_kwh)
    of_solids = b.final[:, _at(SOLIDS)]
    final = np.einsum("sfc->sc", b.final), np.einsum("sfc->sc", of_solids), b.final[:, _HEAT], b.final[:, _HYDROGEN]
    record.put_sectors(_FINAL, np.array(final) * EXA)
    fuels = _at(tuple(_EXPORTS))
    record.put_counties(_EXPORT_NAMES, b.net_export[fuels] / factors.ncv[fuels, None] * _EXPORT_UNITS)
    record.put("Balance|Net Export|Electricity", by_county=b.net_export[_ELECTRICITY] * TWH)
    record.put("Balance|Unaccounted|Largest", city=b.open_share())


def _put_shares(record: Record, b: Balance, coal_rate_gce_per_kwh: float) -> None:
    """Write non-fossil energy over energy used, and coal over all that is taken in.

    The city counts all its wind and sun as used here, by the statistics' rule; a county only what does not leave it.
    Coal, oil, gas, non-fossil energy and what else comes in add to one: power sold is made of them and not taken off.
    """
    used = (b.coal_equivalent(coal_rate_gce_per_kwh), b.calorific())
    made = (b.non_fossil(coal_rate_gce_per_kwh), b.non_fossil())
    kept = (b.kept_non_fossil(coal_rate_gce_per_kwh), b.kept_non_fossil())
    taken = b.taken_in()
    coal, coal_of_city = (np.maximum(each, 0.0) for each in (taken, taken.sum(axis=1)))
    shares = share_or_nan(np.array([*kept, coal[0]]), np.array([*used, coal.sum(axis=0)]))
    part = np.array([*(each.sum() for each in made), coal_of_city[0]])
    whole = np.array([*(each.sum() for each in used), coal_of_city.sum()])
    record.put_shares(_SHARES, shares, share_or_nan(part, whole))
