"""A batch of made-up runs; as a program of its own it kills itself after so many commits."""

import os
import signal
import sys
from pathlib import Path

from experiments.batch.factors import Factor
from experiments.batch.processes import Processes
from experiments.batch.store import Store
from experiments.batch.tables import write_tables
from experiments.batch.trial import Trial
from experiments.batch.working import work_through
from tests.batch_jobs import made_up_work, trials

FACTOR = Factor("parameter", "x", 0.0, 1.0, ())


def work_on(folder: Path, jobs: list[Trial], workers: int = 1, **more) -> Store:
    """Work through the jobs into a folder and write its tables; the store is left open."""
    folder.mkdir(exist_ok=True)
    store = Store(folder)
    if work_through(store, jobs, made_up_work, Processes(workers), **more):
        write_tables(folder, store, jobs, [FACTOR])
    return store


def main(folder: str, n_runs: str, workers: str, kill_after: str) -> None:
    """Work on a batch in this process and kill it after so many commits."""
    commit, commits = Store.commit, []

    def commit_and_die(self, outcome):
        commit(self, outcome)
        commits.append(outcome)
        if len(commits) == int(kill_after):
            os.kill(os.getpid(), signal.SIGKILL)

    Store.commit = commit_and_die
    work_on(Path(folder), trials(int(n_runs), {3: "raises"}), int(workers))


if __name__ == "__main__":
    main(*sys.argv[1:])
