"""Bad numbers of a region: parameters, drivers and observations, each with unit, range, source and year."""

from pathlib import Path

import pytest

from tests.spoilt_region import add, said, spoilable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny region that a test may spoil."""
    return spoilable(tmp_path)


@pytest.mark.parametrize(
    ("row", "column", "got", "allowed"),
    [
        ("coke.dry_power,,1,kWh/t,0,1,made_up,M,", None, None, None),
        ("X Y,,1,share,0,1,made_up,M,", "key", "X Y", "a dotted lower-case name"),
        ("coke.dry_power,20x0,1,kWh/t,0,1,made_up,M,", "year", "20x0", "a year from 1900 to 2100"),
        ("coke.dry_power,,nan,kWh/t,0,1,made_up,M,", "value", "nan", "a finite number"),
        ("coke.dry_power,,inf,kWh/t,0,1,made_up,M,", "value", "inf", "a finite number"),
        ("coke.dry_power,,one,kWh/t,0,1,made_up,M,", "value", "one", "a finite number"),
        ("coke.dry_power,,,kWh/t,0,1,made_up,M,", "value", "", "a value, not blank"),
        ("coke.dry_power,,1,,0,1,made_up,M,", "unit", "", "a value, not blank"),
        ("coke.dry_power,,1,kWh/t,2,3,made_up,M,", "low", "2", "at most the value 1"),
        ("coke.dry_power,,1,kWh/t,0,0.5,made_up,M,", "high", "0.5", "at least the value 1"),
        ("coke.dry_power,,1,kWh/t,0,1,made_upp,M,", "source", "made_upp", "nearest is 'made_up'"),
        ("coke.dry_power,,1,kWh/t,0,1,,M,", "source", "", "a value, not blank"),
        ("coke.dry_power,,1,kWh/t,1,1,assumption,M,", "low, high", "1, 1", "a range low < high for an assumption"),
        ("coke.dry_power,,1,kWh/t,0,1,made_up,Z,", "grade", "Z", "one of A, B, C, M"),
        ("coke.dry_power,,1,kWh/t,0,2,assumption,B,", "grade", "B", "M, since the source is assumption"),
        ("coke.dry_power@990199,,1,kWh/t,0,1,made_up,M,", "key", "coke.dry_power@990199", "a county such as 990101"),
        ("coke.dry_power,,1,kWh/t,0,1,made_up,M", "", "8 cells", "9 cells"),
        ("coke.dry_power,2020,1,kWh/t,0,1,made_up,M,", "year", "2020", "a blank: the model reads one number"),
        (
            "coke.dry_power@990101,,1,kWh/t,0,1,made_up,M,",
            "key",
            "coke.dry_power@990101",
            "one number for all counties",
        ),
        ("people.absent_share_urban@990101,,0.1,share,0,1,made_up,M,", None, None, None),
        ("coke.dry_pwoer,,1,kWh/t,0,1,made_up,M,", "key", "coke.dry_pwoer", "nearest is 'coke.dry_power'"),
    ],
)
def test_a_bad_parameter_is_named_with_its_line(folder, row, column, got, allowed):
    line = add(folder, "parameters/counties.csv", row)
    text = said(folder)
    if column is None:
        assert text == ""
        return
    where = f"parameters/counties.csv:{line}" + (f" {column}" if column else "")
    assert any(found.startswith(where) and repr(got) in found and allowed in found for found in text.splitlines()), text


@pytest.mark.parametrize("table", ["parameters/land.csv", "storylines.csv", "observations.csv"])
def test_a_unit_that_the_model_does_not_read_is_named(folder, table):
    """The run would stop at the first number in another unit, an observation would be compared with nothing alike."""
    lines = (folder / table).read_text(encoding="utf-8").splitlines()
    unit = lines[0].split(",").index("unit")
    cells = lines[1].split(",")
    was, cells[unit] = cells[unit], "bushels"
    (folder / table).write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")
    assert f"{table}:2 unit: got 'bushels', allowed " in said(folder)
    assert was in said(folder).partition("bushels")[2].splitlines()[0]


def test_a_number_told_by_county_needs_every_county(folder):
    file = folder / "parameters" / "land.csv"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if "land.area@990102" not in line]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert said(folder) == "parameters key: got 'no land.area@990102', allowed a row a county, or one land.area"
    add(folder, "parameters/land.csv", "land.area,,900,km2,800,1000,made_up,M,")
    assert said(folder) == ""


def test_a_key_stands_once_and_in_one_file(folder):
    text = (folder / "parameters/counties.csv").read_text(encoding="utf-8")
    first = text.splitlines()[1]
    line = add(folder, "parameters/counties.csv", first)
    (folder / "parameters/other.csv").write_text(text.splitlines()[0] + "\n" + first + "\n", encoding="utf-8")
    told = said(folder)
    assert f"parameters/counties.csv:{line} key, year" in told
    assert "in one file only" in told


def test_a_dated_key_has_one_unit_and_a_year_in_every_row(folder):
    for row in ("2020,1,share,0,1,made_up,M,", "2030,1,ratio,0,1,made_up,M,", ",1,share,0,1,made_up,M,"):
        add(folder, "parameters/counties.csv", "coke.dry_power," + row)
    told = said(folder)
    assert "share, as elsewhere in coke.dry_power" in told
    assert "a year in every row of a dated key" in told


def test_a_number_that_the_model_reads_and_nobody_gives_is_missing(folder):
    (folder / "parameters" / "coke.csv").unlink()
    told = said(folder).splitlines()
    assert "parameters key: got 'no coke.small_share', allowed every key that the model reads" in told
    assert len(told) == 4
    assert "现为 '没有 coke.small_share'，应为程序读取的每个名称" in said(folder, "zh")


def test_a_driver_that_no_storyline_has_is_missing(folder):
    path = folder / "storylines.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("price.coke,")), encoding="utf-8")
    assert "storylines.csv key: got 'no price.coke'" in said(folder)
