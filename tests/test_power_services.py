"""Services: what grows with value added, and what grows with floor."""

from dataclasses import replace

import numpy as np
import pytest

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.power.public_buildings import PublicBuildings
from abm.power.services import Services
from agents.signals import BuildingSignals
from tests.home_world import days

SERVICES = 2.0  # index of service demand


def year(region, growth):
    n = region.n_counties
    flows, ledger, loads = Flows(n), Ledger(n), Loads(n, days().n_days)
    services, rules = Services(region, days()), BuildingSignals.quiet(n)
    services.act(growth, np.full((days().n_days, 24), 0.6), rules, flows, ledger, loads)
    return flows, ledger, services.buildings


def test_heat_of_services_grows_slower_than_their_electricity(tiny):
    (_, before, old), (flows, after, new) = year(tiny, 1.0), year(tiny, SERVICES)

    def growth(flow, fuel):
        return after.flow(flow, fuel).sum() / before.flow(flow, fuel).sum()

    assert growth("used", "electricity") == pytest.approx(2.0**0.85, rel=1e-3)  # heat pumps beside it
    newer = (new.need / old.need).mean()  # what is built after the first year needs less
    assert newer < 1.0
    assert growth("used", "heat") == pytest.approx(2.0**0.4 * newer)
    assert growth("burnt", "natural_gas") == pytest.approx(2.0**0.4 * newer)  # as many boilers replaced in both
    people = sum(tiny.parameters.by_county("people.population", "persons"))
    per_head = tiny.parameters.value("services.district_heat", "GJ/head")
    assert flows.district_heat_gj.sum() == pytest.approx(people * per_head * 2.0**0.4 * new.need.mean())


def test_new_roofs_carry_pv_as_the_rule_asks_and_boilers_give_way_for_a_grant(tiny):
    services = Services(tiny, days())
    rules = BuildingSignals.quiet(tiny.n_counties)
    rules = rules.changed(public_pv_share=np.full(2, 1.0), heat_pump_grant_share=np.full(2, 0.8))
    n, price = services.buildings.numbers, np.full((days().n_days, 24), 0.6)
    flows, ledger, loads = Flows(2), Ledger(2), Loads(2, days().n_days)
    services.act(1.0, price, rules, flows, ledger, loads)
    covered = n.rebuilt_share + (1 - n.rebuilt_share) * n.covered_later
    assert services.buildings.covered == pytest.approx(covered)
    people = services.buildings.people
    assert flows.rooftop_pv_mw == pytest.approx(covered * people * n.roof_kw_per_head / 1000)
    taken = n.boiler_fails / (1 + np.exp(-(n.pump_base + 0.8 * n.pump_grant)))
    assert services.buildings.pumps == pytest.approx(taken)
    assert services.buildings.pump_kwh().sum() > 0


def test_what_covers_roofs_is_paid_by_the_kw(tiny):
    buildings, n = PublicBuildings(tiny), tiny.n_counties
    rules = replace(BuildingSignals.quiet(n), public_pv_share=np.ones(n))
    ledger, none = Ledger(n), np.zeros(n)
    buildings.act(rules, 1.3, none, Flows(n), ledger)  # three tenths more floor than in the first year
    paid = next(cny for item, _, _, cny in ledger.payments if item == "public roof PV")
    assert buildings.pv_mw().sum() > 0.0
    assert paid == pytest.approx(buildings.pv_mw() * 1000.0 * buildings.numbers.pv_cny_per_kw)
