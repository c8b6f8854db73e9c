"""What a picture is drawn from: runs grouped by package, the one in the foreground and its reference."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.results import Results, Run
from experiments.headlines import label, over_seeds
from experiments.language import Speech
from experiments.units import reader_unit


@dataclass(frozen=True)
class Case:
    """Runs by package; ``main`` in the foreground, ``base`` what it is compared with (if anything)."""

    groups: dict[str, tuple[Run, ...]]
    main: str
    base: str | None
    say: Speech

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs of the foreground package."""
        return self.groups[self.main]

    @property
    def years(self) -> np.ndarray:
        """(n_years,) simulated years."""
        return self.runs[0].years

    @property
    def span(self) -> tuple[int, int]:
        """First and last year of a picture, at least two."""
        first = int(self.years[0])
        return first, max(int(self.years[-1]), first + 1)

    def has(self, *names: str) -> bool:
        """Return whether the runs have all these variables."""
        return set(names) <= set(self.runs[0].record.written)

    def mean(self, name: str, package: str | None = None, county: str = "") -> np.ndarray:
        """Return (n_years,) means over seeds, zero where a run has no such variable."""
        runs = self.groups[package or self.main]
        if name not in runs[0].record.written:
            return np.zeros(len(self.years))
        return over_seeds(runs, name, county).mean(axis=0)

    def band(self, name: str, package: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the lowest and highest (n_years,) values over seeds."""
        values = over_seeds(self.groups[package], name)
        return values.min(axis=0), values.max(axis=0)

    def sectors(self, name: str, package: str | None = None) -> np.ndarray:
        """Return (n_years, n_sectors) means over seeds."""
        runs = self.groups[package or self.main]
        return np.mean([run.record.sectors(name).sum(axis=2) for run in runs], axis=0)

    def year_at(self, year: int) -> int:
        """Return the position of a year, or of the last one before it."""
        return int(np.clip(year - int(self.years[0]), 0, len(self.years) - 1))

    def unit(self, unit: str) -> tuple[str, float]:
        """Return the unit in which the picture's reader counts (of a flow without its year), and the factor to it."""
        return reader_unit(unit, self.say)

    def label(self, name: str) -> str:
        """Return a variable's label in the picture's language."""
        return label(name, self.say)


def case_of(results: Results, say: Speech, main: str | None = None, base: str | None = None) -> Case:
    """Group the runs by package; without names the first package is in the foreground."""
    groups: dict[str, tuple[Run, ...]] = {}
    for run in results.runs:
        groups[run.package] = (*groups.get(run.package, ()), run)
    return Case(groups, main or next(iter(groups)), base, say)


def names_of(case: Case, package: str) -> str:
    """Return a package's label."""
    from policies.package import PackageError, load_package

    try:
        text = load_package(package, (case.runs[0].region.folder / "packages",)).label
    except PackageError:
        return package
    return case.say(text.zh, text.en)


def titled(case: Case, words: tuple[str, str]) -> str:
    """Return a title with the package that the picture shows."""
    zh, en = words
    name = names_of(case, case.main)
    return case.say(f"{zh}：{name}", f"{en}: {name}")


def order(packages: Sequence[str]) -> list[str]:
    """Return packages in the order of a legend: what was, what is, what is planned."""
    known = ["frozen", "current", "plan", "plan_plus"]
    return sorted(packages, key=lambda name: (known.index(name) if name in known else len(known), name))
