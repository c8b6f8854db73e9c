"""What goes round: by-products and clinker, scrap and the routes of steel, waste heat and parks."""

import numpy as np
import pytest

from abm.industry.byproducts import GOODS, USES
from agents.firm.byproducts import accepted, blended_share, matched
from agents.firm.heat_use import connected
from agents.firm.scrap import charged_share, melted, stays_here
from agents.firm.words import ALUMINIUM, CEMENT, STEEL
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry


def run(until=2030, **rules):
    industry = new_industry(firm_world(until=until))
    for year in range(2020, until + 1):
        last = FirmYear(industry, change(firm_signals(industry, year), "materials", **rules))
    return industry, last


class TestMatching:
    def test_what_flows_is_within_supply_willingness_and_room(self):
        rng = np.random.default_rng(1)
        supply, room = rng.random((4, 5)) * 10, rng.random((3, 5)) * 4
        willing, most = rng.random((4, 3, 5, 5)), rng.random((4, 3, 5)) * 3
        flow = matched(supply, room, willing, most)
        assert (flow >= 0).all()
        assert (flow.sum(axis=(1, 3)) <= supply * willing.max(axis=(1, 3)) + 1e-9).all()
        assert (flow.sum(axis=(0, 2)) <= room + 1e-9).all()
        assert (flow.sum(axis=2) <= most + 1e-9).all()

    def test_users_take_the_goods_they_prefer_first(self):
        """Room for 5; 4 of the first good and 4 of the second are offered: 4 and 1."""
        one = np.ones((2, 1, 1, 1))
        flow = matched(np.full((2, 1), 4.0), np.full((1, 1), 5.0), one, np.full((2, 1, 1), 9.0))
        assert flow[:, 0, 0, 0] == pytest.approx([4.0, 1.0])

    def test_haulage_that_eats_the_worth_leaves_half_willing(self):
        worth = np.full((1, 1, 1, 1), 20.0)
        assert accepted(worth, np.array([[20.0]]), 10.0)[0, 0, 0, 0] == pytest.approx(0.5)

    def test_support_for_users_makes_more_of_it_flow(self):
        used = [
            run(2027, waste_support_cny_per_t=np.full(2, cny))[0].circular.byproducts.used_t().sum()
            for cny in (0.0, 30.0)
        ]
        assert used[1] > 1.05 * used[0]

    def test_lines_that_are_worn_out_and_wanted_are_bought_anew(self):
        """They went on for nothing: only what was added was paid for."""
        industry = new_industry()
        FirmYear(industry, firm_signals(industry, 2020))
        works = industry.circular.byproducts
        before = works.lines_t.copy()
        FirmYear(industry, firm_signals(industry, 2021))
        n, change = works.numbers, works.lines_t - before
        renewed = before / n.line_life + np.minimum(change, 0.0) + np.maximum(change, 0.0)
        assert works.capital_cny == pytest.approx(renewed * n.line_capital)
        assert works.capital_cny.sum() > 0.0

    def test_what_is_not_used_is_in_the_heap(self):
        industry, _ = run(2021)
        b = industry.circular.byproducts
        made, used = b.supply_t.sum(), b.flow_t.sum()
        before = new_industry(firm_world(until=2021))
        FirmYear(before, firm_signals(before, 2020))
        grown = b.heap_t.sum() - before.circular.byproducts.heap_t.sum()
        assert grown == pytest.approx(made - used, rel=1e-9)
        assert b.flow_t.shape[:2] == (len(GOODS), len(USES))


class TestClinker:
    def test_works_blend_half_the_most_where_slag_costs_what_clinker_does(self):
        assert blended_share(np.array([150.0]), np.array([150.0]), 0.38, 50.0) == pytest.approx([0.19])

    def test_process_co2_follows_the_clinker(self):
        industry, year = run(2022)
        cement = industry.yard.output_t(CEMENT)
        clinker = cement * industry.circular.byproducts.clinker_ratio
        released = year.ledger.gas_t[1].sum(axis=1)  # process CO2 by sector and county
        from abm.accounts.words import SECTORS

        assert released[SECTORS.index("cement")] == pytest.approx(clinker * industry.works.clinker_co2)

    def test_kilns_that_stand_still_make_less(self):
        made = [run(2024, kiln_months_stopped=months)[0].yard.output_t(CEMENT).sum() for months in (4.0, 9.0)]
        capacity = new_industry().yard.by_product(new_industry().book.capacity_t)[CEMENT]
        assert made[1] < made[0]
        assert made[1] <= capacity * 3.0 / 12.0 * (1 + 1e-9)


class TestSteel:
    def test_half_way_between_least_and_most_where_scrap_costs_what_iron_does(self):
        assert charged_share(2500.0, 2500.0, 0.1, 0.3, 200.0) == pytest.approx(0.2)

    def test_near_scrap_first_and_far_scrap_up_to_what_its_price_allows(self):
        assert melted(100.0, 60.0, 40.0) == (40.0, 20.0)
        assert melted(100.0, 60.0, 80.0) == (80.0, 0.0)
        assert melted(50.0, 60.0, 80.0) == (50.0, 10.0)

    def test_support_keeps_scrap_in_the_city(self):
        assert stays_here(0.6, np.array([0.0]), 120.0) == pytest.approx([0.6])
        assert stays_here(0.6, np.array([100.0]), 120.0)[0] > 0.7

    def test_more_scrap_means_less_coke(self):
        coke = []
        for cny in (0.0, 300.0):
            _, year = run(2023, scrap_support_cny_per_t=np.full(2, cny))
            coke.append(year.ledger.flow("turned", "coke").sum() / year.flows.output_t["steel"].sum())
        assert coke[1] < coke[0]

    def test_scrap_support_is_paid_once_for_each_tonne_that_is_melted(self):
        industry, year = run(2022, scrap_support_cny_per_t=np.full(2, 300.0))
        paid = sum(cny.sum() for item, _, _, cny in year.ledger.payments if item == "scrap support")
        assert paid == pytest.approx(industry.steelmaking.scrap_t() * 300.0)

    def test_scrap_that_support_draws_is_missed_outside(self):
        plain, supported = (run(2024, scrap_support_cny_per_t=np.full(2, cny))[0].steelmaking for cny in (0.0, 300.0))
        assert plain.missed_co2_t().sum() == 0.0
        assert supported.year.drawn_t > 0
        assert supported.missed_co2_t().sum() == pytest.approx(
            supported.year.drawn_t * supported.numbers.outside_co2, rel=1e-9
        )

    def test_hydrogen_iron_takes_its_hydrogen_from_the_balance_and_from_trucks(self):
        plain, pilot = (self._with_support(cny) for cny in (0.0, 2500.0))
        (_, year0), (industry, year1) = plain, pilot
        assert industry.steelmaking.hydrogen_t > 0
        assert year1.flows.hydrogen_capacity_t.sum() < year0.flows.hydrogen_capacity_t.sum()
        heat = industry.fuels.heat["hydrogen"]
        used = year1.ledger.flow("used", "hydrogen").sum() / heat
        assert used == pytest.approx(industry.steelmaking.hydrogen_t)
        assert industry.cokeries.made_t.sum() == pytest.approx(industry.steelmaking.hydrogen_t)

    def _with_support(self, cny):
        industry = new_industry(firm_world(until=2034))
        for year in range(2020, 2035):
            signals = firm_signals(industry, year)
            support = np.zeros(len(signals.investment.project_support_cny_per_t))
            from agents.firm.words import PROJECTS

            support[PROJECTS.index("hydrogen_iron")] = cny
            last = FirmYear(industry, change(signals, "investment", project_support_cny_per_t=support))
        return industry, last


class TestHeat:
    def test_a_part_of_what_pays_is_built_and_nothing_dug_up(self):
        one = np.ones(1)
        got = connected(0.1 * one, 500.0 * one, 100.0 * one, 5.0 * one, (0.2, 3.0))
        assert got == pytest.approx([0.1 + 0.2 * 0.4])
        assert connected(0.8 * one, 500.0 * one, 100.0 * one, 5.0 * one, (0.2, 3.0)) == pytest.approx([0.8])

    def test_grants_for_pipes_and_parks_move_their_own(self):
        none, some = np.zeros(2), np.full(2, 0.6)
        plain, _ = run(2028)
        piped, _ = run(2028, heat_grant_share=some, park_grant_share=none)
        parked, _ = run(2028, heat_grant_share=none, park_grant_share=some)
        assert (piped.circular.heat.town > plain.circular.heat.town).all()
        assert (piped.circular.heat.park == plain.circular.heat.park).all()
        assert (parked.circular.heat.park > plain.circular.heat.park).all()

    def test_steam_of_neighbours_never_replaces_more_boiler_coal_than_there_is(self):
        industry, year = run(2030, park_grant_share=np.full(2, 0.7))
        heat = industry.circular.heat
        assert sum(gj.sum() for gj in heat.saved_gj.values()) > 0
        assert year.ledger.energy_gj.min() >= -1e-6
        coal = sum(heat.saved_gj.values())
        assert heat.exchanged_gj == pytest.approx(coal * heat.numbers.boiler_efficiency)


def test_a_smelter_buys_green_power_as_far_as_it_may_and_likes():
    plain, _ = run(2030)
    industry, year = run(2030, green_access_share=1.0)
    assert plain.circular.green_share == 0.0
    assert 0.3 < industry.circular.green_share < 1.0
    kwh = (industry.book.output_t * industry.book.kwh_per_t_now())[industry.book.product == ALUMINIUM].sum()
    assert year.flows.green_power_kwh.sum() == pytest.approx(kwh * industry.circular.green_share)


def test_steel_keeps_its_tonnes_whatever_the_route():
    industry, year = run(2030)
    assert year.flows.output_t["steel"] == pytest.approx(industry.yard.output_t(STEEL))
