"""What of the region names levers and results: its projects, the corridors of the assessment, packages of its own."""

from collections.abc import Collection
from pathlib import Path

from abm.check.columns import Column, anything, is_number, one_of
from abm.check.problem import Problem, nearest
from abm.check.sheet import ANY, Sheet, check_cells, check_header, check_unique
from abm.variables import all_variables
from policies.package import PackageError, load_package, package_paths
from policies.registry import all_levers

PROJECTS_HEADER = ("id", "section_zh", "section_en", "name_zh", "name_en", "levers", "responders_zh", "responders_en",
                   "indicators", "missing_zh", "missing_en")  # fmt: skip
CORRIDORS_HEADER = ("target", "lever", "bound", "note", "note_zh")
ANY_YEAR = 2030  # a package that has a value in one has one in all


def check_projects(sheet: Sheet) -> None:
    """Check the plan's projects: each once, with levers and result variables that there are."""
    if not check_header(sheet, PROJECTS_HEADER, ANY):
        return
    check_cells(sheet, [Column(name, anything) for name in ("id", "name_zh", "name_en")])
    check_unique(sheet, ("id",))
    known: dict[str, Collection[str]] = {"levers": all_levers(), "indicators": all_variables()}
    words = {
        "levers": ("杠杆", "a lever"),
        "indicators": ("abm/variables.csv 中的指标", "a variable of abm/variables.csv"),
    }
    for line, row in sheet:
        for column, names in known.items():
            for name in _listed(row[column]):
                if name not in names:
                    sheet.report(line, column, name, *words[column], nearest(name, names))


def check_corridors(sheet: Sheet, targets: Collection[str] | None) -> None:
    """Check the corridors: a target of the region (None: it has no table of them), a lever, a bound in its range."""
    if not check_header(sheet, CORRIDORS_HEADER, ANY):
        return
    levers = all_levers()
    target = anything if targets is None else one_of(targets)
    check_cells(sheet, (Column("target", target), Column("lever", one_of(levers))))
    for line, row in sheet:
        lever = levers.get(row["lever"])
        low, high = (lever.low, lever.high) if lever else (float("-inf"), float("inf"))
        if not is_number(row["bound"]) or not low <= float(row["bound"]) <= high:
            unit = f" {lever.unit}" if lever else ""
            sheet.report(
                line, "bound", row["bound"], f"数 {low:g}..{high:g}{unit}", f"a number {low:g}..{high:g}{unit}"
            )


def check_packages(folder: Path) -> list[Problem]:
    """Return what is wrong with the packages of the region's own, which go before shipped ones of the same name."""
    problems = []
    for file in sorted(folder.glob("*.toml")):
        try:
            package_paths(load_package(file.stem, (folder,)), (ANY_YEAR,), (folder,))
        except PackageError as error:
            problems += [
                Problem(f"packages/{file.name}", 0, "", file.stem, f"可用的政策包：{line}", f"a package to run: {line}")
                for line in str(error).splitlines()
            ]
    return problems


def _listed(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]
