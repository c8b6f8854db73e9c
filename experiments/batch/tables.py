"""The tables of a batch, written from its store in run order: the same bytes however the runs were made.

``results.parquet``: run, seed, year, county, sector, variable, unit, value. ``runs.parquet``: one row per
run with its package, storyline, seed, factors, state and peak. ``targets.parquet``: run, target, state.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from abm.errors import UserError
from abm.longtable import join_tables
from experiments.batch.factors import Factor
from experiments.batch.store import Store
from experiments.batch.trial import Trial, package_name

RESULTS, RUNS, TARGETS = "results.parquet", "runs.parquet", "targets.parquet"
ROWS_PER_GROUP = 1_000_000  # at least; so memory does not grow with the number of runs
PEAK = {
    "state": ("peak_state", pa.string()),
    "year": ("peak_year", pa.int32()),
    "value": ("peak_mt", pa.float64()),
    "fall_share": ("peak_fall_share", pa.float64()),
    "at_start": ("peak_at_start", pa.bool_()),
}
FORMAT: dict[str, Any] = {
    "version": "2.6",
    "data_page_version": "1.0",
    "compression": "zstd",
    "compression_level": 1,
    "use_dictionary": ["run", "seed", "year", "county", "sector", "variable", "unit"],  # values rarely repeat
}
OF_THE_MOMENT = re.compile(r"; case saved as .*", re.S)  # a temporary name that differs from run to run


def write_tables(folder: Path, store: Store, trials: Sequence[Trial], factors: Sequence[Factor]) -> None:
    """Write all tables, each to a temporary name that is renamed when it is whole.

    Raises:
        UserError: one cannot be written; what the store keeps is untouched.
    """
    write_parquet(folder / RESULTS, _blocks(store))
    write_parquet(folder / TARGETS, [_targets(store)])
    write_parquet(folder / RUNS, [_runs(store, trials, factors)])


def write_parquet(path: Path, blocks: Iterable[pa.Table]) -> None:
    """Write tables of one schema as the row groups of one file; nothing is left of a write that fails."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            _write(stream, blocks)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise UserError(f"{path}: {error.strerror or error}; every run finished before is kept") from None


def _write(stream: Any, blocks: Iterable[pa.Table]) -> None:
    writer = None
    for block in blocks:
        writer = writer or pq.ParquetWriter(stream, block.schema, **FORMAT)
        writer.write_table(block, row_group_size=max(block.num_rows, 1))
    if writer:
        writer.close()


def _blocks(store: Store) -> Iterator[pa.Table]:
    """Yield the rows of the finished runs in run order, some runs at a time."""
    waiting: list[pa.Table] = []
    empty = True
    for _, rows in store.rows():
        waiting.append(pa.ipc.open_stream(rows).read_all())
        if sum(table.num_rows for table in waiting) >= ROWS_PER_GROUP:
            yield join_tables(waiting)
            waiting, empty = [], False
    if waiting or empty:
        yield join_tables(waiting or [_no_rows()])


def _no_rows() -> pa.Table:
    word = pa.dictionary(pa.int32(), pa.string())
    kinds = {"run": pa.int32(), "seed": pa.int64(), "year": pa.int32(), "county": word, "sector": word,
             "variable": word, "unit": word, "value": pa.float64()}  # fmt: skip
    return pa.schema(kinds.items()).empty_table()


def _runs(store: Store, trials: Sequence[Trial], factors: Sequence[Factor]) -> pa.Table:
    states, failures = store.states(), store.failures()
    facts = {number: json.loads(text)["peak"] or {} for number, text in store.facts()}
    columns: dict[str, pa.Array] = {
        "run": pa.array([trial.number for trial in trials], pa.int32()),
        "point": pa.array([trial.point for trial in trials], pa.int32()),
        "package": pa.array([package_name(trial.package) for trial in trials], pa.string()),
        "storyline": pa.array([trial.storyline for trial in trials], pa.string()),
        "seed": pa.array([trial.seed for trial in trials], pa.int64()),
        "population_seed": pa.array([trial.population_seed for trial in trials], pa.int64()),
        "state": pa.array([states.get(trial.number, "missing") for trial in trials], pa.string()),
        "error": pa.array([stable(failures.get(trial.number, ("", ""))[0]) for trial in trials], pa.string()),
    }
    for told, (name, kind) in PEAK.items():
        columns[name] = pa.array([facts.get(trial.number, {}).get(told) for trial in trials], kind)
    for factor in factors:
        columns[factor.label] = pa.array([value_of(factor, trial) for trial in trials], pa.float64())
    return pa.table(columns)


def _targets(store: Store) -> pa.Table:
    rows = [(number, *told) for number, text in store.facts() for told in json.loads(text)["targets"]]
    names = (("run", pa.int32()), ("id", pa.string()), ("state", pa.string()), ("basis", pa.string()),
             ("value", pa.float64()))  # fmt: skip
    return pa.table({name: pa.array([row[i] for row in rows], kind) for i, (name, kind) in enumerate(names)})


def value_of(factor: Factor, trial: Trial) -> float:
    """Return what a factor is in a trial."""
    sampled = trial.sampled
    if factor.kind == "lever":
        return next(
            value for lever, year, value in reversed(trial.settings) if (lever, year) == (factor.name, factor.year)
        )
    if factor.kind == "driver":
        return dict(sampled.drivers)[factor.name]
    return dict(sampled.positions if factor.is_position else sampled.values)[factor.name]


def stable(error: str) -> str:
    """Return an error without what differs from run to run."""
    return OF_THE_MOMENT.sub("", error)
