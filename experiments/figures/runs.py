"""Makes the runs behind figures, or reads them where the same code and data made them before."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from hashlib import blake2b
from pathlib import Path

import numpy as np

from abm.provenance import code_version, data_hash
from abm.region import Region
from abm.results import Run
from experiments.figures.table import Group
from experiments.figures.values import Runs, Series
from experiments.requests import Request, numbered, runs_of

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / "out" / "figures"
SCALE = 0.02


def made_with(region: Region) -> str:
    """Return a hash of all that a result depends on: code, data of the region, packages."""
    digest = blake2b(digest_size=4)
    digest.update((code_version()["hash"] + data_hash(region)).encode())
    for path in sorted((ROOT / "policies").rglob("*.toml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def runs_by_group(groups: Iterable[Group], region: Region, workers: int) -> Mapping[str, Runs]:
    """Return the runs of each group; each request is made once, and those made before are read."""
    groups = list(groups)
    wanted = {request: _file(request, region) for group in groups for request in requests(group, region)}
    missing = [request for request, path in wanted.items() if not path.exists()]
    for made in runs_of(list(numbered(missing)), workers):
        _keep(made.run, wanted[missing[made.number]])
    return {group.name: _runs([wanted[one] for one in requests(group, region)]) for group in groups}


def requests(group: Group, region: Region) -> list[Request]:
    """Return the runs that a group asks for."""
    storyline = group.storyline or next(iter(region.storylines))
    is_past = any(year is not None and year < region.first_decision_year for _, year, _ in group.settings)
    return [
        Request(
            group.package, region.id, storyline, group.until, SCALE, seed,
            settings=group.settings, counterfactual=is_past, history=group.history,
        )
        for seed in group.seeds
    ]  # fmt: skip


def _file(request: Request, region: Region) -> Path:
    name = blake2b(repr(astuple(request)).encode(), digest_size=8).hexdigest()
    return KEPT / made_with(region) / f"{name}.npz"


def _keep(run: Run, path: Path) -> None:
    """Write the city's values of all variables, and by sector those kept by sector."""
    record = run.record
    series = {name: record.series(name) for name in record.written}
    for name in record.by_sector:
        series |= {f"{name}@{sector}": values.to_numpy() for sector, values in run.by_sector(name).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.stem}.part.npz")
    np.savez(scratch, names=np.array(list(series)), values=np.array(list(series.values())), years=run.years)
    scratch.rename(path)


def _runs(paths: list[Path]) -> Runs:
    files = [np.load(path) for path in paths]
    rows = [{name: row for row, name in enumerate(file["names"].tolist())} for file in files]
    values = [file["values"] for file in files]
    first_year = int(files[0]["years"][0])

    def series(name: str) -> Series:
        for of in rows:
            if name not in of:
                raise KeyError(f"{name!r} is in no record")
        return Series(np.array([cells[of[name]] for cells, of in zip(values, rows, strict=True)]), first_year)

    return Runs(series)
