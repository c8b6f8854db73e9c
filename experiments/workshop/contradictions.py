"""Levers that work against each other, or do little alone: said while they are moved, never forbidden."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from abm.tables import read_rows
from experiments.language import Lang

TABLE = Path(__file__).parent / "contradictions.csv"
CONDITION = re.compile(r"(\w+)(>=|<=)([\d.]+)")


@dataclass(frozen=True)
class Contradiction:
    """``when``: (lever, is it at least, bound); it holds where all of them do."""

    name: str
    when: tuple[tuple[str, bool, float], ...]
    words: Mapping[str, str]

    def holds(self, values: Mapping[str, float]) -> bool:
        """Return whether the levers stand like this."""
        return all(
            values[lever] >= bound if is_least else values[lever] <= bound for lever, is_least, bound in self.when
        )


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """Return all that are known."""
    return tuple(
        Contradiction(
            row["name"],
            tuple((lever, sign == ">=", float(bound)) for lever, sign, bound in CONDITION.findall(row["when"])),
            {"zh": row["zh"], "en": row["en"]},
        )
        for row in read_rows(TABLE)
    )


def among(base: Mapping[str, float], levers: Mapping[str, float]) -> list[str]:
    """Return the names of those that levers on top of a package bring about; what the package says stays unsaid."""
    values = {**base, **levers}
    moved = {lever for lever, value in levers.items() if value != base.get(lever)}
    return [c.name for c in contradictions() if moved & {lever for lever, _, _ in c.when} and c.holds(values)]


def words(lang: Lang) -> dict[str, str]:
    """Return what each says."""
    return {c.name: c.words[lang] for c in contradictions()}
