"""How far a difference of two packages scatters among seeds, and how often an interval of few seeds holds its mean."""

from argparse import Namespace
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from experiments.headlines import SCORED
from experiments.laboratory.answer import Answer, Runs, Sections, percent
from experiments.laboratory.setup import ENGLISH, SECONDS, Setup
from experiments.language import Speech
from experiments.pilot import Pilot, pilot_of
from experiments.places import chosen_region
from experiments.replicates import far_off
from experiments.requests import Request
from experiments.text import markdown, number
from experiments.units import reader_unit

UNTIL, YEAR = 2036, 2030
MADE_UP, ITS_SECONDS = "tiny", 0.1  # the made-up region, and how long its run takes
SAMPLES = (4, 8, 16, 32)  # seeds of a sample; of at most half of all, or it is nearly all of them
DRAWS = 2000
PACKAGES = ("current", "plan")


@dataclass(frozen=True)
class Place:
    """A region whose packages are compared: how many seeds, and at which scale."""

    region: str
    scale: float
    seeds: int


def _places(setup: Setup) -> list[Place]:
    made_up = Place(MADE_UP, 1.0, setup.sizes.pilot_made_up)
    return [Place(setup.region_name, setup.scale, setup.sizes.pilot), made_up]


def _runs(setup: Setup) -> Runs:
    first, made_up = (len(PACKAGES) * place.seeds for place in _places(setup))
    return Runs(first + made_up, (first * SECONDS[UNTIL] + made_up * ITS_SECONDS) / setup.workers)


def _pilot(setup: Setup, place: Place) -> Pilot:
    story = next(iter(chosen_region(place.region).storylines))
    wanted = [
        Request(package, place.region, story, UNTIL, place.scale, seed)
        for package in PACKAGES
        for seed in range(1, place.seeds + 1)
    ]
    folder = setup.folder(f"seeds-{place.region}-{place.scale:g}")
    args = Namespace(out=str(folder), workers=setup.workers, region=place.region, progress=False)
    return pilot_of(wanted, (), args, ENGLISH)


def _make(setup: Setup) -> None:
    for place in _places(setup):
        _pilot(setup, place)


def _sections(setup: Setup, say: Speech) -> Sections:
    unit, factor = reader_unit("Mt", say)
    rows = []
    for place in _places(setup):
        pilot = _pilot(setup, place)
        at = YEAR - pilot.years[0]
        own = pilot.differences[SCORED][:, at]
        all_of = [values[:, at] for values in pilot.differences.values() if np.ptp(values[:, at]) > 0]
        sizes = [n for n in SAMPLES if 2 * n <= place.seeds]
        held = {n: (holding(own, n), float(np.median([holding(values, n) for values in all_of]))) for n in sizes}
        rows.append(
            [
                place.region,
                f"{place.scale:g}",
                str(place.seeds),
                number(factor * float(own.mean())),
                number(factor * float(own.std(ddof=1)), 2),
                str(far_off(own)),
                *(f"{percent(held[n][0])}, {percent(held[n][1])}" if n in held else "-" for n in SAMPLES),
            ]
        )
    header = (
        ["地区", "规模", "种子", f"{YEAR} 年能源 CO2，方案减现行，{unit}", "标准差", "远离其余的种子",
         *(f"{n} 个种子的区间" for n in SAMPLES)]
        if say.lang == "zh"
        else ["region", "scale", "seeds", f"CO2 from energy {YEAR}, plan less current law, {unit}",
              "standard deviation", "seeds far off the rest",
              *(f"intervals of {n} seeds" for n in SAMPLES)]
    )  # fmt: skip
    return {"seeds": markdown(header, rows)}


def holding(values: np.ndarray, n: int) -> float:
    """Return the share of samples of n of the (n_seeds,) values whose 95 % t interval holds the mean of all."""
    luck = np.random.default_rng(1)
    drawn = np.array([luck.choice(values, n, replace=False) for _ in range(DRAWS)])
    half = stdtrit(n - 1, 0.975) * drawn.std(axis=1, ddof=1) / np.sqrt(n)
    off = np.abs(drawn.mean(axis=1) - values.mean())
    return float((off <= half + 1e-12 * np.abs(values).max()).mean())


SEEDS = Answer("seeds", "种子之间的差异", "what seeds differ by", _runs, _make, _sections)
