"""The key of a number in Chinese words, for those of the two thousand that have no label of their own."""

import re
from functools import cache
from pathlib import Path

from abm.tables import read_rows

WORDS = Path(__file__).parent / "key_words.csv"
HOUR_OR_MONTH = {"h": "时", "m": "月"}


def in_chinese(key: str) -> str:
    """Return a key part by part; a word that nobody has translated stays as it is."""
    return " · ".join(_part(part) for part in key.split("."))


def _part(part: str) -> str:
    found, words, known = [], part.split("_"), _known()
    while words:
        n = next((n for n in range(len(words), 0, -1) if "_".join(words[:n]) in known), 0)
        found.append(known["_".join(words[:n])] if n else _plain(words[0]))
        words = words[max(n, 1) :]
    return "".join(found)


def _plain(word: str) -> str:
    clock = re.fullmatch(r"([hm])(\d\d)", word)
    if clock:
        return f"{int(clock[2])}{HOUR_OR_MONTH[clock[1]]}"
    return word if word.isdigit() else f" {word} "


@cache
def _known() -> dict[str, str]:
    return {row["key"]: row["zh"] for row in read_rows(WORDS)}
