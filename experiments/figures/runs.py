"""Makes the runs behind figures, or reads them where the same code and data made them before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import astuple
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from shutil import rmtree

import numpy as np

from abm.accounts.words import SECTORS
from abm.errors import RunFailed
from abm.provenance import code_version, data_hash
from abm.region import Region
from abm.simulation import begin, live
from experiments.batch.outcome import Finished
from experiments.batch.processes import Processes
from experiments.batch.trial import loaded_region
from experiments.figures import special
from experiments.figures.table import Group
from experiments.figures.values import Runs, Series
from experiments.requests import Numbered, Request, numbered

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
    """Return the runs of each group; each request is made once, and those made before are read.

    Raises:
        RunFailed: one of them cannot be made.
    """
    groups = list(groups)
    wanted = {request: _file(request, region) for group in groups for request in requests(group, region)}
    missing = [request for request, path in wanted.items() if not path.exists()]
    for old in KEPT.glob("*") if missing else ():
        if old.name != made_with(region):
            rmtree(old)
    with closing(Processes(workers).carry_out(_measured, list(numbered(missing)))) as outcomes:
        for outcome in outcomes:
            request = missing[outcome.number]
            if outcome.finished is None:
                raise RunFailed(f"{request.package} {request.settings}: {outcome.error}")
            _keep(outcome.finished.rows, wanted[request])
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
    told = repr(astuple(request)).encode() + Path(special.__file__).read_bytes()
    return KEPT / made_with(region) / f"{blake2b(told, digest_size=8).hexdigest()}.npz"


def _measured(job: Numbered) -> Finished:
    """Return the city's values of all variables, by sector those kept by sector, and those that no record has."""
    request = job.request
    asked = {name: value for name, value in vars(request).items() if name != "region"}
    city = begin(region=loaded_region(request.region), **asked)
    more: dict[str, np.ndarray] = defaultdict(lambda: np.full(len(city.world.years), np.nan))

    def look(year: int) -> None:
        for name, value in special.of_year(city, year).items():
            more[name][year - city.world.years[0]] = value

    live(city, progress=look)
    record = city.record
    series = {name: record.series(name) for name in record.written} | more
    for name in record.by_sector:
        cells = record.sectors(name).sum(axis=2)
        series |= {f"{name}@{sector}": cells[:, at] for at, sector in enumerate(SECTORS)}
    out = BytesIO()
    np.savez(out, names=np.array(list(series)), values=np.array(list(series.values())), years=record.years)
    return Finished(out.getvalue(), "")


def _keep(content: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".part")
    scratch.write_bytes(content)
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
