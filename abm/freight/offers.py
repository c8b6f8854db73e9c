"""What a truck costs each kind of buyer: by county, owner, an old truck given in or not, outside or within a chain."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.freight.costs import support_paid
from abm.freight.numbers import TruckNumbers
from agents.signals import FreightSignals
from agents.vehicle.powertrain import CHARGE, HYDROGEN, TRUCKS
from agents.vehicle.truck import affordable_from_km

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
    def owner(self) -> np.ndarray:
        """(n,) county, haul and owner, laid out flat."""
        return self.place * 2 + self.is_fleet

    @property
    def kind(self) -> np.ndarray:
        """(n,) rows of :class:`Offers`."""
        return (self.owner * 2 + self.traded_in) * 2 + self.within


@dataclass(frozen=True)
class Offers:
    """What buyers of the same kind share, (n_kinds, 5) each: few kinds, reckoned once for all who belong to them.

    What is only compared, buyer by buyer, is of single precision.
    """

    price_cny: np.ndarray  # with tax, less support and trade-in
    support_cny: np.ndarray
    trade_in_cny: np.ndarray
    capital_cny: np.ndarray  # a year, of a full load
    running_cny_per_km: np.ndarray  # of a full load
    credit_from_km: np.ndarray  # a month, from which a bank lends; a fleet needs no loan


def offers(n: TruckNumbers, market: "Market", freight: FreightSignals) -> Offers:
    """Return what the market of a year and its supports offer to each kind of buyer."""
    shape = (OPTIONS, len(market.price_cny), 2, 2, 2, 2)  # county, haul, owner, given in or not, outside or in a chain
    load = (1.0 - n.payload_loss_share)[:, None, None, None, None, None]
    part = np.ones(OPTIONS)
    part[:CHARGE] = n.trade_in.oil_part
    trade_in = np.zeros(shape)
    trade_in[:, :, :, :, 1] = np.multiply.outer(part, freight.scrappage_support_cny)[:, :, None, None, None]
    price = market.price_cny.T[:, :, None, None, None, None] - trade_in
    price[HYDROGEN, ..., 1] -= market.chain.discount_cny
    np.maximum(price, 0.0, out=price)
    own_price = price[:, :, :, 0]
    capital = n.capital.of_fleet(price)
    capital[:, :, :, 0] = n.capital.of_individual(own_price)
    running = np.empty(shape)
    running[:] = market.running_cny_per_km.transpose(2, 0, 1)[..., None, None, None]
    running[HYDROGEN, ..., 1] = market.chain.running_cny_per_km[..., None, None]
    credit = np.zeros(shape)
    credit[:, :, :, 0] = affordable_from_km(n.capital.loan(own_price) / 12.0, running[:, :, :, 0], n.credit)
    support = np.zeros(shape)
    support[:] = support_paid(freight).T[:, :, None, None, None, None]
    compared = [table.astype(np.float32) for table in (capital / load, running / load, credit)]
    tables: list[np.ndarray] = [price, support, trade_in, *compared]
    return Offers(*(table.reshape(OPTIONS, -1).T for table in tables))
