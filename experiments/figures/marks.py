"""Where figures stand: a number, and behind it a comment that names its row, ``25.7<!--=coke3-->``.

A comment renders as nothing, and behind the number it never begins a line, where Markdown would take it for a block.
``<!--=-coke3-->`` is the figure with the other sign: where one language says 1.4 less, the other may say -1.4.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from experiments.figures.table import Figure

ROOT = Path(__file__).parent.parent.parent
MARK = re.compile(r"<!--=-?(\w+)-->")
NUMBER = re.compile(r"(?P<number>[+-]?\d[\d,]*(?:\.\d+)?)(?=<!--=(?P<other>-?)(?P<id>\w+)-->)")
GENERATED = re.compile(r"<!-- generated:\w+ -->\n.*?<!-- end -->|```.*?```|`[^`\n]*`|\]\([^)]*\)", re.S)
WITH_UNIT = re.compile(  # roughly what a result looks like: a number with a unit behind it
    r"\d(?:<!--=-?\w+-->)?(?: ?%| ?(?:Mt|kt|GW|MW|TWh|GWh|CNY|points|x 10\^8|× 10\^8|hours|trucks|mines)\b)"
)


def path_of(document: str, *, chinese: bool) -> Path:
    """Return the file of a document such as ``docs/explanations`` in one of the languages."""
    return ROOT / f"{document}{'.zh' if chinese else ''}.md"


def marks(text: str) -> list[str]:
    """Return the ids of all marks in their order."""
    return MARK.findall(text)


def numbers(text: str) -> dict[str, list[re.Match[str]]]:
    """Return id -> the numbers that stand before its marks."""
    found: dict[str, list[re.Match[str]]] = {}
    for number in NUMBER.finditer(text):
        found.setdefault(number["id"], []).append(number)
    return found


def expected(figure: Figure, now: re.Match[str], *, chinese: bool) -> str:
    """Return what should stand where a number stands now; one that had a sign keeps having one."""
    told = replace(figure, value=-figure.value) if now["other"] else figure
    return told.text(chinese=chinese, is_signed=now["number"][0] in "+-")


def renewed(text: str, figures: Mapping[str, Figure], *, chinese: bool) -> str:
    """Return the text with the numbers of all figures that have a value and are written in digits."""

    def number(found: re.Match[str]) -> str:
        figure = figures.get(found["id"])
        if figure is None or figure.decimals is None or not figure.made_with:
            return found[0]
        return expected(figure, found, chinese=chinese)

    return NUMBER.sub(number, text)


def count(text: str) -> tuple[int, int]:
    """Return how many figures with a unit, and how many of them with a mark, the hand-written prose has; roughly."""
    found = [match[0] for match in WITH_UNIT.finditer(GENERATED.sub("", text))]
    return len(found), sum("<!--=" in one for one in found)
