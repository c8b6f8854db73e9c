"""The city's electricity load, bottom-up: yearly energy by county and a shape over days and hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import SECTORS

GJ_PER_KWH = 0.0036
_SECTOR = {name: i for i, name in enumerate(SECTORS)}


@dataclass
class Loads:
    """Collects loads of a year and writes the electricity used into the ledger.

    ``hourly_kwh`` is (n_sectors, n_days, 24) kWh in each hour of each representative day of the
    whole city, ``kwh`` (n_sectors, n_counties) the yearly energy.
    """

    n_counties: int
    n_days: int
    kwh: np.ndarray = field(init=False)
    hourly_kwh: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.kwh = np.zeros((len(SECTORS), self.n_counties))
        self.hourly_kwh = np.zeros((len(SECTORS), self.n_days, 24))

    def add(self, ledger: Ledger, sector: str, kwh: np.ndarray, shape: np.ndarray) -> None:
        """Add (n_counties,) kWh a year with a (n_days, 24) shape whose weighted yearly sum is 1."""
        i = _SECTOR[sector]
        yearly, hourly = self.kwh[i], self.hourly_kwh[i]
        yearly += kwh
        hourly += kwh.sum() * shape
        ledger.use(sector, "electricity", kwh * GJ_PER_KWH)

    def add_all(self, ledger: Ledger, sectors: Sequence[str], kwh: np.ndarray, shapes: np.ndarray) -> None:
        """Add loads of several sectors in one go: (n_sectors, n_counties) kWh and (n_sectors, n_days, 24) shapes."""
        rows = [_SECTOR[sector] for sector in sectors]
        self.kwh[rows] += kwh
        self.hourly_kwh[rows] += kwh.sum(axis=1)[:, None, None] * shapes
        ledger.flow("used", "electricity")[rows] += kwh * GJ_PER_KWH
