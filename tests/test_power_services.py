"""Services: what grows with value added, and what grows with floor."""

import numpy as np
import pytest

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.power.services import Services
from tests.home_world import days

SERVICES = 2.0  # index of service demand


def year(region, growth):
    n = region.n_counties
    flows, ledger, loads = Flows(n), Ledger(n), Loads(n, days().n_days)
    Services(region, days()).act(growth, np.full((days().n_days, 24), 0.6), flows, ledger, loads)
    return flows, ledger


def test_heat_of_services_grows_slower_than_their_electricity(tiny):
    (_, before), (flows, after) = year(tiny, 1.0), year(tiny, SERVICES)

    def growth(flow, fuel):
        return after.flow(flow, fuel).sum() / before.flow(flow, fuel).sum()

    assert growth("used", "electricity") == pytest.approx(2.0**0.85)
    assert growth("used", "heat") == growth("burnt", "natural_gas") == pytest.approx(2.0**0.4)
    people = sum(tiny.parameters.by_county("people.population", "persons"))
    assert flows.district_heat_gj.sum() == pytest.approx(people * 3.0 * 2.0**0.4)  # 3 GJ a head
