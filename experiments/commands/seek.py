"""``tanfeng seek``: the cheapest packages that reach the goal in enough runs of every storyline."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from abm.errors import UserError
from abm.output import write_whole
from experiments.batch.backends import backend_of
from experiments.batch.clusters import needed
from experiments.batch.design import Design
from experiments.batch.design_file import find_design, place_of, read_design, read_text_of
from experiments.batch.engine import facts_of, held_batch
from experiments.batch.factors import Factor
from experiments.batch.outcome import Cluster
from experiments.batch.progress import ticker
from experiments.batch.samplers import Sampler
from experiments.batch.store import FILE
from experiments.language import Speech
from experiments.progress import announce, clock
from experiments.seeking.files import files_of, front_of, nearest_miss
from experiments.seeking.fresh import fresh_plan, recheck
from experiments.seeking.objectives import Objective, read_objectives
from experiments.seeking.question import FIRST_APART, Limit, Question, read_limits
from experiments.seeking.report import plain, search_text
from experiments.seeking.search import FIRST, Found, Plan, Search, Tell, known_packages
from experiments.text import as_json, counted, kept_line

LARGEST_SEARCH_SEED = 2**32 - 1  # that the optimiser takes
SAMPLERS = ("grid", "latin_hypercube")  # of the assumptions


def main(args: Namespace, say: Speech) -> int:
    """Say how long it takes, search, and write the front's packages; 1 where none reaches the goal."""
    file = find_design(args.design)
    text = read_text_of(file)
    plan = _plan(args, read_design(text, source=str(file), place=place_of(file)))
    fresh = fresh_plan(plan, plan.replicates if args.fresh is None else args.fresh) if args.fresh != 0 else None
    needed("pymoo", "lab")
    backend = backend_of(args)
    folder = Path(args.out)
    if args.dry_run:
        return _dry_run(args, plan, fresh, _identity(plan, text), backend, say)
    with held_batch(folder, _identity(plan, text)) as store:
        try:
            with backend.opened() as workers:  # kept from one generation to the next
                found = _searched(Search(plan, store, workers), fresh, args, say)
        except KeyboardInterrupt:
            told = kept_line(len(store.states()), say)
            raise KeyboardInterrupt(told) from None
        write_whole(folder, files_of(plan, found, say))
    print(as_json(plain(plan, found)) if args.json else search_text(plan, found, folder, say))
    return 0 if front_of(found) else 1


def _searched(search: Search, fresh: Plan | None, args: Namespace, say: Speech) -> Found:
    """Make the base package's runs, say how long the rest takes, search, and recheck what is shown."""
    store, plan = search.store, search.plan
    known = sum(number < FIRST_APART for number in store.states())
    with _told(args, say) as search.tell:
        started = perf_counter()
        search.base()
        took = perf_counter() - started
        there = max(search.found.runs, known)
        _announce(Outlook(plan, fresh, there, _seconds_a_run(search, known, took, args)), args, say)
        found = search.search()
    if fresh:
        shown = front_of(found) or [nearest_miss(found)]
        told = say(f"复核 {len(shown)} 个政策包", f"rechecking {counted(len(shown), 'package')} on fresh runs")
        with _told(args, say, told) as tell:
            scores = recheck(search, fresh, [found.values[i] for i in shown], tell)
        found.fresh = dict(zip(shown, scores, strict=True))
    return found


def _dry_run(
    args: Namespace, plan: Plan, fresh: Plan | None, facts: dict[str, str], backend: Cluster, say: Speech
) -> int:
    """Say how long the search takes, or what is left of it takes, and leave nothing behind.

    Where the folder has runs their time is known; else one replicate of the base package is run and thrown away.
    """
    folder = Path(args.out)
    place: Any = nullcontext(folder) if (folder / FILE).exists() else TemporaryDirectory(prefix="tanfeng-")
    with place as where, held_batch(Path(where), facts) as store, backend.opened() as workers:
        search = Search(plan, store, workers)
        known = sum(number < FIRST_APART for number in store.states())
        started, n = perf_counter(), 0
        if not store.seconds():
            with _told(args, say) as search.tell:
                search.ask([()], plan.rounds[0])
            n = search.found.runs
        each = _seconds_a_run(search, known, perf_counter() - started, args)
    _announce(Outlook(plan, fresh, known + n, each), args, say)
    return 0


@contextmanager
def _told(args: Namespace, say: Speech, what: str = "") -> Iterator[Tell | None]:
    """Give what tells the progress, and end its line."""
    tick = ticker(args, say)
    if what:
        announce(what)
    try:
        yield tick
    finally:
        tick.end()


def _seconds_a_run(search: Search, known: int, took: float, args: Namespace) -> float:
    """Return the time that a run takes with these workers: measured now, or what the kept runs took."""
    if (made := search.found.runs - known) > 0:
        return took / made
    return search.store.seconds() / max(len(search.store.states()), 1) / args.workers


def _plan(args: Namespace, design: Design) -> Plan:
    """Return the search that is asked for.

    Raises:
        UserError: everything that is wrong with it, one problem a line.
    """
    levers = tuple(factor for factor in design.factors if factor.kind == "lever")
    assumptions = tuple(factor for factor in design.factors if factor.kind != "lever")
    problems = _problems(args, design, levers, assumptions)
    span = (min(design.region.first_decision_year, design.until), design.until)
    objectives: tuple[Objective, ...] = ()
    limits: tuple[Limit, ...] = ()
    try:
        objectives = read_objectives(args.objectives)
    except UserError as error:
        problems += str(error).splitlines()
    try:
        limits = read_limits(args.limit, span, design.region.first_year, design.until)
    except UserError as error:
        problems += str(error).splitlines()
    if problems:
        raise UserError("\n".join(problems))
    question = Question(args.by, args.non_fossil, args.share, span, objectives, limits)
    sampler = design.sampler if assumptions else Sampler()
    varied = replace(design, factors=assumptions, sampler=sampler)
    if varied.n_runs > args.runs:  # told before they are listed: a grid may have millions
        raise UserError(
            f"--runs: got {args.runs}, one package alone meets {varied.n_runs}: fewer seeds or points, or more runs"
        )
    first = (*args.start, *(package for package in FIRST if package not in args.start))
    plan = Plan(varied, levers, question, args.runs, args.population, args.search_seed, first)
    if args.population < len(first) + 2:
        raise UserError(f"--population: got {args.population}, the packages to begin with are {len(first) + 2}")
    least_runs = len(plan.keys) + plan.generation
    if args.runs < least_runs:
        raise UserError(
            f"--runs: got {args.runs}, one generation needs {least_runs}: fewer seeds, points or --population, or more"
        )
    return plan


def _problems(args: Namespace, design: Design, levers: Sequence[Factor], assumptions: Sequence[Factor]) -> list[str]:
    problems = []
    if not levers:
        problems.append("the design has no factor that is a lever: name the levers that are sought")
    if assumptions and design.sampler.method not in SAMPLERS:
        problems.append(f"the design's sampler: {design.sampler.method} is no sample of the assumptions, "
                        f"allowed {', '.join(SAMPLERS)}")  # fmt: skip
    if len(design.packages) != 1 or design.packages[0].endswith(".toml"):
        problems.append("the design's packages: one, by its id: that on which the levers are set")
    if design.until < args.by + 6:
        problems.append(f"the design ends in {design.until}; a peak by {args.by} is seen in {args.by + 6}")
    for name, value in (("share", args.share), ("non-fossil", args.non_fossil)):
        if not 0 < value <= 1:
            problems.append(f"--{name}: got {value:g}, allowed above 0 to 1")
    if args.by < design.region.first_year:
        problems.append(f"--by: got {args.by}, the runs begin in {design.region.first_year}")
    if not 0 <= args.search_seed <= LARGEST_SEARCH_SEED:
        problems.append(f"--search-seed: got {args.search_seed}, allowed 0 to {LARGEST_SEARCH_SEED}")
    for name, least in (("population", 4), ("workers", 1), ("fresh", 0)):
        if (getattr(args, name) or 0) < least and getattr(args, name) is not None:
            problems.append(f"--{name}: got {getattr(args, name)}, allowed {least} and more")
    return problems


def _identity(plan: Plan, text: str) -> dict[str, str]:
    """Return what makes this search this search; another budget of runs goes on with the same one."""
    asked = {"question": repr(plan.question), "population": plan.population, "seed": plan.seed}
    asked |= {"first": known_packages(plan).tolist()}
    facts = facts_of(plan.design, text)
    told = json.dumps([facts["identity"], repr(plan.levers), asked], sort_keys=True)
    identity = blake2b(told.encode(), digest_size=16).hexdigest()
    return {**facts, "kind": "search", "identity": identity, "n_runs": "0"}


@dataclass(frozen=True)
class Outlook:
    """A search and its recheck on fresh runs (if any), how many runs are there, and what one takes."""

    plan: Plan
    fresh: Plan | None
    there: int
    seconds_a_run: float


def _announce(outlook: Outlook, args: Namespace, say: Speech) -> None:
    """Say before the search how many runs it may make and how long that takes, from the runs of the base package."""
    plan, fresh, there = outlook.plan, outlook.fresh, outlook.there
    left = clock(outlook.seconds_a_run * max(plan.runs - there, 0))
    n, n_storylines = len(plan.keys), len(plan.design.storylines)
    survivors, whole = " > ".join(map(str, plan.survivors)), plan.survivors[-1]
    n_first = plan.generations
    lines = [
        say(
            f"最多 {plan.runs} 次运行，至少 {n_first} 代：每代至多 {plan.generation} 次，{plan.population} 个政策包中"
            f"逐轮淘汰（{survivors}），无望者更早；至多 {whole} 个跑完全部 {n} 次（{n_storylines} 个情景 × "
            f"{plan.replicates}），余下的运行补全前沿；已有 {there} 次，其余约需 {left}",
            f"at most {plan.runs} runs in {counted(n_first, 'generation')} or more: at most {plan.generation} each, "
            f"whose {plan.population} packages race round by round ({survivors}), hopeless ones leave earlier, "
            f"{whole} at most meet all {n} runs ({n_storylines} storylines x {plan.replicates}); "
            f"what is left of the runs completes the front; {there} are there, the rest takes about {left}",
        )
    ]
    if fresh:
        runs = len(fresh.keys)
        most = clock(outlook.seconds_a_run * runs)
        lines.append(
            say(
                f"此后以搜索未用过的 {runs} 次运行复核前沿的每个政策包，每个约 {most}，另加基准政策包一次",
                f"then each package of the front again on {runs} runs that the search did not use, about {most} each, "
                "and once for the base package",
            )
        )
    print("\n".join(lines), file=sys.stderr if args.json else sys.stdout, flush=True)
