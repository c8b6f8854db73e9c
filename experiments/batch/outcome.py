"""What a worker hands back. Imports nothing heavy: it is the first thing that a worker process loads."""

import gc
import os
import signal
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

PASTS_KEPT = 4  # shared pasts that a worker keeps
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class Job(Protocol):
    """Something with a place in the order of the batch."""

    @property
    def number(self) -> int:
        """Place in the order of the batch, from 0."""


@dataclass(frozen=True)
class Finished:
    """A finished run as bytes: its rows of the long table (Arrow), and what was found in it (JSON)."""

    rows: bytes
    facts: str


Work = Callable[..., Finished]


@dataclass(frozen=True)
class Outcome:
    """What became of one job; ``error`` is blank where it is finished."""

    number: int
    finished: Finished | None
    seconds: float
    error: str = ""
    trace: str = ""
    attempts: int = 1


class Backend(Protocol):
    """Where jobs are worked on."""

    def carry_out(self, work: Work, jobs: Iterable[Job]) -> Generator[Outcome]:
        """Yield the outcomes as they come, in any order; a job whose worker died is repeated once."""


class Cluster(Backend, Protocol):
    """A backend whose workers can be kept from one call to the next."""

    def carry_out(self, work: Work, jobs: Iterable[Job]) -> Generator[Outcome]:
        """Yield the outcomes of workers that are there for this call alone."""
        with self.opened() as there:
            yield from there.carry_out(work, jobs)

    def opened(self) -> AbstractContextManager[Backend]:
        """Start the workers, and end them afterwards."""


def attempt(work: Work, job: Job) -> Outcome:
    """Do one job; whatever goes wrong is its outcome."""
    started = perf_counter()
    try:
        with swept():
            return Outcome(job.number, work(job), perf_counter() - started)
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        return Outcome(job.number, None, perf_counter() - started, told, traceback.format_exc())


@contextmanager
def swept() -> Iterator[None]:
    """Collect at the end what a run made and left behind: a city and its agents point at each other.

    Left to itself it piles up for dozens of runs. What was there before is set aside meanwhile, for to look through all
    that is loaded takes a third of a second; who has set it aside already is left alone.
    """
    is_ours = not gc.get_freeze_count()
    if is_ours:
        gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        if is_ours:
            gc.unfreeze()


def died(job: Job, how: str) -> Outcome:
    """Return the outcome of a job that took its worker with it twice."""
    return Outcome(job.number, None, 0.0, f"its worker died twice: {how}", attempts=2)


def not_taken(job: Job, error: BaseException) -> Outcome:
    """Return the outcome of a job that a cluster could not do or hand back, though no worker died.

    Its workers may lack a library, or this package itself: then every job fails alike, and must say why.
    """
    causes = [error, *([error.__cause__] if error.__cause__ else [])]
    lines = [(str(cause).strip().splitlines() or [""])[0] for cause in causes]
    told = "; ".join(f"{type(cause).__name__}: {line}" for cause, line in zip(causes, lines, strict=True))
    trace = "".join(traceback.format_exception(error))
    return Outcome(job.number, None, 0.0, f"the cluster could not do it: {told}", trace)


def prepare_worker() -> None:
    """Leave Ctrl-C to the process that the user started, and sums to one thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
