"""Steel, alumina and aluminium in the accounts; the carbon of the blast furnace closes by its gas."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.industry.coal import KWH_PER_GJ
from abm.industry.processes import Fuels, Steel, Works

KG_PER_T = 1000.0


@dataclass(frozen=True)
class Melted:
    """A steelworks' year; arrays like the input, GJ and t of carbon: in = furnace gas + converter gas + steel."""

    coke_gj: np.ndarray
    coal_gj: np.ndarray
    furnace_gas_gj: np.ndarray
    converter_gas_gj: np.ndarray
    carbon_in: np.ndarray
    carbon_in_gas: np.ndarray
    carbon_in_steel: np.ndarray


def melt(steel_t: np.ndarray, use_ratio: np.ndarray, n: Steel, fuels: Fuels) -> Melted:
    """Return what iron and steel making turns and makes; furnace gas holds what carbon is left.

    Coke and injected coal scale with ``use_ratio``. They are turned, not burnt: their carbon is
    emitted where the gases are burnt.
    """
    coke_gj = steel_t * n.coke_turned * fuels.heat["coke"] * use_ratio
    coal_gj = steel_t * n.coal_injected * use_ratio
    carbon_in = coke_gj * fuels.carbon["coke"] + coal_gj * fuels.carbon["raw_coal"]
    converter_gas_gj = steel_t * n.converter_gas
    steel_c = steel_t * n.carbon_in_steel
    converter_c = converter_gas_gj * fuels.carbon["converter_gas"]
    furnace_c = carbon_in - converter_c - steel_c
    return Melted(
        coke_gj=coke_gj,
        coal_gj=coal_gj,
        furnace_gas_gj=furnace_c / fuels.carbon["blast_furnace_gas"],
        converter_gas_gj=converter_gas_gj,
        carbon_in=carbon_in,
        carbon_in_gas=furnace_c + converter_c,
        carbon_in_steel=steel_c,
    )


@dataclass(frozen=True)
class Heats:
    """Steel from the blast furnace, (n_counties,): t, use ratio of the works; hot metal over that of the first year."""

    steel_t: np.ndarray
    use_ratio: np.ndarray
    iron_ratio: float


def act_steel(heats: Heats, n: Steel, fuels: Fuels, ledger: Ledger, flows: Flows) -> None:
    """Book blast furnaces and converters; what comes with hot metal falls with the scrap that is charged."""
    iron_t = heats.steel_t * heats.iron_ratio
    melted = melt(iron_t, heats.use_ratio, n, fuels)
    ledger.turn("steel", "coke", melted.coke_gj)
    ledger.turn("steel", "raw_coal", melted.coal_gj)
    ledger.make("steel", "blast_furnace_gas", melted.furnace_gas_gj)
    ledger.make("steel", "converter_gas", melted.converter_gas_gj)
    ledger.burn("steel", "blast_furnace_gas", melted.furnace_gas_gj)
    ledger.burn("steel", "converter_gas", melted.converter_gas_gj)
    ledger.burn("steel", "coke", iron_t * n.sinter_coke * fuels.heat["coke"])
    ledger.burn("steel", "natural_gas", heats.steel_t * n.natural_gas)
    ledger.release("co2_process", "steel", iron_t * n.limestone_co2)
    gas_gj = melted.furnace_gas_gj + melted.converter_gas_gj
    power = gas_gj * n.gas_to_power * n.power_efficiency * KWH_PER_GJ + iron_t * n.top_pressure_power
    flows.make_power("steel", power)


def act_aluminium(aluminium_t: np.ndarray, controlled_t: np.ndarray, n: Works, ledger: Ledger, flows: Flows) -> None:
    """Book the smelters; (n_counties,) t, and t from cells whose control keeps anode effects short.

    Anode carbon is process CO2 and enters no fuel.
    """
    ledger.release("co2_process", "aluminium", aluminium_t * n.aluminium_anode_co2)
    pfc_t = aluminium_t - controlled_t * n.cell_control_pfc
    ledger.release("pfc", "aluminium", pfc_t * n.aluminium_pfc / KG_PER_T)
    ledger.burn("aluminium", "natural_gas", aluminium_t * n.aluminium_gas)
    flows.output_t["aluminium"] = aluminium_t


def act_alumina(alumina_t: np.ndarray, ratio: np.ndarray, n: Works, ledger: Ledger, flows: Flows) -> None:
    """Book steam of the refineries, (n_counties,) t; calcination waits for the balance of surplus gas."""
    ledger.burn("alumina", "raw_coal", alumina_t * n.alumina_boiler * ratio)
    flows.output_t["alumina"] = alumina_t


def calcine(need_gj: np.ndarray, oven_gas_gj: np.ndarray, n: Works, ledger: Ledger) -> None:
    """Book the fuel of calcination: coke-oven gas as far as there is any, then natural gas and gas made from coal.

    Less oven gas (because hydrogen took it) means more of the others: the substitute's CO2 counts.
    """
    rest = np.maximum(need_gj - oven_gas_gj, 0.0)
    ledger.burn("alumina", "coke_oven_gas", oven_gas_gj)
    ledger.burn("alumina", "natural_gas", rest * n.alumina_natural_gas_share)
    ledger.burn("alumina", "raw_coal", rest * (1.0 - n.alumina_natural_gas_share) / n.coal_gas_efficiency)
