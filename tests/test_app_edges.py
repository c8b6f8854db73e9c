"""Targets at their edge: what other seeds make of a state, from seeds made by hand."""

import math
from types import SimpleNamespace

import pytest

from abm.targets.relation import parse_relation
from experiments.app.boards.targets import _edge_words
from experiments.app.edges import LEAST_SEEDS, edges
from experiments.language import Speech
from experiments.web.answer import Brief


def seed(state, value):
    return Brief({}, None, 0, {"T": (state, value)})


def row(state, value):
    return {"id": "T", "state": state, "value": value}


@pytest.mark.parametrize(
    ("own", "others", "n_met", "is_at"),
    [
        (row("missed", 89.9), [("met", 90.2), ("missed", 89.7), ("met", 90.1)], 2, True),  # seeds disagree
        (row("missed", 89.9), [("missed", 89.7), ("missed", 89.8), ("missed", 89.6)], 0, True),  # nearer than they lie
        (row("missed", 80.0), [("missed", 79.7), ("missed", 80.2), ("missed", 80.1)], 0, False),
        (row("met", 95.0), [("met", 95.0), ("met", 95.0), ("met", 95.0)], 4, False),
        (row("met", 90.0), [("met", 90.0), ("met", 90.0), ("met", 90.0)], 4, False),  # at it, and no luck in it
        (row("met", 0.3), [("met", 0.2), ("missed", -0.1), ("met", 0.2)], 3, True),
    ],
)
def test_a_target_is_at_its_edge_where_another_seed_may_turn_it(own, others, n_met, is_at):
    found = edges([own], [seed(*one) for one in others], {"T": parse_relation(">=", 90.0, "")})["T"]
    assert (found.n_met, found.n_seeds, found.is_at) == (n_met, 4, is_at)


def test_the_gap_and_the_spread_are_in_the_targets_own_unit():
    seeds = [seed("missed", 87.0), seed("missed", 88.0)]
    found = edges([row("missed", 89.0)], seeds, {"T": parse_relation(">=", 90.0, "")})["T"]
    assert (found.gap, found.spread) == (pytest.approx(-1.0), pytest.approx(2.0))
    about = edges([row("met", 89.0)], seeds, {"T": parse_relation("about >=", 90.0, "5 %")})["T"]
    assert about.gap == pytest.approx(89.0 - 0.95 * 90.0)
    growth = edges([row("met", 0.3)], [seed("met", 0.2), seed("met", 0.1)], {"T": None})["T"]
    assert math.isnan(growth.gap) and not growth.is_at


def test_two_seeds_and_what_is_not_judged_say_nothing():
    assert edges([row("missed", 89.9)], [seed("met", 90.1)], {}) == {}
    assert edges([row("deliverable", None)], [seed("deliverable", math.nan)] * 3, {}) == {}
    assert edges([row("met", 91.0)], [seed("met", 91.0), seed("no data", math.nan)], {}) == {}


def test_what_other_seeds_will_tell_is_announced_only_while_it_is_waited_for():
    scene = SimpleNamespace(say=Speech("en"))
    assert "when other seeds are in" in _edge_words(scene, {}, LEAST_SEEDS - 2)
    assert _edge_words(scene, {}, LEAST_SEEDS - 1) == ""  # they are in: nothing here can be judged
