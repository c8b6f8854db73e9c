"""Which code and which data a run was made with."""

from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from abm.region import Region

ROOT = Path(__file__).parent.parent
PACKAGES = ("agents", "policies", "abm")


@cache
def code_version() -> dict[str, str]:
    """Return the released version and a hash of the source files that a run depends on."""
    try:
        released = version("tanfeng")
    except PackageNotFoundError:
        released = "not installed"
    files = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    return {"version": released, "hash": _hash(files, ROOT)}


def data_hash(region: Region) -> str:
    """Return a hash of all data files of a region and of the folders that it includes."""
    folders = (*region.included, region.folder)
    return _hash_many(tuple(folders))


@cache
def _hash_many(folders: tuple[Path, ...]) -> str:
    digest = blake2b(digest_size=8)
    for folder in folders:
        files = [path for path in folder.rglob("*") if path.suffix in (".csv", ".toml", ".geojson")]
        digest.update(_hash(files, folder).encode())
    return digest.hexdigest()


def _hash(files: list[Path], root: Path) -> str:
    digest = blake2b(digest_size=8)
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
