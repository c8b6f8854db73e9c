"""Works through the jobs of a batch: each outcome is committed before the next is taken."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from experiments.batch.outcome import Backend, Job, Work
from experiments.batch.store import Store


@dataclass(frozen=True)
class Count:
    """How far a batch is."""

    runs: int
    done: int
    failed: int

    @property
    def missing(self) -> int:
        """Runs that have no outcome yet."""
        return self.runs - self.done - self.failed


Notify = Callable[[Count, int], None]  # the batch as a whole, and how many outcomes this session has seen


def work_through(
    store: Store,
    jobs: Sequence[Job],
    do: Work,
    backend: Backend,
    *,
    rerun_failed: bool = False,
    notify: Notify | None = None,
) -> bool:
    """Work on the jobs that have no outcome (or failed, if these are to be repeated), committing each as it comes.

    Returns:
        Whether every job has an outcome now.
    """
    states = store.states()
    wanted = [job for job in jobs if job.number not in states or (rerun_failed and states[job.number] == "failed")]
    if wanted:
        with closing(backend.carry_out(do, wanted)) as outcomes:  # so that no worker outlives an error
            for seen, outcome in enumerate(outcomes, start=1):
                store.commit(outcome)
                states[outcome.number] = "done" if outcome.finished else "failed"
                if notify:
                    notify(count(states, len(jobs)), seen)
    return len(states) == len(jobs)


def count(states: dict[int, str], n_runs: int) -> Count:
    """Return how far a batch is."""
    done = sum(state == "done" for state in states.values())
    return Count(n_runs, done, len(states) - done)
