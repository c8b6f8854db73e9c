"""The numbers that a screening names, each by itself at both ends of its range: what it does there, and how evenly.

The screening moves all numbers at once, half-way to their ends, and supposes that each acts alike on both sides. Here
one number stands at its low or its high end and all others stay: two runs each, with the same luck and people.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from experiments.batch.engine import held_batch, version_facts
from experiments.batch.outcome import Finished
from experiments.batch.store import Store
from experiments.batch.trial import Sampled, Trial, version_of, work
from experiments.batch.working import work_through
from experiments.laboratory.setup import Setup
from experiments.screening import trial_of, values_of

ENDS = (-1.0, 1.0)
Told = dict[str, float]  # indicator -> value


def trials(setup: Setup, numbers: Mapping[str, Sequence[str]]) -> list[Trial]:
    """Return a run with every number at its own course, then two of each number: at its low and at its high end."""
    moved = [(), *(tuple((key, end) for key in keys) for keys in numbers.values() for end in ENDS)]
    same = trial_of(setup.region, setup.region_name, setup.scale)
    return [
        replace(same, number=number, point=number, sampled=Sampled(positions=positions))
        for number, positions in enumerate(moved)
    ]


def _identity(setup: Setup, numbers: Mapping[str, Sequence[str]]) -> str:
    told = json.dumps([setup.region_name, setup.scale, {name: list(keys) for name, keys in numbers.items()}])
    return blake2b(told.encode(), digest_size=16).hexdigest()


def _folder(setup: Setup, numbers: Mapping[str, Sequence[str]]) -> Path:
    """Return where the runs are kept; those of other numbers, which a longer screening may name, lie elsewhere."""
    return setup.folder(f"ends-{_identity(setup, numbers)[:8]}")


def make(setup: Setup, numbers: Mapping[str, Sequence[str]]) -> None:
    """Make the runs that the folder does not have."""
    jobs, tick = trials(setup, numbers), setup.tick()
    facts = {"identity": _identity(setup, numbers), "design": "", "region": setup.region_name, "n_runs": str(len(jobs))}
    try:
        with held_batch(_folder(setup, numbers), {**facts, **version_facts(setup.region)}) as store:
            do = partial(work, made_with=version_of(setup.region))
            work_through(store, jobs, do, setup.backend, rerun_failed=True, notify=tick)
    finally:
        tick.end()


def read(setup: Setup, numbers: Mapping[str, Sequence[str]]) -> dict[str, tuple[Told, Told]]:
    """Return number -> indicator -> what it changes by at the low and at the high end; a run that failed tells none."""
    with closing(Store(_folder(setup, numbers), read_only=True)) as store:
        facts = dict(store.facts())
        told = {number: values_of(Finished(rows, facts[number])) for number, rows in store.rows()}
    if 0 not in told:
        return {}
    base = told[0]

    def change(number: int) -> Told:
        return {name: value - base[name] for name, value in told.get(number, {}).items()}

    return {name: (change(2 * i + 1), change(2 * i + 2)) for i, name in enumerate(numbers)}
