"""Greenhouse gases of a year, by sector, fuel and county, all from the ledger."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from abm.accounts.factors import CO2_PER_CARBON, WASTE, Factors
from abm.accounts.ledger import Ledger
from abm.accounts.words import FLOWS, FUELS, GASES, SECTORS
from abm.record import Record
from agents.choice import share_of

MEGA, KILO = 1e-6, 1e-3
_BURNT = FLOWS.index("burnt")
_CO2_ENERGY, _CO2_PROCESS, _CO2_LAND, _CH4, _N2O, _PFC, _CO2_CAPTURED, _CO2_UREA = range(len(GASES))
_BIOMASS = FUELS.index("biomass")
_POWER = SECTORS.index("power")
_MINING = SECTORS.index("coal_mining")
_SPELT = {"lng": "LNG", "lpg": "LPG", "tar_benzol": "Tar and Benzol"}
FUEL_NAMES = {fuel: fuel.replace("_", " ").title() for fuel in FUELS} | _SPELT
OTHER_FUELS = tuple(
    fuel for fuel in FUELS if fuel in ("hydrogen", "biomass", "waste_fossil", "heat", "electricity", "none")
)
BY_FUEL = {fuel: f"Emissions|CO2|Energy|Fuel|{FUEL_NAMES[fuel]}" for fuel in FUELS if fuel not in OTHER_FUELS}
OTHER = "Emissions|CO2|Energy|Fuel|Other"
_FUELS, _OTHER_FUELS = ([FUELS.index(fuel) for fuel in fuels] for fuels in (BY_FUEL, OTHER_FUELS))
_WASTE = [FUELS.index(fuel) for fuel in WASTE]


@dataclass(frozen=True)
class Emissions:
    """Tonnes of a year. ``energy`` is (sector, fuel, county), the others (sector, county).

    ``energy`` is what is scored: burnt fossil fuel and what was released as energy CO2, before
    sinks and without net power imports. ``waste`` is the fossil part of burnt waste, ``land`` is
    negative where land takes up, ``urea`` is what fields breathe out of urea, ``captured`` is stored
    and already taken off (the same share of all CO2 of a sector in a county), ``biomass`` a memo item,
    ``imports`` (county,) stands apart. ``ch4`` and ``n2o`` hold ``burning_ch4`` and ``burning_n2o``,
    what leaves with the smoke.
    """

    energy: np.ndarray
    process: np.ndarray
    captured: np.ndarray
    waste: np.ndarray
    land: np.ndarray
    urea: np.ndarray
    biomass: np.ndarray
    ch4: np.ndarray
    n2o: np.ndarray
    pfc: np.ndarray
    imports: np.ndarray
    burning_ch4: np.ndarray
    burning_n2o: np.ndarray

    @cached_property
    def energy_by_county(self) -> np.ndarray:
        """(county,) t CO2."""
        return self.energy.sum(axis=(0, 1))

    @cached_property
    def energy_and_process_by_county(self) -> np.ndarray:
        """(county,) t CO2, burnt waste included."""
        return self.energy_by_county + (self.process + self.waste).sum(axis=0)

    @cached_property
    def net_by_county(self) -> np.ndarray:
        """(county,) t CO2, land and fields included: never scored for the peak."""
        return self.energy_and_process_by_county + (self.land + self.urea).sum(axis=0)


def emissions_of(ledger: Ledger, factors: Factors, net_import_mwh: np.ndarray, grid_tco2_per_mwh: float) -> Emissions:
    """Return the emissions of a year's ledger.

    Args:
        ledger: who burnt and released what.
        factors: of the region.
        net_import_mwh: (county,) electricity taken in less sent out.
        grid_tco2_per_mwh: of the province's grid in that year.
    """
    burnt_gj = ledger.energy_gj[_BURNT]
    released_t = np.einsum("gsfc->gsc", ledger.gas_t)
    burning_ch4 = np.einsum("sfc,sf->sc", burnt_gj, factors.burning_ch4_t_per_gj)
    burning_n2o = np.einsum("sfc,sf->sc", burnt_gj, factors.burning_n2o_t_per_gj)
    fossil_co2_t_per_gj = factors.co2_t_per_gj * factors.is_fossil
    energy = burnt_gj * fossil_co2_t_per_gj[:, None] + ledger.gas_t[_CO2_ENERGY]
    process = released_t[_CO2_PROCESS]
    stack = np.einsum("sfc->sc", energy) + process
    captured = np.minimum(released_t[_CO2_CAPTURED], stack)
    left = 1.0 - share_of(captured, stack)
    energy *= left[:, None, :]
    return Emissions(
        energy=energy,
        process=process * left,
        captured=captured,
        waste=np.einsum("sfc->sc", burnt_gj[:, _WASTE] * factors.co2_t_per_gj[_WASTE, None]),
        land=released_t[_CO2_LAND],
        urea=released_t[_CO2_UREA],
        biomass=burnt_gj[:, _BIOMASS] * factors.co2_t_per_gj[_BIOMASS],
        ch4=released_t[_CH4] + burning_ch4,
        n2o=released_t[_N2O] + burning_n2o,
        pfc=released_t[_PFC],
        imports=net_import_mwh * grid_tco2_per_mwh,
        burning_ch4=burning_ch4,
        burning_n2o=burning_n2o,
    )


_SECTOR_UNITS = {  # variable by sector -> its unit in t
    "Emissions|CO2|Energy": MEGA,
    "Emissions|CO2|Industrial Processes": MEGA,
    "Carbon Sequestration|CCS": MEGA,
    "Emissions|CO2|Waste": MEGA,
    "Emissions|CO2|AFOLU": MEGA,
    "Emissions|CH4": MEGA,
    "Emissions|N2O": KILO,
    "Emissions|CH4|Combustion": MEGA,
    "Emissions|N2O|Combustion": KILO,
    "Emissions|PFC": KILO,
}
_PER_T = np.array(list(_SECTOR_UNITS.values()))[:, None, None]
_FUEL_NAMES = (*BY_FUEL.values(), OTHER)
_COUNTY_NAMES = (
    "Emissions|CO2|Biomass",
    "Emissions|CO2|AFOLU|Agriculture",
    "Emissions|CO2|AFOLU|Land",
    "Emissions|CO2|Energy and Processes",
    "Emissions|CO2",
    "Emissions|CO2|Indirect|Net Electricity Imports",
    "Emissions|CO2|Energy with Net Electricity Imports",
    "Emissions|CO2|Energy|Supply|Electricity",
    "Emissions|CH4|Energy|Supply|Solids|Fugitive",
    "Emissions|Kyoto Gases",
)


def put_emissions(record: Record, e: Emissions, factors: Factors) -> None:
    """Write the emissions of the current year into the record."""
    energy = np.einsum("sfc->sc", e.energy)
    afolu = e.land + e.urea
    by_sector = energy, e.process, e.captured, e.waste, afolu, e.ch4, e.n2o, e.burning_ch4, e.burning_n2o, e.pfc
    record.put_sectors(tuple(_SECTOR_UNITS), np.array(by_sector) * _PER_T)
    by_fuel = e.energy.sum(axis=0) * MEGA
    record.put_counties(_FUEL_NAMES, np.concatenate([by_fuel[_FUELS], by_fuel[_OTHER_FUELS].sum(axis=0)[None]]))
    by_county = (
        e.biomass.sum(axis=0),
        e.urea.sum(axis=0),
        e.land.sum(axis=0),
        e.energy_and_process_by_county,
        e.net_by_county,
        e.imports,
        e.energy_by_county + e.imports,
        energy[_POWER],
        e.ch4[_MINING],
        kyoto_t(e, factors),
    )
    record.put_counties(_COUNTY_NAMES, np.array(by_county) * MEGA)


def kyoto_t(e: Emissions, factors: Factors) -> np.ndarray:
    """Return (county,) t CO2-equivalent of all gases, net of sinks."""
    others = factors.gwp_ch4 * e.ch4 + factors.gwp_n2o * e.n2o + factors.gwp_cf4 * e.pfc
    return e.net_by_county + others.sum(axis=0)


def carbon_kept_t(ledger: Ledger, factors: Factors) -> np.ndarray:
    """Return (sector, county) t of carbon that was turned or bound and is in no fuel made of it.

    It left in products, or was lost: the other side of what is emitted. Carbon that a conversion
    released as energy CO2 is not kept.
    """
    turned, feedstock, made = (ledger.energy_gj[FLOWS.index(flow)] for flow in ("turned", "feedstock", "made"))
    released = np.einsum("sfc->sc", ledger.gas_t[_CO2_ENERGY]) / CO2_PER_CARBON
    return np.einsum("sfc,f->sc", turned + feedstock - made, factors.carbon_t_per_gj) - released
