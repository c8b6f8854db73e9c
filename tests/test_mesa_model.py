"""The city is an ordinary Mesa model: its own runner stops at the last year, and its agents are asked for by kind."""

import mesa
import pytest

from abm.model import City
from abm.region import load_region
from abm.simulation import build_world, lever_paths
from agents.county import County
from agents.firm import CokePlant, Firm
from agents.household import Household
from agents.table import Table


@pytest.fixture
def city():
    region = load_region("tiny")
    return City(build_world(region, scale=1.0, until=2022), lever_paths("plan", region, until=2022))


def test_mesas_own_runner_stops_at_the_last_year(city):
    city.run_model()
    assert not city.running and city.year == 2022
    seen = city.datacollector.get_model_vars_dataframe()
    assert list(seen["year"]) == [2020, 2021, 2022]


def test_a_step_after_the_last_year_changes_nothing(city):
    city.run_for(3)
    written = city.record.totals.copy()
    city.step()  # a viewer that takes three years at a time does so
    assert city.year == 2022 and len(city.datacollector.get_model_vars_dataframe()) == 3
    assert city.record.totals.tobytes() == written.tobytes()


def test_agents_are_asked_for_by_kind_be_they_columns_or_objects(city):
    assert isinstance(city.of(Household), Table)
    assert isinstance(city.of(Household).agent(3), mesa.Agent)
    assert len(city.of(County)) == 2
    assert set(city.of(CokePlant)) < set(city.of(Firm))
    assert all(isinstance(firm, Firm) for firm in city.of(Firm))
    with pytest.raises(KeyError, match=r"no agents of kind int; there are .*CokePlant, .*Household"):
        city.of(int)
