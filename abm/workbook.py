"""Tables as one Excel file that a stranger can read: a sheet each, the header held in sight, columns wide enough."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd

WIDEST, LOOKED_AT = 72, 500  # letters of a column; rows whose length is looked at
TEXT_COLUMNS_MOST = 5  # columns on the left that may stay in sight


def workbook(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Return the file.

    Args:
        sheets: name -> table; the columns of text at its left, and the header, stay in sight.
    """
    content = BytesIO()
    with pd.ExcelWriter(content, engine="openpyxl") as book:
        for name, frame in sheets.items():
            frame.to_excel(book, sheet_name=name, index=False)
            _lay_out(book.sheets[name], frame)
    return content.getvalue()


def _lay_out(sheet: Any, frame: pd.DataFrame) -> None:
    from openpyxl.utils import get_column_letter

    texts = 0
    for column in frame.columns[:TEXT_COLUMNS_MOST]:
        if not (frame[column].dtype == object or pd.api.types.is_string_dtype(frame[column])):
            break
        texts += 1
    sheet.freeze_panes = sheet.cell(row=2, column=texts + 1)
    for place, column in enumerate(frame.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _letters(str(column), frame[column]) + 2


def _letters(header: str, values: pd.Series) -> int:
    """Return how many letters a column needs; a number is shown with ten at most, a Chinese letter is two wide."""
    if pd.api.types.is_numeric_dtype(values):
        return max(len(header), 10)
    cells = [header, *map(str, values.head(LOOKED_AT))]
    return min(max(sum(1 if letter.isascii() else 2 for letter in cell) for cell in cells), WIDEST)
