"""What ``tanfeng batch`` and ``tanfeng design`` refuse or say before anything is made."""

import re
import sys
from pathlib import Path

import pytest

from experiments.cli import main
from tests.batch_jobs import SHORT
from tests.command_line import refused

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("smoke",), "--out DIR"),
        (("smok", "--out", "x"), "did you mean 'smoke'"),
        (("smoke", "--out", "x", "--workers", "0"), "1 and more"),
        (("smoke", "--out", "x", "--max-runs", "23"), "has 24 runs"),
        (("smoke", "--out", "x", "--scheduler", "tcp://h:1"), "needs --backend dask or ray"),
        (("smoke", "--out", "x", "--backend", "dusk"), "invalid choice"),
        (("smoke", "x"), "--out DIR"),
        (("--out", "x"), "which design"),
        (("status",), "which folder"),
        (("status", "x"), "holds no batch"),
    ],
)
def test_a_wrong_command_line_is_told_before_anything_is_made(words, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert told in refused(capsys, "batch", *words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("backend", "extra"), [("dask", "lab"), ("ray", "ray")])
def test_a_backend_that_is_not_installed_is_named_with_its_extra(backend, extra, capsys, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, {"dask": "distributed", "ray": "ray"}[backend], None)
    text = refused(capsys, "batch", "smoke", "--out", str(tmp_path / "x"), "--backend", backend)
    assert f"the extra '{extra}'" in text
    assert not (tmp_path / "x").exists()


def test_a_chinese_user_is_told_in_chinese(capsys, tmp_path):
    text = refused(capsys, "batch", "smoke", "--out", str(tmp_path / "x"), "--max-runs", "3", "--lang", "zh")
    assert "该设计有 24 次运行，--max-runs 只允许 3 次" in text


def test_a_new_design_is_written_once_and_checked(capsys, tmp_path):
    path = str(tmp_path / "mine.toml")
    assert main(["design", "new", path, "--region", "tiny"]) == 0
    assert main(["design", "check", path, "--untimed"]) == 0
    told = capsys.readouterr().out
    assert "2 packages x 4 storylines x 16 points x 4 seeds = 512 runs" in told and "s a run" not in told
    assert "already" in refused(capsys, "design", "new", path)
    Path(path).write_text("[design]\nregin = 1\n")
    assert "did you mean 'region'" in refused(capsys, "design", "check", path)


def test_a_check_names_every_side_and_counts_as_the_language_does(capsys, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(SHORT.replace("until", "population_seeds = 3\nuntil"))
    for lang, told in (
        ("en", "1 package x 2 storylines x 2 points x 3 synthetic populations x 1 seed = 12 runs"),
        ("zh", "1 个政策包 × 2 个情景 × 2 个样本点 × 3 个合成人口 × 1 个种子 = 12 次运行"),
    ):
        assert main(["design", "check", str(file), "--untimed", "--lang", lang]) == 0
        assert capsys.readouterr().out.strip() == told


HUGE = SHORT.replace("values = [-1, 1]", "levels = 1000").replace("until", "seeds = 6\nuntil")


@pytest.mark.parametrize(
    ("lang", "time", "many"),
    [
        ("en", r"about \d+\.\d s a run .*: (\d+:)?\d+:\d\d with --workers 1", "only with --max-runs 12000"),
        ("zh", r"每次约 \d+\.\d 秒：--workers 1 约需", "须加 --max-runs 12000"),
    ],
)
def test_a_check_says_how_long_the_runs_take_and_that_so_many_must_be_asked_for(lang, time, many, capsys, tmp_path):
    (tmp_path / "huge.toml").write_text(HUGE)
    assert main(["design", "check", str(tmp_path / "huge.toml"), "--lang", lang]) == 0
    told = capsys.readouterr().out
    assert re.search(time, told) and many in told


class Begun(Exception):
    """A batch has got as far as its first run."""


@pytest.mark.parametrize(("lang", "told"), [("en", "more than 10000 are made only with --max-runs 12000"),
                                            ("zh", "超过 10000 次须加 --max-runs 12000")])  # fmt: skip
def test_very_many_runs_are_made_only_when_asked_for(lang, told, capsys, tmp_path, monkeypatch):
    """A typing mistake in levels or points must not begin a year of computing, nor fill the memory with its points."""

    def begin(*_, **__):
        raise Begun

    for what in ("experiments.commands.batch.carry_out_batch", "experiments.batch.design.Trials.__getitem__"):
        monkeypatch.setattr(what, begin)  # neither is a run listed nor made
    (tmp_path / "huge.toml").write_text(HUGE)
    words = ("batch", str(tmp_path / "huge.toml"), "--out", str(tmp_path / "x"))
    assert told in refused(capsys, *words, "--lang", lang)
    assert not (tmp_path / "x").exists()
    with pytest.raises(Begun):  # asked for, they would be made
        main([*words, "--max-runs", "12000"])
