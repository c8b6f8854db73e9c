"""One run of a batch: a request, the numbers sampled for it, and what is kept of it.

The heavy parts are imported when the work begins, so that a trial can be sent about cheaply.
"""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.batch.outcome import Finished
from experiments.batch.pasts import PASTS

if TYPE_CHECKING:
    import pyarrow as pa

    from abm.model import City
    from abm.region import Region
    from abm.results import Run


@dataclass(frozen=True)
class Sampled:
    """Numbers other than the region's own.

    ``values`` are in the parameter's unit; ``positions`` and ``drivers`` are places in the range of a
    dated number or of a storyline's driver, from -1 (low) to 1 (high).
    """

    values: tuple[tuple[str, float], ...] = ()
    positions: tuple[tuple[str, float], ...] = ()
    drivers: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Keep:
    """What is kept of a run; empty ``variables`` or ``years`` means all."""

    variables: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    counties: bool = True
    sectors: bool = True


@dataclass(frozen=True)
class Trial:
    """One run: its number in the batch, its point of the sample, and all that it is made with."""

    number: int
    point: int
    package: str
    region: str
    storyline: str
    until: int
    scale: float
    seed: int
    population_seed: int
    history: str
    settings: tuple[tuple[str, int | None, float], ...]
    sampled: Sampled
    keep: Keep

    @cached_property
    def past(self) -> tuple:
        """All that the years before the first decision depend on: what runs that are one and the same there share."""
        luck = (self.seed, self.population_seed)
        return (self.package, self.region, self.storyline, self.until, self.scale, *luck, self.history, self.sampled)

    def begin(self) -> "City":
        """Return the city before its first year."""
        from abm.simulation import begin

        return begin(**_arguments(self))

    def live_past(self, city: "City") -> None:
        """Bring the city to the end of the past."""
        from abm.simulation import live

        live(city, city.world.region.first_decision_year - 1)


def describe(trial: Trial) -> str:
    """Return what a run was made with in a few words."""
    levers = [f"{lever}={value:.4g}" for lever, _, value in trial.settings]
    sampled = trial.sampled
    numbers = [f"{name}={value:.4g}" for name, value in (*sampled.values, *sampled.positions, *sampled.drivers)]
    return ", ".join([trial.package, trial.storyline, f"seed {trial.seed}", *levers, *numbers])


def package_name(package: str) -> str:
    """Return a package's id, of a file its name."""
    return Path(package).stem if package.endswith(".toml") else package


class OtherVersion(RuntimeError):
    """A worker with another version of code or data."""


def version_of(region: "Region") -> str:
    """Return the hashes of code and data that a run of this process is made with."""
    from abm.provenance import code_version, data_hash

    return f"code {code_version()['hash']}, data {data_hash(region)}"


def refuse_other_version(region: str, made_with: str) -> None:
    """Refuse to work on a worker that has another version than ``made_with``; blank accepts any.

    Raises:
        OtherVersion: it has.
    """
    if made_with and (here := version_of(loaded_region(region))) != made_with:
        raise OtherVersion(f"this worker has other code or data than the batch: {here}, expected {made_with}")


def work(trial: Trial, made_with: str = "") -> Finished:
    """Make the run and return what is kept of it.

    Raises:
        OtherVersion: this worker (of a cluster, or started after a change) has other code or data than
            ``made_with``, so its run would not belong to the batch.
    """
    refuse_other_version(trial.region, made_with)
    run = simulate_trial(trial)
    return Finished(rows_of(kept(run, trial.keep), trial.number), facts_of(run))


def simulate_trial(trial: Trial) -> "Run":
    """Make the run: the rest of it where this process has a city at the end of its past."""
    from abm.simulation import go_on, simulate

    luck = {name: getattr(trial, name) for name in ("scale", "seed", "population_seed")}
    if city := PASTS.take(trial.past):
        return go_on(city, trial.package, trial.settings, **luck)
    return simulate(**_arguments(trial))


def _arguments(trial: Trial) -> dict[str, Any]:
    """Return what :func:`abm.simulation.simulate` is called with."""
    names = ("package", "storyline", "until", "scale", "seed", "population_seed", "settings", "history")
    return {name: getattr(trial, name) for name in names} | {"region": sampled_region(trial)}


def sampled_region(trial: Trial) -> "Region":
    """Return the region with the numbers and drivers of this trial."""
    region, sampled = loaded_region(trial.region), trial.sampled
    if sampled.values:
        region = region.with_values(dict(sampled.values))
    if sampled.positions:
        region = region.with_positions(dict(sampled.positions))
    if sampled.drivers:
        region = region.with_storyline(region.storylines[trial.storyline].with_positions(dict(sampled.drivers)))
    return region


def kept(run: "Run", keep: Keep) -> "pa.Table":
    """Return the rows of a run's long table that are kept."""
    from abm.longtable import Extract, long_table

    return long_table(run.record, run.package, run.seed, Extract(**vars(keep)))


def rows_of(table: "pa.Table", number: int) -> bytes:
    """Return the rows as an Arrow stream, the package's name replaced by the run's number."""
    import numpy as np
    import pyarrow as pa

    numbers = pa.array(np.full(table.num_rows, number, dtype=np.int32))
    return stream_of(table.set_column(0, "run", numbers).combine_chunks())


def stream_of(table: "pa.Table") -> bytes:
    """Return a table as an Arrow stream."""
    import pyarrow as pa

    sink = BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)  # a process with threads makes no copies
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table)
    return sink.getvalue()


def facts_of(run: "Run") -> str:
    """Return the peak and the score of every target as JSON."""
    from experiments.scores import can_peak

    facts: dict[str, Any] = {"targets": [], "peak": None}
    if can_peak([run]):
        facts["peak"] = {name: _plain(value) for name, value in vars(run.peak).items()}
    for row in run.targets[["id", "state", "basis", "value"]].itertuples(index=False):
        facts["targets"].append([row.id, row.state, row.basis, _plain(row.value)])
    return json.dumps(facts, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """Return a NumPy value as Python's own, NaN as None."""
    value = value.item() if hasattr(value, "item") else value
    return None if value != value else value


@cache
def loaded_region(name: str) -> "Region":
    """Return a region, read once per process."""
    from abm.region import load_region

    return load_region(name)
