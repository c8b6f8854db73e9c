"""A pilot of replicates in a folder keeps its runs: killed it goes on, and more seeds build on those it has."""

import json

import pytest

from experiments.batch.store import Store
from experiments.cli import main
from tests.command_line import killed_at, run, steps

WORDS = ("replicates", "current", "plan", "--region", "tiny", "--scale", "1", "--until", "2027",
         "--variable", "Farms|Straw|Burnt", "--lang", "en", "--progress")  # fmt: skip


def told(capsys, *more: str) -> tuple[dict, list[str]]:
    """Return what the command says as JSON, and the lines of its progress."""
    assert main([*WORDS, *more, "--json"]) == 0
    out, err = capsys.readouterr()
    return json.loads(out), steps(err)


def test_a_pilot_in_a_folder_says_the_same_and_grows(tmp_path, capsys):
    folder = ("--out", str(tmp_path / "p"))
    without, _ = told(capsys, "--seeds", "2")
    kept, made = told(capsys, "--seeds", "2", *folder)
    assert kept == without and made == ["[1/4]", "[2/4]", "[3/4]", "[4/4]"]
    again, made = told(capsys, "--seeds", "2", *folder)
    assert again == without and made == []
    more, made = told(capsys, "--seeds", "3", *folder)
    assert made == ["[5/6]", "[6/6]"] and more["pilot_seeds"] == 3
    fewer, made = told(capsys, "--seeds", "2", *folder)
    assert fewer == without and made == []


@pytest.mark.slow
def test_a_pilot_that_is_killed_goes_on_to_the_same_words(tmp_path, capsys):
    words = (*WORDS, "--seeds", "3", "--out", str(tmp_path / "p"))
    killed_at("[2/6]", *words)
    store = Store(tmp_path / "p", read_only=True)
    n_kept = len(store.states())
    store.close()
    assert 2 <= n_kept < 6
    again = run(*words)
    assert again.returncode == 0, again.stderr
    assert steps(again.stderr) == [f"[{n}/6]" for n in range(n_kept + 1, 7)]  # what was kept is not made anew
    assert main([*WORDS, "--seeds", "3"]) == 0
    assert capsys.readouterr().out == again.stdout


def test_the_folder_of_another_pilot_is_left_alone(tmp_path, capsys):
    words = ["replicates", "current", "plan", "--region", "tiny", "--scale", "1", "--seeds", "2",
             "--variable", "Emissions|CO2", "--out", str(tmp_path / "p"), "--lang", "en"]  # fmt: skip
    assert main([*words, "--until", "2021"]) == 0
    capsys.readouterr()
    assert main([*words, "--until", "2022"]) == 2
    assert "holds another pilot" in capsys.readouterr().err
    assert main(["batch", "status", str(tmp_path / "p"), "--lang", "en"]) == 0
    assert "the runs of tanfeng replicates" in capsys.readouterr().out
