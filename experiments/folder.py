"""The folder of results: held from the start, looked at before anything is simulated, written whole at the end."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from abm.errors import UserError
from abm.output import output_folder, refuse_another_run, write_whole
from abm.region import Region
from abm.results import Results
from abm.targets import targets_csv
from experiments.requests import Request

BYTES_A_YEAR_AND_PLACE = 5000  # a run's rows of one year in one county, as Parquet holds them
BYTES_OF_A_REPORT = 3_000_000


@contextmanager
def held(out: str | None, wanted: Sequence[Request], region: Region) -> Iterator[Path | None]:
    """Hold the folder while the runs are made; a folder made for nothing is taken away again.

    Raises:
        UserError: it holds another run, is in use by another process, cannot be written, or its disk is too full.
    """
    if out is None:
        yield None
        return
    if not out.strip():
        raise UserError("--out: got an empty name, allowed the name of a folder")
    folder = Path(out)
    existed = folder.exists()
    if existed and not folder.is_dir():
        raise UserError(f"--out: {folder} is not a folder")
    runs = [request.facts(region) for request in wanted]
    refuse_another_run(folder, {"runs": sorted(runs, key=lambda run: (run["package"], run["seed"]))})
    try:
        with output_folder(folder):
            _try_writing(folder)
            _look_for_room(folder, wanted, region)
            yield folder
    finally:
        if not existed:
            with suppress(OSError):
                folder.rmdir()  # only if nothing was written


def write_results(folder: Path, results: Results, more: Mapping[str, bytes] | None = None) -> None:
    """Write tables, targets, ``run.json`` and further files, all or nothing; the folder must be held."""
    facts = json.dumps(results.facts(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files = {"results.parquet": results.to_parquet_bytes(), "targets.csv": targets_csv(results.targets)}
    write_whole(folder, {**files, **(more or {}), "run.json": facts.encode()})


def _try_writing(folder: Path) -> None:
    trial = folder / ".trial"
    try:
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise UserError(f"--out: {folder} cannot be written: {error.strerror}") from None


def _look_for_room(folder: Path, wanted: Sequence[Request], region: Region) -> None:
    """Say before anything is computed that it could not be kept: no hour of runs is lost for a full disk."""
    years = sum(request.until - region.first_year + 1 for request in wanted)
    asked = BYTES_OF_A_REPORT + BYTES_A_YEAR_AND_PLACE * years * (region.n_counties + 1)
    free = shutil.disk_usage(folder).free
    if free < asked:
        raise UserError(f"--out: {folder}: {free / 1e6:.1f} MB are free, the results want about {asked / 1e6:.1f} MB")
