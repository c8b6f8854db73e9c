"""Worker processes: exact, shared, newest first, stopped, rebuilt."""

import gc
import os
import signal
import time
import weakref
from concurrent.futures import CancelledError, wait
from dataclasses import dataclass
from functools import partial

import numpy as np
import pytest

from abm.region import load_region
from abm.simulation import simulate
from experiments.web.ask import Ask, InBrief, Place
from experiments.web.desk import PASTS_KEPT, Desk
from experiments.web.workers import JobFailed, Pool

PLACE = Place("tiny", 0.02, n_days=6, until=2032)
PATIENCE, AGES = 60.0, 600.0  # seconds: what a loaded machine may need, and what no test can wait for


@dataclass(frozen=True)
class Sleep:
    """A job that takes its time."""

    name: str
    seconds: float = 0.4

    def work(self, desk):
        time.sleep(self.seconds)
        return self.name


@dataclass(frozen=True)
class Die:
    """A job that takes its worker with it."""

    parent: bool

    def prepare(self, desk):
        if self.parent:
            os.kill(os.getpid(), signal.SIGKILL)

    def work(self, desk):
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def pool():
    pool = Pool(PLACE, n_workers=2).start()
    pool.wait_until_warm()
    yield pool
    pool.close()


def test_an_answer_has_the_values_of_an_ordinary_run(pool):
    settings = (("publicity", 2028, 0.8), ("straw_subsidy", None, 60.0))
    answer = pool.ask(Ask("plan", settings), "me").result(60)
    region = load_region("tiny").with_values({"power.n_days": 6.0})
    run = simulate("plan", region, until=2032, scale=0.02, settings=settings)
    for name in answer.names:
        np.testing.assert_array_equal(answer.series(name), run.record.series(name).astype(np.float32), err_msg=name)
    assert [row["state"] for row in answer.targets] == list(run.targets["state"])


def test_going_on_from_a_kept_past_gives_the_same_bytes():
    fresh, used = Desk(PLACE), Desk(PLACE)
    used.prepare(Ask("plan", (("publicity", None, 0.1),)))  # another future of the same past
    asked = Ask("plan", (("publicity", None, 0.9),))
    one, two = fresh.simulate(asked)[0], used.simulate(asked)[0]
    assert one.to_parquet_bytes() == two.to_parquet_bytes()


def test_assumptions_have_a_past_of_their_own(pool):
    plain = pool.ask(InBrief(Ask()), "me").result(60)
    other = pool.ask(InBrief(Ask(drivers=(("demand.steel", -1.0),))), "me").result(60)
    assert not np.array_equal(*(found.values["Emissions|CO2|Energy"] for found in (plain, other)))


def test_equal_requests_are_computed_once(pool):
    before = pool.computed
    futures = [pool.ask(Sleep("shared"), f"person {i}") for i in range(8)]
    assert [future.result(PATIENCE) for future in futures] == ["shared"] * 8
    late = pool.ask(Sleep("shared"), "latecomer")
    assert late.done() and late.result() == "shared"  # kept: it is there at once
    assert pool.computed == before + 1


def test_the_newest_request_of_a_session_wins(pool):
    first, second, third = (pool.ask(Sleep(name, AGES), "hasty") for name in ("first", "second", "third"))
    last = pool.ask(Sleep("last", 0.05), "hasty")
    assert last.result(PATIENCE) == "last"
    assert all(future.cancelled() for future in (first, second, third))


def test_what_somebody_else_wants_too_is_not_stopped(pool):
    shared = pool.ask(Sleep("wanted", 0.5), "patient")
    pool.ask(Sleep("wanted", 0.5), "hasty")
    assert pool.ask(Sleep("other", 0.05), "hasty").result(PATIENCE) == "other"
    assert shared.result(PATIENCE) == "wanted"


def test_jobs_behind_leave_a_worker_for_the_foreground(pool):
    behind = [pool.ask(Sleep(f"behind {i}", AGES), "band", behind=True) for i in range(4)]
    assert pool.ask(Sleep("now", 0.05), "person").result(PATIENCE) == "now"
    assert not any(future.done() for future in behind)  # it waited for none of them
    pool.drop("band")
    assert all(future.cancelled() for future in behind)
    assert pool.ask(Sleep("after", 0.05), "band", behind=True).result(PATIENCE) == "after"  # none holds its worker


def test_in_the_background_sessions_take_turns_and_the_time_of_a_job_is_measured(pool):
    began, order = time.monotonic(), []
    many = [pool.ask(Sleep(f"many {i}", 0.2), "greedy/briefs", behind=True) for i in range(12)]
    one = pool.ask(Sleep("one", 0.2), "modest/briefs", behind=True)
    for name, future in (*((i, future) for i, future in enumerate(many)), ("one", one)):
        future.add_done_callback(partial(lambda name, _: order.append(name), name))
    assert wait([*many, one], timeout=PATIENCE).not_done == set()
    assert order.index("one") <= 3
    assert 0.2 < pool.seconds_behind < (time.monotonic() - began) / 4  # of one job, not of the thirteen


def test_a_mistake_is_told_and_the_worker_lives_on(pool):
    with pytest.raises(JobFailed, match="unknown lever 'horse'"):
        pool.ask(Ask("plan", (("horse", None, 1.0),)), "me").result(PATIENCE)
    with pytest.raises(JobFailed, match="no package"):
        pool.ask(Ask("plam"), "me").result(PATIENCE)
    assert pool.ask(Sleep("alive", 0.01), "me").result(PATIENCE) == "alive"


@pytest.mark.parametrize("parent", [False, True])
def test_a_worker_that_dies_is_replaced(pool, parent):
    with pytest.raises(JobFailed, match="ended unexpectedly"):
        pool.ask(Die(parent), "unlucky").result(60)
    assert pool.ask(Sleep(f"alive {parent}", 0.01), "me").result(60) == f"alive {parent}"


def test_closing_tells_those_who_wait():
    pool = Pool(PLACE, n_workers=1).start()
    pool.wait_until_warm()
    running, waiting = pool.ask(Sleep("a", 3.0), "one"), pool.ask(Sleep("b", 3.0), "two")
    time.sleep(0.1)
    pool.close()
    for future in (running, waiting):
        with pytest.raises((JobFailed, CancelledError)):
            future.result(PATIENCE)


def test_a_past_that_is_kept_no_longer_is_freed():
    """Each contested assumption has a past of its own: a worker must not grow with every one that was tried."""
    desk, made = Desk(Place("tiny", 0.02, 6, 2028)), []
    for i in range(PASTS_KEPT + 2):
        desk.prepare(Ask(drivers=(("demand.steel", 0.1 * i),)))
        made.append(weakref.ref(next(reversed(desk._pasts.values()))))
    gc.unfreeze()
    assert [past() is not None for past in made] == [False] * 2 + [True] * PASTS_KEPT


def test_what_was_stopped_a_moment_ago_is_done_when_asked_for_again(pool):
    """A worker needs a moment to hear that it is to stop: who asks again meanwhile must not get its refusal."""
    for i in range(5):
        first = pool.ask(Sleep(f"again {i}", 0.3), "wavering/briefs", behind=True)
        while not any(task.job == Sleep(f"again {i}", 0.3) for task in pool._running):
            time.sleep(0.001)
        pool.drop("wavering/briefs", behind_only=False)
        second = pool.ask(Sleep(f"again {i}", 0.3), "wavering/briefs", behind=True)
        assert first.cancelled()
        assert second.result(PATIENCE) == f"again {i}"


def test_what_somebody_waits_for_comes_before_what_fills_in(pool):
    fills = [pool.ask(Sleep(f"fill {i}", 0.3), "viewer/briefs", behind=True) for i in range(6)]
    order = []
    pressed = pool.ask(Sleep("pressed", 0.05), "viewer/life", behind=True, awaited=True)
    for name, future in (*((i, future) for i, future in enumerate(fills)), ("pressed", pressed)):
        future.add_done_callback(partial(lambda name, _: order.append(name), name))
    assert pressed.result(PATIENCE) == "pressed"
    assert order.index("pressed") <= 2
    pool.drop("viewer/briefs", behind_only=False)
