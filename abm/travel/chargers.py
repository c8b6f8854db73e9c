"""Public chargers: a building programme, a market that follows the cars, and wear."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.travel.numbers import ChargingNumbers
from agents.vehicle.charging import market_chargers, public_access


class Chargers:
    """Stock of public chargers by county."""

    def __init__(self, numbers: ChargingNumbers, residents: np.ndarray) -> None:
        self.numbers = numbers
        self.stock = numbers.per_1000_first * residents / 1000.0

    def access(self, residents: np.ndarray, plug_cars: np.ndarray) -> np.ndarray:
        """Return (n_counties,) ease of charging in public, 0 to 1."""
        n = self.numbers
        return public_access(self.stock, residents, plug_cars, n.reach_per_1000, n.cars_per_charger)

    def build(
        self,
        programme_per_1000: np.ndarray,
        residents: np.ndarray,
        plug_cars: np.ndarray,
        cost_cny: float,
        ledger: Ledger,
    ) -> None:
        """Build what the programme and the market add for next year, and pay for it."""
        n = self.numbers
        programme = programme_per_1000 * residents / 1000.0
        market = market_chargers(self.stock, plug_cars, n.cars_per_charger, n.market_pace)
        city = programme * cost_cny * n.programme_city_share
        ledger.pay("chargers", "city_budget", "equipment_makers", city)
        ledger.pay("chargers", "firms", "equipment_makers", (programme + market) * cost_cny - city)
        self.stock = self.stock * (1.0 - n.retired_share) + programme + market

    def follow(self, observed_per_1000: float, residents: np.ndarray) -> float:
        """Scale the stock to what was observed per 1,000 residents; return model minus observation, in chargers."""
        target = observed_per_1000 * residents.sum() / 1000.0
        residual = float(self.stock.sum() - target)
        self.stock = self.stock * (target / self.stock.sum())
        return residual
