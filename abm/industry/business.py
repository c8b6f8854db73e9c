"""New businesses in services and light industry: founded with support, some close; much value for little energy."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.world import World
from agents.signals import Signals


class NewBusinesses:
    """Value added of businesses that support has brought, (n_counties,) CNY a year at 2020 prices."""

    def __init__(self, world: World) -> None:
        p = world.region.parameters
        self.leverage = p.value("entry.business.leverage", "ratio")
        self.closing = p.value("entry.business.closing", "share")
        self.kwh_per_cny = p.value("entry.business.power", "kWh/10^4 CNY") / 1e4
        self.value_cny = np.zeros(world.region.n_counties)
        self.flat = np.full((world.days.n_days, 24), 1.0 / 8760.0)

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Found and close; book the support, the value added and the power of the year."""
        support = signals.investment.business_support_cny
        self.value_cny = self.value_cny * (1.0 - self.closing) + support * self.leverage
        flows.entrants_value_cny[:] = self.value_cny
        ledger.pay("business entry support", "city_budget", "firms", support)
        loads.add(ledger, "services", self.value_cny * self.kwh_per_cny, self.flat)
