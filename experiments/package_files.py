"""Which package files runs were made with: a package's values stand in files that the hash of the code leaves out."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

POLICIES = Path(__file__).parent.parent / "policies"


def package_hash(more: Iterable[Path] = ()) -> str:
    """Return a hash of all package files that ship with the code, and of more files."""
    digest = blake2b(digest_size=8)
    for path in sorted([*POLICIES.rglob("*.toml"), *more]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
