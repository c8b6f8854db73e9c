"""Every number has a source that can be found, and is there because something reads it."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from abm.check.read import county_keys, dated_keys
from abm.data import grades, sources
from abm.region import REGIONS, load_region, region_names
from policies.package import load_package, package_ids
from policies.registry import all_levers
from tests.region_tables import ENGLISH, HAN, TABLES, rows

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", region_names())
def test_every_number_names_a_source_or_says_that_it_is_assumed(name):
    region = load_region(name)
    known = {*sources(region), "assumption"}
    homeless = [
        f"{row.file}:{row.line} {row.key}: {row.source}" for row in region.parameters.rows() if row.source not in known
    ]
    assert homeless == []


@pytest.mark.parametrize("name", region_names())
def test_no_number_is_graded_better_than_its_source(name):
    """A figure of a press report is no better for being copied into a table."""
    region = load_region(name)
    known = sources(region)
    better = [
        f"{row.file}:{row.line} {row.key}: {row.grade}, {row.source} is {known[row.source].grade}"
        for row in region.parameters.rows()
        if row.source in known and row.grade < known[row.source].grade
    ]
    assert better == []


@pytest.mark.parametrize("name", region_names())
def test_what_is_observed_names_a_source(name):
    region = load_region(name)
    known = {*sources(region), "assumption"}
    assert [row for row in region.table("observations.csv") if row["source"] not in known] == []


def test_what_is_observed_is_in_the_same_unit_everywhere():
    """A reader who copies one region's table for another finds each series in the unit that he expects."""
    units: dict[str, set[str]] = {}
    for name in region_names():
        for row in load_region(name).table("observations.csv"):
            units.setdefault(row["key"], set()).add(row["unit"])
    assert {key: found for key, found in units.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", region_names())
def test_every_number_has_a_grade(name):
    rows = load_region(name).parameters.rows()
    assert sum(grades(rows).values()) == len(rows)


OF_COMING_YEARS = {  # sources that speak of years to come: a standard, a rule, a target
    "flex_target",
    "gb_21256",
    "luliang_new_energy",
    "settlement_2025",
}


@pytest.mark.parametrize("name", region_names())
def test_what_nobody_can_have_seen_is_graded_as_assumed(name):
    """A source of 2023 is no evidence of 2045: beyond the last observed year only rules and targets are quoted."""
    region = load_region(name)
    coming = [row for row in region.parameters.rows() if (row.year or 0) > region.last_observed_year]
    assert [
        f"{row.file}:{row.line} {row.key} {row.year}: {row.source} {row.grade}"
        for row in coming
        if row.grade != "M" and row.source not in OF_COMING_YEARS
    ] == []


def test_no_source_is_listed_twice_in_a_folder():
    for folder in REGIONS.iterdir():
        ids = []
        for path in sorted((folder / "sources").glob("*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as stream:
                ids += [row["id"] for row in csv.DictReader(stream)]
        assert sorted(set(ids)) == sorted(ids), folder.name


@pytest.mark.parametrize("table", TABLES)
def test_each_note_has_its_chinese_and_no_chinese_stands_without_its_english(table):
    assert [place for place, row in rows(table) if bool(row.get("note")) != bool(row.get("note_zh"))] == []


def test_each_source_has_a_title_that_a_chinese_reader_can_read():
    told = [(place, row.get("title_zh") or row["title"]) for place, row in rows("*/sources/*.csv")]
    assert [place for place, title in told if ENGLISH.search(title) and not HAN.search(title)] == []
    assert [place for place, title in told if re.search(r"[A-Za-z]{4}", title) and not HAN.search(title)] == []


@pytest.mark.parametrize("package", package_ids())
def test_every_value_of_a_package_quotes_its_document_or_says_that_it_is_our_reading(package):
    silent = [
        entry.lever
        for entry in load_package(package).entries
        if not (entry.document and (entry.quote or entry.reading))
    ]
    assert silent == []


@pytest.mark.parametrize("package", package_ids())
def test_our_reading_of_a_document_is_in_both_languages_each_by_itself(package):
    half = [
        entry.lever
        for entry in load_package(package).entries
        if entry.reading and (HAN.search(entry.reading) or not HAN.search(entry.reading_zh))
    ]
    assert half == []


def test_the_evidence_of_a_lever_can_be_found():
    known: set[str] = set()
    for name in region_names():
        region = load_region(name)
        known |= {*sources(region), *region.parameters.keys}
    lost = [(lever.id, word) for lever in all_levers().values() for word in lever.evidence if word not in known]
    assert lost == []


LISTEN = """
import json
from abm import load_region, simulate
from abm.industry.passed_on import passed_on
from abm.parameters import Parameters
from abm.targets import feasibility

found, value, by_county, series = {}, Parameters.value, Parameters.by_county, Parameters.series_by_county
of_counties = set()

def listening(self, key, unit, year=None):
    found.setdefault(key, set()).add(year is not None)
    return value(self, key, unit, year)

def listening_by_county(self, key, *rest):
    of_counties.add(key)
    return by_county(self, key, *rest)

def listening_to_series(self, key, *rest):
    of_counties.add(key)
    return series(self, key, *rest)

Parameters.value = listening
Parameters.by_county, Parameters.series_by_county = listening_by_county, listening_to_series
for name, scale in (("tiny", 1.0), ("luliang", 0.02)):
    simulate("plan", name, scale=scale, until=2030)
    feasibility(region := load_region(name))
    moved = next(iter(region.storylines.values())).with_positions({"price.coking_coal": 1.0})
    passed_on(moved, region.parameters)  # as in a batch that samples prices
told = {key: sorted(dated) for key, dated in found.items()}
print(json.dumps({"years": told, "counties": sorted(of_counties)}))
"""


@pytest.fixture(scope="module")
def looked_up(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every key that is looked up when people are made, a few years are simulated, prices sampled and targets tested.

    ``years``: each with whether that was for a year; ``counties``: those looked up county by county.
    In a process of its own, with nothing kept from before.
    """
    environment = {**os.environ, "TANFENG_CACHE": str(tmp_path_factory.mktemp("cache"))}
    command = [sys.executable, "-c", LISTEN]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("folder", sorted(path.name for path in REGIONS.iterdir() if (path / "parameters").is_dir()))
def test_every_number_that_ships_is_read(folder, looked_up):
    unread = []
    for path in sorted((REGIONS / folder / "parameters").glob("*.csv")):
        unread += sorted(_keys(path) - looked_up["years"].keys())
    assert unread == []


@pytest.mark.slow
def test_the_numbers_that_may_have_a_year_or_a_county_are_those_that_the_model_reads_so(looked_up):
    by_year = {key.partition("@")[0] for key, dated in looked_up["years"].items() if dated == [True]}
    assert by_year == dated_keys("parameters/*.csv")
    assert set(looked_up["counties"]) == county_keys("parameters/*.csv")


def _keys(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row["key"] for row in csv.DictReader(stream)}
