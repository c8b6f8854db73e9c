"""Sides of a box on halves of the points: what is true is found again, what luck has made is not."""

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("ema_workbench")
from experiments.analysis.discovery import Box, Limit, box_frame, find_boxes
from experiments.analysis.stability import PAIRS, closes_as, halves, with_stability


def side(factor: str, *, low: bool = False, high: bool = False, among: tuple[str, ...] = ()) -> Limit:
    """A side that closes the low or the high end, or keeps some storylines."""
    return Limit(factor, 0.2, 0.8, among, 0.01, is_open_low=not low, is_open_high=not high)


def box_of(*limits: Limit) -> Box:
    return Box(0.5, 0.5, 0.5, limits)


def test_halves_come_in_pairs_that_hold_each_draw_once():
    draws = np.repeat(np.arange(9), 4)
    masks = list(halves(draws))
    assert len(masks) == 2 * PAIRS
    for first, second in zip(masks[::2], masks[1::2], strict=True):
        assert (first ^ second).all()
        assert len(np.unique(draws[first])) + len(np.unique(draws[second])) == 9
    assert len({mask.tobytes() for mask in masks[::2]}) > PAIRS / 2


def test_a_side_is_found_again_where_the_same_end_is_closed():
    x = pd.DataFrame({"a": [0.1, 0.9], "storyline": pd.Series(["s", "f"], dtype=object)})
    assert closes_as(side("a", low=True), box_of(side("a", low=True, high=True)), x)
    assert not closes_as(side("a", low=True), box_of(side("a", high=True)), x)
    assert not closes_as(side("a", low=True, high=True), box_of(side("a", low=True)), x)
    assert not closes_as(side("a", low=True), box_of(side("b", low=True)), x)


def test_a_choice_of_storylines_is_found_again_where_none_that_it_leaves_out_is_in():
    x = pd.DataFrame({"storyline": pd.Series(["s", "f", "p"], dtype=object)})
    two = side("storyline", among=("f", "s"))
    assert closes_as(two, box_of(side("storyline", among=("s",))), x)
    assert not closes_as(side("storyline", among=("s",)), box_of(two), x)


@pytest.mark.slow
def test_true_sides_are_found_again_and_those_of_luck_are_not():
    """120 points in two storylines that fail where a > 0.6 in the storyline s, and one in ten by mere chance."""
    luck = np.random.default_rng(3)
    points = luck.random((120, 8))
    x = pd.DataFrame(np.repeat(points, 2, axis=0), columns=list("abcdefgh"))
    x["storyline"] = pd.Series(["s", "f"] * 120, dtype=object)
    y = ((x["a"] > 0.6) & (x["storyline"] == "s") | (luck.random(240) < 0.1)).to_numpy()
    (box,) = with_stability(find_boxes(x, y, 1), x, y)
    again = {limit.factor: limit.held for limit in box.limits}
    others = [share for factor, share in again.items() if factor not in ("a", "storyline")]
    assert min(again["a"], again["storyline"]) >= 0.9
    assert others and np.mean(others) < 0.75
    assert box_frame([box])["held"].tolist() == [limit.held for limit in box.limits]


@pytest.mark.slow
def test_sides_of_failures_by_mere_chance_are_rarely_found_again():
    luck = np.random.default_rng(5)
    x = pd.DataFrame(luck.random((96, 8)), columns=list("abcdefgh"))
    y = luck.random(96) < 0.3
    shares = [limit.held for box in with_stability(find_boxes(x, y, 1), x, y) for limit in box.limits]
    assert shares and np.mean(shares) < 0.75 and max(shares) < 0.9
