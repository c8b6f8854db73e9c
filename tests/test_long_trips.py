"""Trips to other cities: what moves people between car, train and plane, and what that does to cars and flights."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region, simulate
from abm.accounts.ledger import Ledger
from abm.loads import Loads
from abm.travel.air import Air
from abm.travel.long_trips import LongTrips
from abm.travel.trains import Trains
from agents.traveller import CAR, PLANE, TRAIN, moved_shares
from tests.vehicle_world import plain_days

LAST = 2035


def trips():
    """Return long trips after a first year at 0.5 CNY/km with half of the flights flown."""
    found = LongTrips(load_region("tiny").parameters)
    found.decide(0.0, 1.0)
    found.remember(0.5, 0.5)
    return found


def test_shares_stay_where_costs_stay_and_odds_follow_the_difference():
    base = np.array([[0.5, 0.5, 0.0]])
    assert moved_shares(base, np.zeros((1, 3)), np.array([[100.0]])) == pytest.approx(base)
    # a car trip 100 CNY dearer: odds 1 to e
    moved = moved_shares(base, np.array([[100.0, 0.0, 0.0]]), np.array([[100.0]]))
    assert moved[0, CAR] == pytest.approx(1.0 / (1.0 + np.e))
    assert moved[0, PLANE] == 0.0


def test_nothing_moves_in_a_year_like_the_first():
    found = trips()
    found.decide(0.0, 1.0)
    assert found.shares == pytest.approx(found.numbers.base)
    assert (found.car_factor, found.flight_factor) == (pytest.approx(1.0), pytest.approx(1.0))


def test_lines_take_trips_from_cars_and_planes():
    found = trips()
    found.decide(1.0, 1.0)
    assert (found.shares[:, TRAIN] > found.numbers.base[:, TRAIN]).all()
    assert 1.0 < found.train_factor < 1.2
    assert 0.98 < found.car_factor < 1.0 and found.flight_factor < 1.0
    # the odds of a car against a train fall by e for each spread of money's worth of hours that the lines save
    n = found.numbers
    saved_cny = n.served_share * n.line_hours[:, 0] * n.time_cny_per_h
    odds = (found.shares[:, CAR] / found.shares[:, TRAIN]) / (n.base[:, CAR] / n.base[:, TRAIN])
    assert odds == pytest.approx(np.exp(-saved_cny / n.spread_cny[:, 0]))


def test_cheap_energy_of_cars_takes_trips_from_trains_and_planes():
    found = trips()
    found.remember(0.2, 0.5)
    found.decide(0.0, 1.0)
    assert found.car_factor > 1.0 > found.flight_factor


def test_more_flights_take_trips_and_each_is_a_little_emptier():
    found = trips()
    found.remember(0.5, 0.75)
    found.decide(0.0, 1.0)
    assert (found.shares[1:, PLANE] > found.numbers.base[1:, PLANE]).all()
    assert found.car_factor < 1.0 and 0.8 < found.flight_factor < 1.0


def test_roads_take_trips_from_trains_but_leave_car_kilometres_to_their_own_elasticity():
    found = trips()
    found.decide(0.0, 1.3)
    assert (found.shares[:, TRAIN] < found.numbers.base[:, TRAIN]).all()
    assert found.car_factor == pytest.approx(1.0)


def test_trains_draw_power_by_rides_kilometres_and_what_they_win_and_the_railway_pays():
    days = plain_days()
    world = SimpleNamespace(region=load_region("tiny"), years=(2020, 2021), days=days)
    trains, ledger, loads = Trains(world), Ledger(2), Loads(2, days.n_days)
    trains.run(np.array([700.0, 420.0]), 1.1, 0, 0.5, ledger, loads)
    # 1.1 rides a year, a tenth more by what trains won, 60 km here, 0.035 kWh per passenger-km
    assert trains.kwh == pytest.approx([700.0 * 1.1 * 1.1 * 60.0 * 0.035, 420.0 * 1.1 * 1.1 * 60.0 * 0.035])
    assert loads.kwh.sum() == pytest.approx(trains.kwh.sum())
    (item, payer, receiver, cny), *more = ledger.payments
    assert (item, payer, receiver) == ("passenger train power", "outside", "grid") and not more
    assert cny == pytest.approx(0.5 * trains.kwh)


def test_a_flight_with_fewer_passengers_needs_more_support():
    world = SimpleNamespace(region=load_region("tiny"), years=(2020, 2021))
    rules = SimpleNamespace(air_support_cny=20000.0, airfields=0.0)
    full, empty = Air(world), Air(world)
    full.act(rules, 0, Ledger(2))
    empty.act(rules, 0, Ledger(2), passengers=0.8)
    # a fifth of 40,000 CNY of tickets: 8,000 / 12,000 below the middle
    assert full.flown_share == 0.5
    assert empty.flown_share == pytest.approx(1.0 / (1.0 + np.exp(8.0 / 12.0)))


@pytest.fixture(scope="module")
def runs():
    words = {"region": "tiny", "scale": 1.0, "until": LAST}
    levers = {"main_rail_lines": 1.0, "air_route_support": 60000.0}
    return {None: simulate("current", **words)} | {
        lever: simulate("current", settings=((lever, None, value),), **words) for lever, value in levers.items()
    }


def test_levers_move_travellers(runs):
    plain, lines, flights = runs.values()
    assert lines.series("Travel|Long Trips|Train")[LAST] > plain.series("Travel|Long Trips|Train")[LAST]
    power = [run.series("Transport|Passenger Train Electricity")[LAST] for run in (plain, lines, flights)]
    assert power[1] > power[0] > power[2] > 0.0
    assert lines.series("Transport|Air Departures")[LAST] < plain.series("Transport|Air Departures")[LAST]
    assert flights.series("Travel|Long Trips|Plane")[LAST] > plain.series("Travel|Long Trips|Plane")[LAST]
    assert flights.series("Travel|Car km")[LAST] < plain.series("Travel|Car km")[LAST]


def test_shares_of_trips_add_up(runs):
    total = sum(runs[None].series(f"Travel|Long Trips|{mode}") for mode in ("Car", "Train", "Plane"))
    assert total.to_numpy() == pytest.approx(1.0)
