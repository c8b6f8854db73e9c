"""Second-hand cars: who buys and sells them, that none is lost, and that they go from richer to poorer homes."""

import numpy as np
import pytest

from abm import load_region, simulate
from abm.model import City
from abm.simulation import build_world, lever_paths
from agents.vehicle.lifetime import ages_of_stock, hazard_by_age
from agents.vehicle.powertrain import PLUG_IN
from agents.vehicle.used import Buyers, Cars, UsedTaste, buys_used, first_of_each, match, selling_order, used_price

TASTE = UsedTaste(0.4, 0.8, 2, 10, np.array([0.8, 0.8, 0.7, 0.7]))
DRAWS = (np.arange(100_000) + 0.5) / 100_000


class TestRules:
    def test_of_buyers_of_mean_income_the_share_buys_used(self):
        assert buys_used(DRAWS, np.ones(len(DRAWS)), TASTE).mean() == pytest.approx(0.4, abs=1e-4)

    def test_half_the_income_is_worth_the_pull_times_log_two_of_log_odds(self):
        poorer = buys_used(DRAWS, np.full(len(DRAWS), 0.5), TASTE).mean()
        assert np.log(poorer / (1 - poorer)) == pytest.approx(np.log(0.4 / 0.6) + 0.8 * np.log(2), abs=1e-3)

    def test_the_richer_sell_sooner(self):
        rich, poor = (selling_order(DRAWS, np.full(len(DRAWS), income), TASTE).mean() for income in (2.0, 0.5))
        assert poor / rich == pytest.approx(4.0**0.8, rel=1e-6)

    def test_a_car_loses_a_part_of_its_worth_a_year_and_one_with_a_plug_more(self):
        new = np.array([100.0, 120.0, 110.0, 130.0])
        found = used_price(new, np.array([0, 0, 3]), np.array([1, 5, 5]), TASTE.kept)
        assert found == pytest.approx([80.0, 100 * 0.8**5, 130 * 0.7**5])

    def test_first_come_first_in_each_place(self):
        found = first_of_each(np.array([1, 0, 1, 1, 2]), np.array([3.0, 1.0, 1.0, 2.0, 0.0]), np.array([1, 2, 0]))
        assert sorted(found.tolist()) == [1, 2, 3]

    def test_the_dearer_car_goes_to_the_richer_and_plugs_to_whom_they_serve(self):
        cars = Cars(np.zeros(4, int), np.array([False, True, False, False]), np.array([30.0, 50.0, 10.0, 20.0]))
        buyers = Buyers(np.zeros(4, int), np.array([0.0, -1.0, 2.0, -1.0]), np.array([5.0, 1.0, 2.0, 3.0]))
        assert match(cars, buyers).tolist() == [0, 2, 1, 3]

    def test_no_car_changes_hands_between_places(self):
        rng = np.random.default_rng(0)
        place = np.sort(rng.integers(0, 5, 200))
        cars = Cars(place, rng.random(200) < 0.3, rng.random(200))
        mixed = rng.permutation(200)
        buyers = Buyers(place[mixed], rng.normal(size=200), rng.random(200))
        got = match(cars, buyers)
        assert sorted(got.tolist()) == list(range(200))
        assert (cars.place[got] == buyers.place).all()


def city_of(until: int, **values: float) -> City:
    region = load_region("luliang").with_values({f"cars.second_hand.{key}": value for key, value in values.items()})
    world = build_world(region, storyline=None, until=until, scale=0.02, seed=1, population_seed=0, history="observed")
    return City(world, lever_paths("current", region, [], counterfactual=False, until=until), rng=1)


def mean_age(city: City, rows: np.ndarray) -> float:
    cars = city.travel.cars
    return float(np.average(cars.table.age[rows], weights=cars.weight[rows]))


@pytest.fixture(scope="module")
def city() -> City:
    found = city_of(2030)
    found.run_for(11)
    return found


def test_poorer_homes_drive_older_cars(city):
    cars = city.travel.cars
    group = city.world.population.households["income_group"][cars.table.household]
    alive = cars.table.alive
    ages = [mean_age(city, alive & (group == of)) for of in range(5)]
    assert ages == sorted(ages, reverse=True)
    assert ages[0] > ages[4] + 1.0


def test_cars_of_the_first_year_are_sorted_as_the_market_keeps_them():
    """What buying, selling and wearing out made of the years since 2010; nothing is left for 2020 to 2025 to sort."""
    found = city_of(2022)
    cars = found.travel.cars
    group = found.world.population.households["income_group"][cars.table.household]

    def ages():
        alive = cars.table.alive
        return np.array([mean_age(found, alive & (group == of)) for of in range(5)])

    first = ages()
    assert (np.diff(first) < 0).all()
    assert 1.3 < first[0] / first[4] < 2.5  # American homes: 11.9 over 7.3 years in 2009, 13.0 over 8.9 in 2017
    found.run_for(3)
    assert ages()[0] - ages()[4] == pytest.approx(first[0] - first[4], abs=1.0)


def test_the_first_ages_are_as_many_of_each_as_the_stocks_make():
    found = city_of(2021)
    cars, p = found.travel.cars, found.world.region.parameters
    stock = found.world.region.observed("cars.stock_before")
    hazard = hazard_by_age(p.value("cars.life.scale", "years"), p.value("cars.life.shape", "none"))
    shares = ages_of_stock(np.array([stock[year] for year in range(2010, 2020)]), hazard)
    rows = cars.table.alive & (cars.table.powertrain < PLUG_IN)
    found_shares = np.bincount(cars.table.age[rows], cars.weight[rows]) / cars.weight[rows].sum()
    assert found_shares[:15] == pytest.approx(shares[:15], abs=0.004)


def test_without_used_cars_they_do_not():
    found = city_of(2030, share=1e-9)
    found.run_for(11)
    cars = found.travel.cars
    group = found.world.population.households["income_group"][cars.table.household]
    alive = cars.table.alive
    assert mean_age(found, alive & (group == 0)) < mean_age(found, alive & (group == 4)) + 0.5
    assert found.travel.cars.used_sales().sum() == 0.0


def test_each_used_car_has_a_seller_in_the_county_who_buys_a_new_one(city):
    cars = city.travel.cars
    deals, bought = cars.deals, cars.bought
    assert len(deals.buyers) > 300
    assert len(set(deals.sellers.tolist())) == len(deals.sellers)
    assert (cars.county[deals.buyers] == cars.county[deals.sellers]).all()
    assert np.isin(deals.sellers, bought.rows).all()
    assert not np.isin(deals.buyers, bought.rows).any()
    assert (cars.table.age[deals.buyers] >= cars.used.taste.youngest_years).all()


def test_a_used_car_takes_none_from_the_stock_and_is_told_beside_new_ones(city):
    plain = city_of(2030, share=1e-9)
    plain.run_for(11)
    one, other = city.travel.cars, plain.travel.cars
    assert one.stock().sum() == pytest.approx(other.stock().sum(), rel=1e-12)
    run = simulate("current", "luliang", until=2026, scale=0.02, seed=1)
    assert run.series("Sales|Transportation|Light-Duty Vehicle|Used")[2026] > 0


def test_they_carry_plugs_to_homes_that_would_not_buy_a_new_one(city):
    """Of used cars bought in 2030 some have a plug, and their buyers are poorer than who buys a new one."""
    cars = city.travel.cars
    deals, bought = cars.deals, cars.bought
    plug = cars.table.powertrain[deals.buyers] >= PLUG_IN
    assert plug.any()
    income = cars.used.relative_income
    new_plug = bought.rows[bought.powertrain >= PLUG_IN]
    assert income[deals.buyers[plug]].mean() < income[new_plug].mean()
