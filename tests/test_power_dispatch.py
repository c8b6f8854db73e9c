"""The dispatch: arithmetic, a unique optimum, balances, and what more sun, storage and heat do."""

from dataclasses import replace

import highspy
import numpy as np
import pytest

from abm.model import City
from abm.power import solver
from abm.power.dispatch import read_dispatch
from abm.power.layout import tiny_costs
from abm.power.programme import online_floor, programme
from abm.power.sharing import share_curtailment, share_stores
from abm.power.solver import DaySolver, DispatchFailed
from abm.region import load_region
from abm.simulation import build_world, lever_paths
from tests.power_cases import hourly, in_fleets, small_inputs, with_store

NOON = np.where((np.arange(24) >= 10) & (np.arange(24) < 16), 1.0, 0.0)


def solve(inputs, solver=None, year=2020):
    problem = programme(inputs)
    values, duals, objective = (solver or DaySolver()).solve(problem, year)
    return read_dispatch(inputs, problem, values, duals, float(objective.sum()))


def test_cheapest_city_coal_runs_full_and_the_province_covers_the_rest():
    found = solve(small_inputs())
    assert found.coal_gw == pytest.approx(np.full((1, 1, 24), 0.6))
    assert found.net_import_gw == pytest.approx(np.full((1, 24), 0.4))  # 1.0 - 0.6
    assert found.rest_coal_gw == pytest.approx(np.full((1, 24), 10.4))


def test_price_is_the_bid_of_the_step_that_is_cut():
    # All 14 GW are online: minimum 0.4 x 14 = 5.6, first step 0.3 x 14 = 4.2, together 9.8 < 10.4.
    # So 0.6 GW of the second step run, and one more MWh costs its bid.
    found = solve(small_inputs())
    assert found.rest_online_gw == pytest.approx([14.0])
    assert found.price_cny_per_kwh == pytest.approx(np.full((1, 24), 0.4), abs=1e-4)


def test_objective_is_the_sum_by_hand():
    inputs = small_inputs()
    found = solve(inputs)
    city = 0.6 * (24 * 0.4 * 200.0) + 24 * 0.6 * 0.6 * 200.0  # online, and 60 % above the minimum
    online = found.rest_online_gw[0]
    above = 10.4 - 0.4 * online
    first = min(above, 0.3 * online)
    rest = online * 24 * 0.4 * 250.0 + 24 * (first * 250.0 + (above - first) * 400.0)
    assert found.cost_cny == pytest.approx(city + rest, rel=1e-3)


def test_the_fleet_that_burns_less_is_online_first_and_joint_steps_are_shared_by_what_is_online():
    # 2 x 7 GW in place of 14: the better fleet is all online. Both bid 250 x rate, then 400 alike.
    inputs = small_inputs()
    found = solve(replace(inputs, rest=in_fleets(inputs.rest, (0.8, 1.2))))
    good, bad = found.rest_online_gw[:, 0]
    assert good == pytest.approx(7.0) and 0 < bad <= 7.0
    # What the better one sends out: least output, its own step in full, its share of the joint step.
    joint = found.rest_coal_gw[0, 0] - (0.4 + 0.3) * (good + bad)
    assert found.rest_fleet_gw[0, 0, 0] == pytest.approx(0.7 * good + joint * good / (good + bad))
    assert found.rest_coal_gw == pytest.approx(np.full((1, 24), 10.4))


def test_equal_fleets_are_one():
    inputs = sunny(small_inputs(), 1.5)
    one, three = solve(inputs), solve(replace(inputs, rest=in_fleets(inputs.rest, (1.0, 1.0, 1.0))))
    assert three.cost_cny == pytest.approx(one.cost_cny, rel=1e-4)
    assert three.rest_coal_gw == pytest.approx(one.rest_coal_gw, abs=1e-6)


def test_fleets_leave_no_knife_edge_in_the_order_of_bids():
    # A city whose cost creeps past that of the rest changes place with a fleet at a time, each on days of other loads.
    def largest_jump(rates):
        made = []
        for cost in np.linspace(0.8, 1.2, 21):
            inputs = small_inputs(n_days=8, load_gw=hourly(2.0, 8))
            coal = replace(
                inputs.coal,
                available_gw=np.full((1, 8), 4.0),
                step_bid_cny_per_mwh=cost * np.array([[250.0]]),
                start_cny_per_mw=cost * np.array([24 * 0.4 * 250.0]),
            )
            rest = replace(in_fleets(inputs.rest, rates), load_gw=hourly(1.0, 8) * np.linspace(3.0, 12.5, 8)[:, None])
            made.append(solve(replace(inputs, coal=coal, rest=rest)).coal_gw.mean())
        return np.abs(np.diff(made)).max()

    assert largest_jump((0.9, 1.0, 1.1)) < 0.6 * largest_jump((1.0, 1.0, 1.0))


def test_tiny_costs_are_distinct_and_tiny():
    costs = tiny_costs(1000)
    assert np.diff(np.sort(costs)).min() > 1e-5
    assert costs.min() > 0 and costs.max() < 0.05


def test_a_billionth_more_load_moves_nothing_much():
    inputs = sunny(small_inputs(), 1.5)
    once = solve(inputs)
    city = replace(inputs.city, load_gw=inputs.city.load_gw * (1 + 1e-9))
    again = solve(replace(inputs, city=city))
    for name in ("coal_gw", "wind_gw", "pv_gw", "charge_gw", "rest_coal_gw"):
        assert getattr(again, name) == pytest.approx(getattr(once, name), abs=1e-6)


def test_a_warm_start_finds_what_a_cold_one_finds():
    first, second = sunny(small_inputs(), 0.4), sunny(with_store(small_inputs(), 0.2), 1.5)
    warm = DaySolver()
    solve(first, warm)
    assert solve(second, warm, 2021).pv_gw == pytest.approx(solve(second).pv_gw, abs=1e-7)
    assert solve(second, warm, 2022).cost_cny == pytest.approx(solve(second).cost_cny, rel=1e-9)


def test_a_class_and_a_store_that_go_and_come_back_are_dispatched_as_from_nothing():
    full = sunny(with_store(small_inputs(), 0.3), 4.0)
    coal = replace(full.coal, available_gw=np.zeros_like(full.coal.available_gw))
    stores = replace(full.stores, power_gw=np.zeros(1), energy_gwh=np.zeros(1))
    warm = DaySolver()
    for year, inputs in enumerate((full, replace(full, coal=coal, stores=stores), replace(full, coal=coal), full)):
        found, expected = solve(inputs, warm, 2020 + year), solve(inputs)
        assert found.cost_cny == pytest.approx(expected.cost_cny, rel=1e-12)
        for name in ("coal_gw", "discharge_gw", "price_cny_per_kwh", "city_price_cny_per_kwh"):
            assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-9)


def test_every_hour_of_both_nodes_balances():
    inputs = sunny(with_store(small_inputs(), 0.3), 4.0)
    d = solve(inputs)
    stored = (d.charge_gw - d.discharge_gw).sum(axis=0)
    made = d.coal_gw.sum(axis=0) + d.wind_gw + d.pv_gw + d.fixed_gw + d.net_import_gw + d.unserved_gw
    assert made == pytest.approx(d.load_gw - d.less_gw + d.more_gw + stored, abs=1e-7)
    rest = d.rest_coal_gw + d.outside_gw + inputs.rest.pv_gw - d.rest_curtailed_gw
    assert rest == pytest.approx(inputs.rest.load_gw + d.net_import_gw, abs=1e-7)


def test_more_sun_is_curtailed_more_until_storage_comes():
    lost = [solve(sunny(small_inputs(), gw)).pv_curtailed_gw.sum() for gw in (1.0, 4.0, 6.0, 8.0)]
    assert lost[0] == pytest.approx(0.0, abs=1e-6)
    assert lost == sorted(lost) and lost[-1] > lost[1]
    stored = [solve(with_store(sunny(small_inputs(), 8.0), gw)).pv_curtailed_gw.sum() for gw in (0.0, 0.5, 1.0)]
    assert stored[0] > stored[1] > stored[2]


def test_noon_is_cheaper_with_more_sun():
    noon = [solve(sunny(small_inputs(), gw)).price_cny_per_kwh[0, 12] for gw in (0.0, 2.0, 20.0)]
    assert noon[0] > noon[1] > noon[2]
    assert noon[2] < 0.001


def test_storage_ends_the_day_as_it_began_and_loses_its_share():
    d = solve(with_store(sunny(small_inputs(), 8.0), 0.5))
    assert d.discharge_gw.sum() == pytest.approx(0.85 * d.charge_gw.sum())


def test_flexible_load_is_caught_up_within_the_day():
    inputs = sunny(small_inputs(flexible_gw=hourly(0.2), flexible_cny_per_mwh=50.0), 8.0)
    d = solve(inputs)
    assert d.less_gw.sum() == pytest.approx(d.more_gw.sum())
    assert d.more_gw[0, 10:16].sum() > 0.9 * d.more_gw.sum()  # into the hours of sun


def test_a_dearer_call_moves_no_more_load():
    moved = [
        solve(sunny(small_inputs(flexible_gw=hourly(0.2), flexible_cny_per_mwh=cny), 8.0)).less_gw.sum()
        for cny in (10.0, 150.0, 5000.0)
    ]
    assert moved[0] == pytest.approx(6 * 0.2)  # all that is offered in six hours of sun
    assert moved[2] == pytest.approx(0.0, abs=1e-7)
    assert moved[0] + 1e-9 >= moved[1] >= moved[2] - 1e-9


def test_heat_keeps_units_running_though_power_is_worthless():
    free = sunny(small_inputs(), 20.0)
    coal = replace(free.coal, heat_floor_gw=hourly(0.3)[None], heat_loss_gw=hourly(0.1)[None])
    bound = solve(replace(free, coal=coal))
    assert online_floor(replace(free, coal=coal)) == pytest.approx(np.full((1, 1), 0.4))  # 0.3 + 0.1
    assert (bound.coal_gw >= 0.3 - 1e-9).all()
    assert bound.online_gw[0, 0] >= 0.4 - 1e-9
    assert (bound.coal_gw <= bound.online_gw[..., None] - 0.1 + 1e-9).all()


def test_lines_limit_what_leaves():
    d = solve(sunny(small_inputs(transfer_gw=0.5), 8.0))
    assert np.abs(d.net_import_gw).max() <= 0.5 + 1e-9


def test_surplus_is_shared_where_the_lines_are_free():
    used = np.array([2.0, 1.0, 0.0, 3.0]).reshape(4, 1, 1) * np.ones((4, 1, 24))
    available = np.array([2.0, 2.0, 2.0, 4.0]).reshape(4, 1, 1) * np.ones((4, 1, 24))
    alike, moved = share_curtailment(used, available, np.zeros((1, 24)), 10.0)
    assert alike[:, 0, 0] == pytest.approx([1.2, 1.2, 1.2, 2.4])  # 6 of 10 GW are used
    assert moved[0, 0] == pytest.approx(-0.6)  # the city gives 2.4 instead of 3
    kept, stays = share_curtailment(used, available, np.zeros((1, 24)), 0.5)
    assert kept == pytest.approx(used) and stays == pytest.approx(0.0)


def two_stores(power_gw=(0.4, 1.2), efficiency=(0.85, 0.85), **city):
    """Return a sunny case with a battery in the city and one in the rest of the province."""
    inputs = sunny(small_inputs(**city), 8.0)
    power = np.array(power_gw)
    stores = replace(
        inputs.stores,
        name=("battery", "rest"),
        in_city=np.array([True, False]),
        power_gw=power,
        energy_gwh=2.0 * power,
        efficiency=np.array(efficiency),
        cost_cny_per_mwh=np.zeros(2),
    )
    return replace(inputs, stores=stores)


def test_stores_of_one_kind_work_alike_in_city_and_province():
    inputs = two_stores(transfer_gw=8.0)
    d = solve(inputs)
    assert d.discharge_gw.sum() > 1.0
    for gw in (d.charge_gw, d.discharge_gw):
        assert gw[0] == pytest.approx(gw.sum(axis=0) * 0.25, abs=1e-9)  # 0.4 of 1.6 GW
    made = d.coal_gw.sum(axis=0) + d.pv_gw + d.net_import_gw + d.discharge_gw[0] - d.charge_gw[0]
    assert made == pytest.approx(d.load_gw, abs=1e-7)
    problem = programme(inputs)
    values = DaySolver().solve(problem, 2020)[0]
    chosen = values[:, problem.layout.columns["discharge"]].reshape(2, 24)
    assert d.discharge_gw.sum(axis=0)[0] == pytest.approx(chosen.sum(axis=0), abs=1e-9)  # the sum stays


def test_stores_share_only_as_far_as_the_lines_allow_and_only_with_their_like():
    full = two_stores(transfer_gw=0.5)
    d = solve(full)
    assert np.abs(d.net_import_gw).max() <= 0.5 + 1e-9
    other = two_stores(efficiency=(0.85, 0.75), transfer_gw=8.0)
    d = solve(other)
    assert d.discharge_gw[1].sum() == pytest.approx(0.75 * d.charge_gw[1].sum())
    assert not np.allclose(d.charge_gw[0], 0.25 * d.charge_gw.sum(axis=0), atol=1e-3)


def test_a_day_of_stores_goes_to_even_shares_only_as_far_as_its_tightest_hour():
    stores = replace(two_stores().stores, power_gw=np.ones(2), energy_gwh=np.full(2, 2.0), efficiency=np.full(2, 1.0))
    charge, discharge = np.zeros((2, 1, 24)), np.zeros((2, 1, 24))
    charge[0, 0, 0] = discharge[0, 0, 1] = 1.0  # all of it by the city's
    plain = np.zeros((1, 24))
    _, out, transfer = share_stores(charge, discharge, plain, stores, 1.0)
    assert out[:, 0, 1] == pytest.approx([0.5, 0.5]) and transfer[0, :2] == pytest.approx([0.5, -0.5])
    _, out, transfer = share_stores(charge, discharge, plain, stores, 0.2)
    assert out[:, 0, 1] == pytest.approx([0.8, 0.2]) and transfer[0, :2] == pytest.approx([0.2, -0.2])
    _, out, transfer = share_stores(charge, discharge, plain + 0.2, stores, 0.2)
    assert out == pytest.approx(discharge) and transfer == pytest.approx(plain + 0.2)


def test_a_day_that_cannot_be_solved_names_its_saved_case(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.mkdtemp", lambda prefix="": str(tmp_path))
    inputs = small_inputs()
    heat = hourly(5.0)[None]  # more heat than the class has capacity, and the sink for its power is closed
    coal = replace(inputs.coal, heat_floor_gw=heat, heat_loss_gw=heat)
    bad = replace(inputs, coal=coal, city=replace(inputs.city, transfer_gw=0.0))
    with pytest.raises(DispatchFailed, match=r"dispatch of 2033, representative day 0: Infeasible; case saved as .*lp"):
        solve(bad, year=2033)
    assert (tmp_path / "2033-day0.lp").read_text(encoding="utf-8").startswith("\\")


def sunny(inputs, gw):
    """The province and its city with PV in the six hours around noon, a tenth of it in the city."""
    rest = replace(inputs.rest, pv_gw=hourly(NOON * gw))
    return replace(inputs, rest=rest, city=replace(inputs.city, pv_gw=hourly(NOON * gw / 10)))


def test_days_side_by_side_are_solved_as_each_alone(monkeypatch):
    region = load_region("tiny")
    city = City(build_world(region, until=2020), lever_paths("current", region, until=2020))
    city.run_for(1)
    problem = programme(city.power.inputs)
    together = DaySolver().solve(problem, 2020)
    monkeypatch.setattr(solver, "DAYS_TOGETHER", 1)
    alone = DaySolver().solve(problem, 2020)
    assert len(together[0]) == 4 and together[0] == pytest.approx(alone[0], rel=1e-9, abs=1e-9)
    for prices in (problem.layout.rows["balance"], problem.layout.rows["rest_balance"]):
        assert together[1][:, prices] == pytest.approx(alone[1][:, prices], rel=1e-9, abs=1e-9)
    assert together[2] == pytest.approx(alone[2], rel=1e-12)


def test_a_warm_start_that_goes_astray_is_started_afresh():
    status = highspy.HighsModelStatus

    class Astray:
        """Fails from last year's basis, and succeeds from nothing."""

        def __init__(self):
            self.calls = []

        def run(self):
            self.calls.append("run")

        def clearSolver(self):
            self.calls.append("clear")

        def getModelStatus(self):
            return status.kOptimal if "clear" in self.calls else status.kUnknown

    highs = Astray()
    assert solver._found(highs)
    assert highs.calls == ["run", "clear", "run"]
