"""A design: which runs a batch makes, in which order."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np

from abm.region import Region
from abm.simulation import lever_paths
from experiments.batch.factors import Factor, grade_of
from experiments.batch.samplers import Sampler
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

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """All runs in their order: point by point, so that a batch half done has all packages and storylines."""
        each = [
            (point, package, storyline, population, seed)
            for point in range(len(self.points))
            for package in self.packages
            for storyline in self.storylines
            for population in self.population_seeds
            for seed in self.seeds
        ]
        return tuple(self._trial(number, *which) for number, which in enumerate(each))

    @cached_property
    def identity(self) -> str:
        """A hash of everything that the runs depend on but code and data; a package's file may lie elsewhere."""
        paths = {
            package_name(package): {lever: path.tolist() for lever, path in self._paths(package).items()}
            for package in self.packages
        }
        trials = [asdict(trial) | {"package": package_name(trial.package)} for trial in self.trials]
        told = {"trials": trials, "packages": paths}
        return blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=16).hexdigest()

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

    def _trial(self, number: int, point: int, package: str, storyline: str, population: int, seed: int) -> Trial:
        settings, sampled = placed(self.factors, self.points[point].tolist())
        return Trial(
            number=number,
            point=point,
            package=package,
            region=self.region_name,
            storyline=storyline,
            until=self.until,
            scale=self.scale,
            seed=seed,
            population_seed=population,
            history=self.history,
            settings=(*self.settings, *settings),
            sampled=sampled,
            keep=self.keep,
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
