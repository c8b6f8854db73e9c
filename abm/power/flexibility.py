"""Load that users offer to move when the grid pays for it, and coal units that learn to run lower."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.words import SECTORS
from abm.loads import Loads
from abm.region import Region
from agents.choice import logistic
from agents.grid import offered_share


class Flexibility:
    """Movable share and trouble of each sector; sectors without numbers offer nothing."""

    def __init__(self, region: Region) -> None:
        p = region.parameters
        self.able = np.array(
            [p.value(f"flexible.able.{s}", "share") if f"flexible.able.{s}" in p else 0.0 for s in SECTORS]
        )
        self.trouble = np.array(
            [p.value(f"flexible.trouble.{s}", "CNY/kWh") if f"flexible.trouble.{s}" in p else 1.0 for s in SECTORS]
        )
        self.spread = p.value("flexible.spread", "ratio")

    def offered_gw(self, loads: Loads, payment_cny_per_kwh: float) -> np.ndarray:
        """Return (n_days, 24) GW offered at the payment."""
        share = offered_share(payment_cny_per_kwh, self.able, self.trouble, self.spread)
        return np.einsum("s,sdh->dh", share, loads.hourly_kwh) / 1e6


@dataclass
class FlexibleUnits:
    """Coal units of the city that were retrofitted beyond what law brings anyway."""

    cost_cny_per_kw: float
    spread: float
    pace: float  # share of the rest that can be retrofitted in a year
    cut_share: float  # by which a retrofit lowers least output, over capacity
    done_share: float = 0.0

    @classmethod
    def of(cls, region: Region) -> "FlexibleUnits":
        """Read the numbers of a region."""
        p = region.parameters
        return cls(
            cost_cny_per_kw=p.value("power.flexible_coal.cost", "CNY/kW"),
            spread=p.value("power.flexible_coal.spread", "ratio"),
            pace=p.value("power.flexible_coal.pace", "share"),
            cut_share=p.value("power.flexible_coal.cut", "share"),
        )

    def retrofit(self, support_cny_per_kw: float) -> float:
        """Return the share of capacity retrofitted this year: half of those asked where support just covers cost."""
        willing = float(logistic((support_cny_per_kw / self.cost_cny_per_kw - 1.0) / self.spread))
        new = (1.0 - self.done_share) * self.pace * willing
        self.done_share += new
        return new

    @property
    def lower_by(self) -> float:
        """Share of capacity by which least output falls."""
        return self.cut_share * self.done_share
