"""The tables that say where: region.toml, counties, communities, borders, facilities."""

import json
import re
import tomllib
from collections.abc import Collection
from pathlib import Path

from abm.check.columns import Column, anything, code, number_from, one_of, year
from abm.check.problem import Problem, nearest
from abm.check.sheet import ANY, Sheet, check_cells, check_header, check_unique
from abm.tables import read_text

YEARS = ("first_year", "last_observed_year", "first_decision_year", "horizon")
HEAD = {"id": str, "code": str, "name_zh": str, "name_en": str} | dict.fromkeys(YEARS, int)


def check_head(path: Path) -> tuple[dict, list[Problem]]:
    """Check ``region.toml``; return its content and what is wrong with it."""
    try:
        head = tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, ValueError) as error:
        return {}, [Problem(path.name, 0, "", str(error), "可读的 TOML", "readable TOML")]
    problems = []
    for name, kind in HEAD.items():
        if name not in head:
            near = nearest(name, head)
            problems.append(Problem(path.name, 0, name, "nothing", f"有 {name}", f"a value of {name}", near))
        elif not isinstance(head[name], kind):
            words = {str: ("文字", "a text"), int: ("整数", "a whole number")}[kind]
            problems.append(Problem(path.name, 0, name, str(head[name]), *words))
    place = head.get("code")
    if isinstance(place, str) and not re.fullmatch(r"\d{6}", place):
        problems.append(Problem(path.name, 0, "code", place, "6 位数字代码", "a code of 6 digits"))
    for name in sorted(set(head) - {*HEAD, "include"}):
        known = [*HEAD, "include"]
        names = ", ".join(known)
        problems.append(Problem(path.name, 0, name, name, names, names, nearest(name, known)))
    if all(isinstance(head.get(name), int) for name in YEARS):
        years = [head[name] for name in YEARS]
        if years != sorted(set(years)):
            order = " < ".join(YEARS)
            problems.append(Problem(path.name, 0, "", " < ".join(map(str, years)), order, order))
    return head, problems


def check_counties(sheet: Sheet) -> set[str]:
    """Check the counties and return their codes."""
    check_header(sheet, ("code", "name_zh", "name_en"), ANY)
    check_cells(sheet, (Column("code", code(6)), Column("name_zh", anything), Column("name_en", anything)))
    check_unique(sheet, ("code",))
    check_unique(sheet, ("name_zh",))
    if sheet.header and not sheet.rows:
        sheet.report(0, "", "no row", "至少一个县", "a county at least")
    return {row["code"] for _, row in sheet if row.get("code")}


def check_communities(sheet: Sheet, counties: Collection[str]) -> None:
    """Check the communities: each in a known county, urban or village."""
    if check_header(sheet, ("code", "county_code", "township_zh", "name_zh", "kind"), ANY):
        check_cells(
            sheet,
            (
                Column("code", code(12)),
                Column("county_code", one_of(counties)),
                Column("name_zh", anything),
                Column("kind", one_of(("urban", "village"))),
            ),
        )
        check_unique(sheet, ("code",))
        for county in sorted(set(counties) - {row["county_code"] for _, row in sheet if row["kind"] == "village"}):
            sheet.report(0, "county_code", f"no village of {county}", "每县至少一个村", "a village in each county")


def check_facilities(sheet: Sheet, counties: Collection[str], names: Collection[str]) -> None:
    """Check a list of facilities: known counties, capacities and years that can be."""
    if not sheet.header:
        return
    check_cells(
        sheet,
        (
            *(Column(name, one_of(counties), blank=True) for name in ("county", "county_code", "code_county")),
            Column("county_zh", one_of(names), blank=True),
            *(Column(name, year, blank=True) for name in ("start_year", "close_year", "end_year", "retired_year")),
            *(
                Column(name, number_from(0), blank=True)
                for name in sheet.header
                if name.startswith("capacity") and name not in ("capacity_unit", "capacity_note")
            ),
            Column("longitude", number_from(70, 140), blank=True),
            Column("latitude", number_from(15, 55), blank=True),
        ),
    )
    if "id" in sheet.header:
        check_unique(sheet, ("id",))


def check_borders(path: Path, counties: Collection[str]) -> list[Problem]:
    """Check that the borders are GeoJSON with one feature for each county."""
    try:
        features = json.loads(read_text(path))["features"]
        codes = [str(feature["properties"]["code"]) for feature in features]
    except (ValueError, KeyError, TypeError) as error:
        want = "每个要素带 code 的 GeoJSON", "GeoJSON whose features have a code"
        return [Problem(path.name, 0, "", f"{type(error).__name__}: {error}", *want)]
    problems = [
        Problem(path.name, 0, "code", name, "counties.csv 中的代码", "a code of counties.csv", nearest(name, counties))
        for name in codes
        if name not in counties
    ]
    for name in sorted(set(counties) - set(codes)):
        problems.append(
            Problem(path.name, 0, "code", f"no feature for {name}", "每县一个要素", "a feature for each county")
        )
    return problems
