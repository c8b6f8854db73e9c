"""Mass and carbon of coke ovens: clean coal to coke, tar, benzol and coke-oven gas."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from abm.industry.processes import Fuels, _read
from abm.parameters import Parameters

LIFTED = 0.1  # of the coal, up to which more of it is taken; beyond, the region's numbers do not fit together


@dataclass(frozen=True)
class Oven:
    """Per t of coke: clean coal (t), gas, tar and benzol, gas for heating (GJ), power of dry quenching (kWh).

    ``dry_power_used`` is the share of that power that saves bought power.
    """

    clean_coal: float
    gas: float
    tar_benzol: float
    heating: float
    dry_power: float
    dry_power_used: float
    gas_gj_per_m3: float

    UNITS: ClassVar = {
        "clean_coal": "t/t",
        "gas": "GJ/t",
        "tar_benzol": "GJ/t",
        "heating": "GJ/t",
        "dry_power": "kWh/t",
        "dry_power_used": "share",
        "gas_gj_per_m3": "GJ/m3",
    }

    @classmethod
    def of(cls, p: Parameters) -> "Oven":
        """Read it."""
        return _read(cls, p, "coke", cls.UNITS)


@dataclass(frozen=True)
class Coked:
    """What ovens make; arrays like the input, GJ and t of carbon.

    ``burnt_c`` is what is left of the coal's carbon: breeze and dust, burnt off at the plant.
    ``surplus_gj`` is the gas that does not heat the ovens.
    """

    coal_gj: np.ndarray
    coke_gj: np.ndarray
    gas_gj: np.ndarray
    tar_gj: np.ndarray
    heating_gj: np.ndarray
    surplus_gj: np.ndarray
    coal_c: np.ndarray
    coke_c: np.ndarray
    gas_c: np.ndarray
    tar_c: np.ndarray
    burnt_c: np.ndarray


def coke_coal(coke_t: np.ndarray, fuel_ratio: np.ndarray, n: Oven, fuels: Fuels) -> Coked:
    """Return what it takes to make ``coke_t`` and what comes with it; carbon closes by what is burnt off.

    ``fuel_ratio`` scales the gas for heating: a plant's specific use over the first year's mean. Yields are measured
    each by itself, so that within their ranges coke, gas and tar may hold more carbon than the coal: then it takes
    as much coal as they hold.

    Raises:
        ValueError: the products hold much more carbon than the coal.
    """
    coal_gj = coke_t * n.clean_coal * fuels.heat["clean_coal"]
    coke_gj = coke_t * fuels.heat["coke"]
    gas_gj, tar_gj = coke_t * n.gas, coke_t * n.tar_benzol
    heating_gj = np.minimum(coke_t * n.heating * fuel_ratio, gas_gj)
    carbon = {
        "coal": coal_gj * fuels.carbon["clean_coal"],
        "coke": coke_gj * fuels.carbon["coke"],
        "gas": gas_gj * fuels.carbon["coke_oven_gas"],
        "tar": tar_gj * fuels.carbon["tar_benzol"],
    }
    burnt = carbon["coal"] - carbon["coke"] - carbon["gas"] - carbon["tar"]
    if (burnt < -LIFTED * carbon["coal"]).any():
        raise ValueError("coking: coke, gas and tar hold more carbon than the coal; check coke.clean_coal")
    if (burnt < 0.0).any():
        carbon["coal"] = carbon["coal"] - np.minimum(burnt, 0.0)
        coal_gj, burnt = carbon["coal"] / fuels.carbon["clean_coal"], np.maximum(burnt, 0.0)
    return Coked(
        coal_gj=coal_gj,
        coke_gj=coke_gj,
        gas_gj=gas_gj,
        tar_gj=tar_gj,
        heating_gj=heating_gj,
        surplus_gj=gas_gj - heating_gj,
        coal_c=carbon["coal"],
        coke_c=carbon["coke"],
        gas_c=carbon["gas"],
        tar_c=carbon["tar"],
        burnt_c=burnt,
    )
