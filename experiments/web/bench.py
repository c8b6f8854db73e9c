"""Where a worker process does its jobs: each in a forked copy of itself, which can be stopped at any moment.

The copy starts with everything that the process has ready and leaves it untouched: the next job starts
from the same. Where processes cannot be forked, the job is done on the spot and cannot be stopped.
"""

import os
from multiprocessing.connection import Connection, wait
from typing import Any

from abm.errors import RunFailed, UserError
from abm.parameters import UnknownParameter
from experiments.web.ask import Place
from experiments.web.copies import CAN_FORK, Copy
from experiments.web.desk import warm
from experiments.web.jobs import JobFailed, Stopped
from policies.package import PackageError

POLITE = 10  # how far a copy that works in the background stands back
Outcome = tuple[Any, Exception | None]


class Bench:
    """A warm desk and the way jobs are done at it."""

    def __init__(self, place: Place) -> None:
        self.desk = warm(place)
        self._ready: tuple[int, Copy] | None = None  # how many pasts had been made by then, and the copy

    def make_ready(self) -> None:
        """Have a copy ready for the next job; called while nobody waits."""
        if CAN_FORK and self._ready is None:
            self._ready = self.desk.n_made, Copy(self._do)

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

    def close(self) -> None:
        """End the copy that stands ready."""
        if self._ready:
            self._ready[1].end()
            self._ready = None

    def _in_a_copy(self, job: Any, number: int, pipe: Connection, behind: bool) -> Outcome:
        copy = self._copy()
        try:
            copy.send((job, behind))
            while True:
                for ready in wait([copy.pipe, pipe]):
                    if ready is copy.pipe:
                        outcome: Outcome = copy.result()
                        return outcome
                    if pipe.recv()[:2] == ("stop", number):
                        return None, Stopped("a newer request took its place")
        except (EOFError, BrokenPipeError):
            if pipe.closed:
                raise
            return None, JobFailed("the computing process ended unexpectedly")
        finally:
            copy.end()

    def _copy(self) -> Copy:
        """Return a copy that knows all that this process has ready by now."""
        if self._ready and self._ready[0] != self.desk.n_made:
            self.close()
        ready, self._ready = self._ready, None
        return ready[1] if ready else Copy(self._do)

    def _do(self, told: tuple[Any, bool]) -> Outcome:
        job, behind = told
        os.nice(POLITE if behind else 0)
        return _work(job, self.desk)


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
