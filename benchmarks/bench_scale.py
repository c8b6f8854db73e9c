"""The error of small samples against everyone, into ``experiments/scale_error.json``: ``make bench-scale``.

The plan and current law run at scale 1 with some seeds, then at the scales of the command line and
of the browser's page (which has fewer representative days) with the same seeds and several
populations each. About ten minutes on one core.
"""

import argparse

import numpy as np

from abm.provenance import code_version, data_hash
from abm.region import Region, load_region
from abm.simulation import simulate
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


def setting_of(region: Region, scale: float, n_days: int, whole: np.ndarray, populations: int) -> Setting:
    """Return the errors of a scale and number of days; ``whole`` (n_seeds, n_packages, n_indicators, n_years)."""
    place = region.with_values({"power.n_days": float(n_days)})
    off = [  # (n_runs, 2, ...): level of the plan, effect of the plan
        _parts(values_of(place, scale, 1 + s, population)) - _parts(whole[s])
        for s in range(len(whole))
        for population in range(populations)
    ]
    level = np.abs(whole[:, -1].mean(axis=0))
    shares = np.array(off) / np.maximum(level, LEAST)
    tables = [
        {
            name: {year: Error.of(shares[:, part, i, j]) for j, year in enumerate(YEARS) if level[i, j] > LEAST}
            for i, name in enumerate(CHECKED)
        }
        for part in range(2)
    ]
    return Setting(scale, n_days, *tables)


def _parts(values: np.ndarray) -> np.ndarray:
    """Return (2, n_indicators, n_years): the plan, and the plan less current law."""
    return np.stack((values[-1], values[-1] - values[0]))


def main() -> None:
    """Measure and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--populations", type=int, default=2, help="of each small scale and seed")
    parser.add_argument("--whole", type=float, default=1.0, help="the scale to compare with; 1 but for a trial")
    given = parser.parse_args()
    page = Place()
    region = load_region(page.region)
    full_days = int(region.parameters.value("power.n_days", "days"))
    whole = np.array([values_of(region, given.whole, 1 + s, 0) for s in range(given.seeds)])
    wanted = ((page.scale, page.n_days), (0.02, full_days))
    plan = _parts(whole.mean(axis=0))
    value, effect = (
        {name: {year: float(part[i, j]) for j, year in enumerate(YEARS)} for i, name in enumerate(CHECKED)}
        for part in plan
    )
    Measured(
        region=region.id,
        code=code_version()["hash"],
        data=data_hash(region),
        seeds=given.seeds,
        populations=given.populations,
        value=value,
        effect=effect,
        settings=[setting_of(region, scale, days, whole, given.populations) for scale, days in wanted],
    ).write()


if __name__ == "__main__":
    main()
