"""An attribution in a folder keeps its runs: killed at any moment it goes on, and ends in the same bytes."""

import sqlite3
from pathlib import Path

import pytest

from experiments.attribution.files import ACTIONS, SECTORS
from experiments.batch.store import KEPT, Store
from experiments.cli import main
from tests.command_line import killed_at, run, steps

FEW = '[package]\nbase = "current"\n' + "".join(
    f'[[value]]\nlever = "{lever}"\npath = {{2027 = {value}}}\nmode = "step"\n'
    for lever, value in (("straw_subsidy", 100.0), ("burning_enforcement", 1.0), ("publicity", 1.0))
)
WORDS = ("--region", "tiny", "--scale", "1", "--seeds", "1", "--until", "2028", "--by", "lever",
         "--variable", "Farms|Straw|Burnt", "--lang", "en", "--progress")  # fmt: skip


@pytest.fixture(scope="module")
def few(tmp_path_factory) -> str:
    """A package that changes three levers of current law: 8 sets of them, and a run of frozen law for the wedges."""
    path = tmp_path_factory.mktemp("package") / "few.toml"
    path.write_text(FEW)
    return str(path)


def words(few: str, folder: Path) -> list[str]:
    pictures = ["--wedges", str(folder.with_suffix(".png"))]
    return ["attribute", "current", few, *WORDS, *pictures, "--out", str(folder)]


@pytest.fixture(scope="module")
def whole(few, tmp_path_factory) -> Path:
    """The folder of an attribution that nothing happened to."""
    folder = tmp_path_factory.mktemp("whole") / "a"
    assert main(words(few, folder)) == 0
    return folder


def left_by(folder: Path) -> dict[str, bytes]:
    files = [folder / ACTIONS, folder / SECTORS, folder.with_suffix(".png"), folder.with_suffix(".csv")]
    return {path.name.replace(folder.name + ".", "wedges."): path.read_bytes() for path in files}


@pytest.mark.slow
def test_a_killed_attribution_goes_on_and_ends_in_the_same_bytes(few, whole, tmp_path):
    command = (*words(few, tmp_path / "b"), "--workers", "2")
    killed_at("[3/9]", *command)
    kept = Store(tmp_path / "b", read_only=True)
    n_kept = len(kept.states())
    kept.close()
    assert 3 <= n_kept < 9 and not (tmp_path / "b" / ACTIONS).exists()
    again = run(*command)
    assert again.returncode == 0, again.stderr
    assert steps(again.stderr) == [f"[{n}/9]" for n in range(n_kept + 1, 10)]  # what was kept is not made anew
    assert left_by(tmp_path / "b") == left_by(whole)


def test_a_finished_attribution_is_told_again_without_a_run(few, whole, capsys):
    before = left_by(whole)
    assert main(words(few, whole)) == 0
    told = capsys.readouterr()
    assert steps(told.err) == [] and "straw_subsidy" in told.out
    assert left_by(whole) == before


def test_the_same_without_a_folder(few, whole, capsys):
    assert main(words(few, whole)) == 0
    kept = capsys.readouterr().out
    assert main(["attribute", "current", few, *WORDS]) == 0
    assert capsys.readouterr().out == kept.replace("(9 runs)", "(8 runs)")


def test_a_run_that_failed_is_made_again(few, whole, tmp_path, capsys):
    (tmp_path / "c").mkdir()
    store, own = Store(whole, read_only=True), Store(tmp_path / "c")
    own.note(store.about())
    own._base.executemany("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?)", store._base.execute("SELECT * FROM run"))
    own._base.execute("UPDATE run SET state = 'failed', error = 'ValueError: no', facts = '' WHERE number = 4")
    store.close()
    own.close()
    assert main(words(few, tmp_path / "c")) == 0
    assert steps(capsys.readouterr().err) == ["[9/9]"]
    assert left_by(tmp_path / "c") == left_by(whole)


def test_a_folder_of_another_question_is_left_alone(few, whole, capsys):
    capsys.readouterr()
    before = left_by(whole)
    assert main([*words(few, whole), "--seed", "5"]) == 2
    assert f"--out: {whole} holds another attribution; choose another folder" in capsys.readouterr().err
    assert main(["batch", "smoke", "--out", str(whole), "--lang", "en"]) == 2
    assert f"--out: {whole} holds the runs of tanfeng attribute" in capsys.readouterr().err
    assert main(["batch", "status", str(whole), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert main(["sensitivity", str(whole)]) == 2
    assert "the runs of another command" in capsys.readouterr().err
    assert "9 runs: 9 done, 0 failed" in told and "tanfeng attribute" in told and "other design" not in told
    assert left_by(whole) == before


def test_a_picture_that_cannot_be_written_is_told_before_anything_runs(few, tmp_path, capsys):
    command = ["attribute", "current", few, *WORDS, "--picture", str(tmp_path / "none" / "a.png")]
    assert main(command) == 2
    assert f"--picture: no folder {tmp_path / 'none'}" in capsys.readouterr().err


def test_a_full_disk_says_that_nothing_is_kept_where_no_folder_was_named(few, tmp_path, monkeypatch, capsys):
    """Without a folder the store lies where temporary files do, and goes with them."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def full(store, outcome):
        with store._told():
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Store, "commit", full)
    assert main(["attribute", "current", few, *WORDS]) == 2
    told = capsys.readouterr().err
    assert "no run is kept without --out DIR" in told and KEPT not in told
    assert not list(tmp_path.iterdir())
    assert main(words(few, tmp_path / "a")) == 2
    assert KEPT in capsys.readouterr().err
