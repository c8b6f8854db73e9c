"""Copies of a process that stand ready for one job: they do it as any other would, and end with their maker."""

import os
import sys
import time
from multiprocessing import Pipe
from pathlib import Path

import pytest

from experiments.web import copies
from experiments.web.ask import Ask, Place
from experiments.web.bench import Bench
from experiments.web.copies import CAN_FORK, Copy, take_over
from experiments.web.workers import Pool

pytestmark = [
    pytest.mark.skipif(not CAN_FORK, reason="processes cannot be forked here"),
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),  # pytest has threads, a worker has none
]
PLACE = Place("tiny", 1.0, n_days=4, until=2032)


def is_alive(process_id):
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def until(holds, seconds=60.0):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


@pytest.fixture
def bench():
    made = Bench(PLACE)
    yield made
    made.close()


def test_a_copy_does_one_job_and_ends():
    copy = Copy(lambda job: job * 2)
    copy.send(21)
    assert copy.result() == 42
    with pytest.raises(EOFError):
        copy.result()
    copy.end()
    assert not is_alive(copy.process_id)


def test_a_copy_that_fails_says_nothing_but_ends():
    copy = Copy(lambda job: 1 // job)
    copy.send(0)
    with pytest.raises(EOFError):
        copy.result()
    copy.end()


def test_a_copy_is_ended_in_the_middle_of_a_job():
    copy = Copy(time.sleep)
    copy.send(60)
    copy.end()
    assert not is_alive(copy.process_id)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the call is Linux's")
def test_memory_is_taken_over_until_a_job_comes():
    looks = iter(range(1000))
    assert take_over(lambda: next(looks) >= 3) <= 3 * copies.STRETCH_BYTES
    assert take_over(lambda: True) == 0
    before = bytes(range(256)) * 40_000  # ten megabytes that must stay what they are
    assert take_over(lambda: False) > len(before)
    assert before == bytes(range(256)) * 40_000


def test_a_job_comes_out_the_same_whether_a_copy_stood_ready_or_not(bench):
    ours, theirs = Pipe()
    ask = Ask(settings=(("publicity", None, 0.6),))
    fresh, error = bench.work(ask, 1, theirs)
    assert error is None
    bench.make_ready()
    ready, error = bench.work(ask, 2, theirs)
    assert error is None
    assert ready.values.tobytes() == fresh.values.tobytes()
    ours.close()


def test_a_copy_that_lacks_a_past_is_not_used(bench):
    ours, theirs = Pipe()
    bench.make_ready()
    assert bench._ready is not None
    old = bench._ready[1].process_id
    answer, error = bench.work(Ask(seed=2), 1, theirs)
    assert error is None and answer.ask.seed == 2
    assert not is_alive(old)
    ours.close()


def test_a_stop_ends_the_copy_and_the_next_job_has_one(bench):
    ours, theirs = Pipe()
    bench.make_ready()
    ours.send(("stop", 5, None))
    result, error = bench.work(Ask(settings=(("publicity", None, 0.3),)), 5, theirs)
    assert result is None and "newer" in str(error)
    result, error = bench.work(Ask(settings=(("publicity", None, 0.4),)), 6, theirs)
    assert error is None and result.ask.settings[0][2] == 0.4
    ours.close()


@pytest.mark.skipif(not Path("/proc").exists(), reason="children are looked up in /proc")
def test_no_copy_outlives_the_pool():
    pool = Pool(PLACE, n_workers=1).start()
    pool.wait_until_ready()
    worker = pool._workers[0].process.pid
    children = Path(f"/proc/{worker}/task/{worker}/children")
    assert until(lambda: children.read_text().split())
    waiting = [int(one) for one in children.read_text().split()]
    pool.close()
    assert until(lambda: not any(is_alive(one) for one in waiting))
