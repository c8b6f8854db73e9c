"""What a car costs each kind of buyer: by county, with and without an old car given in."""

from dataclasses import dataclass

import numpy as np

from abm.travel.numbers import CarNumbers
from agents.signals import DrivingSignals
from agents.vehicle.car import price_to_pay
from agents.vehicle.powertrain import CARS, PLUG_IN


@dataclass(frozen=True)
class CarOffers:
    """(n_kinds, 4) CNY each but for the tax, (4,), which is the same everywhere."""

    net_cny: np.ndarray  # with tax, less support and trade-in
    support_cny: np.ndarray
    trade_in_cny: np.ndarray
    tax_cny: np.ndarray

    @staticmethod
    def kind_of(county: np.ndarray, traded_in: np.ndarray) -> np.ndarray:
        """Return (n,) kinds of buyers."""
        return county.astype(np.intp) * 2 + traded_in


def car_offers(n: CarNumbers, driving: DrivingSignals) -> CarOffers:
    """Return what a car costs each kind of buyer this year."""
    listed, relief = driving.car_price_cny, driving.plug_tax_relief_share
    plain = price_to_pay(listed, n.tax_share, relief, np.zeros(1), n.plug_in_support_part)
    supported = price_to_pay(listed, n.tax_share, relief, driving.purchase_support_cny, n.plug_in_support_part)
    part = np.ones(len(CARS))
    part[:PLUG_IN] = n.trade_in.oil_part
    trade_in = np.zeros((len(supported), 2, len(CARS)))
    trade_in[:, 1] = driving.scrappage_support_cny[:, None] * part
    by_kind = -1, len(CARS)
    return CarOffers(
        net_cny=(supported[:, None] - trade_in).reshape(by_kind),
        support_cny=np.repeat(plain - supported, 2, axis=0),
        trade_in_cny=trade_in.reshape(by_kind),
        tax_cny=plain[0] - listed,
    )
