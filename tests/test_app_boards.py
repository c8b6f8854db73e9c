"""Every board draws, in both languages, before and after a move; what it says is plain JSON."""

import json
import math
import re
from dataclasses import fields, replace
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from abm.accounts.words import INCOME_GROUPS
from abm.peak import Peak, find_peak
from abm.region import load_region
from experiments.app import panel
from experiments.app.boards import TABS, choose, compare, emissions, money, places
from experiments.app.explorer import Explorer
from experiments.app.hands import BoardHands, obey
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.text import change_text, number
from experiments.web import catalogue, shared
from experiments.web.bills import BILL
from experiments.web.scenario import Curve
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


def test_a_change_is_held_against_luck_with_the_seeds_that_both_futures_have(explorer):
    other = Explorer(explorer.pool, "luck", list(explorer.pool.desk.region.storylines), lambda: None)
    other.start()
    other.set_lever("efficiency_standard", Curve(((2027, 1.0),)))

    def told():
        return next(chart for chart in drawn(other, "emissions", "en") if chart["id"] == "changed")["foot"]

    foot = told()  # all four pairs are there: what a board asks for is computed at once here
    found = re.search(r"Seed by seed over 4 seeds the city's total is ([+-][\d.]+) ±([\d.]+) \(95 %\): (.*)\.$", foot)
    year, seeds = 2030, range(1, 5)
    futures = [[replace(one.ask, seed=seed) for seed in seeds] for one in (other.answer, other.before)]
    now, before = ([other.briefs.known(ask).values[SCORED] for ask in asks] for asks in futures)
    change = np.array(now)[:, other.answer.at(year)] - np.array(before)[:, other.answer.at(year)]
    half = 3.182 * change.std(ddof=1) / 2.0  # t of three degrees of freedom, over the root of four
    assert float(found[1]) == pytest.approx(change.mean(), rel=0.06)
    assert float(found[2]) == pytest.approx(half, rel=0.06)
    assert found[3] == ("more than luck" if abs(change.mean()) > half else "it cannot be told from luck")
    for ask in futures[1][1:3]:
        other.briefs._found.pop(ask)
    other.is_busy = True  # nothing more is asked for while a move is being computed
    assert "Other seeds are being tried (2 of 4)" in told()


def test_a_move_that_changes_no_emissions_says_so(explorer):
    other = Explorer(explorer.pool, "nothing", list(explorer.pool.desk.region.storylines), lambda: None)
    other.start()
    other.set_lever("carbon_inclusion_credit", Curve(((2035, 0.0),)))
    chart = next(chart for chart in drawn(other, "emissions", "en") if chart["id"] == "changed")
    assert chart["cards"] == [] and "no sector emits more or less" in chart["foot"]


def test_the_panel_knows_where_each_lever_stands_today_and_in_the_plan():
    told = json.loads(panel.paths_of("plan"))
    levers = all_levers()
    assert set(told["law"]) == set(told["plan"]) == set(levers)
    for name in ("plan", "law"):
        assert all(levers[lever].low <= value <= levers[lever].high for lever, value in told[name].items())
    moved = [lever for lever in levers if told["plan"][lever] != told["law"][lever]]
    assert moved  # a plan that asks for nothing would be none
    at = 2030
    for lever in moved:
        assert [value for year, value in told["paths"][lever] if year <= at][-1] == told["plan"][lever]


def test_a_message_of_a_page_reaches_whoever_answers_to_its_name_and_nobody_else():
    heard = []
    hands = BoardHands(*(partial(lambda name, of: heard.append((name, of)), f.name) for f in fields(BoardHands)))
    obey(hands, {"what": "choose", "of": {"key": "a"}})
    obey(hands, {"what": "dismiss"})
    for wrong in (None, "choose", [], {}, {"what": ["choose"]}, {"what": "__class__", "of": 1}, {"what": None}):
        obey(hands, wrong)
    assert heard == [("choose", {"key": "a"}), ("dismiss", None)]


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


def test_a_year_that_is_hardly_lower_than_the_highest_is_named(explorer):
    """Quick and detailed runs may then name one year each: no reader takes that for another result."""
    year, value = 2024, 10.0
    series = np.array([9.0, 9.0, 9.0, 9.9, 10.0, 10.1, 9.85, 9.0, 8.0, 8.0, 8.0, 8.0])  # means 10.0, 9.98 about it
    answer = SimpleNamespace(years=np.arange(2020, 2032), series=lambda name: series)
    scene = SimpleNamespace(answer=answer, say=Speech("zh"))
    peak = Peak("peaked", year, value, 0.1, False)
    assert emissions._as_high(scene, "x", peak) == "；2025年几乎同样高"
    scene.say = Speech("en")
    assert emissions._as_high(scene, "x", peak) == "; 2025 hardly lower"
    answer.series = lambda name: np.full(12, 10.0)
    assert emissions._as_high(scene, "x", peak) == ""  # a plateau is said by its state


def test_the_colours_of_a_change_on_the_map_are_not_taken_for_those_of_values():
    names = [entry["name"] for entry in places._scale(10.0, 2.0, "Mt", Speech("en"))]
    assert names == ["0 Mt", "5.0 Mt", "10 Mt", "change -2.0 Mt", "change +2.0 Mt"]
    assert len(places._scale(10.0, 0.0, "Mt", Speech("en"))) == 3  # of a map without a change


def test_the_first_board_says_who_pays_with_the_numbers_of_the_board_of_money(explorer):
    cards = {card["label"]: card for card in drawn(explorer, "emissions", "en")[0]["cards"]}
    card = cards["Who pays: city budget, CNY 100 m a year"]
    rows = {row["label"]: row["note"] for row in drawn(explorer, "money", "en")[0]["rows"]}
    told = {purse: "+0" if note == "0" else note for purse, note in rows.items()}
    assert card["value"] == told["City budget"]
    for purse in ("Province and state", "Households", "Firms"):
        assert f"{purse} {told[purse]}" in card["note"]
    assert "against current law" in card["note"]
