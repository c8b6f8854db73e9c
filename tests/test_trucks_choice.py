"""One truck's owner: cost per km, reach, credit, thresholds, and the price of hydrogen."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm.freight.chain import Chain, ChainNumbers, chain_share
from abm.freight.costs import EnergyPrices, Near, trip_of
from abm.freight.demand import Demand, mix_on_roads, return_load_factor, utilisation
from abm.freight.numbers import FreightNumbers, TruckNumbers
from abm.freight.places import KM_PER_DEGREE, county_distances
from abm.freight.year import energy_of
from agents.vehicle.hydrogen import station_cost, station_fixed, transport_cost
from agents.vehicle.powertrain import CHARGE, DIESEL, HYDROGEN, LNG, SWAP, TRUCKS
from agents.vehicle.truck import (
    LONG,
    SHORT,
    Credit,
    Trip,
    affordable_from_km,
    cost_of_load,
    detour_share,
    in_reach,
    open_options,
    running_cost,
    truck_value,
    yearly_capital,
)
from tests.vehicle_world import Roads


@pytest.fixture(scope="module")
def roads(tiny) -> FreightNumbers:
    return FreightNumbers.of(tiny, (2020, 2030))


def test_the_middle_of_a_county_is_where_its_people_are(tiny):
    """A town of 90 and a village of 10 half a degree east; another county ten kilometres north of the middle."""
    north = 10.0 / KM_PER_DEGREE
    places = {
        "county": np.array([0, 0, 1]),
        "people": np.array([90, 10, 5]),
        "lon": np.array([111.0, 111.5, 111.05]),
        "lat": np.array([37.0, 37.0, 37.0 + north]),
    }
    region = SimpleNamespace(n_counties=2, parameters=tiny.parameters)
    world = SimpleNamespace(population=SimpleNamespace(communities=places), region=region)
    assert county_distances(world) == pytest.approx(np.array([[0.0, 14.0], [14.0, 0.0]]))  # by road two fifths more


def test_the_energy_of_a_million_kilometres():
    """0.35 l of diesel at 0.84 kg, 0.3 kg of LNG, 1.6 kWh charged or swapped and 0.09 kg of hydrogen a km."""
    heat = {"diesel": 43.0, "lng": 50.0}  # GJ/t
    factors, densities = SimpleNamespace(heat=heat.get), SimpleNamespace(diesel_t_per_l=0.84e-3)
    energy = energy_of(np.full((1, 5), 1e6), np.array([0.35, 0.3, 1.6, 1.6, 0.09]), factors, densities)
    assert energy.diesel_gj == pytest.approx([350_000 * 0.84e-3 * 43.0])
    assert energy.lng_gj == pytest.approx([300.0 * 50.0])
    assert energy.kwh == pytest.approx([3.2e6])
    assert energy.hydrogen_t == pytest.approx([90.0])


def test_running_cost_adds_energy_tolls_detours_and_waiting():
    trip = Trip(
        energy_cny_per_km=np.array(2.5),
        upkeep_cny_per_km=np.array(0.4),
        toll_cny_per_km=np.array(1.4),
        hours_per_km=np.array(0.005),
        detour_share=np.array(0.1),
        payload_loss_share=np.array(0.0),
    )
    # (2.5 + 0.4) * 1.1 + 1.4 + 0.005 * 90
    assert running_cost(trip, 90.0) == pytest.approx(3.19 + 1.4 + 0.45)


def test_a_heavy_battery_is_paid_for_in_more_trips():
    assert cost_of_load(np.array(1.5), np.array(3.0), np.array(0.10)) == pytest.approx(5.0)


def test_an_individual_feels_the_same_truck_dearer_than_a_fleet():
    assert yearly_capital(np.array(600e3), 0.0, 6.0) == pytest.approx(100e3)
    # 10 % over three years is 40.2 % of the price a year, 8 % over six 21.6 %
    assert yearly_capital(np.array(1.0), 0.10, 3.0) == pytest.approx(0.40211, abs=1e-5)
    assert yearly_capital(np.array(1.0), 0.08, 6.0) == pytest.approx(0.21632, abs=1e-5)


def test_who_makes_and_fuels_hydrogen_trucks_asks_for_no_saving_before_it_leaves_diesel():
    cost = np.array([[5.0, 5.0, 5.0, 5.0, 5.0]] * 3)
    own = np.array([DIESEL, DIESEL, HYDROGEN])
    value = truck_value(cost, own, np.full(3, 0.08), 0.4, np.array([True, False, True]))
    # eight hundredths of 5 CNY/km are one spread
    assert value[0] + 5.0 / 0.4 == pytest.approx([1.0, 0.0, 0.0, 0.0, 1.0])
    assert value[1] + 5.0 / 0.4 == pytest.approx([1.0, 0.0, 0.0, 0.0, 0.0])
    assert value[2] + 5.0 / 0.4 == pytest.approx([0.0, 0.0, 0.0, 0.0, 1.0])


def test_more_stations_mean_shorter_detours_and_more_trucks_in_reach():
    stations = np.array([0.0, 1.0, 4.0, 16.0])
    detour = detour_share(stations, np.full(4, 1600.0), 500.0, 0.6)
    # 4 stations: 0.5 * sqrt(1600 / 4) = 10 km, there and back, four tenths of fillings, every 500 km
    assert detour[2] == pytest.approx(2 * 10 * 0.4 / 500)
    assert np.all(np.diff(detour) < 0)
    reach = in_reach(stations, np.full(4, 1600.0), 400.0)
    assert reach[0] == 0.0
    assert reach[2] == pytest.approx(1 - np.exp(-1))


def test_options_open_only_within_reach():
    rank = np.array([0.05, 0.2, 0.9])
    found = open_options(np.full(3, 0.5), np.full(3, 0.1), np.zeros(3), rank)
    assert found[:, [DIESEL, LNG]].all()
    assert found[:, CHARGE].tolist() == [True, True, False]
    assert found[:, SWAP].tolist() == [True, False, False]
    assert not found[:, HYDROGEN].any()


def test_credit_stops_at_what_the_truck_earns():
    limit = Credit(freight_rate_cny_per_km=5.0, payment_share=0.8)
    payment = np.array([[12e3, 15e3]])
    # (5 - 3) CNY/km * 8,000 km = 16,000 CNY a month, of which 80 % is 12,800
    needed = affordable_from_km(payment, np.array([[3.0, 3.0]]), limit)
    assert (needed <= 8e3).tolist() == [[True, False]]
    assert needed[0, 0] == pytest.approx(12e3 / 1.6)
    assert np.isinf(affordable_from_km(payment, np.array([[5.0, 6.0]]), limit)).all()  # a km that earns nothing


def test_a_fleet_switches_only_beyond_its_threshold():
    cost = np.array([[5.0, 4.6, 4.8, 5.2, 7.0]])
    bold = truck_value(cost, np.array([DIESEL]), np.array([0.0]), 0.3)[0]
    shy = truck_value(cost, np.array([DIESEL]), np.array([0.10]), 0.3)[0]
    assert np.argmax(bold) == LNG
    assert np.argmax(shy) == DIESEL  # 0.4 saved, but 10 % of 5.0 is asked for
    assert np.argmax(truck_value(cost, np.array([DIESEL]), np.array([0.07]), 0.3)[0]) == LNG


def test_battery_wins_short_regular_hauls_first(tiny):
    """The pattern, from the model's own numbers of 2028 at a common price of energy."""
    world = Roads(tiny, until=2028)
    n: TruckNumbers = world.freight.numbers
    freight = world.freight.perceive(2028)
    prices = EnergyPrices(np.tile([6.6, 4.2, 0.9, 1.4, 30.0], (2, 1)))
    many = np.full(2, 5.0)
    trip = trip_of(n, 8, prices, freight, Near(many, many, many, np.full(2, 400.0)))
    running = running_cost(trip, n.hour_cny)
    gap = {}
    for haul, km in ((SHORT, 55e3), (LONG, 110e3)):
        capital = n.capital.of_fleet(freight.truck_price_cny) / km
        cost = cost_of_load(capital, running[0, haul], n.payload_loss_share)
        gap[haul] = (cost[CHARGE] - cost[[DIESEL, LNG]].min()) / cost[DIESEL]
    assert gap[SHORT] < 0.0 < gap[LONG]


def test_a_station_with_half_the_sales_costs_twice_as_much_per_kg():
    fixed = station_fixed(12e6, 0.0, 12.0, 1e6)
    assert fixed == pytest.approx(2e6)
    assert station_cost(fixed, np.array([200.0, 100.0]), 330.0, 0.1) == pytest.approx([10.0, 20.0])
    at_least, at_most = station_cost(fixed, np.array([0.0, 1e6]), 330.0, 0.2)
    assert at_least == pytest.approx(2e6 / 66e3)
    assert at_most == pytest.approx(2e6 / 330e3)


def test_transport_is_by_distance():
    assert transport_cost(np.array([0.0, 50.0]), 7.0) == pytest.approx([0.0, 3.5])


def test_kilometres_follow_tonnes_hauls_and_loads(roads):
    demand = Demand(roads)
    inner, out = {"raw_coal": np.array([3e6, 0.0])}, {"coke": np.array([0.0, 2e6])}
    year = demand.of(inner, out, 1.0, np.ones(2))
    per_tkm = 1 / (roads.load_t * roads.loaded_share)
    assert year.km[0, SHORT] == pytest.approx(3e6 * roads.inner_haul_km * per_tkm)
    bulk = 2e6 * roads.road_inside_km * per_tkm
    assert year.km[1, LONG] == pytest.approx(bulk / (1 - roads.other_km_share))
    assert year.index == pytest.approx(1.0)
    doubled = demand.of({"raw_coal": inner["raw_coal"] * 2}, {"coke": out["coke"] * 2}, 1.0, np.ones(2))
    assert doubled.index == pytest.approx(1 + roads.bulk_share)


def test_no_freight_at_all_is_a_still_year(roads):
    year = Demand(roads).of({}, {}, 1.2, np.ones(2))
    assert year.km.sum() == 0.0
    assert year.index == pytest.approx(1 + 0.2 * (1 - roads.bulk_share))


def test_return_loads_take_a_part_of_empty_kilometres(roads):
    factor = return_load_factor(roads, np.array([0.0, 1.0]))
    assert factor == pytest.approx([1.0, 1 - (1 - roads.loaded_share) * roads.return_load_gain])


def test_trucks_bear_only_so_much_more_work(roads):
    assert utilisation(roads, 1.05e9, 1e9) == pytest.approx(1.05)
    assert utilisation(roads, 9e9, 1e9) == roads.utilisation_high
    assert utilisation(roads, 0.0, 1e9) == roads.utilisation_low


def test_shares_on_roads_add_up_and_missing_hydrogen_is_driven_on_diesel():
    fleet = np.zeros((2, 2, 5))
    fleet[0, :, HYDROGEN], fleet[0, :, DIESEL] = 1.0, 3.0
    outside = np.array([1.0, 0, 0, 0, 0])
    mix = mix_on_roads(fleet, outside, 0.2, served=0.5)
    assert mix.sum(axis=2) == pytest.approx(1.0)
    assert mix[0, SHORT, HYDROGEN] == pytest.approx(0.8 * 0.25 * 0.5)
    assert mix[1] == pytest.approx(mix[0])  # a county without trucks is served by the city's
    assert len(TRUCKS) == 5


def test_whoever_owns_plant_station_and_fleet_pays_cash_cost_while_they_stand_idle():
    numbers = ChainNumbers(fleet_share=0.4, truck_price_ratio=np.ones(1))
    share = chain_share(numbers, np.array([2.0, 0.5, 1.0, 0.0]), np.full(4, 100.0), np.array([10.0, 0.0, 100.0, 0.0]))
    # a whole station; half of one; a plant that is sold out; no station
    assert share == pytest.approx([0.4, 0.2, 0.0, 0.0])
    chain = Chain(share, np.zeros((4, 2)), 0.0)
    county, rank = np.array([0, 0, 0, 1, 2]), np.array([0.1, 0.5, 0.1, 0.1, 0.1])
    assert chain.members(county, np.array([1, 1, 0, 1, 1]), rank).tolist() == [True, False, False, True, False]


def test_the_owner_s_kilogramme_is_gas_compression_and_power(tiny):
    stations = Roads(tiny, until=2022).freight.stations
    stations.memory.cost_cny_per_kg[:], stations.memory.power_cny_per_kwh = 9.0, 0.5
    n = stations.numbers
    # the gate's 9 less the plant's capital, 3 of compression, 4 kWh at 0.5
    expected = 9.0 - n.plant_cny_per_kg + n.compression_cny_per_kg + 0.5 * n.power_kwh_per_kg
    assert stations.own_price() == pytest.approx(expected)
    assert (stations.own_price() < stations.pump_price() - 5.0).all()
