"""What a document and its twin in the other language must have in common: headings, tables, links, names, figures."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACES = ("*.md", "docs/*.md", "agents/**/*.md", "policies/**/*.md", "abm/**/*.md", "experiments/**/*.md")
ALL = sorted(path for place in PLACES for path in ROOT.glob(place))
DOCUMENTS = [path for path in ALL if not path.name.endswith(".zh.md")]
OWN_ALONE = re.compile(  # made by code, held to its twin elsewhere, a licence in its own words, or a figure's mark
    r"<!-- generated:\w+ -->\n.*?<!-- end -->|```.*?```|^ *>[^\n]*\n|<!--=-?\w+-->", re.S | re.M
)
NO_PROSE = re.compile(r"`[^`\n]+`|\]\([^)]+\)|\b(?:CO2|CO₂|CH4|N2O|SO2|NO2|CF4|C2F6|PM2\.5|PM10|m2|m3|km2|Mm3)\b")
NUMBER = re.compile(r"(?<![A-Za-z\d.^])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
LEAST = 13  # whole numbers below are written as words as well


def chinese_of(path: Path) -> Path:
    """Return where the Chinese twin of a document stands."""
    return path.with_name(f"{path.stem}.zh.md")


def prose(path: Path) -> str:
    """Return what its authors wrote: no generated section, no block of code."""
    return OWN_ALONE.sub("", path.read_text(encoding="utf-8"))


def headings(text: str) -> list[int]:
    """Return the levels of the headings in their order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]


def parts(text: str) -> list[str]:
    """Return what each part is, in their order: a heading, a list, a table, a picture or a paragraph."""
    kinds = {"#": "heading", "- ": "list", "1. ": "list", "|": "table", "!": "picture"}
    found = [part.lstrip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    told = [next((kind for sign, kind in kinds.items() if part.startswith(sign)), "paragraph") for part in found]
    return [kind for kind, before in zip(told, ["", *told], strict=False) if (kind, before) != ("list", "list")]


def rows(text: str) -> int:
    """Return how many rows the tables have."""
    return len(re.findall(r"^\|", text, re.M))


def links(text: str) -> Counter[str]:
    """Return where links lead, whatever the language of what they lead to."""
    return Counter(re.sub(r"\.(zh|en)(?=\.)", "", link) for link in re.findall(r"\]\(([^)]+)\)", text))


def names(text: str) -> set[str]:
    """Return what is quoted as code and has a sign in it: files, parameters, variables, formulas, commands."""
    quoted = {re.sub(r" ?--lang zh|\.(zh|en)(?=\.)", "", name) for name in re.findall(r"`([^`\n]+)`", text)}
    return {name for name in quoted if re.search(r"[^A-Za-z ]", name) and not re.search("[\u4e00-\u9fff]", name)}


def figures(text: str) -> tuple[set[str], set[str]]:
    """Return the digits of all figures of the prose, and those of the figures that nobody writes as a word.

    Digits without point and without zeros at the ends, so that 24.3 thousand is 2.43 of ten thousand.
    """
    said = [figure.replace(",", "") for figure in NUMBER.findall(NO_PROSE.sub(" ", text))]
    digits = {figure: figure.replace(".", "").strip("0") for figure in said}
    plain = {figure for figure in said if "." not in figure and int(figure) < LEAST}
    return set(digits.values()), {digits[figure] for figure in said if figure not in plain and len(digits[figure]) > 1}
