"""Walks through a region's folder, table by table."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from abm.check.columns import Column, anything, matching, number
from abm.check.numbers import check_observations, check_parameters, check_sources, check_storylines, missing_keys
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
            return _check_numbers(folder, [folder], set())
        raise FileNotFoundError(f"{folder} has no region.toml")
    head, problems = check_head(folder / "region.toml")
    included, missing = _included(head.get("include", []))
    counties_sheet = read_sheet(folder / "counties.csv", "counties.csv")
    counties = check_counties(counties_sheet)
    names = {row["name_zh"] for _, row in counties_sheet if row.get("name_zh")}
    problems += missing + counties_sheet.problems + _missing_files([folder, *included])
    problems += _check_numbers(folder, [folder, *included], counties)
    if head and not missing:
        problems += _missing_numbers([folder, *included])
    problems += _check_world(folder, _source_ids([folder, *included]))
    problems += _check_profiles(folder, _source_ids([folder, *included]))
    if counties:  # without them nothing has a place, and one problem says so
        problems += _check_places(folder, counties, names)
    return problems


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


def _source_ids(folders: Sequence[Path]) -> set[str]:
    return {
        row["id"]
        for folder in folders
        for path in sorted((folder / "sources").glob("*.csv"))
        for _, row in read_sheet(path, path.name)
        if row.get("id")
    }


def _check_numbers(folder: Path, folders: Sequence[Path], counties: set[str]) -> list[Problem]:
    sheets = []
    for path in sorted((folder / "sources").glob("*.csv")):
        sheet = read_sheet(path, f"sources/{path.name}")
        check_sources(sheet)
        sheets.append(sheet)
    known = _source_ids(folders)
    home: dict[str, str] = {}
    for path in sorted((folder / "parameters").glob("*.csv")):
        sheet = read_sheet(path, f"parameters/{path.name}")
        check_parameters(sheet, known, counties)
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
        sheets.append(sheet)
    return [problem for sheet in sheets for problem in sheet.problems]


def _missing_numbers(folders: Sequence[Path]) -> list[Problem]:
    sheets = [read_sheet(path, path.name) for home in folders for path in sorted((home / "parameters").glob("*.csv"))]
    if not all("key" in sheet.header for sheet in sheets):  # of what cannot be read, one problem says so
        return []
    return missing_keys(row["key"] for sheet in sheets for _, row in sheet)


def _check_world(folder: Path, sources: set[str]) -> list[Problem]:
    names = read_sheet(folder / "storyline_names.csv", "storyline_names.csv")
    check_header(names, ("id", "name_zh", "name_en"), ANY)
    check_unique(names, ("id",))
    storylines = read_sheet(folder / "storylines.csv", "storylines.csv")
    known = [row["id"] for _, row in names if row.get("id")]
    if known:  # without names every line would be wrong, and one problem says so
        check_storylines(storylines, known, sources)
    observations = read_sheet(folder / "observations.csv", "observations.csv")
    check_observations(observations, sources)
    sheets = [names, storylines, observations]
    targets: set[str] = set()
    if (folder / "targets.csv").exists():
        sheets.append(_check_targets(folder / "targets.csv"))
        targets = {row["id"] for _, row in sheets[-1] if row.get("id")}
    if (folder / "projects.csv").exists():
        sheets.append(read_sheet(folder / "projects.csv", "projects.csv"))
        check_projects(sheets[-1])
    if (folder / "corridors.csv").exists():
        sheets.append(read_sheet(folder / "corridors.csv", "corridors.csv"))
        check_corridors(sheets[-1], targets)
    return [problem for sheet in sheets for problem in sheet.problems]


def _check_profiles(folder: Path, sources: set[str]) -> list[Problem]:
    """Check the hourly profile, the tariff's hours, and what may stand beside: days chosen, evidence of curtailment."""
    problems = []
    hourly, periods = (folder / name for name in (HOURLY_FILE, PERIODS_FILE))
    dates: set[str] = set()
    if hourly.exists():
        sheet = read_sheet(hourly, HOURLY_FILE)
        check_hourly(sheet)
        dates = {row["date"] for _, row in sheet if row.get("date")}
        problems += sheet.problems
    if periods.exists():
        sheet = read_sheet(periods, PERIODS_FILE)
        check_periods(sheet, sources)
        problems += sheet.problems
    if (folder / DAYS_FILE).exists():
        sheet = read_sheet(folder / DAYS_FILE, DAYS_FILE)
        check_days(sheet, dates)
        problems += sheet.problems
    if (folder / CURTAILED_FILE).exists():
        sheet = read_sheet(folder / CURTAILED_FILE, CURTAILED_FILE)
        check_curtailed(sheet, sources)
        problems += sheet.problems
    return problems


def _check_targets(path: Path) -> Sheet:
    sheet = read_sheet(path, path.name)
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
    return sheet


def _check_places(folder: Path, counties: set[str], names: set[str]) -> list[Problem]:
    communities = read_sheet(folder / "communities.csv", "communities.csv")
    check_communities(communities, counties)
    problems = list(communities.problems)
    for path in sorted((folder / "facilities").glob("*.csv")):
        sheet = read_sheet(path, f"facilities/{path.name}")
        check_facilities(sheet, counties, names)
        check_plants(sheet, path.stem)
        problems += sheet.problems
    if (folder / "counties.geojson").exists():
        problems += check_borders(folder / "counties.geojson", counties)
    return problems
