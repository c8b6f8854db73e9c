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
    lines = csv.reader(StringIO(read_text(path)))
    header = [name.strip() for name in next(lines, [])]
    blank = [""] * len(header)
    rows = [dict(zip(header, map(str.strip, cells + blank), strict=False)) for cells in lines if cells]
    if "" in header:
        for row in rows:
            del row[""]
    return rows
