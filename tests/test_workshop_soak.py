"""Thirty people at once: nothing is lost and memory stays flat. One minute here, ten in ``make soak``."""

import os
import re
import time
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("websockets")

from benchmarks.bench_workshop import PEOPLE, Participant, begin, opened, play
from experiments.workshop.room import replay
from experiments.workshop.store import Store

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("TANFENG_SOAK_SECONDS", "60"))
PAUSE = 15.0  # seconds between two actions of a person: two a second in all
GROWTH_MB = 40.0  # kept results fill up to a fixed number; beyond that nothing may grow
TREE_GROWTH_MB = 120.0  # the workers too, each of which keeps four pasts


def memory_mb(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def tree_mb(pid):
    """The server and its workers; not the copies that a worker makes for a moment."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return memory_mb(pid) + sum(memory_mb(child) for child in children)


def scored(folder):
    store = Store(folder)
    room = replay(store.events())
    moves = [event for event in store.events() if event.kind == "moved"]
    store.close()
    return room, moves


def test_a_soak_of_thirty_people_loses_nothing(tmp_path):
    words, is_busy = ["--scale", "0.02", "--days", "6"], os.getloadavg()[0] > (os.cpu_count() or 1)
    with opened("tiny", words, str(tmp_path)) as (address, secret, code, process):
        begin(address, secret)
        people = [Participant(address, code, number) for number in range(PEOPLE)]
        play(people, max(20.0, SECONDS / 6), PAUSE, mixed=True)  # until what is built once has been built
        before, tree_before = memory_mb(process.pid), tree_mb(process.pid)
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
        f"longest {max(tally.seconds):.2f} s; server {before:.0f} -> {after:.0f} MB, "
        f"with workers {tree_before:.0f} -> {tree_after:.0f} MB"
    )
    print(figures)
    assert tally.refused == [] and lost == []
    assert is_busy or not tally.too_slow  # others kept the machine busy already: slow is no loss
    assert len(tally.seconds) + tally.too_slow >= 2 * PEOPLE
    assert tally.told > PEOPLE
    assert after - before < GROWTH_MB and tree_after - tree_before < TREE_GROWTH_MB, figures
    assert len(room.present) == PEOPLE
    assert len(moves) >= len(tally.seconds) + tally.too_slow  # every answered move had been written
    assert len(room.proposals) >= tally.proposed > 0
    assert all("scored" in proposal.figures for proposal in room.proposals.values())
