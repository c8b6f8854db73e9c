"""Worker processes for a server: spawned before it, so that a long run never stalls a page.

One foreground job of a session runs and one waits; a newer one takes the place of the waiting one and
stops the running one, unless somebody else wants it too. Equal jobs are computed once and their results
are kept. Jobs ``behind`` (bands, effects) run only where a worker is left for the foreground, the sessions
in turn, and of one session what somebody pressed a button for first. A worker that dies is replaced, and
its job tried once more.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import Future
from typing import Any

from abm.errors import UserError
from experiments.web.ask import Place
from experiments.web.jobs import Job, JobFailed, Stopped, Task, WorkerDied, finish
from experiments.web.worker import Worker

KEPT = 96  # results, of about a megabyte each
TRIES = 2
SECONDS_BEHIND = 1.1  # of a run in the background, before one was measured
NEWEST = 0.3  # weight of the newest measurement


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
        self.seconds_behind = SECONDS_BEHIND  # that a job in the background takes
        self._turn: dict[str, int] = {}  # session -> when it was served last in the background
        self._lock = threading.Condition()
        self._numbers = itertools.count()
        self._waiting: list[Task] = []
        self._running: list[Task] = []
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._workers: list[Worker] = []
        self._open = False

    def start(self) -> Pool:
        """Start the processes (they warm up by themselves); return the pool."""
        self._open = True
        self._workers = [Worker(self, number) for number in range(self.n_workers)]
        return self

    @property
    def is_open(self) -> bool:
        """Whether jobs are taken."""
        return self._open

    def woken(self) -> None:
        """Learn that a worker can take jobs now."""
        with self._lock:
            self._lock.notify_all()

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
                finish(task, error=JobFailed(problem))
            self._waiting.clear()
            self._lock.notify_all()

    def close(self) -> None:
        """End the processes; whatever waits is told that it was stopped."""
        with self._lock:
            self._open = False
            for task in self._waiting:
                finish(task, error=Stopped("the server ends"))
            self._waiting.clear()
            self._lock.notify_all()
        for worker in self._workers:
            worker.close()

    def ask(self, job: Job, session: str, *, behind: bool = False, awaited: bool = False) -> Future:
        """Return the future of a job's result; a result that is kept is there at once.

        A job ``behind`` that is ``awaited`` comes before the others behind of its session.
        """
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
            task = next((t for t in (*self._running, *self._waiting) if t.job == job and not t.is_stopped), None)
            if task is None:
                task = Task(job, next(self._numbers), behind)
                self._waiting.append(task)
            task.behind = task.behind and behind
            task.is_awaited = task.is_awaited or awaited
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

    def _make_way(self, session: str, newest: Task | None) -> None:
        for task in (*self._waiting, *self._running):
            if task is not newest and not task.behind:
                self._release(task, session)

    def _release(self, task: Task, session: str) -> None:
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
            task.is_stopped = True  # whoever asks for the same job from now on needs a new task
            task.at.stop(task)

    def next_task(self, worker: Worker) -> Task | None:
        """Wait for a task that this worker may take; None when the pool ends."""
        with self._lock:
            while self._open:
                task = self._choose()
                if task:
                    self._waiting.remove(task)
                    self._running.append(task)
                    task.at = worker
                    task.tries += 1
                    task.started = time.monotonic()
                    self.computed += 1
                    return task
                self._lock.wait()
            return None

    def _choose(self) -> Task | None:
        first = min((t for t in self._waiting if not t.behind), key=lambda t: t.number, default=None)
        if first:
            return first
        if self.n_workers > 1 and sum(t.behind for t in self._running) >= self.n_workers - 1:
            return None
        chosen = min(self._waiting, key=self._rank, default=None)
        if chosen:  # a person who asks for hundreds does not keep others waiting
            self._turn = {t.person: self._turn.get(t.person, -1) for t in self._waiting} | {
                chosen.person: self.computed
            }
        return chosen

    def _rank(self, task: Task) -> tuple[int, bool, int]:
        return self._turn.get(task.person, -1), not task.is_awaited, task.number

    def done(self, task: Task, result: Any = None, error: Exception | None = None) -> None:
        """Take a task back from its worker, with its result or what went wrong."""
        with self._lock:
            self._running.remove(task)
            task.at = None
            if isinstance(error, WorkerDied):
                if task.tries < TRIES and task.is_wanted and self._open:
                    self._waiting.append(task)
                    self._lock.notify_all()
                    return
                error = JobFailed("the computing process ended unexpectedly; it has been restarted")
            if error is None:
                if task.behind:
                    self.seconds_behind += NEWEST * (time.monotonic() - task.started - self.seconds_behind)
                self._kept[task.job] = result
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._lock.notify_all()
        finish(task, result, error)


__all__ = ["JobFailed", "Pool", "Stopped"]
