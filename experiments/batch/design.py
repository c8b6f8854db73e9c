"""A design: which runs a batch makes, in which order."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, overload

import numpy as np

from abm.region import Region
from abm.simulation import lever_paths
from experiments.batch.factors import Factor, grade_of
from experiments.batch.samplers import Sampler, grid_point
from experiments.batch.trial import Keep, Sampled, Trial, package_name

Setting = tuple[str, int | None, float]


@dataclass(frozen=True)
class Design:
    """Packages x points x storylines x populations x seeds; every point meets the same, so differences are paired."""

    region: Region
    region_name: str
    packages: tuple[str, ...]
    storylines: tuple[str, ...]
    until: int
    scale: float
    seeds: tuple[int, ...]
    population_seeds: tuple[int, ...]
    history: str
    settings: tuple[Setting, ...]
    factors: tuple[Factor, ...]
    sampler: Sampler
    keep: Keep
    place: str = ""  # the folder of its file

    @property
    def n_runs(self) -> int:
        """Number of runs."""
        replicates = len(self.population_seeds) * len(self.seeds)
        return len(self.packages) * len(self.storylines) * replicates * int(self.sampler.n_points(self.factors))

    @cached_property
    def points(self) -> np.ndarray:
        """(n_points, n_factors) values of the factors."""
        return self.sampler.draw(self.factors)

    @property
    def trials(self) -> "Trials":
        """All runs in their order: point by point, so that a batch half done has all packages and storylines."""
        return Trials(self)

    def point(self, number: int) -> list[float]:
        """Return the values of the factors at one point; of a grid, which may be huge, without the others."""
        if self.sampler.method == "grid":
            return grid_point(self.factors, number)
        return [float(value) for value in self.points[number]]

    @cached_property
    def identity(self) -> str:
        """A hash of everything that the runs depend on but code and data; a package's file may lie elsewhere."""
        paths = {
            package_name(package): {lever: path.tolist() for lever, path in self._paths(package).items()}
            for package in self.packages
        }
        found = blake2b(f'{{"packages": {json.dumps(paths, sort_keys=True)}, "trials": ['.encode(), digest_size=16)
        for trial in self.trials:  # one at a time: there may be a million
            told = asdict(trial) | {"package": package_name(trial.package)}
            found.update((", " if trial.number else "").encode() + json.dumps(told, sort_keys=True).encode())
        found.update(b"]}")
        return found.hexdigest()

    def told(self) -> dict[str, Any]:
        """Return what ``batch.json`` tells of the design: enough to read the tables without this version's data."""
        return {
            "packages": {
                package_name(package): {lever: path.tolist() for lever, path in sorted(self._paths(package).items())}
                for package in self.packages
            },
            "storylines": list(self.storylines),
            "years": [self.region.first_year, self.until],
            "first_decision_year": self.region.first_decision_year,
            "city": self.region.code,
            "scale": self.scale,
            "seeds": list(self.seeds),
            "population_seeds": list(self.population_seeds),
            "history": self.history,
            "settings": [list(setting) for setting in self.settings],
            "sampler": asdict(self.sampler),
            "factors": [{**asdict(factor), "grade": grade_of(factor, self.region)} for factor in self.factors],
        }

    def _paths(self, package: str) -> dict[str, np.ndarray]:
        return lever_paths(package, self.region, self.settings, until=self.until)


@dataclass(frozen=True)
class Trials(Sequence[Trial]):
    """The runs of a design in their order, each made when it is asked for: a design may be huge until it is refused."""

    design: Design

    def __len__(self) -> int:
        return self.design.n_runs

    @overload
    def __getitem__(self, number: int) -> Trial: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[Trial, ...]: ...

    def __getitem__(self, number: int | slice) -> Trial | tuple[Trial, ...]:
        if isinstance(number, slice):
            return tuple(self._trial(place) for place in range(*number.indices(len(self))))
        if not -len(self) <= number < len(self):
            raise IndexError(f"run {number} of {len(self)}")
        return self._trial(number % len(self))

    def _trial(self, number: int) -> Trial:
        design = self.design
        rest, seed = divmod(number, len(design.seeds))
        rest, population = divmod(rest, len(design.population_seeds))
        rest, storyline = divmod(rest, len(design.storylines))
        point, package = divmod(rest, len(design.packages))
        settings, sampled = placed(design.factors, design.point(point))
        return Trial(
            number=number,
            point=point,
            package=design.packages[package],
            region=design.region_name,
            storyline=design.storylines[storyline],
            until=design.until,
            scale=design.scale,
            seed=design.seeds[seed],
            population_seed=design.population_seeds[population],
            history=design.history,
            settings=(*design.settings, *settings),
            sampled=sampled,
            keep=design.keep,
        )


def placed(factors: Sequence[Factor], values: Sequence[float]) -> tuple[tuple[Setting, ...], Sampled]:
    """Return the settings of levers and the sampled numbers that give factors these values."""
    told = list(zip(factors, values, strict=True))
    levers = tuple((factor.name, factor.year, value) for factor, value in told if factor.kind == "lever")
    numbers = [(factor, (factor.name, value)) for factor, value in told if factor.kind == "parameter"]
    return levers, Sampled(
        values=tuple(pair for factor, pair in numbers if not factor.is_position),
        positions=tuple(pair for factor, pair in numbers if factor.is_position),
        drivers=tuple((factor.name, value) for factor, value in told if factor.kind == "driver"),
    )
