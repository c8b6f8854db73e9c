"""Gas first: capacity that is built under the rule burns gas where pipes reach, and stays with it."""

import numpy as np

from abm.industry.investment import Investment
from agents.firm.words import PROJECTS, RAW_COAL
from agents.signals import Signals

ON_GAS = [PROJECTS.index(name) for name in ("gas_firing", "cleaner_steam")]


class GasFirst:
    """New boilers and kilns. ``bound`` is (n_firms, n_kinds), the share of capacity that must stay with gas."""

    def __init__(self, investment: Investment) -> None:
        self.investment, self.book = investment, investment.book
        self.applies = np.zeros(investment.fits.shape)  # mines grow by what they take over, not by new boilers
        self.applies[:, ON_GAS] = investment.fits[:, ON_GAS] & (self.book.product != RAW_COAL)[:, None]
        self.bound = investment.kept

    def asked_share(self, signals: Signals, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Return (n_firms, n_kinds) of new capacity that has to burn gas: as far as the rule and pipes reach."""
        reach = signals.supply.gas_first_share[self.book.county[rows], None]
        return self.applies[rows] * reach * signals.investment.project_room_share

    def dearer_cny_per_t(self, signals: Signals, carbon: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return (n_rows,) what gas costs a tonne more than coal in a plant of ``rows`` built this year."""
        loss = np.maximum(-self.investment.saving_cny_per_t(signals, carbon, rows), 0.0)
        return (self.asked_share(signals, rows) * loss).sum(axis=1)

    def build(self, before_t: np.ndarray, signals: Signals) -> None:
        """Equip what was added to (n_firms,) ``before_t`` of capacity this year."""
        capacity = np.maximum(self.book.capacity_t, 1e-9)
        new = (np.maximum(self.book.capacity_t - before_t, 0.0) / capacity)[:, None]
        asked, done = self.asked_share(signals), self.investment.done
        self.bound[:] = self.bound * (1.0 - new) + asked * new
        done[:] = done + new * np.maximum(asked - done, 0.0)

    def gas_gj(self) -> np.ndarray:
        """Return (n_counties,) GJ of gas that such capacity burns in place of coal."""
        gas = np.maximum(self.investment.kinds.fuel, 0.0).sum(axis=2)[self.book.product]
        return np.bincount(
            self.book.county, self.book.output_t * (self.bound * gas).sum(axis=1), self.investment.yard.n_counties
        )
