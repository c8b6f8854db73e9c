"""What participants may contest besides levers: drivers outside the city, and the region's own uncertain numbers.

A short list is offered first: those that move the outcome most, or that people in the room know better than
we do. All others can be searched for. A name stands for every number ``name``, ``name.…`` and ``name@county``,
which then move together within their ranges: -1 low, 0 as they are, 1 high.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from abm.check.numbers import ASSUMPTION
from abm.data import sources
from abm.parameters import Row
from abm.region import Region
from abm.tables import read_rows
from experiments.key_words import in_chinese
from experiments.language import Speech
from experiments.lever_values import MULTIPLIER, driver_unit, typed_unit
from experiments.provenance_words import note_in, note_of, title_of
from experiments.web.catalogue import assumption_names
from experiments.workshop.events import Refused

SHORT = Path(__file__).parent / "assumptions.csv"
NOT_CONTESTED = ("gwp", "feasibility", "power.n_days")  # conventions and the size of the computation
MOST_FOUND = 20
PLAIN_NUMBERS = (MULTIPLIER, "none")  # units of no unit: the label says of what
DIGITS = 3


@dataclass(frozen=True)
class Contested:
    """Assumptions moved within their ranges, as the workers take them."""

    drivers: tuple[tuple[str, float], ...] = ()
    positions: tuple[tuple[str, float], ...] = ()


NOTHING = Contested()


@cache
def short_list() -> dict[str, dict[str, str]]:
    """Return the assumptions offered first: name, words, and why they matter."""
    return {row["name"]: row for row in read_rows(SHORT)}


class Assumptions:
    """The assumptions of one region.

    Args:
        region: whose numbers may be contested.
        year: whose values are shown where a number changes over time.
    """

    def __init__(self, region: Region, year: int) -> None:
        self.region, self.year = region, year
        self._rows: dict[str, list[Row]] = {}
        for row in region.parameters.rows():
            if row.low < row.high and not row.key.startswith(NOT_CONTESTED):
                self._rows.setdefault(row.key.partition("@")[0], []).append(row)
        self._groups = {name: rows for name in short_list() if (rows := self._of_group(name))}
        self._sources = sources(region)
        self._told = region.table("storylines.csv")

    def _of_group(self, name: str) -> list[Row]:
        return [row for key, rows in self._rows.items() if f"{key}.".startswith(f"{name}.") for row in rows]

    def __contains__(self, name: str) -> bool:
        return name in self._rows or name in self._groups or name in self._drivers

    @property
    def _drivers(self) -> dict[str, dict[str, str]]:
        known = next(iter(self.region.storylines.values())).paths
        return {name: row for name, row in assumption_names().items() if name in known}

    def resolved(self, contested: Mapping[str, float]) -> Contested:
        """Return places by name as the workers take them; equal choices give equal answers.

        Raises:
            Refused: nobody knows an assumption of this name.
        """
        drivers: dict[str, float] = {}
        positions: dict[str, float] = {}
        for name, place in contested.items():
            rounded = float(f"{place:.3g}")
            if name not in self:
                raise Refused("没有这个假设", f"{name} is not an assumption")
            if rounded and name in self._drivers:
                drivers[name] = rounded
            elif rounded:
                positions |= {row.key: rounded for row in self._groups.get(name) or self._rows[name]}
        return Contested(tuple(sorted(drivers.items())), tuple(sorted(positions.items())))

    def offered(self, storyline: str, say: Speech) -> list[dict[str, Any]]:
        """Return the short list: the region's own numbers first, then what lies outside the city."""
        own = [self._card(name, rows, say) for name, rows in self._groups.items()]
        return own + [self._driver(name, storyline, say) for name in self._drivers]

    def found(self, words: str, storyline: str, say: Speech) -> list[dict[str, Any]]:
        """Return the assumptions whose name, label or note holds all the words, the shortest names first."""
        wanted = words.lower().split()
        if not wanted:
            return []
        told = {name: self._text(name, rows) for name, rows in sorted({**self._rows, **self._groups}.items())}
        told |= {name: f"{name} {row['zh']} {row['en'].lower()}" for name, row in self._drivers.items()}
        fitting = [name for name, text in told.items() if all(word in text for word in wanted)]
        fitting.sort(key=lambda name: (name not in self._groups, len(name), name))
        return [self.card(name, storyline, say) for name in fitting[:MOST_FOUND]]

    def card(self, name: str, storyline: str, say: Speech) -> dict[str, Any]:
        """Return one assumption as it is shown."""
        if name in self._drivers:
            return self._driver(name, storyline, say)
        return self._card(name, self._groups.get(name) or self._rows[name], say)

    def label(self, name: str, say: Speech) -> str:
        """Return the name of an assumption in words, or its key where it has none."""
        row = short_list().get(name) or self._drivers.get(name)
        if row:
            return say(row["zh"], row["en"])
        return say(in_chinese(name).strip(), name.replace(".", " · ").replace("_", " "))

    def _text(self, name: str, rows: list[Row]) -> str:
        words = short_list().get(name, {"zh": "", "en": ""})
        chinese = f"{words['zh']} {in_chinese(name)}"
        return f"{name} {chinese} {words['en']} {' '.join(f'{row.note} {row.note_zh}' for row in rows[:3])}".lower()

    def _card(self, name: str, rows: list[Row], say: Speech) -> dict[str, Any]:
        words = short_list().get(name)
        keys = list(dict.fromkeys(row.key for row in rows))
        shown = [row for row in rows if row.key == keys[0]]
        first = shown[-1]
        unit, factor = typed_unit(first.unit, say)
        return {
            "id": name,
            "label": self.label(name, say),
            "about": say(words["why_zh"], words["why_en"]) if words else note_of(first, say),
            "unit": "" if first.unit in PLAIN_NUMBERS else unit,
            "values": [_rounded(factor * value) for value in self._values(shown)],
            "of": keys[0] if len(keys) > 1 or not words else "",
            "n": len(keys),
            "source": self._source(first.source, say),
            "grade": first.grade,
        }

    def _source(self, name: str, say: Speech) -> str:
        if name == ASSUMPTION:
            return ""
        return title_of(self._sources[name], say) if name in self._sources else name

    def _values(self, rows: list[Row]) -> tuple[float, float, float]:
        years = [row.year or 0 for row in rows]
        low, own, high = (
            float(np.interp(self.year, years, [getattr(row, part) for row in rows]))
            for part in ("low", "value", "high")
        )
        return low, own, high

    def _driver_row(self, name: str, storyline: str) -> dict[str, str]:
        """Return the row that says where a driver is from: the last given until the year shown, else the first."""
        rows = [row for row in self._told if row["key"] == name and row["storyline"] == storyline]
        rows = rows or [row for row in self._told if row["key"] == name and row["storyline"] == "*"]
        return [rows[0], *(row for row in rows if int(row["year"]) <= self.year)][-1]

    def _driver(self, name: str, storyline: str, say: Speech) -> dict[str, Any]:
        told = self.region.storylines[storyline or next(iter(self.region.storylines))]
        unit = told.paths[name][0]
        values = [told.with_positions({name: place}).value(name, unit, self.year) for place in (-1.0, 0.0, 1.0)]
        shown, factor = driver_unit(unit, self.region.first_year, say)
        about = say(f"市外条件，{self.year}年的数值", f"a driver outside the city, value of {self.year}")
        row = self._driver_row(name, told.id)
        return {
            "id": name,
            "label": self.label(name, say),
            "about": say("；", "; ").join(filter(None, (about, note_in(row["note"], row.get("note_zh", ""), say)))),
            "unit": shown,
            "values": [_rounded(factor * value) for value in values],
            "of": "",
            "n": 1,
            "source": self._source(row["source"], say),
            "grade": row["grade"],
        }


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
