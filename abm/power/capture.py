"""Capture of CO2 at coal units: taken where carbon price and support pay for it, at the cost of more fuel a kWh."""

from dataclasses import dataclass

import numpy as np

from abm.in_build import InBuild
from abm.parameters import Parameters
from agents.firm.carbon import over_todays, seen_rises
from agents.firm.projects import wish


@dataclass(frozen=True)
class CaptureNumbers:
    """What owners of units reckon with; money per t of CO2 stored."""

    capital_cny_per_t: float  # of yearly capacity, in the first year
    capital_fall: float
    running_cny_per_t: float  # solvent, transport, storage
    fuel_share: float  # more fuel a MWh sent out where all CO2 were caught
    most_caught: float  # of a unit's CO2
    hurdle_years: float
    sharpness: float
    least_years: float  # of service that a unit must have before it
    pace: float  # share of a unit's CO2 that can be fitted in a year
    build_years: float  # from the decision to the first tonne
    carbon_memory: float  # weight of the last year in the rise of the carbon price that owners have seen
    carbon_rise_counted: float  # of that rise, by which owners let the price go on rising

    @classmethod
    def of(cls, p: Parameters) -> "CaptureNumbers":
        """Read them."""
        return cls(
            capital_cny_per_t=p.value("power.capture.capital", "CNY/t"),
            capital_fall=p.value("project.capture.capital_fall", "share"),
            running_cny_per_t=p.value("power.capture.running", "CNY/t"),
            fuel_share=p.value("power.capture.fuel", "share"),
            most_caught=p.value("power.capture.most", "share"),
            hurdle_years=p.value("power.capture.hurdle", "years"),
            sharpness=p.value("invest.sharpness", "ratio"),
            least_years=p.value("power.capture.least_years", "years"),
            pace=p.value("power.capture.pace", "share"),
            build_years=p.value("power.capture.build_years", "years"),
            carbon_memory=p.value("invest.carbon_memory", "share"),
            carbon_rise_counted=p.value("invest.carbon_rise_counted", "ratio"),
        )


@dataclass(frozen=True)
class CaptureOffer:
    """What capture means this year: CNY/t of CO2 earned by carbon and support, share of capital granted, room."""

    income_cny_per_t: float
    fuel_cny_per_t: float  # of all the fuel burnt for a tonne of CO2
    grant_share: float
    room_share: float  # readiness of the technique
    years_of_learning: int


class UnitCapture:
    """Share of each unit's CO2 that is caught, (n_units,), and what is in build."""

    def __init__(self, p: Parameters, n_units: int) -> None:
        self.numbers = CaptureNumbers.of(p)
        self.share = np.zeros(n_units)
        self.in_build = InBuild((n_units,), self.numbers.build_years)
        self.fitted = np.zeros(n_units)  # begun this year

    def decide(self, offer: CaptureOffer, can: np.ndarray) -> None:
        """Begin what pays back; ``can`` (n_units,) are those that run long enough after it."""
        n = self.numbers
        saving = offer.income_cny_per_t - n.running_cny_per_t - n.fuel_share * offer.fuel_cny_per_t
        capital = self.capital_cny_per_t(offer.years_of_learning) * (1.0 - offer.grant_share)
        wanted = float(wish(np.array(n.hurdle_years), np.array(capital), np.array(saving), n.sharpness))
        wanted *= n.most_caught * offer.room_share
        begun = self.share + self.in_build.total
        self.fitted = np.where(can, np.clip(wanted - begun, 0.0, n.pace), 0.0)
        self.share = self.share + self.in_build.finish() + self.in_build.begin(self.fitted)

    def expected_cny_per_t(self, price_cny_per_t: np.ndarray) -> float:
        """Return the carbon price while capture has to pay, after (n_years,) prices up to this year."""
        n, now = self.numbers, max(float(price_cny_per_t[-1]), 1e-9)
        rise = float(seen_rises(price_cny_per_t, n.carbon_memory)[-1])
        years = n.build_years + 0.5 * n.hurdle_years
        return now * float(over_todays(rise / now, n.carbon_rise_counted, years))

    def capital_cny_per_t(self, years_of_learning: int) -> float:
        """Return the capital of a tonne a year, falling as others learn."""
        return self.numbers.capital_cny_per_t * (1.0 - self.numbers.capital_fall) ** years_of_learning

    def more_fuel(self) -> np.ndarray:
        """Return (n_units,) fuel a MWh sent out over that without capture."""
        return 1.0 + self.numbers.fuel_share * self.share
