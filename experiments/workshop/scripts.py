"""What a facilitator does and says, minute by minute: for an hour and for two."""

from functools import cache
from pathlib import Path
from typing import Any

from abm.tables import read_rows
from experiments.language import Lang

STEPS = Path(__file__).parent / "scripts.csv"


@cache
def told(lang: Lang) -> dict[str, list[dict[str, Any]]]:
    """Return script -> its steps: minute and words."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in read_rows(STEPS):
        found.setdefault(row["script"], []).append({"minute": int(row["minute"]), "text": row[lang]})
    return found
