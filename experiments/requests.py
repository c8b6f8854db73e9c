"""What is to be simulated: read from the command line, checked all at once, carried out in order."""

import math
import pickle
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from abm.errors import RunFailed, UserError
from abm.randomness import LARGEST_SEED
from abm.region import Region
from abm.results import Results, Run
from abm.simulation import lever_paths, simulate, simulated_years
from experiments.batch.outcome import Finished, swept
from experiments.batch.trial import loaded_region, package_name
from experiments.places import chosen_region
from policies.package import PackageError

MANY_SEEDS = 1_000_000  # a slip of the finger: their numbers alone would fill the memory
Setting = tuple[str, int | None, float]
Tick = Callable[["Request", int], None]


@dataclass(frozen=True)
class Request:
    """One run to be made."""

    package: str
    region: str
    storyline: str
    until: int
    scale: float
    seed: int
    population_seed: int = 0
    settings: tuple[Setting, ...] = ()
    counterfactual: bool = False
    history: str = "observed"

    def simulate(self, progress: Callable[[int], None] | None = None) -> Run:
        """Make the run; its region is read once for all runs of this process."""
        return simulate(**{**vars(self), "region": loaded_region(self.region)}, progress=progress)

    def facts(self, region: Region) -> dict[str, Any]:
        """Return what ``run.json`` will say of this run, but for the times it takes."""
        paths = lever_paths(self.package, region, self.settings, counterfactual=self.counterfactual, until=self.until)
        return {
            "package": Path(self.package).stem if self.package.endswith(".toml") else self.package,
            "region": region.id,
            "storyline": self.storyline,
            "history": self.history,
            "seed": self.seed,
            "scale": self.scale,
            "population_seed": self.population_seed,
            "years": [region.first_year, self.until],
            "settings": [list(setting) for setting in self.settings],
            "levers": {lever: path.tolist() for lever, path in sorted(paths.items())},
        }


def requests(args: Namespace, packages: Sequence[str]) -> list[Request]:
    """Return the runs that a command line asks for, package by package and seed by seed.

    Raises:
        UserError: everything that is wrong with it, one problem a line.
    """
    problems: list[str] = []
    region = chosen_region(args.region)
    settings = _settings(getattr(args, "set", []), problems)
    counterfactual = getattr(args, "counterfactual", False)
    storyline = next(iter(region.storylines)) if args.storyline is None else args.storyline
    if storyline not in region.storylines:
        names = ", ".join(region.storylines)
        problems.append(
            f"--storyline: unknown storyline {storyline!r}, there are {names}{_near(storyline, region.storylines)}"
        )
    until = region.horizon if args.until is None else args.until
    with _noting(problems):
        simulated_years(region, until)
    problems += _too_late(settings, region, until)
    problems += called_alike(packages)
    for package in dict.fromkeys(packages):
        with _noting(problems):
            lever_paths(package, region, settings, counterfactual=counterfactual)
    if not 0 < args.scale <= 1:  # NaN fails this too
        problems.append(f"--scale: got {args.scale:g}, allowed above 0 to 1")
    for name in ("seeds", "workers"):
        if getattr(args, name) < 1:
            problems.append(f"--{name}: got {getattr(args, name)}, allowed 1 and more")
    if args.seeds > MANY_SEEDS:
        problems.append(f"--seeds: got {args.seeds}, allowed 1 to {MANY_SEEDS}")
    for name in ("seed", "population_seed"):
        if not 0 <= getattr(args, name) <= LARGEST_SEED:
            problems.append(f"--{name.replace('_', '-')}: got {getattr(args, name)}, allowed 0 to {LARGEST_SEED}")
    if args.seed + args.seeds - 1 > LARGEST_SEED >= args.seed:
        problems.append(f"--seeds: got {args.seeds}, allowed 1 to {LARGEST_SEED - args.seed + 1} from seed {args.seed}")
    if problems:
        raise UserError("\n".join(dict.fromkeys("\n".join(problems).splitlines())))
    return [
        Request(
            package=package,
            region=args.region,
            storyline=storyline,
            until=until,
            scale=args.scale,
            seed=seed,
            population_seed=args.population_seed,
            settings=tuple(settings),
            counterfactual=counterfactual,
            history="free" if getattr(args, "free", False) else "observed",
        )
        for package in dict.fromkeys(packages)
        for seed in range(args.seed, args.seed + args.seeds)
    ]


def _too_late(settings: Iterable[Setting], region: Region, until: int) -> list[str]:
    """Return the settings that would change nothing: they begin after the last year of the run."""
    if until < region.first_year:
        return []  # told already
    begins = [(lever, region.first_decision_year if year is None else year) for lever, year, _ in settings]
    return [
        f"--set {lever}: begins in {year}, the run ends in {until}"
        for lever, year in begins
        if until < year <= region.horizon
    ]


def called_alike(packages: Iterable[str]) -> list[str]:
    """Return what is wrong with different packages of one name: their results could not be told apart."""
    named: dict[str, list[str]] = {}
    for package in dict.fromkeys(packages):
        named.setdefault(package_name(package), []).append(package)
    return [
        f"{' and '.join(alike)} are both called {name!r}: give one of the files another name"
        for name, alike in named.items()
        if len(alike) > 1
    ]


def carry_out(wanted: Sequence[Request], workers: int, tick: Tick | None = None) -> Results:
    """Make the runs, in this process or in several; the results are the same.

    Args:
        wanted: the runs.
        workers: number of processes.
        tick: called with a request and each finished year (with several processes: its last year).
    """
    made = {made.number: made.run for made in runs_of(list(numbered(wanted)), workers, tick)}
    return Results(tuple(made[number] for number in range(len(wanted))))


@dataclass(frozen=True)
class Numbered:
    """A request and its place in the order of the results."""

    number: int
    request: Request


@dataclass(frozen=True)
class Made:
    """A run and its place in the order of the results."""

    number: int
    run: Run
    seconds: float


def numbered(wanted: Iterable[Request]) -> Iterator[Numbered]:
    """Yield the requests with their places."""
    return (Numbered(number, request) for number, request in enumerate(wanted))


def runs_of(jobs: Sequence[Numbered], workers: int, tick: Tick | None = None) -> Iterator[Made]:
    """Yield the runs as they are finished; with several processes in any order.

    Raises:
        RunFailed: one cannot be made.
    """
    if workers == 1 or len(jobs) <= 1:
        for job in jobs:
            started = perf_counter()
            with swept():
                run = job.request.simulate(_bound(tick, job.request))
            yield Made(job.number, run, perf_counter() - started)
        return
    yield from _in_processes(jobs, workers, tick)


def _in_processes(jobs: Sequence[Numbered], workers: int, tick: Tick | None) -> Iterator[Made]:
    from experiments.batch.processes import Processes

    asked = {job.number: job.request for job in jobs}
    with closing(Processes(workers).carry_out(_simulated, jobs)) as outcomes:
        for outcome in outcomes:
            request = asked[outcome.number]
            if outcome.finished is None:
                raise RunFailed(f"{_named(request)}: {outcome.error}\n{outcome.trace}".rstrip())
            run = pickle.loads(outcome.finished.rows)
            if isinstance(run, Exception):
                raise run
            if tick:
                tick(request, request.until)
            yield Made(outcome.number, run, outcome.seconds)


def _simulated(job: Numbered) -> Finished:
    """Make a run; what the modeller is to be told crosses the pipe as it is."""
    try:
        made: Run | Exception = job.request.simulate()
    except (UserError, RunFailed, PackageError) as error:
        made = error
    return Finished(pickle.dumps(made), "")


def _named(request: Request) -> str:
    return f"{request.package} seed {request.seed}"


def _bound(tick: Tick | None, request: Request) -> Callable[[int], None] | None:
    return None if tick is None else lambda year: tick(request, year)


def _settings(words: Iterable[str], problems: list[str]) -> list[Setting]:
    """Return (lever, year, value) of words such as ``heating.subsidy=0.5`` or ``heating.subsidy@2030=0.5``."""
    found: dict[tuple[str, int | None], Setting] = {}
    for word in words:
        name, equals, text = word.partition("=")
        lever, at, year = name.partition("@")
        if not equals or not lever:
            problems.append(f"--set: got {word!r}, allowed LEVER=VALUE or LEVER@YEAR=VALUE")
            continue
        if at and not (year.isdigit() and len(year) == 4):
            problems.append(f"--set {word}: {year!r} is not a year")
            continue
        value = _float(text)
        if not math.isfinite(value):
            problems.append(f"--set {word}: {text!r} is not a finite number")
            continue
        key = (lever, int(year) if at else None)
        if key in found:
            problems.append(f"--set {word}: {name} is set twice")
        found[key] = (*key, value)
    return list(found.values())


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _near(name: str, known: Iterable[str]) -> str:
    from abm.errors import nearest

    return nearest(name, known)


@contextmanager
def _noting(problems: list[str]) -> Iterator[None]:
    try:
        yield
    except (UserError, PackageError) as error:
        problems.extend(str(error).splitlines())
