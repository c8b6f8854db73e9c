"""What a facilitator in a room stumbles over: units, names, two tabs, yesterday's room, what the debrief says."""

import asyncio
import csv
import io
import re
import socket
import sys
import time
from argparse import Namespace
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from abm.region import load_region
from abm.simulation import simulate
from experiments.commands.workshop import _address, _opened, _tell_others
from experiments.language import Speech
from experiments.units import reader_unit
from experiments.web import origins
from experiments.web.ask import Place
from experiments.web.desk import Desk
from experiments.workshop import (
    debrief,
    debrief_teams,
    drivers,
    export,
    firms,
    futures,
    paper,
    roster,
    rounds,
    score,
    scripts,
)
from experiments.workshop.events import Refused, text
from experiments.workshop.hall import Hall, default_settings
from experiments.workshop.outcome import OUTSIDE, SHOWN_YEAR, ask_of, figures_of, height
from experiments.workshop.room import Room, replay
from experiments.workshop.store import FILE, Store
from experiments.workshop.views import last_choice, predictions, proposal_row, shared
from policies.registry import all_levers
from tests.workshop_calls import FIGURES, InstantPool, begin, joined, lever_of, the_host

STATIC = Path(debrief.__file__).parent / "static"


def test_power_that_others_make_instead_counts_in_the_score_as_goods_do():
    """A city that burns less because the province's other plants burn more has saved nothing."""
    run = simulate("plan", region="tiny", until=2037)
    found = figures_of(run)
    counted = (run.years >= run.region.first_decision_year) & (run.years <= 2035)
    city, goods, power = (
        run.record.series(name)[counted].sum()
        for name in ("Emissions|CO2|Energy", "Leakage|CO2", "Power|Redispatch CO2")
    )
    assert power > 0
    assert found["scored"]["climate"] == pytest.approx(city + goods + power)
    assert found["moved"] == pytest.approx(goods + power, rel=1e-5)
    assert set(found["outside"]) == set(OUTSIDE)


def test_what_is_still_ahead_is_scored_and_not_the_peak_that_nobody_can_change():
    years = np.arange(2022, 2032)
    city = np.array([90.0, 80, 70, 60, 50, 40, 44, 48, 30, 30])  # its peak is history; from 2027 on it rises again
    assert height(years, city, 2027) == pytest.approx((40 + 44 + 48) / 3)
    assert height(years, city, 2030) == 30.0
    run = simulate("current", region="tiny", until=2037)
    found = figures_of(run)["scored"]
    ahead = run.record.series("Emissions|CO2|Energy")[run.years >= run.region.first_decision_year]
    assert found["height"] <= ahead.max() and found["height"] == pytest.approx(
        max(ahead[i : i + 3].mean() for i in range(len(ahead) - 2))
    )


def test_cutting_power_off_cannot_win_in_luliang():
    """The city emits less, but what it does not make others do, and it costs a sixth of what the city makes."""
    desk, figures = Desk(Place(until=2035)), []
    for package, levers in (("current", {}), ("plan_plus", {}), ("current", {"power_rationing": 0.3})):
        job = ask_of(package, "", levers)
        job.prepare(desk)
        figures.append(job.work(desk)["scored"])
    start, strong, cut = figures
    assert start["cuts"] == strong["cuts"] == 0.0 and cut["cuts"] > 10.0
    assert cut["height"] < strong["height"]  # so that the city's own tonnes alone would put it first
    assert cut["climate"] > start["climate"] > strong["climate"]
    assert cut["economy"] < 0.9 * start["economy"]
    assert score.parts(cut, start, strong)["economy"] == score.LOWEST
    assert score.is_barred(cut, start) and not score.is_barred(strong, start)
    told = score.parts(strong, start, strong)
    assert all(abs(points - 50.0) == 50.0 for points in told.values())  # each part tells the two futures apart


def test_a_choice_is_taken_apart_into_its_own_levers_and_the_common_start():
    known = all_levers()
    package = {name: lever.low for name, lever in known.items()}
    some = [name for name in known if known[name].unit != "set"][:17]
    levers = {name: known[name].high for name in some}
    own = dict.fromkeys(some[:14], 1.0)
    found = drivers.pieces(levers | {some[16]: package[some[16]]}, own, package)
    assert [piece.name for piece in found[drivers.MOST :]] == [drivers.REST, drivers.START]
    assert all(len(piece.levers) == 1 for piece in found[: drivers.MOST])
    assert found[-1].levers == tuple(some[14:16])  # what stands where the package has it did nothing
    assert sorted(name for piece in found for name in piece.levers) == sorted(some[:16])


def test_what_a_lever_does_is_the_choice_with_it_less_the_choice_without():
    without = FIGURES | {"inside": 5.0, "outside": {"goods": 0.0, "power": 1.0}, "moved": 1.0, "paid": {"city": 3.0}}
    found = drivers.effect(FIGURES, without)
    assert (found["inside"], found["goods"], found["power"], found["moved"]) == (-3.0, 0.1, -1.0, -0.9)
    assert (found["city"], found["households"], found["emissions"]) == (-2.0, 0.0, 0.0)


def waited(come):
    """Wait for what the room's server does a moment later."""
    until = time.monotonic() + 20.0
    while not come():
        assert time.monotonic() < until
        time.sleep(0.02)


def reveal_of(host, hall):
    assert host.post("/api/host", json={"kind": "next", "body": {}}).status_code == 200
    waited(lambda: hall.room.round in hall.room.joints)  # what they chose together is computed
    assert host.post("/api/host", json={"kind": "next", "body": {}}).status_code == 200
    assert hall.room.phase == "reveal"


def played(room):
    """A round of two teams, taken as far as its reveal."""
    host, one, two = begin(room), joined(room), joined(room, "Ben", "residents")
    for who, note in ((one, "wind first"), (two, "warm homes")):
        own = lever_of(who)
        body = {"levers": {own["id"]: own["high"]}, "contested": {}}
        assert who.post("/api/move", json=body).status_code == 200
        assert who.post("/api/propose", json=body | {"note": note}).status_code == 200
    reveal_of(host, room[0])
    return host, one, two


def test_a_reveal_says_which_lever_did_it(room):
    played(room)
    hall = room[0]
    waited(lambda: hall.drivers)
    name, (levers, rows) = next(iter(hall.drivers.items()))
    assert name == "joint 1" and {row["name"] for row in rows} == set(levers)
    assert hall._drivers() == rows
    jobs = [job for session, job in hall.pool.asked if session == "without joint 1"]
    assert sorted(len(job.ask.settings) for job in jobs) == [len(levers) - 1] * len(levers)
    other = replace(drivers.Choice.of_room(hall.room, 1), levers=levers | {"publicity": 0.123})
    assert drivers.told(hall, other) == []  # another choice since


def test_a_proposal_that_contests_an_assumption_is_taken_apart_under_it(room):
    begin(room)
    one, hall = joined(room), room[0]
    own, contested = lever_of(one), {"heating.tolerance.median": 1.0}
    body = {"levers": {own["id"]: own["high"]}, "contested": contested}
    assert one.post("/api/propose", json=body | {"note": "colder"}).status_code == 200
    (number,) = hall.room.proposals
    waited(lambda: hall.room.proposals[number].figures)
    choice = drivers.Choice.of_team(hall.room.proposals[number])
    assert choice.contested == contested
    asyncio.run(drivers.take_apart(hall, choice))
    (without,) = [job for session, job in hall.pool.asked if session == f"without {choice.name}"]
    assert dict(without.ask.positions) == contested and without.ask.settings == ()


def test_the_debrief_says_what_set_the_proposals_apart_and_what_did_it(room):
    host, _, _ = played(room)
    host.post("/api/host", json={"kind": "configured", "body": default_settings() | {"rounds": 1}})
    host.post("/api/host", json={"kind": "next", "body": {}})
    hall = room[0]
    assert hall.room.phase == "debrief"
    hall.anchors = (FIGURES["scored"], FIGURES["scored"] | {"climate": 0.5})
    hall.base = FIGURES | {"outside": {"goods": 0.0, "power": 3.0}, "moved": 3.0, "inside": 4.0}
    for _ in range(200):
        if len(hall.drivers) >= 3:
            break
        host.get("/api/boot?host=1")
        host.post("/api/host", json={"kind": "back", "body": {}})
        host.post("/api/host", json={"kind": "next", "body": {}})
    en, zh = (host.get(f"/debrief?lang={lang}").text for lang in ("en", "zh"))
    for words in ("What sets the proposals apart", "Which lever did it", "wind first", "Outside: power"):
        assert words in en
    assert "各组方案差在哪里" in zh and "是哪根杠杆起的作用" in zh
    assert "in the city −2.0 Mt; goods made elsewhere +0.10 Mt" in en
    assert "other power plants −3.0 Mt; −4.9 Mt in all" in en


def test_the_distance_between_two_teams_is_made_of_its_parts(room):
    hall, parts = room[0], {"climate": 50.0, "height": None, "targets": 0.0, "households": 10.0, "budget": 100.0}
    weights = score.DEFAULT_WEIGHTS
    other = parts | {"climate": 0.0, "households": 20.0}
    board = [
        {"team": team, "parts": own, "total": score.total(own, weights)}
        for team, own in (("energy", parts), ("industry", other))
    ]
    said = debrief_teams._lead(hall, board, Speech("en"))
    # weights 40 and 15 of the 85 that count: 23.5 and -1.8
    assert "Energy bureau lies 22 points before Industry bureau" in said
    assert "outside the city included +24" in said and "households, net -2" in said


def test_a_pushed_package_is_not_told_as_somebodys_proposal(tmp_path):
    store = Store(tmp_path)
    store.add("configured", "facilitator", default_settings())
    store.add("joined", "facilitator", {"name": "Ann", "team": "energy", "token": "x"})
    start = dict.fromkeys(list(all_levers())[:40], 1.0)
    store.add("pushed", "facilitator", {"levers": start})
    store.add("phase", "facilitator", {"phase": "explore", "round": 1})
    store.add("proposed", "p2", {"note": "", "levers": start | {"publicity": 0.7}, "contested": {}})
    state = replay(store.events())
    row = proposal_row(state, 5, None)
    assert row["beyond"] == {"publicity": 0.7}
    assert row["n_start"] == len(start | {"publicity": 0.7}) - 1
    assert "levers" not in row
    store.close()


def test_who_was_sent_out_has_not_predicted(tmp_path):
    store = Store(tmp_path)
    store.add("configured", "facilitator", default_settings())
    for name in ("Ann", "Ben"):
        store.add("joined", "facilitator", {"name": name, "team": "energy", "token": name})
    store.add("phase", "facilitator", {"phase": "predict", "round": 1})
    for person in ("p2", "p3"):
        store.add("predicted", person, {"peak": 2030, "emissions": 50.0})
    store.add("kicked", "facilitator", {"person": "p3"})
    state = replay(store.events())
    assert [row["name"] for row in predictions(state)] == ["Ann"]
    told = shared(state, None)
    assert (told["n_predictions"], told["n_people"]) == (1, 1)
    store.close()


@pytest.mark.parametrize("meant", [5226.0, 0.52, 1000.0])
def test_a_prediction_of_another_unit_is_refused(meant):
    with pytest.raises(Refused, match="million tonnes") as refused:
        rounds.may_be_meant(meant, 52.26)
    assert "起点是 5226 万吨" in refused.value.zh and "52.3 Mt" in refused.value.en
    for plausible in (30.0, 52.0, 120.0):
        rounds.may_be_meant(plausible, 52.26)


def test_names_stay_apart_when_they_are_changed_and_can_be_seen(room):
    host, _, _ = the_host(room), joined(room, "王芳"), joined(room, "WANG")
    third = joined(room, "wang")
    assert [person.name for person in room[0].room.present] == ["王芳", "WANG", "wang 2"]
    last = room[0].room.present[-1]
    for wanted, got in (("王芳", "王芳 2"), ("wang 2", "wang 2"), ("Eve", "Eve")):
        assert host.post("/api/host", json={"kind": "renamed", "body": {"person": last.id, "name": wanted}}).is_success
        assert room[0].room.people[last.id].name == got
    assert third.get("/api/boot").json()["in"]
    for unseen in ("\u200d", " \ufe0f\u200d "):
        with pytest.raises(Refused):
            text(24, empty=False)(unseen)
    family = "👩\u200d👩\u200d👧"
    assert text(24)(family) == family and text(4)(family) == "👩\u200d👩"  # no joiner left at the end


def test_two_facilitators_do_not_undo_each_others_settings(room):
    host, hall = the_host(room), room[0]
    seen = hall.room.settings_at
    first, second = (default_settings() | {"goal": goal, "settings_at": seen} for goal in ("one", "two"))
    assert host.post("/api/host", json={"kind": "configured", "body": first}).status_code == 200
    refused = host.post("/api/host", json={"kind": "configured", "body": second})
    assert refused.status_code == 409 and "another page" in refused.json()["en"]
    assert hall.room.settings.goal == "one"


def test_the_starting_package_stays_once_proposals_are_measured_against_it(room):
    host, hall = begin(room), room[0]
    refused = host.post("/api/host", json={"kind": "configured", "body": default_settings() | {"package": "plan"}})
    assert refused.status_code == 409 and "起点政策包" in refused.json()["zh"]
    assert host.post("/api/host", json={"kind": "configured", "body": default_settings() | {"rounds": 2}}).is_success
    assert (hall.room.settings.package, hall.room.settings.rounds) == ("current", 2)


def test_a_code_that_is_printed_already_can_be_kept(room):
    host, hall = the_host(room), room[0]
    code = hall.room.code
    hall.room = replace(hall.room, code_until=1.0)
    assert host.post("/api/host", json={"kind": "keep_code", "body": {}}).status_code == 200
    assert hall.room.code == code and hall.room.code_until > 1e9
    roster.may_join(hall.room, code, hall.room.code_until - 60.0)


def test_the_last_common_choice_can_be_pushed_in_the_next_round(room):
    host, _, _ = played(room)
    hall = room[0]
    kept = last_choice(hall.room)
    assert kept["round"] == 1 and kept["levers"] == dict(hall.room.joints[1].levers)
    host.post("/api/host", json={"kind": "next", "body": {}})
    assert (hall.room.phase, last_choice(hall.room)) == ("explore", kept)
    host.post("/api/host", json={"kind": "next", "body": {}})
    assert hall.room.phase == "predict" and last_choice(hall.room) == kept  # round 2 has not been seen yet
    assert last_choice(Room()) is None


def test_a_debrief_that_was_pressed_too_soon_is_left_again():
    assert rounds.step_back(Room(phase="debrief", round=3)) == {"phase": "reveal", "round": 3}
    for phase in ("lobby", "explore", "reveal"):
        with pytest.raises(Refused):
            rounds.step_back(Room(phase=phase, round=1))


def test_another_room_begins_with_the_settings_of_the_last(tmp_path, capsys):
    say = Speech("en")
    first = _opened(tmp_path, True, say, Store)  # nothing to put aside
    first.add("configured", "facilitator", default_settings() | {"goal": "peak by 2030"})
    first.add("joined", "facilitator", {"name": "Ann", "team": "energy", "token": "x"})
    secret = first.key("facilitator")
    first.close()
    again = _opened(tmp_path, False, say, Store)
    assert len(again.events()) == 2 and "1 people had joined" in capsys.readouterr().out
    again.close()
    second = _opened(tmp_path, True, say, Store)
    state = replay(second.events())
    assert state.settings.goal == "peak by 2030" and not state.people
    assert second.key("facilitator") != secret
    second.close()
    kept = [path for path in tmp_path.glob("room.*.sqlite") if path.name != FILE]
    assert len(kept) == 1 and oct(kept[0].stat().st_mode)[-3:] == "600"
    kept[0].rename(tmp_path / FILE)
    old = Store(tmp_path)
    assert len(old.events()) == 2
    old.close()


def test_firms_whose_capacity_nobody_knows_are_not_printed_as_nothing():
    for lang in ("zh", "en"):
        listed = firms.firms_of("coke_steel", load_region("luliang"), lang, pseudonyms=True)
        assert len(listed) >= 5
        assert all(float(capacity.split()[0]) > 0 for _, capacity in listed)


def test_an_axis_that_does_not_begin_at_zero_says_so():
    drawn = [("a", [52.0, 60.0], "#000", "")]
    for lang, words in (("en", "the axis begins at 52, not at 0"), ("zh", "纵轴从 52 起，不从 0 起")):
        assert words in paper.lines([2020, 2021], drawn, "Mt", Speech(lang))
    assert "axis" not in paper.lines([2020, 2021], [("a", [0.0, 3.0], "#000", "")], "Mt", Speech("en"))
    script = (STATIC / "draw.js").read_text()
    assert "axis begins at ${first}, not at 0" in script and "纵轴从 ${first} 起，不从 0 起" in script


def test_a_script_names_buttons_that_there_are():
    pages = "".join(path.read_text() for path in STATIC.glob("*.js"))
    for lang in ("zh", "en"):
        for name, steps in scripts.told(lang).items():
            minutes = [step["minute"] for step in steps]
            assert minutes == sorted(set(minutes)) and minutes[-1] < int(name)
            for button in (b for step in steps for b in re.findall("“(.+?)”", step["text"])):
                assert button in pages or button == "方案"
    short, long = (" ".join(step["text"] for step in scripts.told("en")[name]) for name in ("60", "120"))
    for only_long in ("plan and push it", "Break", "push the common choice"):
        assert only_long in long and only_long not in short


def test_a_package_is_pushed_as_the_cards_print_it(room):
    host, hall = the_host(room), room[0]
    told = host.get("/api/boot?host=1&lang=en").json()
    moving = [
        name
        for name, value in hall.values_of("plan", 2035).items()
        if not np.isclose(value, hall.values_of("plan")[name])
    ]
    assert moving  # a lever that the plan raises over the years
    for name in moving:
        assert told["presets"]["plan"][name] == hall.values_of("plan", 2035)[name]
    assert told["now"] == hall.package_values()


def test_the_export_holds_everybodys_levers_and_what_they_are_called(room):
    from openpyxl import load_workbook

    played(room)
    content, _ = export.made(room[0], "xlsx")
    book = load_workbook(io.BytesIO(content))
    choices = list(book["choices"].values)
    assert choices[0] == ("round", "name", "team", "lever", "value") and len(choices) == 3
    assert {row[1] for row in choices[1:]} == {"Ann", "Ben"}
    names = {row[0]: row for row in book["levers"].values}
    assert len(names) == len(all_levers()) + 1 and names[choices[1][3]][2]
    when = next(iter(list(book["proposals"].values)[1:]))[4]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", when)


def test_a_chinese_export_has_chinese_columns_and_counts_in_ten_thousand_tonnes(room):
    from openpyxl import load_workbook

    played(room)
    hall = room[0]
    hall.base, hall.anchors = FIGURES, (FIGURES["scored"], FIGURES["scored"] | {"climate": 0.5})
    found = {}
    for lang in ("zh", "en"):
        content, _ = export.made(hall, "csv", lang)
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        found[lang] = dict(zip(rows[0], rows[1], strict=True))
        book = load_workbook(io.BytesIO(export.made(hall, "xlsx", lang)[0]))
        heads = [cell for sheet in book.worksheets for cell in next(iter(sheet.values))]
        bare = [head for head in heads if re.search("[A-Za-z_]{3,}", head)]
        assert bool(bare) is (lang == "en")
    zh, en = found["zh"], found["en"]
    assert (float(zh["2035年能源CO₂ 万吨"]), float(en["emissions_mt"])) == (100.0, 1.0)
    assert (zh["小组"], en["team"]) == ("能源局", "Energy bureau")
    assert (zh["达峰状态"], en["peak_state"]) == ("已达峰", "peaked")
    assert (zh["参与排名"], en["ranked"]) == ("是", "yes")
    assert float(zh["得分：今后最高三年均值"] or "nan") != float(zh["得分：二氧化碳累计（含市外转移）"])
    lever = all_levers()[en["levers"].split("=")[0]]
    assert zh["杠杆"].startswith(lever.label.zh + "=")


def test_pages_and_tables_count_in_the_units_of_the_same_table():
    script = (STATIC / "common.js").read_text()
    for name, unit in (("CO2", "Mt"), ("POWER", "TWh")):
        for lang, place in (("zh", 0), ("en", 1)):
            told = re.findall(r'\{ unit: "(.+?)", per: (\d+) \}', re.search(f"const {name} = .+", script)[0])[place]
            assert (told[0], float(told[1])) == reader_unit(unit, Speech(lang))
    assert SHOWN_YEAR == 2035  # named in the columns of the export
    pages = {path.name: path.read_text() for path in STATIC.glob("*.js")}
    said = {name: re.findall(r"""["`][^"`]*[\u4e00-\u9fff][^"`]*["`]""", text) for name, text in pages.items()}
    bare = [(name, words) for name, all_ in said.items() for words in all_ if re.search(r"\bMt\b", words)]
    assert bare == [("play.js", bare[0][1])] and "1 Mt = 100万吨" in bare[0][1]  # who thinks in Mt is told what one is


def test_what_is_printed_counts_as_its_readers_do(room):
    host, *_ = played(room)
    hall = room[0]
    hall.anchors, hall.base = (FIGURES["scored"], FIGURES["scored"] | {"climate": 0.5}), FIGURES
    for lang, unit, other in (("zh", "万吨", r"\bMt\b"), ("en", r"\bMt\b", "万吨")):
        for path in ("/debrief", "/print"):
            text = host.get(f"{path}?lang={lang}").text
            assert re.search(unit, text) and not re.search(other, text), (lang, path)


def test_who_cut_power_off_is_named_in_the_debrief_with_what_it_cost(room):
    host, *_ = played(room)
    hall = room[0]
    cut = FIGURES | {"scored": FIGURES["scored"] | {"cuts": 6.1, "economy": 5.0}}
    hall.anchors, hall.base = (FIGURES["scored"], FIGURES["scored"] | {"climate": 0.5}), FIGURES
    first = min(hall.room.proposals)
    hall.write("scored", "facilitator", {"proposal": first, "figures": cut})
    assert "cuts off 6.10 TWh, GDP against the start −4.0" in host.get("/debrief?lang=en").text
    assert "切断 61.0 亿千瓦时，地区生产总值与起点之差 −4.0 亿元" in host.get("/debrief?lang=zh").text
    ranked = [row["proposal"] for row in score.leaderboard(hall.room, hall.anchors)]
    assert first not in ranked and ranked
    assert "不参与排名" in host.get("/print?lang=zh").text and "is not ranked" in host.get("/print?lang=en").text


@pytest.mark.parametrize("lacking", [("outside", "inside"), ("economy", "height", "cuts")])
def test_a_room_of_an_older_code_is_computed_anew(lacking, tmp_path):
    """Its figures left out power that others make, or what is not made: beside new ones they would mislead."""
    store = Store(tmp_path)
    store.add("configured", "facilitator", default_settings())
    store.add("joined", "facilitator", {"name": "Ann", "team": "energy", "token": "x"})
    store.add("phase", "facilitator", {"phase": "explore", "round": 1})
    for _ in range(2):
        store.add("proposed", "p2", {"note": "", "levers": {"publicity": 0.7}, "contested": {}})
    old = {key: value for key, value in FIGURES.items() if key not in lacking}
    old["scored"] = {key: value for key, value in FIGURES["scored"].items() if key not in lacking}
    store.add("scored", "facilitator", {"proposal": 4, "figures": old})
    store.add("scored", "facilitator", {"proposal": 5, "figures": {"failed": {"zh": "", "en": ""}}})
    store.add("joint", "facilitator", {"round": 1, "levers": {"publicity": 0.7}, "figures": old})
    hall = Hall(store, InstantPool(), load_region("tiny"))

    async def woken():
        futures.wake(hall)
        while hall._tasks:
            await asyncio.gather(*hall._tasks)

    asyncio.run(woken())
    assert hall.room.proposals[4].figures == hall.room.joints[1].figures == FIGURES
    assert "failed" in hall.room.proposals[5].figures
    store.close()


def test_who_asked_anew_is_not_told_of_an_error(room):
    """A phone that comes back asks twice; what the newer request replaced is asked for again, not shown."""
    one = joined(room)

    def cancelled(job, session, *, behind=False):
        future = Future()
        future.cancel()
        return future

    room[0].pool.ask = cancelled
    answer = one.get("/api/outcome")
    assert answer.status_code == 409 and answer.json()["replaced"] is True
    refused = joined(room, "Ben").post("/api/predict", json={"peak": 2030, "emissions": 1.0})
    assert refused.status_code == 409 and "replaced" not in refused.json()


def test_a_hotspot_without_internet_has_an_address_that_phones_can_call(monkeypatch):
    """Debian's own name stands for 127.0.1.1, and without a default route nothing is sent from anywhere."""

    class Nowhere(socket.socket):
        def connect(self, address):
            raise OSError("Network is unreachable")

    def named(host, port):
        return [(socket.AF_INET, 0, 0, "", (address, 0)) for address in ("127.0.1.1", "fe80::1%wlan0", "fe80::2")]

    monkeypatch.setattr(origins.socket, "socket", Nowhere)
    monkeypatch.setattr(origins.socket, "getaddrinfo", named)
    monkeypatch.setattr(origins, "_of_interfaces", lambda: ["127.0.0.1", "10.42.0.1"])
    assert origins.own_addresses() == ["10.42.0.1"]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for its interfaces")
def test_interfaces_tell_their_addresses():
    assert "127.0.0.1" in origins._of_interfaces()


def test_the_command_names_every_address_of_the_computer(capsys):
    _tell_others([_address("10.42.0.1", 8766), _address("fd00::2", 8766)], Speech("en"))
    told = capsys.readouterr().out
    assert "http://10.42.0.1:8766/" in told and "http://[fd00::2]:8766/" in told and "--host" in told
    _tell_others([], Speech("zh"))
    assert capsys.readouterr().out == ""


def test_the_command_knows_how_to_begin_anew():
    import argparse

    from experiments.arguments import _workshop

    parser = argparse.ArgumentParser()
    _workshop(parser, Speech("zh"))
    found: Namespace = parser.parse_args(["--new"])
    assert found.new and not parser.parse_args([]).new
