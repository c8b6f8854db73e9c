"""Attitude: averaged with neighbours, pushed by campaigns, fading without them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from abm.homes.scene import Luck, VillageRoofs, look_around, seen_from
from abm.randomness import MANY, Streams, generator
from abm.seeding import first_states
from agents.choice import share_of
from agents.household.attitude import AttitudeTaste, next_attitude
from tests.home_world import home_world, homes_of, live, signals_of

TASTE = AttitudeTaste(openness=0.3, campaign=0.3, decay=0.45)


def one(attitude, resting=0.4, stubborn=0.0, around=0.4, campaign=0.0):
    return float(next_attitude(*(np.array([x]) for x in (attitude, resting, stubborn, around, campaign)), TASTE)[0])


def test_a_year_of_attitude_by_hand():
    # 0.6 + 0.3 (0.4 - 0.6) + 0.3 x 0.5 x (1 - 0.6) = 0.60; then 0.60 + 0.45 (0.4 - 0.60) = 0.51
    assert one(0.6, campaign=0.5) == pytest.approx(0.51)


def test_the_stubborn_only_drift_home():
    assert one(0.6, stubborn=1.0, around=0.0, campaign=1.0) == pytest.approx(0.6 + 0.45 * (0.4 - 0.6))


def test_a_campaign_alone_fades_in_two_or_three_years():
    homes = homes_of(home_world(1500))
    rest = homes.table.attitude.mean()
    path = []
    for year in range(2021, 2031):
        signals = signals_of(homes, year)
        strength = np.full(2, 0.8 if year < 2025 else 0.0)
        live(homes, replace(signals, norms=replace(signals.norms, campaign=strength)))
        path.append(homes.table.attitude.mean() - rest)
    peak = path[3]
    assert peak > 0.05
    assert path[5] < 0.45 * peak  # two years after its end
    assert path[6] < 0.25 * peak  # three years


def test_more_publicity_more_attitude():
    assert one(0.4, campaign=0.2) < one(0.4, campaign=0.8)


def test_what_is_seen_is_a_mean_of_here_and_there():
    graph = csr_array(np.array([[0.0, 1.0, 0.0], [0.5, 0.0, 0.5], [0.0, 0.0, 0.0]]))
    seen = seen_from(graph, np.array([0.3, 0.3, 0.0])) @ np.array([0.0, 1.0, 0.5])
    # 0.3 x 1; 1 + 0.3 (0.25 - 1); the village without links sees itself
    assert seen == pytest.approx([0.3, 0.775, 0.5])


def test_a_village_with_nobody_else_in_the_sample_is_seen_as_its_county_s_villages():
    homes = homes_of(home_world(600))
    table, places = homes.table, homes.places
    lived_in = np.where(table.community == 2, 0.0, table.weight * ~table.is_absent)  # nobody of village 2
    lived_in[np.flatnonzero((table.community == 4) & (lived_in > 0))[1:]] = 0.0  # one of village 4
    nobody_meets = seen_from(homes.world.population.graph, np.zeros(homes.where.n_communities))
    seen = look_around(table, homes.where, nobody_meets, places.cell, lived_in, homes.village_roofs)
    for village in (2, 4):
        alike = (places.cell == places.cell[village])[table.community]
        clean = lived_in[alike & (table.heater > 1)].sum() / max(lived_in[alike].sum(), 1e-9)
        assert seen.clean[village] == pytest.approx(clean)
    others = lived_in * (table.community == 5)
    one = table.weight[0]
    clean, rest = others[table.heater > 1].sum(), others.sum() - one
    assert seen.clean[5] == pytest.approx(min(clean / rest, 1.0))
    assert seen.clean_to_clean[5] == pytest.approx(max(clean - one, 0.0) / rest)


def test_homes_see_themselves_left_out_at_home_and_nobody_left_out_elsewhere():
    """Village 5 sees half of what it sees in village 4, where all count, and half at home, where it does not itself."""
    homes = homes_of(home_world(600))
    table, places, n = homes.table, homes.places, homes.where.n_communities
    lived_in = table.weight * ~table.is_absent
    graph = csr_array(([1.0], ([5], [4])), shape=(n, n))
    half = seen_from(graph, np.where(np.arange(n) == 5, 0.5, 0.0))
    seen = look_around(table, homes.where, half, places.cell, lived_in, homes.village_roofs)
    here, there = (lived_in * (table.community == village) for village in (5, 4))
    one, is_clean = table.weight[0], table.heater > 1
    abroad = there[is_clean].sum() / there.sum()
    at_home = min(here[is_clean].sum() / (here.sum() - one), 1.0)
    assert seen.clean[5] == pytest.approx(0.5 * abroad + 0.5 * at_home)
    as_clean = (here[is_clean].sum() - one) / (here.sum() - one)
    assert seen.clean_to_clean[5] == pytest.approx(0.5 * abroad + 0.5 * as_clean)


def test_a_village_s_few_sampled_roofs_are_seen_beside_those_that_it_would_have():
    """Every fourth roof has PV, in villages where each home has a roof and in none of the others of the county.

    Samples show no PV in some of them and much in others, by chance; nor would the mean of all homes do, an eighth.
    Where all the village's roofs are known to have more than those of the next, that is seen, in a sample alone.
    """
    homes = homes_of(home_world(600))
    table, columns, n = homes.table, homes.table.columns, homes.where.n_communities
    columns["has_roof"] = table.community % 2 == 0
    roofs = np.flatnonzero(columns["has_roof"])
    columns["pv_kw"] = np.zeros(len(table), dtype=np.float32)
    columns["pv_kw"][roofs[::4]] = 5.0
    sample = replace(homes.where, left_out=49.0 * homes.where.row_weight)  # each row for fifty
    nobody_meets, county = seen_from(homes.world.population.graph, np.zeros(n)), np.zeros(n, dtype=np.intp)
    lived_in = table.weight.astype(float)
    has_roofs = np.isin(np.arange(n), table.community[roofs])
    even = VillageRoofs(np.full(n, 0.1), np.ones(n))
    seen = look_around(table, sample, nobody_meets, county, lived_in, even).roofs
    assert seen[has_roofs] == pytest.approx(0.25, abs=0.02)
    assert not seen[~has_roofs].any()
    leads = np.where(np.arange(n) == np.flatnonzero(has_roofs)[0], 1.0, 0.0)
    uneven = VillageRoofs(0.1 + 0.5 * leads, np.ones(n))
    expected = uneven.now(np.bincount(table.community, lived_in * columns["has_roof"], n), 0.25 * n * leads, county)
    assert expected[leads > 0] > 2 * expected[leads == 0].max()
    led = look_around(table, sample, nobody_meets, county, lived_in, uneven).roofs
    assert led[leads > 0] > 2 * led[leads == 0].max()
    whole = replace(homes.where, left_out=np.zeros(n))
    everyone = [look_around(table, whole, nobody_meets, county, lived_in, each).roofs for each in (even, uneven)]
    own = np.bincount(table.community, lived_in * (table.pv_kw > 0), n)[has_roofs]
    others = np.bincount(table.community, lived_in, n)[has_roofs] - table.weight[0]
    for each in everyone:
        assert each[has_roofs] == pytest.approx(own / others)


def test_new_roofs_of_a_county_come_to_free_ones_where_more_look_and_old_ones_go_evenly():
    """Villages of 100 and 300 roofs with shares 0.2 and 0.1, chances 0.06 and 0.04; a third in another county."""
    villages = VillageRoofs(np.array([0.2, 0.1, 0.5]), np.array([0.06, 0.04, 0.0]))
    roofs, county = np.array([100.0, 300.0, 50.0]), np.array([0, 0, 1])
    # free and looking: 0.8 x 0.06 = 0.048 and 0.9 x 0.04 = 0.036, 15.6 of 400; 7.8 more are half of them
    grown = villages.now(roofs, np.array([40.0, 17.8, 25.0]), county)
    assert grown == pytest.approx([0.2 + 0.024, 0.1 + 0.018, 0.5])
    assert roofs[:2] @ grown[:2] == pytest.approx(57.8)
    # 50 stood, 40 are left: four fifths everywhere
    assert villages.now(roofs, np.array([40.0, 0.0, 0.0]), county) == pytest.approx([0.16, 0.08, 0.0])


def test_the_share_of_nothing_is_zero():
    assert list(share_of(np.array([1.0, 0.0]), np.array([2.0, 0.0]))) == [0.5, 0.0]


def test_numbers_below_a_chance_are_those_that_are_smaller():
    luck = Luck.draw(Streams(1), 2030, 5000).roof
    for chance in (-0.1, 0.0, 2.0**-17, 0.1, float(luck.everyone()[7]), 0.999999, 1.0, 3.0):
        assert (luck.below(chance) == (luck.everyone() < chance)).all()


def test_streams_begun_together_are_those_that_numpy_begins_one_by_one():
    streams = Streams(7)
    for year in (2020, 2021, 2024, 2022, 2100):
        for purpose in ("homes.test", "cars.test"):
            assert (streams.words(purpose, year, 5) == generator(7, purpose, year).bit_generator.random_raw(5)).all()
    keys = [bytes(16), b"\xff" * 16, bytes(range(16))]
    for key, state in zip(keys, first_states(keys), strict=True):
        assert (state == np.random.SFC64(int.from_bytes(key, "little")).state["state"]["state"]).all()


def test_many_uniform_numbers_are_those_of_numpy():
    for size in (10, MANY, MANY + 1, 30001):
        numbers = Streams(7).uniform("homes.test", 2030, size)
        assert numbers.dtype == np.float32
        assert (numbers == generator(7, "homes.test", 2030).random(size, dtype=np.float32)).all()
