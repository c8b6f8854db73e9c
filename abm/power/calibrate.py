"""Bids of the province's thermal power, fitted to the hourly day-ahead price and to what sun and wind lost.

The bids (``power.bid.*``) are the only numbers of the power part that are fitted. Evidence: monthly
means by hour, April 2022 to December 2024, and the share of wind and sun that the grid did not take in
January to May 2021, which says at what cost thermal plants would rather run than stand. Prices of 2025 are held
against the model and not fitted. The model has one weather year for all, so it is held against means by hour of
each year, never against a month. August 2022 (drought, 846 CNY/MWh) is in the evidence and not in the model's
drivers.

Run ``python -m abm.power.calibrate`` to print the table; ``--fit`` fits again (on the whole year, a quarter of
an hour) and prints the bids.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from abm.context import Storyline
from abm.days import Days
from abm.power.days import choose_days, whole_year
from abm.power.dispatch import Dispatch, dispatch
from abm.power.inputs import City, Coal, Inputs, Stores
from abm.power.numbers import CityShares, PowerNumbers
from abm.power.province import last_resort_cny_per_mwh, rest_of_province, standing_gw
from abm.power.solver import DaySolver
from abm.region import Region, load_region

SPOT = "profiles/spot_price.csv"
CLEARED = "profiles/cleared_power.csv"
FITTED_UNTIL = 2024  # bids are fitted to no later year: how near they come to those is a test of them
CURTAILED = "profiles/curtailed.csv"
FIT_DAYS = 20
HIGHEST_STEP = 5.3  # over the fuel cost, 284 CNY/MWh in 2022: the exchange takes no bid above 1,500
CURTAILED_WEIGHT = 1000.0  # (CNY/MWh)^2 that one hundredth of wind and sun curtailed too much or too little counts


@dataclass(frozen=True)
class Case:
    """One year with evidence."""

    year: int
    at: int
    months: tuple[int, ...]  # of the evidence
    evidence: np.ndarray  # (24,) CNY/MWh of the day
    price_level: float  # consumer prices over 2020


@dataclass(frozen=True)
class CurtailedCase:
    """Some months with evidence of the shares of wind and sun that were not taken."""

    year: int
    months: tuple[int, ...]
    wind: float
    pv: float


def curtailed_cases(region: Region) -> list[CurtailedCase]:
    """Return the months with evidence."""
    return [
        CurtailedCase(
            int(row["year"]),
            tuple(range(int(row["first_month"]), int(row["last_month"]) + 1)),
            float(row["wind"]),
            float(row["pv"]),
        )
        for row in region.table(CURTAILED)
    ]


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


def province(numbers: PowerNumbers, storyline: Storyline, days: Days, year: int, at: int) -> Inputs:
    """Return inputs of the whole province as one node: the city's share of it is not taken out.

    ``at`` is the position of ``year`` in the dated numbers.
    """
    whole = replace(numbers, city_share=CityShares.none(len(numbers.city_share.load)))
    hours, nothing = np.zeros((days.n_days, 24)), np.zeros(1)
    storage, battery = standing_gw(numbers, storyline, "storage", year, at), numbers.storage
    return Inputs(
        coal=Coal(
            np.zeros((1, days.n_days)), nothing + 0.5, nothing + 1.0, nothing[None], nothing, hours[None], hours[None]
        ),
        rest=rest_of_province(whole, storyline, days, year, at),
        stores=Stores(
            name=("rest",),
            in_city=np.zeros(1, dtype=bool),
            power_gw=nothing + storage,
            energy_gwh=nothing + storage * battery.battery_hours[at],
            efficiency=nothing + battery.battery_efficiency,
            cost_cny_per_mwh=nothing + battery.battery_wear_cny_per_mwh,
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
            outside_cny_per_mwh=last_resort_cny_per_mwh(storyline, year),
        ),
    )


class Hindcast:
    """The model's price by hour in the years with evidence."""

    def __init__(self, region: Region, days: Days | None = None) -> None:
        self.region = region
        self.years = tuple(range(region.first_year, region.last_observed_year + 1))
        self.days = choose_days(region) if days is None else days
        self.storyline = next(iter(region.storylines.values()))
        self.numbers = PowerNumbers.of(region, self.years)
        self.cases = cases(region, self.years)
        self.curtailed_cases = curtailed_cases(region)
        self._solver = DaySolver()

    def modelled(self, case: Case, numbers: PowerNumbers | None = None) -> np.ndarray:
        """Return (24,) mean price of the year in CNY/MWh of the day; only days of the evidence's months count."""
        _, done, weight = self._dispatched(case.year, case.months, numbers)
        return 1000.0 * case.price_level * (weight @ done.price_cny_per_kwh) / weight.sum()

    def curtailed(self, case: CurtailedCase, numbers: PowerNumbers | None = None) -> tuple[float, float]:
        """Return the shares of wind and sun together that were not taken: evidence, model."""
        inputs, done, weight = self._dispatched(case.year, case.months, numbers)
        wind, pv, lost = (
            float(weight @ x.sum(axis=1)) for x in (inputs.rest.wind_gw, inputs.rest.pv_gw, done.rest_curtailed_gw)
        )
        return (case.wind * wind + case.pv * pv) / (wind + pv), lost / (wind + pv)

    def net_load_gw(self, year: int) -> tuple[np.ndarray, np.ndarray]:
        """Return (24,) GW over their mean: what plants in the market clear, and load and exports less wind and sun.

        The first is published for all units that the exchange clears, the second holds all plants: levels differ, and
        only the shape of the day can be compared.
        """
        rows = [row for row in self.region.table(CLEARED) if row["month"].startswith(str(year))]
        seen = np.array([float(row["real_time_gw"]) for row in rows]).reshape(-1, 24).mean(axis=0)
        rest = province(self.numbers, self.storyline, self.days, year, self.years.index(year)).rest
        net = rest.load_gw - rest.wind_gw - rest.pv_gw
        made = self.days.weight @ net / self.days.weight.sum()
        return seen - seen.mean(), made - made.mean()

    def _dispatched(
        self, year: int, months: tuple[int, ...], numbers: PowerNumbers | None
    ) -> tuple[Inputs, Dispatch, np.ndarray]:
        """Return the province's inputs and dispatch of a year, and (n_days,) weights of the days of ``months``."""
        at = self.years.index(year)
        inputs = province(numbers or self.numbers, self.storyline, self.days, year, at)
        weight = self.days.weight * np.isin(self.days.month, months)
        return inputs, dispatch(inputs, self._solver, self.days, year), weight

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
        """Return the sum of squares of hourly errors, of yearly means (ten times as heavy) and of what is curtailed."""
        total = 0.0
        for lost in self.curtailed_cases:
            seen, made = self.curtailed(lost, numbers)
            total += CURTAILED_WEIGHT * (100.0 * (made - seen)) ** 2
        for case in self.cases:
            if case.year > FITTED_UNTIL:
                continue
            off = self.modelled(case, numbers) - case.evidence
            total += float(np.mean(off**2) + 10.0 * off.mean() ** 2)
        return total


def with_bids(numbers: PowerNumbers, x: np.ndarray) -> PowerNumbers:
    """Return numbers with bids from free coordinates: rising steps, online cost, elasticity."""
    steps = np.minimum(np.cumsum(np.exp(x[: len(numbers.step_factor)])), HIGHEST_STEP)
    return replace(
        numbers,
        step_factor=steps,
        start_factor=float(np.exp(x[-2])),
        price_elasticity=float(np.clip(x[-1], 0.3, 1.5)),
    )


def fit(region: Region, evaluations: tuple[int, ...] = (900, 600, 1000)) -> PowerNumbers:
    """Return numbers whose bids come closest to the evidence, from the present ones (Nelder-Mead).

    Twice on twenty days and at last on the whole year. The search sticks at times: start it again from other online
    costs and keep the best.
    """
    few = choose_days(region.with_values({"power.n_days": float(FIT_DAYS)}))
    numbers = Hindcast(region).numbers
    gaps = np.diff(np.concatenate([[0.0], numbers.step_factor]))
    x = np.concatenate([np.log(np.maximum(gaps, 0.02)), [np.log(numbers.start_factor), numbers.price_elasticity]])
    for turn, most in enumerate(evaluations):
        hindcast = Hindcast(region, few if turn < len(evaluations) - 1 else whole_year(region))
        options = {"maxfev": most, "adaptive": True, "xatol": 1e-3, "fatol": 1.0}
        x = minimize(
            lambda x, held=hindcast: held.error(with_bids(numbers, x)), x, method="Nelder-Mead", options=options
        ).x
    return with_bids(numbers, x)


def main() -> None:
    """Print the table, and with ``--fit`` the fitted bids."""
    region = load_region("luliang")
    if "--fit" in sys.argv:
        best = fit(region)
        print("power.bid.step", np.round(best.step_factor, 3), "online", round(best.start_factor, 3))
        print("elasticity", round(best.price_elasticity, 3))
    hindcast = Hindcast(region)
    for case in hindcast.curtailed_cases:
        seen, made = hindcast.curtailed(case)
        print(f"curtailed {case.year}-{case.months[0]} to {case.months[-1]}  evidence {seen:.3f}  model {made:.3f}")
    for row in hindcast.table():
        print(
            "  ".join(
                f"{key} {value:.0f}" if key != "correlation" else f"{key} {value:.2f}" for key, value in row.items()
            )
        )


if __name__ == "__main__":
    main()
