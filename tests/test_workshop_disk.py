"""A room's file when things go wrong: a second server, a full disk, a clock that jumps, a server killed in a round."""

import os
import signal
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import httpx
import pytest

from abm.errors import UserError
from experiments import cli
from experiments.chinese import in_chinese
from experiments.workshop import hall as halls
from experiments.workshop import playing, roster
from experiments.workshop import store as kept
from experiments.workshop.events import FACILITATOR, Refused
from experiments.workshop.room import replay
from experiments.workshop.store import Store
from tests.test_workshop import fill
from tests.workshop_calls import OPEN, begin, client, joined, lever_of
from tests.workshop_room import ROOT, SMALL
from tests.workshop_room import room as running

THIRTY = 30


def filled_up(store):
    """Leave the file not one page more than it has, as a full disk does; return how to give it room again."""
    store._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = store._database.execute("PRAGMA page_count").fetchone()[0]
    store._database.execute(f"PRAGMA max_page_count = {pages}")
    return lambda: store._database.execute("PRAGMA max_page_count = 1000000")


def test_a_room_that_a_server_has_open_is_opened_by_no_other(tmp_path):
    one = Store(tmp_path)
    with pytest.raises(UserError, match="another server has this room open") as refused:
        Store(tmp_path)
    assert "另一个服务器正开着这个房间" in in_chinese(str(refused.value))
    assert one.add("locked", "facilitator", {"locked": True})
    one.close()
    other = Store(tmp_path)
    assert [event.kind for event in other.events()] == ["locked"]
    other.close()


def test_what_a_full_disk_could_not_keep_has_not_happened_and_is_said(room):
    hall = room[0]
    begin(room)
    one = joined(room)
    own = lever_of(one)
    more = filled_up(hall.store)
    with pytest.raises(Refused, match=r"not kept, so not done: .*full"):  # the last page has some room yet
        for _ in range(1000):
            hall.write("locked", FACILITATOR, {"locked": False})
    note = {"levers": {own["id"]: own["high"]}, "contested": {}, "note": "n" * 200}
    refused = one.post("/api/propose", json=note)
    assert refused.status_code == 409 and refused.json()["zh"].startswith("主机未能记录，此操作未生效")
    assert not hall.room.proposals and hall.room == replay(hall.store.events())
    more()
    assert one.post("/api/propose", json=note).status_code == 200
    assert len(hall.room.proposals) == len(replay(hall.store.events()).proposals) == 1


def test_a_clock_that_jumps_moves_nothing_but_the_times_told(tmp_path, monkeypatch):
    store = Store(tmp_path)
    jumps = iter([5e9, 1e9, 3e9, 2.0, 4e9, 1.0, 6e9, 1e8, 5e8, 2e9, 7e9])
    monkeypatch.setattr(kept, "time", SimpleNamespace(time=lambda: next(jumps)))
    told = fill(store)
    assert [person.name for person in told.present] == ["Ann", "Ben"] and told.phase == "predict"
    assert [event.number for event in store.events()] == sorted(event.number for event in store.events())
    store.close()
    again = Store(tmp_path)
    assert replay(again.events()) == told
    again.close()


def test_a_code_holds_by_the_clock_and_is_kept_alive_when_that_jumped(room, monkeypatch):
    hall = room[0]
    host, clock = begin(room), [-1.0, 1.0]
    monkeypatch.setattr(playing, "time", SimpleNamespace(time=lambda: hall.room.code_until + clock.pop()))
    late = {"code": hall.room.code, "name": "Eve", "team": "energy"}
    assert "过期" in client(room[1]).post("/api/join", json=late).json()["zh"]
    monkeypatch.setattr(halls, "time", SimpleNamespace(time=lambda: 4e9))
    assert host.post("/api/host", json={"kind": "keep_code", "body": {}}).status_code == 200
    assert hall.room.code_until == 4e9 + roster.CODE_SECONDS
    assert client(room[1]).post("/api/join", json=late).status_code == 200


@pytest.mark.slow
def test_thirty_people_are_where_they_were_when_a_server_was_killed_in_the_midst_of_a_round(tmp_path):
    with running(tmp_path) as (address, secret, code, process):
        host = client(address)
        assert host.post("/api/enter", json={"secret": secret}).is_success
        people = [client(address) for _ in range(THIRTY)]
        for i, one in enumerate(people):
            one.post("/api/join", json={"code": code, "name": f"P{i}", "team": "energy"}).raise_for_status()
        assert host.post("/api/host", json={"kind": "next", "body": {}}).is_success
        own = lever_of(people[0])
        for i, one in enumerate(people):  # half have moved and proposed when the battery ends
            if i % 2:
                value = own["low"] + (own["high"] - own["low"]) * i / THIRTY
                one.post("/api/propose", json={"levers": {own["id"]: value}, "contested": {}, "note": f"n{i}"})
        second = [sys.executable, "-m", "experiments.cli", "workshop", *SMALL, "--data", str(tmp_path)]
        told = subprocess.run(
            [*second, "--no-browser", "--port", "0", "--lang", "en"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert told.returncode != 0 and "another server has this room open" in told.stderr
        os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
        port = int(address.rsplit(":", 1)[1].strip("/"))
        cookies = [dict(one.cookies) for one in people]
        while OPEN:
            OPEN.pop().close()
    with running(tmp_path, port) as (again, *same, _):
        assert (again, *same) == (address, secret, code)
        for own_cookies in cookies:
            with httpx.Client(base_url=again, timeout=60, cookies=own_cookies) as one:
                assert one.get("/api/boot?lang=en").json()["in"]
        with httpx.Client(base_url=again, timeout=60) as host:
            host.post("/api/enter", json={"secret": secret}).raise_for_status()
            kinds = Counter(event["kind"] for event in host.get("/export.json").json())
    assert kinds["joined"] == THIRTY and kinds["proposed"] == THIRTY // 2


class Tight(Store):
    """A room on a disk that is full as soon as the file has its tables."""

    def __init__(self, folder):
        super().__init__(folder)
        filled_up(self)
        with pytest.raises(Refused):
            for _ in range(1000):
                self.add("locked", FACILITATOR, {"locked": False})


def test_a_disk_that_is_full_when_a_room_begins_is_one_line(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(kept, "Store", Tight)
    words = ["workshop", *SMALL, "--data", str(tmp_path), "--no-browser", "--port", "0", "--lang", "zh"]
    assert cli.main(words) == 2
    assert capfd.readouterr().err == f"tanfeng: --data {tmp_path}：磁盘已满，未能记录\n"


def test_a_secret_that_a_full_disk_could_not_keep_is_refused(tmp_path):
    store = Store(tmp_path)
    filled_up(store)
    with pytest.raises(Refused, match="not kept, so not done") as refused:
        for i in range(1000):
            store.key(f"key {i}")
    assert refused.value.zh == "主机未能记录，此操作未生效：磁盘已满"
    store.close()
