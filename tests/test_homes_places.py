"""Communities: which come first, and how a programme uses up its quota."""

import numpy as np
import pytest

from abm import load_region
from abm.homes.places import Places
from abm.homes.where import Where
from agents.household import Household
from agents.table import Table
from tests.home_world import COUNTY, IS_URBAN, columns


@pytest.fixture
def places():
    return Places.of(load_region("tiny"), IS_URBAN)


def test_a_quota_is_used_up_village_by_village(places):
    coal = np.array([100.0, 50.0, 200.0, 80.0, 300.0, 20.0])
    part = places.offers(coal, np.array([0.5, 0.1]))
    for county, share in enumerate((0.5, 0.1)):
        mine = county == COUNTY
        assert (part * coal)[mine].sum() == pytest.approx(share * coal[mine].sum())
        assert ((part[mine] > 0) & (part[mine] < 1)).sum() <= 1  # only the last one in part


def test_towns_come_first_and_the_visited_go_to_the_back(places):
    coal = np.full(6, 100.0)
    first = places.offers(coal, np.array([0.3, 0.3]))
    assert (first[IS_URBAN] > 0).any() and first[[2, 4, 5]].max() < 1
    places.visit()
    second = places.offers(coal, np.array([0.3, 0.3]))
    assert not ((first == 1) & (second == 1)).any()


def test_all_villages_are_reached_in_the_end(places):
    reached = np.zeros(6)
    for _ in range(10):
        part = places.offers(np.full(6, 100.0), np.full(2, 0.2))
        places.visit()
        reached += part
    assert reached.min() > 0.5


def test_a_village_without_coal_uses_no_quota(places):
    coal = np.array([0.0, 0.0, 200.0, 0.0, 100.0, 100.0])
    part = places.offers(coal, np.ones(2))
    assert list(part > 0) == list(coal > 0)


def test_a_village_where_nobody_burns_coal_is_passed_in_its_turn(places):
    """Else it would come first as soon as somebody there burns coal, before villages that wait since longer."""
    coal = np.array([100.0, 100.0, 0.0, 0.0, 100.0, 100.0])
    before = np.floor(places.turn)
    places.offers(coal, np.full(2, 0.2))
    places.visit()
    passed = np.floor(places.turn) - before
    queue = np.argsort(places.zone_rank)
    for county in (0, 1):
        of_county = [int(passed[village]) for village in queue if county == COUNTY[village]]
        assert of_county == sorted(of_county, reverse=True)  # the first of the queue, with coal or without
    places.offers(coal, np.ones(2))
    places.visit()
    assert (np.floor(places.turn) - before == passed + 1).all()


def test_pipes_and_zones_grow_with_their_share(places):
    for share in (0.0, 0.4, 1.0):
        reached = places.reached(places.gas_rank, np.full((2, 2), share))
        assert reached.mean() == pytest.approx(share, abs=0.35)
    assert places.in_zone(np.ones(2)).all()
    assert not places.in_zone(np.zeros(2)).any()


def test_sums_over_stretches_equal_sums_by_row():
    homes = Table(_Model(), Household, columns(800, 0))
    where = Where.of(homes, 2, 6)
    values = homes.income_cny
    assert where.by_county(values) == pytest.approx(np.bincount(homes.county, values, 2))
    assert where.by_community(values) == pytest.approx(np.bincount(homes.community, values, 6))
    assert where.by_cell(values) == pytest.approx(np.bincount(where.cell, values, 4).reshape(2, 2))
    some = np.flatnonzero(homes.size > 2)
    for sums in (where.by_county, where.by_community, where.by_cell, where.by_income):
        assert sums(values[some], some) == pytest.approx(sums(values * (homes.size > 2)))
    assert (where.spread(np.arange(6.0)) == homes.community).all()
    assert (where.spread_kinds(np.arange(2.0)) == homes.is_urban).all()
    assert (where.spread_counties(np.arange(2.0)) == homes.county).all()


def test_unsorted_homes_are_refused():
    mixed = {name: column[::-1] for name, column in columns(200, 0).items()}
    with pytest.raises(ValueError, match="sorted by community"):
        Where.of(Table(_Model(), Household, mixed), 2, 6)


class _Model:
    agent_id_counter = 1


def test_ranks_need_no_table_where_the_population_holds_it(places):
    ranked = Places.ranked("tiny", COUNTY, IS_URBAN, ~IS_URBAN)
    for name in ("county", "gas_rank", "district_rank", "zone_rank"):
        assert np.array_equal(getattr(ranked, name), getattr(places, name))


def test_a_programme_that_reaches_nobody_leaves_the_queue_as_it_is(places):
    coal, queue = np.full(6, 100.0), places.turn.copy()
    part = places.offers(coal, np.zeros(2))
    places.visit()
    assert not part.any() and np.array_equal(places.turn, queue)
