"""The rows of the shipped regions' tables with their places, and what tells Chinese text from English."""

import csv
import re
from collections.abc import Iterator

from abm.region import REGIONS

TABLES = ("*/*.csv", "*/parameters/*.csv", "*/sources/*.csv", "*/facilities/*.csv")
HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")  # three words on end: no name, and no unit


def rows(table: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row of the shipped regions' tables (a glob) with its place."""
    for path in sorted(REGIONS.glob(table)):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            for row in reader:
                name = row.get("key") or row.get("id") or ""
                yield f"{path.relative_to(REGIONS).as_posix()}:{reader.line_num} {name}", row
