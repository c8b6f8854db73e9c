"""What a worker is given to do, who waits for it, and how it can end."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from experiments.web.worker import Worker


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
class Task:
    """A job with all who wait for it."""

    job: Any
    number: int
    behind: bool
    is_awaited: bool = False  # though it is behind, somebody looks at the place where it will stand
    claims: list[tuple[str, Future]] = field(default_factory=list)
    tries: int = 0
    at: Worker | None = None
    started: float = 0.0  # on the monotonic clock
    is_stopped: bool = False  # its worker was told to leave it, and will say so in a moment

    @property
    def person(self) -> str:
        """Whose it is, when it is done in the background: the session of the first who asked, without its side ones."""
        return self.claims[0][0].partition("/")[0] if self.claims else ""

    @property
    def is_wanted(self) -> bool:
        """Whether anybody still waits for it."""
        return any(not future.cancelled() for _, future in self.claims)


class WorkerDied(Exception):
    """The process at the other end of the pipe is gone."""


def finish(task: Task, result: Any = None, error: Exception | None = None) -> None:
    """Tell all who wait for a task how it ended."""
    for _, future in task.claims:
        if future.set_running_or_notify_cancel():
            future.set_exception(error) if error else future.set_result(result)
