"""One worker process, and the thread of the server that feeds it with tasks and replaces it when it dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Protocol

from abm.errors import UserError
from experiments.batch.processes import interrupts_held
from experiments.web.ask import Place
from experiments.web.jobs import Stopped, Task, WorkerDied

STARTS = 3  # of a process that ends before it is warm
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class Queue(Protocol):
    """Where a worker gets its tasks."""

    place: Place

    @property
    def is_open(self) -> bool:
        """Whether tasks are still taken."""

    def next_task(self, worker: Worker) -> Task | None:
        """Wait for a task; None when there will be no more."""

    def done(self, task: Task, result: Any = None, error: Exception | None = None) -> None:
        """Take a task back."""

    def give_up(self, problem: str) -> None:
        """Learn that no process can do anything."""

    def woken(self) -> None:
        """Learn that a worker can take tasks now."""


class Worker:
    """One process, and the thread that feeds it."""

    def __init__(self, queue: Queue, number: int) -> None:
        self.queue = queue
        self.number = number
        self.is_warm = threading.Event()
        self.starts = 0  # that came to nothing
        self._sending = threading.Lock()
        self._start()
        self._thread = threading.Thread(target=self._feed, name=f"tanfeng-worker-{number}", daemon=True)
        self._thread.start()

    def stop(self, task: Task) -> None:
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
            target=work_for, args=(theirs, self.queue.place), name=f"tanfeng-worker-{self.number}", daemon=True
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
                task = self.queue.next_task(self)
                if task is None:
                    return
            except (EOFError, OSError):
                self.starts += not self.is_warm.is_set()
                if self.starts > STARTS:
                    self.queue.give_up("the computing processes end as soon as they start")
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
                self.queue.done(task, error=WorkerDied())
                if not alive:
                    return
            else:
                self.queue.done(task, result, error)

    def _warms_up(self) -> bool:
        """Hear what the process says first: that it is warm, or why it never can be."""
        problem = self._pipe.recv()
        if problem:
            self.queue.give_up(problem)
            return False
        self.is_warm.set()
        self.queue.woken()
        return True

    def _restart(self) -> bool:
        self.is_warm.clear()
        self._pipe.close()
        self.process.join(1)
        if not self.queue.is_open:
            return False
        self._start()
        return True


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
            if not pipe.poll():
                bench.make_ready()
            kind, number, job = pipe.recv()
            if kind == "stop":  # of a task that is done already, or that comes next
                stopped = number
            elif number == stopped:
                pipe.send((number, None, Stopped("nobody wants it any more")))
            else:
                pipe.send((number, *bench.work(job, number, pipe, behind=kind == "behind")))
    except (EOFError, OSError, KeyboardInterrupt):
        return
    finally:
        bench.close()
