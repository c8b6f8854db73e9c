"""Load that users offer to move when the grid pays, controls that answer by themselves, coal units that run lower."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.words import SECTORS
from abm.loads import Loads
from abm.parameters import Parameters
from abm.region import Region
from agents.choice import logistic
from agents.grid import offered_share, price_shape


def _by_sector(p: Parameters, key: str, unit: str, other: float) -> np.ndarray:
    """(n_sectors,) of ``flexible.<key>.<sector>``; ``other`` where there is no number."""
    keys = [f"flexible.{key}.{sector}" for sector in SECTORS]
    return np.array([p.value(k, unit) if k in p else other for k in keys])


@dataclass
class Gradual:
    """Equipment that owners take up where support nears its cost, so much a year at most."""

    cost_cny_per_kw: float
    spread: float
    pace: float  # share of the rest that can be equipped in a year
    done_share: float = 0.0

    @classmethod
    def of(cls, p: Parameters, prefix: str) -> "Gradual":
        """Read it."""
        return cls(
            cost_cny_per_kw=p.value(f"{prefix}.cost", "CNY/kW"),
            spread=p.value(f"{prefix}.spread", "ratio"),
            pace=p.value(f"{prefix}.pace", "share"),
        )

    def retrofit(self, support_cny_per_kw: float) -> float:
        """Return the share equipped this year: half of those asked where support just covers cost."""
        willing = float(logistic((support_cny_per_kw / self.cost_cny_per_kw - 1.0) / self.spread))
        new = (1.0 - self.done_share) * self.pace * willing
        self.done_share += new
        return new


class Flexibility:
    """Movable share and trouble of each sector; sectors without numbers offer nothing."""

    def __init__(self, region: Region) -> None:
        p = region.parameters
        self.able = _by_sector(p, "able", "share", 0.0)
        self.aggregated = _by_sector(p, "aggregated", "share", 0.0)
        self.trouble = _by_sector(p, "trouble", "CNY/kWh", 1.0)
        self.spread = p.value("flexible.spread", "ratio")
        self.smart = Gradual.of(p, "flexible.smart")
        self.trouble_cut = p.value("flexible.smart.trouble_cut", "share")
        self.two_way_share = p.value("flexible.two_way.share", "share")
        self.two_way_power = p.value("flexible.two_way.power", "ratio")
        self.captive_share = p.value("flexible.captive", "share")

    def offered_gw(self, loads: Loads, payment_cny_per_kwh: float, aggregated_share: float = 0.0) -> np.ndarray:
        """Return (n_days, 24) GW offered at the payment.

        Large users offer themselves, small ones as far as aggregators may bid them in; controls that
        answer by themselves take away part of the trouble.
        """
        able = self.able + aggregated_share * self.aggregated
        trouble = self.trouble * (1.0 - self.trouble_cut * self.smart.done_share)
        share = offered_share(payment_cny_per_kwh, able, trouble, self.spread)
        return np.einsum("s,sdh->dh", share, loads.hourly_kwh) / 1e6

    def two_way_gw(self, battery_car_kwh: float) -> float:
        """Return GW that cars behind two-way chargers can give: a multiple of the mean charging of that share.

        Of battery cars alone: buses charge in their depots' hours, hybrids have small batteries, trains none.
        """
        mean_kw = battery_car_kwh / 8760.0
        return self.smart.done_share * self.two_way_share * self.two_way_power * mean_kw / 1e6

    def captive_shape(self, obliged_share: float, price: np.ndarray) -> np.ndarray:
        """Return (n_days, 24) output of captive plants over their mean: more in hours that were dear last year.

        Gas holders and boilers let them move a part of the day's output, never its sum.
        """
        return 1.0 + obliged_share * self.captive_share * price_shape(price)


@dataclass
class FlexibleUnits:
    """Coal units of the city that were retrofitted beyond what law brings anyway."""

    owners: Gradual
    cut_share: float  # by which a retrofit lowers least output, over capacity

    @classmethod
    def of(cls, region: Region) -> "FlexibleUnits":
        """Read the numbers of a region."""
        p = region.parameters
        return cls(Gradual.of(p, "power.flexible_coal"), p.value("power.flexible_coal.cut", "share"))

    def retrofit(self, support_cny_per_kw: float) -> float:
        """Return the share of capacity retrofitted this year."""
        return self.owners.retrofit(support_cny_per_kw)

    @property
    def lower_by(self) -> float:
        """Share of capacity by which least output falls."""
        return self.cut_share * self.owners.done_share
