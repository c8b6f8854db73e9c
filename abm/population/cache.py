"""Populations on disk: built once, memory-mapped read-only by every process.

A population is a folder of ``.npy`` files and a manifest with shapes and check sums. It is written
beside its place and renamed into it, so that nobody ever sees half of one; what does not match its
manifest is built anew.
"""

import json
import os
import shutil
import sys
import tempfile
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import numpy as np

from abm.parameters import Told
from abm.population.build import BASE_PARAMETERS, build_population, check_scale
from abm.population.layers import KINDS, layers
from abm.population.population import Columns, Population
from abm.region import Region

GROUPS = (*KINDS, "communities", "links")
MANIFEST = "manifest.json"
KEPT = 4  # populations of one region, scale and seed that stay on disk
MAPPED_KEPT = 2  # populations that a process keeps mapped
BASE_TABLES = ("communities.csv", "counties.csv", "counties.geojson")


def load_population(region: Region, scale: float, population_seed: int = 0) -> Population:
    """Return the population of a region, from disk if it was built before.

    Where the cache cannot be written, the population is built in memory.

    Raises:
        UserError: a scale outside (0, 1], or too small for a county.
    """
    check_scale(scale)
    name = f"{region.id}-s{scale:.6g}-p{population_seed}-"
    folder = cache_folder() / "population" / (name + fingerprint(region, scale, population_seed))
    found = read_population(folder, scale, population_seed)
    if found is None:
        found = build_population(region, scale, population_seed)
        if write_population(found, folder):
            found = read_population(folder, scale, population_seed) or found
            _prune(folder.parent, name)
    return found


def cache_folder() -> Path:
    """Return the folder of the cache: ``TANFENG_CACHE``, else the platform's own place."""
    if chosen := os.environ.get("TANFENG_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "tanfeng"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "tanfeng"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "tanfeng"


def fingerprint(region: Region, scale: float, population_seed: int) -> str:
    """Return a hash of all that a population depends on: data, scale, seed, code and NumPy's version."""
    digest = blake2b(digest_size=10)
    digest.update(f"{region.id}|{scale!r}|{population_seed}|{np.__version__}|{_code()}".encode())
    prefixes, tables = _dependencies()
    digest.update(_numbers(region.parameters.told(prefixes)))
    for table in tables:
        path = region.file(table)
        about = path.stat()
        digest.update(table.encode() + _content(path, about.st_size, about.st_mtime_ns))
    return digest.hexdigest()


def read_population(folder: Path, scale: float, population_seed: int) -> Population | None:
    """Return the population in a folder, or None when there is none or it does not match its manifest.

    What was mapped before and has not been touched since is not checked again.
    """
    mark = _mark(folder)
    if mark and folder in _MAPPED and _MAPPED[folder][0] == mark:
        return _MAPPED[folder][1]
    found = _read(folder, scale, population_seed)
    if found is not None:
        _MAPPED[folder] = mark, found
        while len(_MAPPED) > MAPPED_KEPT:
            _MAPPED.pop(next(iter(_MAPPED)))
    return found


_MAPPED: dict[Path, tuple[tuple, Population]] = {}


def _mark(folder: Path) -> tuple:
    """Return names, sizes and times of the arrays of a folder; empty where there is none."""
    try:
        with os.scandir(folder) as entries:
            files = [(entry.name, entry.stat()) for entry in entries if entry.name != MANIFEST]
    except OSError:
        return ()
    return tuple(sorted((name, about.st_size, about.st_mtime_ns) for name, about in files))


def _read(folder: Path, scale: float, population_seed: int) -> Population | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        groups: dict[str, Columns] = {group: {} for group in GROUPS}
        for name, (dtype, shape, checksum) in manifest["arrays"].items():
            array = _map(folder / f"{name}.npy")
            if [str(array.dtype), list(array.shape), crc32(array)] != [dtype, shape, checksum]:
                return None
            group, column = name.split(".", 1)
            groups[group][column] = array
        os.utime(folder / MANIFEST)
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None
    return Population(scale=scale, seed=population_seed, statistics=manifest["statistics"], **groups)


def write_population(population: Population, folder: Path) -> bool:
    """Write a population into a folder in one move; return whether it is there now."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    except OSError:
        return False
    try:
        _write(population, draft)
        if folder.exists():  # spoilt, or another process was first
            folder.replace(draft.with_name(draft.name + "-old"))
        draft.replace(folder)
        return True
    except OSError:
        return folder.exists()
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(draft.with_name(draft.name + "-old"), ignore_errors=True)


def _write(population: Population, draft: Path) -> None:
    arrays = {}
    for group in GROUPS:
        for name, column in getattr(population, group).items():
            array = np.ascontiguousarray(column)
            np.save(draft / f"{group}.{name}.npy", array)
            arrays[f"{group}.{name}"] = [str(array.dtype), list(array.shape), crc32(array)]
    manifest = {"arrays": arrays, "statistics": population.statistics}
    (draft / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _map(path: Path) -> np.ndarray:
    """Return an array memory-mapped read-only as a plain array; an empty one is read (it cannot be mapped)."""
    try:
        return np.asarray(np.load(path, mmap_mode="r"))
    except ValueError:
        array = np.load(path)
        if array.size:
            raise
        array.setflags(write=False)
        return array


def _prune(parent: Path, name: str) -> None:
    """Drop all but the latest populations of one region, scale and seed."""
    try:
        found = [(path.stat().st_mtime, path) for path in parent.glob(f"{name}*/{MANIFEST}")]
    except OSError:
        return
    for _, path in sorted(found, reverse=True)[KEPT:]:
        shutil.rmtree(path.parent, ignore_errors=True)


@cache
def _code() -> str:
    """Return a hash of the code that builds populations: every module of ``abm`` and ``agents``.

    Layers call into their domains, so nothing less would be safe.
    """
    import agents

    digest = blake2b(digest_size=10)
    roots = [Path(__file__).parents[1], *(Path(path) for path in agents.__path__)]
    for root in roots:
        for path in sorted(root.rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=16)
def _numbers(told: Told) -> bytes:
    """Return a hash of the numbers that a population depends on; most runs of a batch have the same."""
    return blake2b(repr(told).encode(), digest_size=10).digest()


@lru_cache(maxsize=64)
def _content(path: Path, size: int, time_ns: int) -> bytes:
    """Return a hash of a file that has not been touched since it had this size and time."""
    return blake2b(path.read_bytes(), digest_size=10).digest()


def _dependencies() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return prefixes of the parameters and names of the tables that a population is built from."""
    prefixes, tables = set(BASE_PARAMETERS), set(BASE_TABLES)
    for layer in layers():
        prefixes.update(layer.parameters)
        tables.update(layer.tables)
    return tuple(sorted(prefixes)), tuple(sorted(tables))
