"""Work that is done for real, but whose worker is killed or stopped once, at a chosen moment of a chosen run."""

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
    """Kills the worker of run ``number``: in its midst, when the result is packed, or when half of it is sent.

    With ``how`` SIGSTOP it is stopped instead, as often as ``times`` says.
    """

    work: Work
    folder: Path
    number: int
    moment: Moment
    how: signal.Signals = signal.SIGKILL
    times: int = 1

    def __call__(self, job: Job) -> Finished:
        """Do the job, unless this is the moment."""
        with (self.folder / "made").open("a") as made:  # one line per time that a run is begun
            made.write(f"{job.number}\n")
        if job.number != self.number or len(list(self.folder.glob(f"killed-{self.number}*"))) >= self.times:
            return self.work(job)
        (self.folder / f"killed-{self.number}-{os.getpid()}").write_text("")
        if self.moment == "run":
            threading.Timer(0.05, die, [self.how]).start()
            while True:
                self.work(job)
        done = self.work(job)
        if self.moment == "packing":
            return Deadly(done.rows, done.facts)
        die_with_half_of_it_sent(self.how)
        return done


class Deadly(Finished):
    """A result whose packing is the end of its worker."""

    def __reduce__(self) -> Any:
        die()


def die(how: signal.Signals = signal.SIGKILL) -> None:
    """Kill or stop this process."""
    os.kill(os.getpid(), how)


def die_with_half_of_it_sent(how: signal.Signals = signal.SIGKILL) -> None:
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
            return die(how)

        return sent

    Connection._send = half_of(Connection._send)  # type: ignore[attr-defined]
    try:
        from tornado.iostream import IOStream
    except ImportError:
        return
    IOStream.write_to_fd = half_of(IOStream.write_to_fd)
