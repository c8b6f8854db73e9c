"""Packages: what plan or law says, as data. Lever -> {year: value}, with document, article and link.

A package file is ``<id>.toml``, and ``<id>/*.toml`` beside it may hold its parts by theme. Between
two dates a value holds, unless the row says ``mode = "linear"``; before the first date it is the
path of the base package. ``hold_from = Y`` in the head freezes the base package's values of year Y.

``from = "plan"`` takes over another package's entries so that no value is written twice: those whose
lever has its home (the first of its projects) in ``projects``, or is in the hands of ``authority``.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import get_args

import numpy as np

from policies.lever import Authority, Text
from policies.package_circle import circle_problems
from policies.package_words import parts_and_slips
from policies.registry import all_levers

FOLDER = Path(__file__).parent / "packages"
PROJECT = r"\d{1,2}g?"  # id of a project or, with a g, of a guarantee


class PackageError(ValueError):
    """Everything that is wrong with a package, one problem a line."""


@dataclass(frozen=True)
class Entry:
    """Dated values of one lever, and where they are written."""

    lever: str
    values: tuple[tuple[int, float], ...]
    mode: str
    document: str
    article: str
    link: str
    quote: str
    reading: str
    reading_zh: str = ""


@dataclass(frozen=True)
class Package:
    """A named set of entries on top of a base package."""

    id: str
    label: Text
    description: Text
    base: str | None
    hold_from: int | None
    entries: tuple[Entry, ...]


def package_ids(folders: Sequence[Path] = ()) -> list[str]:
    """Return the ids of all packages, those of a region's own folder included."""
    return sorted({path.stem for folder in (*folders, FOLDER) for path in folder.glob("*.toml")})


def load_package(name: str, folders: Sequence[Path] = ()) -> Package:
    """Load a package by id (a region's ``folders`` first), or from a file.

    Raises:
        PackageError: no such package, or problems in it, all at once.
    """
    path = _find(name, folders)
    head, entries, problems = _parts(path)
    circles = circle_problems(path, lambda file: _stands_on(file, folders))
    problems += circles
    if not circles:
        entries += _taken_over(head, entries, path, folders, problems)
    counted = Counter(entry.lever for entry in entries)
    problems += [f"{path.name}: lever {lever!r} is given twice" for lever, n in counted.items() if n > 1]
    if problems:
        raise PackageError("\n".join(problems))
    return Package(
        id=path.stem,
        label=Text(head.get("label_zh", path.stem), head.get("label_en", path.stem)),
        description=Text(head.get("description_zh", ""), head.get("description_en", "")),
        base=head.get("base"),
        hold_from=head.get("hold_from"),
        entries=tuple(entries),
    )


def _parts(path: Path) -> tuple[dict, list[Entry], list[str]]:
    """Return head, entries and problems of a package's file and of the parts in the folder beside it."""
    problems: list[str] = []
    entries: list[Entry] = []
    head: dict = {}
    for file in (path, *sorted((path.parent / path.stem).glob("*.toml"))):
        try:
            file_head, found, wrong = _read(file.read_text(encoding="utf-8-sig"), file.name)
        except UnicodeDecodeError:
            problems.append(f"{file.name}: not UTF-8 text, which a TOML file is; save it as UTF-8")
            continue
        except tomllib.TOMLDecodeError as error:
            problems.append(f"{file.name}: not readable as TOML: {error}")
            continue
        head = head or file_head
        entries += found
        problems += wrong
    return head, entries, problems


def _stands_on(path: Path, folders: Sequence[Path]) -> list[tuple[str, Path]]:
    """Return the files of the packages that a package names; one that is not there is told where it is loaded."""
    head, _, _ = _parts(path)
    found = []
    for word in ("base", "from"):
        try:
            found += [(word, _find(head[word], folders))] if word in head else []
        except PackageError:
            continue
    return found


def _taken_over(head: dict, own: list[Entry], path: Path, folders: Sequence[Path], problems: list[str]) -> list[Entry]:
    """Return the entries of the package named by ``from`` that the head asks for and the file does not give itself."""
    if "from" not in head:
        return []
    levers, given = all_levers(), {entry.lever for entry in own}
    homes, authority = head.get("projects"), head.get("authority")
    known = {project for lever in levers.values() for project in lever.projects}
    for project in [p for p in homes or () if not re.fullmatch(PROJECT, str(p))]:
        near = get_close_matches(str(project), known, n=1)
        hint = f"; nearest is {near[0]!r}" if near else ""
        problems.append(f"{path.name}: projects has {project!r}, allowed ids such as '10' or '17g'{hint}")
    if authority not in (None, *get_args(Authority)):
        problems.append(f"{path.name}: authority {authority!r}, allowed {', '.join(get_args(Authority))}")
    return [
        entry
        for entry in load_package(head["from"], folders).entries
        if entry.lever not in given
        and (homes is None or levers[entry.lever].projects[0] in homes)
        and (authority is None or levers[entry.lever].authority == authority)
    ]


@lru_cache(maxsize=128)
def _read(text: str, file: str) -> tuple[dict, tuple[Entry, ...], tuple[str, ...]]:
    """Return head, entries and problems of a TOML text, which nobody changes: a batch reads the same for every run."""
    head, rows, problems = parts_and_slips(tomllib.loads(text), file)
    entries = _entries(rows, file, problems)
    return head, tuple(entries), tuple(problems)


def package_paths(package: Package, years: Sequence[int], folders: Sequence[Path] = ()) -> dict[str, np.ndarray]:
    """Return lever id -> (n_years,) values, the base package's where this one says nothing.

    Raises:
        PackageError: a lever has no value at all in the end.
    """
    paths: dict[str, np.ndarray] = {}
    if package.base:
        wanted = years if package.hold_from is None else [package.hold_from] * len(years)
        paths = package_paths(load_package(package.base, folders), wanted, folders)
    asked = np.asarray(years)
    for entry in package.entries:
        paths[entry.lever] = _path(entry, asked, paths.get(entry.lever))
    missing = sorted(set(all_levers()) - set(paths))
    if missing and not package.base:
        raise PackageError(
            f"package {package.id!r} has no base and gives no value for {len(missing)} of {len(all_levers())} levers "
            f'({", ".join(missing[:3])}, ...): name one, base = "current"'
        )
    return dict(sorted(paths.items()))


def override(
    paths: Mapping[str, np.ndarray], years: Sequence[int], settings: Iterable[tuple[str, int, float]]
) -> dict[str, np.ndarray]:
    """Return paths in which (lever, year, value) holds from that year to the lever's next setting or the end."""
    changed = {lever: path.copy() for lever, path in paths.items()}
    for lever, year, value in sorted(settings, key=lambda s: (s[0], s[1])):
        changed[lever][np.asarray(years) >= year] = value
    return changed


def _path(entry: Entry, years: np.ndarray, base: np.ndarray | None) -> np.ndarray:
    dates = np.array([year for year, _ in entry.values])
    values = np.array([value for _, value in entry.values])
    if entry.mode == "linear":
        path = np.interp(years, dates, values)
    else:
        path = values[np.maximum(dates.searchsorted(years, side="right") - 1, 0)]
    return path if base is None else np.where(years < dates[0], base, path)


def _entries(rows: list[dict], file: str, problems: list[str]) -> list[Entry]:
    levers = all_levers()
    entries = []
    for number, row in enumerate(rows, start=1):
        where = f"{file}, value {number}"
        name = str(row.get("lever", ""))
        if name not in levers:
            near = get_close_matches(name, levers, n=1)
            problems.append(f"{where}: unknown lever {name!r}" + (f"; nearest is {near[0]!r}" if near else ""))
            continue
        lever = levers[name]
        values = []
        dated = row.get("path", {})
        if not isinstance(dated, dict):
            problems.append(f"{where} ({name}): path is {dated!r}, allowed years with values: {{2027 = 1.0}}")
            continue
        for year, value in dated.items():
            if not (year.isdigit() and len(year) == 4):
                problems.append(f"{where} ({name}): year {year!r} is not a year")
            elif isinstance(value, bool) or not isinstance(value, int | float) or not lever.low <= value <= lever.high:
                allowed = f"{lever.low} to {lever.high} {lever.unit}"
                problems.append(f"{where} ({name}, {year}): got {value!r}, allowed {allowed}")
            else:
                values.append((int(year), float(value)))
        if not dated:
            problems.append(f"{where} ({name}): no path")
        if row.get("mode", "step") not in ("step", "linear"):
            problems.append(f"{where} ({name}): mode {row['mode']!r}, allowed step, linear")
        if values:
            words = {k: str(row.get(k, "")) for k in ("document", "article", "link", "quote", "reading", "reading_zh")}
            entries.append(Entry(name, tuple(sorted(values)), row.get("mode", "step"), **words))
    return entries


def _find(name: str, folders: Sequence[Path]) -> Path:
    if str(name).endswith(".toml") and Path(name).is_file():
        return Path(name)
    for folder in (*folders, FOLDER):
        if (folder / f"{name}.toml").is_file():
            return folder / f"{name}.toml"
    if str(name).endswith(".toml"):
        raise PackageError(f"no package file {str(name)!r}")
    known = package_ids(folders)
    near = get_close_matches(str(name), known, n=1)
    asked = f"; did you mean {near[0]!r}? There are" if near else ", there are"  # many: the nearest is said first
    raise PackageError(f"no package {str(name)!r}{asked} {', '.join(known)}")
