"""A region is a folder of data; nothing numeric about any real place stands in code."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

from abm.context import Storyline, read_storylines
from abm.errors import UserError
from abm.parameters import Parameters, Row, read_parameter_file
from abm.tables import read_rows, read_text

REGIONS = Path(__file__).parent / "regions"
MADE_KEPT = 8  # results of a region and its samples that are kept


@dataclass(frozen=True)
class County:
    """A county-level unit: six-digit code and names."""

    code: str
    name_zh: str
    name_en: str

    @property
    def called(self) -> str:
        """Both names and the code, for a message that may be read in either language."""
        return f"{self.name_en} ({self.name_zh}, {self.code})"


@dataclass(frozen=True)
class Region:
    """Everything known about a place. ``folder`` holds its tables, ``included`` those it builds on."""

    id: str
    code: str
    name_zh: str
    name_en: str
    folder: Path
    included: tuple[Path, ...]
    counties: tuple[County, ...]
    parameters: Parameters
    storylines: dict[str, Storyline]
    first_year: int
    last_observed_year: int
    first_decision_year: int
    horizon: int
    _tables: dict[str, list[dict[str, str]]] = field(default_factory=dict, repr=False, compare=False)
    _made: dict[tuple, Any] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        """Say in one line which region it is."""
        return f"Region({self.id!r}, {self.name_en}, {self.n_counties} counties, {self.first_year}-{self.horizon})"

    @property
    def n_counties(self) -> int:
        """Number of counties; county arrays are in the order of ``counties``."""
        return len(self.counties)

    @cached_property
    def county_index(self) -> dict[str, int]:
        """Six-digit code -> position in county arrays."""
        return {county.code: i for i, county in enumerate(self.counties)}

    @cached_property
    def county_by_name(self) -> dict[str, int]:
        """Chinese name -> position in county arrays."""
        return {county.name_zh: i for i, county in enumerate(self.counties)}

    def table(self, name: str) -> list[dict[str, str]]:
        """Return the rows of ``name`` (such as ``facilities/coke.csv``) of this region, read once."""
        if name not in self._tables:
            self._tables[name] = read_rows(self.file(name))
        return self._tables[name]

    def file(self, name: str) -> Path:
        """Return the path of a data file, looked for here first, then in the included folders.

        Raises:
            MissingFile: neither has it.
        """
        for folder in (self.folder, *self.included):
            if (folder / name).exists():
                return folder / name
        raise MissingFile(f"region {self.id}: no file {name}")

    def observed(self, key: str) -> dict[int, float]:
        """Return {year: value} of what was observed of ``key``; empty where there is nothing."""
        return {int(row["year"]): float(row["value"]) for row in self.table("observations.csv") if row["key"] == key}

    def once[T](self, what: str, prefixes: tuple[str, ...], make: Callable[[], T]) -> T:
        """Return what ``make`` makes, made once for this region and all samples of it with the same numbers.

        Of the numbers ``make`` may read those alone whose keys start with ``prefixes``; nobody may change the result.
        """
        key = (what, self.parameters.told(prefixes))
        if key not in self._made:
            while len(self._made) >= MADE_KEPT:  # a thousand samples must not pile up
                self._made.pop(next(iter(self._made)))
            self._made[key] = make()
        return self._made[key]

    def with_values(self, values: dict[str, float]) -> "Region":
        """Return the region with some parameters set (for sampling); tables are shared."""
        return replace(self, parameters=self.parameters.with_values(values))

    def with_positions(self, positions: dict[str, float]) -> "Region":
        """Return the region with some numbers elsewhere in their ranges (-1 low, 0 as they are, 1 high)."""
        return replace(self, parameters=self.parameters.with_positions(positions))

    def with_storyline(self, storyline: Storyline) -> "Region":
        """Return the region with a changed storyline under its own name."""
        return replace(self, storylines=self.storylines | {storyline.id: storyline})


class MissingFile(UserError, FileNotFoundError):
    """A table that a region needs and does not have."""


class UnknownRegion(ValueError):
    """No such region; the message names those there are."""


def region_names() -> list[str]:
    """Names of the regions that ship with the package."""
    return sorted(path.parent.name for path in REGIONS.glob("*/region.toml"))


def load_region(name: str | Path = "luliang") -> Region:
    """Load a region by name, or from a folder.

    Raises:
        UnknownRegion: no such name or folder.
    """
    if not isinstance(name, str | PathLike):
        raise UnknownRegion(f"region: got {name!r}, allowed a name ({', '.join(region_names())}) or a folder")
    if not str(name):  # else the folder one stands in
        raise UnknownRegion(f"no region '', there are {', '.join(region_names())}")
    folder = Path(name) if (Path(name) / "region.toml").exists() else REGIONS / str(name)
    if not (folder / "region.toml").exists():
        if Path(name).is_dir():
            raise UnknownRegion(f"{name} has no region.toml")
        near = get_close_matches(str(name), region_names(), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise UnknownRegion(f"no region {str(name)!r}, there are {', '.join(region_names())}{hint}")
    head = tomllib.loads(read_text(folder / "region.toml"))
    included = tuple(REGIONS / other for other in head.get("include", []))
    counties = tuple(County(r["code"], r["name_zh"], r["name_en"]) for r in read_rows(folder / "counties.csv"))
    return Region(
        id=head["id"],
        code=head["code"],
        name_zh=head["name_zh"],
        name_en=head["name_en"],
        folder=folder,
        included=included,
        counties=counties,
        parameters=Parameters(_parameter_rows((*included, folder)), [county.code for county in counties]),
        storylines=read_storylines(folder / "storylines.csv"),
        first_year=head["first_year"],
        last_observed_year=head["last_observed_year"],
        first_decision_year=head["first_decision_year"],
        horizon=head["horizon"],
    )


def _parameter_rows(folders: tuple[Path, ...]) -> list[Row]:
    """Rows of all parameter files; a key in a later folder replaces that key of an earlier one."""
    merged: dict[str, list[Row]] = {}
    for folder in folders:
        own: dict[str, list[Row]] = {}
        for path in sorted((folder / "parameters").glob("*.csv")):
            for row in read_parameter_file(path):
                own.setdefault(row.key, []).append(row)
        merged |= own
    return [row for rows in merged.values() for row in rows]
