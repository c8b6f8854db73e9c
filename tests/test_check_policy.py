"""Bad tables and packages of a region that name targets, levers and results."""

from pathlib import Path

import pytest

from abm.check import check_packages, check_region
from tests.spoilt_region import said, spoilable, told_in_both


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny region that a test may spoil."""
    return spoilable(tmp_path)


def test_a_target_that_cannot_be_scored_is_named(folder):
    table = folder / "targets.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(
        text.replace(",>=,18,", ",=>,18,").replace("Emissions|CO2|Energy", "Emisions|CO2|Energy"), encoding="utf-8"
    )
    told = said(folder)
    assert "targets.csv:2: got 'T01', allowed a target that can be scored: relation '=>'" in told
    assert "targets.csv:3" in told and "nearest is 'Emissions|CO2|Energy'" in told


def test_what_a_target_lacks_is_said_in_chinese_too(folder):
    path = folder / "targets.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("Share|Straw Utilization", "Share|Straw Utilisation"), encoding="utf-8")
    told = [problem.text("zh") for problem in check_region(folder)]
    assert any("没有指标 'Share|Straw Utilisation'；最接近的是 'Share|Straw Utilization'" in line for line in told)
    assert not any("no variable" in line for line in told)


@pytest.mark.parametrize(
    ("table", "before", "after", "said_of_it"),
    [
        (
            "projects.csv",
            "dry_quenching_mandate",
            "dry_quencing",
            "projects.csv:3 levers: got 'dry_quencing', allowed a",
        ),
        ("projects.csv", "Share|Large Ovens", "Share|Oven", "projects.csv:3 indicators: got 'Share|Oven'"),
        ("corridors.csv", "wind_pv_quota", "wind_quota", "nearest is 'wind_pv_quota'"),
        ("corridors.csv", "T01,wind_pv_quota,2", "T99,wind_pv_quota,9", "corridors.csv:2 target: got 'T99'"),
        (
            "corridors.csv",
            "T01,wind_pv_quota,2",
            "T99,wind_pv_quota,9",
            "corridors.csv:2 bound: got '9', allowed a number 0..3",
        ),
    ],
)
def test_a_table_that_names_what_there_is_not_is_told(folder, table, before, after, said_of_it):
    told_in_both(folder, table, before, after, said_of_it)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[package]\nbase = "mine"\n', "mine.toml: base = 'mine' is the package itself"),
        ('[package]\nbase = "curent"\n', "no package 'curent'; did you mean 'current'?"),
        ('[[value]]\nlever = "publicty"\npath = {2027 = 0.5}\n', "nearest is 'publicity'"),
        ('[[value]]\nlever = "publicity"\npath = {2027 = 0.5}\n', 'name one, base = "current"'),
        ("[package\n", "mine.toml: not readable as TOML"),
    ],
)
def test_a_package_of_the_region_that_cannot_run_is_named(folder, text, told):
    own = folder / "packages"
    own.mkdir()
    good = '[package]\nbase = "plan"\n[[value]]\nlever = "publicity"\npath = {2027 = 0.5}\n'
    (own / "good.toml").write_text(good, encoding="utf-8")
    assert check_packages(own) == []
    (own / "mine.toml").write_text(text, encoding="utf-8")
    (problem,) = check_packages(own)
    assert problem.text().startswith("packages/mine.toml: got 'mine', allowed a package to run: ")
    assert told in problem.text()
    assert said(folder) == ""  # a run is stopped by its own package alone
