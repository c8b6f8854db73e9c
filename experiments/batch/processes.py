"""A pool of processes in which the death of one costs only the job that it was at.

The pools of the standard library and of loky give up all jobs under way when a worker dies. Here each
worker has a pipe of its own, so that the parent knows which job is gone. A process that stands still (stopped,
or waiting for what never comes) does not end by itself: who says nothing for far longer than any run took is killed,
and from there on it is a worker that died.
"""

import os
import signal
from collections import deque
from collections.abc import Generator, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from threading import Timer
from time import monotonic

from abm.errors import RunFailed
from experiments.batch.outcome import ONE_THREAD, PASTS_KEPT, Cluster, Job, Outcome, Work, attempt, died, prepare_worker
from experiments.batch.pasts import attempt_in_copy

READY = "ready"
SECONDS_A_LOOK = 2.0  # between looks at who has been silent for how long
SECONDS_TO_START = 600.0
SECONDS_OF_FIRST_RUN = 3600.0  # nothing is known yet of how long one takes
SECONDS_OF_RUN = 300.0  # at least, so that a busy machine does not cost a run
TIMES_THE_LONGEST = 20.0  # of the runs so far; whoever takes longer stands still
SECONDS_TO_SEND = 300.0  # a result that has begun to come
LOOK_AHEAD = 256  # jobs among which one is sought that goes on from a past that a worker has
ENOUGH = 4  # jobs with the same past for which it is worth living through it by itself


@dataclass(frozen=True)
class Processes(Cluster):
    """So many worker processes on this machine."""

    workers: int

    @contextmanager
    def opened(self) -> Iterator["Team"]:
        """Keep the processes, with all that they have read, from one call to the next."""
        team = Team(self.workers)
        try:
            yield team
        finally:
            team.end()


class Team:
    """The worker processes; they start when there is something to do."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.members: list[Worker] = []
        self.longest_s = 0.0  # of the runs so far

    def carry_out(self, work: Work, jobs: Iterable[Job]) -> Generator[Outcome]:
        """Yield outcomes as they come."""
        waiting, repeated = deque(jobs), set[int]()
        self._gather(work, min(self.size, len(waiting)))
        team = self.members
        try:
            while waiting or any(worker.job for worker in team):
                for worker in team:  # who was kept from an earlier call says nothing by itself
                    if waiting and worker.is_idle:
                        self._give(worker, waiting)
                for i in self._heard():
                    outcome = team[i].hear()
                    if isinstance(outcome, Lost):
                        team[i] = team[i].successor()
                        outcome = _judged(outcome, repeated, waiting)
                    elif outcome:
                        self.longest_s = max(self.longest_s, outcome.seconds)
                        outcome = replace(outcome, attempts=2) if outcome.number in repeated else outcome
                    if waiting and team[i].is_idle:  # first, so that it does not wait while the parent commits
                        self._give(team[i], waiting)
                    if outcome:
                        yield outcome
        finally:
            self._end([worker for worker in team if worker.job])  # nobody waits for it any more

    def _give(self, worker: "Worker", waiting: deque[Job]) -> None:
        """Send the next job: one that goes on from a past that the worker has, else one from a past that nobody has."""
        pasts = [getattr(job, "past", None) for job in islice(waiting, LOOK_AHEAD)]
        others = {past for other in self.members if other is not worker for past in other.pasts}
        place = next_place(pasts, worker.pasts, others)
        past, job = pasts[place], waiting[place]
        del waiting[place]
        worker.give(job, past if past in worker.pasts or pasts.count(past) >= ENOUGH else None)

    def end(self) -> None:
        """End all processes."""
        self._end(self.members)

    def _end(self, workers: list["Worker"]) -> None:
        """End these processes: all are told before the first is waited for."""
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.end()
        self.members = [worker for worker in self.members if worker not in workers]

    def _gather(self, work: Work, n: int) -> None:
        """Have ``n`` workers at least that do this work."""
        if any(worker.work != work for worker in self.members):
            self.end()
        while len(self.members) < n:
            self.members.append(Worker(work))

    def _heard(self) -> list[int]:
        """Wait until some worker has something to say, or has died; return their places.

        Only time that this process was awake counts as silence: stopped and continued together with its workers, as by
        Ctrl-Z, it finds them no longer silent than before.
        """
        while True:
            since = monotonic()
            ready = wait([worker.connection for worker in self.members], SECONDS_A_LOOK)
            waited = min(monotonic() - since, 2.0 * SECONDS_A_LOOK)
            for worker in self.members:
                worker.silent_s += waited
                if worker.connection not in ready and worker.is_busy and worker.silent_s > self._patience_s(worker):
                    worker.give_up(worker.silent_s)
            if ready:
                return [i for i, worker in enumerate(self.members) if worker.connection in ready]

    def _patience_s(self, worker: "Worker") -> float:
        """Return how long a worker may say nothing."""
        if not worker.is_ready:
            return SECONDS_TO_START
        return max(SECONDS_OF_RUN, TIMES_THE_LONGEST * self.longest_s) if self.longest_s else SECONDS_OF_FIRST_RUN


@dataclass(frozen=True)
class Lost:
    """The job that was under way in a worker that died, if there was one."""

    job: Job | None
    how: str


def _judged(lost: Lost, repeated: set[int], waiting: deque[Job]) -> Outcome | None:
    """Put a lost job back to be repeated, or say that it failed when that was its second time."""
    if lost.job is None:
        return None
    if lost.job.number in repeated:
        return died(lost.job, lost.how)
    repeated.add(lost.job.number)
    waiting.appendleft(lost.job)
    return None


def next_place(pasts: Sequence[Hashable], own: Sequence[Hashable], others: set[Hashable]) -> int:
    """Return the place of the job that a worker is given next, by the pasts of the first that wait (None: no past)."""
    for i, past in enumerate(pasts):
        if past in own:
            return i
    return next((i for i, past in enumerate(pasts) if past not in others), 0)


class Worker:
    """A process at the other end of a pipe."""

    def __init__(self, work: Work) -> None:
        context = get_context("spawn")  # a forked process would inherit locks of threads that it does not have
        self.work = work
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        with interrupts_held(), one_thread():
            self.process.start()
        theirs.close()
        self.job: Job | None = None
        self.pasts: list[Hashable] = []  # that it goes on from, the one used last at the end
        self.is_ready = False
        self.silent_s = 0.0  # since it was given its job, or started
        self.given_up = ""  # why it was killed by us

    @property
    def is_idle(self) -> bool:
        """Whether it can be given a job."""
        return self.is_ready and self.job is None

    @property
    def is_busy(self) -> bool:
        """Whether something is to be heard of it: that it has started, or what became of its job."""
        return not self.is_idle and not self.given_up

    def give(self, job: Job, past: Hashable = None) -> None:
        """Send a job, to be gone on with from its past; a worker that died meanwhile is noticed when it is heard."""
        self.job, self.silent_s = job, 0.0
        if past is not None:
            self.pasts = [*(other for other in self.pasts if other != past), past][-PASTS_KEPT:]
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send((job, past is not None))

    def hear(self) -> Outcome | Lost | None:
        """Return what it says: an outcome, the loss of its job, or None when it has just started.

        Raises:
            RunFailed: it died before it was ready.
        """
        try:
            with self._pressed():
                told = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            how = self.given_up or _how(self.process.exitcode)
            if not self.is_ready:
                raise RunFailed(f"a worker process cannot start: {how}") from None
            return Lost(self.job, how)
        if told == READY:
            self.is_ready = True
            return None
        self.job = None
        return told

    def give_up(self, silent_s: float) -> None:
        """Kill the process, which stands still; its end is heard like that of any other."""
        self.given_up = f"it said nothing for {silent_s:.0f} s and was given up"
        self.process.kill()

    @contextmanager
    def _pressed(self) -> Iterator[None]:
        """Give the process up if it does not end what it has begun to say: nothing else ends that wait."""
        timer = Timer(SECONDS_TO_SEND, self.give_up, [SECONDS_TO_SEND])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def successor(self) -> "Worker":
        """Return a new worker in place of this one, which is dead."""
        self.end()
        return Worker(self.work)

    def kill(self) -> None:
        """Kill the process, whatever it is at: it keeps nothing, and might heed no gentler signal for seconds."""
        with suppress(ValueError):  # it has ended already
            self.process.kill()

    def end(self) -> None:
        """End the process and let go of all that belonged to it."""
        self.kill()
        self.connection.close()
        with suppress(ValueError):
            self.process.join()
            self.process.close()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let processes that start inside leave Ctrl-C to this one from their first line on.

    They inherit the blocked signal; here one that comes meanwhile is taken at the end, not lost.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows; there the first second of a worker may complain
        yield
        return
    resource_tracker.ensure_running()  # where it starts by itself it lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let processes that start inside use one thread for their sums, unless the user has said how many.

    They must find it there: unpickling the work may import what starts threads before its first line is run.
    """
    missing = [name for name in ONE_THREAD if name not in os.environ]
    os.environ.update(dict.fromkeys(missing, "1"))
    try:
        yield
    finally:
        for name in missing:
            del os.environ[name]


def _serve(connection: Connection, work: Work) -> None:
    """Do jobs until the parent is gone."""
    prepare_worker()
    try:
        connection.send(READY)
        while True:
            job, has_past = connection.recv()
            connection.send(attempt_in_copy(work, job, connection) if has_past else attempt(work, job))
    except (EOFError, OSError):  # the parent ended or was killed
        return


def _how(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return f"killed by {signal.Signals(-exit_code).name}"
    return f"exit code {exit_code}"
