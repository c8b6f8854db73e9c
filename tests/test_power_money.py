"""Who pays whom for power: tariffs, certificates, stores, what plants cost; and what owners of coal units expect."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm.accounts.words import OWN_POWER, SECTORS
from abm.power.capacity_pool import BEAR
from abm.power.invest import LARGE_USERS
from abm.power.money import mean_price
from abm.power.reporting import _coal_rates, green_export_gwh
from abm.prices import Prices
from abm.simulation import simulate
from tests.power_cases import run_power, tiny_world

SERVICES = SECTORS.index("services")


def paid(ledger, item, payer="firms"):
    """What one purse paid for an item, CNY."""
    return sum(float(cny.sum()) for name, who, _, cny in ledger.payments if (name, who) == (item, payer))


@pytest.fixture(scope="module")
def law():
    return simulate("current", "tiny", until=2023, scale=1.0)


def test_data_centres_pay_as_large_users_and_shops_as_small_business():
    power, ledger, loads = run_power(tiny_world(), range(2028, 2031), 3e8, rules={"data_centre_approval_mw": 5.0})
    halls = power.data_centres
    assert halls.kwh.sum() > 0.0
    shops_kwh = loads.kwh[SERVICES].sum() - halls.kwh.sum()
    assert paid(ledger, "services electricity") == pytest.approx(shops_kwh * power.paid.small_business)
    assert halls.hourly_kwh.sum(axis=1) @ power.world.days.weight == pytest.approx(halls.kwh.sum())
    assert paid(ledger, "data centre power") < 0.95 * halls.kwh.sum() * power.paid.small_business


@pytest.mark.parametrize("wanted_share", [0.0, 0.5, 3.0])
def test_certificates_that_developers_count_on_are_paid_for(wanted_share):
    made = {}

    def buy(_, flows):
        flows.green_power_kwh += made.get("kwh", 0.0) * wanted_share / len(flows.green_power_kwh)

    power, _, _ = run_power(tiny_world(), (2030,), 3e8)
    made["kwh"] = 1e6 * float((power.booking.wind_gwh + power.booking.pv_gwh).sum())
    power, ledger, loads = run_power(tiny_world(), (2030,), 3e8, hook=buy)
    developer, at = power.renewables.developer, power.world.years.index(2030)
    assert loads.kwh[LARGE_USERS].sum() == 0.0
    sold = developer.certificate_sold_share(made["kwh"] * wanted_share / 1e6, made["kwh"] / 1e6)
    got = sum(cny.sum() for item, _, who, cny in ledger.payments if "green certificates" in item and who == "firms")
    assert got == pytest.approx(sold * made["kwh"] / 1000.0 * developer.certificate_cny_per_mwh[at])


def test_the_pumped_plant_is_paid_for_once_kept_each_year_and_earns_its_spread():
    world, change = tiny_world(until=2031), {"pumped_storage": 1.0}
    power, first, _ = run_power(world, (2030,), 3e8, change=change)
    _, second, _ = run_power(world, (2030, 2031), 3e8, change=change)
    _, without, _ = run_power(world, (2030,), 3e8)
    cost = power.numbers.storage.pumped_capex_cny_per_kw * 30_000.0  # 30 MW
    assert paid(first, "pumped storage built") == pytest.approx(cost)
    assert paid(second, "pumped storage built") == 0.0
    kept = paid(first, "plants kept") - paid(without, "plants kept")
    assert kept == pytest.approx(power.market_stores.fixed_cost_share * cost, rel=1e-6)
    last, days = power.last, power.world.days
    given, taken = last.discharge_gw[0], last.charge_gw[0]
    spread = 1e6 * float(days.yearly((given - taken) * last.price_cny_per_kwh))
    store = power.numbers.storage
    assert paid(first, "spread of stores", "grid") == pytest.approx(store.pumped_kept_share * spread)
    ready = store.pumped_ready_cny_per_kw * 30_000.0
    assert paid(first, "capacity payment of stores", "grid") == pytest.approx(ready)
    assert 0.08 * cost < ready < 0.1 * cost  # 6.5 % over 40 years, and upkeep
    dearer = mean_price(given, last.price_cny_per_kwh, days.weight) / mean_price(
        taken, last.price_cny_per_kwh, days.weight
    )
    assert dearer > 1.0 / power.numbers.storage.pumped_efficiency  # or it had stood still


def test_usual_battery_stations_are_bought_by_their_energy():
    world = tiny_world(until=2031)
    (power, ledger, _), (before, _, _) = (run_power(world, range(2029, last), 3e8) for last in (2032, 2031))
    at, stores = world.years.index(2031), power.market_stores
    left = 1.0 - 1.0 / stores.life_years
    new_mwh = power.plant_money.usual_mwh - left * before.plant_money.usual_mwh
    usual_gw = power.inputs.stores.power_gw[1] - power.services.stores.kw.sum() / 1e6
    assert power.plant_money.usual_mwh == pytest.approx(
        1000.0 * usual_gw * power.numbers.storage.battery_hours[at] - power.plant_money.market_mwh, rel=1e-6
    )
    capex = stores.capex_cny_per_kwh * world.context("cost.storage", "index", 2031)
    assert paid(ledger, "battery stations") == pytest.approx(1000.0 * new_mwh * capex)


def test_batteries_keep_their_spread_as_far_as_the_market_is_open():
    got = [
        paid(run_power(tiny_world(), (2030,), 3e8, rules={"storage_market_share": s})[1], "spread of stores", "grid")
        for s in (0.0, 0.5, 1.0)
    ]
    assert got[0] == 0.0
    assert got[2] == pytest.approx(2.0 * got[1]) and got[1] > 0.0


def test_battery_stations_are_paid_for_standing_ready_whether_the_market_is_open_or_not():
    rules = {"storage_market_share": 0.0, "store_capacity_cny_per_kw": 90.0}
    power, ledger, _ = run_power(tiny_world(), (2030,), 3e8, rules=rules)
    kw = 1e6 * power.inputs.stores.power_gw[1] - power.services.stores.kw.sum()
    assert kw > 0.0
    assert paid(ledger, "capacity payment of stores", "grid") == pytest.approx(90.0 * kw)


@pytest.mark.parametrize("kwh", [1e7, 3e9])
def test_users_elsewhere_pay_what_plants_here_get_beyond_what_users_here_bear(kwh):
    """3e9 kWh bear 2.4e-4 kW/kWh x 100 CNY/kW = 0.024 CNY each, 72 million: more than the tiny city's plants get."""
    rules = {"coal_capacity_cny_per_kw": 100.0, "store_capacity_cny_per_kw": 40.0}
    _, ledger, loads = run_power(tiny_world(), (2030,), kwh, rules=rules)
    got = sum(paid(ledger, item, "grid") for item in ("coal capacity payment", "capacity payment of stores"))
    electricity, _ = Prices(tiny_world()).perceive(2030)
    per_kwh = 100.0 * (electricity.coal_kw_per_kwh + electricity.store_kw_per_kwh)
    borne = per_kwh * float(loads.kwh.sum())  # nobody here is a home or a farm
    item = "standing ready shared with the province"
    assert got > 0.0
    assert paid(ledger, item, "outside") - paid(ledger, item, "grid") == pytest.approx(got - borne)
    assert (paid(ledger, item, "outside") > 0.0) == (kwh == 1e7)


def test_homes_and_farms_bear_nothing_of_it():
    assert not BEAR[[SECTORS.index(name) for name in ("homes_urban", "homes_rural", "farming")]].any()
    assert BEAR[[SERVICES, *LARGE_USERS]].all()


def test_agreements_with_other_provinces_pay_what_they_pay_more_and_nothing_where_the_market_does():
    power, ledger, _ = run_power(tiny_world(), (2030,), 3e8, rules={"green_export_share": 0.5})
    plants, at, days, b = power.renewables, power.world.years.index(2030), power.world.days, power.booking
    gain = 0.0
    for gwh, made_gw in ((b.wind_gwh, power.last.wind_gw), (b.pv_gwh, power.last.pv_gw)):
        captured = 1000.0 * mean_price(made_gw, power.price_cny_per_kwh, days.weight)
        developer = plants.developer
        revenue = developer.contract_share[at] * 320.0 + (1.0 - developer.contract_share[at]) * captured
        gain += 0.5 * 1000.0 * float(gwh.sum()) * max(320.0 + developer.export_premium_cny_per_mwh - revenue, 0.0)
    assert gain > 0.0
    assert paid(ledger, "green power agreements", "outside") == pytest.approx(gain)
    assert green_export_gwh(power, 0.5).sum() == pytest.approx(0.5 * (b.wind_gwh + b.pv_gwh).sum())
    power.price_cny_per_kwh = power.price_cny_per_kwh * 0.0 + 1.0
    assert plants.agreement_gain_cny_per_mwh(1000.0, at) == 0.0
    assert not green_export_gwh(power, 0.5).any()


def test_who_retrofits_pays_for_it_whatever_the_support():
    for support in (0.0, 60.0):
        power, ledger, _ = run_power(
            tiny_world(), (2030,), 3e8, change={"coal_flexibility_cny_per_kw": support},
            rules={"smart_support_cny_per_kw": support},
        )  # fmt: skip
        kw = 1000.0 * float(power.coal_mw(2030).sum())
        cost = power.flexible_units.owners.cost_cny_per_kw
        assert paid(ledger, "flexibility retrofit") == pytest.approx(power.invested.flexible_share * kw * cost)
        smart = paid(ledger, "smart control support", "city_budget")
        per_kw = power.flexibility.smart.cost_cny_per_kw
        assert paid(ledger, "smart controls") * support == pytest.approx(smart * per_kw)


def test_captive_plants_that_follow_the_price_are_paid_the_price_of_their_hours():
    def gas(_, flows):
        flows.make_power("coking", np.full(flows.n_counties, 1e8))

    (free, at_will, _), (obliged, by_duty, _) = (
        run_power(tiny_world(), (2029, 2030), 3e8, hook=gas, rules={"captive_peak_share": share})
        for share in (0.0, 1.0)
    )
    assert (free.captive_shape == 1.0).all()
    mean, item = 1e6 * float(free.world.days.yearly(free.last.price_cny_per_kwh)) / 8760.0, OWN_POWER["coking"]
    assert paid(at_will, item, "grid") == pytest.approx(mean * free.booking.byproduct_gwh.sum())
    assert paid(by_duty, item, "grid") > paid(at_will, item, "grid")
    assert obliged.captive_shape.mean() == pytest.approx(1.0)


def test_straw_gives_power_by_its_heat_and_the_efficiency_of_small_plants():
    def straw(_, flows):
        flows.straw_for_power_t[0] = 1000.0

    power, ledger, _ = run_power(tiny_world(), (2030,), 3e8, hook=straw)
    n = power.numbers
    assert (n.biomass_gj_per_t, n.biomass_efficiency) == (14.0, 0.28)
    # 1,000 t x 14 GJ/t x 0.28 / 3.6 GJ/MWh = 1,089 MWh
    assert power.booking.biomass_gwh == pytest.approx([1.0889, 0.0], rel=1e-4)
    assert ledger.burnt("power").sum() == pytest.approx(power.booking.fuel_gj.sum() + 14_000.0)


def test_the_emission_factor_leaves_out_what_is_caught():
    power, _, _ = run_power(tiny_world(), range(2025, 2031), 3e8, paid=600.0)
    b = power.booking
    assert b.captured_t.sum() > 0.0
    found = _coal_rates(power, SimpleNamespace(year=2030), power.world.years.index(2030))
    mwh = 1000.0 * sum(
        x.sum() for x in (b.coal_gwh, b.own_use_gwh, b.wind_gwh, b.pv_gwh, b.byproduct_gwh, b.waste_gwh, b.biomass_gwh)
    )
    released = power.numbers.coal_t_per_gj * b.fuel_gj.sum() - b.captured_t.sum()
    assert found["Power|Emission Factor"] == pytest.approx(released / mwh)


def test_what_coal_units_earn_is_what_the_ledger_pays_them(law):
    def heat(_, flows):
        flows.district_heat_gj = np.array([4e5, 1e5])

    power, ledger, _ = run_power(
        tiny_world(), range(2026, 2031), 3e8, hook=heat, rules={"coal_capacity_cny_per_kw": 100.0}, paid=600.0
    )
    days, last = power.world.days, power.last
    assert power.booking.captured_t.sum() > 0.0 and power.booking.chp_heat_gj.sum() > 0.0
    sold = 1e6 * float(days.yearly(last.coal_gw.sum(axis=0) * last.price_cny_per_kwh))
    got = sold + sum(paid(ledger, *each) for each in (
        ("heat of units sold", "energy_suppliers"), ("coal capacity payment", "grid"),
        ("capture support", "city_budget"), ("power allowances sold", "outside")))  # fmt: skip
    spent = sum(paid(ledger, item) for item in ("power station fuel", "power allowances bought", "capture and storage"))
    income = _coal_rates(power, SimpleNamespace(year=2030), power.world.years.index(2030))["Power|Coal Unit Income"]
    assert income * 1000.0 * power.coal_mw(2030).sum() == pytest.approx(got - spent)
    assert (law.series("Power|Coal Unit Income") > 0.0).all()  # from the first year on


def test_nothing_is_written_as_nothing(law):
    assert (law.series("Power|Captive Peak Output") == 0.0).all()
    missing = law.series("Leakage|CO2|Capacity")
    assert ((missing == 0.0) | (missing.abs() > 1e-9)).all()
