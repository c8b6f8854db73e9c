"""Which real days stand for the year: those on which the grid does, added up, what it does on all of them.

Medoids of load and weather stand for ordinary days; surplus and scarcity are made on the others, so twelve
medoids have half of the year's curtailment and an evening price a sixth too low. Here the province is
dispatched on every day of the profile, in several years and storylines, so is the city under current law and
under the plan, and those days and weights are chosen whose weighted sums come nearest to the year's (least
squares): what is curtailed, the price by hours and what sun and wind earn, thermal output, what stores take,
what the city makes and imports and what the plan changes in it, beside load, weather and heating. The days of
the highest and of the lowest net load are always among them.

That is the optimisation-based selection of Poncelet et al. (2017, doi:10.1109/TPWRS.2016.2596803) with
what the system does in place of duration curves, as Hilbers et al. (2020, arXiv:2008.10300) choose days.

The choice is data, ``profiles/days.csv``: ``python -m abm.power.typical`` prints it, in five to ten minutes.
"""

import csv
import sys

import numpy as np
from scipy.optimize import lsq_linear

from abm.days import Days
from abm.model import City
from abm.power.calibrate import province
from abm.power.days import extreme_days, totals, whole_year
from abm.power.dispatch import Dispatch, dispatch
from abm.power.inputs import Inputs
from abm.power.numbers import PowerNumbers
from abm.power.profile import Profile, read_profile
from abm.power.solver import DaySolver
from abm.randomness import generator
from abm.region import Region, load_region
from abm.simulation import build_world, lever_paths

NUMBERS = tuple(range(4, 21))  # of days for which there is a choice
YEARS = (2021, 2022, 2023, 2024, 2027, 2030, 2035, 2040, 2050, 2060)
BLOCK_H = 4  # hours whose mean is matched
PACKAGES = ("current", "plan")
SCALE = 0.02  # of the households of a run
COMFORT_C = 18.0  # below which homes are heated
LEAST_WEIGHT = 1.0  # a day stands for itself at least
MOST_WEIGHT = 150.0
HEAVY = 3.0  # how much more counts what the weights are moved to in the end
PRICED = 2.0  # and the prices and output of the province, which the model is held against
TRIED = 40  # most promising exchanges, whose weights are worked out with their bounds
ROUNDS = 50
STARTS = 60  # sets from which the search begins: it ends in a near optimum of each


def choose(features: np.ndarray, wanted: np.ndarray, start: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Return the columns of (n_features, n_days) ``features`` whose weighted sums come nearest to ``wanted``.

    From ``start`` on, one column after the other is exchanged for the best of all others, until nothing
    improves; those in ``kept`` stay. Ties go to the earlier column, so the answer is always the same.
    """
    chosen = np.concatenate([kept, np.setdiff1d(start, kept)])
    best = weights_of(features[:, chosen], wanted)[1]
    for _ in range(ROUNDS):
        before = best
        for i in range(len(kept), len(chosen)):
            others = np.delete(chosen, i)
            for candidate in _promising(features, wanted, others, best):
                error = weights_of(features[:, np.append(others, candidate)], wanted)[1]
                if error < best - 1e-9:
                    best, chosen = error, np.insert(others, i, candidate)
                    break
        if best == before:
            break
    return np.sort(chosen)


def best_of(
    features: np.ndarray, wanted: np.ndarray, number: int, kept: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return (number,) columns, their weights and the squared distance: the nearest of several searches."""
    free = np.setdiff1d(np.arange(features.shape[1]), kept)
    found = []
    for start in range(STARTS):
        shuffled = generator(start, f"typical days|{number}").permutation(free)
        chosen = choose(features, wanted, shuffled[: number - len(kept)], kept)
        found.append((*weights_of(features[:, chosen], wanted)[::-1], chosen))
    error, weight, chosen = min(found, key=lambda one: one[0])
    return chosen, weight, error


def weights_of(features: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, float]:
    """Return (n_days,) weights within their bounds, and the squared distance of the sums from ``wanted``."""
    found = lsq_linear(features, wanted, bounds=(LEAST_WEIGHT, MOST_WEIGHT), method="bvls")
    return found.x, 2.0 * float(found.cost)


def _promising(features: np.ndarray, wanted: np.ndarray, others: np.ndarray, best: float) -> np.ndarray:
    """Return the columns that, with the ``others`` and weights without bounds, come nearest: better than ``best``."""
    candidates = np.setdiff1d(np.arange(features.shape[1]), others)
    sets = np.column_stack([np.tile(others, (len(candidates), 1)), candidates])
    gram, aim = features.T @ features, features.T @ wanted
    inner = gram[sets[:, :, None], sets[:, None, :]] + 1e-6 * np.eye(sets.shape[1])
    weight = np.linalg.solve(inner, aim[sets][..., None])[..., 0]
    error = wanted @ wanted - np.einsum("kd,kd->k", weight, aim[sets])
    order = np.argsort(error, kind="stable")[:TRIED]
    return candidates[order[error[order] < best]]


def features_of(region: Region) -> np.ndarray:
    """Return (n_features, n_days) what each day of the profile is and does, over its spread among the days.

    Weather, wind and sun lost in the province, the city, and what the plan changes in the city count alike; what else
    the province does and the sums that weights are moved to in the end (:func:`abm.power.days.totals`) are heavier.
    """
    profile, days = read_profile(region), whole_year(region)
    exact = totals(profile, days.heating)
    lost, run = _province(region, days)
    law, plan = (_city(region, package) for package in PACKAGES)
    parts = (
        (HEAVY, exact),
        (1.0, _weather(profile, days)),
        (1.0, lost),
        (PRICED, run),
        (1.0, np.concatenate([law, plan])),
        (1.0, plan - law),
    )
    return np.concatenate([heavy * np.sqrt(len(exact) / len(rows)) * _scaled(rows) for heavy, rows in parts])


def _scaled(rows: np.ndarray) -> np.ndarray:
    spread = rows.std(axis=1, keepdims=True)
    return rows / np.where(spread > 0, spread, 1.0)


def _blocks(hourly: np.ndarray) -> np.ndarray:
    """(24 / BLOCK_H, n_days) means of (n_days, 24) hours."""
    return hourly.reshape(len(hourly), -1, BLOCK_H).mean(axis=2).T


def _weather(profile: Profile, days: Days) -> np.ndarray:
    """Load, sun and wind by the hours; warmth to be made in the season, and the power that heat pumps need for it."""
    cold = np.maximum(COMFORT_C - days.temperature_c, 0.0) * days.heating[:, None]
    means = [cold.mean(axis=1), (cold / days.heat_pump_cop).mean(axis=1), days.temperature_c.mean(axis=1)]
    return np.concatenate([*(_blocks(x) for x in (profile.load, profile.pv, profile.wind)), np.stack(means)])


def _province(region: Region, days: Days) -> tuple[np.ndarray, np.ndarray]:
    """What the province as one node loses of wind and sun on each day, and what else it does, by storyline and year."""
    years = tuple(range(region.first_year, region.horizon + 1))
    numbers, solver = PowerNumbers.of(region, years), DaySolver()
    lost, run = [], []
    for storyline in region.storylines.values():
        for year in YEARS:
            inputs = province(numbers, storyline, days, year, years.index(year))
            done = dispatch(inputs, solver, days, year)
            lost.append(done.rest_curtailed_gw.sum(axis=1))
            run.append(_outcomes(inputs, done))
    return np.stack(lost), np.concatenate(run)


def _city(region: Region, package: str) -> np.ndarray:
    """What the city's power does on each day of a run that dispatches all days, by year."""
    whole = region.with_values({"power.n_days": float(len(whole_year(region).date))})
    city = City(build_world(whole, scale=SCALE), lever_paths(package, whole))
    rows = []
    for year in city.world.years:
        city.run_for(1)
        if year in YEARS:
            done = city.power.last
            assert done is not None
            curtailed = done.wind_curtailed_gw + done.pv_curtailed_gw
            rows += [done.coal_gw.sum(axis=(0, 2)), done.net_import_gw.sum(axis=1), curtailed.sum(axis=1)]
    return np.stack(rows)


def _outcomes(inputs: Inputs, done: Dispatch) -> np.ndarray:
    price, sun, wind = done.price_cny_per_kwh, inputs.rest.pv_gw, inputs.rest.wind_gw
    sums = [
        (price * sun).sum(axis=1),
        (price * wind).sum(axis=1),
        done.rest_coal_gw.sum(axis=1),
        done.rest_online_gw.sum(axis=0),
        done.charge_gw.sum(axis=(0, 2)),
    ]
    return np.concatenate([np.stack(sums), _blocks(price)])


def main() -> None:
    """Print the choice for each number of days."""
    region = load_region("luliang")
    profile, features = read_profile(region), features_of(region)
    wanted = features.sum(axis=1)
    kept = extreme_days(region, profile)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["n_days", "date", "weight"])
    for number in NUMBERS:
        chosen, weight, error = best_of(features, wanted, number, kept)
        print(f"{number} days: distance {np.sqrt(error):.1f}", file=sys.stderr)
        for date, days in zip(profile.date[chosen], weight * 365.0 / weight.sum(), strict=True):
            out.writerow([number, date, f"{days:.3f}"])


if __name__ == "__main__":
    main()
