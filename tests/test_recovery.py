"""Worn-out packs, modules and blades: what comes back, who takes it, and when a used pack beats a new one."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region, simulate
from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.power.cohorts import Cohorts, Life
from abm.power.second_life import SecondLife, UsedPacks
from abm.recovery import Recovery, Returned
from abm.recovery.money import pay, work_cny
from abm.recovery.numbers import BLADE, MODULE, PACK, RecoveryNumbers
from agents.firm.recovery import asked_for_used, handed_over
from tests.vehicle_world import plain_days

REGION = load_region("tiny")
LAST = 2040


def test_owners_give_to_whoever_pays_more():
    # three in ten go to who pays 2,640 less: 2640 / 3100 = ln(7 / 3)
    assert handed_over(np.array(7360.0), np.array(10000.0), np.array(3100.0)) == pytest.approx(0.299, abs=0.001)
    offers = np.array([5000.0, 10000.0, 15000.0])
    shares = handed_over(offers, np.array(10000.0), np.array(3100.0))
    assert shares[1] == 0.5 and (np.diff(shares) > 0).all()


def test_a_used_kwh_costs_what_its_material_brings_and_testing_over_what_it_still_holds():
    # (50 + 150) / 0.8
    assert asked_for_used(50.0, 150.0, 0.8) == pytest.approx(250.0)


class TestAges:
    def test_what_stands_is_what_is_left_and_what_is_new(self):
        old = Cohorts((Life(20.0, 5.0, 4),), 2)
        stood = np.array([[[100.0, 10.0]], [[130.0, 10.0]], [[130.0, 8.0]]])
        assert not old.wear_out().any() and not old.stand(stood[0]).any()
        for at in (1, 2):
            before, worn = old.mw.sum(axis=1), old.wear_out()
            early = old.stand(stood[at])
            assert old.mw.sum(axis=1) == pytest.approx(stood[at])
            assert before - worn - early + old.new_mw == pytest.approx(stood[at])

    def test_a_stock_that_stays_wears_out_once_in_its_life(self):
        old, worn = Cohorts((Life(20.0, 5.0, 1),), 1), []
        for _ in range(400):
            worn.append(float(old.wear_out()[0, 0]))
            old.stand(np.array([[100.0]]))
        assert sum(worn[:8]) < 5.0
        mean_life = 20.0 * 0.918  # gamma(1.2)
        assert np.mean(worn[200:]) == pytest.approx(100.0 / (mean_life + 0.5), rel=0.05)

    def test_what_is_taken_down_early_is_told(self):
        old = Cohorts((Life(1000.0, 5.0, 1),), 1)
        old.stand(np.array([[100.0]]))
        old.wear_out()
        assert old.stand(np.array([[60.0]]))[0, 0] == pytest.approx(40.0, abs=0.01)


class TestSecondLife:
    def _offer(self, **changed):
        words = {"offered_mwh": 100.0, "allowed_share": 1.0, "room_mw": 100.0, "hours": 2.0, "new_cny_per_kwh": 600.0}
        return UsedPacks(**(words | changed), required_return=0.08, fixed_cost_share=0.02)

    def _stations(self) -> SecondLife:
        return SecondLife.of(load_region("luliang").parameters)

    def test_never_more_than_packs_on_offer_or_than_rules_allow(self):
        assert self._stations().build(self._offer(), 1e6, 0.2) == pytest.approx(50.0)  # 100 MWh / 2 h
        assert self._stations().build(self._offer(allowed_share=0.1), 1e6, 0.2) == pytest.approx(10.0)
        assert self._stations().build(self._offer(allowed_share=0.0), 1e6, 0.2) == 0.0

    def test_cheap_new_packs_end_it(self):
        def built(new_cny):
            stations = self._stations()
            income = 0.137 * new_cny * 2.0  # what just pays for a new station of 15 years
            return stations.build(self._offer(new_cny_per_kwh=new_cny), income, 0.2)

        shares = [built(new) for new in (300.0, 500.0, 800.0, 1200.0)]
        assert shares == sorted(shares) and shares[0] < 0.2 * shares[-1]

    def test_usual_stations_take_what_is_left_and_never_more_than_stands(self):
        stations = self._stations()
        offer = self._offer(room_mw=10.0)
        stations.build(offer, 1e6, 0.2)  # 10 MW, 20 MWh
        stations.stand_in(offer, 1000.0, 15.0, 0.2)
        assert stations.taken_mwh == pytest.approx(100.0) and stations.usual_mw == pytest.approx(40.0)
        stations.stand_in(self._offer(offered_mwh=0.0), 5.0, 15.0, 0.2)
        assert stations.usual_mw == 5.0

    def test_stations_wear_out_and_pay_makers_and_recyclers(self):
        stations = self._stations()
        stations.build(self._offer(), 1e6, 0.2)
        makers, recyclers = stations.cost_cny(600.0)
        assert makers == pytest.approx(100_000.0 * 600.0 * 0.45)
        assert recyclers == pytest.approx(100_000.0 * stations.asked_cny_per_kwh)
        stations.build(self._offer(offered_mwh=0.0), 1e6, 0.2)
        assert stations.mw == pytest.approx(50.0 * (1.0 - 1.0 / stations.life_years))


class TestMoney:
    HANDED_T = np.array([[30.0, 0.0], [20.0, 10.0], [5.0, 5.0]])  # packs, modules, blades by county

    def _paid(self, support: float) -> dict[tuple[str, str, str], float]:
        packs = np.array([50.0, 0.0])
        share = self.HANDED_T[PACK] / np.maximum(packs, 1.0)
        cars = np.zeros((2, 2, 5))
        cars[0, 1, 2] = 30.0
        worn = np.stack([packs, *self.HANDED_T[1:]])
        returned = Returned(cars, np.array([15.0, 0.0]), np.array([5.0, 0.0]), worn, self.HANDED_T, share)
        ledger = Ledger(2)
        rules = SimpleNamespace(recovery_support_cny_per_t=support)
        pay(ledger, RecoveryNumbers.of(REGION.parameters), rules, returned, self.HANDED_T)
        return {(item, payer, receiver): float(cny.sum()) for item, payer, receiver, cny in ledger.payments}

    def test_support_goes_through_recyclers_to_owners(self):
        plain, supported = self._paid(0.0), self._paid(400.0)
        assert supported["recovery support", "city_budget", "firms"] == pytest.approx(70.0 * 400.0)
        used = [f"used packs of {whose}" for whose in ("cars", "fleets", "trucks")]
        more = sum(supported[name, "firms", "vehicle_owners"] - plain[name, "firms", "vehicle_owners"] for name in used)
        assert more == pytest.approx(30.0 * 400.0)  # 50 t of packs, six tenths of them handed over
        bought, back = ("old plants bought", "firms", "firms"), ("old plants taken back", "firms", "firms")
        net = [paid[bought] - paid[back] for paid in (plain, supported)]
        assert net[1] - net[0] == pytest.approx(40.0 * 400.0)


@pytest.fixture(scope="module")
def runs():
    words = {"region": "tiny", "scale": 1.0, "until": LAST}
    support = (("retired_equipment_support", None, 3000.0),)
    open_to = (("storage_market_access", None, 1.0), ("second_life_store_access", None, 1.0))
    shut = (("storage_market_access", None, 1.0),)
    return [simulate("current", settings=settings, **words) for settings in ((), support, (*open_to, *support), shut)]


def test_support_brings_returns_to_licensed_recyclers_and_costs_the_city(runs):
    plain, supported, *_ = runs
    for name in ("Recycling|Licensed Recovery", "Share|Licensed Recovery", "Money|City Budget|Recovery"):
        assert supported.series(name)[LAST] > 1.3 * plain.series(name)[LAST]
    modules = [run.series("Recycling|PV Module Returns")[LAST] for run in (plain, supported)]
    assert modules[1] == pytest.approx(modules[0], rel=1e-6)
    assert supported.series("Recycling|Aluminium")[LAST] > plain.series("Recycling|Aluminium")[LAST]


def test_returns_follow_the_cars_that_are_scrapped(runs):
    packs = runs[0].series("Recycling|Battery Returns")
    assert packs[LAST] > packs.loc[2022:2026].mean() > 0.0
    modules = runs[0].series("Recycling|PV Module Returns")
    assert modules[LAST] > 10.0 * modules[2025] > 0.0


def test_used_packs_stand_in_for_new_ones_where_rules_let_them(runs):
    *_, opened, shut = runs
    second = opened.series("Capacity|Storage|Second Life")
    assert second.loc[:2026].max() == 0.0 < second[LAST]
    assert shut.series("Capacity|Storage|Second Life").max() == 0.0
    stations = [run.series("Capacity|Storage|Battery")[LAST] for run in (opened, shut)]
    assert stations[0] >= 0.9 * stations[1]


def test_all_packs_handed_over_are_reused_or_taken_apart():
    from abm.model import City
    from abm.simulation import build_world, lever_paths

    region = load_region("tiny")
    world = build_world(region, storyline=None, until=2035, scale=1.0, seed=1, population_seed=0, history="observed")
    settings = [(lever, None, 1.0) for lever in ("storage_market_access", "second_life_store_access")]
    city = City(world, lever_paths("current", region, settings, until=2035))
    handed, used = 0.0, 0.0
    for _ in world.years:
        city.run_for(1)
        handed += float(city.recovery.last.handed_t[PACK].sum())
        used += city.power.second_life.taken_mwh
    n = city.recovery.numbers
    assert 0.0 < used <= handed / n.t_per_mwh * n.fit_share * n.kept_share + 1e-9
    last = city.recovery.last
    assert (last.handed_t <= last.worn_t).all() and last.worn_t[[MODULE, BLADE]].min() >= 0.0


class TestValue:
    def _recovery(self, apart_t):
        world = SimpleNamespace(region=REGION, years=(2020, 2021), days=plain_days())
        recovery, ledger, flows = Recovery(world, SimpleNamespace()), Ledger(2), Flows(2)
        recovery.work(apart_t, np.array([10.0, 0.0]), 0.5, ledger, flows)
        return recovery, ledger, flows

    def test_recyclers_add_what_taking_apart_and_tests_bring_over_what_they_buy(self):
        apart_t = np.array([[100.0, 0.0], [200.0, 50.0], [0.0, 80.0]])
        recovery, ledger, _ = self._recovery(apart_t)
        n = recovery.numbers
        earned = work_cny(n, apart_t, np.array([10.0, 0.0]))
        # 100 t of packs at 3,000 and 200 t of modules at 1,200; 10 t of tested packs are 1.5 MWh, three quarters held
        assert earned[0] == pytest.approx(540_000.0 + n.testing_cny_per_kwh * 10_000.0 / n.t_per_mwh * n.kept_share)
        bought = sum(cny for item, *_, cny in ledger.payments if item in ("recovery running cost", "recovery power"))
        assert bought == pytest.approx((1.0 - n.own_share) * earned)
        assert recovery.first_value_cny == pytest.approx(n.own_share * earned)

    def test_the_first_years_value_stands_in_other_industry_and_only_more_is_added(self):
        recovery, _, flows = self._recovery(np.ones((3, 2)))
        assert flows.value_added_cny["other_industry"].sum() == 0.0
        later = Flows(2)
        recovery.work(3.0 * np.ones((3, 2)), np.array([30.0, 0.0]), 0.5, Ledger(2), later)
        assert later.value_added_cny["other_industry"] == pytest.approx(2.0 * recovery.first_value_cny)


def test_more_returns_to_licensed_recyclers_add_value(runs):
    plain, supported, *_ = runs
    assert supported.series("Value Added")[LAST] > plain.series("Value Added")[LAST]
