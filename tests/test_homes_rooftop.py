"""PV on homes: payback, rules by date, neighbours, rented roofs, room in the grid."""

from dataclasses import replace

import numpy as np
import pytest

from abm.homes.roof_developers import RoofDevelopers
from abm.homes.roofs import RoofMarket, keenest, looking
from abm.region import load_region
from agents.household.rooftop import (
    RooftopOffer,
    RooftopTaste,
    RooftopTraits,
    buys,
    chance_to_look,
    export_price,
    let_income_per_kw,
    payback_of,
    rents_out,
    system_kw,
    yearly_income_per_kw,
)
from agents.signals import change
from tests.home_world import home_world, homes_of, live, signals_of

TRAITS = RooftopTraits(kw_per_m2=0.14, most_kw=20.0, yield_kwh_per_kw=1250.0, upkeep_share=0.015, life_years=25)
TASTE = RooftopTaste(0.01, 0.5, 0.1, 0.01, down_payment=2.5, rent_threshold_share=0.012)
OFFER = RooftopOffer(3000.0, 0.1, 0.477, 0.332, 70.0)


def test_a_kw_earns_what_it_saves_and_sells_less_upkeep():
    # (0.1 x 0.477 + 0.9 x 0.332) x 1,250 - 0.015 x 3,000 = 433.1 - 45
    assert yearly_income_per_kw(OFFER, TRAITS) == pytest.approx(388.125)


def test_a_home_buys_when_payback_is_short_enough_and_it_can_pay():
    # payback 3,000 / 388.1 = 7.73 years; 14 kW cost 42,000
    payback = payback_of((OFFER,), TRAITS)
    assert payback == pytest.approx([3000 / 388.125])
    cost, income = np.full(3, 42000.0), np.array([30000.0, 30000.0, 15000.0])
    required = np.array([8.0, 7.0, 8.0])
    assert list(buys(cost, income, payback, required, TASTE)) == [True, False, False]


def test_export_price_by_the_rules_of_its_date():
    assert export_price(0.332, 0.15, 0.0, 0.8, 0.3) == pytest.approx(0.332)  # until 2025: benchmark
    # from 2026: 0.8 x 0.30 + 0.2 x 0.15 = 0.27
    assert export_price(0.332, 0.15, 1.0, 0.8, 0.3) == pytest.approx(0.27)
    assert export_price(0.332, 0.15, 0.5, 0.8, 0.3) == pytest.approx(0.5 * 0.332 + 0.5 * 0.27)


def test_a_roof_holds_what_its_floor_allows_up_to_a_limit():
    assert system_kw(np.array([100.0, 300.0]), TRAITS) == pytest.approx([14.0, 20.0])


def test_a_rent_must_be_worth_it_and_a_developer_come_by():
    rent, income = np.array([980.0, 980.0, 980.0]), np.array([30000.0, 90000.0, 30000.0])
    draw = np.array([0.2, 0.2, 0.8])
    assert list(rents_out(rent, income, np.full(3, 0.6), draw, TASTE)) == [True, False, False]


def test_developers_spread_while_a_rented_roof_pays_and_withdraw_when_it_does_not():
    # 0.332 x 1,250 - 0.015 x 3,000 - 70
    assert let_income_per_kw(OFFER, TRAITS) == pytest.approx(300.0)
    developers = RoofDevelopers(load_region("tiny").parameters)
    n, reach = developers.numbers, []
    for export in [0.332] * 8 + [0.12] * 8:
        developers.decide(replace(OFFER, export_cny_per_kwh=export), TRAITS)
        reach.append(developers.reach)
    assert 0.0 < reach[0] < reach[3] < reach[7] < n.most_share
    assert reach[15] < reach[11] < reach[7]
    assert developers.willing_share < 0.05
    programme = np.array([0.0, 1.0])
    assert list(developers.renting(programme)) == pytest.approx(
        [reach[15], 1.0 - (1.0 - developers.willing_share) * (1.0 - reach[15])]
    )


def test_neighbours_programmes_and_room_make_homes_look():
    def chance(around=0.0, programme=0.0, room=1.0):
        return chance_to_look(around, programme, room, 0.0, TASTE)

    assert chance(0.2) == pytest.approx(0.01 + 0.5 * 0.2)
    assert chance(programme=1.0) == pytest.approx(0.01 + 0.1)
    assert chance(room=0.0) == 0.0
    assert chance(programme=1.0, room=0.5) == pytest.approx((0.01 + 0.1 * 0.5) * 0.5)  # fewer visits too


def stock_mw(years, programme=0.0):
    homes = homes_of(home_world(3000))
    for year in years:
        signals = change(signals_of(homes, year), "rooftop", programme=np.full(2, programme))
        flows = live(homes, signals).flows
    return flows.rooftop_pv_mw, homes


def test_a_whole_county_programme_changes_the_slope_where_it_is_carried_out():
    years = range(2024, 2028)
    left, _ = stock_mw(years)
    pushed, homes = stock_mw(years, programme=1.0)
    pilot = homes.rooftop.pilot > 0
    assert pushed[pilot].sum() > 1.2 * left[pilot].sum()
    assert homes.table.roof_let.any()


def test_pv_spreads_in_the_village_where_it_is():
    n = 24000
    columns = home_world(n).population.households
    some = columns["has_roof"] & (columns["community"] == 4) & (np.arange(n) % 8 == 0)
    kw = np.where(some, 10.0, 0.0).astype(np.float32)
    homes = homes_of(home_world(n, pv_kw=kw, pv_year=np.full(n, 2022, np.int16)))
    live(homes, signals_of(homes, 2024))
    new = homes.table.pv_year == 2024
    free = homes.table.has_roof & ~homes.table.is_absent & ~some
    near = new[free & (homes.table.community == 4)].mean()
    far = new[free & (homes.table.community == 2)].mean()
    assert near > 2 * far


def test_market_settlement_slows_new_systems():
    added = {}
    for settled in (0.0, 1.0):
        homes = homes_of(home_world(3000))
        before = homes.table.pv_kw.sum()
        for year in (2024, 2025):
            live(homes, change(signals_of(homes, year), "rooftop", market_settled_share=settled, mechanism_share=0.0))
        added[settled] = homes.table.pv_kw.sum() - before
    assert added[1.0] < 0.7 * added[0.0]


def test_a_system_comes_down_after_its_life():
    n = 500
    homes = homes_of(home_world(n, pv_kw=np.full(n, 10.0, np.float32), pv_year=np.full(n, 2000, np.int16)))
    live(homes, signals_of(homes, 2027))
    assert (homes.table.pv_kw[homes.table.pv_year == 2000] == 0).all()


def test_who_owns_a_system_keeps_it():
    """What a buyer reckons with a year is paid: by the home for its own roof, by the developer for a rented one."""
    n = 500
    kw = np.where(np.arange(n) < 100, 10.0, 0.0).astype(np.float32)
    homes = homes_of(home_world(n, pv_kw=kw, pv_year=np.full(n, 2020, np.int16), roof_let=np.arange(n) < 40))
    signals = change(signals_of(homes, 2026), "rooftop", rent_cny_per_kw_year=0.0)
    ledger = live(homes, signals).ledger
    paid = {(item, payer): cny.sum() for item, payer, _, cny in ledger.payments}
    per_kw = signals.rooftop.price_cny_per_kw * homes.rooftop.traits.upkeep_share
    own = homes.table.pv_kw * ~homes.table.roof_let @ homes.table.weight
    let = homes.table.pv_kw * homes.table.roof_let @ homes.table.weight
    assert paid["rooftop PV kept", "households"] == pytest.approx(own * per_kw, rel=1e-5)
    assert paid["plants kept", "firms"] == pytest.approx(let * per_kw, rel=1e-5)
    assert let > 0.0 and own > let


def test_nobody_without_a_roof_has_pv():
    _, homes = stock_mw(range(2024, 2030), programme=1.0)
    assert (homes.table.pv_kw[~homes.table.has_roof] == 0).all()


def test_the_past_follows_what_was_observed():
    world = home_world(3000, history="observed")
    homes = homes_of(world)
    homes.observed_pv_mw = {2020: 45.0, 2021: 60.0}
    start = float(np.dot(homes.table.weight, homes.table.pv_kw)) / 1000
    for year, wanted in homes.observed_pv_mw.items():
        flows = live(homes, signals_of(homes, year)).flows
        reached = flows.rooftop_pv_mw.sum()
        assert reached == pytest.approx(max(wanted, start), rel=0.15)


@pytest.mark.parametrize("built", [2020, 2026])
def test_a_system_keeps_the_settlement_of_the_year_in_which_it_was_built(built):
    """The benchmark until 2024; later the market's 0.2 CNY/kWh, of which the year's part is topped up to its price."""
    n, now = 500, 2035
    homes = homes_of(
        home_world(
            n,
            pv_kw=np.where(np.arange(n) < 100, 10.0, 0.0).astype(np.float32),
            pv_year=np.full(n, built, np.int16),
            is_absent=np.ones(n, dtype=bool),
        )
    )
    signals = change(signals_of(homes, now), "rooftop", market_settled_share=1.0)
    ledger = live(homes, signals).ledger
    sold = sum(cny.sum() for item, _, _, cny in ledger.payments if item == "rooftop power sold")
    numbers = homes.rooftop
    kwh = 100 * 10.0 * 50.0 * numbers.traits.yield_kwh_per_kw * (1 - numbers.own_use[now - 2020])
    share, top = numbers.mechanism_share[built - 2020], numbers.mechanism_price[built - 2020]
    assert share != numbers.mechanism_share[now - 2020]
    assert sold == pytest.approx(kwh * (0.332 if built == 2020 else share * top + (1 - share) * 0.2), rel=1e-5)


def test_nobody_looks_into_pv_more_keenly_than_the_keenest():
    homes = homes_of(home_world(2000))
    live(homes, signals_of(homes, 2027))
    table, scene = homes.table, homes.now.scene
    market = RoofMarket((), np.array([0.9, 0.1]), np.zeros(2), np.array([0.4, 1.0]), 1.3)
    chance = looking(table, scene, market, homes.rooftop, np.arange(len(table)))
    assert chance.max() <= keenest(table, scene, market, homes.rooftop)
