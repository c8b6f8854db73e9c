"""What an Excel file of ours holds is the table, cell by cell, and nothing that Excel makes of it."""

from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from abm import workbook as book
from abm.errors import UserError

openpyxl = pytest.importorskip("openpyxl")  # reads; XlsxWriter writes
pytest.importorskip("xlsxwriter")

FRAME = pd.DataFrame(
    {
        "name": ["=1+1", "https://a.example", "吕梁"],  # text, no formula and no link
        "unit": ["t", None, "0012"],
        "note": ["", "a", ""],
        2030: [1.25, np.nan, 1e-300],
        2031: [1, 2, 3],
        "judged": [True, None, False],
        "year": [2030, None, "later"],
        "odd": [np.inf, -np.inf, 0.7],
        "kind": pd.Categorical(["a", "b", "a"]),
    }
)


def cells(content: bytes, sheet: str = "data") -> list[tuple]:
    return list(openpyxl.load_workbook(BytesIO(content))[sheet].values)


def test_every_cell_is_that_of_the_table():
    found = cells(book.workbook({"data": FRAME, "meta": FRAME[["name"]]}))
    assert found == [
        ("name", "unit", "note", 2030, 2031, "judged", "year", "odd", "kind"),
        ("=1+1", "t", None, 1.25, 1, True, 2030, "inf", "a"),
        ("https://a.example", None, "a", None, 2, None, None, "-inf", "b"),
        ("吕梁", "0012", None, 1e-300, 3, False, "later", 0.7, "a"),
    ]
    assert [row[0] for row in cells(book.workbook({"x": FRAME, "meta": FRAME[["name"]]}), "meta")[1:]] == [*FRAME.name]


def test_numbers_come_back_to_sixteen_digits():
    values = np.random.default_rng(1).lognormal(0, 20, (200, 3))
    read = pd.read_excel(BytesIO(book.workbook({"data": pd.DataFrame(values)})))
    np.testing.assert_allclose(read.to_numpy(), values, rtol=1e-15)


def test_it_holds_what_pandas_would_write_by_itself():
    frame = FRAME.drop(columns="odd").iloc[1:]  # but for text that looks like a formula
    plain = BytesIO()
    frame.to_excel(plain, sheet_name="data", index=False, engine="openpyxl")
    assert cells(book.workbook({"data": frame})) == cells(plain.getvalue())


def test_an_empty_table_has_its_header():
    assert cells(book.workbook({"data": FRAME.iloc[:0]})) == [tuple(FRAME.columns)]


def test_a_table_longer_than_a_sheet_is_refused_and_not_cut_off(monkeypatch):
    monkeypatch.setattr(book, "MOST_ROWS", 2)
    with pytest.raises(UserError, match=r"3 rows, a sheet of Excel holds 2; allowed \.csv"):
        book.workbook({"data": FRAME})
