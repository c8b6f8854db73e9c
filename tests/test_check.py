"""Bad data of a region: every problem is said at once, with file, row, what stands there and what may."""

from pathlib import Path

import pytest

from abm.check import check_region
from abm.check import folder as folder_module
from abm.region import REGIONS
from tests.spoilt_region import add, said, spoilable

SHIPPED = [path.name for path in sorted(REGIONS.iterdir()) if (path / "parameters").is_dir()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny region that a test may spoil."""
    return spoilable(tmp_path)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_has_no_problem(name):
    assert said(REGIONS / name) == ""


def test_each_table_is_read_once(folder, monkeypatch):
    read = []
    plain = folder_module.read_sheet
    monkeypatch.setattr(folder_module, "read_sheet", lambda path, name: read.append(path) or plain(path, name))
    assert said(folder) == ""
    assert sorted(read) == sorted(set(read))
    assert set((folder / "parameters").glob("*.csv")) < set(read)


def test_all_problems_of_all_files_are_said_at_once(folder):
    add(folder, "parameters/counties.csv", "a.b,,nan,share,0,1,made_up,M,")
    add(folder, "storylines.csv", "cost.pv,stedy,2020,1,index,1,1,made_up,M,")
    add(folder, "communities.csv", "990199001001,990199,x,y,hamlet")
    text = said(folder)
    assert "parameters/counties.csv" in text
    assert "nearest is 'steady'" in text
    assert "nearest is '990101'" in text or "nearest is '990102'" in text
    assert "urban, village" in text


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig"])
def test_tables_saved_by_excel_are_read(folder, encoding):
    for name in ("counties.csv", "communities.csv", "storyline_names.csv"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding=encoding, newline="\r\n")
    assert said(folder) == ""


def test_a_file_that_is_no_text_or_not_there_is_a_problem(folder):
    (folder / "observations.csv").write_bytes(b"\xff\xfe\x00\x81\xff")
    (folder / "storylines.csv").unlink()
    told = said(folder)
    assert "observations.csv: got" in told and "UTF-8 or GBK" in told
    assert "storylines.csv: got 'no file'" in told


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_parted_by_another_mark_is_told_so_and_nothing_else(folder, mark):
    path = folder / "counties.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", mark), encoding="utf-8")
    got = f"cells parted by {mark!r}"
    assert said(folder).startswith(f"counties.csv:1: got {got!r}, allowed a CSV table parted by commas")
    assert "no such column" not in said(folder)


def test_a_missing_or_misspelt_column_is_named(folder):
    path = folder / "counties.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("name_en", "name_eng"), encoding="utf-8")
    assert "counties.csv:1 name_en: got 'no such column'" in said(folder)


def test_problems_are_said_in_chinese_too(folder):
    add(folder, "parameters/counties.csv", "county.burden,,nan,share,0,1,made_up,M,")
    assert "现为 'nan'，应为有限的数" in said(folder, "zh")


def test_no_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"region\.toml"):
        check_region(tmp_path)
    with pytest.raises(FileNotFoundError, match="no folder"):
        check_region(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "name",
    [
        "counties.csv",
        "storyline_names.csv",
        "targets.csv",
        "counties.geojson",
        "profiles/hourly.csv",
        "facilities/coke.csv",
    ],
)
def test_a_missing_file_is_one_problem_not_one_a_line(folder, name):
    (folder / name).unlink()
    text = said(folder)
    assert f"{name}: got 'no file', allowed this file" in text
    assert text.count("\n") < 3
