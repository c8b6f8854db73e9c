"""Runs that share their past, made in forked copies of a worker that stands at its end.

A policy gives each year the levers of that year alone, and settings hold from the first decision year on at the
earliest: until then, runs of one package, storyline, luck and numbers are one and the same. A worker that expects
several of them lives through those years once, and makes each run in a copy of itself: the same bytes in less time.
"""

import ctypes
import gc
import os
import signal
import sys
import warnings
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn

from experiments.batch.outcome import PASTS_KEPT, Job, Outcome, Work, attempt

if TYPE_CHECKING:
    from abm.model import City

MOST_AGENTS = 250_000  # of a city that is kept; Lüliang has 180,000 at scale 0.02, which take 30 MB
END_WITH_PARENT = 1  # Linux's PR_SET_PDEATHSIG
THREADS = Path("/proc/self/task")
HARMLESS = "jemalloc_bg_thd"  # of Arrow's memory, which readies itself before each fork


class Pasts:
    """Cities that stand at the end of a past; by what they are the past of, the one used last at the end."""

    def __init__(self) -> None:
        self._cities: OrderedDict[Hashable, City] = OrderedDict()
        self.too_large: set[Hashable] = set()  # pasts whose cities are

    def has(self, past: Hashable) -> bool:
        """Return whether a city stands there, and count it as used."""
        if past in self._cities:
            self._cities.move_to_end(past)
        return past in self._cities

    def put(self, past: Hashable, city: "City") -> None:
        """Keep a city; where there are too many, that goes which was used longest ago."""
        self._cities[past] = city
        if len(self._cities) > PASTS_KEPT:
            self._cities.popitem(last=False)
        gc.unfreeze()
        gc.collect()  # a city's parts point at each other
        gc.freeze()  # a copy must not touch, and so copy, all that is here

    def clear(self) -> None:
        """Let go of all."""
        self._cities.clear()
        self.too_large.clear()

    def take(self, past: Hashable) -> "City | None":
        """Return the city that stands there, which is used up by whoever goes on with it."""
        return self._cities.pop(past, None)


PASTS = Pasts()  # of this process, and of the copies made of it


def attempt_in_copy(work: Work, job: Job, parent: Connection) -> Outcome:
    """Do a job in a copy of this process that goes on from the job's past; here where that cannot be.

    Args:
        work: what is done with the job.
        job: with ``past``; ``begin()`` returns its city before the first year, ``live_past(city)`` brings it there.
        parent: who waits for the outcome; the copy ends with it.

    Raises:
        EOFError: nobody waits any more.
    """
    started = perf_counter()
    if not (can_copy() and _stands(job)):
        return attempt(work, job)
    return replace(_in_copy(work, job, parent), seconds=perf_counter() - started)


def can_copy() -> bool:
    """Return whether this process can be copied: on Linux, if no other thread of it could hold a lock."""
    if sys.platform != "linux":
        return False
    names = [(thread / "comm").read_text().strip() for thread in THREADS.iterdir()]
    return len(names) - names.count(HARMLESS) == 1


def _stands(job: Any) -> bool:
    """Have a city at the end of the job's past; what goes wrong on the way is told when the job is done whole."""
    if not PASTS.has(job.past) and job.past not in PASTS.too_large:
        try:
            city = job.begin()
            if sum(len(table) for table in city.tables()) > MOST_AGENTS:
                PASTS.too_large.add(job.past)
                return False
            job.live_past(city)
        except Exception:
            return False
        PASTS.put(job.past, city)
    return PASTS.has(job.past)


def _in_copy(work: Work, job: Job, parent: Connection) -> Outcome:
    """Return what the copy says. If it dies this process does too, in the same way: who waits knows what to do then."""
    ours, theirs = Pipe(duplex=False)
    here = os.getpid()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # it counts the harmless thread
        copy = os.fork()
    if copy == 0:
        ours.close()
        _live(work, job, theirs, parent, here)
    theirs.close()
    with ours:
        if parent in wait([ours, parent]):  # nothing is sent while a job is under way: this is the end
            os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)
            raise EOFError
        try:
            outcome: Outcome = ours.recv()
        except (EOFError, OSError):
            _end_like(os.waitpid(copy, 0)[1])
    os.waitpid(copy, 0)
    return outcome


def _live(work: Work, job: Job, theirs: Connection, parent: Connection, maker: int) -> NoReturn:
    """Do the job and end, without any of Python's farewells."""
    code = 1
    try:
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
        parent.close()  # while a copy holds it, who waits does not see that the worker has ended
        if os.getppid() == maker:
            theirs.send(attempt(work, job))
            code = 0
    finally:
        os._exit(code)


def _end_like(status: int) -> NoReturn:
    """End as a copy ended whose status this is."""
    if os.WIFSIGNALED(status):
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.WEXITSTATUS(status) or 1)
