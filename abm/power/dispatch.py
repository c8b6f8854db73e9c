"""The dispatch of a year: solve its days and read what came out."""

from dataclasses import dataclass

import numpy as np

from abm.days import Days
from abm.power.inputs import EVERY_FLEET, Inputs, Rest
from abm.power.layout import HOURS
from abm.power.programme import Programme, programme
from abm.power.sharing import share_curtailment, share_stores
from abm.power.solver import DaySolver


@dataclass(frozen=True)
class Dispatch:
    """What ran when; GW in (n_days, 24) unless said. Yearly sums: :meth:`abm.days.Days.yearly`, in GWh."""

    coal_gw: np.ndarray  # (n_classes, n_days, 24) sent out
    online_gw: np.ndarray  # (n_classes, n_days)
    wind_gw: np.ndarray
    pv_gw: np.ndarray
    wind_curtailed_gw: np.ndarray
    pv_curtailed_gw: np.ndarray
    fixed_gw: np.ndarray  # by-product, waste, biomass
    load_gw: np.ndarray  # before moving and with line losses
    charge_gw: np.ndarray  # (n_stores, n_days, 24)
    discharge_gw: np.ndarray  # (n_stores, n_days, 24)
    less_gw: np.ndarray  # flexible load put off
    more_gw: np.ndarray
    unserved_gw: np.ndarray
    net_import_gw: np.ndarray  # from the rest of the province; negative when sent out
    price_cny_per_kwh: np.ndarray  # at the provincial node
    city_price_cny_per_kwh: np.ndarray
    rest_fleet_gw: np.ndarray  # (n_fleets, n_days, 24) thermal power of the rest of the province
    rest_online_gw: np.ndarray  # (n_fleets, n_days)
    rest_curtailed_gw: np.ndarray
    outside_gw: np.ndarray  # last resort of the province
    cost_cny: float  # the programme's objective over the year

    @property
    def rest_coal_gw(self) -> np.ndarray:
        """Thermal power of the rest of the province."""
        return np.add.reduce(self.rest_fleet_gw)


def dispatch(inputs: Inputs, solver: DaySolver, days: Days, year: int) -> Dispatch:
    """Return the year's dispatch.

    Raises:
        DispatchFailed: a day is infeasible or not solved to optimality.
    """
    problem = programme(inputs)
    values, duals, objective = solver.solve(problem, year)
    return read_dispatch(inputs, problem, values, duals, 1000.0 * float(objective @ days.weight))


def read_dispatch(
    inputs: Inputs, problem: Programme, values: np.ndarray, duals: np.ndarray, cost_cny: float
) -> Dispatch:
    """Return the dispatch that (n_days, n_columns) values and (n_days, n_rows) duals stand for."""
    at, rows = problem.layout.columns, problem.layout.rows
    n_days, city, rest = inputs.n_days, inputs.city, inputs.rest

    def hourly(name: str) -> np.ndarray:
        return values[:, at[name]]

    def grouped(name: str) -> np.ndarray:
        return hourly(name).reshape(n_days, -1, HOURS).transpose(1, 0, 2)

    online = hourly("online").T
    rest_online = hourly("rest_online").T
    charge, discharge, transfer = share_stores(
        grouped("charge"), grouped("discharge"), hourly("transfer"), inputs.stores, city.transfer_gw
    )
    used, transfer = share_curtailment(
        np.array([hourly(name) for name in ("wind", "pv", "rest_wind", "rest_pv")]),
        np.array([city.wind_gw, city.pv_gw, rest.wind_gw, rest.pv_gw]),
        transfer,
        city.transfer_gw,
    )
    return Dispatch(
        coal_gw=hourly("coal").reshape(n_days, len(online), -1, HOURS).sum(axis=2).transpose(1, 0, 2)
        + (inputs.coal.minimum_share[:, None] * online)[..., None],
        online_gw=online,
        wind_gw=used[0],
        pv_gw=used[1],
        wind_curtailed_gw=city.wind_gw - used[0],
        pv_curtailed_gw=city.pv_gw - used[1],
        fixed_gw=city.fixed_gw,
        load_gw=city.load_gw,
        charge_gw=charge,
        discharge_gw=discharge,
        less_gw=hourly("less"),
        more_gw=hourly("more"),
        unserved_gw=hourly("unserved"),
        net_import_gw=-transfer,
        price_cny_per_kwh=np.maximum(duals[:, rows["rest_balance"]], 0.0) / 1000.0,
        city_price_cny_per_kwh=np.maximum(duals[:, rows["balance"]], 0.0) / 1000.0,
        rest_fleet_gw=fleet_output_gw(rest, rest_online, grouped("step")),
        rest_online_gw=rest_online,
        rest_curtailed_gw=rest.wind_gw + rest.pv_gw - used[2] - used[3],
        outside_gw=hourly("outside"),
        cost_cny=cost_cny,
    )


def fleet_output_gw(rest: Rest, online_gw: np.ndarray, step_gw: np.ndarray) -> np.ndarray:
    """Return (n_fleets, n_days, 24) output; of steps that all bid alike each fleet makes its share of what is online.

    Args:
        rest: the rest of the province.
        online_gw: (n_fleets, n_days).
        step_gw: (n_steps, n_days, 24).
    """
    fleet = np.array(rest.step_fleet)
    own = (fleet == np.arange(len(online_gw))[:, None]).astype(float)
    total = np.add.reduce(online_gw)
    share = np.divide(online_gw, total, out=np.zeros_like(online_gw), where=total > 0)
    of_all = np.add.reduce(step_gw[fleet == EVERY_FLEET])
    return np.tensordot(own, step_gw, axes=1) + share[..., None] * of_all + (rest.minimum_share * online_gw)[..., None]
