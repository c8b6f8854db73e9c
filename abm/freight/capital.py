"""What a truck's price comes to each year: a company's annuity, an individual's loan and the years until it is sold."""

from dataclasses import dataclass

import numpy as np

from abm.region import Region
from agents.vehicle.truck import yearly_capital


@dataclass(frozen=True)
class TruckCapital:
    """Rates a year as shares, and years; individuals look at the loan's payments and at the cost over their years."""

    fleet_rate: float
    fleet_years: float
    own_rate: float
    own_loan_years: float
    own_years: float  # until an individual sells
    own_loan_weight: float  # a share, of the loan's payments in what an individual compares

    @classmethod
    def of(cls, region: Region) -> "TruckCapital":
        """Read the numbers of a region."""
        value = region.parameters.value
        return cls(
            fleet_rate=value("trucks.fleet.rate", "1/yr"),
            fleet_years=value("trucks.fleet.years", "years"),
            own_rate=value("trucks.own.rate", "1/yr"),
            own_loan_years=value("trucks.own.years", "years"),
            own_years=value("trucks.own.years_to_sell", "years"),
            own_loan_weight=value("trucks.own.loan_weight", "share"),
        )

    def of_fleet(self, price_cny: np.ndarray) -> np.ndarray:
        """Return CNY a year that a price comes to for a company; any shape."""
        return yearly_capital(price_cny, self.fleet_rate, self.fleet_years)

    def loan(self, price_cny: np.ndarray) -> np.ndarray:
        """Return CNY a year that an individual pays back while the loan runs; any shape."""
        return yearly_capital(price_cny, self.own_rate, self.own_loan_years)

    def of_individual(self, price_cny: np.ndarray) -> np.ndarray:
        """Return CNY a year that a price comes to for an individual; any shape."""
        owned = yearly_capital(price_cny, self.own_rate, self.own_years)
        return self.own_loan_weight * self.loan(price_cny) + (1.0 - self.own_loan_weight) * owned
