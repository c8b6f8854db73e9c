"""What a cell may hold: one small test per kind of column."""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from abm.check.problem import nearest

Verdict = tuple[str, str, str] | None  # allowed (zh), allowed (en), nearest name; None when the cell is good
Test = Callable[[str], Verdict]


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, whether a cell may be blank, and the test of a filled one."""

    name: str
    test: Test
    blank: bool = False

    def verdict(self, cell: str) -> Verdict:
        """Return what is wrong with ``cell``, or None."""
        if cell == "":
            return None if self.blank else ("非空", "a value, not blank", "")
        return self.test(cell)


def anything(cell: str) -> Verdict:
    """Any text."""
    return None


def number(cell: str) -> Verdict:
    """A finite number."""
    return None if is_number(cell) else ("有限的数", "a finite number", "")


def number_from(low: float, high: float = math.inf) -> Test:
    """Return the test for a number between two bounds."""

    def test(cell: str) -> Verdict:
        if is_number(cell) and low <= float(cell) <= high:
            return None
        words = f"{low:g}..{high:g}" if math.isfinite(high) else f">= {low:g}"
        return (f"数 {words}", f"a number {words}", "")

    return test


def year(cell: str) -> Verdict:
    """A year from 1900 to 2100."""
    good = re.fullmatch(r"\d{4}", cell) and 1900 <= int(cell) <= 2100
    return None if good else ("1900 至 2100 的年份", "a year from 1900 to 2100", "")


def code(digits: int) -> Test:
    """Return the test for a code of so many digits."""
    return matching(rf"\d{{{digits}}}", f"{digits} 位数字代码", f"a code of {digits} digits")


def matching(pattern: str, zh: str, en: str) -> Test:
    """Return the test for a pattern, said in words."""
    compiled = re.compile(pattern)
    return lambda cell: None if compiled.fullmatch(cell) else (zh, en, "")


def one_of(names: Collection[str]) -> Test:
    """Return the test for one of a few names."""

    def test(cell: str) -> Verdict:
        if cell in names:
            return None
        known = sorted(names)
        listed = ", ".join(known[:8]) + (f", ... ({len(known)})" if len(known) > 8 else "")
        return (f"以下之一：{listed}", f"one of {listed}", nearest(cell, known))

    return test


def is_number(cell: str) -> bool:
    """Return whether the cell is a finite number."""
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False
