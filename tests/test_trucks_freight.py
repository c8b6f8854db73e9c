"""Heavy trucks of a made-up city through the years: stocks, hydrogen, complementarity, energy, money."""

import numpy as np
import pytest

from abm.accounts.ledger import Ledger
from abm.accounts.words import SECTORS
from abm.freight.demand import mean_of_trucks
from abm.freight.hand_down import busiest_first, handed_down
from abm.freight.numbers import FreightNumbers
from abm.freight.stations import Programme, Served
from abm.record import Record
from abm.region import load_region
from abm.simulation import simulate
from agents.signals import change
from agents.vehicle.powertrain import CHARGE, DIESEL, HYDROGEN, LNG, SWAP
from agents.vehicle.truck import LONG, SHORT
from tests.vehicle_world import Roads

FREIGHT = SECTORS.index("transport_freight")


def with_freight(from_year=2027, **fields):
    """Return a change of signals that sets county fields of freight from a year on."""

    def rewrite(signals):
        if signals.year < from_year:
            return signals
        every = np.ones_like(signals.freight.hydrogen_stations)
        return change(signals, "freight", **{name: value * every for name, value in fields.items()})

    return rewrite


@pytest.fixture(scope="module")
def base(tiny):
    return Roads(tiny, until=2035).run()


@pytest.fixture(scope="module")
def city():
    return load_region("luliang")


def big(city, until, rewrite=None, **words) -> Roads:
    """The real city's 50,000 trucks with hardly a car."""
    tonnes = {"raw_coal": 60e6, "coke": 25e6}
    return Roads(city, scale=0.02, until=until, change=rewrite, tonnes=tonnes, **words)


def hydrogen_trucks(roads: Roads) -> float:
    return float(roads.freight.trucks.stock()[HYDROGEN].sum())


def test_stock_is_stock_less_scrapped_plus_bought(city):
    roads = big(city, 2028)
    trucks = roads.freight.trucks
    for year in roads.world.years:
        alive, before = trucks.table.columns["alive"].copy(), trucks.stock().sum()
        roads.step(year)
        rows = trucks.bought.rows
        gone = np.count_nonzero(alive & ~trucks.table.columns["alive"]) + np.count_nonzero(alive[rows])
        assert trucks.stock().sum() == before - gone + trucks.sales().sum()
        kinds = trucks.table.columns["powertrain"][trucks.table.columns["alive"]]
        assert np.array_equal(trucks.stock().sum(axis=1), np.bincount(kinds, minlength=5))


def test_the_fleet_shrinks_with_the_freight_and_no_faster_than_it_wears_out(tiny):
    roads = Roads(tiny, until=2030)
    first = roads.freight.trucks.stock().sum()
    for year in roads.world.years:
        if year >= 2022:
            roads.tonnes = {"raw_coal": 3e6}
        roads.step(year)
        if year == 2024:
            assert roads.freight.trucks.stock().sum() > 0.6 * first
    assert roads.freight.trucks.stock().sum() < first


def test_the_kilometres_are_a_fresh_sum(city):
    trucks = big(city, 2030).run().freight.trucks
    alive, powertrain = trucks.table.columns["alive"], trucks.table.columns["powertrain"]
    km = np.zeros_like(trucks.km_by_haul())
    np.add.at(km, (trucks.county[alive], trucks.haul[alive], powertrain[alive]), trucks.km[alive])
    assert np.array_equal(km, trucks.km_by_haul())


def test_battery_trucks_start_on_short_hauls(city):
    roads = big(city, 2030).run()
    km = roads.freight.trucks.km_by_haul().sum(axis=0)
    share = km[:, [CHARGE, SWAP]].sum(axis=1) / km.sum(axis=1)
    assert share[SHORT] > 2 * share[LONG]


def test_fleets_move_before_individuals(city):
    roads = big(city, 2026, history="free").run()
    c = roads.freight.trucks.table.columns
    battery = np.isin(c["powertrain"], (CHARGE, SWAP))
    fleet = c["is_fleet"].astype(bool)
    assert battery[fleet].mean() > battery[~fleet].mean()


def test_gas_takes_over_when_it_is_cheap(tiny, city):
    roads = big(city, 2025).run()
    stock = roads.freight.trucks.stock().sum(axis=1)
    assert stock[LNG] / stock.sum() > 0.15
    assert stock[DIESEL] > stock[LNG]


def test_history_holds_the_hydrogen_trucks_that_were_seen(city):
    roads = big(city, 2024, with_freight(2021, hydrogen_support_cny=160e3))
    seen = {}
    for year in roads.world.years:
        roads.step(year)
        seen[year] = hydrogen_trucks(roads)
    observed = city.observed("trucks.hydrogen_stock")
    assert seen[2021] == 0
    assert seen[2023] == pytest.approx(observed[2023], rel=0.25)
    assert seen[2024] == pytest.approx(observed[2024], rel=0.15)


def test_about_four_kilotonnes_of_hydrogen_move_six_hundred_trucks(city):
    roads = big(city, 2024).run()
    per_truck = roads.last[1].hydrogen_use_t.sum() / hydrogen_trucks(roads)
    assert 4.0 < per_truck < 9.0  # about 4 kt for 600


ALONE = (
    {"hydrogen_toll_waiver_share": 1.0},
    {"hydrogen_price_support_cny_per_kg": 10.0},
    {"hydrogen_station_programme": 1.0},
    {"hydrogen_support_cny": 250e3},
)


@pytest.mark.parametrize(("chains", "times"), [(False, 3), (True, 2)])
def test_tolls_price_stations_and_support_do_little_alone_and_much_together(city, chains, times):
    """Less so within a chain, whose owner has cheap gas, station and trucks in one hand."""
    city = city if chains else city.with_values({"hydrogen_chain.fleet_share": 0.0})
    plain = hydrogen_trucks(big(city, 2036).run())
    alone = [hydrogen_trucks(big(city, 2036, with_freight(**field)).run()) - plain for field in ALONE]
    together = (
        hydrogen_trucks(big(city, 2036, with_freight(**{k: v for f in ALONE for k, v in f.items()})).run()) - plain
    )
    assert together > times * sum(max(gain, 0.0) for gain in alone)
    assert together > 1000 > max(alone)


def test_stations_without_trucks_make_hydrogen_dear(tiny):
    few, many = (Roads(tiny, until=2030, change=with_freight(hydrogen_station_programme=n)) for n in (0.0, 4.0))
    few.run(), many.run()
    assert np.all(many.freight.stations.hydrogen > few.freight.stations.hydrogen)
    assert many.freight.stations.memory.sales_t.sum() == 0.0


def test_the_pump_passes_on_the_gas_and_falls_with_use(tiny):
    stations = Roads(tiny, until=2021).run().freight.stations
    stations.hydrogen[:] = 1.0
    before = stations.pump_price()
    stations.memory.cost_cny_per_kg = stations.memory.cost_cny_per_kg + 5.0
    assert stations.pump_price() == pytest.approx(before + 5.0)
    stations.memory.sales_t = np.full(2, 0.9 * stations.numbers.capacity_t_per_year)
    assert np.all(stations.pump_price() < before + 5.0 - 5.0)


def test_hydrogen_asked_for_stays_within_what_plants_can_make(city):
    together = with_freight(**{k: v for f in ALONE for k, v in f.items()})
    roads = big(city, 2034, together)
    roads.hydrogen_capacity_t = 2_000.0
    roads.run()
    assert roads.last[1].hydrogen_use_t.sum() <= 2_000.0 + 1e-6


def test_owners_leave_hydrogen_once_there_is_none_to_fill(city):
    together = with_freight(**{k: v for f in ALONE for k, v in f.items()})
    plenty, dry = big(city, 2034, together), big(city, 2034, together)
    for year in plenty.world.years:
        dry.hydrogen_capacity_t = plenty.hydrogen_capacity_t if year < 2030 else 0.0
        plenty.step(year)
        dry.step(year)
    assert dry.freight.stations.served_share == 0.0
    assert dry.freight.trucks.sales()[HYDROGEN].sum() == 0 < plenty.freight.trucks.sales()[HYDROGEN].sum()
    assert hydrogen_trucks(dry) < hydrogen_trucks(plenty)


def test_stations_that_nobody_needs_or_pays_for_wear_out(tiny):
    stations = Roads(tiny, until=2020).freight.stations
    kinds, none = ("hydrogen", "swap", "charging"), np.zeros(2)
    for kind in kinds:
        setattr(stations, kind, np.array([2.0, 5.0]))
    stations.build(Programme(none, none), Served(none, none), Ledger(2))
    left = 1.0 - stations.numbers.retired_share
    assert 0.0 < left < 1.0
    for kind in kinds:
        assert getattr(stations, kind) == pytest.approx([2.0 * left, 5.0 * left])


def test_a_station_that_half_its_customers_left_empty_is_half_a_station(tiny):
    stations = Roads(tiny, until=2020).freight.stations
    stations.hydrogen[:] = 2.0
    assert stations.serve(4_000.0, 2_000.0) == 0.5
    assert stations.open_hydrogen() == pytest.approx([1.0, 1.0])
    assert stations.serve(0.0, 0.0) == 0.5  # nobody asked: what was known stays known
    assert stations.serve(0.0, 2_000.0) == 1.0


def test_energy_on_roads_is_in_the_ledger_and_the_load(base):
    _, flows, ledger, loads = base.last
    assert ledger.flow("burnt", "diesel")[FREIGHT].sum() > 0
    assert ledger.flow("burnt", "lng")[FREIGHT].sum() > 0
    assert ledger.flow("used", "electricity")[FREIGHT] == pytest.approx(loads.kwh[FREIGHT] * 0.0036)
    assert ledger.flow("used", "hydrogen")[FREIGHT] == pytest.approx(flows.hydrogen_use_t * 120.0, rel=0.01)  # GJ/t


def test_without_platforms_every_kilometre_carries_the_mean_load(base):
    freight, n = base.freight, base.freight.roads
    assert freight.year.road_tonne_km == pytest.approx(freight.year.road_km * n.load_t * n.loaded_share)


def test_ranges_of_shares_hold_shares(tiny):
    for row in tiny.parameters.rows():
        if row.key.startswith(("trucks.depot.", "trucks.network.", "freight.outside_mix.")):
            assert 0.0 <= row.low <= row.value <= row.high <= 1.0, (row.key, row.year)


def test_trucks_from_elsewhere_are_all_of_some_kind_even_where_every_range_runs_high(city):
    high = {row.key: row.high for row in city.parameters.rows("freight.outside_mix.")}
    mix = FreightNumbers.of(city.with_values(high), (2050, 2060)).outside_mix
    assert np.all(mix >= 0.0)
    assert mix.sum(axis=1) == pytest.approx(1.0)


def test_road_work_scales_with_tonnes_but_for_what_passes_through(tiny):
    plain, half = Roads(tiny, until=2021), Roads(tiny, until=2021)
    for roads in (plain, half):
        roads.step(2020)
    half.tonnes = {product: t / 2 for product, t in half.tonnes.items()}
    km = []
    for roads in (plain, half):
        roads.step(2021)
        km.append(roads.freight.year.road_km.sum())
    other = plain.freight.demand.first_other_km.sum() * plain.world.context("demand.other_industry", "index", 2021)
    assert km[1] - other == pytest.approx((km[0] - other) / 2)


def test_what_a_platform_saves_counts_by_the_kilometres_of_the_county_that_uses_it():
    fleet_km = np.zeros((2, 2, 5))
    fleet_km[0, 0, 0], fleet_km[1, 1, 2] = 3e6, 1e6
    assert mean_of_trucks(np.array([0.8, 1.0]), fleet_km) == pytest.approx(0.85)
    assert mean_of_trucks(np.array([1.0, 0.8]), fleet_km) == pytest.approx(0.95)
    assert mean_of_trucks(np.ones(2), fleet_km) == 1.0


def test_return_loads_need_fewer_kilometres_for_the_same_goods(tiny):
    plain = Roads(tiny, until=2028).run()
    matched = Roads(tiny, until=2028, change=with_freight(return_load_share=1.0)).run()
    assert matched.freight.year.road_tonne_km == pytest.approx(plain.freight.year.road_tonne_km)
    assert matched.freight.year.road_km.sum() < plain.freight.year.road_km.sum()
    assert matched.freight.year.intensity_g_per_tkm < plain.freight.year.intensity_g_per_tkm


def test_a_toll_waiver_is_paid_by_the_province(city):
    roads = big(city, 2025, with_freight(2025, hydrogen_toll_waiver_share=1.0)).run()
    paid = {item: (payer, cny.sum()) for item, payer, _, cny in roads.last[2].payments}
    assert paid["hydrogen_tolls"][0] == "upper_budget"
    assert paid["hydrogen_tolls"][1] > 0


def test_owners_pay_upkeep_by_kilometre_and_tax_by_price(base):
    """Two of the costs that buyers weigh, each with a receiver; relief from the tax is what the state goes without."""
    numbers, payments = base.freight.numbers, base.last[2].payments
    paid = {item: cny.sum() for item, _, _, cny in payments}
    to = {item: receiver for item, _, receiver, _ in payments}
    upkeep = base.freight.year.fleet_km.sum(axis=0) @ numbers.upkeep_cny_per_km
    assert paid["truck_upkeep"] == pytest.approx(upkeep) and to["truck_upkeep"] == "equipment_makers"
    assert paid["truck_purchase_tax"] == pytest.approx(numbers.tax_share * paid["trucks"], rel=1e-6)
    assert to["truck_purchase_tax"] == "upper_budget"


def test_swap_trucks_come_only_where_sites_are(tiny, city):
    plain = big(city, 2032).run()
    sites = big(city, 2032, with_freight(swap_site_programme=6.0)).run()
    stock = [roads.freight.trucks.stock()[SWAP].sum() for roads in (plain, sites)]
    assert stock[0] < 50 < 500 < stock[1]


def test_hydrogen_is_gone_from_the_city_that_makes_none(tiny):
    roads = Roads(tiny, until=2030)
    roads.hydrogen_capacity_t = 0.0
    roads.run()
    assert roads.last[1].hydrogen_use_t.sum() == 0.0


def test_the_carbon_intensity_of_commercial_vehicles_is_measured_from_the_first_year(tiny, base):
    record = Record(tiny, (2035,))
    base.freight.report(record)
    change_since = record.value("Freight|Carbon Intensity Change", 2035)
    assert change_since == pytest.approx(base.freight.year.intensity_g_per_tkm / base.freight.first_intensity - 1)
    assert -1 < change_since < 0


def test_a_free_past_has_hydrogen_trucks_only_where_one_owner_has_plant_station_and_fleet(city):
    """The first hundred came with the plant in 2022, 200 ran at the end of 2023, most of 600 vehicles in 2024."""
    none = city.with_values({"hydrogen_chain.fleet_share": 0.0})
    without, found = (simulate("current", region, until=2025, history="free").record for region in (none, city))
    stock = "Stocks|Transportation|Truck|Fuel-Cell-Electric"  # 10^4 vehicles
    assert without.value(stock, 2025) < 0.0005
    assert found.value(stock, 2021) == 0.0 < found.value(stock, 2022) < 0.01
    assert 0.005 < found.value(stock, 2023) < 0.02
    assert 0.02 < found.value(stock, 2024) < 0.06
    t_per_truck = found.value("Hydrogen|Truck Use", 2024) * 1e3 / (found.value(stock, 2024) * 1e4)
    assert 0.09 * 80 < t_per_truck < 0.09 * 140  # 9 kg for 100 km; the first hundred drove 80,000 km, later ones more


def test_an_owner_orders_trucks_with_the_plant_and_others_see_it_a_year_later(city):
    roads = big(city, 2024, with_freight(from_year=2020, hydrogen_station_programme=3.0), history="free")
    bought = {}
    for year in roads.world.years:
        roads.hydrogen_capacity_t = 0.0 if year < 2023 else 50_000.0
        known = roads.freight.stations.memory.capacity_t.sum()  # at the pump, where others ask
        assert known == pytest.approx(50_000.0 if year == 2024 else 0.0)
        roads.step(year)
        bought[year] = roads.freight.trucks.sales()[HYDROGEN].sum()
    assert bought[2022] == 0 < 10 < bought[2023]


def test_new_trucks_go_to_the_busiest_hauls_and_theirs_move_on():
    county = np.array([0, 0, 0, 0, 0, 1, 1])
    km = np.array([50.0, 90.0, 40.0, 70.0, 95.0, 10.0, 60.0])
    own = busiest_first(np.array([0, 1, 2, 3, 5, 6]), county, km)
    assert own.tolist() == [1, 3, 0, 2, 6, 5]
    idle = own != 6  # what the last haul drives on stays there
    busy, quiet = handed_down(np.array([0, 2, 6]), own, county, km, idle)
    # the quietest haul, of 40, gets the truck of the busiest, of 90; that of 50 the next one's, of 70; the
    # haul of 95 is another's, and that of 60 is the busiest of its county
    assert list(zip(quiet.tolist(), busy.tolist(), strict=True)) == [(2, 1), (0, 3)]


def test_handing_trucks_down_loses_none_and_puts_hydrogen_on_busy_short_hauls(city):
    roads = big(city, 2026, with_freight(from_year=2021, hydrogen_station_programme=3.0), history="free").run()
    trucks = roads.freight.trucks
    c, km = trucks.table.columns, trucks.km.astype(float)
    for option in (DIESEL, LNG, CHARGE, SWAP, HYDROGEN):
        has = c["alive"] & (c["powertrain"] == option)
        assert trucks.stock()[option] == pytest.approx(np.bincount(trucks.county[has], minlength=13))
        for haul in (SHORT, LONG):
            here = has & (trucks.haul == haul)
            driven = np.bincount(trucks.county[here], km[here], 13)
            assert trucks.km_by_haul()[:, haul, option] == pytest.approx(driven)
    short = c["alive"] & (trucks.haul == SHORT)
    assert km[short & (c["powertrain"] == HYDROGEN)].mean() > 1.3 * km[short].mean()
