"""A table as it stands in the file: header, rows with their line numbers, and what is broken in it."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from abm.check.columns import Column
from abm.check.problem import Problem, nearest
from abm.tables import read_text


@dataclass
class Sheet:
    """A read table; ``rows`` are (line, cells by column name)."""

    file: str
    header: tuple[str, ...] = ()
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, column: str, got: str, zh: str, en: str, near: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, line, column, got, zh, en, near))

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        return iter(self.rows)


OTHER_MARKS = (";", "\t")  # that some spreadsheets put between cells


def read_sheet(path: Path, name: str) -> Sheet:
    """Return the table at ``path``; a file that cannot be read has a problem and no rows."""
    sheet = Sheet(name)
    try:
        lines = list(_numbered(read_text(path)))
    except FileNotFoundError:
        sheet.report(0, "", "no file", "该文件", "this file")
        return sheet
    except (ValueError, csv.Error, OSError) as error:
        sheet.report(0, "", str(error).split(": ")[-1], "UTF-8 或 GBK 的 CSV 表", "a CSV table in UTF-8 or GBK")
        return sheet
    if not lines:
        sheet.report(0, "", "an empty file", "带表头的 CSV 表", "a CSV table with a header")
        return sheet
    sheet.header = tuple(cell.strip() for cell in lines[0][1])
    if len(sheet.header) == 1 and (other := [mark for mark in OTHER_MARKS if mark in sheet.header[0]]):
        sheet.header = ()
        sheet.report(1, "", f"cells parted by {other[0]!r}", "以逗号分隔的 CSV 表", "a CSV table parted by commas")
        return sheet
    for line, cells in lines[1:]:
        if len(cells) != len(sheet.header):
            sheet.report(line, "", f"{len(cells)} cells", f"{len(sheet.header)} 格", f"{len(sheet.header)} cells")
            continue
        sheet.rows.append((line, dict(zip(sheet.header, (cell.strip() for cell in cells), strict=True))))
    return sheet


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text))
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def check_header(sheet: Sheet, wanted: Sequence[str], optional: Iterable[str] = ()) -> bool:
    """Note missing, unknown and doubled columns; return whether all wanted ones are there."""
    if not sheet.header:
        return False
    allowed = {*wanted, *optional}
    for name in dict.fromkeys(sheet.header):
        if sheet.header.count(name) > 1:
            sheet.report(1, name, f"{name} twice", "每列一次", "each column once")
        if allowed and name not in allowed and optional is not ANY:
            names = ", ".join(sorted(allowed))
            sheet.report(1, name, name, f"列 {names}", f"the columns {names}", nearest(name, allowed))
    missing = [name for name in wanted if name not in sheet.header]
    for name in missing:
        sheet.report(1, name, "no such column", f"有列 {name}", f"a column {name}", nearest(name, sheet.header))
    return not missing


ANY: tuple[str, ...] = ("*",)  # further columns are welcome


def check_cells(sheet: Sheet, columns: Sequence[Column]) -> None:
    """Note each cell that its column does not allow."""
    present = [column for column in columns if column.name in sheet.header]
    for line, row in sheet:
        for column in present:
            verdict = column.verdict(row[column.name])
            if verdict:
                sheet.report(line, column.name, row[column.name], *verdict)


def check_unique(sheet: Sheet, names: Sequence[str]) -> None:
    """Note rows that repeat the same values of ``names``."""
    seen: dict[tuple[str, ...], int] = {}
    for line, row in sheet:
        key = tuple(row.get(name, "") for name in names)
        if key in seen:
            where = f"{sheet.file}:{seen[key]}"
            what = ", ".join(names)
            sheet.report(line, what, ", ".join(key), f"不重复（已在 {where}）", f"once; it stands in {where} too")
        seen.setdefault(key, line)
