"""Makes the runs of an attribution; in a folder each is kept, so that one that was killed goes on where it ended."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from functools import partial
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from abm.errors import RunFailed
from experiments.attribution.actions import CoalitionRun, Paths, work
from experiments.batch.engine import held_batch, version_facts
from experiments.batch.outcome import Backend
from experiments.batch.store import KEPT, Store
from experiments.batch.trial import version_of
from experiments.batch.working import Count, Notify, work_through
from experiments.language import Speech
from experiments.text import kept_line

if TYPE_CHECKING:
    from abm.region import Region


def facts_of_runs(jobs: Sequence[CoalitionRun], base: Paths, region: "Region") -> dict[str, str]:
    """Return what makes an attribution that attribution: its runs, the base package's levers, and the version."""
    levers = {lever: path.tolist() for lever, path in sorted(base.items())}
    told = json.dumps([[asdict(job) for job in jobs], levers], sort_keys=True)
    identity = blake2b(told.encode(), digest_size=16).hexdigest()
    about = {"identity": identity, "design": "", "region": jobs[0].request.region, "n_runs": str(len(jobs))}
    return {**about, **version_facts(region, "attribution")}


@contextmanager
def kept_runs(folder: Path | None, facts: dict[str, str]) -> Iterator[Store]:
    """Hold the folder and open its store; without a folder one that is gone afterwards.

    Raises:
        UserError: the folder is of another attribution, in use, or cannot be written.
    """
    place: Any = TemporaryDirectory(prefix="tanfeng-") if folder is None else nullcontext(folder)
    kept = "no run is kept without --out DIR" if folder is None else KEPT
    with place as where, held_batch(Path(where), facts, kept) as store:
        yield store


def evaluate(
    jobs: Sequence[CoalitionRun], store: Store, backend: Backend, region: "Region", notify: Notify | None = None
) -> dict[int, dict[str, Any]]:
    """Make the runs that the store does not have, and those that failed before.

    Returns:
        Run number -> ``series`` (n_years,) by variable, ``sectors`` (n_years, n_sectors) by variable.

    Raises:
        RunFailed: a run failed; an attribution with a hole would be wrong.
    """
    do = partial(work, made_with=version_of(region))
    failed_before = set(store.failures())

    def told(count: Count, seen: int) -> None:
        for number, (error, _) in store.failures().items() if count.failed else ():
            if number not in failed_before:
                raise RunFailed(f"run {number} of {len(jobs)} failed, so nothing is attributed: {error}")
        if notify:
            notify(count, seen)

    work_through(store, jobs, do, backend, rerun_failed=True, notify=told)
    return {number: json.loads(facts) for number, facts in store.facts()}


def left_behind(store: Store, folder: Path | None, say: Speech) -> str:
    """Return what is kept of an attribution that is interrupted."""
    if folder is None:
        return ""
    return kept_line(len(store.states()), say)
