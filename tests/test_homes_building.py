"""Walls, codes, meters and kitchens: who renovates, what is paid, and what changes."""

import numpy as np
import pytest

from abm import load_region
from abm.homes.kitchens import Kitchens
from agents.choice import one_in
from agents.household.envelope import EnvelopeTaste, metered_bill, renovates
from agents.household.kitchen import taken_up
from agents.signals import change
from tests.home_world import home_world, homes_of, live, recorded, signals_of

TASTE = EnvelopeTaste(cost=12.0, comfort=1.0, hassle=2.2)


def with_building(homes, year, **values):
    filled = {name: np.full(2, value) for name, value in values.items()}
    return change(signals_of(homes, year), "building", **filled)


def test_half_renovate_when_what_is_saved_pays_works_and_hassle():
    # 12 * (saving - cost) / income = 2.2 - 1.0: indifferent
    saving, cost, income = np.array([5000.0]), np.array([0.0]), np.array([50_000.0])
    assert renovates(np.array([0.49]), saving, cost, income, TASTE)[0]
    assert not renovates(np.array([0.51]), saving, cost, income, TASTE)[0]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_what_eats_a_hundred_incomes_is_taken_by_nobody_and_no_number_overflows(kind):
    saving, income = np.array([0.0, 1e9], dtype=kind), np.array([1000.0, 1000.0], dtype=kind)
    cost = np.array([1e9, 0.0], dtype=kind)
    assert renovates(np.array([1e-9, 1.0 - 1e-9]), saving, cost, income, TASTE).tolist() == [False, True]
    assert one_in(np.array([-1e6, 0.0, 1e6], dtype=kind))[1:].tolist() == [2.0, 1.0]
    assert one_in(kind(-1e6)) == one_in(kind(-81.0)) > 1e34


def test_a_meter_bills_a_fixed_part_and_the_rest_by_heat():
    area = np.array([1000.0, 1000.0])
    assert metered_bill(area, np.array([0.0, 1.0]), np.array([0.5, 0.5]), 0.4) == pytest.approx([1000.0, 700.0])


def test_of_those_whose_cooker_fails_the_logit_share_takes_an_electric_one():
    have, bought = taken_up(np.array([0.5]), 0.2, np.array([0.0]))
    assert bought == pytest.approx([0.05])  # 0.5 * 0.2 * 0.5
    assert have == pytest.approx([0.55])


def test_a_grant_makes_more_homes_renovate_and_they_need_less_heat():
    done = {}
    for grant in (0.0, 160.0):
        homes = homes_of(home_world())
        before = homes.table.need_kwh.copy()
        for year in range(2020, 2026):
            year_of = live(homes, with_building(homes, year, rural_retrofit_cny_per_m2=grant))
        renovated = homes.envelope.state == 1
        assert homes.table.need_kwh[renovated] == pytest.approx(before[renovated] * 0.7)
        done[grant] = renovated.mean()
        works, support = homes.envelope.paid
        assert (support <= works + 1e-6).all()
        paid = {item: float(cny.sum()) for item, _, _, cny in year_of.ledger.payments}
        assert paid["envelope works"] == pytest.approx(works.sum())
    assert done[160.0] > 2 * done[0.0]


def test_meters_save_heat_and_money_on_the_pipe_only():
    plain, metered = homes_of(home_world()), homes_of(home_world())
    a = live(plain, signals_of(plain, 2020))
    b = live(metered, with_building(metered, 2020, metered_share=1.0))
    cut = metered.envelope.numbers.turned_down
    assert b.flows.district_heat_gj == pytest.approx(a.flows.district_heat_gj * (1 - cut))
    assert b.ledger.burnt("homes_rural").sum() == pytest.approx(a.ledger.burnt("homes_rural").sum())


def paid_for(item, year_of):
    return sum(float(cny.sum()) for name, _, _, cny in year_of.ledger.payments if name == item)


def test_meters_cost_their_keep_by_floor_and_heat_companies_pay():
    homes = homes_of(home_world())
    half = live(homes, with_building(homes, 2020, metered_share=0.5))
    n, piped = homes.envelope.numbers, homes.now.winter.piped
    floor_m2 = float((homes.table.weight * homes.table.floor_m2)[piped].sum())
    assert paid_for("heat meters", half) == pytest.approx(0.5 * floor_m2 * n.meter_cny_per_m2)
    assert paid_for("heat meters", live(homes, with_building(homes, 2021, metered_share=0.0))) == 0.0


def test_a_stricter_code_costs_more_by_the_square_of_what_it_saves():
    cost = {}
    for saving in (0.0, 0.3, 0.6):
        homes = homes_of(home_world())
        cost[saving] = sum(
            paid_for("building code works", live(homes, with_building(homes, year, code_saving_share=saving)))
            for year in range(2020, 2026)
        )
    assert cost[0.0] == 0.0 < cost[0.3]
    assert cost[0.6] == pytest.approx(4.0 * cost[0.3])


def test_electric_kitchens_burn_less_and_draw_power():
    plain, electric = homes_of(home_world()), homes_of(home_world())
    for year in range(2020, 2026):
        a = live(plain, signals_of(plain, year))
        b = live(electric, with_building(electric, year, kitchen_support_cny=2000.0))
    assert b.ledger.burnt("homes_rural").sum() < a.ledger.burnt("homes_rural").sum()
    assert b.loads.kwh.sum() > a.loads.kwh.sum()


def test_a_credit_counts_by_the_homes_of_the_county_that_takes_it_up():
    kitchens = Kitchens(load_region("tiny"))
    kitchens.best = np.array([0.4, 0.0])
    saving = kitchens.numbers.appliance_saving
    assert kitchens.appliance_factor(np.array([1000.0, 3000.0])) == pytest.approx(1 - saving * 0.1)
    assert kitchens.appliance_factor(np.array([3000.0, 1000.0])) == pytest.approx(1 - saving * 0.3)


def test_the_electricity_of_homes_holds_that_of_village_kitchens():
    homes = homes_of(home_world())
    for year in range(2020, 2024):
        lived = live(homes, with_building(homes, year, kitchen_support_cny=2000.0))
    assert homes.kitchens.electric.min() > 0.05
    told = recorded(homes, 2023).counties("Homes|Electricity", 2023)
    assert told == pytest.approx(lived.loads.kwh.sum(axis=0) / 1e9)
