"""Flights from the city's airport, general airfields, the kerosene that both take up, and who pays."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.record import Record
from abm.world import World
from agents.firm.airline import flown_share
from agents.signals import DrivingSignals


@dataclass(frozen=True)
class AirNumbers:
    """Paths are (n_years,), shares (n_counties,)."""

    on_offer: np.ndarray  # departures a year that airlines would weigh
    gap_cny: float
    tickets_cny: float  # that the middle flight brings
    spread_cny: float
    fuel_t: np.ndarray  # kerosene taken up for a departure
    airfield_t: float  # a year at a general airfield
    fuel_cny_per_t: float
    airfield_cny: float
    airport_share: np.ndarray
    airfield_share: np.ndarray
    upper_part: float  # of airfields, paid by province and state

    @classmethod
    def of(cls, world: World) -> "AirNumbers":
        """Read from the region's parameters."""
        p, years = world.region.parameters, world.years
        return cls(
            on_offer=p.series("air.on_offer", "departures/yr", years),
            gap_cny=p.value("air.gap", "CNY/departure"),
            tickets_cny=p.value("air.tickets", "CNY/departure"),
            spread_cny=p.value("air.spread", "CNY/departure"),
            fuel_t=p.series("air.fuel", "t/departure", years),
            airfield_t=p.value("air.airfield_fuel", "t/yr"),
            fuel_cny_per_t=p.value("air.fuel_price", "CNY/t"),
            airfield_cny=p.value("air.airfield_cost", "CNY"),
            airport_share=p.by_county("air.airport", "share"),
            airfield_share=p.by_county("air.airfields", "share"),
            upper_part=p.value("form.roads.upper_part", "share"),
        )


class Air:
    """Airlines are from elsewhere: they fly where tickets and support cover cost."""

    def __init__(self, world: World) -> None:
        self.numbers = AirNumbers.of(world)
        self.gj_per_t = Factors.of(world.region).heat("kerosene")
        self.airfields = 0.0
        self.flown_share = 1.0  # of what is on offer
        self.departures, self.fuel_t = np.zeros((2, world.region.n_counties))

    def act(self, rules: DrivingSignals, at: int, ledger: Ledger, passengers: float = 1.0) -> None:
        """Fly, build airfields, take up fuel and pay; ``at`` is the year's place.

        ``passengers`` of a flight are those over the ones at the costs of the first year: tickets bring as much less.
        """
        n = self.numbers
        gap_cny = n.gap_cny + n.tickets_cny * (1.0 - passengers)
        self.flown_share = flown_share(rules.air_support_cny, gap_cny, n.spread_cny)
        flown = n.on_offer[at] * self.flown_share
        new = max(rules.airfields - self.airfields, 0.0)
        self.airfields = max(rules.airfields, self.airfields)
        self.departures = flown * n.airport_share
        self.fuel_t = self.departures * n.fuel_t[at] + self.airfields * n.airfield_t * n.airfield_share
        ledger.burn("transport_passenger", "kerosene", self.fuel_t * self.gj_per_t)
        ledger.pay("air fuel", "outside", "energy_suppliers", self.fuel_t * n.fuel_cny_per_t)
        ledger.pay("air route support", "city_budget", "outside", self.departures * rules.air_support_cny)
        ledger.pay_from_both("airfields", "equipment_makers", new * n.airfield_cny * n.airfield_share, n.upper_part)

    def report(self, record: Record) -> None:
        """Write flights and fuel."""
        record.put("Transport|Air Departures", by_county=self.departures)
        record.put("Transport|Air Fuel", by_county=self.fuel_t / 1000.0)
