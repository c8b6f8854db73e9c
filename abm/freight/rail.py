"""Trains on the city's own tracks: what locomotives use for the tonnes that leave by rail, and who pays for it."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.prices.diesel import diesel_l_per_gj
from abm.world import World
from agents.signals import Signals

SECTOR, GJ_PER_KWH = "transport_freight", 0.0036


@dataclass(frozen=True)
class RailNumbers:
    """Per net tonne-km, empty runs included."""

    inside_km: float  # of a train on tracks within the city
    electric_share: np.ndarray  # (n_years,) of tonne-km
    kwh_per_tkm: float
    diesel_gj_per_tkm: float


class Rail:
    """Locomotives of the year; (n_counties,) where the goods set out."""

    def __init__(self, world: World) -> None:
        p, days = world.region.parameters, world.days
        self.numbers = RailNumbers(
            inside_km=p.value("rail.inside", "km"),
            electric_share=p.series("rail.electric", "share", world.years),
            kwh_per_tkm=p.value("rail.electricity", "kWh/tkm"),
            diesel_gj_per_tkm=p.value("rail.diesel", "GJ/tkm"),
        )
        self._litres_per_gj = diesel_l_per_gj(world.region)
        self._shape = days.shape(np.ones((days.n_days, 24)))  # trains run day and night
        self.energy_gj = np.zeros(world.region.n_counties)

    def run(self, signals: Signals, at: int, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Draw power, burn diesel and let the railway, which is not the city's, pay; ``at`` is the year's place."""
        n = self.numbers
        tonnes = sum(flows.rail_freight_t.values(), np.zeros(flows.n_counties))
        electric_tkm = tonnes * n.inside_km * n.electric_share[at]
        kwh = electric_tkm * n.kwh_per_tkm
        diesel_gj = (tonnes * n.inside_km - electric_tkm) * n.diesel_gj_per_tkm
        loads.add(ledger, SECTOR, kwh, self._shape)
        ledger.burn(SECTOR, "diesel", diesel_gj)
        self.energy_gj = kwh * GJ_PER_KWH + diesel_gj
        price = signals.electricity.large_user_mean_cny_per_kwh
        ledger.pay("rail power", "outside", "grid", kwh * price)
        diesel_cny = diesel_gj * self._litres_per_gj * signals.fuels.diesel_cny_per_l
        ledger.pay("rail diesel", "outside", "energy_suppliers", diesel_cny)
