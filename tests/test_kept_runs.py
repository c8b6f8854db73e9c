"""Runs and comparisons in a folder keep each finished run: killed they go on, and end in the same bytes."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from abm.errors import RunFailed
from experiments.batch.store import FILE, Store
from experiments.cli import main
from experiments.requests import Request
from tests.command_line import ROOT, killed_at, refused, run, steps

WORLD = ("--region", "tiny", "--scale", "1", "--until", "2022", "--lang", "en")
WORDS = ("compare", "current", "plan", *WORLD, "--seeds", "3")
N_RUNS = 6


@pytest.fixture(autouse=True)
def _plain(english):
    """An English locale."""


def words(folder: Path, *more: str) -> list[str]:
    return [*WORDS, "--out", str(folder), "--effects", str(folder.with_suffix(".csv")), *more]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """The folder of a comparison that nothing happened to."""
    folder = tmp_path_factory.mktemp("whole") / "a"
    assert main(words(folder)) == 0
    return folder


def left_by(folder: Path) -> dict[str, bytes]:
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    facts = json.loads(found["run.json"])
    for told in facts["runs"]:
        del told["milliseconds"]  # what differs however it was made
    effects = folder.with_suffix(".csv").read_bytes()
    return found | {"run.json": json.dumps(facts).encode(), "effects": effects}


def n_kept(folder: Path) -> int:
    store = Store(folder, read_only=True)
    n = len(store.states())
    store.close()
    return n


@pytest.mark.slow
@pytest.mark.parametrize(("k", "workers"), [(1, "1"), (3, "2"), (4, "1"), (5, "2")])
def test_a_comparison_killed_after_k_runs_goes_on_and_ends_in_the_same_bytes(k, workers, whole, tmp_path):
    folder = tmp_path / "b"
    killed_at(f"[{k + 1}/{N_RUNS}]", *words(folder, "--workers", workers, "--progress"))
    kept = n_kept(folder)
    assert k <= kept < N_RUNS and not (folder / "run.json").exists()
    again = run(*words(folder, "--progress"))
    assert again.returncode == 0, again.stderr
    assert f"{kept} of {N_RUNS} runs are kept; going on from there" in again.stderr
    assert list(dict.fromkeys(steps(again.stderr))) == [f"[{n}/{N_RUNS}]" for n in range(kept + 1, N_RUNS + 1)]
    assert left_by(folder) == left_by(whole)
    assert not (folder / FILE).exists()  # all that it kept is in the tables


@pytest.mark.slow
def test_two_processes_leave_the_same_bytes_as_one(whole, tmp_path):
    assert main(words(tmp_path / "b", "--workers", "2")) == 0
    assert left_by(tmp_path / "b") == left_by(whole)


@pytest.mark.slow
def test_what_is_told_is_the_same_without_a_folder(whole, tmp_path, capsys):
    assert main(words(tmp_path / "b")) == 0
    kept = capsys.readouterr().out
    assert main(list(WORDS)) == 0
    assert kept.startswith(capsys.readouterr().out.rstrip())


def test_a_finished_comparison_is_told_again_without_a_run(whole, capsys, monkeypatch):
    before = left_by(whole)
    monkeypatch.setattr(Request, "simulate", None)
    assert main(words(whole)) == 0
    told = capsys.readouterr()
    assert "they are read, not made again" in told.err and "plan minus current, 3 seeds" in told.out
    assert left_by(whole) == before


@pytest.mark.slow
def test_a_finished_comparison_of_other_code_is_made_anew(whole, tmp_path, capsys, monkeypatch):
    folder = tmp_path / "b"
    assert main(words(folder)) == 0
    monkeypatch.setattr("experiments.kept_runs.code_version", lambda: {"version": "2", "hash": "other"})
    capsys.readouterr()
    assert main(words(folder)) == 0
    assert "not made again" not in capsys.readouterr().err
    assert left_by(folder) == left_by(whole)


@pytest.mark.slow
def test_a_table_that_is_gone_is_made_anew(whole, tmp_path):
    folder = tmp_path / "b"
    assert main(words(folder)) == 0
    (folder / "results.parquet").write_bytes(b"PAR1")
    assert main(words(folder)) == 0
    assert left_by(folder) == left_by(whole)


# interrupted, or a run that cannot be made


def interrupted(monkeypatch, after: int, error: BaseException) -> None:
    """Let runs end so after some."""
    made, original = [], Request.simulate

    def simulate(self, progress=None):
        if len(made) == after:
            raise error
        made.append(self)
        return original(self, progress)

    monkeypatch.setattr(Request, "simulate", simulate)


@pytest.mark.parametrize(("lang", "told"), [("en", "interrupted: 2 runs are kept; start again and it goes on"),
                                            ("zh", "已中断：2 次运行已保存，再次启动即续算")])  # fmt: skip
def test_an_interrupted_comparison_says_what_is_kept(lang, told, whole, tmp_path, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        interrupted(patch, 2, KeyboardInterrupt())
        assert main(words(tmp_path / "b", "--lang", lang)) == 130
    assert told in capsys.readouterr().err
    assert main(words(tmp_path / "b")) == 0
    assert left_by(tmp_path / "b") == left_by(whole)


def test_an_interrupted_comparison_without_a_finished_run_leaves_no_folder(tmp_path, monkeypatch, capsys):
    interrupted(monkeypatch, 0, KeyboardInterrupt())
    assert main(words(tmp_path / "b")) == 130
    assert "nothing was saved" in capsys.readouterr().err
    assert not (tmp_path / "b").exists()


def test_a_run_that_cannot_be_made_costs_none_of_the_others(whole, tmp_path, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        interrupted(patch, 3, RunFailed("2021, representative day 0: infeasible"))
        assert main(words(tmp_path / "b")) == 2
    told = capsys.readouterr().err
    assert "representative day 0" in told and "3 runs are kept: start again and it goes on" in told
    assert main(words(tmp_path / "b")) == 0
    assert left_by(tmp_path / "b") == left_by(whole)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_in_the_midst_of_a_comparison_keeps_what_is_finished(workers, whole, tmp_path):
    command = [sys.executable, "-m", "experiments.cli", *words(tmp_path / "b", "--workers", workers, "--progress")]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        next(line for line in process.stderr if line.startswith("[3/"))
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the children too
        told = process.communicate(timeout=300)[1]
    assert process.returncode == 130 and "Traceback" not in told
    assert f"{n_kept(tmp_path / 'b')} runs are kept; start again and it goes on" in told
    assert main(words(tmp_path / "b")) == 0
    assert left_by(tmp_path / "b") == left_by(whole)


# whose folder it is


@pytest.fixture
def unfinished(tmp_path, monkeypatch) -> Path:
    """The folder of a comparison with two of its runs."""
    with monkeypatch.context() as patch:
        interrupted(patch, 2, KeyboardInterrupt())
        assert main(words(tmp_path / "b")) == 130
    return tmp_path / "b"


def test_an_unfinished_folder_is_left_alone_by_every_other_command(unfinished, capsys):
    capsys.readouterr()
    out = ("--out", str(unfinished))
    other = "holds another comparison that is not finished; choose another folder"
    assert other in refused(capsys, "compare", "plan", "current", *WORLD, "--seeds", "3", *out)
    assert other in refused(capsys, *WORDS, "--seed", "7", *out)
    assert other in refused(capsys, *WORDS, "--also", "frozen", *out)
    assert "存有另一次未完成的运行；请另选文件夹" in refused(capsys, *WORDS, "--seed", "7", *out, "--lang", "zh")
    whose = "holds the runs of tanfeng compare; choose another folder"
    assert whose in refused(capsys, "run", "plan", *WORLD, *out)
    assert whose in refused(capsys, "batch", "smoke", *out, "--lang", "en")
    left = f"{unfinished}: its runs are not finished; start tanfeng compare again and it goes on"
    assert left in refused(capsys, "export", str(unfinished), "x.csv")
    assert left in refused(capsys, "projects", str(unfinished))
    assert main(["batch", "status", str(unfinished)]) == 0
    told = capsys.readouterr().out
    assert "6 runs: 2 done, 0 failed, 4 to go" in told and "tanfeng compare" in told
    assert n_kept(unfinished) == 2


def test_an_unfinished_folder_of_other_code_is_not_gone_on_with(unfinished, capsys, monkeypatch):
    monkeypatch.setattr("experiments.batch.engine.code_version", lambda: {"hash": "other"})
    capsys.readouterr()
    assert "holds runs begun with other code; choose another folder" in refused(capsys, *words(unfinished))
    assert "的运行由另一版本（代码不同）开始" in refused(capsys, *words(unfinished, "--lang", "zh"))


def test_a_folder_of_a_batch_is_left_alone(tmp_path, capsys):
    Store(tmp_path).close()
    store = Store(tmp_path)
    store.note({"identity": "a", "design": "x", "kind": "batch"})
    store.close()
    assert "holds the runs of tanfeng batch" in refused(capsys, *WORDS, "--out", str(tmp_path))


# a full disk

WITHOUT_ASKING = """
import sys
from experiments import folder
from experiments.cli import main
folder.BYTES_OF_A_REPORT = folder.BYTES_A_YEAR_AND_PLACE = 0  # the disk fills up later, behind its back
sys.exit(main(sys.argv[1:]))
"""


def test_a_disk_that_is_full_in_the_midst_loses_nothing(small_disk, whole):
    place, grow = small_disk
    folder = place / "b"
    command = [sys.executable, "-c", WITHOUT_ASKING, *WORDS, "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert "every run finished before is kept" in done.stderr
    assert grow("40m")
    kept = n_kept(folder)
    assert 0 < kept < N_RUNS
    again = run(*words(folder, "--progress"))
    assert again.returncode == 0, again.stderr
    assert steps(again.stderr)[0] == f"[{kept + 1}/{N_RUNS}]"
    assert left_by(folder) == left_by(whole)


def test_a_disk_too_full_for_the_tables_keeps_the_runs(whole, tmp_path, monkeypatch, capsys):
    from abm.errors import UserError

    def full(folder, files):
        raise UserError(f"{folder / 'results.parquet'}: No space left on device; nothing was written")

    with monkeypatch.context() as patch:
        patch.setattr("experiments.folder.write_whole", full)
        assert main(words(tmp_path / "b")) == 2
    assert "6 runs are kept: start again and it goes on" in capsys.readouterr().err
    monkeypatch.setattr(Request, "simulate", None)
    assert main(words(tmp_path / "b")) == 0
    assert left_by(tmp_path / "b") == left_by(whole)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda facts: facts["runs"][0].pop("history"), "tells no history of a run: spoilt, or of another version"),
        (lambda facts: facts["runs"].append({}), "tells no region, package"),
        (lambda facts: facts["runs"].append(1), "names no run"),
    ],
)
@pytest.mark.parametrize("command", ["export", "projects"])
def test_a_folder_that_tells_too_little_is_an_error_of_one_line(command, spoil, told, whole, tmp_path, capsys):
    folder = tmp_path / "spoilt"
    shutil.copytree(whole, folder)
    facts = json.loads((folder / "run.json").read_text())
    spoil(facts)
    (folder / "run.json").write_text(json.dumps(facts))
    more = [str(tmp_path / "x.csv")] if command == "export" else []
    assert told in refused(capsys, command, str(folder), *more)
