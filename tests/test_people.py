"""People: stocks close, the past is followed, and households come and go in their order."""

from dataclasses import replace

import mesa
import numpy as np
import pytest

from abm import demography, load_region
from abm.demography import AGES, RURAL, URBAN, Rates
from abm.people import People
from abm.people_numbers import PeopleNumbers
from abm.population.build import build_communities, build_households
from abm.population.numbers import Cells
from abm.population.population import Population
from abm.randomness import Streams
from abm.world import World
from agents.table import RowAgent, Table

EMPTY = {"fleet": {}, "trucks": {}, "cars": {}, "farms": {}, "links": {}}


def people_of(name="tiny", scale=1.0, storyline=None, history="observed"):
    region = load_region(name)
    cells = Cells.of(region)
    communities = build_communities(region, cells)
    homes = build_households(region, cells, communities, scale, 0)
    population = Population(scale=scale, seed=0, households=homes, communities=communities, **EMPTY)
    chosen = region.storylines[storyline] if storyline else next(iter(region.storylines.values()))
    years = tuple(range(region.first_year, region.horizon + 1))
    return People(World(region, population, None, Streams(1), chosen, years, history))


@pytest.fixture(scope="module")
def numbers():
    region = load_region("luliang")
    return PeopleNumbers.of(region, region.storylines["steady"], tuple(range(2020, 2061)))


def rates_of(numbers, **changes):
    n = len(numbers.stock)
    quiet = Rates(
        mortality=np.zeros(101),
        births_per_person=np.zeros(101),
        movers=numbers.movers,
        migration=np.zeros(n),
        urban_share=numbers.stock[:, URBAN].sum(axis=1) / numbers.stock.sum(axis=(1, 2)),
    )
    return replace(quiet, **changes)


def test_the_first_year_is_the_census(numbers):
    assert numbers.stock.sum() == pytest.approx(3_398_431)
    ages = numbers.stock.sum(axis=(0, 1)) / numbers.stock.sum()
    assert ages[:15].sum() == pytest.approx(0.1943, abs=1e-4)
    assert ages[15:60].sum() == pytest.approx(0.6385, abs=1e-4)
    assert ages[65:].sum() == pytest.approx(0.1162, abs=1e-4)
    rural, urban = (numbers.stock[:, kind, 60:].sum() / numbers.stock[:, kind].sum() for kind in (RURAL, URBAN))
    assert 1.3 < rural / urban < 1.7, "the villages are older"


def test_mortality_is_a_constant_plus_an_exponential():
    shares = demography.gompertz(0.0055, 0.0004, 0.0084, 0.1)
    assert shares[0] == pytest.approx(1 - np.exp(-0.0055))
    assert shares[60] == pytest.approx(1 - np.exp(-(0.0004 + 0.0084)))
    assert shares[70] == pytest.approx(1 - np.exp(-(0.0004 + 0.0084 * np.exp(1))))
    life = np.cumprod(1 - shares).sum() + 0.5
    assert 76 < life < 80, "life expectancy of China in 2020 was about 78 years"


def test_at_replacement_each_woman_has_that_many_births():
    schedule = demography.birth_schedule(28.8, 5.0, 0.5)
    # 100 women and 100 men at each age and 2.1 births per woman: 100 births of each year's 210
    assert np.full(101, 200.0) @ (2.1 * schedule) == pytest.approx(210)
    assert (schedule > 0).sum() == 35
    assert (AGES @ schedule) / schedule.sum() == pytest.approx(28.8, abs=0.3)


def test_without_death_and_birth_everyone_is_a_year_older(numbers):
    change = demography.step(numbers.stock, rates_of(numbers))
    np.testing.assert_allclose(change.after[..., 1:100], numbers.stock[..., :99], rtol=1e-9)
    assert change.after.sum() == pytest.approx(numbers.stock.sum())


def test_stocks_close_every_year_and_in_every_county():
    people = people_of("luliang", 0.02)
    for year in people.world.years[1:]:
        before = people.people
        people.advance(year)
        change = people.change
        closed = before + change.births - change.deaths + change.migration + change.moves
        np.testing.assert_allclose(people.people, closed, rtol=1e-9)
        np.testing.assert_allclose(change.moves.sum(axis=1), 0, atol=1e-6)
        assert (people.stock >= 0).all()


def test_births_follow_fertility_and_deaths_mortality(numbers):
    fertility = numbers.births_per_person
    once = demography.step(numbers.stock, rates_of(numbers, births_per_person=fertility))
    twice = demography.step(numbers.stock, rates_of(numbers, births_per_person=2 * fertility))
    np.testing.assert_allclose(twice.births, 2 * once.births)
    half = demography.step(numbers.stock, rates_of(numbers, mortality=numbers.mortality / 2))
    full = demography.step(numbers.stock, rates_of(numbers, mortality=numbers.mortality))
    np.testing.assert_allclose(full.deaths, 2 * half.deaths)


def test_more_young_than_old_leave(numbers):
    leaving = rates_of(numbers, migration=-0.01 * numbers.stock.sum(axis=(1, 2)))
    migrants = demography.spread_migration(numbers.stock, leaving.movers, leaving.migration)
    rate = -migrants.sum(axis=(0, 1)) / numbers.stock.sum(axis=(0, 1))
    assert rate[22] > 3 * rate[60]
    assert migrants.sum() == pytest.approx(-0.01 * numbers.stock.sum())


def test_urban_share_grows_by_its_log_odds():
    # log-odds of one half are 0; plus 0.1: 1 / (1 + exp(-0.1)) = 0.52498
    share = demography.urbanised(np.array([0.5]), 0.1, np.array([100.0]), None)
    assert share == pytest.approx(0.524979)
    shares = demography.urbanised(np.array([0.4, 0.7]), 0.02, np.array([100.0, 300.0]), 0.6)
    assert shares @ [0.25, 0.75] == pytest.approx(0.6)


def test_the_past_follows_the_observed_people():
    people = people_of("luliang", 0.02)
    for year, expected in ((2021, 3_374_700), (2022, 3_370_500), (2023, 3_346_500)):
        people.advance(year)
        assert people.population.sum() == pytest.approx(expected, rel=1e-9)
        if year == 2022:
            assert people.people[:, URBAN].sum() / people.people.sum() == pytest.approx(0.549, abs=0.0005)
            assert people.change.births.sum() == pytest.approx(24_300, rel=0.05)
            assert people.change.deaths.sum() == pytest.approx(23_900, rel=0.05)


def test_run_free_the_people_stay_within_one_per_cent_of_the_observed():
    people = people_of("luliang", 0.02, history="free")
    for year, observed in ((2021, 3_374_700), (2022, 3_370_500), (2023, 3_346_500)):
        people.advance(year)
        assert people.migration_residual == 0
        assert people.population.sum() == pytest.approx(observed, rel=0.01)


def test_years_come_one_after_the_other():
    people = people_of()
    people.advance(2020)
    assert people.change is None
    with pytest.raises(ValueError, match="next year is 2021, got 2023"):
        people.advance(2023)


@pytest.mark.parametrize("storyline", ["steady", "fast", "persist", "slump"])
@pytest.mark.parametrize("name", ["tiny", "luliang"])
def test_there_is_a_row_for_every_household_to_the_horizon(name, storyline):
    people = people_of(name, 1.0 if name == "tiny" else 0.02, storyline)
    homes = people.world.population.households
    weight = homes["weight"].astype(float)
    cell = homes["county"] * 2 + homes["is_urban"]
    n_cells = 2 * people.world.region.n_counties
    for year in people.world.years:
        people.advance(year)
        assert people.unplaced_households.max() == 0
        living = np.bincount(cell, weight * people.living(), minlength=n_cells)
        gap = np.abs(living - people.households.ravel())
        assert (gap <= 1.01 * np.bincount(cell, weight) / np.bincount(cell)).all(), "within one row of each place"


def test_in_the_first_year_exactly_the_first_households_live():
    people = people_of("luliang", 0.02)
    assert (people.living() == people.world.population.households["alive"]).all()
    assert people.households.sum() == pytest.approx(1_317_045)


def test_absent_and_old_households_of_shrinking_villages_give_up_first():
    people = people_of("luliang", 0.02)
    homes = people.world.population.households
    village = ~homes["is_urban"] & homes["alive"]
    before = people.living()
    for year in people.world.years[1:]:
        people.advance(year)
        gone = before & ~people.living() & village
        assert not (people.living() & village & ~before).any() or year < 2030
    assert homes["is_absent"][gone].mean() > 1.3 * homes["is_absent"][village].mean()
    entered = people.living() & ~homes["alive"]
    assert homes["is_urban"][entered].mean() > 0.9


def test_the_first_year_leaves_the_columns_alone_and_later_ones_own_theirs():
    people = people_of("luliang", 0.02)
    homes = Table(mesa.Model(), RowAgent, people.world.population.households)
    first = homes.alive
    people.settle(homes)
    assert homes.alive is first
    people.advance(2021)
    people.settle(homes)
    assert (homes.alive == people.living()).all()
    assert first.all() == people.world.population.households["alive"].all(), "the population itself stays"


def test_homes_of_elders_become_more_as_the_places_age():
    people = people_of("luliang", 0.02)
    homes = people.world.population.households
    assert np.mean(people.elders() == homes["elders"]) > 0.9, "the rule gives the first year back"
    weight = homes["weight"] * homes["alive"]
    shares = []
    for year in people.world.years[1:]:
        people.advance(year)
        elders = people.elders()
        assert homes["size"][elders == 2].max() <= 2
        assert homes["size"][elders == 1].min() >= 2
        shares.append(np.average(elders > 0, weights=weight))
    # 0.31 of homes in 2020; elders 2.7 times as many: 1 - 0.69 ** 2.7 = 0.63, a little less as places differ
    assert 0.5 < shares[-1] < 0.75
    assert np.all(np.diff(shares[:20]) > 0)


def test_floor_area_and_income_follow_their_paths():
    people = people_of("luliang", 0.02)
    first = people.floor_m2.sum() / people.population.sum()
    for year in people.world.years[1:]:
        people.advance(year)
    assert people.floor_m2.sum() / people.population.sum() > first
    assert (people.income_factor > 1.5).all()
    assert people.urban_share.mean() > 0.65


def test_the_record_gets_what_the_rows_say():
    class Record(dict):
        def put(self, name, *, by_county=None, city=None):
            self[name] = by_county

    people = people_of("luliang", 0.02)
    homes = people.world.population.households
    for year in range(2021, 2041):
        people.advance(year)
    homes = Table(mesa.Model(), RowAgent, people.world.population.households)
    people.settle(homes)
    record = Record()
    people.report(record)
    weight = homes.weight.astype(float) * people.living() / 1e4
    np.testing.assert_allclose(record["Households|Absent"], np.bincount(homes.county, weight * homes.is_absent), 1e-5)
    only = people.elders() == 2
    np.testing.assert_allclose(record["Households|Elderly"], np.bincount(homes.county, weight * only), 1e-5)
    assert record["Population"].sum() == pytest.approx(people.population.sum() / 1e4)
