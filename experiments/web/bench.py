"""Where a worker process does its jobs: each in a forked copy of itself, which can be stopped at any moment.

The copy starts with everything that the process has ready and leaves it untouched: the next job starts
from the same. Where processes cannot be forked, the job is done on the spot and cannot be stopped.
"""

import gc
import os
import pickle
import signal
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

from abm.errors import RunFailed, UserError
from abm.parameters import UnknownParameter
from experiments.web.ask import Place
from experiments.web.desk import warm
from experiments.web.jobs import JobFailed, Stopped
from policies.package import PackageError

POLITE = 10  # how far a copy that works in the background stands back
CAN_FORK = hasattr(os, "fork")
Outcome = tuple[Any, Exception | None]


class Bench:
    """A warm desk and the way jobs are done at it."""

    def __init__(self, place: Place) -> None:
        self.desk = warm(place)

    def work(self, job: Any, number: int, pipe: Connection, *, behind: bool = False) -> Outcome:
        """Return the job's result, or the error that is told to who asked.

        A job ``behind`` leaves others the processor, and prepares nothing in this process, so that all
        of it can be stopped at once.
        """
        try:
            if hasattr(job, "prepare") and not (behind and CAN_FORK):
                job.prepare(self.desk)
        except Exception as error:
            return None, told(error)
        return self._in_a_copy(job, number, pipe, behind) if CAN_FORK else _work(job, self.desk)

    def _in_a_copy(self, job: Any, number: int, pipe: Connection, behind: bool) -> Outcome:
        ours, theirs = Pipe(duplex=False)
        child = os.fork()
        if child == 0:
            os.nice(POLITE if behind else 0)
            _be_the_copy(job, self.desk, theirs)
        theirs.close()
        try:
            while True:
                for ready in wait([ours, pipe]):
                    if ready is ours:
                        return pickle.loads(ours.recv_bytes())
                    if pipe.recv()[:2] == ("stop", number):
                        return None, Stopped("a newer request took its place")
        except EOFError:
            if pipe.closed:
                raise
            return None, JobFailed("the computing process ended unexpectedly")
        finally:
            ours.close()
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _be_the_copy(job: Any, desk: Any, theirs: Connection) -> None:
    """Do the job, send its outcome and end, without any of Python's farewells."""
    code = 1
    try:
        gc.disable()
        theirs.send_bytes(pickle.dumps(_work(job, desk), protocol=pickle.HIGHEST_PROTOCOL))
        code = 0
    finally:
        os._exit(code)


def _work(job: Any, desk: Any) -> Outcome:
    try:
        return job.work(desk), None
    except Exception as error:
        return None, told(error)


def told(error: Exception) -> JobFailed:
    """Return what the person who asked is told of an error."""
    if isinstance(error, UserError | RunFailed | UnknownParameter | PackageError | JobFailed):
        return JobFailed(str(error))
    return JobFailed(f"{type(error).__name__}: {error}")
