"""Reading the tables of a region: UTF-8, with or without a byte-order mark, or GBK from Excel."""

import csv
from io import StringIO
from pathlib import Path


def read_text(path: Path) -> str:
    """Return the file's text.

    Raises:
        ValueError: the file is neither UTF-8 nor GBK.
    """
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{path}: neither UTF-8 nor GBK text")


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the table's rows as dictionaries of stripped strings, header as keys."""
    header, lines = read_cells(path)
    rows = [dict(zip(header, cells, strict=True)) for cells in lines]
    if "" in header:
        for row in rows:
            del row[""]
    return rows


def read_cells(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header of a table and the cells of its rows, stripped; every row is as long as the header."""
    lines = csv.reader(StringIO(read_text(path)))
    header = [name.strip() for name in next(lines, [])]
    rows = [list(map(str.strip, cells)) for cells in lines if cells]
    for cells in rows:
        if len(cells) != len(header):
            cells[:] = (cells + [""] * len(header))[: len(header)]
    return header, rows
