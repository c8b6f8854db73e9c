"""Storylines in the reader's words."""

from collections.abc import Iterable

from abm.region import MissingFile, Region
from experiments.language import Speech


def storyline_words(names: Iterable[str], region: Region | None, say: Speech) -> dict[str, str]:
    """Return id -> its words: in English the id, in Chinese its name with the id, which commands ask for.

    Where the region is not here, or names no storyline so, it is the id.
    """
    told = {row["id"]: say(f"{row['name_zh']} {row['id']}", row["id"]) for row in _rows(region)}
    return {name: told.get(name, name) for name in names}


def _rows(region: Region | None) -> list[dict[str, str]]:
    try:
        return region.table("storyline_names.csv") if region else []
    except MissingFile:
        return []
