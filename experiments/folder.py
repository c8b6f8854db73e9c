"""The folder of results: held from the start, looked at before anything is simulated, written whole at the end."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from abm.errors import UserError
from abm.output import output_folder, write_whole
from abm.region import Region
from abm.results import Results
from abm.targets import targets_csv
from experiments.requests import Request


@contextmanager
def held(out: str | None, wanted: Sequence[Request], region: Region) -> Iterator[Path | None]:
    """Hold the folder while the runs are made; a folder made for nothing is taken away again.

    Raises:
        UserError: it holds another run, is in use by another process, or cannot be written.
    """
    if out is None:
        yield None
        return
    folder = Path(out)
    existed = folder.exists()
    if existed and not folder.is_dir():
        raise UserError(f"--out: {folder} is not a folder")
    _refuse_another(folder, [request.facts(region) for request in wanted])
    try:
        with output_folder(folder):
            _try_writing(folder)
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


def _refuse_another(folder: Path, wanted: Sequence[Mapping[str, Any]]) -> None:
    found = folder / "run.json"
    if not found.exists():
        foreign = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        if any(name in foreign for name in ("results.parquet", "targets.csv", "report.html")):
            raise UserError(f"--out: {folder} holds results without their run.json; choose another folder")
        return
    try:
        before = json.loads(found.read_text(encoding="utf-8"))["runs"]
        same = sorted(map(_key, before)) == sorted(map(_key, json.loads(json.dumps(wanted))))
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError(f"--out: {found} cannot be read; choose another folder") from None
    if not same:
        names = ", ".join(dict.fromkeys(f"{run['package']} (seed {run['seed']})" for run in before[:4]))
        raise UserError(f"--out: {folder} holds another run: {names}; choose another folder")


def _key(facts: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in facts.items() if name != "milliseconds"}
    return json.dumps(kept, sort_keys=True)


def _try_writing(folder: Path) -> None:
    trial = folder / ".trial"
    try:
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise UserError(f"--out: {folder} cannot be written: {error.strerror}") from None
