"""The folder of results: held from the start, each finished run kept in it, its tables written at the end."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from abm.errors import RunFailed, UserError
from abm.output import output_folder, refuse_another_run, write_whole
from abm.region import Region
from abm.results import Results
from abm.targets import targets_csv
from experiments.batch.engine import opened_store, version_facts
from experiments.batch.store import FILE, KEPT, Store
from experiments.language import Speech
from experiments.requests import Request
from experiments.text import counted, kept_line

BYTES_A_YEAR_AND_PLACE = 5000  # a run's rows of one year in one county, as Parquet holds them
BYTES_OF_A_REPORT = 3_000_000


@dataclass(frozen=True)
class Held:
    """A folder that is held, and the store that keeps its runs until the tables are written."""

    path: Path
    store: Store

    def write(self, results: Results, more: Mapping[str, bytes] | None = None) -> None:
        """Write tables, targets, ``run.json`` and further files, all or nothing; then the store is not needed."""
        facts = json.dumps(results.facts(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        files = {"results.parquet": results.to_parquet_bytes(), "targets.csv": targets_csv(results.targets)}
        write_whole(self.path, {**files, **(more or {}), "run.json": facts.encode()})
        self.store.remove()


@contextmanager
def held(out: str | None, kind: str, wanted: Sequence[Request], region: Region, say: Speech) -> Iterator[Held | None]:
    """Hold the folder while the runs are made; what is finished is kept, a folder made for nothing is taken away.

    Args:
        out: the folder; None where nothing is to be written.
        kind: what asks for the runs, of :data:`experiments.batch.engine.KINDS`.
        wanted: the runs.
        region: where.
        say: the language of what an interrupted command has kept.

    Raises:
        UserError: it holds another run, is in use by another process, cannot be written, or its disk is too full.
    """
    if out is None:
        yield None
        return
    folder = Path(out)
    existed = folder.exists()
    if existed and not folder.is_dir():
        raise UserError(f"--out: {folder} is not a folder")
    told = sorted((request.facts(region) for request in wanted), key=lambda run: (run["package"], run["seed"]))
    if (folder / "run.json").exists() or not (folder / FILE).exists():  # else the store says whose folder it is
        refuse_another_run(folder, {"runs": told})
    try:
        with output_folder(folder):
            _try_writing(folder)
            facts = _facts(kind, told, wanted, region)
            with opened_store(folder, facts) as store, _telling_what_is_kept(store, say):
                _look_for_room(folder, wanted, len(store.states()), region)
                yield Held(folder, store)
    finally:
        if not existed:
            with suppress(OSError):
                folder.rmdir()  # only if nothing was written


@contextmanager
def _telling_what_is_kept(store: Store, say: Speech) -> Iterator[None]:
    """Say of a command that is interrupted or fails what it can go on with; a store without a run is taken away."""
    try:
        yield
    except KeyboardInterrupt:
        n = _n_kept(store)
        raise KeyboardInterrupt(kept_line(n, say) if n else "") from None
    except (UserError, RunFailed) as error:
        n = _n_kept(store)
        if not n or KEPT in str(error):
            raise
        kind = RunFailed if isinstance(error, RunFailed) else UserError
        raise kind(f"{error}\n{counted(n, 'run is', 'runs are')} kept: start again and it goes on") from None
    finally:
        if not _n_kept(store):
            store.remove()


def _n_kept(store: Store) -> int:
    return len(store.states()) if store.path.exists() else 0


def _facts(kind: str, told: Sequence[dict[str, Any]], wanted: Sequence[Request], region: Region) -> dict[str, str]:
    """Return what makes these runs these runs: what ``run.json`` will say of them, their order, and the version."""
    order = [[Path(request.package).stem, request.seed] for request in wanted]
    identity = blake2b(json.dumps([told, order], sort_keys=True).encode(), digest_size=16).hexdigest()
    about = {"identity": identity, "design": "", "region": wanted[0].region, "n_runs": str(len(wanted))}
    return {**about, **version_facts(region, kind)}


def _try_writing(folder: Path) -> None:
    trial = folder / ".trial"
    try:
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise UserError(f"--out: {folder} cannot be written: {error.strerror}") from None


def _look_for_room(folder: Path, wanted: Sequence[Request], n_kept: int, region: Region) -> None:
    """Say before anything is computed that it could not be kept: no hour of runs is lost for a full disk."""
    years = (wanted[0].until - region.first_year + 1) * (2 * len(wanted) - n_kept)  # each in the store and the table
    asked = BYTES_OF_A_REPORT + BYTES_A_YEAR_AND_PLACE * years * (region.n_counties + 1)
    free = shutil.disk_usage(folder).free
    if free < asked:
        raise UserError(f"--out: {folder}: {free / 1e6:.1f} MB are free, the results want about {asked / 1e6:.1f} MB")
