"""The boards that set a scenario against the plan's targets and projects, against other packages, and part by part."""

import re
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest

from experiments.app import effects as app_effects
from experiments.app import panel
from experiments.app.alarms import alarm_card
from experiments.app.boards import choose, projects
from experiments.app.boards import effects as effects_board
from experiments.app.briefs import seeds_of
from experiments.app.effects import Effects
from experiments.app.splits import Splits
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.projects.account import MET, UNJUDGED, Verdict
from experiments.target_words import reader_scale
from experiments.web import shared
from experiments.web.ask import Ask
from experiments.web.scenario import Curve, Scenario
from policies.lever import Text
from policies.registry import all_levers
from tests.app_explorer import CHINESE, drawn


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
    monkeypatch.setattr(app_effects, "SEEDS", 2)  # enough for sums; the test before shows that there are more
    before = explorer.scenario
    explorer.move(Scenario(package="action_09_technology").with_curve("publicity", Curve(((2027, 1.0),))))
    ways = [option["label"] for option in effects_of(explorer)["selects"][0]["options"]]
    assert ways == ["the plan's actions (4)", "the changes made (2)", "every lever (4)"]  # tiny names no such sections
    choose(explorer, {"key": "effects", "value": ""})
    assert len(effects_of(explorer)["rows"]) == 6
    found = Effects(Splits(explorer.scenario, shared.the_region()).split("action"), explorer.briefs.known)
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


def test_the_scorecard_says_which_targets_no_lever_can_change(explorer):
    rows, first = explorer.answer.targets, shared.the_region().first_decision_year
    judged = [row for row in rows if row["state"] in ("met", "missed")]
    past = [row for row in judged if int(row["year"]) < first]
    how = next(chart for chart in drawn(explorer, "targets", "en") if chart["id"] == "targets")["how"]
    assert f"Of the {len(judged)} that can be judged, {len(past)} are of years before" in how
    assert past and len(past) < len(judged)


def test_a_scorecard_on_which_nothing_changed_says_so(explorer):
    choose(explorer, {"key": "targets", "value": "changed"})
    table = next(chart for chart in drawn(explorer, "targets", "en") if chart["id"] == "targets")
    assert bool(table["rows"]) != ("no target has changed its state" in table.get("foot", ""))
    choose(explorer, {"key": "targets", "value": "all"})


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


@pytest.mark.parametrize(("lang", "told"), [("en", ["not judged: no data", "met"]), ("zh", ["不评分：无数据", "达到"])])
def test_a_target_of_a_project_that_is_not_judged_says_why(lang, told):
    """'Not judged' alone leaves an official to guess whether it is the model, the data or the plan."""
    asked, reached = Text("≥ 9 座", "≥ 9 mines"), Text("9.2", "9.2")
    met = Verdict("T11", Text("煤矿", "mines"), "2025", MET, 9.2, asked, reached, Text("", ""))
    unjudged = replace(met, target="T12", state=UNJUDGED, reached=Text("", ""), why=Text("无数据", "no data"))
    table = projects._targets(SimpleNamespace(say=Speech(lang)), SimpleNamespace(verdicts=(unjudged, met)))
    assert [row[1]["text"] for row in table["rows"]] == told


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


def test_what_is_compared_with_says_in_which_world(explorer):
    storyline = list(shared.the_region().storylines)[1]
    panel.choose_storyline(explorer, storyline, shared.the_region())
    results = next(chart for chart in drawn(explorer, "compare", "en") if chart["id"] == "results")
    assert results["head"][2].startswith("current law (counterfactual) · ")
    panel.choose_storyline(explorer, next(iter(shared.the_region().storylines)), shared.the_region())
