"""What a room's score counts, and what is said to have done it."""

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from abm.region import load_region
from abm.simulation import simulate
from experiments.language import Speech
from experiments.web.ask import Place
from experiments.web.desk import Desk
from experiments.web.link import stamp
from experiments.workshop import (
    debrief_teams,
    drivers,
    futures,
    score,
)
from experiments.workshop.hall import Hall, default_settings
from experiments.workshop.outcome import OUTSIDE, ask_of, figures_of, height
from experiments.workshop.room import replay
from experiments.workshop.store import Store
from experiments.workshop.views import proposal_row
from policies.registry import all_levers
from tests.workshop_calls import FIGURES, InstantPool, begin, joined, lever_of, played, waited


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
    targets = told.pop("targets")
    assert all(abs(points - 50.0) == 50.0 for points in told.values())  # each part tells the two futures apart
    assert targets == 20.0 * min(strong["targets"] - start["targets"], 5.0) > 0.0


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


def test_who_cut_power_off_is_named_in_the_debrief_with_what_it_cost(room):
    host, *_ = played(room)
    hall = room[0]
    cut = FIGURES | {"scored": FIGURES["scored"] | {"cuts": 6.1, "economy": 5.0}}
    hall.anchors, hall.base = (FIGURES["scored"], FIGURES["scored"] | {"climate": 0.5}), FIGURES
    first = min(hall.room.proposals)
    hall.write("scored", "facilitator", {"proposal": first, "figures": cut})
    assert "cuts off 6.10 TWh, GDP against the start CNY −400 million" in host.get("/debrief?lang=en").text
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


@pytest.mark.parametrize(("version", "n_anew"), [("other", 2), ("same", 0)])
def test_a_room_made_with_other_code_or_data_is_computed_anew(version, n_anew, tmp_path):
    """Its start is computed with the new code at once: old figures against it would be a difference of versions."""
    store, now = Store(tmp_path), stamp(load_region("tiny"))
    store.made_with(now if version == "same" else "0badc0de.0badda7a")
    store.add("configured", "facilitator", default_settings())
    store.add("joined", "facilitator", {"name": "Ann", "team": "energy", "token": "x"})
    store.add("phase", "facilitator", {"phase": "explore", "round": 1})
    store.add("proposed", "p2", {"note": "", "levers": {"publicity": 0.7}, "contested": {}})
    seen = FIGURES | {"emissions": 0.5 * FIGURES["emissions"]}
    store.add("scored", "facilitator", {"proposal": 4, "figures": seen})
    store.add("joint", "facilitator", {"round": 1, "levers": {"publicity": 0.7}, "figures": seen})
    hall = Hall(store, InstantPool(), load_region("tiny"))
    assert futures.is_of_another_version(hall) == (n_anew > 0)

    async def woken():
        futures.wake(hall)
        while hall._tasks:
            await asyncio.gather(*hall._tasks)

    asyncio.run(woken())
    made = [hall.room.proposals[4].figures, hall.room.joints[1].figures]
    assert [found["emissions"] == FIGURES["emissions"] for found in made] == [n_anew > 0] * 2
    assert store.version() == now and not futures.is_of_another_version(hall)
    store.close()
