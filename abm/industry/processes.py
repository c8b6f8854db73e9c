"""The numbers of processes: what a tonne of each product takes in and gives off."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from abm.accounts.factors import Factors
from abm.accounts.words import FUELS
from abm.parameters import Parameters
from abm.region import Region


@dataclass(frozen=True)
class Fuels:
    """Heat and carbon of the fuels that firms turn: GJ/t (gas: GJ/10^3 m3) and t of carbon per GJ."""

    heat: dict[str, float]
    carbon: dict[str, float]

    @classmethod
    def of(cls, region: Region) -> "Fuels":
        """Read the region's one set of factors."""
        factors = Factors.of(region)
        return cls(
            heat={fuel: factors.heat(fuel) for fuel in FUELS},
            carbon={fuel: float(factors.carbon_t_per_gj[i]) for i, fuel in enumerate(FUELS)},
        )


def _read(cls: type, p: Parameters, prefix: str, units: dict[str, str]) -> Any:
    return cls(**{f.name: p.value(f"{prefix}.{f.name}", units[f.name]) for f in fields(cls)})


@dataclass(frozen=True)
class Washing:
    """Raw coal to clean coal, middlings and gangue."""

    washed_share: float
    clean_yield: float
    middlings_yield: float

    UNITS: ClassVar = {"washed_share": "share", "clean_yield": "t/t", "middlings_yield": "t/t"}

    @classmethod
    def of(cls, p: Parameters) -> "Washing":
        """Read it."""
        return _read(cls, p, "industry.washing", cls.UNITS)


@dataclass(frozen=True)
class Steel:
    """Blast furnace and converter, per t of crude steel."""

    coke_turned: float
    coal_injected: float
    sinter_coke: float
    converter_gas: float
    carbon_in_steel: float
    natural_gas: float
    limestone_co2: float
    gas_to_power: float
    power_efficiency: float
    top_pressure_power: float
    iron_per_steel: float

    UNITS: ClassVar = {
        "coke_turned": "t/t",
        "coal_injected": "GJ/t",
        "sinter_coke": "t/t",
        "converter_gas": "GJ/t",
        "carbon_in_steel": "t/t",
        "natural_gas": "GJ/t",
        "limestone_co2": "t/t",
        "gas_to_power": "share",
        "power_efficiency": "share",
        "top_pressure_power": "kWh/t",
        "iron_per_steel": "t/t",
    }

    @classmethod
    def of(cls, p: Parameters) -> "Steel":
        """Read it."""
        return _read(cls, p, "industry.steel", cls.UNITS)


@dataclass(frozen=True)
class Works:
    """Alumina, aluminium, cement, chemicals, coal mining, gas and the other industry, per t."""

    alumina_calcination: float
    alumina_boiler: float
    alumina_natural_gas_share: float
    coal_gas_efficiency: float
    aluminium_anode_co2: float
    aluminium_pfc: float
    aluminium_gas: float
    cell_control_pfc: float
    clinker_coal: float
    clinker_co2: float
    chemicals_coal: float
    own_coal: float
    mine_diesel: float
    gas_own_use: float
    gas_leak: float
    other_coal: float
    other_gas: float
    other_diesel: float
    other_coke: float
    other_process_co2: float

    @classmethod
    def of(cls, p: Parameters) -> "Works":
        """Read them."""
        unit = "10^4 CNY"
        return cls(
            alumina_calcination=p.value("industry.alumina.calcination", "GJ/t"),
            alumina_boiler=p.value("industry.alumina.boiler", "GJ/t"),
            alumina_natural_gas_share=p.value("industry.gas_to_alumina_substitute", "share"),
            coal_gas_efficiency=p.value("industry.coal_gas_efficiency", "share"),
            aluminium_anode_co2=p.value("industry.aluminium.anode_co2", "t/t"),
            aluminium_pfc=p.value("industry.aluminium.pfc", "kg/t"),
            aluminium_gas=p.value("industry.aluminium.gas", "GJ/t"),
            cell_control_pfc=p.value("industry.aluminium.cell_control_pfc", "share"),
            clinker_coal=p.value("industry.cement.clinker_coal", "GJ/t"),
            clinker_co2=p.value("industry.cement.clinker_co2", "t/t"),
            chemicals_coal=p.value("industry.chemicals.coal", "GJ/t"),
            own_coal=p.value("industry.coal.own_coal", "GJ/t"),
            mine_diesel=p.value("industry.coal.diesel", "GJ/t"),
            gas_own_use=p.value("industry.gas.own_use", "share"),
            gas_leak=p.value("industry.gas.leak", "share"),
            other_coal=p.value("industry.other.coal", f"GJ/{unit}"),
            other_gas=p.value("industry.other.gas", f"GJ/{unit}"),
            other_diesel=p.value("industry.other.diesel", f"GJ/{unit}"),
            other_coke=p.value("industry.other.coke", f"GJ/{unit}"),
            other_process_co2=p.value("industry.other.process_co2", f"t/{unit}"),
        )
