"""New businesses in services and light industry: founded with support, some close; much value for little energy.

The city's people and firms buy no more of services because there are more who offer them. So a part of what new
businesses sell was sold by others of the city before: their value added, jobs and power go where the customers go.
"""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.world import World
from agents.signals import Signals


class NewBusinesses:
    """Value added of businesses that support has brought, (n_counties,) CNY a year at 2020 prices.

    ``value_cny`` is their own, ``added_cny`` what the city has more of: without what others lose to them.
    """

    def __init__(self, world: World) -> None:
        p = world.region.parameters
        self.leverage = p.value("entry.business.leverage", "ratio")
        self.closing = p.value("entry.business.closing", "share")
        self.displaced = p.value("entry.business.displaced", "share")
        self.kwh_per_cny = p.value("entry.business.power", "kWh/10^4 CNY") / 1e4
        self.value_cny, self.added_cny = np.zeros((2, world.region.n_counties))
        self.flat = np.full((world.days.n_days, 24), 1.0 / 8760.0)

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Found and close; book the support, the value added and the power of the year."""
        support = signals.investment.business_support_cny
        self.value_cny = self.value_cny * (1.0 - self.closing) + support * self.leverage
        self.added_cny = self.value_cny * (1.0 - self.displaced)
        flows.entrants_value_cny[:] = self.added_cny
        ledger.pay("business entry support", "city_budget", "firms", support)
        loads.add(ledger, "services", self.added_cny * self.kwh_per_cny, self.flat)
