"""A worker that is killed in the midst of a run, or while it hands the result over, costs nothing but time."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace

import pytest

from abm.errors import RunFailed, UserError
from experiments.batch import clusters, processes
from experiments.batch.clusters import Dask, Ray
from experiments.batch.design_file import read_design
from experiments.batch.engine import carry_out_with
from experiments.batch.outcome import Backend
from experiments.batch.processes import Processes
from experiments.batch.store import Store
from experiments.batch.trial import work
from tests.batch_jobs import SHORT, tables, trials
from tests.batch_kills import KilledOnce

DESIGN = SHORT.replace("[-1, 1]", "[-1, 0, 1]")
KILLED = 2  # of six runs


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, bytes]:
    """The tables of a batch of one worker that nothing happened to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    carry_out_with(work, read_design(DESIGN), DESIGN, folder, Processes(1))
    return tables(folder)


def kill_a_worker(backend: Backend, moment: str, folder: Path, undisturbed: dict[str, bytes]) -> None:
    """Carry the design out while the worker of one run is killed; every other run is made once."""
    made: list[int] = []
    deadly = KilledOnce(work, folder, KILLED, moment)
    found = carry_out_with(
        deadly, read_design(DESIGN), DESIGN, folder, backend, notify=lambda count, seen: made.append(count.done)
    )
    assert list(folder.glob(f"killed-{KILLED}-*"))  # somebody did die
    assert (found.done, found.failed) == (6, 0)
    assert made == [1, 2, 3, 4, 5, 6]
    begun = Counter(map(int, (folder / "made").read_text().split()))
    assert begun[KILLED] == 2  # repeated once
    assert len(begun) == 6 and max(n for number, n in begun.items() if number != KILLED) == 1
    assert tables(folder) == undisturbed


@pytest.mark.parametrize("moment", ["run", "packing", "sending"])
def test_a_process_killed(moment, tmp_path, undisturbed):
    kill_a_worker(Processes(2), moment, tmp_path, undisturbed)


# a process that stands still is no reason to wait without end


@pytest.fixture
def impatient(monkeypatch):
    """Give a process that was stopped up after seconds, not minutes; one that is merely slow never."""

    def patience_s(team, worker) -> float:
        return 2.0 if _is_stopped(worker.process.pid) else 3600.0

    monkeypatch.setattr(processes.Team, "_patience_s", patience_s)
    monkeypatch.setattr(processes, "SECONDS_TO_SEND", 15.0)


def _is_stopped(pid: int) -> bool:
    told = subprocess.run(["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return told.stdout.strip().startswith("T")


@pytest.mark.parametrize("moment", ["run", "sending"])
def test_a_process_that_is_stopped_is_given_up_and_its_run_made_by_another(moment, tmp_path, undisturbed, impatient):
    """SIGSTOP, in the midst of a run and with half of the result sent, when the parent is bound to read the rest."""
    stopped = KilledOnce(work, tmp_path, KILLED, moment, signal.SIGSTOP)
    assert carry_out_with(stopped, read_design(DESIGN), DESIGN, tmp_path, Processes(2)).done == 6
    begun = Counter(map(int, (tmp_path / "made").read_text().split()))
    assert begun[KILLED] == 2 and max(n for number, n in begun.items() if number != KILLED) == 1
    assert tables(tmp_path) == undisturbed
    assert not any(_is_alive(int(mark.name.split("-")[2])) for mark in tmp_path.glob("killed-*"))


def test_a_run_whose_process_stands_still_twice_is_listed_as_failed_and_the_others_are_kept(tmp_path, impatient):
    stopped = KilledOnce(work, tmp_path, KILLED, "run", signal.SIGSTOP, times=2)
    found = carry_out_with(stopped, read_design(DESIGN), DESIGN, tmp_path, Processes(2))
    assert (found.done, found.failed) == (5, 1)
    store = Store(tmp_path, read_only=True)
    told = store.failures()[KILLED][0]
    store.close()
    assert re.fullmatch(r"its worker died twice: it said nothing for \d+ s and was given up", told)


def test_what_is_waited_for_follows_from_the_longest_run_so_far():
    """A run of a minute is given twenty; a short one five, for the machine may be busy; the first ones an hour."""
    team, worker = processes.Team(1), SimpleNamespace(is_ready=True)
    assert team._patience_s(worker) == 3600.0
    found = []
    for longest in (0.1, 60.0):
        team.longest_s = longest
        found.append(team._patience_s(worker))
    assert found == [300.0, 1200.0]


def test_time_in_which_the_whole_batch_slept_is_no_silence(monkeypatch):
    """Ctrl-Z stops parent and workers alike; woken an hour later no worker is to blame."""
    team, clock = processes.Team(0), iter([0.0, 3600.0, 3600.0, 3602.0])
    busy = SimpleNamespace(connection=1, silent_s=0.0, is_busy=True, is_ready=True)
    team.members, team.longest_s = [busy], 1.0
    monkeypatch.setattr(processes, "monotonic", lambda: next(clock))
    heard = iter([[], [1]])
    monkeypatch.setattr(processes, "wait", lambda connections, timeout: next(heard))
    assert team._heard() == [0]
    assert busy.silent_s == 2 * processes.SECONDS_A_LOOK + 2.0


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # the libraries' own, when a worker is killed under them
@pytest.mark.parametrize("moment", ["run", "packing", "sending"])
def test_a_worker_of_a_real_dask_cluster_killed(moment, tmp_path, undisturbed):
    pytest.importorskip("distributed")
    kill_a_worker(Dask(2), moment, tmp_path, undisturbed)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("moment", ["run", "packing"])
def test_a_worker_of_a_real_ray_cluster_killed(moment, tmp_path, undisturbed):
    pytest.importorskip("ray")
    kill_a_worker(Ray(2), moment, tmp_path, undisturbed)


# a cluster that goes away is no failure of the runs


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(("gone", "told"), [("workers", "has no workers left"), ("scheduler", "does not answer")])
def test_a_dask_cluster_that_goes_away_leaves_no_run_listed_as_failed(gone, told, tmp_path, undisturbed, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(clusters, "SECONDS_ALONE", 1.0)
    cluster = distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)

    def go_away(count, seen: int) -> None:
        if seen == 2:
            cluster.scale(0) if gone == "workers" else cluster.close()
            while cluster.scheduler.workers:  # else a slow farewell leaves time for all runs
                sleep(0.05)

    design, backend = read_design(DESIGN), Dask(1, cluster.scheduler_address)
    with pytest.raises(RunFailed, match=told):
        carry_out_with(work, design, DESIGN, tmp_path, backend, notify=go_away)
    cluster.close()
    store = Store(tmp_path, read_only=True)
    assert set(store.states().values()) == {"done"} and 2 <= len(store.states()) < 6
    store.close()
    carry_out_with(work, design, DESIGN, tmp_path, Processes(1))  # by another backend
    assert tables(tmp_path) == undisturbed


@contextmanager
def cluster_of_its_own() -> Iterator[tuple[subprocess.Popen, str]]:
    """Start a scheduler and a worker as programs of their own; yield the scheduler and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    scheduler = ["scheduler", "--host", address, "--no-dashboard"]
    worker = ["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    with ExitStack() as programs:
        started = []
        for words in (scheduler, worker):
            command = [sys.executable, "-m", "dask", *words]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            started.append(programs.enter_context(subprocess.Popen(command, **quiet)))
            programs.callback(started[-1].kill)
        yield started[0], address


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_stands_still_is_not_waited_for_without_end(tmp_path, undisturbed, monkeypatch):
    """Its connection stands, so no library tells; and closing must not wait for it either."""
    pytest.importorskip("distributed")
    design = read_design(DESIGN)
    with cluster_of_its_own() as (scheduler, address):

        def stand_still(count, seen: int) -> None:
            if seen == 2:
                scheduler.send_signal(signal.SIGSTOP)
                monkeypatch.setattr(clusters, "SECONDS_SILENT", 3.0)

        started = monotonic()
        with pytest.raises(RunFailed, match="does not answer any more; every run finished before is kept"):
            carry_out_with(work, design, DESIGN, tmp_path, Dask(1, address), notify=stand_still)
        assert monotonic() - started < 600.0  # on a busy machine; without an end it would be hours
        store = Store(tmp_path, read_only=True)
        assert set(store.states().values()) == {"done"} and 2 <= len(store.states()) < 6
        store.close()
        with pytest.raises(UserError, match=f"no Dask scheduler answers at {address}: silent for 3 s"):  # still so
            carry_out_with(work, design, DESIGN, tmp_path, Dask(1, address))
        scheduler.send_signal(signal.SIGCONT)
        monkeypatch.undo()
        carry_out_with(work, design, DESIGN, tmp_path, Dask(1, address))  # by the same cluster, awake again
    assert tables(tmp_path) == undisturbed


@dataclass(frozen=True)
class Unknown:
    """Work that no worker can read: it belongs to a module that is not there."""

    def __call__(self, job) -> None:
        raise AssertionError("never done")

    def __reduce__(self):
        return _of_a_module, ("no_such_module_there",)


def _of_a_module(name: str) -> object:
    return import_module(name)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_workers_without_our_code_say_so_and_are_not_called_dead():
    """Each run of a batch on a cluster that lacks a library fails alike; "its worker died twice" would not help."""
    pytest.importorskip("distributed")
    for outcome in Dask(1).carry_out(Unknown(), trials(2)):
        assert outcome.finished is None and outcome.attempts == 1
        assert outcome.error.startswith("the cluster could not do it: ") and "died" not in outcome.error
        assert "no_such_module_there" in outcome.error


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_told():
    pytest.importorskip("distributed")
    dask = pytest.importorskip("dask")
    soon = dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with soon, pytest.raises(UserError, match="--scheduler: no Dask scheduler answers at tcp://127"):
        list(Dask(1, "tcp://127.0.0.1:9").carry_out(work, []))
