"""Measured effects of levers on disk: a small table per region, with the code and data it was measured with."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path

from abm.errors import UserError
from abm.output import write_whole
from abm.provenance import code_version, data_hash
from abm.region import Region
from experiments.coverage.effects import Effect
from policies.registry import all_levers

FOLDER = Path(__file__).parent / "measured"


@dataclass(frozen=True)
class Evidence:
    """Effects by lever, and what they were measured with."""

    effects: dict[str, Effect]
    code: str
    data: str

    def stale(self, region: Region) -> list[str]:
        """Return what has changed since: ``code``, ``data``, or levers that were not measured."""
        changed = [
            name
            for name, then, now in (("code", self.code, code_version()["hash"]), ("data", self.data, data_hash(region)))
            if then != now
        ]
        return changed + sorted(set(all_levers()) - set(self.effects))


def path_of(region: Region) -> Path:
    """Return where the evidence of a region lies: with the product for its own regions, else in the region's folder."""
    shipped = FOLDER / f"{region.id}.csv"
    return shipped if region.folder.parent.name == "regions" else region.folder / "lever_effects.csv"


def read_evidence(region: Region) -> Evidence | None:
    """Return what was measured for a region, None where nothing was.

    Raises:
        UserError: the table is damaged.
    """
    path = path_of(region)
    if not path.exists():
        return None
    try:
        head, _, body = path.read_text(encoding="utf-8").partition("\n")
        about = json.loads(head.removeprefix("# "))
        effects = {
            row["lever"]: Effect(
                lever=row["lever"],
                indicator=row["indicator"],
                value=float(row["value"]),
                seeds=int(row["seeds"]),
                move=float(row["move"]),
                standard_errors=float(row["standard_errors"]),
            )
            for row in csv.DictReader(StringIO(body))
        }
        return Evidence(effects, about["code"], about["data"])
    except (ValueError, KeyError) as error:
        told = f"{path.name}: not a table of measured effects ({error}); measure again with --measure"
        raise UserError(told) from None


def write_evidence(region: Region, effects: Sequence[Effect]) -> Path:
    """Write the effects of all levers and return the file.

    Raises:
        UserError: it cannot be written.
    """
    path = path_of(region)
    text = StringIO()
    text.write("# " + json.dumps({"code": code_version()["hash"], "data": data_hash(region)}) + "\n")
    writer = csv.writer(text, lineterminator="\n")
    names = [field.name for field in fields(Effect)]
    writer.writerow(names)
    for effect in sorted(effects, key=lambda e: e.lever):
        values = (getattr(effect, name) for name in names)
        writer.writerow([f"{value:.6g}" if isinstance(value, float) else value for value in values])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror}") from None
    write_whole(path.parent, {path.name: text.getvalue().encode()})
    return path
