"""A batch may be killed at any moment: nothing finished is lost, and the tables come out the same to the byte."""

import gc
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from abm.errors import RunFailed, UserError
from experiments.batch.outcome import swept
from experiments.batch.processes import Processes
from experiments.batch.store import FILE, Store
from experiments.batch.tables import RESULTS, RUNS, stable, write_tables
from experiments.batch.working import count, work_through
from experiments.callable import Model
from experiments.requests import Request, numbered, runs_of
from tests.batch_jobs import Circle, made_up_work, tables, trials, work_in_circles
from tests.batch_runs import FACTOR, work_on

ROOT = Path(__file__).parent.parent
N_RUNS = 12
KILLS = int(os.environ.get("TANFENG_KILLS", "20"))  # `make soak` asks for more
KILLED_AFTER = random.Random(20).choices(range(1, N_RUNS), k=KILLS)


def killed_batch(folder: Path, kill_after: int, workers: int = 1) -> None:
    """Start a batch in a process of its own that is killed after so many commits."""
    words = [sys.executable, "-m", "tests.batch_runs", str(folder), str(N_RUNS), str(workers), str(kill_after)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, bytes]:
    """The tables of a batch of one worker that nothing happened to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    work_on(folder, trials(N_RUNS, {3: "raises"})).close()
    return tables(folder)


# killed batches


def kill_and_go_on(folder: Path, kill_after: int, undisturbed: dict[str, bytes]) -> None:
    killed_batch(folder, kill_after, workers=1 + kill_after % 2)
    store = Store(folder)
    kept = store.states()
    store.close()
    assert len(kept) == kill_after
    committed = []
    store = work_on(folder, trials(N_RUNS, {3: "raises"}), 2, notify=lambda found, seen: committed.append(seen))
    store.close()
    assert len(committed) == N_RUNS - kill_after  # what was kept is not made anew
    assert tables(folder) == undisturbed


@pytest.mark.parametrize("kill_after", sorted(set(KILLED_AFTER[:20]))[::5])
def test_a_killed_batch_goes_on_and_ends_in_the_same_bytes(kill_after, tmp_path, undisturbed):
    kill_and_go_on(tmp_path, kill_after, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize("kill_after", KILLED_AFTER)
def test_many_killed_batches_end_in_the_same_bytes(kill_after, tmp_path, undisturbed):
    kill_and_go_on(tmp_path, kill_after, undisturbed)


def test_workers_end_when_the_batch_is_killed(tmp_path):
    killed_batch(tmp_path, 2, workers=2)
    deadline = time.monotonic() + 120
    while (left := _running("tests.batch_runs", str(tmp_path))) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def _running(*words: str) -> list[str]:
    """Command lines of the processes that have all these words."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        found += [line] if all(word in line for word in words) else []
    return found


# workers


def test_the_tables_are_the_same_for_one_and_two_workers(tmp_path, undisturbed):
    work_on(tmp_path, trials(N_RUNS, {3: "raises"}), 2).close()
    assert tables(tmp_path) == undisturbed


def test_a_worker_that_dies_once_costs_nothing_but_time(tmp_path):
    work_on(tmp_path / "a", trials(6), 1).close()
    jobs = trials(6, {2: "dies_once"}, tmp_path)
    store = work_on(tmp_path / "b", jobs, 2)
    attempts = dict(store._base.execute("SELECT number, attempts FROM run"))
    store.close()
    assert attempts == {0: 1, 1: 1, 2: 2, 3: 1, 4: 1, 5: 1}
    assert (tmp_path / "b" / RESULTS).read_bytes() == (tmp_path / "a" / RESULTS).read_bytes()


def test_a_run_that_kills_its_worker_twice_is_listed_and_costs_no_other(tmp_path):
    store = work_on(tmp_path, trials(6, {2: "dies"}), 2)
    assert store.states() == {0: "done", 1: "done", 2: "failed", 3: "done", 4: "done", 5: "done"}
    assert store.failures()[2][0] == "its worker died twice: killed by SIGKILL"
    store.close()


def test_an_idle_worker_that_is_killed_is_replaced(tmp_path):
    pool = Processes(1).carry_out(made_up_work, trials(3))
    assert next(pool).number == 0
    import multiprocessing

    for process in multiprocessing.active_children():
        os.kill(process.pid, signal.SIGKILL)
    assert [outcome.number for outcome in pool] == [1, 2]


def test_a_worker_keeps_nothing_of_the_run_before():
    found = [outcome.finished.facts for outcome in Processes(1).carry_out(work_in_circles, trials(4))]
    assert found == ["0", "0", "0", "0"]


def test_what_was_there_before_a_run_is_set_aside_only_while_it_lasts():
    before = gc.get_freeze_count()
    with swept():
        assert gc.get_freeze_count() > 0
        circle = Circle()
        kept = Circle()
        del circle
        assert Circle.left == 2
    assert gc.get_freeze_count() == before and Circle.left == 1
    del kept
    gc.collect()
    assert Circle.left == 0


def test_a_run_in_this_process_leaves_nothing_behind(tiny):
    """A city and its agents point at each other; without a sweep they wait for Python to look."""
    from abm.model import City

    model = Model(("heating.tolerance.median",), ("Emissions|CO2|Energy",), region="tiny", scale=1.0)
    gc.collect()
    before = sum(isinstance(one, City) for one in gc.get_objects())
    gc.disable()
    try:
        model([0.1], 2, 1)
        request = Request("current", "tiny", "steady", 2021, 1.0, 1)
        assert len(list(runs_of(list(numbered([request])), 1))) == 1
        assert sum(isinstance(one, City) for one in gc.get_objects()) == before
    finally:
        gc.enable()


def test_workers_are_kept_from_one_call_to_the_next_and_none_that_is_at_a_job_nobody_waits_for():
    with Processes(2).opened() as team:
        assert {outcome.number for outcome in team.carry_out(made_up_work, trials(4))} == {0, 1, 2, 3}
        first = [worker.process.pid for worker in team.members]
        assert {outcome.number for outcome in team.carry_out(made_up_work, trials(3))} == {0, 1, 2}
        assert [worker.process.pid for worker in team.members] == first
        jobs = team.carry_out(made_up_work, trials(9))
        next(jobs)
        jobs.close()
        assert all(worker.job is None for worker in team.members)
        assert sorted(outcome.number for outcome in team.carry_out(made_up_work, trials(3))) == [0, 1, 2]
    assert team.members == []


def test_workers_that_cannot_start_are_an_error_not_a_list_of_failures(tmp_path):
    with pytest.raises(RunFailed, match="cannot start"):
        list(Processes(1).carry_out(_NotThere(), trials(2)))


class _NotThere:
    """Work that can be sent but not unpacked."""

    def __reduce__(self):
        return (_raise, ())


def _raise():
    raise SystemExit(3)


# failures


def test_one_run_in_fifty_that_fails_is_kept_with_its_error_and_repeated_when_asked(tmp_path):
    store = work_on(tmp_path, trials(50, {17: "raises"}), 2)
    assert count(store.states(), 50).failed == 1
    error, trace = store.failures()[17]
    assert error == "ValueError: run 17 cannot be made"
    assert "made_up_work" in trace
    runs = pd.read_parquet(tmp_path / RUNS)
    assert runs.loc[17, ["state", "error", "parameter x"]].tolist() == ["failed", error, 17 / 50]
    assert runs["state"].value_counts().to_dict() == {"done": 49, "failed": 1}
    assert 17 not in set(pd.read_parquet(tmp_path / RESULTS)["run"])

    seen: list[int] = []
    work_through(store, trials(50), made_up_work, Processes(1), notify=lambda found, n: seen.append(n))
    assert seen == []  # a failure is an outcome: it is not repeated unasked
    work_through(store, trials(50), made_up_work, Processes(1), rerun_failed=True)
    write_tables(tmp_path, store, trials(50), [FACTOR])
    store.close()
    work_on(tmp_path / "whole", trials(50), 1).close()
    assert tables(tmp_path) == tables(tmp_path / "whole")


def test_a_batch_in_which_all_fails_has_its_tables(tmp_path):
    work_on(tmp_path, trials(2, {0: "raises", 1: "raises"})).close()
    assert len(pd.read_parquet(tmp_path / RESULTS)) == 0
    assert pd.read_parquet(tmp_path / RUNS)["state"].tolist() == ["failed", "failed"]


def test_the_name_of_a_temporary_file_is_not_in_the_table():
    assert stable("RunFailed: day 0: infeasible; case saved as /tmp/x/a.lp") == "RunFailed: day 0: infeasible"


# a full disk

FULL = """
import resource, sys
from pathlib import Path
from abm.errors import UserError
from tests.batch_jobs import trials
from tests.batch_runs import work_on
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    work_on(Path(sys.argv[1]), trials(12, {3: "raises"}), 1)
except UserError as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("limit", [4_000, 60_000])
def test_a_full_disk_is_an_error_that_loses_nothing(limit, tmp_path, undisturbed):
    """Files may not grow past a limit, as on a disk without room; later there is room again."""
    words = [sys.executable, "-c", FULL, str(tmp_path), str(limit)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "every run finished before is kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.parquet"))
    store = Store(tmp_path)
    kept = len(store.states())
    store.close()
    assert kept > 0 or limit < 10_000
    work_on(tmp_path, trials(N_RUNS, {3: "raises"}), 1).close()
    assert tables(tmp_path) == undisturbed


def test_a_disk_that_is_really_full_loses_nothing_and_the_rerun_is_byte_identical(small_disk, undisturbed):
    place, grow = small_disk
    folder = place / "a"
    folder.mkdir()
    ballast = place / "ballast"
    ballast.write_bytes(b"x" * 100_000)
    words = [sys.executable, "-c", FULL, str(folder), str(10**9)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "every run finished before is kept" in done.stderr and "Traceback" not in done.stderr
    ballast.unlink()
    assert grow("20m")
    store = Store(folder)
    assert 0 < len(store.states()) < N_RUNS
    store.close()
    work_on(folder, trials(N_RUNS, {3: "raises"}), 1).close()
    assert tables(folder) == undisturbed


def test_a_batch_on_a_disk_that_is_read_only_can_be_looked_at(small_disk):
    place, _ = small_disk
    folder = place / "a"
    work_on(folder, trials(4, {3: "raises"}), 1).close()
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    store = Store(folder, read_only=True)
    assert sorted(store.states().values()) == ["done", "done", "done", "failed"]
    store.close()


def test_a_batch_begun_on_a_disk_without_room_is_none_yet_and_can_be_begun_again(tmp_path):
    (tmp_path / FILE).touch()  # what SQLite leaves where not even its first page could be written
    with pytest.raises(UserError, match=r"holds no batch$"):
        Store(tmp_path, read_only=True)
    work_on(tmp_path, trials(2)).close()
    store = Store(tmp_path, read_only=True)
    assert len(store.states()) == 2
    store.close()


def test_a_table_that_cannot_be_written_leaves_the_runs_and_no_half_of_it(tmp_path):
    store = work_on(tmp_path, trials(2))
    (tmp_path / RUNS).unlink()
    (tmp_path / RUNS).mkdir()
    with pytest.raises(UserError, match="every run finished before is kept"):
        write_tables(tmp_path, store, trials(2), [FACTOR])
    store.close()
    assert not list(tmp_path.glob(".*.part"))
