"""Bids of the province's thermal power, fitted to the hourly day-ahead price; and the table of what is left.

The bids (``power.bid.*``) are the only numbers of the power part that are fitted. Evidence: monthly
means by hour, April 2022 to December 2024. The model has one weather year for all three, so it is held
against means by hour of each year, never against a month. August 2022 (drought, 846 CNY/MWh) is in the
evidence and not in the model's drivers.

Run ``python -m abm.power.calibrate`` to print the table; add ``--fit`` to fit again and print the bids.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from abm.context import Storyline
from abm.days import Days
from abm.power.days import choose_days
from abm.power.dispatch import dispatch
from abm.power.inputs import City, Coal, Inputs, Stores
from abm.power.numbers import PowerNumbers
from abm.power.province import rest_of_province
from abm.power.solver import DaySolver
from abm.region import Region, load_region

SPOT = "profiles/spot_price.csv"


@dataclass(frozen=True)
class Case:
    """One year with evidence."""

    year: int
    at: int
    months: tuple[int, ...]  # of the evidence
    evidence: np.ndarray  # (24,) CNY/MWh of the day
    price_level: float  # consumer prices over 2020


def cases(region: Region, years: tuple[int, ...]) -> list[Case]:
    """Return the years with evidence; ``years`` are those of the dated numbers."""
    rows = region.table(SPOT)
    found = []
    for year in sorted({int(row["month"][:4]) for row in rows}):
        own = [row for row in rows if row["month"].startswith(str(year))]
        price = np.array([float(row["day_ahead_yuan_per_mwh"]) for row in own]).reshape(-1, 24)
        months = tuple(sorted({int(row["month"][5:]) for row in own}))
        level = region.parameters.value("tariff.price_level", "ratio", year)
        found.append(Case(year, years.index(year), months, price.mean(axis=0), level))
    return found


def province(numbers: PowerNumbers, storyline: Storyline, days: Days, case: Case) -> Inputs:
    """Return inputs of the whole province as one node: the city's share of it is not taken out."""
    year, at = case.year, case.at
    whole = replace(
        numbers,
        city_share_load=0.0,
        city_share_wind=0.0,
        city_share_pv=0.0,
        city_share_coal=0.0,
        city_share_storage=0.0,
    )
    hours, nothing = np.zeros((days.n_days, 24)), np.zeros(1)
    storage = storyline.value("grid.storage_shanxi", "GW", year)
    return Inputs(
        coal=Coal(
            np.zeros((1, days.n_days)), nothing + 0.5, nothing + 1.0, nothing[None], nothing, hours[None], hours[None]
        ),
        rest=rest_of_province(whole, storyline, days, year, at),
        stores=Stores(
            name=("rest",),
            in_city=np.zeros(1, dtype=bool),
            power_gw=nothing + storage,
            energy_gwh=nothing + storage * numbers.battery_hours[at],
            efficiency=nothing + numbers.battery_efficiency,
            cost_cny_per_mwh=nothing + numbers.battery_wear_cny_per_mwh,
        ),
        city=City(
            load_gw=hours,
            fixed_gw=hours,
            wind_gw=hours,
            pv_gw=hours,
            flexible_gw=hours,
            flexible_cny_per_mwh=0.0,
            transfer_gw=0.0,
            unserved_cny_per_mwh=numbers.unserved_cny_per_mwh,
            outside_cny_per_mwh=float(numbers.outside_cny_per_mwh[at]),
        ),
    )


class Hindcast:
    """The model's price by hour in the years with evidence."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.years = tuple(range(region.first_year, region.last_observed_year + 1))
        self.days = choose_days(region)
        self.storyline = next(iter(region.storylines.values()))
        self.numbers = PowerNumbers.of(region, self.years)
        self.cases = cases(region, self.years)
        self._solver = DaySolver()

    def modelled(self, case: Case, numbers: PowerNumbers | None = None) -> np.ndarray:
        """Return (24,) mean price of the year in CNY/MWh of the day; only days of the evidence's months count."""
        inputs = province(numbers or self.numbers, self.storyline, self.days, case)
        price = dispatch(inputs, self._solver, self.days, case.year).price_cny_per_kwh
        weight = self.days.weight * np.isin(self.days.month, case.months)
        return 1000.0 * case.price_level * (weight @ price) / weight.sum()

    def table(self) -> list[dict[str, float]]:
        """Return one row a year: means of evidence and model, root of the mean square error by hour, correlation."""
        rows = []
        for case in self.cases:
            model = self.modelled(case)
            rows.append(
                {
                    "year": case.year,
                    "evidence": float(case.evidence.mean()),
                    "model": float(model.mean()),
                    "difference": float(model.mean() - case.evidence.mean()),
                    "hourly_error": float(np.sqrt(np.mean((model - case.evidence) ** 2))),
                    "correlation": float(np.corrcoef(model, case.evidence)[0, 1]),
                    "noon_evidence": float(case.evidence[11:15].mean()),
                    "noon_model": float(model[11:15].mean()),
                    "evening_evidence": float(case.evidence[17:21].mean()),
                    "evening_model": float(model[17:21].mean()),
                }
            )
        return rows

    def by_hour(self) -> list[dict[str, float]]:
        """Return one row a year and hour, evidence and model in CNY/MWh of the day: the data of a figure."""
        return [
            {"year": case.year, "hour": hour, "evidence": float(seen), "model": float(made)}
            for case in self.cases
            for hour, (seen, made) in enumerate(zip(case.evidence, self.modelled(case), strict=True))
        ]

    def error(self, numbers: PowerNumbers) -> float:
        """Return the sum of squares of hourly errors and (ten times as heavy) of yearly means, (CNY/MWh)^2."""
        total = 0.0
        for case in self.cases:
            off = self.modelled(case, numbers) - case.evidence
            total += float(np.mean(off**2) + 10.0 * off.mean() ** 2)
        return total


def with_bids(numbers: PowerNumbers, x: np.ndarray) -> PowerNumbers:
    """Return numbers with bids from free coordinates: rising steps, online cost, elasticity."""
    steps = np.cumsum(np.exp(x[: len(numbers.step_factor)]))
    return replace(
        numbers,
        step_factor=steps,
        start_factor=float(np.exp(x[-2])),
        price_elasticity=float(np.clip(x[-1], 0.3, 1.5)),
    )


def fit(region: Region, evaluations: int = 1500) -> PowerNumbers:
    """Return numbers whose bids come closest to the evidence (Nelder-Mead, from the present ones)."""
    hindcast = Hindcast(region)
    numbers = hindcast.numbers
    gaps = np.diff(np.concatenate([[0.0], numbers.step_factor]))
    start = np.concatenate([np.log(np.maximum(gaps, 0.02)), [np.log(numbers.start_factor), numbers.price_elasticity]])
    options = {"maxfev": evaluations, "adaptive": True, "xatol": 1e-3, "fatol": 1.0}
    found = minimize(lambda x: hindcast.error(with_bids(numbers, x)), start, method="Nelder-Mead", options=options)
    return with_bids(numbers, found.x)


def main() -> None:
    """Print the table, and with ``--fit`` the fitted bids."""
    region = load_region("luliang")
    if "--fit" in sys.argv:
        best = fit(region)
        print("power.bid.step", np.round(best.step_factor, 3), "online", round(best.start_factor, 3))
        print("elasticity", round(best.price_elasticity, 3))
    for row in Hindcast(region).table():
        print(
            "  ".join(
                f"{key} {value:.0f}" if key != "correlation" else f"{key} {value:.2f}" for key, value in row.items()
            )
        )


if __name__ == "__main__":
    main()
