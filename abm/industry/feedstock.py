"""What steelworks put into their furnaces beside fuel: coke, coal, ore, scrap, hydrogen; and who is paid for it.

All at the prices of the first year, as their steel is: so what counts is how much goes in, not what ore costs.
Feed of other works goes with their output and stays in what a tonne earns.
"""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS, SECTORS
from abm.flows import Flows
from abm.industry.steelmaking import KG_PER_T, Steelmaking
from abm.industry.turnover import Turnover
from agents.firm.words import PRODUCTS, STEEL
from agents.signals import Signals

STEELWORKS = SECTORS.index("steel")
FURNACE_FUELS = [FUELS.index(fuel) for fuel in ("coke", "raw_coal")]


@dataclass(frozen=True)
class FeedPrices:
    """Of the first year: CNY per GJ of coke and of coal, per t of ore and of scrap."""

    fuel: np.ndarray
    ore: float
    scrap: float


class Feedstock:
    """``prices`` are kept from the first year that is paid for."""

    def __init__(self, steelmaking: Steelmaking) -> None:
        self.steelmaking = steelmaking
        self.prices: FeedPrices | None = None

    def pay(self, signals: Signals, turnover: Turnover, flows: Flows, ledger: Ledger) -> np.ndarray:
        """Book the year's feed; return (n_firms,) CNY of it."""
        s, price = self.steelmaking, self._prices(signals)
        steel = s.yard.output_t(STEEL)
        total = float(steel.sum())
        share = steel / total if total > 0 else np.zeros(steel.shape)
        iron_t = (steel - s.arc_t) * s.steel.iron_per_steel * s.iron_ratio
        near_t, far_t = self._scrap_t()
        turned_gj = ledger.flow_of("turned")[STEELWORKS, FURNACE_FUELS]
        gate = float(flows.hydrogen_cost_cny_per_kg.mean())
        near = near_t * price.scrap * share
        hydrogen = flows.hydrogen_in_steel_t * KG_PER_T * gate
        by_firm = (
            ("coke and coal of furnaces", "energy_suppliers", price.fuel @ turned_gj),
            ("iron ore", "outside", iron_t * s.numbers.ore_need * price.ore),
            ("scrap from outside", "outside", far_t * (price.scrap + s.numbers.far_freight) * share),
        )
        paid = near + hydrogen
        for item, receiver, cny in by_firm:
            paid = paid + cny
            ledger.pay_by_firm(item, "firms", receiver, _spread(cny, turnover), turnover.book.county)
        ledger.pay("scrap of the city", "firms", "firms", near)
        ledger.pay("hydrogen for iron", "firms", "firms", hydrogen)
        return _spread(paid, turnover)

    def _scrap_t(self) -> tuple[float, float]:
        """T of scrap melted from the city and from outside."""
        scrap = self.steelmaking.scrap_t()
        assert self.steelmaking.year is not None
        near = min(self.steelmaking.year.kept_t, scrap)
        return near, scrap - near

    def _prices(self, signals: Signals) -> FeedPrices:
        if self.prices is None:
            n, fuel = self.steelmaking.numbers, self.steelmaking.investment.terms(signals).fuel_cny_per_gj
            scrap = n.price_ratio[0] * float(signals.industry.price_cny_per_t[STEEL])
            self.prices = FeedPrices(fuel[FURNACE_FUELS], float(n.ore_price[0]), float(scrap))
        return self.prices


def _spread(cny: np.ndarray, turnover: Turnover) -> np.ndarray:
    """(n_firms,) parts of what the steelworks of each county pay."""
    table = np.zeros((len(PRODUCTS), len(cny)))
    table[STEEL] = cny
    return turnover.spread(table)
