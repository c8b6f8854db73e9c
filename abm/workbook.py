"""Tables as one Excel file that a stranger can read: a sheet each, the header held in sight, columns wide enough.

XlsxWriter puts row after row on disk, in a third of the time of openpyxl and in memory that does not grow with the
table: the counties of sixteen runs are 35,000 rows of 46 columns. Numbers have sixteen digits,
one more than Excel itself reckons with.
"""

import math
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd

from abm.errors import UserError

WIDEST, LOOKED_AT = 72, 500  # letters of a column; rows whose length is looked at
TEXT_COLUMNS_MOST = 5  # columns on the left that may stay in sight
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}  # text stays text
MOST_ROWS = 1_048_575  # of a sheet of Excel, below its header


def workbook(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Return the file.

    Args:
        sheets: name -> table; the columns of text at its left, and the header, stay in sight.

    Raises:
        UserError: a table is longer than a sheet of Excel.
    """
    from xlsxwriter import Workbook

    for frame in sheets.values():
        if len(frame) > MOST_ROWS:
            raise UserError(f"{len(frame)} rows, a sheet of Excel holds {MOST_ROWS}; allowed .csv")
    content = BytesIO()
    with Workbook(content, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name)
            _lay_out(sheet, frame)
            for place, header in enumerate(frame.columns):
                sheet.write(0, place, header, bold)
            _fill(sheet, frame)
    return content.getvalue()


def _fill(sheet: Any, frame: pd.DataFrame) -> None:
    """Write the rows; how a column is written is looked up once, not cell by cell."""
    columns = [_written(sheet, frame.iloc[:, place]) for place in range(frame.shape[1])]
    writers = [write for write, _ in columns]
    for row, cells in enumerate(zip(*(cells for _, cells in columns), strict=True), start=1):
        for place, (write, cell) in enumerate(zip(writers, cells, strict=True)):
            if cell is not None:
                write(row, place, cell)


def _written(sheet: Any, values: pd.Series) -> tuple[Any, list[Any]]:
    """Return what writes the cells of a column, and the cells, None where one stays empty."""
    empty = values.isna() | (values == "")
    cells = [None if is_empty else cell for cell, is_empty in zip(values.tolist(), empty, strict=True)]
    if all(cell is None or type(cell) is str for cell in cells):
        return sheet.write_string, cells
    if all(cell is None or (type(cell) in (int, float) and math.isfinite(cell)) for cell in cells):
        return sheet.write_number, cells
    return sheet.write, [cell if cell is None or isinstance(cell, bool) else _plain(cell) for cell in cells]


def _plain(cell: Any) -> Any:
    """Return a cell of a column of several kinds as Excel can hold it: what is no finite number as its words."""
    return cell if isinstance(cell, int | float) and math.isfinite(cell) else str(cell)


def _lay_out(sheet: Any, frame: pd.DataFrame) -> None:
    texts = 0
    for column in frame.columns[:TEXT_COLUMNS_MOST]:
        if not (frame[column].dtype == object or pd.api.types.is_string_dtype(frame[column])):
            break
        texts += 1
    sheet.freeze_panes(1, texts)
    for place, column in enumerate(frame.columns):
        sheet.set_column(place, place, _letters(str(column), frame[column]) + 2)


def _letters(header: str, values: pd.Series) -> int:
    """Return how many letters a column needs; a number is shown with ten at most, a Chinese letter is two wide."""
    if pd.api.types.is_numeric_dtype(values):
        return max(len(header), 10)
    cells = [header, *map(str, values.head(LOOKED_AT))]
    return min(max(sum(1 if letter.isascii() else 2 for letter in cell) for cell in cells), WIDEST)
