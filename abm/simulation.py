"""One call from a package's name to a run."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from functools import cache
from numbers import Integral, Real
from pathlib import Path
from typing import get_args

import numpy as np
from threadpoolctl import ThreadpoolController

from abm.context import Storyline
from abm.days import Days
from abm.errors import UserError, nearest
from abm.industry.passed_on import passed_on
from abm.model import City
from abm.population import load_population
from abm.power.days import DAY_NUMBERS, choose_days
from abm.randomness import LARGEST_SEED, Streams
from abm.region import Region, load_region
from abm.results import Run
from abm.world import History, World
from policies.package import load_package, override, package_paths
from policies.registry import all_levers

Setting = tuple[str, int | None, float]  # lever, from this year (None: the first decision year), value


def simulate(
    package: str = "plan",
    region: str | Path | Region = "luliang",
    *,
    storyline: str | None = None,
    until: int | None = None,
    scale: float = 0.02,
    seed: int = 1,
    settings: Sequence[Setting] | Mapping[str, float] = (),
    counterfactual: bool = False,
    population_seed: int = 0,
    history: History = "observed",
    progress: Callable[[int], None] | None = None,
) -> Run:
    """Simulate a package of policies from the region's first year to ``until``.

    Args:
        package: id of a package, or path of a package file.
        region: name, folder or loaded region.
        storyline: name of a storyline; the region's first one if None.
        until: last simulated year; the region's horizon if None.
        scale: share of households, private cars and smallholders simulated, in (0, 1].
        seed: luck and behaviour.
        settings: lever values on top of the package: (lever, from this year or None, value) each, or a
            mapping of levers to values that hold from the first decision year.
        counterfactual: allow settings before the first decision year.
        population_seed: which synthetic population.
        history: ``observed`` or ``free`` (the hindcast).
        progress: called with each finished year.

    Raises:
        UserError: an unknown name, a year or value out of bounds, a scale that is too small.
    """
    city = begin(
        package,
        region,
        storyline=storyline,
        until=until,
        scale=scale,
        seed=seed,
        settings=settings,
        counterfactual=counterfactual,
        population_seed=population_seed,
        history=history,
    )
    live(city, progress=progress)
    return Run.of(
        city,
        package=str(package),
        scale=scale,
        seed=seed,
        population_seed=population_seed,
        settings=_triples(settings),
    )


def begin(
    package: str,
    region: str | Path | Region,
    *,
    storyline: str | None = None,
    until: int | None = None,
    scale: float = 0.02,
    seed: int = 1,
    settings: Sequence[Setting] | Mapping[str, float] = (),
    counterfactual: bool = False,
    population_seed: int = 0,
    history: History = "observed",
) -> City:
    """Return the city of a run, before its first year; see :func:`simulate`. Numeric libraries use one thread."""
    place = region if isinstance(region, Region) else load_region(region)
    paths = lever_paths(package, place, _triples(settings), counterfactual=counterfactual, until=until)
    with _thread_pools().limit(limits=1):
        world = build_world(
            place,
            storyline=storyline,
            until=until,
            scale=scale,
            seed=seed,
            population_seed=population_seed,
            history=history,
        )
        return City(world, paths, rng=seed)


def live(city: City, last: int | None = None, progress: Callable[[int], None] | None = None) -> None:
    """Step a city on to the end of the year ``last``, of its last one if None; numeric libraries use one thread."""
    years = city.world.years
    with _thread_pools().limit(limits=1):
        for year in years[int(city.time) :]:
            if last is not None and year > last:
                return
            city.run_for(1)
            if progress:
                progress(year)


def go_on(
    city: City, package: str, settings: Sequence[Setting], *, scale: float, seed: int, population_seed: int
) -> Run:
    """Return the run of a package whose past a city has lived through; the same as one from the first year on.

    A year sees its own levers alone, so what was is the same whatever is to come.

    Raises:
        ValueError: the city's levers of the past were others.
    """
    paths, lived = lever_paths(package, city.world.region, settings, until=city.world.years[-1]), int(city.time)
    if any((path[:lived] != city.policy.paths[lever][:lived]).any() for lever, path in paths.items()):
        raise ValueError(f"package {package!r} has other levers before {city.world.years[lived]} than this city had")
    city.policy = city.policy.turned(paths)
    live(city)
    return Run.of(
        city, package=str(package), scale=scale, seed=seed, population_seed=population_seed, settings=settings
    )


def _triples(settings: Sequence[Setting] | Mapping[str, float]) -> Sequence[Setting]:
    if isinstance(settings, Mapping):
        return [(lever, None, value) for lever, value in settings.items()]
    return settings


def build_world(
    region: Region,
    *,
    storyline: str | None = None,
    until: int | None = None,
    scale: float = 0.02,
    seed: int = 1,
    population_seed: int = 0,
    history: History = "observed",
) -> World:
    """Return what a :class:`City` is built from (for Mesa's own tools, say); see :func:`simulate`."""
    for name, number in (("seed", seed), ("population_seed", population_seed)):
        if not isinstance(number, Integral):
            raise UserError(f"{name}: got {number!r}, allowed a whole number")
        if not 0 <= number <= LARGEST_SEED:
            raise UserError(f"{name}: got {number}, allowed 0 to {LARGEST_SEED}")
    if history not in get_args(History):
        raise UserError(f"history: got {history!r}, allowed {', '.join(get_args(History))}")
    return World(
        region=region,
        population=load_population(region, scale, population_seed),
        days=_days(region),
        streams=Streams(seed),
        storyline=passed_on(_storyline(region, storyline), region.parameters),
        years=simulated_years(region, until),
        history=history,
    )


def simulated_years(region: Region, until: int | None) -> tuple[int, ...]:
    """Return the years of a run.

    Raises:
        UserError: ``until`` lies outside the region's years.
    """
    last = region.horizon if until is None else until
    if not isinstance(last, Integral) or not region.first_year <= last <= region.horizon:
        raise UserError(f"until: got {last!r}, allowed {region.first_year} to {region.horizon}")
    return tuple(range(region.first_year, int(last) + 1))


def lever_paths(
    package: str,
    region: Region,
    settings: Sequence[Setting] = (),
    *,
    counterfactual: bool = False,
    until: int | None = None,
) -> dict[str, np.ndarray]:
    """Return lever id -> (n_years,) values of a package with settings on top.

    Raises:
        UserError: unknown lever, value out of bounds or NaN, year before the first decision year, values of a
            package that would hold after the last year alone.
    """
    years = simulated_years(region, until)
    folders = (region.folder / "packages",)
    chosen = load_package(package, folders)
    if late := [e for e in chosen.entries if e.values[0][0] > region.horizon]:
        last = region.horizon
        raise UserError("\n".join(f"{e.lever}: {e.values[0][0]} is after {last}, the last year there is" for e in late))
    paths = package_paths(chosen, years, folders)
    return override(paths, years, _checked(settings, region, counterfactual=counterfactual))


def _checked(settings: Sequence[Setting], region: Region, *, counterfactual: bool) -> list[tuple[str, int, float]]:
    levers, problems, good = all_levers(), [], []
    for setting in settings if isinstance(settings, Iterable) and not isinstance(settings, str) else [settings]:
        if isinstance(setting, str) or not isinstance(setting, Sized) or len(setting) != 3:
            problems.append(f"setting: got {setting!r}, allowed (lever, from this year or None, value)")
            continue
        name, year, value = setting
        start = region.first_decision_year if year is None else year
        if name not in levers:
            problems.append(f"unknown lever {name!r}{nearest(name, levers)}")
            continue
        lever = levers[name]
        if not isinstance(value, Real) or not lever.low <= value <= lever.high:  # NaN fails this too
            got = value if isinstance(value, Real) else repr(value)
            problems.append(f"{name}: got {got}, allowed {lever.low} to {lever.high} {lever.unit}")
        if not isinstance(start, Integral):
            problems.append(f"{name}: {start!r} is not a year")
        elif not region.first_year <= start <= region.horizon:
            problems.append(f"{name}: year {start} lies outside {region.first_year} to {region.horizon}")
        elif start < region.first_decision_year and not counterfactual:
            problems.append(
                f"{name}: {start} is before the first decision year {region.first_decision_year}; "
                "changing the past needs --counterfactual (counterfactual=True)"
            )
        good.append((name, start, value))
    if problems:
        raise UserError("\n".join(problems))
    return good


def _storyline(region: Region, name: str | None) -> Storyline:
    if name is None:
        return next(iter(region.storylines.values()))
    if name not in region.storylines:
        known = ", ".join(region.storylines)
        raise UserError(f"unknown storyline {name!r}, there are {known}{nearest(name, region.storylines)}")
    return region.storylines[name]


@cache
def _thread_pools() -> ThreadpoolController:
    """Return what sets the threads of numeric libraries; looking for those of the process takes milliseconds."""
    return ThreadpoolController()


DAYS_KEPT = 4
_DAYS: dict[tuple, Days] = {}


def _days(region: Region) -> Days:
    """Return the representative days, chosen once per region, numbers that they depend on, and process."""
    key = (region.folder, region.parameters.told(DAY_NUMBERS))
    if key not in _DAYS:
        while len(_DAYS) >= DAYS_KEPT:  # a thousand sampled regions must not pile up
            _DAYS.pop(next(iter(_DAYS)))
        _DAYS[key] = choose_days(region)
    return _DAYS[key]
