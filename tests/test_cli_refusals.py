"""What the command line refuses, and how: a line or a few, all problems at once, the nearest right word."""

import shutil
from pathlib import Path

import pytest

from abm.region import REGIONS
from experiments.cli import main
from tests.command_line import refused

TINY = ("--region", "tiny", "--scale", "1", "--until", "2031")
LEVER = "straw_subsidy"
pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rum", "plan"), "did you mean 'run'"),
        (("run",), "required: PACKAGE"),
        (("run", "plan", "--storylin", "x"), "did you mean '--storyline'"),
        (("run", "pln", *TINY), "did you mean 'plan'"),
        (("run", "plan", "--region", "tinny"), "did you mean 'tiny'"),
        (("run", "plan", *TINY, "--storyline", "stedy"), "did you mean 'steady'"),
        (("run", "plan", *TINY, "--storyline", ""), "unknown storyline ''"),
        (("run", "plan", "--region", ""), "no region ''"),
        (("run", "plan", *TINY, "--set", "straw_subsidi=1"), "did you mean 'straw_subsidy'"),
        (("run", "plan", *TINY, "--set", f"{LEVER}=9999"), "allowed 0"),
        (("run", "plan", *TINY, "--set", f"{LEVER}=nan"), "not a finite number"),
        (("run", "plan", *TINY, "--set", f"{LEVER}"), "LEVER=VALUE"),
        (("run", "plan", *TINY, "--set", f"{LEVER}@20x0=1"), "not a year"),
        (("run", "plan", *TINY, "--set", f"{LEVER}@2099=1"), "2099"),
        (("run", "plan", *TINY, "--set", f"{LEVER}@2024=1"), "--counterfactual"),
        (("run", "plan", *TINY, "--set", f"{LEVER}=1", f"{LEVER}=2"), "set twice"),
        (("run", "plan", *TINY, "--set", f"{LEVER}@2035=1"), "begins in 2035, the run ends in 2031"),
        (("run", "plan", "--region", "tiny", "--until", "2026", "--set", f"{LEVER}=1"), "begins in 2027, the run ends"),
        (("run", "plan", "--region", "tiny", "--until", "2099"), "allowed 2020 to 2060"),
        (("run", "plan", "--region", "tiny", "--until", "x"), "invalid int"),
        (("run", "plan", "--region", "tiny", "--scale", "0"), "above 0 to 1"),
        (("run", "plan", "--region", "tiny", "--scale", "2"), "above 0 to 1"),
        (("run", "plan", "--region", "tiny", "--scale", "nan"), "above 0 to 1"),
        (("run", "plan", "--region", "tiny", "--scale", "0.0001", "--until", "2021"), "scale"),
        (("run", "plan", *TINY, "--seeds", "0"), "1 and more"),
        (("run", "plan", *TINY, "--seed", str(2**63)), "allowed 0 to 9223372036854775807"),
        (("run", "plan", *TINY, "--seeds", str(10**14)), "--seeds: got 100000000000000, allowed 1 to 1000000"),
        (("run", "plan", *TINY, "--seed", str(2**63 - 1), "--seeds", "2"), "--seeds: got 2, allowed 1 to 1 from seed"),
        (("run", "plan", *TINY, "--workers", "-1"), "1 and more"),
        (("compare", "current", "pln", *TINY), "did you mean 'plan'"),
        (("data", "heatign"), "no number"),
        (("check", "nowhere"), "no folder"),
        (("export", "nowhere", "x.csv"), "run.json"),
        (("packages", "pln"), "did you mean 'plan'"),
    ],
)
def test_a_wrong_word_is_named_with_the_nearest_right_one(words, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = refused(capsys, *words)
    assert told in text
    assert text.count("\n") <= 4
    assert list(tmp_path.iterdir()) == []


def test_all_wrong_words_are_named_at_once(capsys):
    words = ("--scale", "3", "--seeds", "0", "--storyline", "x", "--set", f"{LEVER}=-1", "nothing=1")
    text = refused(capsys, "run", "plan", "--region", "tiny", *words)
    assert all(part in text for part in ("--scale", "--seeds", "storyline", LEVER, "'nothing'"))


def test_a_broken_package_is_told_whole(capsys, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('[package]\nbase = "current"\n[[value]]\nlever = "x"\npath = {2030 = 1}\n[[value]]\nlever = "y"\n')
    text = refused(capsys, "run", str(file), *TINY)
    assert "'x'" in text and "'y'" in text
    file.write_text("[package\n")
    assert "TOML" in refused(capsys, "run", str(file), *TINY)


def test_a_value_that_would_hold_after_the_last_year_alone_is_refused(capsys, tmp_path):
    package = tmp_path / "late.toml"
    head = '[package]\nbase = "current"\n[[value]]\nlever = "publicity"\ndocument = "d"\nreading = "our reading: r"\n'
    package.write_text(head + "path = {2099 = 0.5}\n", encoding="utf-8")
    assert "publicity: 2099 is after 2060" in refused(capsys, "run", str(package), "--region", "tiny", "--scale", "1")
    package.write_text(head + "path = {2050 = true}\n", encoding="utf-8")
    assert "got True, allowed 0.0 to 1.0" in refused(capsys, "run", str(package), "--region", "tiny", "--scale", "1")


def test_a_region_of_ones_own_is_checked_before_it_is_run(capsys, tmp_path):
    folder = Path(shutil.copytree(REGIONS / "tiny", tmp_path / "mine"))
    (folder / "parameters" / "bad.csv").write_text("key,year,value,unit,low,high,source,grade,note\na,,x,u,,,none,Q,\n")
    for words in (("run", "plan"), ("levers",), ("targets",), ("data",), ("packages",)):
        text = refused(capsys, *words, "--region", str(folder))
        assert "bad.csv:2" in text and "value" in text and "grade" in text
    assert "bad.csv:2 value：现为 'x'，应为" in refused(capsys, "levers", "--region", str(folder), "--lang", "zh")


def test_a_range_that_leaves_out_its_value_is_refused_too(capsys, tmp_path):
    """Such data can be read: only the check sees that they are wrong."""
    folder = Path(shutil.copytree(REGIONS / "tiny", tmp_path / "mine"))
    people = folder / "parameters" / "people.csv"
    people.write_text(people.read_text().replace("people.population@990101,,700", "people.population@990101,,-700"))
    assert "people.csv:2 low" in refused(capsys, "run", "plan", "--region", str(folder))


# the nearest word of what was meant


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("indicators", "Emisions"), "did you mean 'Emissions'?"),
        (("data", "heatng", "--region", "tiny"), "did you mean 'heating'?"),
        (("levers", "publicty", "--region", "tiny"), "did you mean 'publicity'?"),
        (("batch", "statu", "out/x"), "did you mean 'status'?"),
        (("check", "tinny"), "no folder tinny"),
    ],
)
def test_a_misspelt_beginning_is_answered_with_the_beginning_that_was_meant(capsys, words, told):
    """Not with one of fifty names that begin so: who types Emisions does not look for perfluorocarbons."""
    assert told in refused(capsys, *words)


def test_the_nearest_package_is_said_before_all_that_there_are(capsys):
    told = refused(capsys, "run", "pln", *TINY)
    assert told.startswith("tanfeng: no package 'pln'; did you mean 'plan'? There are action_01_fossil, ")


def test_a_folder_that_is_no_region_is_not_said_to_be_missing(capsys, tmp_path):
    text = refused(capsys, "levers", "--region", str(tmp_path))
    assert text.strip() == f"tanfeng: {tmp_path} has no region.toml"


def test_a_design_that_is_no_toml_is_named(capsys, tmp_path):
    (tmp_path / "mine.toml").write_text("[[levers", encoding="utf-8")
    file = str(tmp_path / "mine.toml")
    assert f"{file} is not readable as TOML" in refused(capsys, "design", "check", file)
    assert f"设计 {file} 不是可读的TOML" in refused(capsys, "design", "check", file, "--lang", "zh")
    assert f"{file} is not readable as TOML" in refused(capsys, "batch", file, "--out", str(tmp_path / "out"))


def test_a_package_saved_in_another_encoding_is_told_to_be_saved_as_utf_8(capsys, tmp_path):
    (tmp_path / "mine.toml").write_text('[package]\nlabel_zh = "我的"\nbase = "current"\n', encoding="gbk")
    file = str(tmp_path / "mine.toml")
    assert "mine.toml: not UTF-8 text, which a TOML file is" in refused(capsys, "run", file, "--region", "tiny")
    assert "请另存为 UTF-8" in refused(capsys, "run", file, "--region", "tiny", "--lang", "zh")


def test_a_region_that_ships_is_checked_by_its_name(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["check", "tiny"]) == 0
    assert "no problems" in capsys.readouterr().out
