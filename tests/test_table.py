"""The same lines on a table of columns and on Mesa's own AgentSet."""

import mesa
import numpy as np
import pytest

from agents.table import BLOCK, RowAgent, Table, look_up

N = 2000


class Home(RowAgent):
    """A row with a rule written in array style."""

    def double(self):
        """Double the income of whoever is asked: one home or all."""
        self.income = self.income * 2


class PlainHome(mesa.Agent):
    """The same as an ordinary Mesa agent."""

    def __init__(self, model, income, county):
        super().__init__(model)
        self.income = income
        self.county = county

    def double(self):
        """Double this home's income."""
        self.income = self.income * 2


@pytest.fixture(params=["table", "agentset"])
def homes(request):
    rng = np.random.default_rng(5)
    income = rng.integers(1, 50, N).astype(np.float64)
    county = rng.integers(0, 5, N)
    model = mesa.Model(rng=1)
    if request.param == "table":
        return Table(model, Home, {"income": income, "county": county})
    for i in range(N):
        PlainHome(model, float(income[i]), int(county[i]))
    return model.agents_by_type[PlainHome]


def test_the_verbs_agree(homes):
    assert len(homes) == N
    assert sum(1 for _ in homes) == N
    poor = homes.select(lambda home: home.income < 10)
    assert 0 < len(poor) < N
    assert len(homes.select(lambda home: home.income < 10, at_most=7)) == 7
    assert max(poor.get("income")) < 10
    assert len(homes.get(["income", "county"])[0]) == 2
    assert homes.agg("income", np.sum) == pytest.approx(sum(homes.get("income")))
    low, high = homes.agg("income", [np.min, np.max])
    assert low < high
    by_county = homes.groupby("county").agg("income", np.sum)
    assert sum(by_county.values()) == pytest.approx(homes.agg("income", np.sum))
    assert sum(homes.groupby("county").count().values()) == N
    before = homes.agg("income", np.sum)
    homes.do("double")
    assert homes.agg("income", np.sum) == pytest.approx(2 * before)
    homes.select(lambda home: home.county == 3).set("income", 0.0)
    assert homes.select(lambda home: home.county == 3).agg("income", np.sum) == 0
    poor.shuffle_do("double")
    assert isinstance(next(iter(homes)), mesa.Agent)


def test_both_kinds_end_in_the_same_state():
    results = []
    for kind in ("table", "agentset"):
        model = mesa.Model(rng=1)
        income = np.arange(1.0, 21.0)
        if kind == "table":
            homes = Table(model, Home, {"income": income.copy()})
        else:
            for value in income:
                PlainHome(model, float(value), 0)
            homes = model.agents_by_type[PlainHome]
        homes.select(lambda home: home.income > 10).do("double")
        homes.shuffle_do("double")
        results.append([float(value) for value in homes.get("income")])
    assert results[0] == results[1]


def test_unequal_weights_need_total():
    homes = Table(mesa.Model(rng=1), Home, {"income": np.array([1.0, 3.0]), "weight": np.array([10.0, 20.0])})
    with pytest.raises(ValueError, match="total"):
        homes.agg("income", np.sum)
    assert homes.total("income") == 1 * 10 + 3 * 20
    assert homes.agg("income", np.sum, weights=homes.weight) == 70


def test_a_row_writes_to_its_column_and_leaves_a_shared_array_alone():
    shared = np.array([1.0, 2.0])
    shared.setflags(write=False)
    homes = Table(mesa.Model(rng=1), Home, {"income": shared})
    home = homes.agent(1)
    home.income = 9.0
    assert homes.columns["income"][1] == 9.0
    assert shared[1] == 2.0
    home.double()
    assert homes.agent(1).income == 18.0


def test_a_table_does_not_swell_the_models_own_agents():
    model = mesa.Model(rng=1)
    homes = Table(model, Home, {"income": np.arange(10.0)})
    assert len(model.agents) == 0
    assert homes.agent(3).unique_id not in {agent.unique_id for agent in model.agents}


def test_a_branch_on_a_batch_is_refused():
    homes = Table(mesa.Model(rng=1), Home, {"income": np.arange(10.0)})
    with pytest.raises(ValueError, match="ambiguous"):
        homes.select(lambda home: home.income > 3 and home.income < 8)
    with pytest.raises(AttributeError, match="no column"):
        _ = homes.incom


@pytest.mark.parametrize("n", [0, 5, BLOCK, 2 * BLOCK + 7])
def test_a_long_column_is_looked_up_as_if_in_one_go(n):
    table = np.random.default_rng(0).random(256).astype(np.float32)
    at = np.random.default_rng(1).integers(0, 256, n).astype(np.uint8)
    found = look_up(table, at)
    assert found.dtype == table.dtype and np.array_equal(found, table[at])
