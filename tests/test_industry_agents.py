"""Firms as Mesa agents, the supply network, ovens over the years, and orders."""

import mesa
import networkx as nx
import numpy as np
import pytest

from abm.industry.renewal import DRY
from abm.industry.supply import supply_graph, word_of_mouth
from agents.firm import CokePlant, Firm, Mine, SteelWorks
from agents.firm.aware import chance_of_awareness, plans_now
from agents.firm.command import complies, order_places
from agents.firm.words import COKE, RAW_COAL, STEEL, TALL_OVEN_M
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry


@pytest.fixture
def industry():
    return new_industry(firm_world(until=2026))


class TestAgents:
    def test_a_firm_is_a_mesa_agent_and_shows_its_row_of_the_book(self, industry):
        firm = industry.agents[0]
        assert isinstance(firm, Mine) and isinstance(firm, mesa.Agent)
        assert firm.capacity_t == industry.book.capacity_t[0]
        assert firm.sector == "coal_mining" and firm.gas_rating == "high" and firm.owner_type == "provincial"

    def test_what_is_written_to_a_firm_stands_in_the_book(self, industry):
        industry.agents[2].specific_use = 77.0
        assert industry.book.specific_use[2] == 77.0

    def test_sets_of_firms_take_mesas_verbs(self, industry):
        FirmYear(industry, firm_signals(industry, 2020))
        model = industry.agents[0].model
        plants = model.agents_by_type[CokePlant]
        assert plants.agg("output_t", sum) == pytest.approx(industry.yard.output_t(COKE).sum())
        assert {firm.oven_class for firm in plants} == {"small", "large"}
        large = plants.select(lambda firm: firm.oven_class == "large")
        assert 0 < len(large) < len(plants)
        assert 0 < model.agents_by_type[SteelWorks].get("utilisation")[0] <= 1.1

    def test_an_unknown_attribute_names_the_kind(self, industry):
        with pytest.raises(AttributeError, match="Mine has no attribute 'height'"):
            industry.agents[0].height

    def test_every_firm_is_a_firm(self, industry):
        assert all(isinstance(firm, Firm) for firm in industry.agents)
        assert len(industry.agents) == len(industry.book)


class TestNetwork:
    def test_coal_goes_to_coke_and_coke_to_steel(self, industry):
        graph = supply_graph(industry.book)
        assert nx.is_directed_acyclic_graph(graph)
        for seller, buyer, edge in graph.edges(data=True):
            assert (industry.book.product[seller], edge["good"]) != (STEEL, "coke")
            if edge["good"] == "clean coal":
                assert industry.book.product[seller] == RAW_COAL and industry.book.product[buyer] == COKE
        steel = int(np.flatnonzero(industry.book.product == STEEL)[0])
        assert {industry.book.product[n] for n in graph.predecessors(steel)} == {COKE}

    def test_shares_of_those_listened_to_add_to_one(self, industry):
        words = word_of_mouth(industry.book, supply_graph(industry.book))
        rows = np.asarray(words.sum(axis=1)).ravel()
        assert set(np.round(rows, 12)) <= {0.0, 1.0}
        assert (words @ np.ones(len(rows)) <= 1 + 1e-12).all()

    def test_word_spreads_from_mended_partners_demonstrations_and_surcharges(self):
        chance = chance_of_awareness(
            0.03, 0.4, np.array([0.0, 1.0, 0.0, 0.0]), np.array([0.0, 0.0, 0.5, 0.0]), np.array([False] * 3 + [True])
        )
        assert chance == pytest.approx([0.03, 0.43, 0.23, 1.0])

    def test_every_firm_plans_once_in_its_interval(self):
        luck = np.linspace(0, 0.999, 50)
        points = sum(plans_now(luck, year, 4).astype(int) for year in range(2020, 2024))
        assert (points == 1).all()


class TestOvens:
    def test_low_ovens_leave_within_three_years_of_the_rule_and_tall_ones_stay(self, industry):
        for year in range(2020, 2025):
            rule = 4.5 if year >= 2021 else 0.0
            FirmYear(industry, firm_signals(industry, year, least_oven_height_m=rule))
        book = industry.book
        low = (book.product == COKE) & (book.oven_height_m < TALL_OVEN_M)
        assert not book.is_open(2024)[low].any()
        assert book.is_open(2024)[(book.product == COKE) & ~low].all()
        assert set(book.last_year[low]) <= {2021, 2022, 2023}

    def test_an_oven_that_must_leave_soon_does_not_mend(self, industry):
        n = industry.yard.n_counties
        FirmYear(industry, firm_signals(industry, 2020, least_oven_height_m=4.5, grant_share=np.full(n, 0.6)))
        low = (industry.book.product == COKE) & (industry.book.oven_height_m < TALL_OVEN_M)
        assert not industry.book.is_mended[low].any()

    def test_dry_quenching_makes_power_of_waste_heat(self):
        power = []
        for share in (0.0, 1.0):
            industry = new_industry()
            industry.investment.done[:, DRY] = share * industry.investment.fits[:, DRY]
            signals = firm_signals(industry, 2020)
            order = np.zeros_like(signals.investment.project_order_share)
            order[DRY] = share
            none = np.zeros_like(signals.investment.project_room_share)
            rules = change(signals, "investment", project_order_share=order, project_room_share=none)
            year = FirmYear(industry, rules)
            power.append(year.flows.byproduct_power_kwh.sum())
        tall = industry.book.oven_height_m[industry.cokeries.rows] >= TALL_OVEN_M
        coke_t = industry.book.output_t[industry.cokeries.rows][tall].sum()
        assert power[1] - power[0] == pytest.approx(coke_t * industry.cokeries.numbers.oven.dry_power)


class TestCommand:
    def test_an_order_falls_on_the_best_first(self):
        """Three firms of 30, 30 and 40 %: an order of 30 % names the best alone, of 40 % the two best."""
        places = order_places(np.zeros(3, dtype=int), np.array([40.0, 30.0, 30.0]), np.array([9.0, 7.0, 8.0]))
        assert places == pytest.approx([0.6, 0.0, 0.3])
        always = np.ones(3)
        draw = np.full(3, 0.5)
        assert complies(places, np.full(3, 0.3), always, draw).tolist() == [False, True, False]
        assert complies(places, np.full(3, 0.4), always, draw).tolist() == [False, True, True]
        assert not complies(places, np.full(3, 0.0), always, draw).any()

    def test_owners_comply_at_their_own_speed(self):
        obeys = complies(np.zeros(2), np.ones(2), np.array([0.6, 0.3]), np.array([0.5, 0.5]))
        assert obeys.tolist() == [True, False]

    def test_ordered_ovens_of_the_zones_reach_the_benchmark(self):
        industry = new_industry(firm_world(until=2032))
        n = industry.yard.n_counties
        for year in range(2020, 2033):
            FirmYear(industry, firm_signals(industry, year, zone_order_share=np.ones(n)))
        book = industry.book
        zone = book.in_zone & (book.oven_height_m >= TALL_OVEN_M) & book.is_open(2026)
        assert zone.any()
        at = book.specific_use[zone] <= industry.perception.benchmark[COKE]
        assert at.mean() > 0.5


def test_deciding_comes_before_acting(industry):
    with pytest.raises(RuntimeError, match="decide"):
        industry._year()
    with pytest.raises(RuntimeError, match="act comes before settle"):
        industry.cokeries._coked()
