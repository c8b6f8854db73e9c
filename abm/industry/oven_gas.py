"""The balance of surplus coke-oven gas, one per coke plant: hydrogen, methanol, LNG, fertiliser, alumina, power."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from abm.accounts.factors import CO2_PER_CARBON
from abm.industry.processes import Fuels
from abm.parameters import Parameters
from agents.choice import annuity, between, share_of
from agents.firm.gas import USES, hydrogen_cost, split_gas

METHANOL, LNG, FERTILISER, ALUMINA, POWER = range(len(USES))
KWH_PER_GJ = 1000.0 / 3.6
KG_PER_T = 1000.0


@dataclass(frozen=True)
class GasNumbers:
    """What each use of surplus gas costs and yields."""

    power_efficiency: float
    fertiliser_value: float
    methanol_gas: float
    methanol_price: float
    methanol_cost: float
    lng_yield: float
    lng_cost: float
    alumina_discount: float
    power_value: float
    power_cost: float
    gas_room_growth: float
    gas_room_most: float
    gas_gj_per_m3: float

    UNITS: ClassVar = {
        "power_efficiency": "share",
        "fertiliser_value": "CNY/GJ",
        "methanol_gas": "GJ/t",
        "methanol_price": "CNY/t",
        "methanol_cost": "CNY/t",
        "lng_yield": "GJ/GJ",
        "lng_cost": "CNY/GJ",
        "alumina_discount": "ratio",
        "power_value": "CNY/kWh",
        "power_cost": "CNY/GJ",
        "gas_room_growth": "share",
        "gas_room_most": "share",
        "gas_gj_per_m3": "GJ/m3",
    }

    @classmethod
    def of(cls, p: Parameters) -> "GasNumbers":
        """Read them."""
        return cls(**{name: p.value(f"coke.{name}", unit) for name, unit in cls.UNITS.items()})

    def values(self, lng_cny_per_gj: float, gas_cny_per_gj: float) -> np.ndarray:
        """Return (n_uses,) what a GJ of surplus gas earns in each use, CNY."""
        return np.array(
            [
                (self.methanol_price - self.methanol_cost) / self.methanol_gas,
                self.lng_yield * lng_cny_per_gj - self.lng_cost,
                self.fertiliser_value,
                self.alumina_discount * gas_cny_per_gj,
                self.power_efficiency * KWH_PER_GJ * self.power_value - self.power_cost,
            ]
        )


@dataclass(frozen=True)
class HydrogenNumbers:
    """Hydrogen from coke-oven gas by pressure swing adsorption."""

    kg_per_m3: float
    withdrawn: float  # GJ/kg taken out of the gas
    kwh_per_kg: float
    purification: float
    capital: float
    life: float
    interest: float
    gate_price: float
    least_utilisation: float
    build_years: float  # from the decision to the first kg
    pace: float  # of what a plant's gas could still give that it begins in a year in which that pays

    UNITS: ClassVar = {
        "kg_per_m3": "kg/m3",
        "withdrawn": "GJ/kg",
        "kwh_per_kg": "kWh/kg",
        "purification": "CNY/kg",
        "capital": "CNY/kg",
        "life": "years",
        "interest": "share",
        "gate_price": "CNY/kg",
        "least_utilisation": "share",
        "build_years": "years",
        "pace": "share",
    }

    @classmethod
    def of(cls, p: Parameters) -> "HydrogenNumbers":
        """Read them."""
        return cls(**{name: p.value(f"hydrogen.{name}", unit) for name, unit in cls.UNITS.items()})

    def processed(self, gas_gj_per_m3: float) -> float:
        """Return GJ of gas that passes through per kg."""
        return gas_gj_per_m3 / self.kg_per_m3

    @property
    def yearly_capital(self) -> float:
        """CNY a year per kg of yearly capacity."""
        return float(self.capital * annuity(self.interest, self.life))


@dataclass(frozen=True)
class GasSplit:
    """A year's balance, (n_plants,) or (n_plants, n_uses) GJ: surplus = hydrogen + uses + flared."""

    surplus_gj: np.ndarray
    hydrogen_gj: np.ndarray  # withdrawn as hydrogen, losses of purification included
    uses_gj: np.ndarray
    flared_gj: np.ndarray


def balance(
    surplus_gj: np.ndarray,
    hydrogen_t: np.ndarray,
    rooms: np.ndarray,
    value: np.ndarray,
    hydrogen: HydrogenNumbers,
    gas_gj_per_m3: float,
) -> GasSplit:
    """Return where each plant's surplus goes after hydrogen is taken out of it.

    Args:
        surplus_gj: (n_plants,) gas that does not heat the ovens.
        hydrogen_t: (n_plants,) hydrogen made; at most what the surplus holds.
        rooms: (n_plants, n_uses) GJ that the equipment can take.
        value: (n_uses,) CNY/GJ.
        hydrogen: what a kg takes.
        gas_gj_per_m3: heat of the gas.
    """
    withdrawn = hydrogen_t * KG_PER_T * hydrogen.withdrawn
    passed = hydrogen_t * KG_PER_T * hydrogen.processed(gas_gj_per_m3)
    fresh, tail = surplus_gj - passed, passed - withdrawn
    uses = split_gas(fresh, tail, rooms, value)
    return GasSplit(surplus_gj, withdrawn, uses, surplus_gj - withdrawn - uses.sum(axis=1))


def assign_hydrogen(wanted_t: float, capacity_t: np.ndarray, most_t: np.ndarray) -> np.ndarray:
    """Return (n_plants,) t made: the demand over plants by capacity, never more than capacity or gas allow."""
    able = np.minimum(capacity_t, most_t)
    total = able.sum()
    return able * min(wanted_t / total, 1.0) if total > 0 else np.zeros_like(able)


def cost_of_hydrogen(
    value: np.ndarray, capacity_t: np.ndarray, surplus_gj: np.ndarray, n: HydrogenNumbers, gas_gj_per_m3: float
) -> np.ndarray:
    """Return (n_plants,) CNY/kg at the gate before electricity: gas forgone, purification, capital.

    Burning uses give up their gas first; what passes through beyond them was worth chemistry's value.
    """
    processed = n.processed(gas_gj_per_m3)
    fuel_value = float(value[POWER])
    chemical_value = float(max(value[METHANOL], value[LNG]))
    passed = capacity_t * KG_PER_T * processed
    displaced = between(share_of(passed, surplus_gj), 0.0, 1.0)
    gas = hydrogen_cost(fuel_value, chemical_value, n.withdrawn, processed, displaced)
    return gas + n.purification + n.yearly_capital


def product_carbon(uses_gj: np.ndarray, n: GasNumbers, fuels: Fuels) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return GJ of methanol and LNG, and t CO2 of the carbon of their gas that does not leave in them; (n_plants,)."""
    methanol_gj = uses_gj[:, METHANOL] / n.methanol_gas * fuels.heat["methanol"]
    lng_gj = uses_gj[:, LNG] * n.lng_yield
    carbon_in = (uses_gj[:, METHANOL] + uses_gj[:, LNG]) * fuels.carbon["coke_oven_gas"]
    carbon_out = methanol_gj * fuels.carbon["methanol"] + lng_gj * fuels.carbon["lng"]
    return {"methanol": methanol_gj, "lng": lng_gj}, (carbon_in - carbon_out) * CO2_PER_CARBON
