"""What a truck costs each kind of buyer: by county, owner, an old truck given in or not, outside or within a chain."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.freight.numbers import TruckNumbers
from agents.vehicle.powertrain import CHARGE, HYDROGEN, TRUCKS
from agents.vehicle.truck import yearly_capital

if TYPE_CHECKING:
    from abm.freight.trucks import Market

OPTIONS = len(TRUCKS)


@dataclass(frozen=True)
class Buyers:
    """Who buys in a year, (n,) each."""

    rows: np.ndarray
    county: np.ndarray
    place: np.ndarray  # county and haul
    is_fleet: np.ndarray
    rank: np.ndarray  # how near to stations and plants, uniform
    traded_in: np.ndarray  # an old truck is given in
    within: np.ndarray  # drives for the owner of a plant

    @property
    def priced(self) -> np.ndarray:
        """(n,) rows of :class:`Offers` that tell the price."""
        return (self.county * 2 + self.traded_in) * 2 + self.within

    @property
    def financed(self) -> np.ndarray:
        """(n,) rows of :class:`Offers` that tell what is paid a year or a month."""
        return ((self.county * 2 + self.is_fleet) * 2 + self.traded_in) * 2 + self.within

    @property
    def driven(self) -> np.ndarray:
        """(n,) rows of :class:`Offers` that tell what a km costs."""
        return self.place * 2 + self.within


@dataclass(frozen=True)
class Offers:
    """What buyers of the same kind share, (n_kinds, 5) each: few kinds, reckoned once for all who belong to them."""

    price_cny: np.ndarray  # with tax, less support and trade-in
    trade_in_cny: np.ndarray
    capital_cny: np.ndarray  # a year
    payment_cny: np.ndarray  # of a loan, a month; a fleet needs none
    running_cny_per_km: np.ndarray


def offers(n: TruckNumbers, market: "Market", scrappage_support_cny: np.ndarray) -> Offers:
    """Return what the market of a year and its (n_counties,) support for old trucks offer to each kind of buyer."""
    n_counties = len(market.price_cny)
    part = np.ones(OPTIONS)
    part[:CHARGE] = n.oil_scrappage_part
    trade_in = np.zeros((OPTIONS, n_counties, 2, 2))  # given in or not, outside or within a chain
    trade_in[:, :, 1] = np.multiply.outer(part, scrappage_support_cny)[..., None]
    price = market.price_cny.T[:, :, None, None] - trade_in
    price[HYDROGEN, ..., 1] -= market.chain.discount_cny
    np.maximum(price, 0.0, out=price)
    capital, payment = np.zeros((2, OPTIONS, n_counties, 2, 2, 2))  # of individuals and fleets
    loan = yearly_capital(price, n.own_rate, n.own_loan_years)
    owned = yearly_capital(price, n.own_rate, n.own_years)
    capital[:, :, 0] = n.own_loan_weight * loan + (1.0 - n.own_loan_weight) * owned
    capital[:, :, 1] = yearly_capital(price, n.fleet_rate, n.fleet_years)
    payment[:, :, 0] = loan / 12.0
    running = np.empty((OPTIONS, n_counties, 2, 2))
    running[:] = market.running_cny_per_km.transpose(2, 0, 1)[..., None]
    running[HYDROGEN, ..., 1] = market.chain.running_cny_per_km
    return Offers(*(table.reshape(OPTIONS, -1).T for table in (price, trade_in, capital, payment, running)))
