"""One household, truck owner, farm or mine followed: what is told of it is what the model weighed."""

import math
from dataclasses import replace

import numpy as np
import pytest

from experiments.app.boards import choose
from experiments.app.boards.scene import Scene
from experiments.app.boards.why import told
from experiments.language import Speech
from experiments.web import shared
from experiments.web.follow import Follow
from tests.app_explorer import CHINESE, drawn


@pytest.mark.parametrize("kind", ["home", "truck", "farm", "mine"])
def test_a_life_is_told_with_its_reasons(explorer, kind):
    choose(explorer, {"key": "life", "value": kind})
    for lang in ("zh", "en"):
        charts = drawn(explorer, "lives", lang)
        assert charts[0]["events"], charts[0]["how"]
        text = charts[0]["how"] + "".join(event["text"] + event["why"] for event in charts[0]["events"])
        assert bool(CHINESE.search(text)) == (lang == "zh") or kind == "mine"


def test_a_mine_that_brings_more_than_its_capacity_is_explained(explorer):
    choose(explorer, {"key": "life", "value": "mine"})
    chart = next(chart for chart in drawn(explorer, "lives", "en") if chart["id"] == "life_mine")
    assert "up to 110% of its capacity" in chart["how"]


def test_a_homes_reasons_are_those_of_the_models_own_rule(explorer):
    desk = explorer.pool.desk
    lives = [Follow(explorer.answer.ask, "home", number).work(desk) for number in range(4)]
    changed = [(life, year, why) for life in lives for year, why in life.reasons.items()]
    assert changed
    for life, year, why in changed:
        at = life.years.index(year)
        assert at == 0 or life.chosen[at - 1] == why.before  # of the first year nothing is told of before
        assert 0 < why.chance <= 1
        assert why.is_aware or life.chosen[at] == why.before
        if life.chosen[at] == why.before:
            assert set(why.gains.values()) == {0.0}
        else:  # what is told is the difference of the costs in the list beside it and in the chart
            old, new = (life.costs[life.options[k]][at] for k in (why.before, life.chosen[at]))
            assert why.gains["cost"] == pytest.approx(old - new, abs=0.01)


@pytest.mark.parametrize("kind", ["truck", "farm"])
def test_what_was_chosen_was_open_and_its_chance_is_the_models(explorer, kind):
    desk = explorer.pool.desk
    lives = [Follow(explorer.answer.ask, kind, number).work(desk) for number in range(6)]
    chosen = [(life, year, why) for life in lives for year, why in life.reasons.items()]
    assert len(chosen) >= 6
    for life, year, why in chosen:
        at = life.years.index(year)
        assert math.isfinite(why.costs[life.chosen[at]]) and math.isfinite(why.costs[why.before])
        assert 0 < why.chance <= 1
        assert why.before == next(c for c in reversed(life.chosen[:at]) if c >= 0)
    assert np.mean([why.chance for *_, why in chosen]) > 1 / len(lives[0].options)  # better than by lot


def test_a_trucks_cost_is_its_parts(explorer):
    desk = explorer.pool.desk
    lives = [Follow(explorer.answer.ask, "truck", number).work(desk) for number in range(6)]
    bought = [(life, life.years.index(year), why) for life in lives for year, why in life.reasons.items()]
    for life, at, why in bought:
        for option, cost in zip(life.options, why.costs, strict=True):
            if math.isfinite(cost):
                assert 0 < life.more[f"{option} running"][at] < cost  # the rest is the truck
                assert life.costs[option][at] == pytest.approx(cost, abs=1e-4)
            else:  # told as one of the two
                assert not life.more[f"{option} near"][at] or not life.more[f"{option} payable"][at]


@pytest.mark.parametrize(
    ("told_of_it", "words"),
    [
        ({"left": 1.0, "joined": 1.0}, "a larger mine of the county takes over"),
        ({"left": 1.0, "reserve_mt": -0.1}, "its coal is worked out"),
        ({"left": 1.0, "lean_years": 6.0}, "for 6 years its coal has earned less than the mine costs standing"),
        ({"left": 1.0}, "growing does not pay"),
        ({"surcharge_cny_per_t": 90.0}, "the surcharge of 90 CNY a tonne exceeds its margin of 80"),
        ({"last_year": 2020.0}, "its last permitted year has passed"),
    ],
)
def test_a_mine_that_closes_says_under_which_rule(explorer, told_of_it, words):
    life = Follow(explorer.answer.ask, "mine").work(explorer.pool.desk)
    plain = {name: [0.0, 0.0] for name in life.more}
    plain |= {"open": [1.0, 0.0], "reserve_mt": [50.0, 40.0], "bears_years": [5.0, 5.0]}
    plain |= {"margin_cny_per_t": [80.0, 80.0], "last_year": [9999.0, 9999.0], "capacity_mt": [1.2, 1.2]}
    more = plain | {name: [value, value] for name, value in told_of_it.items()}
    made = replace(life, more=more)
    scene = Scene(explorer, explorer.answer, shared.the_region(), Speech("en"))
    text, why = told(scene, made, 1)
    assert text == "closes"
    assert words in why


def test_a_mine_that_grows_says_whether_it_built_or_took_over(explorer):
    life = Follow(explorer.answer.ask, "mine").work(explorer.pool.desk)
    plain = {name: [0.0, 0.0] for name in life.more} | {"open": [1.0, 1.0], "capacity_mt": [1.2, 1.5]}
    scene = Scene(explorer, explorer.answer, shared.the_region(), Speech("zh"))
    explorer.show(is_tce=True)
    built = replace(life, more=plain | {"spent_100m_cny": [0.0, 2.5], "price_margin_cny_per_t": [0.0, 90.0]})
    assert told(scene, built, 1)[0] == "产能由 120 增至 150 万吨"
    assert "投资 2.5 亿元；按吨煤毛利 90 元" in told(scene, built, 1)[1]
    assert "接管" in told(scene, replace(life, more=plain), 1)[1]
