"""Reads a design's TOML file and says everything that is wrong with it at once."""

import tomllib
from pathlib import Path
from typing import Any

from abm.errors import UserError, nearest
from abm.population.households import household_rows
from abm.population.numbers import Cells
from abm.randomness import LARGEST_SEED
from abm.region import Region, UnknownRegion
from abm.simulation import lever_paths, simulated_years
from abm.variables import all_variables
from experiments.batch.design import Design, Setting
from experiments.batch.factors import MANY_LEVELS, Factor, read_factors
from experiments.batch.samplers import METHODS, Sampler
from experiments.batch.trial import Keep, loaded_region
from experiments.headlines import HEADLINES
from experiments.requests import MANY_SEEDS, called_alike
from policies.package import PackageError

MANY_RUNS = 10_000  # hours of computing: more are made only when asked for in so many words
DESIGNS = Path(__file__).parent.parent / "designs"
SECTIONS = {"design", "sampler", "settings", "factor", "keep"}
DESIGN_WORDS = {
    "region", "packages", "storylines", "until", "scale", "seeds", "population_seed", "population_seeds", "history",
}  # fmt: skip
SAMPLER_WORDS = {"method", "points", "seed", "levels"}
KEEP_WORDS = {"variables", "years", "counties", "sectors"}


def find_design(name: str) -> Path:
    """Return the path of a design: a file, or one of those that ship with the package.

    Raises:
        UserError: neither.
    """
    if Path(name).is_file():
        return Path(name)
    shipped = {path.stem: path for path in sorted(DESIGNS.glob("*.toml"))}
    if name in shipped:
        return shipped[name]
    raise UserError(f"no design {name!r}: no such file, and there are {', '.join(shipped)}{nearest(name, shipped)}")


def read_text_of(path: Path) -> str:
    """Return the text of a design's file.

    Raises:
        UserError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UserError(f"{path}: not UTF-8 text, which a TOML file is; save it as UTF-8") from None


def read_design_file(path: Path, max_runs: int | None = None) -> Design:
    """Return the design of a file; see :func:`read_design`."""
    return read_design(read_text_of(path), max_runs, str(path), place_of(path))


def place_of(path: Path) -> str:
    """Return the folder of a design's file, in which its package files are looked for too."""
    return str(path.absolute().parent)


def read_design(text: str, max_runs: int | None = None, source: str = "the design", place: str = "") -> Design:
    """Return the design that a TOML text describes; ``source`` says where it stands, ``place`` in which folder.

    Raises:
        UserError: everything that is wrong with it, one problem a line.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{source} is not readable as TOML: {error}") from None
    if not content:
        raise UserError(f"{source} is empty; tanfeng design new FILE writes one")
    reader = Reader(content, place)
    design = reader.read()
    if not reader.problems and max_runs is not None and design and design.n_runs > max_runs:
        reader.problems.append(f"the design has {design.n_runs} runs, --max-runs allows {max_runs}")
    if reader.problems or design is None:
        raise UserError("\n".join(dict.fromkeys(reader.problems)))
    return design


class Reader:
    """Reads a design's sections and collects all that is wrong with them."""

    def __init__(self, content: dict[str, Any], place: str = "") -> None:
        self.problems: list[str] = []
        self.place = place
        self._refuse_unknown("", content, SECTIONS)
        self.head = self._section(content, "design", DESIGN_WORDS)
        self.sampler_words = self._section(content, "sampler", SAMPLER_WORDS)
        self.keep_words = self._section(content, "keep", KEEP_WORDS)
        self.setting_words = content.get("settings", {})
        self.entries = content.get("factor", [])

    def read(self) -> Design | None:
        """Return the design, or None where the region is unknown or something is wrong."""
        name = str(self.head.get("region", "luliang"))
        try:
            region = loaded_region(name)
        except UnknownRegion as error:
            self.problems.append(str(error))
            return None
        sampler = self._sampler()
        factors = tuple(self._factors(region, sampler))
        self.problems += self._sampler_problems(sampler, factors)
        until = self._until(region)
        settings = self._settings(factors, region.first_decision_year)
        packages = self._packages(region, settings, factors, until)
        design = Design(
            region=region,
            region_name=name if region.folder.name == name else str(Path(name).absolute()),
            packages=packages,
            storylines=self._storylines(region),
            until=until,
            scale=self._scale(region),
            seeds=self._seeds("seeds", first=1),
            population_seeds=self._populations(),
            history=self._one_of(self.head, "history", ("observed", "free")),
            settings=settings,
            factors=factors,
            sampler=sampler,
            keep=self._keep(range(region.first_year, until + 1)),
            place=self.place,
        )
        return None if self.problems else design

    def _sampler(self) -> Sampler:
        default = "grid" if self.entries else "none"
        return Sampler(
            method=self._one_of(self.sampler_words, "method", METHODS, default),
            points=self._whole(self.sampler_words, "points", 1, 16, LARGEST_SEED),
            seed=self._whole(self.sampler_words, "seed", 0, 1, LARGEST_SEED),
            levels=self._whole(self.sampler_words, "levels", 2, 4, MANY_LEVELS),
        )

    def _sampler_problems(self, sampler: Sampler, factors: tuple[Factor, ...]) -> list[str]:
        """Return what is wrong with the sampler, but for what only follows from a method or factors that are wrong."""
        if self.sampler_words.get("method", sampler.method) != sampler.method or (self.entries and not factors):
            return []
        found = sampler.problems(factors)
        entries = self.entries if isinstance(self.entries, list) else []
        if sampler.method != "grid" and any("values" in entry for entry in entries if isinstance(entry, dict)):
            found.append(f"factor: values are what a grid takes, a {sampler.method} design draws from low to high")
        return found

    def _factors(self, region: Region, sampler: Sampler) -> list[Factor]:
        if not isinstance(self.entries, list):
            self.problems.append("factor: is a list, written [[factor]]")
            return []
        return read_factors(self.entries, region, sampler.levels, self.problems)

    def _settings(self, factors: tuple[Factor, ...], first: int) -> tuple[Setting, ...]:
        found: list[Setting] = []
        if not isinstance(self.setting_words, dict):
            self.problems.append("settings: is a section, written [settings]")
        varied = {(factor.name, factor.year or first) for factor in factors if factor.kind == "lever"}
        for word, value in self.setting_words.items() if isinstance(self.setting_words, dict) else ():
            lever, at, year = word.partition("@")
            if at and not (year.isdigit() and len(year) == 4):
                self.problems.append(f"settings {word}: {year!r} is not a year")
            elif isinstance(value, bool) or not isinstance(value, int | float):
                self.problems.append(f"settings {word}: {value!r} is not a finite number")
            else:
                found.append((lever, int(year) if at else None, float(value)))
            if (lever, int(year) if year.isdigit() else first) in varied:
                self.problems.append(f"factor lever {word}: in two places, it is also set in [settings]")
        return tuple(found)

    def _packages(
        self, region: Region, settings: tuple[Setting, ...], factors: tuple[Factor, ...], until: int
    ) -> tuple[str, ...]:
        named = tuple(map(self._located, self._names("packages", ["current", "plan"])))
        self.problems += called_alike(named)
        varied = [(factor.name, factor.year, factor.low) for factor in factors if factor.kind == "lever"]
        for package in named:
            try:
                lever_paths(package, region, (*settings, *varied), until=until)
            except (UserError, PackageError) as error:
                self.problems += str(error).splitlines()
        return named

    def _located(self, package: str) -> str:
        """Return a package's file beside the design, or as it is named where there is none."""
        here, beside = Path(package), Path(self.place) / package
        if not package.endswith(".toml") or not beside.is_file():
            return package
        return package if here.is_file() and here.samefile(beside) else str(beside)

    def _storylines(self, region: Region) -> tuple[str, ...]:
        if self.head.get("storylines", "all") == "all":
            return tuple(region.storylines)
        named = self._names("storylines", [])
        for name in named:
            if name not in region.storylines:
                known = ", ".join(region.storylines)
                self.problems.append(f"unknown storyline {name!r}, there are {known}{nearest(name, region.storylines)}")
        return named

    def _names(self, word: str, default: list[str]) -> tuple[str, ...]:
        named = self.head.get(word, default)
        if not isinstance(named, list) or not named or not all(isinstance(name, str) for name in named):
            self.problems.append(f"{word}: is a list of names")
            return ()
        if len(set(named)) < len(named):
            self.problems.append(f"{word}: a name is given twice")
        return tuple(named)

    def _until(self, region: Region) -> int:
        until = self._whole(self.head, "until", 0, region.horizon, LARGEST_SEED)
        try:
            simulated_years(region, until)
        except UserError as error:
            self.problems.append(str(error))
            return region.horizon
        return until

    def _scale(self, region: Region) -> float:
        scale = self.head.get("scale", 0.02)
        if isinstance(scale, bool) or not isinstance(scale, int | float) or not 0 < scale <= 1:
            self.problems.append(f"scale: got {scale}, allowed above 0 to 1")
            return 1.0
        try:
            household_rows(region, Cells.of(region), scale)  # found here, not by every run
        except UserError as error:
            self.problems.append(str(error))
        return float(scale)

    def _seeds(self, word: str, first: int) -> tuple[int, ...]:
        """Return the seeds that every point is run with: so many from the first on, or those of a list."""
        told = self.head.get(word, 1)
        if isinstance(told, list):
            are_seeds = all(type(seed) is int and 0 <= seed <= LARGEST_SEED for seed in told)
            if not told or not are_seeds or len(set(told)) < len(told):
                self.problems.append(f"{word}: a number, or a list of different whole numbers from 0")
                return (first,)
            return tuple(told)
        return tuple(range(first, first + self._whole(self.head, word, 1, 1, MANY_SEEDS)))

    def _populations(self) -> tuple[int, ...]:
        if "population_seeds" not in self.head:
            return (self._whole(self.head, "population_seed", 0, 0, LARGEST_SEED),)
        if "population_seed" in self.head:
            self.problems.append("population_seed and population_seeds: name one of the two")
        return self._seeds("population_seeds", first=0)

    def _keep(self, simulated: range) -> Keep:
        variables, years = self.keep_words.get("variables", "main"), self.keep_words.get("years", "all")
        return Keep(
            variables=self._kept_variables(variables),
            years=self._kept_years(years, simulated),
            counties=self._yes_or_no("counties"),
            sectors=self._yes_or_no("sectors"),
        )

    def _kept_variables(self, told: Any) -> tuple[str, ...]:
        if told in ("all", "main"):
            return () if told == "all" else HEADLINES
        if not isinstance(told, list) or not told:
            self.problems.append("keep: variables: 'all', 'main' or a list of names")
            return ()
        for name in map(str, told):
            if name not in all_variables():
                self.problems.append(f"keep: unknown variable {name!r}{nearest(name, all_variables())}")
        return tuple(map(str, told))

    def _kept_years(self, told: Any, simulated: range) -> tuple[int, ...]:
        if told in ("all", "final"):
            return () if told == "all" else (simulated[-1],)
        if not isinstance(told, list) or not told or not all(year in simulated for year in told):
            self.problems.append(f"keep: years: 'all', 'final' or a list within {simulated[0]} to {simulated[-1]}")
            return ()
        return tuple(told)

    def _yes_or_no(self, word: str) -> bool:
        told = self.keep_words.get(word, False)
        if not isinstance(told, bool):
            self.problems.append(f"keep: {word}: true or false")
        return bool(told)

    def _whole(self, words: dict[str, Any], word: str, least: int, default: int, most: int) -> int:
        told = words.get(word, default)
        if type(told) is int and least <= told <= most:
            return told
        allowed = f"{least} to {most}" if type(told) is int and told > most else f"{least} and more"
        self.problems.append(f"{word}: got {told!r}, allowed {allowed}")
        return default

    def _one_of(self, words: dict[str, Any], word: str, known: tuple[str, ...], default: str = "") -> str:
        told = words.get(word, default or known[0])
        if told not in known:
            self.problems.append(f"{word}: unknown {told!r}, there are {', '.join(known)}{nearest(str(told), known)}")
            return known[0]
        return str(told)

    def _section(self, content: dict[str, Any], name: str, known: set[str]) -> dict[str, Any]:
        section = content.get(name, {})
        if not isinstance(section, dict):
            self.problems.append(f"{name}: is a section, written [{name}]")
            return {}
        self._refuse_unknown(f"{name}: ", section, known)
        return section

    def _refuse_unknown(self, where: str, words: dict[str, Any], known: set[str]) -> None:
        for word in sorted(set(words) - known):
            self.problems.append(f"{where}unknown word {word!r}{nearest(word, known)}")
