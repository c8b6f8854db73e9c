"""The plan's targets against each other: the verdicts follow from lists and parameters, not from us."""

import dataclasses

import pytest

from abm.region import load_region
from abm.targets import VERDICTS_ZH, feasibility
from abm.targets.facts import Facts, Range
from abm.targets.feasibility import at_least


@pytest.fixture(scope="module")
def luliang():
    return load_region("luliang")


@pytest.fixture(scope="module")
def findings(luliang):
    return {finding.targets: finding for finding in feasibility(luliang)}


def test_five_gigawatts_beside_six_and_a_half_are_43_per_cent(findings):
    found = findings["T02", "T15"]
    assert found.found.central == pytest.approx(100 * 5000 / (5000 + 6505))  # 43.46
    assert (found.verdict, found.required) == ("contradict", 50.0)


def test_with_pumped_storage_2030_reaches_54_to_59_per_cent(findings):
    found = findings["T06", "T16", "T17"]
    assert found.found.low == pytest.approx(100 * 8400 / (8400 + 6505 + 700))  # the two permitted units of 350 MW
    assert found.found.high == pytest.approx(100 * 8614 / (8614 + 6505 - 405 - 200))  # 1995-96 and planned to retire
    assert found.verdict == "contradict"


def test_the_capacity_named_makes_about_a_fifth_of_generation(findings):
    found = findings["T03", "T15"]
    assert 20 < found.found.central < 25
    assert found.verdict == "contradict"


def test_biogas_from_straw_alone_would_take_nearly_all_straw(findings):
    found = findings["T19", "T30"]
    alone = 100 * 300e6 / 250 / 1160e3  # 1200 kt of 1160 kt
    assert f"take {alone:.0f} % of the 1160 kt" in found.arithmetic_en
    assert found.found.central > 100  # with half from manure, field and fodder included
    assert found.verdict == "depends"


def test_non_fossil_energy_falls_short_with_the_capacity_that_is_named(findings):
    assert 7 < findings["T01", "T15"].found.central < 10
    assert {findings[ids].verdict for ids in (("T01", "T15"), ("T05", "T16"))} == {"contradict"}


def test_hydrogen_needs_about_three_quarters_of_the_surplus_gas(findings):
    assert 65 < findings["T18",].found.central < 80
    assert findings["T18",].verdict == "depends"


def test_a_list_that_meets_the_mine_targets_at_the_start_does_not_cover_them(findings):
    assert findings["T12", "T11", "T13"].verdict == "data do not cover"


def test_every_finding_speaks_both_languages(findings):
    for finding in findings.values():
        assert finding.arithmetic_en and finding.arithmetic_zh
        assert finding.verdict in VERDICTS_ZH
        assert finding.found.low <= finding.found.central <= finding.found.high


def test_a_verdict_follows_its_range():
    assert at_least(Range(40, 43, 46), 50) == "contradict"
    assert at_least(Range(40, 48, 55), 50) == "depends"
    assert at_least(Range(51, 55, 60), 50) == "agree"


def test_with_less_coal_the_same_targets_agree(luliang):
    units = [{**row, "capacity": str(float(row["capacity"]) / 3)} for row in luliang.table("facilities/coal_units.csv")]
    other = dataclasses.replace(luliang, _tables={**luliang._tables, "facilities/coal_units.csv": units})
    assert {f.targets: f.verdict for f in feasibility(other)}["T02", "T15"] == "agree"  # 5000 / (5000 + 2402) = 68 %


def test_a_region_without_such_targets_has_no_finding(tiny):
    assert Facts(tiny).years("clean_capacity_share") == []
    feasibility(tiny)
