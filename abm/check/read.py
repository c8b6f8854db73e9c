"""What the model reads of a region's numbers, as the regions that ship with it tell: keys, units, years, counties.

Tests hold the shipped regions to having no key that nothing reads, and the two lists here to what is read.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from abm.region import REGIONS
from abm.tables import read_rows, read_text

READ_BY_YEAR = (  # beside those that a shipped region dates
    "industry.limit.chemicals",
    "industry.limit.other",
    "industry.tier.rate.cement",
    "industry.tier.rate.steel",
    "industry.tier.threshold.cement",
    "power.rest.standing.coal",
    "power.rest.standing.storage",
    "tariff.home.tou_open",
)
READ_BY_COUNTY = (  # beside those that a shipped region tells by county
    "fuel_price.briquette_add",
    "fuel_price.district_heat",
    "fuel_price.gas_home_add",
    "fuel_price.home_coal_add",
    "people.absent_share_urban",
    "straw.machine_area",
)


@cache
def known_keys(tables: str) -> frozenset[str]:
    """Return the keys that the code reads: those of the shipped regions' tables (a glob), county codes left off."""
    return frozenset(key for key, _ in _told(tables))


@cache
def dated_keys(tables: str) -> frozenset[str]:
    """Return the keys of numbers that the code reads year by year: a year of any other would be ignored."""
    return frozenset(key for key, row in _told(tables) if row["year"]) | frozenset(READ_BY_YEAR)


@cache
def county_keys(tables: str) -> frozenset[str]:
    """Return the keys of numbers that the code reads county by county: a county of any other would be ignored."""
    return frozenset(key for key, row in _told(tables) if "@" in row["key"]) | frozenset(READ_BY_COUNTY)


@cache
def known_units(tables: str) -> Mapping[str, frozenset[str]]:
    """Return key -> the units that the shipped regions give it in: the code takes a number in no other."""
    units: dict[str, set[str]] = {}
    for key, row in _told(tables):
        units.setdefault(key, set()).add(row["unit"])
    return {key: frozenset(found) for key, found in units.items()}


@cache
def needed_keys(tables: str) -> frozenset[str]:
    """Return the keys that a region needs, its own or an included one's: those that every shipped region has."""
    heads = {path.parent: tomllib.loads(read_text(path)) for path in REGIONS.glob("*/region.toml")}
    homes = [[folder, *(REGIONS / other for other in head.get("include", []))] for folder, head in heads.items()]
    return frozenset[str].intersection(
        *(frozenset(key for folder in home for key, _ in _told(tables, folder)) for home in homes)
    )


def _told(tables: str, folder: Path | None = None) -> list[tuple[str, dict[str, str]]]:
    """Return the rows of the shipped regions' tables, or those of one folder, each after its key without a county."""
    files = folder.glob(tables) if folder else REGIONS.glob(f"*/{tables}")
    return [(row["key"].partition("@")[0], row) for path in files for row in _rows(path)]


@cache
def _rows(path: Path) -> list[dict[str, str]]:
    return read_rows(path)
