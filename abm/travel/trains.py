"""Passenger trains on the city's own tracks: the power that residents' rides to other cities draw, and who pays."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.loads import Loads
from abm.record import Record
from abm.world import World

SECTOR, KWH_PER_TWH = "transport_passenger", 1e9


@dataclass(frozen=True)
class TrainNumbers:
    """Of a resident and of a ride."""

    rides: np.ndarray  # (n_years,) a resident's a year, at the costs of travel of the first year
    inside_km: float  # of a ride on tracks within the city
    kwh_per_km: float  # of a passenger

    @classmethod
    def of(cls, world: World) -> "TrainNumbers":
        """Read from the region's parameters."""
        p = world.region.parameters
        return cls(
            rides=p.series("trains.rides", "1/person/yr", world.years),
            inside_km=p.value("trains.inside", "km"),
            kwh_per_km=p.value("trains.electricity", "kWh/person/km"),
        )


class Trains:
    """Passenger trains of the year: all run on power; (n_counties,) where those who ride live."""

    def __init__(self, world: World) -> None:
        days = world.days
        self.numbers = TrainNumbers.of(world)
        self.shape = days.shape(np.tile((np.arange(24) >= 6).astype(float), (days.n_days, 1)))  # few run at night
        self.kwh = np.zeros(world.region.n_counties)

    def run(
        self, residents: np.ndarray, taken: float, at: int, cny_per_kwh: float, ledger: Ledger, loads: Loads
    ) -> None:
        """Draw power and let the railway, which is not the city's, pay; ``at`` is the year's place.

        Args:
            residents: (n_counties,) persons.
            taken: share of long trips that go by train, over that of the first year.
            at: place of the year.
            cny_per_kwh: what the railway pays.
            ledger: of the year.
            loads: of the year.
        """
        n = self.numbers
        self.kwh = residents * (n.rides[at] * taken * n.inside_km * n.kwh_per_km)
        loads.add(ledger, SECTOR, self.kwh, self.shape)
        ledger.pay("passenger train power", "outside", "grid", self.kwh * cny_per_kwh)

    def report(self, record: Record) -> None:
        """Write the power of passenger trains."""
        record.put("Transport|Passenger Train Electricity", by_county=self.kwh / KWH_PER_TWH)
