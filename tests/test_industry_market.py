"""Output: cheapest first with friction, loss to outside for what is borne only here, growth of what is full."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm.industry.oven_gas import ALUMINA, LNG, METHANOL, POWER
from abm.industry.report import places
from abm.region import load_region
from agents.firm.expand import growth_of_full, within_room
from agents.firm.gas import USES
from agents.firm.market import Market, demand_left, outputs
from agents.firm.words import COKE, PRODUCTS
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

N = len(PRODUCTS)


def market(friction=20.0, most=1.0):
    return Market(np.full(N, 2.0), np.full(N, friction), np.full(N, most))


def made(capacity, cost, wanted, **words):
    capacity, cost = np.asarray(capacity, dtype=float), np.asarray(cost, dtype=float)
    target = np.zeros(N)
    target[COKE] = wanted
    return outputs(capacity, cost, np.full(len(capacity), COKE), target, market(**words))


class TestOutputs:
    def test_the_sum_is_the_demand_as_long_as_capacity_lasts(self):
        assert made([50, 80, 20], [100, 150, 200], 90.0).sum() == pytest.approx(90.0, rel=1e-9)

    def test_capacity_is_never_exceeded_and_its_lack_is_left_over(self):
        result = made([50, 80, 20], [100, 150, 200], 1000.0)
        assert (result <= np.array([50, 80, 20]) * (1 + 1e-12)).all()
        assert result.sum() == pytest.approx(150.0, rel=1e-6)

    def test_the_cheaper_of_two_equals_runs_more_and_without_friction_all(self):
        soft = made([100, 100], [100, 130], 100.0)
        assert soft[0] > soft[1] > 0
        hard = made([100, 100], [100, 130], 100.0, friction=0.5)
        assert hard == pytest.approx([100, 0], abs=1e-6)

    def test_equal_costs_share_by_capacity(self):
        assert made([30, 60], [100, 100], 45.0) == pytest.approx([15, 30])

    def test_a_product_without_demand_or_firms_makes_nothing(self):
        assert made([50], [100], 0.0) == pytest.approx([0.0], abs=1e-6)
        assert outputs(np.zeros(0), np.zeros(0), np.zeros(0, dtype=int), np.zeros(N), market()).size == 0


class TestTrade:
    def test_a_cost_borne_only_here_leaks_and_none_leaves_demand_bit_for_bit(self):
        """Five per cent dearer with an elasticity of two: 1.05 ** -2 = 0.907 of the demand stays."""
        demand, price, elasticity = np.full(N, 100.0), np.full(N, 1000.0), np.full(N, 2.0)
        assert np.array_equal(demand_left(demand, np.zeros(N), price, elasticity), demand)
        assert demand_left(demand, np.full(N, 50.0), price, elasticity) == pytest.approx(100 * 1.05**-2)
        assert (demand_left(demand, np.full(N, -50.0), price, elasticity) > demand).all()

    def test_a_cost_borne_by_all_does_not_leak(self):
        """A higher tariff or carbon price reaches outside producers as well: the city keeps its tonnes."""
        cheap, dear = new_industry(), new_industry()
        one = np.ones((2, 24))
        FirmYear(cheap, firm_signals(cheap, 2020, one * 0.4))
        FirmYear(dear, firm_signals(dear, 2020, one * 0.8))
        # retrofits may differ; what the market leaves of the demand does not, but for surcharges on what they change
        assert dear.year.kept_t == pytest.approx(cheap.year.kept_t, rel=5e-3)
        kept = [second_year_kept(carbon_cny_per_t=np.full(N, price)) for price in (0.0, 500.0)]
        assert kept[1] == pytest.approx(kept[0], rel=1e-2)  # borne here alone it would take tens of per cent away

    def test_leaked_tonnes_stand_at_the_outside_producers_intensity(self):
        industry = new_industry()
        n = industry.yard.n_counties
        harsh = {"over_limit_cny_per_kwh": np.full(n, 0.5), "inspection": np.ones(n), "far_over_limit_cny_per_kwh": 0.5}
        FirmYear(industry, firm_signals(industry, 2020))
        FirmYear(industry, firm_signals(industry, 2021, **harsh))
        lost = industry.year.market_t - industry.year.kept_t
        assert lost.max() > 0

    def test_what_only_this_city_bore_in_the_first_year_is_in_the_trade_of_that_year(self):
        """The discount on power of 2020 won smelters 1.8 % over what the region made with it."""
        industry = new_industry(firm_world(load_region("luliang")))
        cheaper = np.full((N, industry.yard.n_counties), 0.1)
        years = []
        for year in (2020, 2021):
            FirmYear(industry, firm_signals(industry, year, preferential_cny_per_kwh=cheaper))
            years.append(industry.year.kept_t / industry.year.market_t)
        assert years[0] == pytest.approx(1.0)
        FirmYear(industry, firm_signals(industry, 2022, preferential_cny_per_kwh=0.0 * cheaper))
        ended = industry.year.kept_t / industry.year.market_t
        assert (ended < years[1] - 1e-4)[industry.economics.kwh_per_t > 200.0].all()


def second_year_kept(**changed):
    """The first year settles what a tonne's free allowances are; only then does a price of carbon bear on a tonne."""
    industry = new_industry()
    FirmYear(industry, firm_signals(industry, 2020))
    FirmYear(industry, firm_signals(industry, 2021, **changed))
    return industry.year.kept_t


def test_who_is_full_and_may_grow_grows_as_far_as_its_market_has_room():
    capacity, product = np.full(4, 100.0), np.zeros(4, dtype=int)
    more = growth_of_full(capacity, np.array([90, 90, 80, 95.0]), np.array([0.05, 0.0, 0.05, 0.05]), 0.85)
    assert more == pytest.approx([5, 0, 0, 5])
    assert within_room(more, product, np.array([20.0])) == pytest.approx(more)
    assert within_room(more, product, np.array([4.0])) == pytest.approx([2, 0, 0, 2])
    assert not within_room(more, product, np.array([0.0])).any()


def test_the_first_year_makes_what_the_region_says():
    industry = new_industry()
    FirmYear(industry, firm_signals(industry, 2020))
    p = industry.world.region.parameters
    for product in ("coke", "steel", "alumina", "cement"):
        wanted = p.value(f"output.{product}", "Mt/yr") * 1e6
        assert industry.yard.output_t(PRODUCTS.index(product)).sum() == pytest.approx(wanted, rel=1e-6), product


def test_surplus_gas_is_sold_for_what_it_is_worth_to_alumina_or_to_others_and_never_at_a_loss():
    """A GJ is worth 10 CNY to alumina, 4 as methanol, less than nothing as LNG; power is sold to the grid, not here."""
    industry = new_industry()
    rows, uses = np.flatnonzero(industry.book.product == COKE)[:2], np.zeros((2, len(USES)))
    uses[0, [ALUMINA, METHANOL]], uses[1, [LNG, POWER]] = (100.0, 50.0), (30.0, 70.0)
    value = np.zeros(len(USES))
    value[[ALUMINA, METHANOL, LNG, POWER]] = 10.0, 4.0, -3.0, 5.0
    cokeries = SimpleNamespace(split=SimpleNamespace(uses_gj=uses), value=value, rows=rows)
    others, to_alumina = industry.turnover._sold_gas(cokeries)
    assert to_alumina[rows].tolist() == [1000.0, 0.0] and others[rows].tolist() == [200.0, 0.0]
    assert to_alumina.sum() == 1000.0 and others.sum() == 200.0  # no other firm has any


def test_what_nobody_makes_any_more_leaks_from_where_plants_stood():
    made = np.array([[3.0, 1.0], [0.0, 0.0], [0.0, 0.0]])
    stood = np.array([[1.0, 1.0], [6.0, 2.0], [0.0, 0.0]])
    assert places(made, stood) == pytest.approx(np.array([[0.75, 0.25], [0.75, 0.25], [0.0, 0.0]]))
