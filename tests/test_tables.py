"""Tables of a region as they are typed: short rows, long rows, blanks, columns that are not there."""

from pathlib import Path

import pytest

from abm.context import read_storylines
from abm.parameters import Parameters, read_parameter_file
from abm.tables import read_cells, read_rows

HEAD = "key,year,value,unit,low,high,source,grade,note"


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def test_every_row_is_as_long_as_the_header(tmp_path):
    path = _file(tmp_path, "a, b ,c", "1, 2 ,3", "", "4", "5,6,7,8")
    header, rows = read_cells(path)
    assert header == ["a", "b", "c"]
    assert rows == [["1", "2", "3"], ["4", "", ""], ["5", "6", "7"]]
    assert read_rows(path)[1] == {"a": "4", "b": "", "c": ""}


def test_a_column_without_a_name_is_left_out(tmp_path):
    assert read_rows(_file(tmp_path, "a,,c", "1,2,3")) == [{"a": "1", "c": "3"}]


def test_blank_bounds_are_the_value_and_a_file_may_have_no_chinese_note(tmp_path):
    row, dated = read_parameter_file(_file(tmp_path, HEAD, "x.y,,2.5,t,,3,s,A,why", "x.z,2030,1,t,0,,s,B,"))
    assert (row.year, row.low, row.value, row.high, row.note, row.note_zh) == (None, 2.5, 2.5, 3.0, "why", "")
    assert (dated.year, dated.low, dated.high, dated.line) == (2030, 0.0, 1.0, 3)


def test_a_parameter_file_without_a_column_says_which(tmp_path):
    with pytest.raises(KeyError, match="unit"):
        read_parameter_file(_file(tmp_path, HEAD.replace("unit,", ""), "x,,1,,,s,A,"))


def test_a_sampled_copy_does_not_run_the_course_of_the_first(tmp_path):
    p = Parameters(read_parameter_file(_file(tmp_path, HEAD, "x,2020,1,t,0,2,s,A,", "x,2030,3,t,2,4,s,A,")), [])
    assert p.value("x", "t", 2025) == 2.0
    assert p.with_positions({"x": 1.0}).value("x", "t", 2025) == 3.0
    assert p.value("x", "t", 2025) == 2.0


def test_a_storyline_has_rows_of_its_own_or_those_of_all_in_the_order_of_the_table(tmp_path):
    path = _file(
        tmp_path,
        "key,storyline,year,value,unit,low,high",
        "coal,*,2030,5,CNY/t,,",
        "coal,high,2020,7,CNY/t,6,8",
        "gas,*,2040,2,CNY/m3,,",
        "gas,*,2020,1,CNY/m3,0.5,",
        "iron,low,2020,3,CNY/t,,",
    )
    found = read_storylines(path)
    assert list(found) == ["high", "low"]
    assert list(found["high"].paths) == ["coal", "gas"] and list(found["low"].paths) == ["coal", "gas", "iron"]
    assert found["high"].paths["coal"] == ("CNY/t", [2020], [7.0])
    assert found["low"].paths["coal"] == ("CNY/t", [2030], [5.0])
    assert found["low"].paths["gas"] == ("CNY/m3", [2020, 2040], [1.0, 2.0])
    assert found["low"].ranges["gas"] == ([0.5, 2.0], [1.0, 2.0])
