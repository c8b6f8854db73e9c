"""Every board draws, in both languages, before and after a move; what it says is plain JSON."""

import json
import math
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from abm.accounts.words import INCOME_GROUPS
from abm.results import Results
from experiments.app import panel, share, shelf
from experiments.app.boards import TABS, board, choose, money
from experiments.app.boards import effects as effects_board
from experiments.app.boards.scene import Scene
from experiments.app.boards.why import told
from experiments.app.effects import Effects
from experiments.app.explorer import Explorer
from experiments.app.splits import Splits
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.web import shared
from experiments.web.ask import Ask, Place
from experiments.web.bills import BILL
from experiments.web.files import File, sheet_of
from experiments.web.follow import Follow
from experiments.web.scenario import Curve, Scenario
from policies.registry import all_levers
from tests.web_pool import InlinePool

PLACE = Place("tiny", 0.02, n_days=6, until=2036)
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def explorer():
    pool = InlinePool(PLACE)
    shared.share(pool)
    for cached in (shared.the_region, panel.levers, panel.packages, panel.storylines, panel.quotes, panel.assumptions):
        cached.cache_clear()
    panel.all_there_is.cache_clear()
    panel._known_paths.cache_clear()
    panel._plan.cache_clear()
    explorer = Explorer(pool, "me", list(pool.desk.region.storylines), lambda: None)
    explorer.start()
    explorer.save("plain")
    explorer.set_lever("publicity", Curve(((2027, 1.0),)))
    explorer.set_lever("tou_period_set", Curve(((2027, 2.0),)))
    return explorer


def drawn(explorer, tab, lang):
    explorer.show(tab=tab, lang=lang, is_tce=lang == "zh")
    return board(explorer, shared.the_region(), Speech(lang))["charts"]


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
        plain.reference = None
    purses = next(chart for chart in drawn(plain, "money", "en") if chart["id"] == "purses")
    assert purses["cards"] == []
    assert ("computing" if reference == "none" else "itself") in purses["how"]


def test_vehicle_owners_are_told_apart_and_truck_owners_by_county(explorer):
    charts = {chart["id"]: chart for chart in drawn(explorer, "money", "en")}
    rows = {row["label"]: row["parts"][0]["value"] for row in charts["purses"]["rows"]}
    parts = [rows[name] for name in ("– truck owners", "– taxis, buses, light trucks", "– private cars")]
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


@pytest.mark.parametrize("kind", ["home", "truck", "farm", "mine"])
def test_a_life_is_told_with_its_reasons(explorer, kind):
    choose(explorer, {"key": "life", "value": kind})
    for lang in ("zh", "en"):
        charts = drawn(explorer, "lives", lang)
        assert charts[0]["events"], charts[0]["how"]
        text = charts[0]["how"] + "".join(event["text"] + event["why"] for event in charts[0]["events"])
        assert bool(CHINESE.search(text)) == (lang == "zh") or kind == "mine"


def test_a_homes_reasons_are_those_of_the_models_own_rule(explorer):
    desk = explorer.pool.desk
    lives = [Follow(explorer.answer.ask, "home", number).work(desk) for number in range(4)]
    changed = [(life, year, why) for life in lives for year, why in life.reasons.items()]
    assert changed
    for life, year, why in changed:
        at = life.years.index(year)
        assert life.chosen[at - 1] == why.before
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
        ({"left": 1.0, "idle_years": 6.0}, "for 6 years it has sold less than 15%"),
        ({"left": 1.0}, "growing does not pay"),
        ({"surcharge_cny_per_t": 90.0}, "the surcharge of 90 CNY a tonne exceeds its margin of 80"),
        ({"last_year": 2020.0}, "its last permitted year has passed"),
    ],
)
def test_a_mine_that_closes_says_under_which_rule(explorer, told_of_it, words):
    life = Follow(explorer.answer.ask, "mine").work(explorer.pool.desk)
    plain = {name: [0.0, 0.0] for name in life.more}
    plain |= {"open": [1.0, 0.0], "reserve_mt": [50.0, 40.0], "patience_years": [5.0, 5.0]}
    plain |= {"margin_cny_per_t": [80.0, 80.0], "last_year": [9999.0, 9999.0], "capacity_mt": [1.2, 1.2]}
    more = plain | {name: [value, value] for name, value in told_of_it.items()}
    made = replace(life, more=more, traits=life.traits | {"idle_share": 0.15})
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


def test_the_comparison_names_what_differs(explorer):
    inputs = next(chart for chart in drawn(explorer, "compare", "en") if chart["id"] == "inputs")
    rows = {row[0]: row for row in inputs["rows"]}
    assert rows.keys() >= {"Publicity", "Hours of the tariff's periods"}
    assert rows["Publicity"][2] == "2027–2060"
    assert rows["Publicity"][4] == {"text": "1.00", "note": "", "kind": "other"}


def test_every_compared_number_has_its_interval_and_what_is_luck_is_not_called_an_effect(explorer):
    charts = {chart["id"]: chart for chart in drawn(explorer, "compare", "en")}
    assert charts["saved"]["items"][0]["label"] == "plain (counterfactual)"
    numbers = [row for row in charts["results"]["rows"] if row[1]]
    assert len(numbers) >= 15
    assert all(re.search(r"^[+-]\d.* ±\d|^=$", row[-1]["note"]) for row in numbers)
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
    state = panel.lever_state(explorer, shared.the_region())
    assert set(json.loads(panel.paths_of(explorer.scenario.package))["paths"]) == set(all_levers())
    assert state["curves"]["publicity"]["points"] == [[2027, 1.0]]
    assert state["first"] == shared.the_region().first_decision_year
    json.dumps(state, allow_nan=False)


def test_the_lines_that_reproduce_a_scenario_are_python(explorer):
    scenario = Scenario(package="plan", storyline="fast", seed=2, drivers=(("price.carbon", 0.5),))
    lines = share.python_lines(scenario.with_curve("publicity", Curve(((2027, 0.5),))), shared.the_region())
    compile(lines, "lines", "exec")
    command = share.command_line(explorer.scenario, shared.the_region())
    assert "--set publicity@2027=1 tou_period_set@2027=2" in command


def test_the_lines_for_this_page_make_its_very_numbers(explorer):
    lines = share.python_lines(explorer.scenario, shared.the_region(), explorer.pool.place)
    made: dict = {"print": lambda _: None}
    exec(lines, made)
    answer = explorer.answer
    for name in (SCORED, "Homes|Scattered Coal", "Money|City Budget"):
        np.testing.assert_array_equal(made["run"].record.series(name).astype(np.float32), answer.series(name))


def test_contested_assumptions_are_said_to_be_beyond_the_command_line(explorer):
    region, say = shared.the_region(), Speech("en")
    assert share._told_command(explorer.scenario, region, say).startswith("tanfeng run")
    contested = replace(explorer.scenario, drivers=(("price.carbon", 0.5),))
    assert "use Python" in share._told_command(contested, region, say)


def test_a_report_is_set_against_law_under_the_same_assumptions(explorer, monkeypatch):
    asked = []
    detailed = type(explorer.pool.desk).detailed
    monkeypatch.setattr(
        type(explorer.pool.desk),
        "detailed",
        lambda desk, ask, scale: (asked.append(ask), detailed(desk, ask, scale))[1],
    )
    monkeypatch.setattr("experiments.report.report_files", lambda *_, **__: {"report.html": b"made"})
    ask = Ask("plan", (("publicity", 2027, 1.0),), "fast", 3, drivers=(("price.carbon", 0.5),))
    assert File(ask, "report.html", "en", "mine").work(explorer.pool.desk) == b"made"
    assert asked == [ask, Ask(storyline="fast", seed=3, drivers=(("price.carbon", 0.5),))]


@pytest.mark.slow  # its library comes with the application
def test_a_code_holds_a_link_and_not_a_book():
    assert share.qr_path("http://127.0.0.1/?p=plan")["size"] >= 21
    assert share.qr_path("x" * 5000) is None


@pytest.mark.parametrize(
    "kind", ["csv", "iamc.csv", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("xlsx", "iamc.xlsx"))]
)
def test_files_are_made_and_offered_once(explorer, kind):
    region, say = shared.the_region(), Speech("en")
    share.make_file(explorer, kind, region, say)
    one, two = (share.share_state(explorer, region, say)["files"] for _ in range(2))
    url = next(file["url"] for file in one if file["kind"] == kind)
    assert url.startswith("/tanfeng/file/")
    assert one == two


def test_a_sheet_for_an_official_has_labels_and_the_units_of_chinese_statistics(explorer):
    run = explorer.pool.desk.detailed(Ask("plan"), 0.02)
    frame = Results((run,)).to_frame().drop(columns=["run", "seed"])
    frame = frame.astype({name: str for name in frame.columns if frame[name].dtype == "category"})
    city = frame[frame["county"] == run.region.code]
    zh, en = (sheet_of(city, Speech(lang)) for lang in ("zh", "en"))
    assert len(zh) == len(en) and list(zh)[:4] == ["变量", "指标", "单位", "部门"]
    row = next(i for i in range(len(zh)) if zh["变量"][i] == SCORED and not zh["部门"][i])
    assert (zh["指标"][row], zh["单位"][row]) == ("能源二氧化碳排放", "万吨 CO2/年")
    assert zh[2030][row] == pytest.approx(100 * float(run.series(SCORED)[2030]))
    assert en[2030][row] == pytest.approx(float(run.series(SCORED)[2030]))
    assert "电力" in set(zh["部门"]) and not zh["指标"].str.contains("[|]").any()


def test_scenarios_saved_under_one_name_are_told_apart():
    assert shelf.unlike("plan", ()) == "plan"
    assert shelf.unlike("plan", {"plan", "plan (2)"}) == "plan (3)"
    assert len(shelf.unlike("x" * 60, {"x" * 60})) <= 60


def test_a_file_of_an_unknown_kind_is_not_made(explorer):
    share.make_file(explorer, "../../etc/passwd", shared.the_region(), Speech("en"))
    assert not any("passwd" in key for key in explorer.found)


def test_an_uploaded_scenario_is_gone_to_or_refused(explorer):
    region, say = shared.the_region(), Speech("en")
    before = explorer.scenario
    for text in ("__import__('os').system('true')", None, 7):
        shelf.bring(explorer, text, region, say)
        assert explorer.scenario == before
        assert explorer.notices == ("the file is no JSON",)
    shelf.bring(explorer, json.dumps({"format": "tanfeng-scenario", "package": "frozen"}), region, say)
    assert explorer.scenario.package == "frozen"
    explorer.move(before)


def test_saved_scenarios_survive_the_browsers_store_and_a_file(explorer):
    region, say, saved = shared.the_region(), Speech("en"), explorer.saved
    shelf.restore(explorer, "", region, say)
    assert (explorer.saved, shelf.kept_text(explorer).count("package")) == ((), 0)
    explorer.keep(saved)
    text = shelf.kept_text(explorer)
    shelf.restore(explorer, text, region, say)
    assert explorer.saved == saved
    shelf.bring(explorer, text, region, say)
    assert explorer.saved == saved  # each once
    for hostile in ("[1]", '{"format": "tanfeng-scenarios", "scenarios": 3}', "x" * 300_000, None):
        shelf.restore(explorer, hostile, region, say)
    explorer.keep(saved)
