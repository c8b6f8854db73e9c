"""Plants, heat, developers, flexible load: what runs where, and what is built."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from abm.power.fleet import CoalUnits, read_coal_units, read_renewables
from abm.power.flexibility import FlexibleUnits
from abm.power.heat import HeatNumbers, HeatPlants, giving_units, heat_duty, heat_shape
from abm.power.mains import HeatMains
from abm.power.numbers import PowerNumbers
from abm.power.plant_money import PlantMoney
from abm.power.renewal import WIND
from abm.power.reporting import shaving_gw
from abm.power.stock import DeveloperNumbers, Sold, WindAndSun
from abm.region import load_region
from agents.grid import built_share, offered_share
from tests.power_cases import run_power, tiny_world

YEARS = tuple(range(2020, 2031))


def test_coal_units_of_2020_add_up():
    units = read_coal_units(load_region("luliang"))
    mw = {year: units.capacity_mw @ units.running_share(year, 60.0, 0.0) for year in (2020, 2021, 2024)}
    assert mw == {2020: pytest.approx(5805.0), 2021: pytest.approx(6155.0), 2024: pytest.approx(6505.0)}


def test_old_units_leave_unless_they_are_kept():
    units = read_coal_units(load_region("luliang"))
    left = units.running_share(2060, 35.0, 0.0)
    share = units.running_share(2060, 35.0, 2600.0)
    assert left.sum() == 0
    assert units.capacity_mw @ share == pytest.approx(2600.0)
    assert ((share > 0) & (share < 1)).sum() == 1  # the last one kept serves for a part of the year
    assert units.start_year[share > 0].min() >= units.start_year[share == 0].max() - 1  # the youngest


def test_a_unit_serves_from_the_middle_of_its_first_year_to_the_end_of_its_life():
    units = replace(
        one_heat_unit(), start_year=np.array([2000, 2010]), capacity_mw=np.array([100.0, 100.0])
    )  # of unknown months
    life = np.array([20.0, 20.25])
    share = np.array([units.running_share(year, life, 0.0) for year in range(1999, 2032)])
    assert share.sum(axis=0) == pytest.approx(life)
    assert share[[0, 1, 2], 0].tolist() == [0.0, 0.5, 1.0]
    assert share[[21, 22], 0].tolist() == [0.5, 0.0]


def test_what_is_kept_follows_the_province_evenly():
    units = read_coal_units(load_region("luliang"))
    kept = np.arange(0.0, 7000.0, 50.0)
    mw = np.array([units.capacity_mw @ units.running_share(2070, 35.0, mw) for mw in kept])
    assert mw == pytest.approx(np.minimum(kept, 6505.0))


def test_renewables_follow_their_start_years():
    found = read_renewables(load_region("luliang"), YEARS)
    assert found.wind_mw[YEARS.index(2024)].sum() == pytest.approx(901.5)  # operating, all started before 2024
    assert (np.diff(found.pv_mw.sum(axis=1)) >= 0).all()
    assert found.wind_site.sum() == pytest.approx(1.0)


def one_heat_unit():
    """A heat-and-power unit of 60 MW in the first county, a plain unit of 70 MW in the second."""
    return CoalUnits(
        id=("warm", "plain"),
        county=np.array([0, 1]),
        group=np.array([0, 0]),
        group_name=("small",),
        capacity_mw=np.array([60.0, 70.0]),
        start_year=np.array([2010, 2010]),
        heat_rate_gj_per_mwh=np.array([10.0, 10.0]),
        burns_waste_coal=np.array([False, False]),
        is_chp=np.array([True, False]),
    )


def duty_of(produced, from_works=(0.0, 0.0), reach=(1.0, 1.0), listed_only=True):
    numbers, days = HeatNumbers.of(load_region("tiny"), YEARS), tiny_world().days
    shape = heat_shape(days, numbers.base_temperature_c)
    units = one_heat_unit()
    usable = units.capacity_mw * giving_units(units, np.array([True, not listed_only]), 2)
    plants = HeatPlants(units, usable, np.array(reach))
    return numbers, days, heat_duty(np.array(produced), np.array(from_works), shape, plants, numbers)


def test_heat_is_never_shared_between_counties():
    _, days, duty = duty_of([0.0, 1e6])  # the unit stands in the first county
    assert duty.chp_mw.sum() == 0.0
    assert duty.floor_mw.sum() == 0.0
    assert days.yearly(duty.boiler_mw)[1] * 3.6 == pytest.approx(1e6)


def test_a_unit_gives_heat_up_to_its_capacity_and_boilers_the_rest():
    numbers, _, duty = duty_of([5e6, 0.0])
    assert duty.chp_mw.max() == pytest.approx(60.0 * numbers.heat_per_power)
    assert duty.boiler_mw[0].max() > 0
    assert duty.floor_mw.sum() == pytest.approx(numbers.power_floor * duty.chp_mw.sum())
    assert duty.loss_mw.sum() == pytest.approx(numbers.power_lost * duty.chp_mw.sum())


def test_waste_heat_goes_first_hour_by_hour_and_never_beyond_what_is_asked_for():
    _, days, plain = duty_of([5e6, 0.0])
    _, _, with_works = duty_of([5e6, 0.0], from_works=(3e6, 1e6))
    taken = days.yearly(with_works.waste_mw) * 3.6
    assert 0.0 < taken[0] < 3e6  # towns ask for heat in the cold months only
    assert taken[1] == 0.0  # nobody asks there, and heat does not cross counties
    whole = plain.chp_mw + plain.boiler_mw
    assert with_works.waste_mw + with_works.chp_mw + with_works.boiler_mw == pytest.approx(whole)
    assert with_works.chp_mw.sum() < plain.chp_mw.sum() or with_works.boiler_mw.sum() < plain.boiler_mw.sum()


def test_a_county_without_heat_units_gets_heat_from_its_plain_ones_as_far_as_mains_reach():
    _, days, none = duty_of([0.0, 1e6], reach=(1.0, 0.0), listed_only=False)
    _, _, half = duty_of([0.0, 1e5], reach=(1.0, 0.5), listed_only=False)
    assert none.chp_mw.sum() == 0.0
    assert days.yearly(half.chp_mw)[1] * 3.6 == pytest.approx(0.5e5)


def test_money_for_mains_brings_heat_from_power_units():
    reached = []
    for grant in (0.0, 0.3, 0.7):
        mains = HeatMains(load_region("luliang").parameters, one_heat_unit(), 2)
        for _ in range(5):
            mains.extend(np.full(2, grant), 250.0, np.array([True, True]))
        reached.append(mains.reach[1])
    assert reached == sorted(reached) and reached[0] < reached[1] < reached[2] < 1.0


def test_dear_power_keeps_owners_from_giving_it_up_for_heat():
    def added(price_cny_per_mwh):
        mains = HeatMains(load_region("luliang").parameters, one_heat_unit(), 2)
        mains.extend(np.zeros(2), price_cny_per_mwh, np.array([True, True]))
        return mains.added

    assert (added(600.0) < added(250.0)).all() and (added(250.0) < added(0.0)).all()


def test_developers_build_half_the_quota_where_revenue_just_covers_cost():
    assert built_share(300.0, 300.0, 0.15) == pytest.approx(0.5)
    assert built_share(400.0, 300.0, 0.15) > 0.85
    assert built_share(200.0, 300.0, 0.15) < 0.15


def test_curtailment_and_low_noon_prices_slow_building():
    region = load_region("luliang")
    years = tuple(range(2020, 2041))
    at = years.index(2035)
    numbers, developer = PowerNumbers.of(region, years), DeveloperNumbers.of(region, years)
    weight = np.full(13, 1 / 13)

    def built(captured, hours):
        stock = WindAndSun(read_renewables(region, years), numbers, developer, weight)
        stock.build("pv", at, 1.0, 0.55, Sold(captured, hours))
        return stock.built_mw["pv"].sum()

    assert built(300.0, 1350.0) > built(300.0, 1000.0) > 0
    assert built(300.0, 1350.0) > built(50.0, 1350.0)


def test_levelised_cost_has_the_arithmetic_of_an_annuity():
    region = load_region("luliang")
    developer = replace(DeveloperNumbers.of(region, YEARS), required_return=0.0, life_years=20.0, fixed_cost_share=0.02)
    stock = WindAndSun(read_renewables(region, YEARS), PowerNumbers.of(region, YEARS), developer, np.full(13, 1 / 13))
    capex = developer.capex_cny_per_kw["pv"]
    assert stock.cost_cny_per_mwh("pv", 0.5, 1400.0) == pytest.approx(1000 * 0.5 * capex * (1 / 20 + 0.02) / 1400.0)


def test_owners_renew_more_readily_than_developers_build_and_let_go_what_earns_too_little():
    region = load_region("luliang")
    years = tuple(range(2020, 2041))
    at = years.index(2040)
    numbers, developer = PowerNumbers.of(region, years), DeveloperNumbers.of(region, years)
    stock = WindAndSun(read_renewables(region, years), numbers, developer, np.full(13, 1 / 13))

    def renewed(captured, hours, capital_share=0.8):
        return stock.renewed_share("pv", at, 0.55, Sold(captured, hours), capital_share)

    cost = stock.cost_cny_per_mwh("pv", 0.55, 1350.0, 0.8)
    even = (cost - 0.6 * developer.contract_cny_per_mwh) / 0.4  # six tenths are sold ahead
    assert renewed(even, 1350.0) == pytest.approx(0.5)
    assert renewed(300.0, 1350.0, 0.8) > renewed(300.0, 1350.0, 1.0) > renewed(300.0, 700.0, 1.0)


def test_worn_out_plants_are_renewed_or_gone_and_what_is_renewed_is_paid_for():
    power, ledger, _ = run_power(tiny_world(until=2042), range(2020, 2043), 3e8)
    renewal, numbers = power.renewal, power.renewables.developer
    assert renewal.renewed_mw[WIND].sum() + renewal.let_go_mw[WIND].sum() == pytest.approx(renewal.worn_mw[WIND].sum())
    assert renewal.renewed_mw[WIND].sum() > renewal.let_go_mw[WIND].sum() > 0.0
    assert power.renewables.gone_mw["wind"].sum() >= renewal.let_go_mw[WIND].sum()
    paid = sum(
        1000.0
        * renewal.of_owners(kind, renewal.renewed_mw)
        * numbers.capex_cny_per_kw[kind]
        * power.world.context(f"cost.{kind}", "index", 2042)
        * renewal.numbers.capital_share[kind]
        for kind in ("wind", "pv")
    )
    booked = sum(cny for item, *_, cny in ledger.payments if item == "wind and solar plants renewed")
    assert booked == pytest.approx(paid)
    assert renewal.cost_cny == pytest.approx(paid + renewal.public_cny)


def test_what_renewal_costs_is_reckoned_where_plants_age_not_where_they_are_paid(monkeypatch):
    paid, _, _ = run_power(tiny_world(until=2042), range(2020, 2043), 3e8)
    monkeypatch.setattr(PlantMoney, "pay", lambda *_: None)
    unpaid, _, _ = run_power(tiny_world(until=2042), range(2020, 2043), 3e8)
    assert unpaid.renewal.cost_cny.sum() > 0.0
    assert unpaid.renewal.cost_cny == pytest.approx(paid.renewal.cost_cny)


def test_nobody_offers_load_for_nothing_and_more_for_more():
    able, trouble = np.array([0.3, 0.1]), np.array([0.5, 1.0])
    assert offered_share(0.0, able, trouble, 0.6) == pytest.approx(np.zeros(2), abs=1e-12)
    assert offered_share(0.5, able, trouble, 0.6)[0] == pytest.approx(0.15)  # half of those able, at the median
    rising = [offered_share(p, able, trouble, 0.6).sum() for p in (0.2, 0.5, 1.0, 3.0)]
    assert rising == sorted(rising)


def test_support_makes_coal_units_run_lower():
    region = load_region("luliang")
    done = []
    for support in (0.0, 60.0, 125.0, 300.0):
        units = FlexibleUnits.of(region)
        for _ in range(5):
            units.retrofit(support)
        done.append(units.lower_by)
    assert done == sorted(done)
    assert done[-1] <= FlexibleUnits.of(region).cut_share


@pytest.mark.parametrize("region", ["tiny", "luliang"])
def test_electricity_balance_closes_exactly(region):
    kwh = {"tiny": 3e8, "luliang": 2e10}[region]
    power, ledger, _ = run_power(tiny_world(region, 2024), (2023, 2024), kwh)
    days, last = power.world.days, power.last
    used, lost = ledger.flow("used", "electricity").sum(), ledger.flow("lost", "electricity").sum()
    made, produced = ledger.flow("made", "electricity").sum(), ledger.flow("produced", "electricity").sum()
    brought = 3600.0 * float(days.yearly(last.net_import_gw + last.unserved_gw))
    assert made + produced + brought == pytest.approx(used + lost, rel=1e-9)


def test_fuel_of_coal_units_is_burnt_where_they_stand():
    power, ledger, _ = run_power(tiny_world(until=2023), (2022, 2023), 3e8)
    burnt = ledger.flow("burnt", "raw_coal")[1] + ledger.flow("burnt", "middlings")[1]
    assert burnt == pytest.approx(power.booking.fuel_gj.sum(axis=0))
    units = power.units
    assert (units.burns_waste_coal[:2] == [False, True]).all()
    assert ledger.flow("burnt", "middlings")[1, 0] == 0.0  # the waste-coal unit stands in the second county


def test_heat_made_is_what_homes_get_and_pipes_lose():
    def heat(year, flows):
        flows.district_heat_gj = np.array([4e5, 1e5])

    _, ledger, _ = run_power(tiny_world(until=2021), (2020, 2021), 3e8, hook=heat)
    services = ledger.flow("used", "heat").sum()
    made = ledger.flow("made", "heat").sum()
    assert made == pytest.approx(5e5 + services + ledger.flow("lost", "heat").sum())


@pytest.mark.parametrize(("kwh", "payer"), [(3e7, "outside"), (3e9, "grid")])
def test_who_sends_power_out_is_paid_and_who_draws_it_pays(kwh, payer):
    power, ledger, _ = run_power(tiny_world(until=2021), (2020, 2021), kwh)
    (told,) = [(who, cny.sum()) for item, who, _, cny in ledger.payments if item == "power exchanged"]
    drawn_gwh_at_price = float(power.world.days.yearly(power.last.net_import_gw * power.price_cny_per_kwh))
    assert told == (payer, pytest.approx(abs(drawn_gwh_at_price) * 1e6))
    assert (drawn_gwh_at_price > 0) == (payer == "grid")


def test_a_peak_lasts_two_hours_and_what_is_outside_does_not_cut_it():
    """Load is highest at noon, where the sun serves it; the grid is tightest at 18 h, when 4.8 GW are drawn without."""
    stores = SimpleNamespace(
        power_gw=np.array([1.0, 1.0, 9.0]),
        energy_gwh=np.array([1.0, 8.0, 90.0]),  # the first gives half its power for two hours
        in_city=np.array([True, True, False]),
    )
    load, flat, none, sun = np.full((1, 24), 3.0), np.full((1, 24), 0.2), np.zeros((1, 24)), np.zeros((1, 24))
    load[0, 12], load[0, 18], sun[0, 12] = 5.0, 4.8, 1.0
    shape = np.ones((1, 24))
    shape[0, 18] = 1.15
    inputs = SimpleNamespace(stores=stores, city=SimpleNamespace(flexible_gw=flat, wind_gw=none, pv_gw=sun))
    power = SimpleNamespace(last=SimpleNamespace(load_gw=load), inputs=inputs, captive_gw=0.6, captive_shape=shape)
    assert shaving_gw(power) == pytest.approx((0.5 + 1.0 + 0.2 + 0.09, 5.0))


def test_storage_and_payment_raise_what_can_be_shaved():
    world = tiny_world(until=2031)
    plain, _, _ = run_power(world, (2030, 2031), 1e9)
    pumped, _, _ = run_power(world, (2030, 2031), 1e9, change={"pumped_storage": 1.0})
    paid, _, _ = run_power(world, (2030, 2031), 1e9, change={"demand_response_cny_per_kwh": 1.0})
    assert shaving_gw(pumped)[0] == pytest.approx(shaving_gw(plain)[0] + 0.03)
    assert shaving_gw(paid)[0] > shaving_gw(plain)[0]


def test_a_day_report_adds_up():
    power, _, _ = run_power(tiny_world(until=2024), (2023, 2024), 3e8)
    day = power.day_report(0)
    coal = sum(values for name, values in day.items() if name.startswith("coal"))
    plants = coal + day["fixed"] + day["wind"] + day["pv"]
    moved = day["discharge"] + day["charge"] + day["less"] + day["more"]
    assert plants + moved + day["net_import"] + day["unserved"] == pytest.approx(day["load"])
