"""The golden runs: what the main packages say must not change unless somebody says why."""

import json

import pytest

from experiments import golden
from experiments.golden import CASES, Case, compare, differences, main, write

SHORT = Case("current", "tiny", 1.0, 2022)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file.stem)
def test_a_main_package_says_what_it_said(case):
    if not case.file.exists():
        pytest.skip(f"no {case.file.name} yet: python -m experiments.golden --because '...' makes it")
    assert compare(case) == [], "if this is meant: python -m experiments.golden --because '...'"


def test_a_golden_file_is_what_a_fresh_run_says_and_keeps_every_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    write(SHORT, "first of all")
    write(SHORT, "once more")
    told = json.loads(SHORT.file.read_text(encoding="utf-8"))
    assert told["because"] == ["first of all", "once more"]
    assert compare(SHORT) == []


def test_equal_to_the_last_bit_on_its_own_machine_and_within_a_thousandth_elsewhere():
    here = {"machine": golden.machine(), "figures": {"x": {"2030": 1.0}}}
    elsewhere = {**here, "machine": "another"}
    assert differences(here, {"x": {"2030": 1.0 + 1e-12}}) == ["x in 2030: was 1.0, is 1.000000000001"]
    assert differences(elsewhere, {"x": {"2030": 1.0009}}) == []
    assert differences(elsewhere, {"x": {"2030": 1.002}}) == ["x in 2030: was 1.0, is 1.002"]
    assert differences(here, {}) == ["x: no longer reported"]


def test_nothing_is_refreshed_without_a_reason(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    with pytest.raises(SystemExit):
        main(["--because", " "])
    assert "say in a few words why" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
