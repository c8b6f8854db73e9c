"""The same inputs solved by PyPSA, with the relaxed commitment written for linopy, give the same objective."""

from dataclasses import replace

import numpy as np
import pytest

from abm.power.inputs import EVERY_FLEET
from abm.power.programme import online_floor, programme
from abm.power.solver import DaySolver
from tests.power_cases import hourly, in_fleets, run_power, small_inputs, tiny_world, with_store

pypsa = pytest.importorskip("pypsa")
xr = pytest.importorskip("xarray")
pytestmark = pytest.mark.filterwarnings("ignore")
HOURS = range(24)
PLENTY = 1e4  # GW, no limit


def with_pypsa(inputs, day):
    """Return the objective of one day in thousand CNY."""
    network = pypsa.Network()
    network.set_snapshots(HOURS)
    for bus in ("city", "rest"):
        network.add("Bus", bus)
    city, rest, coal = inputs.city, inputs.rest, inputs.coal
    network.add("Load", "city", bus="city", p_set=city.load_gw[day] - city.fixed_gw[day])
    network.add("Load", "rest", bus="rest", p_set=rest.load_gw[day])
    network.add("Link", "lines", bus0="city", bus1="rest", p_nom=city.transfer_gw, p_min_pu=-1.0)
    for bus, wind, pv in (("city", city.wind_gw, city.pv_gw), ("rest", rest.wind_gw, rest.pv_gw)):
        _given(network, f"wind {bus}", bus, wind[day], 0.0)
        _given(network, f"pv {bus}", bus, pv[day], 0.0)
    _given(network, "less", "city", city.flexible_gw[day], city.flexible_cny_per_mwh)
    _given(network, "more", "city", city.flexible_gw[day], 0.0, sign=-1.0)
    _given(network, "unserved", "city", city.load_gw[day], city.unserved_cny_per_mwh)
    _given(network, "outside", "rest", np.full(24, PLENTY), city.outside_cny_per_mwh)
    for name, bus, top, cost in _thermal(inputs, day):
        _given(network, name, bus, np.full(24, top), cost)
    stores = inputs.stores
    for s, name in enumerate(stores.name):
        if stores.power_gw[s] > 0:
            network.add(
                "StorageUnit",
                name,
                bus="city" if stores.in_city[s] else "rest",
                p_nom=stores.power_gw[s],
                max_hours=stores.energy_gwh[s] / stores.power_gw[s],
                efficiency_store=np.sqrt(stores.efficiency[s]),
                efficiency_dispatch=np.sqrt(stores.efficiency[s]),
                marginal_cost=stores.cost_cny_per_mwh[s],
                cyclic_state_of_charge=True,
            )
    model = network.optimize.create_model()
    power = model["Generator-p"]
    model.add_constraints(power.sel(name="less").sum() - power.sel(name="more").sum() == 0)
    floor = (coal.heat_floor_gw + coal.heat_loss_gw)[:, day].max(axis=1)
    extra = 0.0
    for c, available in enumerate(coal.available_gw[:, day]):
        online = model.add_variables(floor[c], max(available, floor[c]), name=f"online {c}")
        least = power.sel(name=f"coal {c} least")
        steps = [f"coal {c} step {k}" for k in range(len(coal.step_share))]
        above = power.sel(name=steps).sum("name")
        model.add_constraints(least - coal.minimum_share[c] * online == 0)
        top = _by_hour(-coal.heat_loss_gw[c, day])
        model.add_constraints(above - (1 - coal.minimum_share[c]) * online <= top)
        bound = np.maximum(coal.heat_floor_gw[c, day] - coal.minimum_share[c] * floor[c], 0.0)
        model.add_constraints(above >= _by_hour(bound))
        extra = extra + coal.start_cny_per_mw[c] * online
    fleets = [
        model.add_variables(0.0, available, name=f"rest online {f}")
        for f, available in enumerate(rest.available_gw[:, day])
    ]
    model.add_constraints(power.sel(name="rest least") - rest.minimum_share * sum(fleets) == 0)
    for k, (whose, share) in enumerate(zip(rest.step_fleet, rest.step_share, strict=True)):
        online = sum(fleets) if whose == EVERY_FLEET else fleets[whose]
        model.add_constraints(power.sel(name=f"rest step {k}") - share * online <= 0)
    for start, online in zip(rest.start_cny_per_mw, fleets, strict=True):
        extra = extra + start * online
    model.objective = model.objective.expression + extra
    network.optimize.solve_model(solver_name="highs", solver_options={"output_flag": False})
    return float(model.objective.value)


def _given(network, name, bus, available, cost, sign=1.0):
    top = float(np.max(available, initial=0.0))
    share = available / top if top > 0 else np.zeros(24)
    network.add("Generator", name, bus=bus, p_nom=top, p_max_pu=share, marginal_cost=cost, sign=sign)


def _by_hour(values):
    return xr.DataArray(values, dims=["snapshot"], coords={"snapshot": list(HOURS)})


def _thermal(inputs, day):
    coal = inputs.coal
    above = (1.0 - coal.minimum_share) * np.maximum(coal.available_gw, online_floor(inputs))[:, day]
    for c, bids in enumerate(coal.step_bid_cny_per_mwh):
        yield f"coal {c} least", "city", PLENTY, 0.0
        for k, bid in enumerate(bids):
            yield f"coal {c} step {k}", "city", above[c] * coal.step_share[k], bid
    yield "rest least", "rest", PLENTY, 0.0
    for k, bid in enumerate(inputs.rest.step_bid_cny_per_mwh):
        yield f"rest step {k}", "rest", PLENTY, bid


def ours(inputs, monkeypatch):
    """Return the objectives of all days without the tiny costs, which PyPSA does not have."""
    monkeypatch.setattr("abm.power.programme.tiny_costs", np.zeros)
    return DaySolver().solve(programme(inputs), 2020)[2]


def test_a_small_case_costs_the_same(monkeypatch):
    sun = hourly(np.where((np.arange(24) >= 10) & (np.arange(24) < 16), 6.0, 0.0))
    inputs = with_store(small_inputs(pv_gw=sun / 10, flexible_gw=hourly(0.1)), 0.2)
    heat = hourly(np.where(np.arange(24) < 8, 0.2, 0.1))[None]
    inputs = replace(
        inputs,
        coal=replace(inputs.coal, heat_floor_gw=heat, heat_loss_gw=heat / 3),
        rest=replace(in_fleets(inputs.rest, (0.9, 1.1)), pv_gw=sun, wind_gw=hourly(np.linspace(3.0, 0.0, 24))),
    )
    assert ours(inputs, monkeypatch)[0] == pytest.approx(with_pypsa(inputs, 0), rel=1e-6)


@pytest.mark.slow
def test_the_real_city_costs_the_same(monkeypatch):
    power, _, _ = run_power(tiny_world("luliang"), (2024, 2030), kwh=2e10, change={"pumped_storage": 1.0})
    objectives = ours(power.inputs, monkeypatch)
    for day in (0, len(objectives) // 2, len(objectives) - 1):
        assert objectives[day] == pytest.approx(with_pypsa(power.inputs, day), rel=1e-6)
