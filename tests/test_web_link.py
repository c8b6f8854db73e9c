"""A scenario survives its link and its file; what comes from outside is read strictly."""

import json

import pytest

from abm.region import load_region
from experiments.language import Speech
from experiments.web.collection import LONGEST_NAME, Saved, fits, read_collection, text_of
from experiments.web.link import (
    LARGEST,
    LONGEST,
    NotAScenario,
    file_of,
    query_of,
    read_file,
    read_query,
    stamp,
)
from experiments.web.scenario import Curve, Scenario

EN = Speech("en")


@pytest.fixture(scope="module")
def region():
    return load_region("tiny")


@pytest.fixture
def scenario(region):
    chosen = Scenario(package="plan", storyline=list(region.storylines)[1], seed=7, drivers=(("price.carbon", 0.5),))
    chosen = chosen.with_curve("publicity", Curve(((2027, 0.9),)))
    return chosen.with_curve("straw_subsidy", Curve(((2027, 50.0), (2035, 100.0)), is_linear=True))


def test_a_scenario_survives_its_link(region, scenario):
    read = read_query(query_of(scenario, region), region, EN)
    assert read.scenario == scenario
    assert read.problems == ()


def test_a_scenario_survives_its_file(region, scenario):
    read = read_file(file_of(scenario, region).decode(), region, EN)
    assert read.scenario == scenario
    assert read.problems == ()


def test_an_empty_link_is_the_plain_start(region):
    assert read_query("", region, EN).scenario == Scenario()


def test_a_link_stays_short_enough_to_be_photographed(region, scenario):
    assert len(query_of(scenario, region)) < 250


def test_other_code_or_data_is_said(region, scenario):
    query = query_of(scenario, region).replace(stamp(region).replace(".", "."), "00000000.11111111")
    read = read_query(query, region, EN)
    assert read.scenario == scenario
    assert "results may differ" in read.problems[0]


@pytest.mark.parametrize("as_file", [False, True])
def test_a_scenario_of_another_region_says_so(region, scenario, as_file):
    assert f"r={region.id}" in query_of(scenario, region)
    other = region.id if as_file else f"r={region.id}"
    text = file_of(scenario, region).decode() if as_file else query_of(scenario, region)
    text = text.replace(other, other.replace(region.id, "elsewhere"), 1)
    read = read_file(text, region, EN) if as_file else read_query(text, region, EN)
    assert read.scenario == scenario
    assert len(read.problems) == 1 and "another region ('elsewhere'" in read.problems[0]


def test_a_lever_that_is_gone_is_left_out_and_said(region):
    read = read_query("?p=plan&l=horse_subsidy:2027=3;publicity:2027=0.5", region, EN)
    assert [lever for lever, _ in read.scenario.curves] == ["publicity"]
    assert any("horse_subsidy" in problem for problem in read.problems)


def test_values_out_of_bounds_are_put_right_and_said(region):
    read = read_query("?l=publicity:2027=9,1999=0.1", region, EN)
    assert read.scenario.curves == (("publicity", Curve(((2027, 1.0),))),)
    assert read.problems


@pytest.mark.parametrize(
    "query",
    [
        "?p=../../etc/passwd",
        "?l=" + "publicity:2027=0.5;" * 3000,
        "?l=publicity:2027=nan",
        "?l=publicity:2027=1e999",
        "?l=<script>alert(1)</script>:2027=1",
        "?seed=-4&st=%00",
        "?seed=99999999999999999999",
        "?d=price.carbon=7;nonsense=1",
        "?" + "&".join(f"k{i}=1" for i in range(500)),
        "?l=publicity:" + ",".join(f"{2027 + i}=0.5" for i in range(500)),
        "?h=%F0%9F%92%A9",
    ],
)
def test_a_hostile_link_gives_a_scenario_that_can_be_run(region, query):
    found = read_query(query, region, EN).scenario
    assert found.package in ("current", "plan", "plan_plus", "frozen")
    assert all(lever != "<script>" for lever, _ in found.curves)
    assert 0 <= found.seed < 2**31
    assert len(query) < LONGEST or found == Scenario()


@pytest.mark.parametrize(("seed", "read"), [("-4", 1), ("many", 1), ("99999999999", 1), ("7", 7)])
def test_a_seed_that_cannot_be_read_is_said(region, seed, read):
    found = read_query(f"?seed={seed}", region, EN)
    assert found.scenario.seed == read
    assert ("the seed cannot be read: 1 is used" in found.problems) == (str(read) != seed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "[" * 100_000,
        '{"format": "something-else"}',
        "x" * (LARGEST + 1),
    ],
)
def test_what_is_no_scenario_is_refused_with_a_word(region, text):
    with pytest.raises(NotAScenario):
        read_file(text, region, EN)


@pytest.mark.parametrize(
    "content",
    [
        {"levers": {"publicity": {"points": [["__import__('os')", 1]]}}},
        {"levers": {"publicity": {"points": [[2027, None]]}}},
        {"levers": {"publicity": 3}, "seed": "many"},
        {"levers": [1, 2], "values": {"no.such": 1}, "drivers": {"price.carbon": "high"}},
        {"package": {"a": 1}, "storyline": ["steady"]},
        {"levers": {"publicity": {"points": [[1e300, 0.5]]}}},
        {"levers": {"publicity": {"points": [[10**400, 10**400]]}}, "values": {"power.n_days": 10**400}},
    ],
)
def test_wrong_types_in_a_file_are_left_out_and_said(region, content):
    read = read_file(json.dumps({"format": "tanfeng-scenario", **content}), region, EN)
    assert read.problems
    assert read.scenario.curves == ()


def test_a_collection_is_read_as_strictly_as_a_single_scenario(region, scenario):
    saved = (Saved("一 \n two", scenario), Saved("<b>" * 100, Scenario()))
    text = text_of(saved, region)
    found, problems = read_collection(text, region, EN)
    assert [one.scenario for one in found] == [scenario, Scenario()]
    assert found[0].name == "一 two"
    assert len(found[1].name) == LONGEST_NAME
    assert problems == ()
    mixed = json.loads(text)
    mixed["scenarios"] += [3, {"format": "other"}, {**mixed["scenarios"][0], "package": "horse", "name": {}}]
    found, problems = read_collection(json.dumps(mixed), region, EN)
    assert [one.scenario.package for one in found] == ["plan", "current", "current"]
    assert any("horse" in problem for problem in problems)


@pytest.mark.parametrize("text", ["", "[]", "7", '{"format": "tanfeng-scenario"}', "x" * (LARGEST + 1)])
def test_what_is_no_collection_is_refused(region, text):
    with pytest.raises(NotAScenario):
        read_collection(text, region, EN)


def test_only_as_many_fit_as_can_be_read_again(region, scenario):
    assert fits([Saved(str(n), scenario) for n in range(100)], region)
    assert not fits([Saved(str(n), scenario) for n in range(LARGEST // 200)], region)
