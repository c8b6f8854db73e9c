"""Cars and small fleets of a made-up city through the years: stocks, energy, money, and what levers do."""

import numpy as np
import pytest

from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS, PURSES, SECTORS
from abm.record import Record
from abm.region import load_region
from abm.trade_ins import TradeInNumbers
from abm.travel.cars import stock_on_the_eve
from abm.travel.tally import unlike_as_everyone
from abm.travel.use import km_factor
from agents.signals import change
from agents.vehicle.powertrain import BATTERY_FLEET, BUS, CHARGE, DIESEL, LIGHT_TRUCK, PLUG_IN, TAXI
from tests.vehicle_world import Roads

PASSENGER = SECTORS.index("transport_passenger")
TAX = ("fleet_purchase_tax", "upper_budget")  # item and receiver


def with_driving(from_year=2027, **fields):
    """Return a change of signals that sets fields of driving from a year on."""

    def rewrite(signals):
        if signals.year < from_year:
            return signals
        spread = {
            name: np.full_like(signals.driving.public_chargers, value) if name.endswith(ARRAYS) else value
            for name, value in fields.items()
        }
        return change(signals, "driving", **spread)

    return rewrite


ARRAYS = ("support_cny", "per_1000", "cny_per_kwh", "mandate_share", "limit_share", "travel_share")


@pytest.fixture(scope="module")
def base(tiny):
    return Roads(tiny, until=2035).run()


def mean_share(tiny, rewrite=None, seeds=(1, 2, 3), until=2035) -> float:
    """Mean new-energy share of cars bought from 2027 on."""
    shares = []
    for seed in seeds:
        roads = Roads(tiny, until=until, seed=seed, change=rewrite)
        for year in roads.world.years:
            roads.step(year)
            if year >= 2027:
                shares.append(roads.travel.cars.new_energy_share)
    return float(np.mean(shares))


def test_stock_is_stock_less_scrapped_plus_bought(tiny):
    roads = Roads(tiny, until=2030)
    cars = roads.travel.cars
    for year in roads.world.years:
        before, alive = cars.stock().sum(), cars.table.columns["alive"].copy()
        age = cars.table.columns["age"].copy()
        roads.step(year)
        bought = cars.sales().sum()
        rows = cars.bought.rows
        took = np.setdiff1d(np.concatenate((rows, cars.deals.buyers)), cars.deals.sellers)  # who sold scrapped nothing
        gone = cars.weight[alive & ~cars.table.columns["alive"]].sum() + cars.weight[took[alive[took]]].sum()
        assert cars.stock().sum() == pytest.approx(before - gone + bought)
        assert np.all(cars.table.columns["age"][rows] == 0)
        kept = np.setdiff1d(np.flatnonzero(alive & cars.table.columns["alive"]), took)
        kept = np.setdiff1d(kept, cars.deals.sellers)
        assert np.all(cars.table.columns["age"][kept] == age[kept] + 1)


def test_the_first_year_buys_what_the_stock_grew_by_and_what_wore_out(tiny):
    roads = Roads(tiny, until=tiny.first_year)
    cars = roads.travel.cars
    assert stock_on_the_eve(tiny) == pytest.approx(190 / 200)
    before = cars.stock().sum()
    roads.step(tiny.first_year)
    assert cars.sales().sum() > 0.03 * before  # 190 cars grow to 200, and some of them wear out
    assert before / cars.stock().sum() == pytest.approx(0.95, abs=0.02)


def test_the_tally_is_a_fresh_count(base):
    cars = base.travel.cars
    c, t = cars.table.columns, cars.tally
    n_counties = base.world.region.n_counties
    for i in range(4):
        rows = np.flatnonzero(c["alive"] & (c["powertrain"] == i))
        assert cars.stock()[i] == pytest.approx(np.bincount(cars.county[rows], cars.weight[rows], n_counties), abs=1e-6)
        km = np.bincount(t.place[rows], t.km[rows], 2 * n_counties)
        assert t.km_by_income().sum(axis=3)[i].ravel() == pytest.approx(km, abs=1e-3)
        assert t.car_km[i] == pytest.approx(np.bincount(t.purse[rows], t.km[rows], 10 * n_counties), abs=1e-3)
    fleets = base.travel.fleets
    km = np.zeros((3, 3, n_counties))
    np.add.at(km, (fleets.kind, fleets.table.columns["powertrain"], fleets.county), fleets.km)
    assert np.array_equal(km, fleets.km_by_kind())
    kinds = np.zeros((3, 3), dtype=int)
    np.add.at(kinds, (base.travel.fleets.kind, base.travel.fleets.table.columns["powertrain"]), 1)
    assert np.array_equal(kinds, base.travel.fleets.stock())


def test_history_follows_what_was_observed_and_keeps_the_residual(tiny):
    observed = tiny.observed("cars.new_energy_share_of_sales")
    shares, residuals = {}, {}
    for seed in range(1, 13):
        roads = Roads(tiny, until=2025, seed=seed)
        for year in roads.world.years:
            roads.step(year)
            shares.setdefault(year, []).append(roads.travel.cars.new_energy_share)
            residuals[year] = roads.travel.cars.residual_share
    followed = np.mean([np.mean(shares[year]) for year in observed])
    assert followed == pytest.approx(np.mean(list(observed.values())), abs=0.03)
    assert all(np.isfinite(residuals[year]) for year in observed)
    assert np.isnan(residuals[2025])


def test_the_hindcast_runs_free(tiny):
    roads = Roads(tiny, until=2025, history="free").run()
    assert roads.travel.cars.shift == 0.0
    assert np.isnan(roads.travel.cars.residual_share)


def test_the_free_past_of_the_real_city_comes_near_what_was_observed():
    region = load_region("luliang")
    roads = Roads(region, scale=0.05, until=2024, history="free", change=law_of_the_past)
    share = {}
    for year in roads.world.years:
        roads.step(year)
        share[year] = roads.travel.cars.new_energy_share
        if year == 2022:
            stock = roads.travel.cars.stock().sum(axis=1)
    observed = region.observed("cars.new_energy_share_of_sales")
    assert all(share[year] == pytest.approx(observed[year], abs=0.07) for year in observed)
    assert list(share.values()) == sorted(share.values())
    held = region.observed("cars.new_energy_share_of_stock")[2022]
    assert stock[PLUG_IN:].sum() / stock.sum() == pytest.approx(held, abs=0.012)


def law_of_the_past(signals):
    """What law gave until 2024: support to 2022, no purchase tax, some chargers."""
    amount = {2020: 16e3, 2021: 13e3, 2022: 9e3}.get(signals.year, 0.0)
    every = np.ones_like(signals.driving.public_chargers)
    return change(
        signals,
        "driving",
        plug_tax_relief_share=1.0,
        purchase_support_cny=amount * every,
        charger_programme_per_1000=0.2 * every,
    )


def test_plug_cars_grow_with_support_chargers_and_tax_relief(tiny):
    plain = mean_share(tiny)
    assert mean_share(tiny, with_driving(purchase_support_cny=20e3)) > plain + 0.03
    assert mean_share(tiny, with_driving(plug_tax_relief_share=1.0)) > plain
    assert mean_share(tiny, with_driving(charger_programme_per_1000=3.0)) > plain


def test_support_has_a_rising_response(tiny):
    response = [mean_share(tiny, with_driving(purchase_support_cny=s)) for s in (0.0, 10e3, 20e3, 40e3)]
    assert np.all(np.diff(response) > 0)


def test_a_charger_programme_is_paid_by_the_city_in_part_and_by_firms(tiny):
    chargers, ledger = Roads(tiny, until=2020).travel.chargers, Ledger(2)
    chargers.build(np.full(2, 0.5), np.full(2, 100_000.0), np.zeros(2), 40_000.0, ledger)
    paid = {payer: cny for item, payer, _, cny in ledger.payments if item == "chargers"}
    share, whole = chargers.numbers.programme_city_share, 50 * 40_000.0  # 0.5 per 1,000 of 100,000 persons
    assert paid["city_budget"] == pytest.approx([share * whole] * 2)
    assert paid["firms"] == pytest.approx([(1.0 - share) * whole] * 2)


def test_chargers_and_cars_pull_each_other(tiny):
    plain = Roads(tiny, until=2035).run()
    helped = Roads(tiny, until=2035, change=with_driving(purchase_support_cny=30e3)).run()
    assert helped.travel.cars.plug_cars().sum() > plain.travel.cars.plug_cars().sum()
    assert helped.travel.chargers.stock.sum() > plain.travel.chargers.stock.sum()


def test_a_trade_in_brings_purchases_forward(tiny):
    plain = Roads(tiny, until=2027).run()
    traded = Roads(tiny, until=2027, change=with_driving(scrappage_support_cny=25e3)).run()
    assert traded.travel.cars.sales().sum() > plain.travel.cars.sales().sum()
    assert traded.travel.cars.stock().sum() == pytest.approx(plain.travel.cars.stock().sum())


def test_who_is_not_touched_by_a_lever_buys_the_same_car(tiny):
    plain = Roads(tiny, until=2027).run()
    other = Roads(tiny, until=2027, change=with_driving(managed_charging_cny_per_kwh=0.5)).run()
    assert np.array_equal(plain.travel.cars.bought.powertrain, other.travel.cars.bought.powertrain)
    assert other.travel.use.managed_share > 0.3 > plain.travel.use.managed_share


def test_managed_charging_moves_load_from_the_evening_to_cheap_hours(tiny):
    closed = with_tou_closed
    plain = Roads(tiny, until=2035, change=closed).run()
    paid = with_driving(managed_charging_cny_per_kwh=1.0)
    managed = Roads(tiny, until=2035, change=lambda signals: closed(paid(signals))).run()
    load = [roads.last[3].hourly_kwh[PASSENGER] for roads in (plain, managed)]
    assert load[1][:, 18:22].sum() < load[0][:, 18:22].sum()
    assert load[1][:, 11:15].sum() > load[0][:, 11:15].sum()
    days = plain.world.days
    assert days.yearly(load[1]) == pytest.approx(days.yearly(load[0]), rel=1e-6)


def test_owners_on_the_night_valley_load_the_night(tiny):
    closed, opened = Roads(tiny, until=2035, change=with_tou_closed).run(), Roads(tiny, until=2035).run()
    night = [roads.last[3].hourly_kwh[PASSENGER][:, :8].sum() for roads in (closed, opened)]
    assert night[1] > 1.15 * night[0]


def test_of_owners_on_the_valley_tariff_the_grid_moves_charging_within_the_valley(tiny):
    """It costs them nothing: the same kilowatt-hours at the valley's price, in other hours of it."""
    plain = Roads(tiny, until=2035).run()
    managed = Roads(tiny, until=2035, change=with_driving(managed_charging_cny_per_kwh=1.0)).run()
    use, prices = managed.travel.use, managed.travel.paid
    assert use.managed_valley.sum() > use.managed.sum()
    night = (use.valley + use.managed_valley).sum()
    assert night == pytest.approx(plain.travel.use.valley.sum())
    paid = night * prices.valley_cny_per_kwh + (use.home + use.managed).sum() * prices.home_cny_per_kwh
    assert use.at_home_cny(prices).sum() == pytest.approx(paid)
    shapes, outside = managed.travel.charging_shapes, managed.travel.charging_shapes.valley == 0
    assert (shapes.managed_valley[outside] == 0).all() and (shapes.managed[outside] > 0).any()


def test_the_valley_tariff_takes_nobody_from_managed_charging(tiny):
    pays = with_driving(managed_charging_cny_per_kwh=0.2)
    opened = Roads(tiny, until=2035, change=pays).run()
    shut = Roads(tiny, until=2035, change=lambda signals: with_tou_closed(pays(signals))).run()
    assert opened.travel.use.managed_share == pytest.approx(shut.travel.use.managed_share)
    assert shut.travel.use.managed_valley.sum() == 0


def with_tou_closed(signals):
    return change(signals, "electricity", residential_tou_open=False)


def test_electricity_in_the_ledger_is_the_load(base):
    _, _, ledger, loads = base.last
    used = ledger.flow("used", "electricity")
    assert used == pytest.approx(loads.kwh * 0.0036)
    yearly = base.world.days.yearly(loads.hourly_kwh)
    assert yearly == pytest.approx(loads.kwh.sum(axis=1))


def test_batteries_use_more_in_the_heating_season(base):
    _, _, _, loads = base.last
    trains = base.travel.trains
    winter, summer = (loads.hourly_kwh[PASSENGER] - trains.kwh.sum() * trains.shape).sum(axis=1)
    assert winter / summer == pytest.approx(1 + base.travel.numbers.winter_extra_share)


def test_petrol_burnt_is_kilometres_times_litres_times_heat(base):
    _, _, ledger, _ = base.last
    travel = base.travel
    litres = travel.use.gasoline_l.sum() + travel.year_of_fleets.gasoline_l.sum()
    gj = litres * 0.745e-3 * travel.factors.heat("gasoline")
    assert ledger.energy_gj[:, :, FUELS.index("gasoline")].sum() == pytest.approx(gj)


def test_money_paid_is_money_received(base):
    _, _, ledger, _ = base.last
    paid, received = dict.fromkeys(PURSES, 0.0), dict.fromkeys(PURSES, 0.0)
    for _, payer, receiver, cny in ledger.payments:
        assert np.all(cny >= -1e-6)
        paid[payer] += cny.sum()
        received[receiver] += cny.sum()
    assert sum(paid.values()) == pytest.approx(sum(received.values()))
    assert paid["vehicle_owners"] > 0


def test_owners_pay_the_upkeep_that_buyers_weigh(base):
    """Kilometres of each powertrain times what repair, tyres and insurance cost on one."""
    travel, payments = base.travel, base.last[2].payments
    paid = {item: cny.sum() for item, _, receiver, cny in payments if receiver == "equipment_makers"}
    factor = km_factor(travel.cars, base.last[0].driving.slow_travel_share)
    km = (travel.cars.tally.km_by_income().sum(axis=3) * factor).sum(axis=(1, 2))
    assert paid["car_upkeep"] == pytest.approx(km @ travel.numbers.upkeep_cny_per_km)
    of_fleets = travel.fleets.km_by_kind().sum(axis=2) * travel.fleets.numbers.upkeep_cny_per_km
    assert paid["fleet_upkeep"] == pytest.approx(of_fleets.sum())
    dearest, cheapest = travel.numbers.upkeep_cny_per_km.max(), travel.numbers.upkeep_cny_per_km.min()
    assert cheapest < paid["car_upkeep"] / km.sum() < dearest


def test_relief_from_purchase_tax_of_buses_and_taxis_costs_the_state(tiny):
    tax = {}
    for relief in (0.0, 1.0):
        change = with_driving(2020, plug_tax_relief_share=relief, public_fleet_mandate_share=np.ones(2))
        roads = Roads(tiny, until=2030, change=change).run()
        payments = roads.last[2].payments
        tax[relief] = sum(cny.sum() for item, _, to, cny in payments if (item, to) == TAX)
        listed = sum(cny.sum() for item, _, _, cny in payments if item == "fleet_vehicles")
        assert tax[relief] < 0.1 * listed
    assert 0.0 <= tax[1.0] < tax[0.0]


def test_a_subsidy_is_paid_by_the_state_until_2022_and_by_the_city_after(tiny):
    for year, payer in ((2022, "upper_budget"), (2024, "city_budget")):
        roads = Roads(tiny, until=year, change=with_driving(2020, purchase_support_cny=20e3)).run()
        paid = {(i, p): cny.sum() for i, p, _, cny in roads.last[2].payments if i == "car_support"}
        assert paid["car_support", payer] > 0
        assert sum(paid.values()) == pytest.approx(paid["car_support", payer])


def test_a_full_mandate_makes_every_new_bus_and_taxi_electric(tiny):
    roads = Roads(tiny, until=2040, change=with_driving(2020, public_fleet_mandate_share=1.0)).run()
    stock = roads.travel.fleets.stock()
    assert stock[BUS, BATTERY_FLEET] == stock[BUS].sum()
    assert stock[TAXI, BATTERY_FLEET] == stock[TAXI].sum()


def test_closed_hours_turn_light_trucks(tiny):
    plain, closed = (
        Roads(tiny, until=2030),
        Roads(tiny, until=2030, change=with_driving(2020, light_truck_limit_share=0.4)),
    )
    plain.run()
    closed.run()
    light = [roads.travel.fleets.stock()[LIGHT_TRUCK, BATTERY_FLEET] for roads in (plain, closed)]
    assert light[1] > light[0]


def test_walking_and_cycling_take_short_trips_in_towns_only(tiny):
    roads = Roads(tiny, until=2027, change=with_driving(slow_travel_share=1.0)).run()
    plain = Roads(tiny, until=2027).run()
    n = roads.travel.numbers
    urban = plain.travel.cars.tally.km_by_income().sum(axis=3)[:, :, 1].sum() / plain.travel.cars.tally.car_km.sum()
    expected = 1 - urban * n.short_trip_share * n.short_trip_response
    assert roads.travel.use.km.sum() / plain.travel.use.km.sum() == pytest.approx(expected, abs=2e-3)


def test_row_and_table_answer_alike(base):
    table = base.travel.cars.table
    plug = table.kind.has_plug.fget(table)
    assert [bool(table.agent(i).has_plug) for i in range(30)] == plug[:30].tolist()


def test_the_report_is_in_the_units_of_the_list(tiny, base):
    record = Record(tiny, (2035,))
    record.start(2035)
    base.travel.report(record)
    base.freight.report(record)
    parts = ("Battery-Electric", "Plug-in Hybrid", "Hybrid", "Internal Combustion")
    whole = record.value("Stocks|Transportation|Light-Duty Vehicle", 2035)
    assert whole == pytest.approx(
        sum(record.value(f"Stocks|Transportation|Light-Duty Vehicle|{p}", 2035) for p in parts)
    )
    assert whole == pytest.approx(base.travel.cars.stock().sum() / 1e4)
    assert 0 <= record.value("Share|New and Clean Vehicle Sales", 2035) <= 1


def test_scales_agree_on_the_real_city():
    region = load_region("luliang")
    shares = []
    for scale in (0.02, 0.1):
        roads = Roads(region, scale=scale, until=2030).run()
        stock = roads.travel.cars.stock().sum(axis=1)
        shares.append(stock[PLUG_IN:].sum() / stock.sum())
    assert shares[0] == pytest.approx(shares[1], abs=0.02)


def test_a_curve_through_the_first_year_leaves_nothing_over_in_it():
    roads = Roads(load_region("luliang"), scale=0.02, until=2021)
    roads.step(2020)
    assert roads.travel.cars.ownership.residual == 0.0  # not the last digit of an exponential


@pytest.mark.parametrize("vehicles", ["cars", "trucks"])
def test_owners_reckon_with_all_of_a_trade_in_as_often_as_it_was_paid_in_full(tiny, vehicles):
    numbers = TradeInNumbers.of(tiny, vehicles, oil={"cars": "petrol", "trucks": "oil"}[vehicles])
    support = np.array([10_000.0, 0.0])
    assert numbers.expected_cny(support, 0.0) == pytest.approx(support * numbers.oil_part)
    assert numbers.expected_cny(support, 1.0) == pytest.approx(support)
    assert numbers.expected_cny(support, 0.5) == pytest.approx(support * (1 + numbers.oil_part) / 2)


def test_the_same_trade_in_moves_fewer_owners_where_hardly_anybody_buys_what_it_is_paid_in_full_for(tiny):
    """Owners of cars and of trucks alike look at what last year's buyers took."""
    paid = {"driving": 20e3, "freight": 140e3}

    def support(signals):
        for theme, cny in paid.items():
            none = np.zeros_like(getattr(signals, theme).scrappage_support_cny)
            signals = change(signals, theme, scrappage_support_cny=none + cny)
        return signals

    roads = Roads(tiny, until=2021, change=support)
    roads.step(2020)
    signals = roads.signals(2021)
    cars, trucks = roads.travel.cars, roads.freight.trucks

    def leave(clean: bool) -> tuple[int, int]:
        cars.new_energy_share = float(clean)
        sold = np.zeros_like(trucks.bought_by_county)
        sold[CHARGE if clean else DIESEL] = 10
        trucks.bought_by_county = sold
        return len(cars._exits(signals, roads.travel.residents()).gone), len(trucks._exits(signals)[0])

    few, many = leave(clean=False), leave(clean=True)
    assert few[0] <= many[0] and few[1] <= many[1] and few != many


class TestWhatIsSeenOfCounties:
    def test_with_everyone_it_is_what_is_there(self):
        cars, plug = np.array([100.0, 300.0]), np.array([2.0, 30.0])
        assert unlike_as_everyone(cars, plug, 1.0) == pytest.approx([0.02, 0.1])

    def test_counties_of_a_sample_are_as_unlike_as_those_of_everyone(self):
        """Thirteen counties of 50,000 cars, of which one in fifty is drawn, many times over."""
        rng = np.random.default_rng(1)
        true, cars = np.linspace(0.04, 0.08, 13), np.full(13, 50e3)
        drawn = rng.binomial(1000, true, (4000, 13)) / 1000
        seen = np.array([unlike_as_everyone(cars, cars * each, 50.0) for each in drawn])
        assert drawn.var(axis=1).mean() > 1.25 * true.var()
        assert seen.var(axis=1).mean() == pytest.approx(true.var(), rel=0.05)
        assert seen.mean(axis=1) == pytest.approx(drawn.mean(axis=1))

    def test_where_chance_explains_all_differences_counties_are_alike(self):
        assert unlike_as_everyone(np.full(2, 100.0), np.array([2.0, 4.0]), 50.0) == pytest.approx([0.03, 0.03])
