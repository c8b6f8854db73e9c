"""Context is no lever: outside demand, fuel prices, technology cost, as four correlated storylines."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from abm.tables import read_rows


@dataclass(frozen=True)
class Storyline:
    """Yearly paths of everything that the city cannot choose."""

    id: str
    paths: dict[str, tuple[str, list[int], list[float]]]  # key -> unit, years, values

    def value(self, key: str, unit: str, year: int) -> float:
        """Return the driver in ``year``, linear between given years and constant outside.

        Raises:
            KeyError: no such driver.
            ValueError: the driver has another unit.
        """
        if key not in self.paths:
            near = get_close_matches(key, self.paths, n=1)
            raise KeyError(f"no driver {key!r} in storyline {self.id!r}; nearest {near}")
        has, years, values = self.paths[key]
        if has != unit:
            raise ValueError(f"driver {key}: unit {has!r}, expected {unit!r}")
        return float(np.interp(year, years, values))


def read_storylines(path: Path) -> dict[str, Storyline]:
    """Return the storylines of a table (key, storyline, year, value, unit, ...).

    A row whose storyline is ``*`` holds in all of them unless one has rows of its own.
    """
    rows = read_rows(path)
    names = list(dict.fromkeys(row["storyline"] for row in rows if row["storyline"] != "*"))
    found = {}
    for name in names:
        paths: dict[str, tuple[str, list[int], list[float]]] = {}
        own = {row["key"] for row in rows if row["storyline"] == name}
        for row in rows:
            if row["storyline"] == name or (row["storyline"] == "*" and row["key"] not in own):
                _, years, values = paths.setdefault(row["key"], (row["unit"], [], []))
                years.append(int(row["year"]))
                values.append(float(row["value"]))
        for key, (unit, years, values) in paths.items():
            order = np.argsort(years)
            paths[key] = (unit, [years[i] for i in order], [values[i] for i in order])
        found[name] = Storyline(name, paths)
    return found
