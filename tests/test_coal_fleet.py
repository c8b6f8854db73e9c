"""Coal units: what owners earn, who mends, who leaves, what comes on line in their place."""

from dataclasses import replace

import numpy as np
import pytest

from abm.model import City
from abm.power.city import Burning, Surroundings, bids_of, variable_cost_cny_per_mwh
from abm.power.coal_fleet import CoalFleet, UnitMarket, pit_mouth_units
from abm.region import load_region
from abm.simulation import build_world, lever_paths
from agents.coal_unit import (
    NEVER,
    Bids,
    energy_margin_cny_per_kw,
    enters,
    leaving_times,
    loses_money,
    needed_cut,
    part_of_year,
    sent_out_share,
)
from agents.signals import SupplySignals
from tests.power_cases import run_power, tiny_world

YEARS = tuple(range(2020, 2061))
GOOD = 400.0  # CNY/MWh at which every unit earns


@pytest.fixture
def fleet():
    return CoalFleet(load_region("luliang"), YEARS)


def years(fleet, first, last, price=GOOD, **rules):
    """Let owners decide year by year at one price; return the units that run in the last one."""
    n = len(fleet.units.id)
    cost = np.full(n, 200.0)
    bids = Bids(24 * 0.4 * cost, np.full(n, 0.4), np.array([1.0]), cost[:, None])
    market = UnitMarket(np.full((2, 24), price), np.array([182.5, 182.5]), cost, bids)
    rules = replace(SupplySignals.quiet(13), **rules)
    for year in range(first, last + 1):
        fleet.decide(year, rules, market, 0.9, fleet.running_share(year, 1e9) > 0)
    return fleet.running_share(last, 1e9) > 0


class TestRules:
    def test_margin_is_earned_on_what_the_bids_send_out(self):
        # Unit 1 asks 0.4 x 24 x 200 = 1920 for a day online, which its least output fetches: 0.4 x 12 x (300 + 100).
        # By day 0.4 + 0.6 x 0.75 = 0.85 run, by night 0.4 at a loss: (0.85 x 100 - 0.4 x 100) x 12 = 540 a MW and day.
        # Unit 2 asks 3840 and stays off.
        price = np.where(np.arange(24) < 12, 300.0, 100.0)[None]
        bids = Bids(
            np.array([1920.0, 3840.0]),
            np.full(2, 0.4),
            np.array([0.75, 0.25]),
            np.array([[250.0, 500.0], [500.0, 1e3]]),
        )
        share = sent_out_share(price, bids)
        assert share[0, 0, [0, 12]] == pytest.approx([0.85, 0.4])
        assert share[1].max() == 0.0
        found = energy_margin_cny_per_kw(price, np.array([365.0]), np.array([200.0, 400.0]), bids, 0.8)
        assert found == pytest.approx([540.0 * 365 * 0.8 / 1000, 0.0])

    def test_hours_that_cover_fuel_but_not_the_bid_pay_nothing_more(self):
        price = np.full((1, 24), 290.0)
        low, high = (
            energy_margin_cny_per_kw(
                price,
                np.array([365.0]),
                np.array([200.0]),
                Bids(np.array([1920.0]), np.array([0.4]), np.array([1.0]), np.array([[bid]])),
                1.0,
            )
            for bid in (250.0, 300.0)
        )
        assert high == pytest.approx(0.4 * low)  # least output alone

    def test_who_must_leave_does_so_within_some_years_and_is_told_once(self):
        leaves = leaving_times(
            np.array([NEVER, NEVER, 2027.5]), np.array([True, False, True]), 2026, np.array([0.9, 0.9, 0.0]), 3
        )
        assert leaves == pytest.approx([2029.2, NEVER, 2027.5])  # told in the middle of 2026

    def test_who_leaves_within_a_year_serves_a_part_of_it_as_who_starts_within_it(self):
        assert part_of_year(2029, np.array([2029.2, 2028.0, NEVER])) == pytest.approx([0.2, 0.0, 1.0])
        # told alike over three years a fleet leaves evenly: a year and a half of service each after the mean telling
        leaves = leaving_times(np.full(300, float(NEVER)), np.ones(300, bool), 2026, (np.arange(300) + 0.5) / 300, 3)
        served = sum(part_of_year(year, leaves) for year in range(2026, 2031))
        assert served.mean() == pytest.approx(2.0)

    def test_a_unit_needs_what_it_lies_above_the_limit(self):
        assert needed_cut(np.array([400.0, 300.0]), 320.0) == pytest.approx([0.2, 0.0])

    def test_owners_differ_in_what_they_bear(self):
        assert loses_money(np.array([100.0, 100.0]), 120.0, 0.3, np.array([0.0, 1.0])).tolist() == [False, True]

    def test_nothing_is_begun_without_room_or_income(self):
        assert enters(np.array([500.0, 500.0, 100.0]), 300.0, np.array([True, False, True])).tolist() == [
            True,
            False,
            False,
        ]


class TestFleet:
    def test_running_on_beyond_the_design_life_costs_works_and_drives_owners_out_who_just_earned_their_keep(
        self, fleet
    ):
        """A unit of 2000 starts in the middle of its year, so half of 2030 lies beyond 30 years: 600 / 10 / 2 = 30."""
        fleet.start_year[:2] = 2000
        assert fleet.extension_cny_per_kw(2029)[0] == 0.0
        assert fleet.extension_cny_per_kw(2030)[0] == pytest.approx(30.0)
        assert fleet.extension_cny_per_kw(2031)[0] == pytest.approx(60.0)
        fleet.luck[:] = 0.5
        fleet.start_year[1] = 2020
        fleet.income_cny_per_kw = np.full(len(fleet.luck), 150.0)  # covers 130, and not 190
        for year in range(2031, 2035):
            fleet._give_up(year, np.ones(len(fleet.luck), dtype=bool))
        assert fleet.leaves_at[:2].tolist() == [2035.0, NEVER]

    def test_a_quiet_year_leaves_every_unit_as_it_is(self, fleet):
        before = fleet.running_share(2026, 1e9) > 0
        assert (years(fleet, 2026, 2026) == before).all()
        assert fleet.cut.sum() == 0.0

    def test_units_of_one_year_do_not_all_leave_in_one(self, fleet):
        # 35 years, 5 more or less; evenly spread over the units that stand in the order of their start
        assert fleet.life_years.min() >= 30.0 and fleet.life_years.max() <= 40.0
        assert fleet.life_years.mean() == pytest.approx(35.0, abs=0.3)
        ends = np.ceil(fleet.units.start_year + fleet.life_years)
        assert len(set(ends[fleet.units.start_year == 2015])) == 5
        mw = [fleet.units.capacity_mw @ fleet.running_share(year, 0.0) for year in range(2040, 2061)]
        assert max(-np.diff(mw)) < 1000.0  # with one life for all 1,550 MW left in 2050

    def test_units_below_the_least_size_leave_within_three_years(self, fleet):
        small = fleet.units.capacity_mw < 300.0
        runs = years(fleet, 2026, 2030, least_unit_mw=300.0)
        assert not (runs & small).any()
        assert fleet.forced_mw == pytest.approx(705.0)

    def test_what_closed_for_its_size_may_be_built_anew_as_large_units(self, fleet):
        runs = years(fleet, 2026, 2032, least_unit_mw=300.0)
        new = fleet.units.capacity_mw[runs & fleet.is_pit_mouth].sum()
        assert new == pytest.approx(660.0)  # one unit of 660 fits into 705 MW

    def test_above_the_coal_rate_units_mend_or_leave(self, fleet):
        runs = years(fleet, 2026, 2030, coal_rate_limit_gce_per_kwh=320.0)
        rate = fleet.heat_rate_gj_per_mwh() * 0.9 * 1000.0 / 29.3076
        assert (rate[runs] <= 320.0 + 1e-6).all()
        assert ((fleet.cut > 0) & runs).any()
        assert fleet.cut.max() <= fleet.numbers.most_cut + 1e-12

    def test_permitted_units_come_on_line_only_where_income_covers_cost(self):
        came = {}
        for price in (210.0, GOOD):
            fleet = CoalFleet(load_region("luliang"), YEARS)
            runs = years(fleet, 2026, 2030, price=price, coal_commissioning_share=1.0)
            came[price] = fleet.units.capacity_mw[runs & fleet.is_permitted].sum()
        assert came == {210.0: 0.0, GOOD: pytest.approx(700.0)}

    def test_years_of_losses_close_units_unless_they_are_paid_for_standing_ready(self):
        left = {}
        for payment in (0.0, 330.0):
            fleet = CoalFleet(load_region("luliang"), YEARS)
            runs = years(fleet, 2026, 2034, price=201.0, coal_capacity_cny_per_kw=payment)
            left[payment] = fleet.units.capacity_mw[runs].sum()
        assert left[0.0] == 0.0
        assert left[330.0] == pytest.approx(6505.0)

    def test_a_class_burns_what_its_running_units_burn(self, fleet):
        group, n = fleet.units.group, len(fleet.units.group_name)
        running = np.ones(len(group), dtype=bool)
        fleet.cut[0] = 0.05
        rate = fleet.group_means(fleet.heat_rate_gj_per_mwh(), running)
        weight = fleet.units.capacity_mw
        mean = np.bincount(group, weight * fleet.heat_rate_gj_per_mwh(), minlength=n) / np.bincount(group, weight)
        assert rate == pytest.approx(mean)

    def test_large_units_stand_where_most_coal_is_mined(self):
        region = load_region("luliang")
        assert {region.counties[c].code for c in pit_mouth_units(region).county} == {"141125", "141123"}


def test_more_coal_units_make_more_power_here_and_less_in_the_rest_of_the_province():
    made, elsewhere = [], []
    for mw in (0.0, 60.0):
        power, _, _ = run_power(tiny_world(), range(2025, 2031), 3e8, rules={"pit_mouth_mw": mw})
        days, last = power.world.days, power.last
        made.append(float(days.yearly(last.coal_gw).sum()))
        elsewhere.append(float(days.yearly(last.rest_coal_gw)))
    assert made[1] > made[0]
    assert elsewhere[1] < elsewhere[0]


def test_capture_comes_with_money_burns_more_a_kwh_and_is_paid_for():
    found = {}
    for paid in (0.0, 600.0):
        power, ledger, _ = run_power(tiny_world(), range(2025, 2031), 3e8, paid=paid)
        payments = {item: float(cny.sum()) for item, _, _, cny in ledger.payments}
        rate = power.booking.fuel_gj.sum() / power.booking.coal_gwh.sum()
        found[paid] = power.booking.captured_t.sum(), rate, payments["capture support"]
    assert found[0.0][0] == 0.0
    assert found[600.0][0] > 0.0
    assert found[600.0][1] > found[0.0][1]
    assert found[600.0][2] == pytest.approx(600.0 * found[600.0][0])


def test_owners_expect_what_the_dispatch_pays():
    # What is left between them: heat duty, the months of repair, classes at the margin.
    region = load_region("luliang")
    city = City(build_world(region, until=2026, scale=0.005), lever_paths("current", region, until=2026))
    city.run_for(7)
    power, days = city.power, city.world.days
    around = Surroundings(power.numbers, city.world.storyline, days, 2026, 6)
    plants = Burning(
        power.numbers.heat_rate_factor[6] * power.fleet.heat_rate_gj_per_mwh(),
        power.units.burns_waste_coal,
        power.fleet.capture.share,
    )
    quoted = city.world.context("price.thermal_coal", "CNY/t", 2026)
    cost = variable_cost_cny_per_mwh(plants, around, power.stored_cny_per_t, quoted)
    price = 1000.0 * power.last.price_cny_per_kwh
    n, bids = power.fleet.numbers, bids_of(plants, power, around)
    sent_out = n.available_share * (1.0 - n.own_use_share)
    expected = energy_margin_cny_per_kw(price, days.weight, cost, bids, sent_out)
    running = power.running_share(2026)
    by_class = power.fleet.group_means(expected, running)
    margin = price - power.fleet.group_means(cost, running)[:, None, None]
    mw = np.bincount(power.units.group, power.units.capacity_mw * running, minlength=len(margin))
    paid = np.einsum("d,kdh->k", days.weight, power.last.coal_gw * margin)  # 1000 CNY
    runs = mw > 0
    assert by_class[runs] == pytest.approx(paid[runs] / mw[runs], rel=0.07)
