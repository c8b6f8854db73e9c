"""Who answers when the grid is tight: aggregated users, captive plants, cars and controls; stores of the market."""

from dataclasses import replace

import numpy as np
import pytest

from abm.accounts.ledger import Ledger
from abm.loads import Loads
from abm.power.data_centres import DataCentres
from abm.power.dispatch import read_dispatch
from abm.power.flexibility import Flexibility
from abm.power.programme import programme
from abm.power.reporting import shaving_gw
from abm.power.solver import DaySolver
from abm.power.storage import MarketStores, TwoWay, with_more
from abm.region import load_region
from agents.data_centre import built_mw, chosen_pue, cooling_cny_per_kw, mended_pue
from agents.grid import price_shape
from tests.power_cases import hourly, run_power, small_inputs, tiny_world, with_store

DEAR_EVENING = np.tile(np.where((np.arange(24) >= 17) & (np.arange(24) < 21), 0.6, 0.2), (2, 1))
WEIGHT = np.array([182.5, 182.5])


@pytest.fixture
def flexibility():
    return Flexibility(load_region("tiny"))


def evening_load(kwh=1e8):
    """A load of shops and homes, higher in the evening."""
    n = load_region("tiny").n_counties
    loads = Loads(n, 2)
    shape = 1.0 + DEAR_EVENING
    shape = shape / (WEIGHT @ shape.sum(axis=1))
    for sector in ("services", "homes_urban", "transport_passenger"):
        loads.add(Ledger(n), sector, np.full(n, kwh), shape)
    return loads


class TestLoad:
    def test_small_users_answer_only_through_an_aggregator_and_for_money(self, flexibility):
        loads = evening_load()
        alone = flexibility.offered_gw(loads, 0.8)
        aggregated = flexibility.offered_gw(loads, 0.8, 1.0)
        unpaid = flexibility.offered_gw(loads, 0.0, 1.0)
        assert (aggregated > alone).all()
        assert unpaid == pytest.approx(np.zeros((2, 24)), abs=1e-12)

    def test_controls_that_answer_by_themselves_offer_more_for_the_same_money(self, flexibility):
        loads = evening_load()
        before = flexibility.offered_gw(loads, 0.5)
        for _ in range(5):
            flexibility.smart.retrofit(300.0)
        assert (flexibility.offered_gw(loads, 0.5) > before).all()
        battery_kwh = 8760.0 * 1e6  # a mean GW
        done = flexibility.smart.done_share
        assert flexibility.two_way_gw(battery_kwh) == pytest.approx(done * 0.25 * 6.0)

    def test_captive_plants_move_output_to_dear_hours_and_keep_the_day(self, flexibility):
        shape = flexibility.captive_shape(1.0, DEAR_EVENING)
        assert shape.sum(axis=1) == pytest.approx([24.0, 24.0])
        assert shape[0, 18] == pytest.approx(1.0 + flexibility.captive_share)
        assert (flexibility.captive_shape(0.0, DEAR_EVENING) == 1.0).all()

    def test_a_flat_price_moves_nothing(self):
        assert (price_shape(np.full((1, 24), 0.3)) == 0.0).all()

    def test_every_source_adds_to_the_shaving_capability(self):
        found = []
        for rules, change in (
            ({}, {}),
            ({}, {"demand_response_cny_per_kwh": 0.8}),
            ({"aggregated_share": 1.0}, {"demand_response_cny_per_kwh": 0.8}),
        ):
            power, _, _ = run_power(tiny_world(), range(2024, 2028), 3e8, change=change, rules=rules)
            shaving, peak = shaving_gw(power)
            found.append(shaving / peak)
        assert found == sorted(found) and found[0] < found[1] < found[2]


class TestStores:
    def test_stations_join_the_battery_and_cars_stand_apart_with_their_own_wear(self):
        stores = with_store(small_inputs(), 0.1).stores
        stores = replace(
            stores,
            **{
                name: np.repeat(getattr(stores, name), 2)
                for name in ("power_gw", "energy_gwh", "efficiency", "cost_cny_per_mwh")
            },
            in_city=np.array([True, True]),
        )
        more = with_more(stores, 0.05, 0.05, TwoWay(hours=3.0, wear_cny_per_mwh=400.0))
        assert more.power_gw == pytest.approx([0.1, 0.15, 0.05])
        assert more.energy_gwh == pytest.approx([0.2, 0.15 * 2.0, 0.05 * 3.0])
        assert more.cost_cny_per_mwh == pytest.approx([0.0, 0.0, 400.0])
        assert more.name[-1] == "cars" and more.in_city[-1]
        assert with_more(stores, 0.0, 0.0, TwoWay(3.0, 400.0)).energy_gwh[:2] == pytest.approx(stores.energy_gwh)

    def test_a_few_cars_do_not_keep_the_stations_from_working(self):
        # Half the day power is lost, half the day 20,000 CNY/MWh short: worth a station's wear, not a car's of 30,000.
        inputs = with_store(small_inputs(wind_gw=hourly(np.where(np.arange(24) < 12, 1.4, 0.0))), 0.1)
        stores = inputs.stores
        twice = {
            name: np.repeat(getattr(stores, name), 2)
            for name in ("power_gw", "energy_gwh", "efficiency", "in_city", "cost_cny_per_mwh")
        }
        twice["cost_cny_per_mwh"] = np.full(2, 60.0)
        inputs = replace(inputs, city=replace(inputs.city, transfer_gw=0.0))
        given = {}
        for two_way_gw in (0.0, 0.03):
            joined = with_more(replace(stores, **twice), 0.0, two_way_gw, TwoWay(3.0, 30000.0))
            case = replace(inputs, stores=joined)
            problem = programme(case)
            values, duals, _ = DaySolver().solve(problem, 2030)
            given[two_way_gw] = read_dispatch(case, problem, values, duals, 0.0).discharge_gw.sum(axis=(1, 2))
        assert given[0.0][:2].sum() > 0.3
        assert given[0.03][:2] == pytest.approx(given[0.0][:2]) and given[0.03][2] == 0.0

    def test_investors_build_where_the_market_is_open_and_the_spread_wide(self):
        built = {}
        for name, share, price in (("shut", 0.0, DEAR_EVENING), ("flat", 1.0, 0.3 + 0.0 * DEAR_EVENING),
                                   ("wide", 1.0, 2.0 * DEAR_EVENING)):  # fmt: skip
            stores = MarketStores.of(load_region("luliang").parameters)
            for _ in range(5):
                stores.build(share, stores.income(share, price, WEIGHT, 2.0), 2.0, 0.4)
            built[name] = stores.mw
        assert built["shut"] == 0.0
        assert built["wide"] > 5.0 * built["flat"]

    def test_a_payment_for_standing_ready_builds_stores_and_part_of_an_hour_counts_as_part(self):
        stores = MarketStores.of(load_region("luliang").parameters)
        plain = stores.income(1.0, DEAR_EVENING, WEIGHT, 2.0)
        assert stores.income(1.0, DEAR_EVENING, WEIGHT, 2.0, 50.0) == pytest.approx(plain + 50.0)
        assert stores.income(0.4, DEAR_EVENING, WEIGHT, 2.0, 50.0) == pytest.approx(0.4 * plain + 50.0)
        longer = stores.income(1.0, DEAR_EVENING, WEIGHT, 3.0)
        assert stores.income(1.0, DEAR_EVENING, WEIGHT, 2.5) == pytest.approx((plain + longer) / 2.0)


class TestDataCentres:
    def test_operators_build_half_of_what_is_approved_where_power_costs_what_it_does_outside(self):
        assert built_mw(np.array([10.0]), 0.5, 0.5, 0.2) == pytest.approx([5.0])
        assert built_mw(np.array([10.0]), 0.4, 0.5, 0.2) > built_mw(np.array([10.0]), 0.6, 0.5, 0.2)

    def test_dear_power_pays_for_better_cooling_down_to_the_best(self):
        # 0.45 x 20,000 h x 0.4 CNY / (2 x 6,000 CNY) = 0.3 of the span
        assert chosen_pue(1.6, 1.15, 0.4, 20_000.0, 6_000.0) == pytest.approx(1.6 - 0.45 * 0.3)
        assert chosen_pue(1.6, 1.15, 99.0, 20_000.0, 6_000.0) == pytest.approx(1.15)

    def test_old_halls_are_mended_as_their_cooling_is_renewed_never_made_worse(self):
        assert mended_pue(np.array([1.6, 1.2]), 1.3, 0.1) == pytest.approx([1.57, 1.2])

    def test_the_last_step_of_cooling_that_is_paid_saves_its_cost_within_the_hurdle(self):
        pue = chosen_pue(1.6, 1.15, 0.4, 20_000.0, 6_000.0)
        step = 0.001
        cost = [cooling_cny_per_kw(1.6, 1.15, at, 6_000.0) for at in (pue, pue - step)]
        assert cost[1] - cost[0] == pytest.approx(step * 20_000.0 * 0.4, rel=0.01)
        assert cooling_cny_per_kw(1.6, 1.15, 1.6, 6_000.0) == 0.0

    def test_halls_pay_for_their_cooling_and_for_stores_that_hold_what_they_move(self):
        paid = {}
        for limit in (1.6, 1.2):
            rules = {"data_centre_approval_mw": 5.0, "pue_limit": limit}
            power, ledger, _ = run_power(tiny_world(), range(2025, 2029), 3e8, rules=rules)
            paid[limit] = {
                item: sum(float(cny.sum()) for name, _, _, cny in ledger.payments if name == item)
                for item in ("data centre cooling", "data centre stores")
            }
            halls = power.data_centres
            moved = 0.5 * np.abs(halls.hourly_kwh - halls.kwh.sum() / 8760.0).sum(axis=1)
            assert halls.store_kwh >= moved.max() * (1.0 - 1e-9)
        assert paid[1.2]["data centre cooling"] > paid[1.6]["data centre cooling"] > 0.0
        assert paid[1.2]["data centre stores"] > 0.0

    def test_halls_are_paid_when_built_and_rents_pay_them_back_within_a_contract(self):
        """What is left of the rent after power pays for a hall in five to ten years; computers are in no account."""
        seen = []
        for years in (range(2025, 2028), range(2025, 2029)):
            power, ledger, _ = run_power(tiny_world(), years, 3e8, rules={"data_centre_approval_mw": 5.0})
            seen.append(
                (power.data_centres.computing_mw.sum(), {name: cny.sum() for name, _, _, cny in ledger.payments})
            )
        (before, _), (mw, paid) = seen
        assert mw > before
        assert paid["data centre halls"] == pytest.approx(25e6 * (mw - before))
        assert paid["data centre rent"] == pytest.approx(8e6 * mw)
        assert 5.0 < 25e6 * mw / (paid["data centre rent"] - paid["data centre power"]) < 10.0

    def test_approval_raises_the_load_and_a_limit_lowers_the_waste(self):
        use = {}
        for name, rules in (("none", {}), ("approved", {"data_centre_approval_mw": 5.0}),
                            ("limited", {"data_centre_approval_mw": 5.0, "pue_limit": 1.2})):  # fmt: skip
            power, _, _ = run_power(tiny_world(), range(2025, 2029), 3e8, rules=rules)
            halls = power.data_centres
            assert isinstance(halls, DataCentres)
            use[name] = halls.kwh.sum(), float(halls.pue @ halls.computing_mw) / halls.computing_mw.sum()
        assert use["approved"][0] > use["limited"][0] > use["none"][0]
        assert use["limited"][1] < use["approved"][1]
