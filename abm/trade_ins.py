"""How owners of cars and of trucks answer money for an old vehicle, read once from a region."""

from dataclasses import dataclass

import numpy as np

from abm.region import Region
from agents.vehicle.lifetime import TradeIn


@dataclass(frozen=True)
class TradeInNumbers:
    """Which vehicles a trade-in is for, what giving one up costs its owner, and who pays."""

    oldest_rule_years: float  # of age, from which on it is paid
    oil_part: float  # of the full support, for whoever buys oil or gas again; a share
    trouble_cny: float
    spread_cny: float  # of what owners ask for
    value_kept: float  # part of its worth that a vehicle keeps each year
    upper_part: float  # of the support that province and state pay

    @classmethod
    def of(cls, region: Region, vehicles: str, oil: str) -> "TradeInNumbers":
        """Read the rows of ``vehicles`` (cars, trucks); ``oil`` is their word for what is burnt."""

        def value(key: str, unit: str) -> float:
            return region.parameters.value(f"{vehicles}.scrappage.{key}", unit)

        return cls(
            oldest_rule_years=value("oldest_rule", "years"),
            oil_part=value(f"{oil}_part", "share"),
            trouble_cny=value("trouble", "CNY"),
            spread_cny=value("spread", "CNY"),
            value_kept=value("value_kept", "1/yr"),
            upper_part=value("upper_part", "share"),
        )

    def expected_cny(self, support_cny: np.ndarray, clean_share: float) -> np.ndarray:
        """Return what an owner reckons to get of a (n_counties,) support before the next vehicle is chosen.

        All of it as often as last year's buyers took a powertrain for which it is paid in full, else the part.
        """
        return support_cny * (self.oil_part + (1.0 - self.oil_part) * clean_share)

    def of_price(self, new_price_cny: float) -> TradeIn:
        """Return what makes owners give up a vehicle that costs ``new_price_cny`` new."""
        return TradeIn(new_price_cny, self.value_kept, self.trouble_cny, self.spread_cny)
