"""Worker processes for a server: spawned before it, so that a long run never stalls a page.

One foreground job of a session runs and one waits; a newer one takes the place of the waiting one and
stops the running one, unless somebody else wants it too. Equal jobs are computed once and their results
are kept. Jobs ``behind`` (bands, effects) run only where a worker is left for the foreground. A worker
that dies is replaced, and its job tried once more.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Protocol

from abm.errors import UserError
from experiments.batch.processes import interrupts_held
from experiments.web.ask import Place

KEPT = 96  # results, of about a megabyte each
TRIES = 2
STARTS = 3  # of a process that ends before it is warm
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class Job(Protocol):
    """A frozen dataclass that says what is to be computed."""

    def __hash__(self) -> int: ...

    def work(self, desk: Any) -> Any:
        """Compute it at a worker's desk."""


class JobFailed(RuntimeError):
    """A job that cannot be done; the message says why, for the person who asked."""


class Stopped(JobFailed):
    """A job that nobody wants any more."""


@dataclass
class _Task:
    """A job with all who wait for it."""

    job: Any
    number: int
    behind: bool
    claims: list[tuple[str, Future]] = field(default_factory=list)
    tries: int = 0
    at: _Worker | None = None

    @property
    def is_wanted(self) -> bool:
        return any(not future.cancelled() for _, future in self.claims)


class Pool:
    """Worker processes and the queue before them. All methods may be called from any thread.

    Args:
        place: region, scale and days of all runs.
        n_workers: processes; as many as there are processors if None, at most four.
    """

    def __init__(self, place: Place, n_workers: int | None = None) -> None:
        self.place = place
        self.n_workers = n_workers or max(1, min(os.cpu_count() or 1, 4))
        self.computed = 0  # jobs that a worker was given
        self.problem = ""  # why no job can ever be done
        self._lock = threading.Condition()
        self._numbers = itertools.count()
        self._waiting: list[_Task] = []
        self._running: list[_Task] = []
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._workers: list[_Worker] = []
        self._open = False

    def start(self) -> Pool:
        """Start the processes (they warm up by themselves); return the pool."""
        self._open = True
        self._workers = [_Worker(self, number) for number in range(self.n_workers)]
        return self

    def wait_until_warm(self, timeout: float = 120.0) -> None:
        """Wait until every process can take a job."""
        for worker in self._workers:
            worker.is_warm.wait(timeout)

    def wait_until_ready(self, timeout: float = 120.0) -> None:
        """Wait until one process can take a job.

        Raises:
            UserError: none ever will; says why.
        """
        with self._lock:
            self._lock.wait_for(lambda: self.problem or any(w.is_warm.is_set() for w in self._workers), timeout)
        if self.problem:
            raise UserError(self.problem)

    def give_up(self, problem: str) -> None:
        """Take no jobs any more: no process can do them."""
        with self._lock:
            self.problem, self._open = problem, False
            for task in self._waiting:
                _finish(task, error=JobFailed(problem))
            self._waiting.clear()
            self._lock.notify_all()

    def close(self) -> None:
        """End the processes; whatever waits is told that it was stopped."""
        with self._lock:
            self._open = False
            for task in self._waiting:
                _finish(task, error=Stopped("the server ends"))
            self._waiting.clear()
            self._lock.notify_all()
        for worker in self._workers:
            worker.close()

    def ask(self, job: Job, session: str, *, behind: bool = False) -> Future:
        """Return the future of a job's result; a result that is kept is there at once."""
        future: Future = Future()
        with self._lock:
            if self.problem:
                future.set_exception(JobFailed(self.problem))
                return future
            if job in self._kept:
                self._kept.move_to_end(job)
                if not behind:
                    self._make_way(session, None)
                future.set_result(self._kept[job])
                return future
            task = next((t for t in (*self._running, *self._waiting) if t.job == job), None)
            if task is None:
                task = _Task(job, next(self._numbers), behind)
                self._waiting.append(task)
            task.behind = task.behind and behind
            task.claims.append((session, future))
            if not behind:
                self._make_way(session, task)
            self._lock.notify_all()
        return future

    def drop(self, session: str, *, behind_only: bool = True) -> None:
        """Forget what a session waits for in the background (or at all); stop what nobody else wants."""
        with self._lock:
            for task in (*self._waiting, *self._running):
                if task.behind or not behind_only:
                    self._release(task, session)

    def _make_way(self, session: str, newest: _Task | None) -> None:
        for task in (*self._waiting, *self._running):
            if task is not newest and not task.behind:
                self._release(task, session)

    def _release(self, task: _Task, session: str) -> None:
        leaving = [claim for claim in task.claims if claim[0] == session]
        if not leaving:
            return
        task.claims = [claim for claim in task.claims if claim[0] != session]
        for _, future in leaving:
            future.cancel()
        if task.claims:
            return
        if task in self._waiting:
            self._waiting.remove(task)
        elif task.at:
            task.at.stop(task)

    def _next(self, worker: _Worker) -> _Task | None:
        """Wait for a task that this worker may take; None when the pool ends."""
        with self._lock:
            while self._open:
                task = self._choose()
                if task:
                    self._waiting.remove(task)
                    self._running.append(task)
                    task.at = worker
                    task.tries += 1
                    self.computed += 1
                    return task
                self._lock.wait()
            return None

    def _choose(self) -> _Task | None:
        first = min((t for t in self._waiting if not t.behind), key=lambda t: t.number, default=None)
        if first:
            return first
        if self.n_workers > 1 and sum(t.behind for t in self._running) >= self.n_workers - 1:
            return None
        return min(self._waiting, key=lambda t: t.number, default=None)

    def _done(self, task: _Task, result: Any = None, error: Exception | None = None) -> None:
        with self._lock:
            self._running.remove(task)
            task.at = None
            if isinstance(error, _WorkerDied):
                if task.tries < TRIES and task.is_wanted and self._open:
                    self._waiting.append(task)
                    self._lock.notify_all()
                    return
                error = JobFailed("the computing process ended unexpectedly; it has been restarted")
            if error is None:
                self._kept[task.job] = result
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._lock.notify_all()
        _finish(task, result, error)


class _WorkerDied(Exception):
    """The process at the other end of the pipe is gone."""


class _Worker:
    """One process, and the thread that feeds it."""

    def __init__(self, pool: Pool, number: int) -> None:
        self.pool = pool
        self.number = number
        self.is_warm = threading.Event()
        self.starts = 0  # that came to nothing
        self._sending = threading.Lock()
        self._start()
        self._thread = threading.Thread(target=self._feed, name=f"tanfeng-worker-{number}", daemon=True)
        self._thread.start()

    def stop(self, task: _Task) -> None:
        """Tell the process that the task it works on is of no use any more."""
        with suppress(OSError):  # the feeding thread sees it too
            self._send(("stop", task.number, None))

    def close(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.join(5)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=work_for, args=(theirs, self.pool.place), name=f"tanfeng-worker-{self.number}", daemon=True
        )
        before = {name: os.environ.get(name) for name in ONE_THREAD}
        os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # the same sums in the same order
        try:
            with interrupts_held():  # Ctrl-C is for the server, which then ends its workers
                self.process.start()
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
        theirs.close()

    def _send(self, message: tuple[str, int, Any]) -> None:
        with self._sending:  # from the feeding thread and from whoever stops a task
            self._pipe.send(message)

    def _feed(self) -> None:
        while True:
            try:
                if not self.is_warm.is_set() and not self._warms_up():
                    return
                task = self.pool._next(self)
                if task is None:
                    return
            except (EOFError, OSError):
                self.starts += not self.is_warm.is_set()
                if self.starts > STARTS:
                    self.pool.give_up("the computing processes end as soon as they start")
                if not self._restart():
                    return
                continue
            try:
                self._send(("behind" if task.behind else "work", task.number, task.job))
                number, result, error = self._pipe.recv()
                while number != task.number:  # the answer to a task that was stopped when it was done already
                    number, result, error = self._pipe.recv()
            except (EOFError, OSError):
                alive = self._restart()
                self.pool._done(task, error=_WorkerDied())
                if not alive:
                    return
            else:
                self.pool._done(task, result, error)

    def _warms_up(self) -> bool:
        """Hear what the process says first: that it is warm, or why it never can be."""
        problem = self._pipe.recv()
        if problem:
            self.pool.give_up(problem)
            return False
        self.is_warm.set()
        with self.pool._lock:
            self.pool._lock.notify_all()
        return True

    def _restart(self) -> bool:
        self.is_warm.clear()
        self._pipe.close()
        self.process.join(1)
        if not self.pool._open:
            return False
        self._start()
        return True


def _finish(task: _Task, result: Any = None, error: Exception | None = None) -> None:
    for _, future in task.claims:
        if future.set_running_or_notify_cancel():
            future.set_exception(error) if error else future.set_result(result)


def work_for(pipe: Connection, place: Place) -> None:
    """Serve jobs until the pipe closes: the life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from experiments.web.bench import Bench

    try:
        bench = Bench(place)
    except UserError as error:
        pipe.send(str(error))
        return
    try:
        pipe.send("")  # no problem: warm
        stopped = -1
        while True:
            kind, number, job = pipe.recv()
            if kind == "stop":  # of a task that is done already, or that comes next
                stopped = number
            elif number == stopped:
                pipe.send((number, None, Stopped("nobody wants it any more")))
            else:
                pipe.send((number, *bench.work(job, number, pipe, behind=kind == "behind")))
    except (EOFError, OSError, KeyboardInterrupt):
        return
