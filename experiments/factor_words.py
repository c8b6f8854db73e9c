"""Factors of a design in the reader's words."""

import csv
from functools import cache
from pathlib import Path

from experiments.language import Speech
from policies.registry import all_levers

FILE = Path(__file__).parent / "factor_names.csv"
KINDS = {"lever": "杠杆", "parameter": "参数", "driver": "驱动因素"}


def factor_name(factor: str, say: Speech) -> str:
    """Return a factor's words: in English its label, in Chinese its name with the id, which commands ask for."""
    if say.lang == "en":
        return factor
    if factor == "storyline":
        return "情景"
    kind, _, name = factor.partition(" ")
    words = (KINDS.get(kind, kind), _chinese().get(name.partition("@")[0], ""), name)
    return " ".join(filter(None, words))


def short_factor(factor: str, say: Speech) -> str:
    """Return a factor's words for a picture, without its kind: its name, or its id where it has no other."""
    name = factor.partition(" ")[2] or factor
    if say.lang == "en":
        return name
    stem, at, year = name.partition("@")
    return _chinese().get(stem, stem) + at + year if factor != "storyline" else "情景"


@cache
def _chinese() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        named = {row["factor"]: row["zh"] for row in csv.DictReader(stream)}
    return named | {lever.id: lever.label.zh for lever in all_levers().values()}
