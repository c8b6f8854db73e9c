"""Thirty people at once: nothing is lost and memory stays flat. One minute here, ten in ``make soak``."""

import os
import re
import shutil
import time
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest

pytest.importorskip("websockets")

from benchmarks.bench_workshop import PEOPLE, Participant, begin, opened, play
from experiments.commands.workshop import UNTIL
from experiments.workshop.hall import WAIT
from experiments.workshop.room import replay
from experiments.workshop.store import Store
from tests.machine_pace import pace

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("TANFENG_SOAK_SECONDS", "60"))
PAUSE = 15.0  # seconds between two actions of a person: two a second in all
GROWTH_MB = 40.0  # kept results fill up to a fixed number; beyond that nothing may grow
MEDIAN_RUNS = 3.0  # a move is a part of a run, at times after another one
BUSY, WORKERS = 0.5, 2  # of what the workers can do; clients and server share the machine with them
TREE_GROWTH_MB = 120.0  # the workers too, each of which keeps four pasts


def memory_mb(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def tree_mb(pid):
    """The server and its workers; not the copies that a worker makes for a moment."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return memory_mb(pid) + sum(memory_mb(child) for child in children)


def scored(folder):
    """Read a copy of what is on the disk: the server alone may open the room itself."""
    copy = Path(mkdtemp(dir=folder))
    for file in folder.glob("room.sqlite*"):
        shutil.copy(file, copy)
    store = Store(copy)
    room = replay(store.events())
    moves = [event for event in store.events() if event.kind == "moved"]
    store.close()
    return room, moves


def test_a_soak_of_thirty_people_loses_nothing(tmp_path):
    words = ["--scale", "0.02", "--days", "6"]
    with opened("tiny", words, str(tmp_path)) as (address, secret, code, process):
        begin(address, secret)
        people = [Participant(address, code, number) for number in range(PEOPLE)]
        play(people, max(20.0, SECONDS / 6), PAUSE, mixed=True)  # until what is built once has been built
        before, tree_before = memory_mb(process.pid), tree_mb(process.pid)
        with pace("tiny", 0.02, UNTIL) as runs:
            tally = play(people, SECONDS, PAUSE, mixed=True)
        after, tree_after = memory_mb(process.pid), tree_mb(process.pid)
        lost = [person.number for person in people if not person.is_served()]
        for _ in range(60):
            room, moves = scored(tmp_path)
            if all(proposal.figures for proposal in room.proposals.values()):
                break
            time.sleep(1.0)
        for person in people:
            person.leave()
    figures = (
        f"{len(tally.seconds)} moves ({tally.too_slow} more too slow), median {np.median(tally.seconds):.2f} s, "
        f"longest {max(tally.seconds):.2f} s; a run meanwhile: median {np.median(runs):.2f} s, "
        f"longest {max(runs):.2f} s; server {before:.0f} -> {after:.0f} MB, "
        f"with workers {tree_before:.0f} -> {tree_after:.0f} MB"
    )
    print(figures)
    assert tally.refused == [] and lost == []
    told = len(tally.seconds) + tally.too_slow + tally.proposed
    assert told == tally.asked >= PEOPLE, figures  # all that was asked came to something
    run, longest_run = float(np.median(runs)), max(runs)  # as long as others let a run take meanwhile
    queue = PEOPLE * longest_run  # nobody waits for more than one request of everybody, done one after the other
    assert max(tally.seconds) < queue, figures
    assert not tally.too_slow or queue > WAIT, figures
    if PEOPLE / PAUSE * run < BUSY * WORKERS:  # the machine can do what is asked: no queue may build up
        assert np.median(tally.seconds) < MEDIAN_RUNS * run, figures
        assert tally.asked > 0.8 * PEOPLE * SECONDS / PAUSE, figures
    assert tally.told > PEOPLE
    assert after - before < GROWTH_MB and tree_after - tree_before < TREE_GROWTH_MB, figures
    assert len(room.present) == PEOPLE
    assert len(moves) >= len(tally.seconds) + tally.too_slow  # every answered move had been written
    assert len(room.proposals) >= tally.proposed > 0
    assert all("scored" in proposal.figures for proposal in room.proposals.values())
