"""Bad hours of a region: the year of load and weather, days that stand for it, hours of the tariffs."""

from pathlib import Path

import pytest

from tests.spoilt_region import said, spoilable, told_in_both


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny region that a test may spoil."""
    return spoilable(tmp_path)


def test_the_choice_of_days_must_be_whole(folder):
    (folder / "profiles" / "days.csv").write_text(
        "n_days,date,weight\n2,112,100\n2,112,100\n3,112,120\n3,127,120\n", encoding="utf-8"
    )
    told = said(folder)
    assert "profiles/days.csv:3 n_days, date: got '2, 112', allowed once; it stands in profiles/days.csv:2 too" in told
    (folder / "profiles" / "days.csv").write_text("n_days,date,weight\n3,112,120\n3,127,120\n", encoding="utf-8")
    told = said(folder)
    assert "got '2 rows', allowed a row for each of the 3 days" in told
    assert "got 'sum 240', allowed weights that add up to 365" in told


def test_evidence_of_curtailment_names_its_source(folder):
    (folder / "profiles" / "curtailed.csv").write_text(
        "year,first_month,last_month,wind,pv,source\n2021,1,13,0.03,1.2,nobody\n", encoding="utf-8"
    )
    told = said(folder)
    assert "last_month: got '13', allowed a number 1..12" in told
    assert "pv: got '1.2', allowed a number 0..1" in told
    assert "source: got 'nobody'" in told


@pytest.mark.parametrize(
    ("table", "before", "after", "said_of_it"),
    [
        ("tou_periods.csv", "valley", "vally", "tou_periods.csv:2 period: got 'vally'"),
        ("tou_periods.csv", "2022-01-01", "2022-13-01", "tou_periods.csv:2 from: got '2022-13-01'"),
        ("tou_periods.csv", "12-2", "12", "tou_periods.csv:6 months: got '12', allowed months such as 6-8"),
        ("tou_periods.csv", ",0,7,", ",22,6,", "start, end: got '22 to 6', allowed a start before its end"),
        ("tou_periods.csv", ",0,7,", ",0,25,", "tou_periods.csv:2 end: got '25', allowed an hour from 0 to 24"),
        ("profiles/hourly.csv", "0.9935", "x", "profiles/hourly.csv:3 load: got 'x', allowed a number >= 0"),
        (
            "profiles/hourly.csv",
            "7,1,",
            "7,2,",
            "hourly.csv:3 hour: got 'day 7, hour 2', allowed of each day its hours",
        ),
    ],
)
def test_a_table_that_the_run_would_stumble_over_is_checked_before(folder, table, before, after, said_of_it):
    told_in_both(folder, table, before, after, said_of_it)


def _without_warmth(folder: Path, days: set[str]) -> None:
    """Blank the warmth of some days of the profile."""
    file = folder / "profiles" / "hourly.csv"
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    kept = [line.rsplit(",", 1)[0] + "," if line.split(",")[0] in days else line for line in lines]
    file.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("days", [{"7"}, {"352"}, {"37"}])
def test_warmth_is_unknown_in_one_stretch_of_days_between_known_ones(folder, days):
    """Unknown warm months are filled from the days before and after them; a gap in winter would bend them all."""
    _without_warmth(folder, days)
    told = said(folder)
    assert "temperature_c: got '', allowed blanks in one stretch of days, with known days before and after it" in told
    assert told.count("\n") == 0


def test_the_year_has_some_hours_of_known_heat_pump_performance(folder):
    file = folder / "profiles" / "hourly.csv"
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    cells = [line.split(",") for line in lines]
    at = head.split(",").index("heat_pump_cop")
    blank = [",".join([*row[:at], "", *row[at + 1 :]]) for row in cells]
    file.write_text("\n".join([head, *blank]) + "\n", encoding="utf-8")
    assert said(folder) == "profiles/hourly.csv heat_pump_cop: got '', allowed a value in some hours at least"
