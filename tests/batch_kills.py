"""Work that is done for real, but whose worker is killed once, at a chosen moment of a chosen run."""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from experiments.batch.outcome import Finished, Job, Work

Moment = Literal["run", "packing", "sending"]
LARGE = 5_000  # bytes: a result, and nothing else that a worker says


@dataclass(frozen=True)
class KilledOnce:
    """Kills the worker of run ``number``: in its midst, when the result is packed, or when half of it is sent."""

    work: Work
    folder: Path
    number: int
    moment: Moment

    def __call__(self, job: Job) -> Finished:
        """Do the job, unless this is the moment."""
        with (self.folder / "made").open("a") as made:  # one line per time that a run is begun
            made.write(f"{job.number}\n")
        mark = self.folder / f"killed-{self.number}"
        if job.number != self.number or mark.exists():
            return self.work(job)
        mark.write_text(str(os.getpid()))
        if self.moment == "run":
            threading.Timer(0.05, die).start()
            while True:
                self.work(job)
        done = self.work(job)
        if self.moment == "packing":
            return Deadly(done.rows, done.facts)
        die_with_half_of_it_sent()
        return done


class Deadly(Finished):
    """A result whose packing is the end of its worker."""

    def __reduce__(self) -> Any:
        die()


def die() -> None:
    """Kill this process."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_with_half_of_it_sent() -> None:
    """Let this process send half of the next large message, by a pipe or by a cluster's connection, and die.

    Half of the bytes do leave; neither library says from outside when a message is half sent, so its own
    writing is wrapped, in this process alone, which does not survive it.
    """
    from multiprocessing.connection import Connection

    def half_of(send: Callable[..., Any]) -> Callable[..., Any]:
        def sent(self: Any, data: Any, *more: Any) -> Any:
            if len(data) < LARGE:
                return send(self, data, *more)
            send(self, data[: len(data) // 2], *more)
            return die()

        return sent

    Connection._send = half_of(Connection._send)  # type: ignore[attr-defined]
    try:
        from tornado.iostream import IOStream
    except ImportError:
        return
    IOStream.write_to_fd = half_of(IOStream.write_to_fd)
