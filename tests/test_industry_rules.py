"""Rules of firms that stand by themselves: budgets, admission, patience, the worth of gas, orders, sidings."""

from dataclasses import replace

import numpy as np
import pytest

from agents.firm.budget import allowed_use, excess
from agents.firm.expand import admitted_share, started
from agents.firm.gas import hydrogen_cost
from agents.firm.idle import own_patience
from agents.firm.mend import at_benchmark, mend
from agents.firm.sidings import sidings_built
from tests.test_industry_surcharges import plain_rules, plants, technique


def test_a_budget_lies_below_the_first_years_use_but_never_below_the_benchmark():
    """A tenth off 100 is 90; off 52 it would be 46.8, the benchmark is 50; 45 is better already and goes on."""
    first = np.array([100.0, 52.0, 45.0, 100.0])
    allowed = allowed_use(first, np.full(4, 0.1), np.full(4, 50.0), np.array([True, True, True, False]))
    assert allowed == pytest.approx([90.0, 50.0, 45.0, 100.0])
    assert excess(np.array([95.0, 49.0, 45.0, 100.0]), allowed) == pytest.approx([5.0, 0.0, 0.0, 0.0])


def test_admission_lets_in_what_finds_quota_as_far_as_it_is_strict():
    """At half of the strictness and a third of quota found: 0.5 + 0.5 / 3 = 0.667."""
    assert admitted_share(np.array([0.0, 0.5, 1.0]), 1.0 / 3.0) == pytest.approx([1.0, 2.0 / 3.0, 1.0 / 3.0])


def test_an_announced_plant_is_begun_by_thirds_as_far_as_it_pays_and_is_admitted():
    """Free of charge all of it is wanted: a third a year, less where less is left; at the hurdle itself, half of it."""
    begun, admitted = np.array([0.0, 0.9, 0.5, 0.6]), np.array([1.0, 1.0, 0.5, 0.5])
    free = started(begun, admitted, np.zeros(4), np.ones(4), 5.0, 3.0)
    assert free == pytest.approx([1.0 / 3.0, 0.1, 0.0, 0.0])
    at_the_hurdle = started(np.array([0.0, 0.3]), np.ones(2), np.full(2, 500.0), np.full(2, 100.0), 5.0, 3.0)
    assert at_the_hurdle == pytest.approx([1.0 / 3.0, 0.2])
    assert not started(begun, admitted, np.full(4, 500.0), np.zeros(4), 5.0, 3.0).any()


def test_the_least_patient_owner_bears_half_of_the_mean_and_the_most_patient_half_more():
    assert own_patience(np.full(3, 4.0), np.array([0.0, 0.5, 1.0]), 0.5) == pytest.approx([2.0, 4.0, 6.0])


def test_hydrogen_costs_the_heat_withdrawn_and_what_chemistry_would_have_made_of_the_gas():
    """0.12 GJ withdrawn at 30 CNY is 3.6; 0.3 GJ through the plant would have been worth 10 more a GJ in methanol."""
    free, half, all_of_it = hydrogen_cost(30.0, 40.0, 0.12, 0.3, np.array([0.0, 0.5, 1.0]))
    assert (free, half, all_of_it) == pytest.approx((3.6, 3.6 + 1.5, 3.6 + 3.0))
    worthless = hydrogen_cost(30.0, 20.0, 0.12, 0.3, np.ones(1))  # chemistry pays less than heat: nothing more is lost
    assert worthless == pytest.approx([3.6])


def test_an_order_takes_a_firm_to_the_benchmark_whatever_it_pays():
    """60 -> 50 at 4 CNY a unit and 0.8 a year: five years, beyond its three, yet an order is no question."""
    looks, obeys = np.ones(3, dtype=bool), np.array([True, False, True])
    several, rules = plants([60, 60, 40]), plain_rules()
    by_choice = mend(several, technique(), rules, looks)
    assert not by_choice.is_mended.any()
    ordered = at_benchmark(by_choice, several, technique(), rules, obeys)
    assert ordered.specific_use == pytest.approx([50.0, 60.0, 40.0])  # who is better stays
    assert ordered.is_mended.tolist() == [True, False, False]
    assert ordered.capital_cny == pytest.approx([10.0 * 4.0 * 1000.0, 0.0, 0.0])
    granted = replace(rules, grant_share=np.array([0.5]))  # capital is told before grants
    assert at_benchmark(by_choice, several, technique(), granted, obeys).capital_cny[0] == ordered.capital_cny[0]


def test_sidings_are_decided_by_those_without_one_as_it_pays():
    """Half have one; a fifth of the others look, and at even odds half of these build: 0.5 x 0.2 x 0.5 = 0.05."""
    built = sidings_built(np.array([0.5, 0.5, 1.0]), 0.2, np.array([0.0, 3.0, 3.0]))
    assert built[0] == pytest.approx(0.05)
    assert built[1] == pytest.approx(0.1 / (1.0 + np.exp(-3.0)))
    assert built[2] == 0.0
