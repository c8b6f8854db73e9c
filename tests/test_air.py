"""Flights, airfields and main railway lines: what they burn, who pays, and whom they move."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region, simulate
from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS, SECTORS
from abm.freight.lines import Lines
from abm.industry.freight import CoalToPower, Sidings
from abm.travel.air import Air
from abm.travel.long_trips import LongTrips
from agents.firm.airline import flown_share

KEROSENE, DIESEL = FUELS.index("kerosene"), FUELS.index("diesel")
LAST = 2035


@pytest.fixture(scope="module")
def world():
    return SimpleNamespace(region=load_region("tiny"), years=tuple(range(2020, 2031)))


def _rules(support=20000.0, airfields=0.0):
    return SimpleNamespace(air_support_cny=support, airfields=airfields)


def test_half_of_the_flights_are_flown_where_support_fills_the_gap():
    assert flown_share(20000.0, 20000.0, 12000.0) == 0.5
    # 1 / (1 + exp(20000 / 12000)) without support
    assert flown_share(0.0, 20000.0, 12000.0) == pytest.approx(0.1589, abs=1e-4)


def test_fuel_follows_flights_and_airfields(world):
    air, ledger = Air(world), Ledger(2)
    air.act(_rules(), 0, ledger)
    # 60 flights on offer, half flown, 3.2 t each, all in the first county
    assert air.fuel_t == pytest.approx([96.0, 0.0])
    burnt = ledger.energy_gj[:, SECTORS.index("transport_passenger"), KEROSENE].sum()
    assert burnt == pytest.approx(96.0 * air.gj_per_t)
    air.act(_rules(airfields=2.0), 0, Ledger(2))
    assert air.fuel_t == pytest.approx([97.0, 1.0])  # a field of this small place takes up a tonne
    air.act(_rules(airfields=0.0), 0, Ledger(2))
    assert air.airfields == 2.0  # a field that is built stays


def test_an_airfield_is_paid_for_once(world):
    air, first, second = Air(world), Ledger(2), Ledger(2)
    air.act(_rules(airfields=1.0), 0, first)
    air.act(_rules(airfields=1.0), 1, second)
    paid = [sum(cny.sum() for item, *_, cny in one.payments if item == "airfields") for one in (first, second)]
    assert paid == [pytest.approx(2e6), 0.0]


def test_lines_are_built_once_and_burn_the_builders_diesel(world):
    lines, ledger = Lines(world), Ledger(2)
    for begun in (0.5, 1.0, 0.2, *[0.0] * 10):
        lines.build(begun, ledger)
    assert lines.in_service == 1.0
    paid = sum(cny.sum() for item, *_, cny in ledger.payments if item == "main railway lines")
    assert paid == pytest.approx(2.0 * 1.5e8)  # 2 km
    assert ledger.energy_gj[:, :, DIESEL].sum() == pytest.approx(2.0 * 16000.0)


def test_a_line_takes_its_years_and_its_works_lie_evenly_over_them(world):
    lines, in_service, paid = Lines(world), [], []
    for _ in range(7):
        ledger = Ledger(2)
        lines.build(1.0, ledger)
        in_service.append(lines.in_service)
        paid.append(sum(cny.sum() for *_, cny in ledger.payments))
    # 2 km at 150 million CNY, five years
    assert paid == pytest.approx([6e7] * 5 + [0.0] * 2)
    assert in_service == [0.0] * 4 + [1.0] * 3


def test_a_line_near_by_makes_sidings_cheaper_and_more_frequent(world):
    def built(line_share):
        sidings, ledger = Sidings(world), Ledger(2)
        sidings.decide(np.full(2, 0.3), line_share, np.full(2, 1e6), ledger)
        capital = sum(cny.sum() for item, *_, cny in ledger.payments if item == "rail sidings")
        return sidings.share.sum(), capital

    (few, dear), (many, cheap) = built(0.0), built(1.0)
    assert many > 1.2 * few
    assert cheap / many == pytest.approx(0.75 * dear / few)


def test_coal_for_power_plants_follows_what_they_burn():
    """It stood at its first tonnes when plants had left, and coal that then leaves the city was on no road or rail."""
    need = CoalToPower(20e6)
    assert need.hauled_t(np.array([2e6, 1e6])) == pytest.approx(20e6)
    assert need.hauled_t(np.array([0.6e6, 0.0])) == pytest.approx(4e6)
    assert need.hauled_t(np.array([3e6, 3e6])) == pytest.approx(40e6)
    assert CoalToPower(20e6).hauled_t(np.zeros(2)) == 20e6


@pytest.fixture(scope="module")
def runs():
    words = {"region": "tiny", "scale": 1.0, "until": LAST}
    levers = {"main_rail_lines": 1.0, "air_route_support": 60000.0, "general_airfields": 3.0}
    return {None: simulate("current", **words)} | {
        lever: simulate("current", settings=((lever, None, value),), **words) for lever, value in levers.items()
    }


def test_lines_move_goods_and_people_to_rail(runs):
    plain, lines = runs[None], runs["main_rail_lines"]
    assert (
        lines.series("Freight|Rail Share Long Distance")[LAST] > plain.series("Freight|Rail Share Long Distance")[LAST]
    )
    ratio = lines.series("Travel|Car km")[LAST] / plain.series("Travel|Car km")[LAST]
    trips = LongTrips(load_region("tiny").parameters)
    trips.decide(main_line_share=1.0, roads=1.0)
    assert ratio == pytest.approx(trips.car_factor, abs=0.001)
    assert ratio < 1.0 - 0.002
    built = lines.series("Freight|Main Lines|Built")
    assert built[2030] == 0.0 and built[2031] == pytest.approx(2.0)  # ordered in 2027, five years of works
    assert lines.series("Travel|Car km")[2031] == plain.series("Travel|Car km")[2031] > 0.0
    more = lines.series("Emissions|CO2|Energy") - plain.series("Emissions|CO2|Energy")
    assert (more.loc[2027:2031] > 0.0).all()  # builders' diesel, in every year of building


@pytest.mark.parametrize("lever", ["air_route_support", "general_airfields"])
def test_flying_raises_emissions(runs, lever):
    plain, flown = runs[None], runs[lever]
    assert flown.series("Transport|Air Fuel")[LAST] > plain.series("Transport|Air Fuel")[LAST]
    kerosene = "Emissions|CO2|Energy|Fuel|Kerosene"
    more = flown.series(kerosene)[LAST] - plain.series(kerosene)[LAST]
    assert more > 0.0
    paid = "Money|City Budget|" + {"air_route_support": "Air Routes", "general_airfields": "Airfields"}[lever]
    assert flown.series(paid)[2027] > plain.series(paid)[2027]
