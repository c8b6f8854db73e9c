"""The runs of a pilot of two packages; in a folder each is kept, so that it goes on when it was killed, or grows."""

import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

import numpy as np

from abm.errors import RunFailed
from abm.region import Region
from experiments.batch.engine import held_batch, version_facts
from experiments.batch.outcome import Finished
from experiments.batch.processes import Processes
from experiments.batch.progress import ticker as batch_ticker
from experiments.batch.store import Store
from experiments.batch.trial import refuse_other_version, version_of
from experiments.batch.working import Count, work_through
from experiments.differences import paired
from experiments.headlines import HEADLINES, over_seeds, shown
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.progress import ticker
from experiments.requests import Request, carry_out
from experiments.text import kept_line


@dataclass(frozen=True)
class Pilot:
    """What the runs say: variable -> (n_seeds, n_years), the other package less the base package."""

    years: tuple[int, ...]
    differences: dict[str, np.ndarray]


@dataclass(frozen=True)
class PilotRun:
    """One run, numbered by what it is, so that a pilot of more seeds finds it again."""

    request: Request
    variables: tuple[str, ...]

    @property
    def number(self) -> int:
        """Its number in the store."""
        told = json.dumps([asdict(self.request), self.variables], sort_keys=True)
        return int.from_bytes(blake2b(told.encode(), digest_size=7).digest())


def pilot_of(wanted: Sequence[Request], variables: Sequence[str], args: Namespace, say: Speech) -> Pilot:
    """Make the runs, those of the base package first, seed by seed; in the folder ``--out`` they are kept.

    Args:
        wanted: as many of the base package as of the other, with the same seeds.
        variables: what is asked for; empty for those that are shown first.
        args: of the command line: out, workers, region.
        say: the language.

    Raises:
        UserError: the folder is of another pilot or version, in use, or cannot be written.
        RunFailed: a run failed; those before are kept.
    """
    if args.out is not None:
        return _kept(wanted, variables, args, say)
    runs = carry_out(wanted, args.workers, ticker(args, say, len(wanted))).runs
    base, other = paired(runs[: len(runs) // 2], runs[len(runs) // 2 :])
    names = variables or shown(base)
    differences = {name: over_seeds(other, name) - over_seeds(base, name) for name in names}
    return Pilot(tuple(int(year) for year in base[0].years), differences)


def work(job: PilotRun, made_with: str = "") -> Finished:
    """Make the run; what is kept is the years and the city's series of its variables.

    Raises:
        OtherVersion: this worker has other code or data than ``made_with``.
    """
    refuse_other_version(job.request.region, made_with)
    run = job.request.simulate()
    names = job.variables or shown([run])
    series = {name: run.record.series(name).tolist() for name in names}
    return Finished(b"", json.dumps({"years": run.years.tolist(), "series": series}))


def _kept(wanted: Sequence[Request], variables: Sequence[str], args: Namespace, say: Speech) -> Pilot:
    jobs = [PilotRun(request, tuple(variables)) for request in wanted]
    region, folder = chosen_region(args.region), Path(args.out)
    tick = batch_ticker(args, say)
    with held_batch(folder, _facts(jobs, region)) as store:
        before = store.states()
        mine = {job.number for job in jobs}
        others = len(before.keys() - mine)  # of a pilot of more seeds

        def notify(count: Count, seen: int) -> None:
            tick(Count(len(jobs), count.done - others, count.failed), seen)

        try:
            work_through(
                store,
                jobs,
                partial(work, made_with=version_of(region)),
                Processes(args.workers),
                rerun_failed=True,
                notify=notify,
            )
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_left(store, say)) from None
        finally:
            tick.end()
        return _read(store, jobs)


def _facts(jobs: Sequence[PilotRun], region: Region) -> dict[str, str]:
    """Return what makes a pilot that pilot: all but how many seeds it has and with which it begins."""
    one = {json.dumps([asdict(replace(job.request, seed=0)), job.variables], sort_keys=True) for job in jobs}
    levers = [replace(job.request, seed=0).facts(region)["levers"] for job in (jobs[0], jobs[-1])]
    told = json.dumps([sorted(one), levers])
    identity = blake2b(told.encode(), digest_size=16).hexdigest()
    about = {"identity": identity, "design": "", "region": jobs[0].request.region, "n_runs": "0"}
    return {**about, **version_facts(region, "pilot")}


def _read(store: Store, jobs: Sequence[PilotRun]) -> Pilot:
    failures = store.failures()
    for job in jobs:
        if job.number in failures:
            named = f"{job.request.package} seed {job.request.seed}"
            raise RunFailed(f"{named}: {failures[job.number][0]}")
    told = {number: json.loads(facts) for number, facts in store.facts()}
    runs = [told[job.number] for job in jobs]
    base, other = runs[: len(runs) // 2], runs[len(runs) // 2 :]
    names = [name for name in jobs[0].variables or HEADLINES if all(name in run["series"] for run in runs)]
    differences = {
        name: np.array([run["series"][name] for run in other]) - np.array([run["series"][name] for run in base])
        for name in names
    }
    return Pilot(tuple(base[0]["years"]), differences)


def _left(store: Store, say: Speech) -> str:
    return kept_line(len(store.states()), say)
