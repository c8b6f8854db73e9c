"""Load that users offer to move when the grid pays for it."""

import numpy as np

from abm.accounts.words import SECTORS
from abm.loads import Loads
from abm.region import Region
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
