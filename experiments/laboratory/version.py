"""What an answer stands on: the code, the data, and the packages and designs that its runs were made with."""

from dataclasses import dataclass
from hashlib import blake2b

from abm.provenance import code_version, data_hash
from abm.region import Region
from experiments.batch.design_file import DESIGNS
from experiments.package_files import package_hash


@dataclass(frozen=True)
class Version:
    """Hashes; ``packages`` is that of all package files and of the designs that ship with them."""

    code: str
    data: str
    packages: str

    @property
    def stamp(self) -> str:
        """One hash of all three: the name of a work folder."""
        return blake2b(f"{self.code} {self.data} {self.packages}".encode(), digest_size=6).hexdigest()

    def differs(self, other: "Version") -> list[str]:
        """Return which of the three differ."""
        return [name for name in ("code", "data", "packages") if getattr(self, name) != getattr(other, name)]


def version_now(region: Region) -> Version:
    """Return what a run of this tree is made with."""
    return Version(code_version()["hash"], data_hash(region), package_hash(DESIGNS.glob("*.toml")))
