"""Hydrogen for other regions, gas of closed mines, gas first in new plants."""

import numpy as np
import pytest

from abm.accounts.ledger import Ledger
from abm.industry.goaf_gas import GoafGas, GoafNumbers
from abm.industry.hydrogen_outlet import Outlet, OutletNumbers
from abm.region import load_region
from agents.firm.gas import sold_outside
from agents.firm.methane import drilled
from agents.firm.words import OTHER, PROJECTS
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry


class TestHydrogenForOthers:
    def test_half_of_the_spare_is_sold_where_price_and_cost_are_alike(self):
        sold = sold_outside(np.array([100.0]), np.array([12.0]), 12.0, 1e9, 0.2)
        assert sold == pytest.approx([50.0])

    def test_nothing_goes_beyond_what_is_agreed_and_cheap_plants_come_first(self):
        spare, cost = np.array([100.0, 100.0]), np.array([10.0, 20.0])
        sold = sold_outside(spare, cost, 15.0, 60.0, 0.2)
        assert sold.sum() == pytest.approx(60.0)
        assert sold[0] > sold[1]
        assert (sold_outside(spare, cost, 15.0, 0.0, 0.2) == 0.0).all()

    def test_an_outlet_makes_plants_expect_more_sales_at_a_mean_price(self):
        outlet = Outlet(OutletNumbers(np.array([26.0]), 6.0, 0.2, 10.0), 1)
        outlet.open(30.0, 0)
        assert outlet.expected(10.0, 16.0) == (40.0, pytest.approx(16.0 + 0.75 * 4.0))  # three quarters at 20 CNY

    def test_home_buyers_come_first(self):
        industry = new_industry(firm_world(load_region("tiny")))
        signals = change(firm_signals(industry, 2024), "supply", hydrogen_export_t=1e9)
        FirmYear(industry, signals)
        alone = float(industry.cokeries.outlet.sold_t.sum())
        wanted = 0.5 * float(industry.cokeries.hydrogen_t.sum())
        year = FirmYear(industry, signals, hydrogen_t=wanted)
        plants = industry.cokeries
        assert 0.0 < float(plants.outlet.sold_t.sum()) < alone
        assert float(plants.made_t.sum()) == pytest.approx(wanted + float(plants.outlet.sold_t.sum()))
        assert (plants.made_t <= plants.hydrogen_t + 1e-9).all()
        assert any(item == "hydrogen sold outside" for item, *_ in year.ledger.payments)


class TestClosedMines:
    numbers = GoafNumbers(1e9, 1.8, 2.5, 0.25, 0.1, 0.04, 0.6, 0.3)

    def test_wells_reach_what_is_on_offer_and_pays_and_stay(self):
        at_cost = drilled(np.zeros(2), 0.5, np.array([1.0, 9.0]), 0.25, 1.0)
        assert at_cost == pytest.approx([0.25, 0.5])
        assert (drilled(np.array([0.4]), 0.5, np.array([0.1]), 0.25, 0.1) == 0.0).all()

    def test_the_stock_runs_down_and_less_seeps_out(self):
        goaf, income = GoafGas(self.numbers, np.array([1.0])), np.array([2.4])
        drawn = []
        for _ in range(30):
            goaf.year(1.0, income)
            drawn.append(float(goaf.drawn_m3[0]))
        assert sum(drawn) + goaf.left_m3[0] == pytest.approx(1e9)
        assert drawn[-1] < max(drawn)
        assert goaf.seeping(np.array([10.0])) == pytest.approx(10.0 * (1.0 - 0.6 * goaf.developed))

    def test_support_above_the_states_part_is_the_citys(self):
        ledger = Ledger(1)
        GoafGas(self.numbers, np.array([1.0])).pay(np.array([100.0]), np.array([0.5]), ledger)
        paid = {payer: float(cny.sum()) for item, payer, _, cny in ledger.payments if item == "methane support"}
        assert paid == pytest.approx({"upper_budget": 30.0, "city_budget": 20.0})


class TestGasFirst:
    kind = PROJECTS.index("gas_firing")

    def _grown(self, share: float):
        """One year in which other industry adds a quarter of its capacity under the rule."""
        industry = new_industry(firm_world(load_region("tiny")))
        signals = firm_signals(industry, 2024)
        rule = np.full(industry.yard.n_counties, share)
        room = np.array(signals.investment.project_room_share)
        room[self.kind] = 0.6
        signals = change(change(signals, "supply", gas_first_share=rule), "investment", project_room_share=room)
        FirmYear(industry, signals)
        rows = np.flatnonzero(industry.book.product == OTHER)
        industry.gas_first.bound[:] = 0.0
        before = industry.book.capacity_t.copy()
        industry.book.capacity_t[rows] = before[rows] / 0.8
        industry.gas_first.build(before, signals)
        return industry, signals, rows

    def test_what_is_added_burns_gas_as_far_as_pipes_reach(self):
        industry, _, rows = self._grown(0.5)
        assert industry.gas_first.bound[rows, self.kind] == pytest.approx(0.2 * 0.5 * 0.6)  # new x rule x reach
        assert (industry.investment.done[rows, self.kind] >= 0.2 * 0.5 * 0.6 - 1e-12).all()
        assert industry.gas_first.gas_gj().sum() > 0

    def test_without_the_rule_nothing_changes(self):
        industry, _, _ = self._grown(0.0)
        assert (industry.gas_first.bound == 0.0).all()

    def test_plants_built_with_gas_keep_it_though_coal_is_cheaper(self):
        industry, signals, rows = self._grown(1.0)
        for _ in range(5):
            FirmYear(industry, signals)
        kept, done = industry.gas_first.bound[rows, self.kind], industry.investment.done[rows, self.kind]
        assert (done >= kept - 1e-12).all() and (kept > 0).all()

    def test_dearer_gas_is_weighed_by_who_would_build(self):
        industry, signals, rows = self._grown(1.0)
        none = np.zeros(len(industry.book))
        dearer = industry.gas_first.dearer_cny_per_t(signals, none, np.arange(len(none)))
        assert (dearer[rows] > 0).all()
        assert (dearer[industry.book.product != OTHER] >= 0).all()


def test_vertical_retorts_save_coal_of_other_industry_and_nothing_else():
    industry = new_industry(firm_world(load_region("tiny")))
    signals = firm_signals(industry, 2024)
    retort = PROJECTS.index("vertical_retort")
    FirmYear(industry, signals)
    burnt = []
    for share in (0.0, 0.005):
        industry.investment.done[:] = 0.0
        industry.investment.done[industry.book.product == OTHER, retort] = share
        ledger = Ledger(industry.yard.n_counties)
        ledger.burn("other_industry", "raw_coal", np.full(industry.yard.n_counties, 1e6))
        ledger.burn("chemicals", "raw_coal", np.full(industry.yard.n_counties, 1e6))
        industry.investment.write(ledger)
        burnt.append([float(ledger.burnt(sector).sum()) for sector in ("other_industry", "chemicals")])
    made = float(industry.book.output_t[industry.book.product == OTHER].sum())
    assert burnt[1][0] - burnt[0][0] == pytest.approx(-120.0 * 0.005 * made)
    assert burnt[1][1] == burnt[0][1]
