"""Thirty people at once: nothing is lost and memory stays flat. One minute here, ten in ``make soak``."""

import os
import re
from pathlib import Path

import pytest

pytest.importorskip("websockets")

from benchmarks.bench_workshop import PEOPLE, Participant, begin, opened, play
from experiments.workshop.room import replay
from experiments.workshop.store import Store

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("TANFENG_SOAK_SECONDS", "60"))
PAUSE = 15.0  # seconds between two moves of a person: two moves a second in all
GROWTH_MB = 40.0  # kept results fill up to a fixed number; beyond that nothing may grow


def memory_mb(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def test_a_soak_of_thirty_people_loses_nothing(tmp_path):
    words = ["--scale", "0.02", "--days", "6"]
    with opened("tiny", words, str(tmp_path)) as (address, secret, code, process):
        begin(address, secret)
        people = [Participant(address, code, number) for number in range(PEOPLE)]
        play(people, min(15.0, SECONDS / 4), PAUSE)  # until everything that is built once has been built
        before = memory_mb(process)
        tally = play(people, SECONDS, PAUSE)
        after = memory_mb(process)
        last = {person.number: person.client.get("/api/outcome").json()["city"] for person in people}
        for person in people:
            person.leave()
    assert tally.refused == []
    assert len(tally.seconds) >= 2 * PEOPLE
    assert tally.told > PEOPLE
    assert after - before < GROWTH_MB, f"{before:.0f} MB before, {after:.0f} MB after"
    store = Store(tmp_path)
    room = replay(store.events())
    moves = [event for event in store.events() if event.kind == "moved"]
    store.close()
    assert len(room.present) == PEOPLE and len(last) == PEOPLE
    assert len(moves) >= len(tally.seconds)  # every answered move had been written
