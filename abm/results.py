"""What a run leaves behind: the long table, the scored targets, the peak, and the files of an output folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from abm.longtable import join_tables, long_table, parquet_bytes
from abm.output import write_files
from abm.peak import Peak, find_peak
from abm.provenance import code_version, data_hash
from abm.record import Record
from abm.region import Region
from abm.targets import SCORED_CO2, score_targets, targets_csv

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from abm.model import City

EMISSIONS = {
    "energy": SCORED_CO2,
    "energy_and_processes": "Emissions|CO2|Energy and Processes",
    "with_net_imports": "Emissions|CO2|Energy with Net Electricity Imports",
    "net_of_sinks": "Emissions|CO2",
    "greenhouse_gases": "Emissions|Kyoto Gases",
}


@dataclass(frozen=True)
class Run:
    """One simulated package and seed."""

    region: Region
    record: Record
    package: str
    storyline: str
    history: str
    scale: float
    seed: int
    population_seed: int
    settings: tuple[tuple[str, int | None, float], ...]
    levers: Mapping[str, np.ndarray]
    milliseconds: Mapping[str, float]

    def __repr__(self) -> str:
        """Say in one line which run it is; everything in it would be pages."""
        years = f"{self.record.years[0]}-{self.record.years[-1]}"
        place = f"{self.region.id}, {self.storyline}, {years}"
        return f"Run({self.package!r}, {place}, scale={self.scale:g}, seed={self.seed})"

    @classmethod
    def of(
        cls,
        city: City,
        *,
        package: str,
        scale: float,
        seed: int,
        population_seed: int = 0,
        settings: Sequence[tuple[str, int | None, float]] = (),
    ) -> Run:
        """Return the run of a city that has been stepped to its last year."""
        return cls(
            region=city.world.region,
            record=city.record,
            package=Path(package).stem if package.endswith(".toml") else package,
            storyline=city.world.storyline.id,
            history=city.world.history,
            scale=scale,
            seed=seed,
            population_seed=population_seed,
            settings=tuple(settings),
            levers=city.policy.paths,
            milliseconds=dict(city.milliseconds),
        )

    @property
    def years(self) -> np.ndarray:
        """Simulated years."""
        return self.record.years

    @cached_property
    def table(self) -> pa.Table:
        """The long table (Arrow): run, seed, year, county, sector, variable, unit, value."""
        return long_table(self.record, self.package, self.seed)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The region's targets, scored."""
        frame = score_targets(self.region, self.record, self.history)
        frame.insert(0, "run", self.package)
        frame.insert(1, "seed", self.seed)
        return frame

    @cached_property
    def peak(self) -> Peak:
        """When energy CO2 before sinks, without net power imports, peaks."""
        return find_peak(self.years, self.record.series(SCORED_CO2))

    @cached_property
    def emissions(self) -> pd.DataFrame:
        """Yearly headline series of the city, Mt CO2 (the last one Mt CO2-equiv), by year."""
        columns = {name: self.record.series(variable) for name, variable in EMISSIONS.items()}
        return pd.DataFrame(columns, index=pd.Index(self.years, name="year"))

    def series(self, variable: str, county: str = "") -> pd.Series:
        """Return one variable by year, of the city or of one county."""
        index = pd.Index(self.years, name="year")
        return pd.Series(self.record.series(variable, county), index=index, name=variable)

    def by_sector(self, variable: str, county: str = "") -> pd.DataFrame:
        """Return year x sector of a variable that is kept by sector."""
        from abm.accounts.words import SECTORS

        cells = self.record.sectors(variable)
        at = self.record.county_position(county)
        values = cells.sum(axis=2) if at < 0 else cells[:, :, at]
        return pd.DataFrame(values, index=pd.Index(self.years, name="year"), columns=list(SECTORS))

    def to_frame(self) -> pd.DataFrame:
        """Return the long table as pandas, words as categories."""
        return self.table.to_pandas()

    def to_parquet_bytes(self) -> bytes:
        """Return the bytes of ``results.parquet``."""
        return parquet_bytes(self.table)

    def facts(self) -> dict[str, Any]:
        """Return what ``run.json`` says of this run, times included."""
        return {
            "package": self.package,
            "region": self.region.id,
            "storyline": self.storyline,
            "history": self.history,
            "seed": self.seed,
            "scale": self.scale,
            "population_seed": self.population_seed,
            "years": [int(self.years[0]), int(self.years[-1])],
            "settings": [list(setting) for setting in self.settings],
            "levers": {lever: path.tolist() for lever, path in sorted(self.levers.items())},
            "milliseconds": {phase: round(ms, 3) for phase, ms in self.milliseconds.items()},
        }

    def save(self, folder: str | Path, *, overwrite: bool = False) -> Path:
        """Write ``results.parquet``, ``targets.csv`` and ``run.json``; return the folder."""
        return Results((self,)).save(folder, overwrite=overwrite)

    def plot(self, path: str | Path | None = None) -> Figure:
        """Draw the city's emissions by year; also write the picture where a path is given."""
        return Results((self,)).plot(path)


@dataclass(frozen=True)
class Results:
    """Several runs, of one package or many."""

    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        if not self.runs:
            raise ValueError("no run to keep")
        object.__setattr__(self, "runs", tuple(sorted(self.runs, key=lambda run: (run.package, run.seed))))

    @cached_property
    def table(self) -> pa.Table:
        """The long table of all runs (Arrow)."""
        return join_tables([run.table for run in self.runs])

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The scored targets of all runs."""
        return pd.concat([run.targets for run in self.runs], ignore_index=True)

    @cached_property
    def emissions(self) -> pd.DataFrame:
        """Headline series of all runs, by (run, seed, year)."""
        frames = {(run.package, run.seed): run.emissions for run in self.runs}
        return pd.concat(frames, names=["run", "seed"])

    @property
    def peaks(self) -> pd.DataFrame:
        """Peak year, state, value and later fall of every run."""
        rows = [{"run": run.package, "seed": run.seed, **vars(run.peak)} for run in self.runs]
        return pd.DataFrame(rows)

    def to_frame(self) -> pd.DataFrame:
        """Return the long table as pandas, words as categories."""
        return self.table.to_pandas()

    def to_parquet_bytes(self) -> bytes:
        """Return the bytes of ``results.parquet``."""
        return parquet_bytes(self.table)

    def save(self, folder: str | Path, *, overwrite: bool = False) -> Path:
        """Write ``results.parquet``, ``targets.csv`` and ``run.json``; return the folder.

        Raises:
            UserError: the folder holds another run (unless ``overwrite``), is in use, or cannot be written.
        """
        files = {"results.parquet": self.to_parquet_bytes(), "targets.csv": targets_csv(self.targets)}
        return write_files(Path(folder), files, self.facts(), overwrite=overwrite)

    def facts(self) -> dict[str, Any]:
        """Return the content of ``run.json``."""
        regions = {run.region.id: run.region for run in self.runs}
        return {
            "code": code_version(),
            "data": {name: data_hash(region) for name, region in sorted(regions.items())},
            "runs": [run.facts() for run in self.runs],
        }

    def plot(self, path: str | Path | None = None) -> Figure:
        """Draw the emissions of all runs by year; also write the picture where a path is given."""
        from abm.picture import draw_emissions

        return draw_emissions(self.emissions, path)
