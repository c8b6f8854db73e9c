"""Values of levers as people read and type them: shares in per cent, multipliers as they are."""

import re

import pytest

from abm.region import load_region
from experiments.language import Speech
from experiments.lever_values import (
    PER_CENT,
    file_number,
    from_to,
    guidance_of,
    in_per_cent,
    lever_text,
    marks_of,
    range_text,
    typed_unit,
)
from experiments.web.catalogue import assumption_names, assumptions, plain_card
from experiments.workshop.views import lever_factors, lever_units, lever_years
from policies.registry import all_levers

ZH, EN = Speech("zh"), Speech("en")


def test_a_share_is_told_in_per_cent_and_a_multiplier_is_not():
    levers = all_levers()
    assert lever_text(levers["publicity"], 0.29, EN) == "29 %"
    assert lever_text(levers["clean_heating_programme"], 0.015, ZH) == "1.5 %/年"
    assert lever_text(levers["wind_pv_quota"], 1.3, EN) == "1.3"
    assert lever_text(levers["ev_truck_subsidy"], 10_000.0, EN) == "10000 CNY/truck"
    assert lever_text(levers["hydrogen_truck_subsidy"], 123_456.0, EN) == "123456 CNY/truck"  # as it was typed
    assert lever_text(levers["publicity"], 0.3333333, EN) == "33.33 %"
    assert range_text(levers["mine_methane_vent_limit"], EN) == "4 – 30 %"
    assert from_to(levers["publicity"], 0.0, 0.5, ZH) == "0 → 50 %"


def test_a_year_beyond_every_run_is_called_never():
    """No page, table or sentence shows 2061: nobody knows that it means never."""
    years = [lever for lever in all_levers().values() if lever.unit == "year"]
    assert years
    for lever in years:
        assert (lever_text(lever, lever.high, ZH), lever_text(lever, lever.high, EN)) == ("从不", "never")
        assert file_number(lever, lever.high, EN) == "never"
        assert lever_text(lever, lever.high - 1, EN) == str(int(lever.high) - 1)
        assert range_text(lever, ZH) == f"{lever.low:g} – 从不"
        assert from_to(lever, 2030.0, lever.high, EN) == "2030 → never"
        for say in (ZH, EN):
            card = plain_card(lever, say)
            assert card["never"] == say("从不", "never")
            told = " ".join((card["about"], *card["guidance"]))
            assert card["never"] in told
            assert f"{lever.high:g}" not in told
    assert lever_years() == {lever.id: lever.high for lever in years}
    assert plain_card(all_levers()["publicity"], EN)["never"] == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [("0.3: a part", "30 %: a part"), ("above 0.6: built even at low use", "above 60 %: built even at low use"),
     ("0：方案未定高于国家的限额；0.2为基准水平以上的要求", "0 %：方案未定高于国家的限额；20 %为基准水平以上的要求"),
     ("0.3: most of it by 2030 (0.4: all of it)", "30 %: most of it by 2030 (40 %: all of it)"),
     ("0.02: 4,200 ha a year in 21,000 km2", "2 %: 4,200 ha a year in 21,000 km2"),
     ("0.01: with measure, 1.8 Mt a year", "1 %: with measure, 1.8 Mt a year")],
)  # fmt: skip
def test_guidance_tells_the_values_in_per_cent_and_leaves_other_numbers(text, told):
    assert in_per_cent(text) == told


@pytest.mark.parametrize("say", [ZH, EN])
def test_no_guidance_of_a_share_is_left_in_fractions(say):
    fraction = re.compile(r"(?<![\d.])0\.\d+(?! ?%)")
    left = [
        (lever.id, text)
        for lever in all_levers().values()
        if lever.unit in PER_CENT
        for text in guidance_of(lever, say)
        if fraction.search(text)
    ]
    assert not left


@pytest.mark.parametrize("name", ["luliang", "tiny"])
def test_an_index_of_the_context_says_of_which_year_it_is_one(name):
    region = load_region(name)
    for told in region.storylines.values():
        indices = [one for one in assumption_names() if one in told.paths and told.paths[one][0] == "index"]
        assert indices and all(told.value(one, "index", region.first_year) == pytest.approx(1.0) for one in indices)
    shown = {row["id"]: row["unit"] for row in assumptions(region, "", 2035, EN)}
    assert shown["demand.steel"] == "(2020 = 1)" and shown["people.net_migration_share"] == "%/yr"


def test_marks_are_values_of_the_lever_itself():
    for lever in all_levers().values():
        marks = marks_of(lever)
        assert all(lever.low <= mark <= lever.high for mark in marks), lever.id
    assert marks_of(all_levers()["hydrogen_capacity_support"]) == [0.0, 0.3, 0.6]


def test_pages_are_given_the_factor_and_keep_the_levers_own_bounds():
    lever = all_levers()["technical_renovation_grant"]
    card = plain_card(lever, EN)
    assert (card["per"], card["unit"], card["high"]) == (100.0, "%", lever.high)
    assert lever_factors()[lever.id] == 100.0 and "wind_pv_quota" not in lever_factors()
    assert lever_units("zh")["clean_heating_programme"] == "%/年"
    assert typed_unit("10^6 CNY/yr", EN) == ("CNY million/yr", 1.0)
