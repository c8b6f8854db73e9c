"""What a package's file may say. Anything else is a slip of the pen, which would silently change nothing."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

SECTIONS = ("package", "value")
TEXTS = ("label_zh", "label_en", "description_zh", "description_en", "base", "from", "authority")
HEAD = (*TEXTS, "hold_from", "projects")
ROW = ("lever", "path", "mode", "document", "article", "link", "quote", "reading", "reading_zh")


def parts_and_slips(content: Mapping[str, Any], file: str) -> tuple[dict[str, Any], list[dict[str, Any]], list[str]]:
    """Return the head as far as it can be read, the rows of values, and what is wrong with a package's file."""
    found = _unknown(content, SECTIONS, file)
    head = _head_of(content, found, file)
    rows = _rows_of(content, found, file)
    for number, row in enumerate(rows, start=1):
        found += _unknown(row, ROW, f"{file}, value {number}")
    return head, rows, found


def _head_of(content: Mapping[str, Any], problems: list[str], file: str) -> dict[str, Any]:
    """Return the words of the head that hold what they may."""
    head = content.get("package", {})
    if not isinstance(head, dict):
        problems.append(f"{file}: package: is a section: [package]")
        return {}
    problems += _unknown(head, HEAD, file)
    for word, value in head.items():
        if word in TEXTS and not isinstance(value, str):
            problems.append(f"{file}: {word} is {value!r}, allowed text in quotation marks")
        elif word == "hold_from" and (type(value) is not int or not 1900 <= value <= 2100):
            problems.append(f"{file}: hold_from is {value!r}, allowed a year without quotation marks, such as 2024")
        elif word == "projects" and not isinstance(value, list):
            problems.append(f"{file}: projects is {value!r}, allowed a list such as ['10', '17g']")
        else:
            continue
        head = {known: kept for known, kept in head.items() if known != word}
    return head


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
