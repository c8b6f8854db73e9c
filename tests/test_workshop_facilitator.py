"""What a facilitator in a room stumbles over: names, two tabs, yesterday's room, addresses."""

import re
import socket
import sys
from argparse import Namespace
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from abm.region import load_region
from experiments.commands.workshop import _address, _opened, _tell_others
from experiments.language import Speech
from experiments.web import origins
from experiments.workshop import (
    debrief,
    firms,
    paper,
    print_pack,
    roster,
    rounds,
    scripts,
)
from experiments.workshop.events import Refused, text
from experiments.workshop.hall import default_settings
from experiments.workshop.room import Room, replay
from experiments.workshop.store import FILE, Store
from experiments.workshop.views import last_choice, predictions, shared
from tests.workshop_calls import begin, joined, played, the_host

STATIC = Path(debrief.__file__).parent / "static"


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


@pytest.mark.parametrize(
    "twin",
    ["li wei", "Li\u00a0Wei", "Li\u200d Wei", "Li\u3164Wei", "Ｌｉ Wei", "L\u0456 Wei", "Li\u034f Wei", "Li Wei\ufe0f"],
)
def test_nobody_comes_in_looking_like_somebody_else(room, twin):
    joined(room, "Li Wei")
    joined(room, twin)
    assert [person.name[-2:] for person in room[0].room.present] == ["ei", " 2"]
    for unseen in ("\u3164", " \u2800 ", "\u034f"):
        with pytest.raises(Refused):
            text(24, empty=False)(unseen)


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


def test_a_strip_of_predictions_stays_on_its_sheet():
    drawn = paper.strip([4900.0, 5000.0], 5192.0, "万吨")
    places = [float(x) for x in re.findall(r'<text x="([\d.]+)"', drawn)]
    assert max(places) <= paper.WIDTH - 20  # half of a number of five digits stands right of its place


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


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("碳达峰研讨 | Carbon-peak workshop", "碳达峰研讨", "Carbon-peak workshop"),
        ("吕梁", "吕梁", "吕梁"),
        ("a|b|c", "a|b|c", "a|b|c"),
        ("甲 |", "甲 |", "甲 |"),
    ],
)
def test_what_is_written_in_both_languages_is_read_in_one(written, zh, en):
    assert (paper.spoken(written, Speech("zh")), paper.spoken(written, Speech("en"))) == (zh, en)


def test_role_cards_ask_for_the_network_before_the_address(room):
    host = the_host(room)
    for address in ("http://192.168.43.1:8766/", "http://10.0.0.7/"):
        assert "先连会场的 Wi-Fi" in print_pack.pack(room[0], address, "zh")
        assert "First join the Wi-Fi" in print_pack.pack(room[0], address, "en")
    for address in ("http://127.0.0.1:8766/", "http://localhost:8766/", "http://[::1]:8766/"):
        assert "No phone can open this address" in print_pack.pack(room[0], address, "en")
    assert "Carbon-peak workshop" in host.get("/print?lang=en").text
