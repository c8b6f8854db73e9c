"""Futures of the untouched packages that are kept beside the page, so that the first board says at once what acts.

Of each package the seeds and storylines of its band, and of the plan and the strengthened plan each action
alone. ``python -m experiments.app.stored`` makes them; made by other code, from other data or packages or at
another scale they are left out, and the page computes them itself, as it does for every future that was moved.
Whole sets are taken from here and never mixed with computed ones in a difference: on another processor a
future is the same only to a thousandth, which could be taken for a small effect.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from abm.errors import UserError
from abm.peak import find_peak
from abm.provenance import code_version, data_hash
from abm.region import Region, load_region
from experiments.app.briefs import seeds_of, storylines_of
from experiments.app.effects import NAMES, Effects
from experiments.app.splits import ACTION, Splits
from experiments.headlines import SCORED
from experiments.loading import INTERRUPTED
from experiments.package_files import package_hash
from experiments.web.answer import Brief
from experiments.web.ask import Ask, InBrief, Place
from experiments.web.jobs import JobFailed
from experiments.web.scenario import Scenario
from experiments.web.workers import Pool
from policies.package import package_ids

FILE = Path(__file__).with_name("stored.npz")
BANDS, SPLIT = ("current", "plan", "plan_plus", "frozen"), ("plan", "plan_plus")
SEEDS = 5  # of an effect: nobody waits for them, and their intervals are half as wide as those of three
Stored = Mapping[Ask, Brief]


def futures(region: Region) -> list[Ask]:
    """Return what is kept of a region, each future once, always in the same order."""
    there = package_ids((region.folder / "packages",))
    bands = [Scenario(package) for package in BANDS if package in there]
    found = [one.ask() for band in bands for one in (*seeds_of(band), *storylines_of(band, tuple(region.storylines)))]
    for package in SPLIT:
        if package in there:
            split = Splits(Scenario(package), region).split(ACTION)
            found += Effects(split, _unknown, n_seeds=SEEDS).wanted
    return list(dict.fromkeys(found))


def read(place: Place, path: Path = FILE) -> Stored:
    """Return the futures that are kept for a place, with the values of ``NAMES`` alone; {} where they do not fit."""
    region = load_region(place.region)
    if not path.exists():
        return {}
    with np.load(path) as file:
        if str(file["facts"]) != _facts(place, region):
            return {}
        values, years = file["values"].astype(float), file["years"]
    return {ask: _brief(row, years) for ask, row in zip(futures(region), values, strict=True)}


def make(pool: Pool, path: Path = FILE, told: Callable[[str], None] = print) -> None:
    """Compute the futures of a pool's place and keep them: (n_futures, n_names, n_years) float32, NaN where none is.

    Raises:
        JobFailed: a future that cannot be.
    """
    region = load_region(pool.place.region)
    wanted, values = futures(region), []
    coming = [pool.ask(InBrief(ask), "stored", behind=True) for ask in wanted]
    for count, future in enumerate(coming, 1):
        values.append(future.result().values)
        if count % 10 == 0 or count == len(wanted):
            told(f"{count}/{len(wanted)}")
    n_years = len(values[0][SCORED])
    none = np.full(n_years, np.nan)
    table = np.array([[one.get(name, none) for name in NAMES] for one in values], dtype=np.float32)
    years = np.arange(region.first_year, region.first_year + n_years)
    np.savez_compressed(path, facts=_facts(pool.place, region), years=years, values=table)


@cache
def stored_for(place: Place) -> Stored:
    """Return what is kept for a place, read once."""
    return read(place)


def _unknown(ask: Ask) -> None:
    """Know nothing of a future."""


def _brief(row: np.ndarray, years: np.ndarray) -> Brief:
    values = {name: series for name, series in zip(NAMES, row, strict=True) if not np.isnan(series).all()}
    return Brief(values, find_peak(years, values[SCORED]), 0)


def _facts(place: Place, region: Region) -> str:
    """Return what the futures depend on."""
    told = repr([(ask, NAMES) for ask in futures(region)]).encode()
    return json.dumps(
        {
            "code": code_version()["hash"],
            "data": data_hash(region),
            "packages": package_hash(),
            "place": repr(place),
            "futures": hashlib.blake2b(told, digest_size=8).hexdigest(),
        }
    )


def main(words: Sequence[str] | None = None) -> int:
    """Make the futures anew; 0 done, 2 one of them cannot be."""
    parser = argparse.ArgumentParser(prog="python -m experiments.app.stored", description=main.__doc__)
    parser.parse_args(words)
    workers = Pool(Place()).start()
    try:
        make(workers)
    except (UserError, JobFailed) as error:
        print(f"stored: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stored: interrupted; what was kept before stays", file=sys.stderr)
        return INTERRUPTED
    finally:
        workers.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
