"""Which real days stand for the year: those on which the grid does, added up, what it does on all of them.

Medoids of load and weather stand for ordinary days; surplus and scarcity are made on the others, so twelve
medoids have half of the year's curtailment and an evening price a sixth too low. Here the province is
dispatched on every day of the profile, in ten years of all storylines, so is the city under current law and
under the plan, and those days and weights are chosen whose weighted sums miss the year's least. Every sum is
divided by what it may be off by (``TOLERANCE``): curtailment, the price by hours, what sun and wind earn, thermal
output, what stores take, what the city makes and imports, and what the plan changes in it.

Weights must besides give the year's load, sun, wind, warmth, heating and summer days
(:func:`abm.power.days.totals`): a run moves them there in any case, and days that were chosen with other weights
do something else afterwards. The day of the highest net load is always among them, for a peak is no sum.

Few days (``FEW``) are chosen in a second stage by what a run makes of them (:mod:`abm.power.outcome`): six that came
nearest in sums were off by up to 2.7 % in CO2 and 13 % in price.

That is the optimisation-based selection of Poncelet et al. (2017, doi:10.1109/TPWRS.2016.2596803) with
what the system does in place of duration curves, as Hilbers et al. (2020, arXiv:2008.10300) choose days.

The choice is data, ``profiles/days.csv``: ``python -m abm.power.typical`` prints it, in a quarter of an hour.
"""

import csv
import sys

import numpy as np

from abm.days import Days
from abm.model import City
from abm.power.calibrate import cases, province
from abm.power.days import highest_day, month_of, totals, whole_year
from abm.power.dispatch import dispatch
from abm.power.nearest import near_optima
from abm.power.numbers import PowerNumbers
from abm.power.outcome import LEAST_CURTAILED, Outcome, Search, day_by_day
from abm.power.profile import read_profile
from abm.power.solver import DaySolver
from abm.region import Region, load_region
from abm.simulation import build_world, lever_paths

NUMBERS = tuple(range(4, 21))  # of days for which there is a choice
YEARS = (2021, 2022, 2023, 2024, 2027, 2030, 2035, 2040, 2050, 2060)
BLOCK_H = 4  # hours whose mean is matched
PACKAGES = ("current", "plan")
SCALE = 0.02  # of the households of a run
TOLERANCE = {  # shares by which a sum may be off; the root of the mean square over storylines, years and hours
    "totals": 0.003,  # each of them
    "curtailed": 0.07,  # in the province
    "price": 0.03,  # of the year's mean price
    "earned": 0.045,  # by sun and by wind
    "thermal": 0.015,
    "stores": 0.2,
    "city": 0.01,  # of the city's coal power and net imports together
    "city curtailed": 0.07,
    "plan": 0.0033,  # what it changes in coal power and imports, over the same
    "evidence": 0.1,  # price by hours in the months of a year for which there is evidence, of the year's mean price
}
FEW = 6  # days, fewer than there are totals: a run moves their weights far

Rows = dict[str, list[np.ndarray]]  # by kind of sum, (n_days,) or (n, n_days) shares of it that each day has


def search_of(region: Region) -> Search:
    """Return what each day has of each sum, over what the sum may be off by, and what runs make of all days."""
    days = whole_year(region)
    every = totals(read_profile(region), days.heating)
    rows: Rows = {kind: [] for kind in TOLERANCE if kind != "totals"}
    _province(region, days, rows)
    outcomes = _city(region, days, rows)
    parts = [every / every.sum(axis=1, keepdims=True) / TOLERANCE["totals"]]
    for kind, found in rows.items():
        stacked = np.vstack(found)
        parts.append(stacked / TOLERANCE[kind] / np.sqrt(len(stacked)))
    return Search(np.concatenate(parts), every, *outcomes)


def _province(region: Region, days: Days, rows: Rows) -> None:
    """Add what the province as one node does on each day, by storyline and year."""
    years = tuple(range(region.first_year, region.horizon + 1))
    numbers, solver = PowerNumbers.of(region, years), DaySolver()
    seen = {case.year: case.months for case in cases(region, years)}
    for storyline in region.storylines.values():
        for year in YEARS:
            inputs = province(numbers, storyline, days, year, years.index(year))
            done, sun, wind = dispatch(inputs, solver, days, year), inputs.rest.pv_gw, inputs.rest.wind_gw
            price = done.price_cny_per_kwh
            rows["curtailed"].append(_curtailed(done.rest_curtailed_gw, sun + wind))
            rows["price"].append(_blocks(price) / price.mean() / days.n_days)
            rows["earned"] += [_shares((price * made).sum(axis=1)) for made in (sun, wind)]
            rows["thermal"] += [_shares(done.rest_coal_gw.sum(axis=1)), _shares(done.rest_online_gw.sum(axis=0))]
            rows["stores"].append(_shares(done.charge_gw.sum(axis=(0, 2))))
            if storyline is next(iter(region.storylines.values())) and len(seen.get(year, ())) in range(1, 12):
                rows["evidence"].append(_in_months(price, np.isin(month_of(days.date), seen[year])))


def _city(region: Region, days: Days, rows: Rows) -> list[Outcome]:
    """Add what the city's power does on each day of runs that dispatch all days, and what the plan changes."""
    (law, of_law_in_all), (plan, of_plan_in_all) = (_of_city(region, days, package, rows) for package in PACKAGES)
    for of_law, of_plan in zip(law, plan, strict=True):
        size = float(np.abs(of_law.sum(axis=1)).sum())
        rows["city"] += [of_law / size, of_plan / size]
        rows["plan"].append((of_plan - of_law) / size)
    return [of_law_in_all, of_plan_in_all]


def _of_city(region: Region, days: Days, package: str, rows: Rows) -> tuple[list[np.ndarray], Outcome]:
    """Return (2, n_days) coal power and net imports of the city in some years, GWh, and the outcome of all.

    What is curtailed is added to ``rows``.
    """
    whole = region.with_values({"power.n_days": float(days.n_days)})
    city = City(build_world(whole, scale=SCALE), lever_paths(package, whole))
    found, every_year = [], []
    for year in city.world.years:
        city.run_for(1)
        every_year.append(day_by_day(city, year))
        if year in YEARS:
            done = city.power.last
            assert done is not None
            found.append(np.stack([done.coal_gw.sum(axis=(0, 2)), done.net_import_gw.sum(axis=1)]))
            lost = done.wind_curtailed_gw + done.pv_curtailed_gw
            rows["city curtailed"].append(_curtailed(lost, lost + done.wind_gw + done.pv_gw))
    return found, Outcome(*(np.array(part) for part in zip(*every_year, strict=True)))


def _curtailed(lost_gw: np.ndarray, made_gw: np.ndarray) -> np.ndarray:
    """(n_days,) of each day in what is lost over the year, of (n_days, 24)."""
    least = LEAST_CURTAILED * float(made_gw.sum())
    return lost_gw.sum(axis=1) / (max(float(lost_gw.sum()), least) or 1.0)


def _shares(daily: np.ndarray) -> np.ndarray:
    """(n_days,) of each day in the year's sum; of a year in which there is none (stores not yet built), nought."""
    year = daily.sum()
    return daily / year if year else np.zeros_like(daily)


def _blocks(hourly: np.ndarray) -> np.ndarray:
    """(24 / BLOCK_H, n_days) means of (n_days, 24) hours."""
    return hourly.reshape(len(hourly), -1, BLOCK_H).mean(axis=2).T


def _in_months(price: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """(24 / BLOCK_H, n_days) by how much each day moves the mean price of the ``counted`` days, over the year's."""
    blocks = _blocks(price)
    off = (blocks - blocks[:, counted].mean(axis=1, keepdims=True)) * counted
    return off / counted.sum() / price.mean()


def main() -> None:
    """Print the choice for each number of days."""
    region = load_region("luliang")
    profile, search = read_profile(region), search_of(region)
    wanted, kept = search.features.sum(axis=1), highest_day(region, profile)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["n_days", "date", "weight"])
    for number in NUMBERS:
        near = near_optima(search.features, wanted, number, kept)
        chosen, weight, error = search.best(near, kept) if number <= FEW else near[0]
        print(f"{number} days: distance {np.sqrt(error):.2f}", file=sys.stderr, flush=True)
        for date, days in zip(profile.date[chosen], weight * 365.0 / weight.sum(), strict=True):
            out.writerow([number, date, f"{days:.3f}"])


if __name__ == "__main__":
    main()
