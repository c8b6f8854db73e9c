"""The error of small samples against everyone, into ``experiments/scale_error.json``: ``make bench-scale``.

The plan and current law run at scale 1, then at the scales of the command line and of the browser's page (which has
fewer representative days). Each pair has a seed and a synthetic population of its own, the same in all scales, so
that its weather and its people's villages cancel and no two pairs share any luck. About ten minutes on one core.
"""

import argparse
import sys
from time import perf_counter

import numpy as np

from abm.provenance import code_version, data_hash
from abm.region import Region, load_region
from abm.simulation import simulate
from experiments.progress import announce, clock
from experiments.scale_error import CHECKED, PACKAGES, YEARS, Error, Measured, Setting
from experiments.web.ask import Place

LEAST = 1e-9  # of a value, below which no share is taken


def values_of(region: Region, scale: float, seed: int, population: int) -> np.ndarray:
    """Return (n_packages, n_indicators, n_years) values."""
    found = np.empty((len(PACKAGES), len(CHECKED), len(YEARS)))
    for i, package in enumerate(PACKAGES):
        record = simulate(package, region, scale=scale, seed=seed, population_seed=population).record
        found[i] = [[record.value(name, year) for year in YEARS] for name in CHECKED]
    return found


def setting_of(scale: float, n_days: int, small: np.ndarray, whole: np.ndarray) -> Setting:
    """Return the errors of a scale and number of days.

    Args:
        scale: share of the people.
        n_days: representative days of the grid.
        small: (n_pairs, n_packages, n_indicators, n_years) values at this scale.
        whole: the same pairs at scale 1.
    """
    off = _parts(small) - _parts(whole)
    level = np.abs(whole[:, -1].mean(axis=0))
    shares = off / np.maximum(level, LEAST)
    tables = [
        {
            name: {year: Error.of(shares[:, part, i, j]) for j, year in enumerate(YEARS) if level[i, j] > LEAST}
            for i, name in enumerate(CHECKED)
        }
        for part in range(2)
    ]
    return Setting(scale, n_days, *tables)


def _parts(values: np.ndarray) -> np.ndarray:
    """Return (n_pairs, 2, n_indicators, n_years): the plan, and the plan less current law."""
    return np.stack((values[:, -1], values[:, -1] - values[:, 0]), axis=1)


def main() -> None:
    """Measure and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=12, help="of runs, each with its own seed and population")
    parser.add_argument("--whole", type=float, default=1.0, help="the scale to compare with; 1 but for a trial")
    given = parser.parse_args()
    if given.pairs < 2:
        sys.exit(f"--pairs: got {given.pairs}, allowed 2 and more")
    page = Place()
    region = load_region(page.region)
    full_days = int(region.parameters.value("power.n_days", "days"))
    fewer = region.with_values({"power.n_days": float(page.n_days)})
    wanted = ((given.whole, region), (page.scale, fewer), (0.02, region))
    started, rows = perf_counter(), []
    for pair in range(given.pairs):
        rows.append([values_of(place, scale, 1 + pair, pair) for scale, place in wanted])
        spent = perf_counter() - started
        announce(f"[{pair + 1}/{given.pairs}] about {clock(spent / (pair + 1) * (given.pairs - pair - 1))} left")
    whole, of_page, of_files = np.array(rows).swapaxes(0, 1)
    value, effect = (
        {name: {year: float(part[i, j]) for j, year in enumerate(YEARS)} for i, name in enumerate(CHECKED)}
        for part in _parts(whole).mean(axis=0)
    )
    Measured(
        region=region.id,
        code=code_version()["hash"],
        data=data_hash(region),
        pairs=given.pairs,
        value=value,
        effect=effect,
        settings=[
            setting_of(page.scale, page.n_days, of_page, whole),
            setting_of(0.02, full_days, of_files, whole),
        ],
    ).write()


if __name__ == "__main__":
    main()
