"""The numbers of worn-out packs, modules and blades, read once."""

from dataclasses import dataclass

import numpy as np

from abm.parameters import Parameters
from agents.vehicle.powertrain import FLEETS

KINDS = ("pack", "module", "blade")
PACK, MODULE, BLADE = range(3)
KWH_PER_MWH = 1000.0


@dataclass(frozen=True)
class RecoveryNumbers:
    """Money per t at 2020 prices; (3, 1) are by kind."""

    car_kwh: np.ndarray  # (2,) pack of a plug-in and of a battery car
    truck_kwh: float
    fleet_kwh: np.ndarray  # (3, 1) of taxis, buses, light trucks
    t_per_mwh: float
    t_per_mw: np.ndarray  # (2, 1) of PV modules and blades
    licensed_cny: np.ndarray  # that licensed recyclers can pay; below nothing: what they ask
    others_cny: np.ndarray
    trouble_cny: np.ndarray  # of owners whom no collection point reaches
    spread_cny: np.ndarray
    running_cny: np.ndarray  # of licensed recyclers, power within
    testing_cny_per_kwh: float  # of a kWh that a tested pack still holds
    own_share: float  # of running cost and tests: own wages, wear and profit; the rest is bought
    kwh_per_t: np.ndarray  # power of their work
    aluminium: float  # t per t of modules
    fit_share: float  # of packs handed over that pass the tests for a second life
    kept_share: float  # of its first energy that such a pack still holds

    @classmethod
    def of(cls, p: Parameters) -> "RecoveryNumbers":
        """Read from the region's parameters."""

        def by_kind(name: str, unit: str = "CNY/t") -> np.ndarray:
            return np.array([[p.value(f"recovery.{name}.{kind}", unit)] for kind in KINDS])

        return cls(
            car_kwh=np.array([p.value("cars.price.plug_in_pack", "kWh"), p.value("recovery.car_pack", "kWh")]),
            truck_kwh=p.value("recovery.truck_pack", "kWh"),
            fleet_kwh=np.array([[p.value(f"fleet.price.{kind}.battery_pack", "kWh")] for kind in FLEETS]),
            t_per_mwh=p.value("recovery.pack_weight", "t/MWh"),
            t_per_mw=np.array([[p.value(f"recovery.{kind}_weight", "t/MW")] for kind in ("module", "blade")]),
            licensed_cny=by_kind("licensed"),
            others_cny=by_kind("others"),
            trouble_cny=by_kind("trouble"),
            spread_cny=by_kind("spread"),
            running_cny=by_kind("running"),
            testing_cny_per_kwh=p.value("recovery.testing", "CNY/kWh") / p.value("recovery.kept", "share"),
            own_share=p.value("recovery.own_share", "share"),
            kwh_per_t=by_kind("power", "kWh/t"),
            aluminium=p.value("recovery.module_aluminium", "t/t"),
            fit_share=p.value("recovery.fit", "share"),
            kept_share=p.value("recovery.kept", "share"),
        )
