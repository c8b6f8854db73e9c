"""Records and runs filled by hand, so that accounts and results are tested without a simulation."""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace

import numpy as np

from abm.accounts.words import SECTORS
from abm.record import Record
from abm.region import Region
from abm.results import Run
from abm.variables import all_variables

YEARS = range(2020, 2061)


def record_with(region: Region, values: Mapping[str, Iterable[float]], years=YEARS) -> Record:
    """A record whose city values are given by year; additive ones are spread evenly over counties."""
    record = Record(region, years)
    for name, path in values.items():
        for year, value in zip(years, np.broadcast_to(np.asarray(path, dtype=float), len(years)), strict=True):
            record.start(year)
            if all_variables()[name].additive_counties:
                record.put(name, by_county=np.full(region.n_counties, value / region.n_counties))
            else:
                record.put(name, city=value)
    return record


def full_record(region: Region, seed: int = 0, years=YEARS) -> Record:
    """A record in which every variable has a value in every year."""
    luck = np.random.default_rng(seed)
    record = Record(region, years)
    for year in years:
        record.start(year)
        for about in all_variables().values():
            if about.additive_sectors:
                record.put(about.name, by_sector=luck.random((len(SECTORS), region.n_counties)))
            elif about.additive_counties:
                record.put(about.name, by_county=luck.random(region.n_counties))
            else:
                record.put(about.name, city=float(luck.random()), by_county=luck.random(region.n_counties))
    return record


def run_of(record: Record, package: str = "plan", seed: int = 1, **words) -> Run:
    """A run around a record."""
    given = {
        "storyline": "middle",
        "history": "observed",
        "scale": 0.5,
        "population_seed": 0,
        "settings": (),
        "levers": {"some_lever": np.zeros(len(record.years))},
        "milliseconds": {"agents": 1.25},
    }
    return Run(region=record.region, record=record, package=package, seed=seed, **{**given, **words})


def world_of(region: Region, years=YEARS) -> SimpleNamespace:
    """The few things of a world that the accounts need."""
    storyline = next(iter(region.storylines.values()))
    return SimpleNamespace(
        region=region, years=tuple(years), context=lambda key, unit, year: storyline.value(key, unit, year)
    )
