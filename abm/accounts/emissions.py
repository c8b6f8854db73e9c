"""Greenhouse gases of a year, by sector, fuel and county, all from the ledger."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from abm.accounts.factors import CO2_PER_CARBON, Factors
from abm.accounts.ledger import Ledger
from abm.accounts.words import FLOWS, FUELS, GASES, SECTORS
from abm.record import Record

MEGA, KILO = 1e-6, 1e-3
_BIOMASS = FUELS.index("biomass")
_MINING = SECTORS.index("coal_mining")
_SPELT = {"lng": "LNG", "lpg": "LPG", "tar_benzol": "Tar and Benzol"}
FUEL_NAMES = {fuel: fuel.replace("_", " ").title() for fuel in FUELS} | _SPELT
OTHER_FUELS = tuple(
    fuel for fuel in FUELS if fuel in ("hydrogen", "biomass", "waste_fossil", "heat", "electricity", "none")
)
BY_FUEL = {fuel: f"Emissions|CO2|Energy|Fuel|{FUEL_NAMES[fuel]}" for fuel in FUELS if fuel not in OTHER_FUELS}
OTHER = "Emissions|CO2|Energy|Fuel|Other"


@dataclass(frozen=True)
class Emissions:
    """Tonnes of a year. ``energy`` is (sector, fuel, county), the others (sector, county).

    ``energy`` is what is scored: burnt fossil fuel and what was released as energy CO2, before
    sinks and without net power imports. ``waste`` is the fossil part of burnt waste, ``land`` is
    negative where land takes up, ``captured`` is stored and already taken off (the same share of all
    CO2 of a sector in a county), ``biomass`` a memo item, ``imports`` (county,) stands apart. ``ch4`` and
    ``n2o`` hold ``burning_ch4`` and ``burning_n2o``, what leaves with the smoke.
    """

    energy: np.ndarray
    process: np.ndarray
    captured: np.ndarray
    waste: np.ndarray
    land: np.ndarray
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
        """(county,) t CO2, land included: never scored for the peak."""
        return self.energy_and_process_by_county + self.land.sum(axis=0)


def emissions_of(ledger: Ledger, factors: Factors, net_import_mwh: np.ndarray, grid_tco2_per_mwh: float) -> Emissions:
    """Return the emissions of a year's ledger.

    Args:
        ledger: who burnt and released what.
        factors: of the region.
        net_import_mwh: (county,) electricity taken in less sent out.
        grid_tco2_per_mwh: of the province's grid in that year.
    """
    burnt_gj = ledger.energy_gj[FLOWS.index("burnt")]
    burnt = burnt_gj * factors.co2_t_per_gj[None, :, None]
    burning_ch4 = np.einsum("sfc,sf->sc", burnt_gj, factors.burning_ch4_t_per_gj)
    burning_n2o = np.einsum("sfc,sf->sc", burnt_gj, factors.burning_n2o_t_per_gj)
    released = dict(zip(GASES, ledger.gas_t, strict=True))
    by_sector = {gas: released[gas].sum(axis=1) for gas in GASES if gas != "co2_energy"}
    energy = burnt * factors.is_fossil[None, :, None] + released["co2_energy"]
    stack = energy.sum(axis=1) + by_sector["co2_process"]
    captured = np.minimum(by_sector["co2_captured"], stack)
    left = 1.0 - np.divide(captured, stack, out=np.zeros_like(stack), where=stack > 0)
    return Emissions(
        energy=energy * left[:, None, :],
        process=by_sector["co2_process"] * left,
        captured=captured,
        waste=burnt[:, factors.is_waste].sum(axis=1),
        land=by_sector["co2_land"],
        biomass=burnt[:, _BIOMASS],
        ch4=by_sector["ch4"] + burning_ch4,
        n2o=by_sector["n2o"] + burning_n2o,
        pfc=by_sector["pfc"],
        imports=net_import_mwh * grid_tco2_per_mwh,
        burning_ch4=burning_ch4,
        burning_n2o=burning_n2o,
    )


def put_emissions(record: Record, e: Emissions, factors: Factors) -> None:
    """Write the emissions of the current year into the record."""
    record.put("Emissions|CO2|Energy", by_sector=e.energy.sum(axis=1) * MEGA)
    by_fuel = e.energy.sum(axis=0) * MEGA
    for fuel, name in BY_FUEL.items():
        record.put(name, by_county=by_fuel[FUELS.index(fuel)])
    record.put(OTHER, by_county=by_fuel[[FUELS.index(fuel) for fuel in OTHER_FUELS]].sum(axis=0))
    record.put("Emissions|CO2|Industrial Processes", by_sector=e.process * MEGA)
    record.put("Carbon Sequestration|CCS", by_sector=e.captured * MEGA)
    record.put("Emissions|CO2|Waste", by_sector=e.waste * MEGA)
    record.put("Emissions|CO2|AFOLU", by_sector=e.land * MEGA)
    record.put("Emissions|CO2|Biomass", by_county=e.biomass.sum(axis=0) * MEGA)
    record.put("Emissions|CO2|Energy and Processes", by_county=e.energy_and_process_by_county * MEGA)
    record.put("Emissions|CO2", by_county=e.net_by_county * MEGA)
    record.put("Emissions|CO2|Indirect|Net Electricity Imports", by_county=e.imports * MEGA)
    record.put("Emissions|CO2|Energy with Net Electricity Imports", by_county=(e.energy_by_county + e.imports) * MEGA)
    record.put("Emissions|CO2|Energy|Supply|Electricity", by_county=e.energy[SECTORS.index("power")].sum(axis=0) * MEGA)
    record.put("Emissions|CH4", by_sector=e.ch4 * MEGA)
    record.put("Emissions|CH4|Energy|Supply|Solids|Fugitive", by_county=e.ch4[_MINING] * MEGA)
    record.put("Emissions|N2O", by_sector=e.n2o * KILO)
    record.put("Emissions|CH4|Combustion", by_sector=e.burning_ch4 * MEGA)
    record.put("Emissions|N2O|Combustion", by_sector=e.burning_n2o * KILO)
    record.put("Emissions|PFC", by_sector=e.pfc * KILO)
    record.put("Emissions|Kyoto Gases", by_county=kyoto_t(e, factors) * MEGA)


def kyoto_t(e: Emissions, factors: Factors) -> np.ndarray:
    """Return (county,) t CO2-equivalent of all gases, net of sinks."""
    others = factors.gwp_ch4 * e.ch4 + factors.gwp_n2o * e.n2o + factors.gwp_cf4 * e.pfc
    return e.net_by_county + others.sum(axis=0)


def carbon_kept_t(ledger: Ledger, factors: Factors) -> np.ndarray:
    """Return (sector, county) t of carbon that was turned or bound and is in no fuel made of it.

    It left in products, or was lost: the other side of what is emitted. Carbon that a conversion
    released as energy CO2 is not kept.
    """
    flows = dict(zip(FLOWS, ledger.energy_gj, strict=True))
    kept = flows["turned"] + flows["feedstock"] - flows["made"]
    released = ledger.gas_t[GASES.index("co2_energy")].sum(axis=1) / CO2_PER_CARBON
    return np.einsum("sfc,f->sc", kept, factors.carbon_t_per_gj) - released
