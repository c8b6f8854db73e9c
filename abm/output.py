"""Writing an output folder: all of it or nothing, and never over another run."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from abm.errors import UserError

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

TIMES = ("milliseconds",)
RESULTS = ("results.parquet", "targets.csv")
LOCK = ".in-use"


def write_files(folder: Path, files: Mapping[str, bytes], facts: dict[str, Any], *, overwrite: bool = False) -> Path:
    """Write the files and ``run.json`` into ``folder``; each appears under its name only when complete.

    Raises:
        UserError: the folder holds another run, is in use, or cannot be written.
    """
    text = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    with output_folder(folder):
        if not overwrite:
            refuse_another_run(folder, facts)
        write_whole(folder, {**files, "run.json": text.encode()})
    return folder


@contextmanager
def output_folder(folder: Path) -> Iterator[Path]:
    """Make the folder and hold it against other processes while something is written.

    Raises:
        UserError: it cannot be made, or another living process holds it.
    """
    lock = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _take(lock)
    except OSError as error:
        raise UserError(f"output folder {folder}: {error.strerror or error}") from None
    try:
        yield folder
    finally:
        with suppress(OSError):
            lock.unlink()
        os.close(handle)


def write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files beside their final names first, then rename them.

    Raises:
        UserError: a file cannot be written, or its name is taken by something that is no ordinary
            file; nothing of this call is left behind.
    """
    waiting = {folder / name: folder / f".{name}.part" for name in files}
    for target in waiting:
        if target.exists() and not target.is_file():  # a folder, or a device that a rename would replace
            raise UserError(f"{target}: is not an ordinary file; nothing was written")
    writing = folder
    try:
        for writing, content in zip(waiting, files.values(), strict=True):
            with waiting[writing].open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for writing, part in waiting.items():
            part.replace(writing)
    except OSError as error:
        for part in waiting.values():
            with suppress(OSError):
                part.unlink()
        raise UserError(f"{writing}: {error.strerror or error}; nothing was written") from None


def _take(lock: Path) -> int:
    """Take the lock and return its handle; one left by a process that is gone is taken over."""
    while True:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR)
        owner = os.read(handle, 20).decode(errors="replace").strip()
        if not _is_free(handle, owner):
            os.close(handle)
            raise UserError(f"output folder {lock.parent} is in use by process {owner or '?'}")
        if lock.exists() and os.path.samestat(os.fstat(handle), lock.stat()):
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, str(os.getpid()).encode())
            return handle
        os.close(handle)  # its owner took it away between our opening and our locking it


def _is_free(handle: int, owner: str) -> bool:
    """Whether the lock is ours now. The system frees it when its owner ends, even by ``kill -9``.

    The owner's number alone is no proof: in a container every process may have the same one.
    """
    if fcntl is None:
        return not (owner.isdigit() and _is_alive(int(owner)))
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def refuse_another_run(folder: Path, facts: Mapping[str, Any]) -> None:
    """Look whether the folder holds the results of other runs than those of ``facts``.

    Raises:
        UserError: it does, or it cannot be told.
    """
    found = folder / "run.json"
    if not found.exists():
        if any((folder / name).exists() for name in RESULTS):
            raise UserError(f"output folder {folder} holds results without their run.json; choose another folder")
        return
    try:
        before = json.loads(found.read_text(encoding="utf-8"))
        same = _identity(before) == _identity(json.loads(json.dumps(facts)))
        names = ", ".join(f"{run['package']} (seed {run['seed']})" for run in before["runs"][:4])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UserError(f"{found} is not readable; choose another folder") from None
    if not same:
        raise UserError(f"output folder {folder} holds another run: {names}; choose another folder")


def _identity(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What makes a run that run: everything but the times it took."""
    return [{key: value for key, value in run.items() if key not in TIMES} for run in facts.get("runs", [])]
