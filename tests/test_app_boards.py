"""Every board draws, in both languages, before and after a move; what it says is plain JSON."""

import json
import math
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from abm.accounts.words import INCOME_GROUPS
from abm.peak import find_peak
from abm.region import load_region
from experiments.app import panel
from experiments.app.alarms import alarm_card
from experiments.app.boards import TABS, choose, compare, money
from experiments.app.boards import effects as effects_board
from experiments.app.briefs import seeds_of
from experiments.app.effects import Effects
from experiments.app.explorer import Explorer
from experiments.app.splits import Splits
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.target_words import reader_scale
from experiments.text import change_text, number
from experiments.web import catalogue, shared
from experiments.web.ask import Ask
from experiments.web.bills import BILL
from experiments.web.scenario import Curve, Scenario
from policies.registry import all_levers
from tests.app_explorer import CHINESE, drawn


def no_nan(value):
    if isinstance(value, dict):
        return all(no_nan(v) for v in value.values())
    if isinstance(value, list | tuple):
        return all(no_nan(v) for v in value)
    return not (isinstance(value, float) and not math.isfinite(value))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tab", [tab for tab in TABS if tab != "share"])
def test_a_board_draws_what_a_browser_can_read(explorer, tab, lang):
    charts = drawn(explorer, tab, lang)
    assert charts
    assert no_nan(charts)
    json.dumps(charts, allow_nan=False)
    assert len({chart["id"] for chart in charts}) == len(charts)
    for chart in charts:
        assert chart["title"]
        if lang == "en":
            assert not CHINESE.search(chart["title"] + chart.get("how", "")), chart["title"]


def test_charts_over_years_are_as_long_as_the_years(explorer):
    for tab in ("emissions", "energy", "choices", "money"):
        for chart in drawn(explorer, tab, "en"):
            for series in chart.get("series", []):
                assert len(series["values"]) == len(chart["x"]), (chart["id"], series["name"])


def test_a_tariff_is_seen_to_move_load(explorer):
    load = next(chart for chart in drawn(explorer, "power", "en") if chart["id"] == "load")
    now, before = load["series"][0]["values"], load["ghosts"][0]["values"]
    assert len(now) == 24
    assert now != before
    assert sum(now) == pytest.approx(sum(before), rel=0.01)


def test_dashed_lines_can_be_current_law(explorer):
    panel.press(explorer, "against")
    load = next(chart for chart in drawn(explorer, "power", "en") if chart["id"] == "load")
    assert [ghost["name"] for ghost in load["ghosts"]] == ["current law"]
    assert len(load["strips"]) == 2
    moved = next(chart for chart in drawn(explorer, "power", "en") if chart["id"] == "hours_moved")
    assert sum(moved["series"][0]["values"]) == pytest.approx(0, abs=0.01)
    panel.press(explorer, "against")


def test_what_was_changed_can_be_set_against_the_package_itself(explorer):
    panel.press(explorer, "against-package")
    try:
        assert explorer.compared.ask == explorer.scenario.without_levers().ask()
        ghost = next(chart for chart in drawn(explorer, "emissions", "en") if chart["id"] == "sectors")["ghost"]
        assert ghost["name"] == "total, the unchanged package"
        purses = next(chart for chart in drawn(explorer, "money", "zh") if chart["id"] == "purses")
        assert "与未改动的政策包之差" in purses["how"]
        bar = panel.bar_state(explorer, shared.the_region(), Speech("en"))
        assert bar["headlines"][1]["than"] == "vs package"
        paid, was = (a.series("Money|City Budget")[a.at(2030)] for a in (explorer.answer, explorer.compared))
        assert (bar["headlines"][2]["value"], bar["headlines"][2]["unit"]) == (number(float(paid)), "CNY 100m")
        assert bar["headlines"][2]["change"] == change_text(float(paid) - float(was), float(paid))
    finally:
        panel.press(explorer, "against-package")


def test_money_before_the_move_is_not_set_against_the_law_of_another_storyline(explorer):
    other = Explorer(explorer.pool, "other", explorer.storylines, lambda: None)
    other.start(explorer.scenario)
    other.move(replace(explorer.scenario, storyline=explorer.storylines[1]))
    assert other.before is not None
    purses = next(chart for chart in drawn(other, "money", "en") if chart["id"] == "purses")
    assert {row["before"] for row in purses["rows"]} == {None}
    assert "Dashed" not in purses["how"]


def test_what_firms_pay_more_adds_up_over_sectors(explorer):
    charts = {chart["id"]: chart for chart in drawn(explorer, "money", "en")}
    by_sector = sum(part["value"] for row in charts["firm_sectors"]["rows"] for part in row["parts"])
    by_size = sum(part["value"] for row in charts["firm_sizes"]["rows"] for part in row["parts"])
    assert by_sector == pytest.approx(by_size, abs=0.01)
    assert {"homes", "payers", "where"} <= charts.keys()


@pytest.mark.parametrize("reference", ["none", "itself"])
def test_without_anything_to_compare_no_bar_claims_a_difference(reference, explorer):
    plain = Explorer(explorer.pool, "plain", list(explorer.pool.desk.region.storylines), lambda: None)
    plain.start()
    if reference == "none":
        plain.bases.clear()
    purses = next(chart for chart in drawn(plain, "money", "en") if chart["id"] == "purses")
    assert purses["cards"] == []
    assert ("computing" if reference == "none" else "itself") in purses["how"]


def test_vehicle_owners_are_told_apart_and_truck_owners_by_county(explorer):
    charts = {chart["id"]: chart for chart in drawn(explorer, "money", "en")}
    rows = {row["label"]: row["parts"][0]["value"] for row in charts["purses"]["rows"]}
    parts = [rows[name] for name in ("– truck owners", "– taxis, buses, vans", "– private cars")]
    assert sum(parts) == pytest.approx(rows["Vehicle owners"], abs=1e-3)
    choose(explorer, {"key": "payer", "value": "货车车主"})
    by_county = next(chart for chart in drawn(explorer, "money", "zh") if chart["id"] == "payers")
    trucks = sum(row["parts"][0]["value"] for row in by_county["rows"])
    assert trucks == pytest.approx(rows["– truck owners"], abs=1e-3)


def test_bills_by_county_and_income_add_up_to_those_of_the_run(explorer):
    answer = explorer.answer
    for group, name in enumerate(INCOME_GROUPS):
        bill = answer.bills.by_year[2030][BILL, :, group].sum() / 1e8
        assert bill == pytest.approx(answer.series(f"Homes|Energy Bill|{name}")[answer.at(2030)], rel=1e-5)
    table = next(chart for chart in drawn(explorer, "money", "zh") if chart["id"] == "groups")
    assert len(table["rows"]) == len(shared.the_region().counties) + 1
    assert table["head"][1:] == ["最低收入组", "次低收入组", "中间收入组", "次高收入组", "最高收入组"]
    assert all(re.fullmatch(r"0|[+-][1-9]\d*", cell["text"]) for row in table["rows"] for cell in row[1:])


@pytest.mark.parametrize(("change", "text"), [(12.4, "+12"), (-3.0, "-3"), (0.4, "0"), (-0.4, "0"), (0.0, "0")])
def test_a_change_of_a_bill_has_a_sign_and_nothing_has_none(change, text):
    assert money._weighed(change, bill=1000.0, burden=5.0)["text"] == text


def test_a_chosen_indicator_says_what_is_in_it_in_the_readers_language(explorer):
    how = {}
    for lang in ("zh", "en"):
        choose(explorer, {"key": "place", "value": SCORED})
        how[lang] = next(chart for chart in drawn(explorer, "places", lang) if chart["id"] == "counties")["how"]
    assert "口径：属地口径；不扣碳汇，不含净调入电力；T07按此评分。" in how["zh"] and "territorial" not in how["zh"]
    assert "What is in it: territorial; before sinks" in how["en"] and not CHINESE.search(how["en"])


def test_sectors_add_up_to_the_total(explorer):
    chart = next(chart for chart in drawn(explorer, "emissions", "en") if chart["id"] == "sectors")
    total = [sum(series["values"][i] for series in chart["series"]) for i in range(len(chart["x"]))]
    assert total == pytest.approx(explorer.answer.series("Emissions|CO2|Energy").tolist(), rel=1e-3)


def test_every_target_is_on_the_scorecard(explorer):
    table = next(chart for chart in drawn(explorer, "targets", "en") if chart["id"] == "targets")
    assert len(table["rows"]) == len(explorer.answer.targets)
    choose(explorer, {"key": "targets", "value": "met"})
    shown = next(chart for chart in drawn(explorer, "targets", "en") if chart["id"] == "targets")["rows"]
    assert len(shown) == sum(row["state"] == "met" for row in explorer.answer.targets)
    choose(explorer, {"key": "targets", "value": "all"})


def test_the_comparison_names_what_differs(explorer):
    inputs = next(chart for chart in drawn(explorer, "compare", "en") if chart["id"] == "inputs")
    rows = {row[0]: row for row in inputs["rows"]}
    assert rows.keys() >= {"Publicity", "Hours of the tariff's periods"}
    assert rows["Publicity"][2] == "2027–2060"
    assert rows["Publicity"][4] == {"text": "100", "note": "", "kind": "other"}


def test_every_compared_number_has_its_interval_and_what_is_luck_is_not_called_an_effect(explorer):
    charts = {chart["id"]: chart for chart in drawn(explorer, "compare", "en")}
    assert charts["saved"]["items"][0]["label"] == "plain (counterfactual)"
    numbers = [row for row in charts["results"]["rows"] if row[1]]
    assert len(numbers) >= 15
    assert all(re.search(r"^[+-]\d.* ±\d|^=$|^≈0$", row[-1]["note"]) for row in numbers)
    assert {row[-1]["kind"] for row in numbers} == {"clear", "unclear"}
    choose(explorer, {"key": "compare_show", "value": "difference"})
    lines = next(chart for chart in drawn(explorer, "compare", "en") if chart["id"] == "compare")["series"]
    assert len(lines) == len(charts["saved"]["items"]) - 1
    assert all(
        low <= value <= high for s in lines for low, value, high in zip(s["low"], s["values"], s["high"], strict=True)
    )
    choose(explorer, {"key": "compare_show", "value": "values"})


def effects_of(explorer, lang="en"):
    return next(chart for chart in drawn(explorer, "compare", lang) if chart["id"] == "effects")


def test_effects_are_offered_with_their_runs_and_time_and_then_shown(explorer):
    offer = effects_of(explorer)
    changes = [("publicity", 2027, 1.0), ("tou_period_set", 2027, 2.0)]
    sets = [chosen for n in range(3) for chosen in combinations(changes, n)]  # neither, each alone, both
    futures = [Ask(settings=chosen, seed=seed) for chosen in sets for seed in (1, 2, 3)]
    there = {getattr(job, "ask", job) for job in explorer.pool.kept}
    n_runs = sum(future not in there for future in futures)
    assert 0 < n_runs < len(futures) == 12
    seconds = 2 * n_runs  # what the pool says of a run, on the one worker that is not kept for the foreground
    assert offer["actions"][0]["label"] == f"compute ({n_runs} runs, about {seconds} s)"
    choose(explorer, {"key": "effects", "value": ""})
    assert [row["label"] for row in effects_of(explorer)["rows"]][-2:] == ["interaction", "together"]


def test_effects_are_told_apart_by_action_and_by_lever(explorer, monkeypatch):
    before = explorer.scenario
    explorer.move(Scenario(package="action_09_technology").with_curve("publicity", Curve(((2027, 1.0),))))
    ways = [option["label"] for option in effects_of(explorer)["selects"][0]["options"]]
    assert ways == ["the plan's actions (4)", "the changes made (2)", "every lever (4)"]  # tiny names no such sections
    choose(explorer, {"key": "effects", "value": ""})
    assert len(effects_of(explorer)["rows"]) == 6
    found = Effects(Splits(explorer.scenario, shared.the_region()).split("action"), explorer.briefs)
    at = slice(7, None)
    parts = found.sum_of(found.parts, SCORED, at).mean + found.interaction(SCORED, at).mean
    assert parts == pytest.approx(found.together(SCORED, at).mean, abs=1e-9)
    choose(explorer, {"key": "effect_by", "value": "lever"})
    assert len(effects_of(explorer)["rows"]) == 6  # each action has one lever here: the runs are there
    assert CHINESE.search(effects_of(explorer, "zh")["rows"][0]["label"])
    monkeypatch.setattr(effects_board, "MOST_ROWS", 1)
    assert [row["label"] for row in effects_of(explorer)["rows"]][1:] == [
        "3 others, added up",
        "interaction",
        "together",
    ]
    explorer.move(before)


def test_boards_stand_where_the_package_is_none(explorer):
    before = explorer.scenario
    explorer.move(Scenario(package="no_such_package"))
    assert "no package" in explorer.problem
    assert effects_of(explorer)
    explorer.move(before)


def test_an_action_alone_is_the_package_with_nothing_else(explorer):
    region, desk = shared.the_region(), explorer.pool.desk
    splits = Splits(Scenario(package="plan", seed=2), region)
    name = "agriculture and countryside"
    part, farming = splits.split("action").alone[name], splits.actions[name]
    paths, law, plan = (desk._paths(ask) for ask in (part, Ask(), Ask("plan")))
    assert all(np.array_equal(paths[lever], (plan if lever in farming else law)[lever]) for lever in paths)
    assert part.seed == 2
    inside = splits.split("in:" + name)
    assert inside.whole == part
    assert set(inside.alone) == set(farming)
    assert splits.split("lever").whole == Ask("plan", seed=2)


def test_the_error_of_the_page_is_measured_not_claimed(explorer):
    choose(explorer, {"key": "detailed", "value": ""})
    table = next(chart for chart in drawn(explorer, "trust", "en") if chart["id"] == "error")
    assert all("%" in row[2] or "–" in row[2] for row in table["rows"])


@pytest.mark.parametrize(
    "told",
    [None, 7, "x", [], {}, {"key": None}, {"key": "go", "value": "-1"}, {"key": "go", "value": "99"},
     {"key": "forget", "value": "9" * 50}, {"key": "life_number", "value": "<b>"},
     {"key": "life", "value": "__class__"},
     {"key": "year", "value": "1e9"}, {"key": "x" * 10_000, "value": "y" * 10_000}],
)  # fmt: skip
def test_hostile_choices_leave_the_boards_standing(explorer, told):
    choose(explorer, told)
    for tab in ("power", "lives", "compare"):
        assert drawn(explorer, tab, "en")


@pytest.mark.parametrize(
    "told",
    [None, 3, "publicity", {}, {"lever": "horse"}, {"lever": "publicity"}, {"lever": "publicity", "points": "abc"},
     {"lever": "publicity", "points": [[2027]]}, {"lever": "publicity", "points": [["x", "y"]]},
     {"lever": "publicity", "points": [[2027, float("nan")]]}, {"lever": "publicity", "points": 5}],
)  # fmt: skip
def test_hostile_moves_do_nothing(explorer, told):
    before = explorer.scenario
    panel.move(explorer, told)
    panel.reset(explorer, None)
    panel.assume(explorer, told)
    panel.choose_seed(explorer, str(told))
    assert explorer.scenario.without_levers() == before.without_levers()
    explorer.move(before)


def test_a_move_from_the_panel_is_held_within_bounds(explorer):
    before = explorer.scenario
    panel.move(explorer, {"lever": "publicity", "points": [[2027, 50]], "grip": 3})
    assert dict(explorer.scenario.curves)["publicity"].points == ((2027, 1.0),)
    explorer.move(before)


def test_every_lever_is_in_the_panel_once_with_its_words():
    for lang in ("zh", "en"):
        levers = [lever for group in panel.levers(lang) for lever in group["levers"]]
        assert sorted(lever["id"] for lever in levers) == sorted(all_levers())
        assert all(lever["label"] and lever["about"] and all(lever["guidance"]) for lever in levers)
        assert all(lever["step"] > 0 for lever in levers)
    assert sum(lever["depth"] == 1 for lever in levers) <= 8
    assert sum(lever["depth"] <= 2 for lever in levers) <= 25


def test_the_panel_gives_every_lever_a_history_and_a_present(explorer):
    state = panel.lever_state(explorer, shared.the_region(), Speech("en"))
    for package in ("plan", explorer.scenario.package):
        assert set(json.loads(panel.paths_of(package))["paths"]) == set(all_levers())
    assert state["curves"]["publicity"]["points"] == [[2027, 1.0]]
    assert state["first"] == shared.the_region().first_decision_year
    json.dumps(state, allow_nan=False)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", r"2030 年有 70 亿千瓦时负荷被切除，代价约 437 亿元增加值"),
        ("en", r"7 TWh of demand were cut off in 2030, at a cost of CNY 43.7 billion$"),
    ],
)
def test_targets_met_by_a_blanket_cut_are_said_where_the_page_opens(explorer, monkeypatch, lang, said):
    """Rationing lowers CO2 at once: who looks at the first board only must not take it for a success."""
    rows = [dict(row, note="") for row in explorer.shown.targets]
    assert alarm_card(rows, Speech(lang), reader_scale(Speech(lang))) is None
    noted = "peaked; alarm: 7 TWh of demand were cut off in 2030, at a cost of 437 x 10^8 CNY"
    rows[0]["note"] = rows[2]["note"] = noted
    alarmed = replace(explorer.shown, targets=tuple(rows))
    monkeypatch.setattr(type(explorer), "shown", property(lambda _: alarmed))
    for tab in ("emissions", "targets"):
        cards = drawn(explorer, tab, lang)[0]["cards"]
        (card,) = [card for card in cards if card.get("kind") == "alarm"]
        assert card["value"] == "⚠ 2" and re.search(said, card["note"])
    marks = [h["change"] for h in panel.bar_state(explorer, shared.the_region(), Speech(lang))["headlines"]]
    assert marks[-1] == "⚠"


def sectors_of(explorer):
    return next(chart for chart in drawn(explorer, "emissions", "en") if chart["id"] == "sectors")


def test_a_sector_keeps_its_colour_and_its_place_whatever_is_moved(explorer):
    mine = sectors_of(explorer)["series"]
    other = Explorer(explorer.pool, "colours", list(explorer.pool.desk.region.storylines), lambda: None)
    other.start()
    other.set_lever("efficiency_standard", Curve(((2027, 1.0),)))
    theirs = sectors_of(other)["series"]
    mine, theirs = ({s["name"]: s["color"] for s in series} for series in (mine, theirs))
    both = [name for name in mine if name in theirs]
    assert len(both) >= 8 and all(mine[name] == theirs[name] for name in both)
    assert len(set(mine.values())) == len(mine)
    assert both == [name for name in theirs if name in mine]


def test_what_a_move_changed_adds_up_and_is_given_a_reason_of_its_sign(explorer):
    other = Explorer(explorer.pool, "why", list(explorer.pool.desk.region.storylines), lambda: None)
    other.start()
    first = next(chart for chart in drawn(other, "emissions", "en") if chart["id"] == "changed")
    assert first["cards"] == [] and first["foot"].startswith("Move a lever")  # what to do is said before it is done
    other.set_lever("efficiency_standard", Curve(((2027, 1.0),)))
    other.choose("changed_year", "2035")  # works take years to build
    chart = next(chart for chart in drawn(other, "emissions", "en") if chart["id"] == "changed")
    rows = {row["label"]: row["parts"][0]["value"] for row in chart["rows"]}
    outside = [value for label, value in rows.items() if label.startswith("outside")]
    assert len(outside) == 2
    now, before = (answer.series(SCORED)[answer.at(2035)] for answer in (other.answer, other.before))
    assert rows["the city"] == pytest.approx(now - before, rel=1e-3)
    assert rows["with outside"] == pytest.approx(rows["the city"] + sum(outside), rel=1e-3)
    parts = sum(value for label, value in rows.items() if label not in ("the city", "with outside")) - sum(outside)
    assert parts == pytest.approx(rows["the city"], rel=0.02)
    assert re.search(r"CO2 for each unit made -\d", chart["foot"])


def test_a_move_that_changes_no_emissions_says_so(explorer):
    other = Explorer(explorer.pool, "nothing", list(explorer.pool.desk.region.storylines), lambda: None)
    other.start()
    other.set_lever("carbon_inclusion_credit", Curve(((2035, 0.0),)))
    chart = next(chart for chart in drawn(other, "emissions", "en") if chart["id"] == "changed")
    assert chart["cards"] == [] and "no sector emits more or less" in chart["foot"]


def test_the_choices_are_explained_and_the_parts_of_a_plan_stand_apart():
    for lang in ("zh", "en"):
        known = panel.packages(lang)
        assert all(p["about"] for p in (*known, *panel.storylines(lang)))
        assert {p["kind"] for p in known} <= {"whole", "part"}
        assert {"current", "plan"} <= {p["id"] for p in known if p["kind"] == "whole"}
        assert all(p["id"].startswith(("action_", "guarantee_")) for p in known if p["kind"] == "part")


def test_a_difference_that_no_digit_shows_is_about_nothing():
    assert compare._signed(-1e-9, 2e-9) == "≈0"
    assert compare._signed(-0.67, 0.22) == "-0.67 ±0.22"


def test_the_scorecard_says_which_targets_no_lever_can_change(explorer):
    rows, first = explorer.answer.targets, shared.the_region().first_decision_year
    judged = [row for row in rows if row["state"] in ("met", "missed")]
    past = [row for row in judged if int(row["year"]) < first]
    how = next(chart for chart in drawn(explorer, "targets", "en") if chart["id"] == "targets")["how"]
    assert f"Of the {len(judged)} that can be judged, {len(past)} are of years before" in how
    assert past and len(past) < len(judged)


def test_a_replay_leaves_what_changed_in_its_place_and_current_law_itself_is_said_to_be_so(explorer):
    def told(of):
        found = [chart for chart in drawn(of, "emissions", "en") if chart["id"] == "changed"]
        return found[0]

    still = told(explorer)
    explorer.is_replaying = True
    assert told(explorer) == still
    explorer.is_replaying = False
    plain = Explorer(explorer.pool, "law", list(explorer.pool.desk.region.storylines), lambda: None)
    plain.start()
    assert told(plain)["foot"].startswith("Move a lever")
    panel.press(plain, "against")
    assert "current law itself" in told(plain)["foot"] or "computing current law" in told(plain)["foot"]


def test_the_evidence_of_a_lever_is_of_the_years_that_its_slider_shows():
    region = load_region("luliang")
    known = catalogue.evidence_of(region, Speech("en"))
    assert known["power.new_wind"]["text"] == "power.new_wind = 120 MW (40–250), 2026"  # 0 until 2025: that is history
    assert "," not in known["heating.tolerance.median"]["text"]  # it holds always


def test_a_scorecard_on_which_nothing_changed_says_so(explorer):
    choose(explorer, {"key": "targets", "value": "changed"})
    table = next(chart for chart in drawn(explorer, "targets", "en") if chart["id"] == "targets")
    assert bool(table["rows"]) != ("no target has changed its state" in table.get("foot", ""))
    choose(explorer, {"key": "targets", "value": "all"})


@pytest.mark.parametrize(
    ("lang", "quick", "label"),
    [("zh", "本页为快速计算", "完整计算"), ("en", "This page is quick", "Full detail")],
)
def test_the_first_board_says_how_finely_it_is_computed_and_shows_full_detail_when_asked(explorer, lang, quick, label):
    explorer.found.clear()
    first = drawn(explorer, "emissions", lang)[0]
    assert first["foot"].startswith(quick) and "0.02" in first["foot"]
    assert [action["key"] for action in first["actions"]] == ["detailed"]
    choose(explorer, {"key": "detailed", "value": ""})
    charts = {chart["id"]: chart for chart in drawn(explorer, "emissions", lang)}
    (card,) = [card for card in charts["headline"]["cards"] if card.get("kind") == "exact"]
    exact = explorer.found["detailed"].result[SCORED]
    assert card["label"].startswith(label) and card["value"] == str(find_peak(explorer.answer.years, exact).year)
    drawn_exact = charts["spread"]["series"][-1]["values"]
    assert drawn_exact == pytest.approx((100.0 if lang == "zh" else 1.0) * exact, rel=1e-3)
    assert "actions" not in charts["headline"]


def test_a_target_that_seeds_turn_is_told_as_at_its_edge(explorer):
    """The seeds that fill in behind the line are held to the states of the run itself."""
    own = explorer.answer
    judged = [row for row in own.targets if row["state"] in ("met", "missed")]
    name, state = judged[0]["id"], judged[0]["state"]
    other = {"met": "missed", "missed": "met"}[state]
    told = {row["id"]: (row["state"], float("nan") if row["value"] is None else row["value"]) for row in own.targets}
    before = {one: explorer.briefs.of(one) for one in seeds_of(explorer.scenario)[1:]}
    try:
        for turned, one in enumerate(before):
            rows = told | {name: (other if turned else state, told[name][1])}
            explorer.briefs.know(one.ask(), replace(own.brief(), targets=rows))
        cards, table = drawn(explorer, "targets", "en")
        (row,) = [row for row in table["rows"] if row[0] == name]
        assert row[3]["text"].endswith("at the edge") and "tf-chip-edge" in row[3]["kind"]
        assert row[7].startswith("2 of 4 seeds meet it")
        assert [card["note"] for card in cards["cards"] if "edge" in card["note"]] == ["1 at the edge"]
        choose(explorer, {"key": "targets", "value": "edge"})
        assert [row[0] for row in drawn(explorer, "targets", "en")[1]["rows"]] == [name]
    finally:
        choose(explorer, {"key": "targets", "value": "all"})
        for one, brief in before.items():
            explorer.briefs.know(one.ask(), brief)


def test_one_project_is_told_with_what_it_delivers_its_levers_and_bureaus(explorer):
    project = all_levers()["tou_period_set"].projects[0]
    explorer.choose("project", project)
    charts = {chart["id"]: chart for chart in drawn(explorer, "projects", "en")}
    (select, _) = charts["project"]["selects"]
    assert select["value"] == project and len(select["options"]) == len(charts["projects"]["rows"])
    levers = {row[0]: row for row in charts["project_levers"]["rows"]}
    own = levers[all_levers()["tou_period_set"].label.en]
    assert own[3] == {"text": "2", "note": "", "kind": "other"} and own[2] != "2"  # moved from the package's set
    assert all(row[5] for row in levers.values())
    for label, unit, value, _ in charts["project_values"]["rows"]:
        assert label and unit and value not in ("nan", "")


def test_what_others_emit_is_compared_by_its_difference_alone(explorer):
    results = next(chart for chart in drawn(explorer, "compare", "en") if chart["id"] == "results")
    rows = {row[0]: row for row in results["rows"]}
    outside = rows["outside: goods made elsewhere"], rows["outside: the province's other plants"]
    for _, _, base, *others in outside:
        assert base == "–" and all(cell["text"] == "" and cell["note"] for cell in others)
    explorer.choose("compare", "Leakage|CO2")
    lines = next(chart for chart in drawn(explorer, "compare", "en") if chart["id"] == "compare")
    assert lines["how"].startswith("Difference")
    assert [option["id"] for option in lines["selects"][1]["options"]] == ["difference"]


@pytest.mark.parametrize("told", ["/etc/hosts.toml", "../packages/plan", "plan.toml", "x" * 5000, None, ["plan"]])
def test_a_page_asks_for_packages_that_there_are_and_for_no_file(explorer, told):
    before = explorer.scenario
    panel.choose_package(explorer, told, shared.the_region())
    panel.choose_storyline(explorer, told, shared.the_region())
    assert explorer.scenario == before


def test_what_is_a_digit_to_nobody_but_unicode_breaks_no_board(explorer):
    for key in ("go", "forget", "life_number"):
        choose(explorer, {"key": key, "value": "²"})
    assert drawn(explorer, "lives", "en")


def test_what_is_compared_with_says_in_which_world(explorer):
    storyline = list(shared.the_region().storylines)[1]
    panel.choose_storyline(explorer, storyline, shared.the_region())
    results = next(chart for chart in drawn(explorer, "compare", "en") if chart["id"] == "results")
    assert results["head"][2].startswith("current law (counterfactual) · ")
    panel.choose_storyline(explorer, next(iter(shared.the_region().storylines)), shared.the_region())
