"""Walks through a region's folder, table by table."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from abm.check.columns import Column, anything, matching, number
from abm.check.numbers import (
    check_observations,
    check_parameters,
    check_sources,
    check_storylines,
    missing_counties,
    missing_keys,
)
from abm.check.place import check_borders, check_communities, check_counties, check_facilities, check_head
from abm.check.plants import check_plants
from abm.check.policy import check_corridors, check_projects
from abm.check.problem import Problem, nearest
from abm.check.profiles import check_curtailed, check_days, check_hourly, check_periods
from abm.check.sheet import ANY, Sheet, check_cells, check_header, check_unique, read_sheet
from abm.check.words import in_chinese, plain
from abm.region import REGIONS
from abm.targets.table import parse_target

TARGET_HEADER = (
    "id", "project", "indicator", "indicator_zh", "year", "date_source", "relation", "value", "unit", "tolerance",
    "kind", "calibre", "quote_zh",
)  # fmt: skip
NEEDED = (
    "targets.csv", "counties.geojson", "tou_periods.csv", "profiles/hourly.csv",
    *(f"facilities/{name}.csv" for name in (
        "alumina", "aluminium", "cement", "chemicals", "coal_mines", "coal_units", "coke", "gas", "residual", "steel",
        "wind_solar",
    )),
)  # fmt: skip
DAYS_FILE, CURTAILED_FILE = "profiles/days.csv", "profiles/curtailed.csv"
HOURLY_FILE, PERIODS_FILE = "profiles/hourly.csv", "tou_periods.csv"
TARGET_YEAR = matching(r"\d{4}(-\d{4})?", "年份或时段", "a year, or years such as 2026-2030")


def check_region(folder: str | Path) -> list[Problem]:
    """Return everything that is wrong with a region's folder, file by file; an empty list if nothing is.

    A folder without ``region.toml`` that has ``parameters`` is a shared one, on which regions build.

    Raises:
        FileNotFoundError: no such folder, or one that is no region.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}")
    if not (folder / "region.toml").exists():
        if (folder / "parameters").is_dir():
            return _check_numbers(Tables(folder), set())
        raise FileNotFoundError(f"{folder} has no region.toml")
    head, problems = check_head(folder / "region.toml")
    included, missing = _included(head.get("include", []))
    tables = Tables(folder, included)
    counties_sheet = tables.sheet("counties.csv")
    counties = check_counties(counties_sheet)
    names = {row["name_zh"] for _, row in counties_sheet if row.get("name_zh")}
    problems += missing + counties_sheet.problems + _missing_files(tables.folders)
    problems += _check_numbers(tables, counties)
    if head and not missing:
        problems += _missing_numbers(tables, counties)
    problems += _check_world(tables)
    problems += _check_profiles(tables)
    if counties:  # without them nothing has a place, and one problem says so
        problems += _check_places(tables, counties, names)
    return problems


class Tables:
    """The tables of a region's folder and of those that it builds on, each read once."""

    def __init__(self, folder: Path, included: Iterable[Path] = ()) -> None:
        self.folder = folder
        self.folders = (folder, *included)
        self._sheets: dict[Path, Sheet] = {}

    def has(self, name: str) -> bool:
        """Return whether the region's own folder has the table."""
        return (self.folder / name).exists()

    def sheet(self, name: str, folder: Path | None = None) -> Sheet:
        """Return a table of the region's own folder, or of another one."""
        path = (folder or self.folder) / name
        if path not in self._sheets:
            self._sheets[path] = read_sheet(path, name)
        return self._sheets[path]

    def own(self, kind: str) -> list[Sheet]:
        """Return the region's own tables of a kind, such as ``parameters``."""
        return self._of(kind, self.folder)

    def all(self, kind: str) -> list[Sheet]:
        """Return the tables of a kind of the region and of what it builds on."""
        return [sheet for folder in self.folders for sheet in self._of(kind, folder)]

    @cached_property
    def sources(self) -> set[str]:
        """Ids of all sources."""
        return {row["id"] for sheet in self.all("sources") for _, row in sheet if row.get("id")}

    def _of(self, kind: str, folder: Path) -> list[Sheet]:
        return [self.sheet(f"{kind}/{path.name}", folder) for path in sorted((folder / kind).glob("*.csv"))]


def _included(names: Iterable[str]) -> tuple[list[Path], list[Problem]]:
    known = sorted(path.name for path in REGIONS.iterdir() if path.is_dir())
    good = [REGIONS / name for name in names if name in known]
    listed = ", ".join(known)
    bad = [
        Problem(
            "region.toml", 0, "include", str(name), f"以下之一：{listed}", f"one of {listed}", nearest(str(name), known)
        )
        for name in names
        if name not in known
    ]
    return good, bad


def _missing_files(folders: Sequence[Path]) -> list[Problem]:
    return [
        Problem(name, 0, "", "no file", "有此文件（名录可以只有表头）", "this file (a list may end with its header)")
        for name in NEEDED
        if not any((folder / name).exists() for folder in folders)
    ]


def _check_numbers(tables: Tables, counties: set[str]) -> list[Problem]:
    for sheet in tables.own("sources"):
        check_sources(sheet)
    home: dict[str, str] = {}
    for sheet in tables.own("parameters"):
        check_parameters(sheet, tables.sources, counties)
        for line, row in sheet:
            other = home.setdefault(row.get("key", ""), sheet.file)
            if other != sheet.file:
                sheet.report(
                    line,
                    "key",
                    row["key"],
                    f"只在一个文件中（已在 {other}）",
                    f"in one file only; it is in {other} too",
                )
    return _problems(*tables.own("sources"), *tables.own("parameters"))


def _missing_numbers(tables: Tables, counties: set[str]) -> list[Problem]:
    sheets = tables.all("parameters")
    if not all("key" in sheet.header for sheet in sheets):  # of what cannot be read, one problem says so
        return []
    told = [row["key"] for sheet in sheets for _, row in sheet]
    return missing_keys(told) + missing_counties(told, counties)


def _problems(*sheets: Sheet) -> list[Problem]:
    return [problem for sheet in sheets for problem in sheet.problems]


def _check_world(tables: Tables) -> list[Problem]:
    names = tables.sheet("storyline_names.csv")
    check_header(names, ("id", "name_zh", "name_en"), ANY)
    check_unique(names, ("id",))
    storylines = tables.sheet("storylines.csv")
    known = [row["id"] for _, row in names if row.get("id")]
    if known:  # without names every line would be wrong, and one problem says so
        check_storylines(storylines, known, tables.sources)
    observations = tables.sheet("observations.csv")
    check_observations(observations, tables.sources)
    sheets = [names, storylines, observations]
    targets: set[str] | None = None
    if tables.has("targets.csv"):
        sheets.append(tables.sheet("targets.csv"))
        _check_targets(sheets[-1])
        targets = {row["id"] for _, row in sheets[-1] if row.get("id")}
    if tables.has("projects.csv"):
        sheets.append(tables.sheet("projects.csv"))
        check_projects(sheets[-1])
    if tables.has("corridors.csv"):
        sheets.append(tables.sheet("corridors.csv"))
        check_corridors(sheets[-1], targets)
    return _problems(*sheets)


def _check_profiles(tables: Tables) -> list[Problem]:
    """Check the hourly profile, the tariff's hours, and what may stand beside: days chosen, evidence of curtailment."""
    dates: set[str] = set()
    if tables.has(HOURLY_FILE):
        check_hourly(tables.sheet(HOURLY_FILE))
        dates = {row["date"] for _, row in tables.sheet(HOURLY_FILE) if row.get("date")}
    if tables.has(PERIODS_FILE):
        check_periods(tables.sheet(PERIODS_FILE), tables.sources)
    if tables.has(DAYS_FILE):
        check_days(tables.sheet(DAYS_FILE), dates)
    if tables.has(CURTAILED_FILE):
        check_curtailed(tables.sheet(CURTAILED_FILE), tables.sources)
    names = (HOURLY_FILE, PERIODS_FILE, DAYS_FILE, CURTAILED_FILE)
    return _problems(*(tables.sheet(name) for name in names if tables.has(name)))


def _check_targets(sheet: Sheet) -> None:
    if check_header(sheet, TARGET_HEADER, ANY):
        columns = (
            Column("id", anything),
            Column("indicator", anything),
            Column("year", TARGET_YEAR, blank=True),
            Column("value", number, blank=True),
        )
        check_cells(sheet, columns)
        check_unique(sheet, ("id",))
        for line, row in sheet:
            try:
                parse_target(row)
            except KeyError as error:
                name = str(error.args[0])
                sheet.report(1, name, "no such column", f"有列 {name}", f"a column {name}")
                break
            except ValueError as error:
                words = plain(str(error))
                zh, en = f"可评分的目标：{in_chinese(words)}", f"a target that can be scored: {words}"
                sheet.report(line, "", row["id"], zh, en)


def _check_places(tables: Tables, counties: set[str], names: set[str]) -> list[Problem]:
    communities = tables.sheet("communities.csv")
    check_communities(communities, counties)
    facilities = tables.own("facilities")
    for sheet in facilities:
        check_facilities(sheet, counties, names)
        check_plants(sheet, Path(sheet.file).stem)
    problems = _problems(communities, *facilities)
    if tables.has("counties.geojson"):
        problems += check_borders(tables.folder / "counties.geojson", counties)
    return problems
