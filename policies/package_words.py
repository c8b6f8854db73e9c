"""What a package's file may say. Anything else is a slip of the pen, which would silently change nothing."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

SECTIONS = ("package", "value")
HEAD = (
    "label_zh",
    "label_en",
    "description_zh",
    "description_en",
    "base",
    "hold_from",
    "from",
    "projects",
    "authority",
)
ROW = ("lever", "path", "mode", "document", "article", "link", "quote", "reading", "reading_zh")


def rows_and_slips(content: Mapping[str, Any], file: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows of values, and what is wrong with the sections and words of a package's file."""
    found = _unknown(content, SECTIONS, file)
    head = content.get("package", {})
    found += _unknown(head, HEAD, file) if isinstance(head, dict) else [f"{file}: package: is a section: [package]"]
    rows = _rows_of(content, found, file)
    for number, row in enumerate(rows, start=1):
        found += _unknown(row, ROW, f"{file}, value {number}")
    return rows, found


def _rows_of(content: Mapping[str, Any], problems: list[str], file: str) -> list[dict[str, Any]]:
    """Return the rows of values; none where they are no list."""
    rows = content.get("value", [])
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
        return rows
    problems.append(f"{file}: value: is a list, each written [[value]]")
    return []


def _unknown(words: Iterable[str], known: Iterable[str], where: str) -> list[str]:
    found = []
    for word in words:
        if word not in known:
            near = get_close_matches(word, list(known), n=1)
            found.append(f"{where}: unknown word {word!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return found
