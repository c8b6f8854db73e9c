"""The account of each project of a run, and what a reader is warned of."""

import json
import math
import re
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest

from abm import simulate
from abm.region import load_region
from abm.simulation import lever_paths
from experiments.cli import main
from experiments.language import Speech
from experiments.notices import budget_lines, notices
from experiments.projects import words
from experiments.projects.account import AT_RISK, MET, MISSED, Value, Verdict, _state, accounts
from experiments.projects.files import workbook
from experiments.projects.words import cells, header
from experiments.scores import target_state
from policies.contradictions import contradictions, pairs
from policies.lever import Text
from policies.registry import all_levers

EN, ZH = Speech("en"), Speech("zh")


@pytest.fixture(scope="module")
def runs():
    return {name: [simulate(name, "tiny", scale=1.0, until=2030)] for name in ("current", "plan")}


@pytest.fixture(scope="module")
def told(runs):
    return {one.project.id: one for one in accounts(runs["plan"], runs["current"])}


def test_a_project_shows_its_indicator_now_and_against_the_reference(runs, told):
    coal = next(value for value in told["10"].values if value.variable == "Homes|Scattered Coal")
    plan, current = (runs[name][0].series("Homes|Scattered Coal")[2030] for name in ("plan", "current"))
    assert coal.value == pytest.approx(plan)
    assert coal.change == pytest.approx(plan - current)


def test_a_project_names_who_paid_over_the_years_decided_and_its_bureaus(runs, told):
    paid = {p.variable: p for p in told["10"].payments}
    heating = paid["Money|City Budget|Heating"]
    assert heating.cny_100m == pytest.approx(runs["plan"][0].series("Money|City Budget|Heating").loc[2027:2030].sum())
    assert heating.also == ("17g",)
    assert "Energy Bureau" in {bureau.en for bureau in told["10"].bureaus}


@pytest.mark.parametrize(
    ("state", "year", "reached", "en", "zh"),
    [
        ("data do not cover", "2025", "92.0", "2025: not judged (data do not cover; 92.0; target ≥ 9 mines)",
         "2025：不评分（数据未覆盖；92.0；目标 ≥ 9 座）"),
        ("deliverable", "", "", "mines: not judged (deliverable)", "煤矿：不评分（任务）"),
    ],
)  # fmt: skip
def test_a_target_that_is_not_judged_says_why(state, year, reached, en, zh):
    """'Not judged' beside a value that meets what is wanted would leave an official to guess."""
    row = _row(state, 92.0, 9.0) | {"unit": "mines"}
    why = Text(*(target_state(state, say) for say in (ZH, EN)))
    wanted, shown = Text("≥ 9 座", "≥ 9 mines"), Text(reached, reached)
    verdict = Verdict("T12", Text("煤矿", "mines"), year, _state([row]), 92.0, wanted, shown, why)
    assert words._verdict(verdict, EN).endswith(en)
    assert words._verdict(verdict, ZH).endswith(zh)


def test_what_is_counted_is_shown_whole():
    counted = Value("Mines|Count", "mines", 98.0, math.nan)
    assert words._value(counted, EN) == "Working coal mines: 98 mines"
    assert words._value(counted, ZH) == "煤矿数量：98 座"
    assert words._value(replace(counted, value=98.5), EN) == "Working coal mines: 98.5 mines"


def test_a_bureau_has_one_name_in_each_language():
    """A list by bureau must not tell one office as two."""
    english: dict[str, set[str]] = {}
    for lever in all_levers().values():
        own, told = lever.bureau.zh.split("、"), lever.bureau.en.split(", ")
        assert len(own) == len(told), f"{lever.id}: {lever.bureau}"
        for zh, en in zip(own, told, strict=True):
            english.setdefault(zh, set()).add(en)
    assert {zh: names for zh, names in english.items() if len(names) > 1} == {}
    assert len({name for names in english.values() for name in names}) == len(english)


def _row(state, value=0.0, target=100.0, relation=">="):
    return {"state": state, "value": value, "target": target, "relation": relation, "unit": "%"}


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([_row("met", 110.0)], MET),
        ([_row("met", 101.0)], AT_RISK),  # within 2 % of the target
        ([_row("met", 110.0), _row("missed", 90.0)], AT_RISK),
        ([_row("missed", 90.0)], MISSED),
        ([_row("met", 99.0, relation="<=")], AT_RISK),
        ([_row("met", 90.0, relation="about <=")], MET),
    ],
)
def test_a_narrow_margin_or_a_part_of_the_seeds_is_a_risk(rows, state):
    assert _state(rows) == state


@pytest.mark.parametrize("say", [EN, ZH])
def test_the_sheet_has_a_row_per_project(told, say):
    openpyxl = pytest.importorskip("openpyxl")
    found = list(told.values())
    sheet = openpyxl.load_workbook(BytesIO(workbook(found, "title", header(found, 2030, 2027, say), say))).active
    assert sheet.max_row == len(found) + 2
    assert [cell.value or "" for cell in sheet[3]] == list(cells(found[0], say))


def test_without_a_reference_nothing_is_said_of_brackets(runs, told):
    alone = accounts(runs["plan"], ())
    assert header(alone, 2030, 2027, EN)[3] == "indicators (2030)"
    assert header(alone, 2030, 2027, ZH)[3] == "指标（2030年）"
    assert header(list(told.values()), 2030, 2027, EN)[3] == "indicators (2030; in brackets less the reference)"
    assert header(list(told.values()), 2030, 2027, ZH)[3] == "指标（2030年，括号内为与对照之差）"


def test_the_command_reads_a_folder(runs, tmp_path, capsys):
    from abm.results import Results

    Results((*runs["current"], *runs["plan"])).save(tmp_path / "out")
    assert main(["projects", str(tmp_path / "out"), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["project"] for row in rows][:2] == ["10", "16"]
    assert main(["projects", str(tmp_path / "out"), "--package", "plam"]) == 2
    assert "did you mean 'plan'" in capsys.readouterr().err
    assert main(["projects", str(tmp_path / "out"), "--year", "2058"]) == 2
    assert "--year: got 2058, the run ends in" in capsys.readouterr().err


def test_a_target_is_judged_beside_what_it_asks_for_and_projects_are_in_their_order(told):
    words = "\n".join(cell for account in told.values() for cell in cells(account, EN))
    assert re.search(r"T06 .*: \w+.* \(\d.*; target ≥ 90 %\)", words)
    for shared in re.findall(r"shared with ([\d, ]+)", words):
        assert shared.split(", ") == sorted(shared.split(", "), key=int)


def test_every_contradiction_names_two_levers_within_their_bounds():
    for pair in pairs():
        for side in (pair.first, pair.second):
            lever = all_levers()[side.lever]
            assert lever.low <= side.bound <= lever.high


def test_levers_at_odds_are_told_with_both_lines_and_only_from_the_first_decision_on():
    region = load_region("tiny")
    paths = lever_paths("plan", region)
    years = range(region.first_year, region.horizon + 1)
    found = {(c.pair.first.lever, c.pair.second.lever): c for c in contradictions(paths, years, 2027)}
    one = found["coal_consumption_cap", "pit_mouth_power"]
    assert min(one.years) >= 2027
    run = simulate("current", region, scale=1.0, until=2028, settings={"power_rationing": 0.1})
    (line,) = notices([run], EN)
    assert "Power rationing 10 %  (power_rationing)  [--set]" in line
    assert "demand_response_payment" in line
    assert notices([simulate("current", region, scale=1.0, until=2028)], EN) == []


def test_a_report_names_levers_as_its_reader_knows_them():
    run = simulate("plan", load_region("tiny"), scale=1.0, until=2028, settings={"pit_mouth_power": 0.5})
    renamed = replace(run, package="my plan")
    told = "\n".join(notices([renamed], EN, package="plan", is_typed=False))
    assert "pit-mouth" in told.lower() and "[set by hand]" in told
    assert not any(f"({lever})" in told for lever in all_levers())
    # the other sides' documents and articles are found by the package's id
    assert told.count("[") > "\n".join(notices([renamed], EN, is_typed=False)).count("[")


def test_a_budget_that_runs_out_says_in_which_years_and_how_far():
    poor = load_region("tiny").with_values({"budget.programmes": 20_000.0})
    run = simulate("plan_plus", poor, scale=1.0, until=2030)
    (line,) = budget_lines([run], EN)
    least = run.series("Budget|Share Paid").min()
    assert "2025-2030 programmes" in line
    assert f"{least:.0%}" in line
    assert np.isfinite(least)
