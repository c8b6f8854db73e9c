"""Fertiliser, film and better fields: who takes them up, and what it changes; manure is in test_farms_manure.py."""

import numpy as np
import pytest

from abm import load_region
from abm.accounts.ledger import Ledger
from abm.farming.practice import Practice, PracticeNumbers
from agents.farm.practice import taken_up
from agents.signals import FarmSignals

YEARS = range(2020, 2061)


def practice() -> Practice:
    return Practice(PracticeNumbers.of(load_region("tiny"), YEARS), 2)


def act(practice: Practice, years: int, **support) -> Ledger:
    signals = FarmSignals.quiet(2).changed(**{name: np.full(2, value) for name, value in support.items()})
    for at in range(years):
        ledger = Ledger(2)
        practice.act(signals, at, np.array([100.0, 200.0]), ledger)
    return ledger


def test_a_part_of_the_gap_closes():
    assert taken_up(np.array([0.2]), np.array([0.0]), 0.5) == pytest.approx(0.35)  # half way from 0.2 to 0.5


def test_soil_tests_save_nitrogen_and_are_forgotten():
    taught = practice()
    act(taught, 10, training_share=0.5)
    wanted, none = np.array([10.0, 10.0]), np.zeros(2)
    after = taught.bought_n_t(wanted, none)
    assert (after < wanted).all()
    act(taught, 20)
    assert (taught.bought_n_t(wanted, none) > after).all()


def test_fields_are_made_level_only_as_far_as_the_land_allows():
    built = practice()
    act(built, 41, new_standard_share=0.08)
    assert built.standard == pytest.approx(built.numbers.standard_most)
    assert (built.mechanized > built.numbers.mechanized_start).all()
    assert (built.pumping_factor < 1).all()


def test_film_comes_back_for_a_reward():
    rewarded = practice()
    before = rewarded.film.copy()
    act(rewarded, 5, film_reward_cny_per_kg=3.0)
    assert (rewarded.film > before).all()


def test_the_first_year_is_as_it_was_found():
    """What is known of it was counted at its end; what is offered in it shows from the next year on."""
    found, later = practice(), practice()
    act(found, 1, new_standard_share=0.05, film_reward_cny_per_kg=3.0, training_share=0.5)
    n = found.numbers
    assert found.standard == pytest.approx(n.standard_start)
    assert found.mechanized == pytest.approx(n.mechanized_start)
    assert found.trained == pytest.approx(n.trained_start)
    act(later, 2, new_standard_share=0.05)
    assert later.standard == pytest.approx(n.standard_start + 0.05)


def test_manure_that_replaces_bought_nitrogen_does_not_take_its_laughing_gas_away():
    """Fields get as much nitrogen as before: a bag less is as much more from the store."""
    plain, wanted = practice(), np.array([10.0, 10.0])
    act(plain, 15)
    bought = plain.bought_n_t(wanted, np.array([0.5, 20.0]))
    assert bought == pytest.approx([plain.spread_n_t(wanted)[0] - 0.5, 0.0])
