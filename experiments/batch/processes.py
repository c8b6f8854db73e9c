"""A pool of processes in which the death of one costs only the job that it was at.

The pools of the standard library and of loky give up all jobs under way when a worker dies. Here each
worker has a pipe of its own, so that the parent knows which job is gone.
"""

import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait

from abm.errors import RunFailed
from experiments.batch.outcome import Cluster, Job, Outcome, Work, attempt, died, prepare_worker

READY = "ready"
SECONDS_TO_END = 5.0


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

    def carry_out(self, work: Work, jobs: Iterable[Job]) -> Generator[Outcome]:
        """Yield outcomes as they come."""
        waiting, repeated = deque(jobs), set[int]()
        self._gather(work, min(self.size, len(waiting)))
        team = self.members
        try:
            while waiting or any(worker.job for worker in team):
                for worker in team:  # who was kept from an earlier call says nothing by itself
                    if waiting and worker.is_idle:
                        worker.give(waiting.popleft())
                for i in _heard(team):
                    outcome = team[i].hear()
                    if isinstance(outcome, Lost):
                        team[i] = team[i].successor()
                        outcome = _judged(outcome, repeated, waiting)
                    elif outcome and outcome.number in repeated:
                        outcome = replace(outcome, attempts=2)
                    if waiting and team[i].is_idle:  # first, so that it does not wait while the parent commits
                        team[i].give(waiting.popleft())
                    if outcome:
                        yield outcome
        finally:
            for worker in [worker for worker in team if worker.job]:  # nobody waits for it any more
                worker.end()
                team.remove(worker)

    def end(self) -> None:
        """End all processes."""
        for worker in self.members:
            worker.end()
        self.members = []

    def _gather(self, work: Work, n: int) -> None:
        """Have ``n`` workers at least that do this work."""
        if any(worker.work != work for worker in self.members):
            self.end()
        self.members += [Worker(work) for _ in range(n - len(self.members))]


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


class Worker:
    """A process at the other end of a pipe."""

    def __init__(self, work: Work) -> None:
        context = get_context("spawn")  # a forked process would inherit locks of threads that it does not have
        self.work = work
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        with interrupts_held():
            self.process.start()
        theirs.close()
        self.job: Job | None = None
        self.is_ready = False

    @property
    def is_idle(self) -> bool:
        """Whether it can be given a job."""
        return self.is_ready and self.job is None

    def give(self, job: Job) -> None:
        """Send a job; a worker that died meanwhile is noticed when it is heard."""
        self.job = job
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send(job)

    def hear(self) -> Outcome | Lost | None:
        """Return what it says: an outcome, the loss of its job, or None when it has just started.

        Raises:
            RunFailed: it died before it was ready.
        """
        try:
            told = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            how = _how(self.process.exitcode)
            if not self.is_ready:
                raise RunFailed(f"a worker process cannot start: {how}") from None
            return Lost(self.job, how)
        if told == READY:
            self.is_ready = True
            return None
        self.job = None
        return told

    def successor(self) -> "Worker":
        """Return a new worker in place of this one, which is dead."""
        self.end()
        return Worker(self.work)

    def end(self) -> None:
        """End the process, whatever it is at."""
        self.connection.close()
        self.process.terminate()
        self.process.join(SECONDS_TO_END)
        if self.process.is_alive():
            self.process.kill()
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


def _heard(team: list[Worker]) -> list[int]:
    """Wait until some worker has something to say; return their places."""
    ready = wait([worker.connection for worker in team])
    return [i for i, worker in enumerate(team) if worker.connection in ready]


def _serve(connection: Connection, work: Work) -> None:
    """Do jobs until the parent is gone."""
    prepare_worker()
    try:
        connection.send(READY)
        while True:
            connection.send(attempt(work, connection.recv()))
    except (EOFError, OSError):  # the parent ended or was killed
        return


def _how(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return f"killed by {signal.Signals(-exit_code).name}"
    return f"exit code {exit_code}"
