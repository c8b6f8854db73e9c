"""Paired differences: the same seed under both packages, so that luck cancels out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.accounts.words import SECTORS
from abm.errors import UserError
from abm.results import Run
from abm.variables import variable
from experiments.headlines import estimate, over_seeds


@dataclass(frozen=True)
class Difference:
    """Other minus base, the mean over seeds, with the half-width of its 95 % t interval."""

    variable: str
    unit: str
    period: str  # a year, or "cumulative"
    county: str
    sector: str
    base: float
    other: float
    difference: float
    half_width: float


def paired(base: Sequence[Run], other: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """Return the runs of both packages in the same order, each beside the one that met the same luck and people.

    Raises:
        UserError: one has no partner or two, so that a difference would hold luck and its interval be wrong.
    """
    sides = [{_luck(run): run for run in runs} for runs in (base, other)]
    if not base or len(sides[0]) < len(base) or len(sides[1]) < len(other) or sides[0].keys() != sides[1].keys():
        told = (", ".join(_told(run) for run in runs) or "none" for runs in (base, other))
        raise UserError(
            "paired differences: both packages need the same seeds and people once each, got {}; {}".format(*told)
        )
    return [sides[0][luck] for luck in sides[0]], [sides[1][luck] for luck in sides[0]]


def _luck(run: Run) -> tuple[int, int, float]:
    """Return what a run shares with its partner; runs of different scales meet different people."""
    return run.seed, run.population_seed, run.scale


def _told(run: Run) -> str:
    people = f" with people {run.population_seed}" if run.population_seed else ""
    return f"seed {run.seed}{people} at scale {run.scale:g}"


def by_year(base: Sequence[Run], other: Sequence[Run], names: Sequence[str], years: Sequence[int]) -> list[Difference]:
    """Return the city's differences in some years, variable by variable."""
    base, other = paired(base, other)
    at = _positions(base, years)
    found = []
    for name in names:
        pair = over_seeds(base, name)[:, at], over_seeds(other, name)[:, at]
        found += _differences(name, pair, [str(year) for year in years])
    return found


def cumulative(base: Sequence[Run], other: Sequence[Run], names: Sequence[str]) -> list[Difference]:
    """Return the differences of yearly flows added up over all simulated years."""
    base, other = paired(base, other)
    found = []
    for name in names:
        pair = over_seeds(base, name).sum(axis=1)[:, None], over_seeds(other, name).sum(axis=1)[:, None]
        found += _differences(name, pair, ["cumulative"])
    return found


def by_sector(base: Sequence[Run], other: Sequence[Run], name: str, years: Sequence[int]) -> list[Difference]:
    """Return the differences by sector, of those sectors that have any, with the sum over all years."""
    sides = [np.array([run.record.sectors(name).sum(axis=2) for run in runs]) for runs in paired(base, other)]
    return _cells(name, sides, _positions(base, years), years, [("", sector) for sector in SECTORS])


def by_county(base: Sequence[Run], other: Sequence[Run], name: str, years: Sequence[int]) -> list[Difference]:
    """Return the differences by county, with the sum over all years."""
    codes = [county.code for county in base[0].region.counties]
    sides = [
        np.array([np.stack([run.record.series(name, code) for code in codes], axis=1) for run in runs])
        for runs in paired(base, other)
    ]
    return _cells(name, sides, _positions(base, years), years, [(code, "") for code in codes])


def _cells(
    name: str, sides: Sequence[np.ndarray], at: list[int], years: Sequence[int], places: Sequence[tuple[str, str]]
) -> list[Difference]:
    """Return the differences of (n_seeds, n_years, n_places) values."""
    periods = [*map(str, years), "cumulative"]
    found = []
    for i, (county, sector) in enumerate(places):
        pair = [np.column_stack([side[:, at, i], side[:, :, i].sum(axis=1)]) for side in sides]
        if any(side.any() for side in pair):
            found += _differences(name, (pair[0], pair[1]), periods, county, sector)
    return found


def _differences(
    name: str, pair: tuple[np.ndarray, np.ndarray], periods: Sequence[str], county: str = "", sector: str = ""
) -> list[Difference]:
    """Return one difference per column of the (n_seeds, n_periods) arrays of a pair."""
    base, other = pair
    found = estimate(other - base)
    return [
        Difference(
            variable=name,
            unit=variable(name).unit,
            period=period,
            county=county,
            sector=sector,
            base=float(base[:, i].mean()),
            other=float(other[:, i].mean()),
            difference=float(found.mean[i]),
            half_width=float(found.half_width[i]),
        )
        for i, period in enumerate(periods)
    ]


def _positions(runs: Sequence[Run], years: Sequence[int]) -> list[int]:
    return [int(year - runs[0].years[0]) for year in years]
