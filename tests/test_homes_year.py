"""A year of homes: sums close, stocks follow, the twin decides alike, a row is small."""

import numpy as np
import pytest

from abm.accounts.words import SECTORS
from agents.household.heaters import BIOMASS, COAL, DISTRICT, IS_COAL, RAW_COAL
from agents.signals import change
from benchmarks.bench_household import compare
from tests.home_world import home_world, homes_of, live, recorded, signals_of, supported, whole_zone

RURAL, URBAN = SECTORS.index("homes_rural"), SECTORS.index("homes_urban")


@pytest.fixture(scope="module")
def year():
    homes = homes_of(home_world())
    signals = supported(signals_of(homes, 2021), programme=0.3, purchase=6500.0, running=0.1, visits=0.4)
    before = homes.table.heater.copy()
    result = live(homes, signals)
    result.before = before
    return result


def paid(ledger, *items):
    return sum(cny.sum() for item, _, _, cny in ledger.payments if item in items)


def test_electricity_used_is_the_load(year):
    used = year.ledger.flow("used", "electricity").sum()
    assert used == pytest.approx(year.loads.kwh.sum() * 0.0036)
    days = year.homes.world.days
    assert days.yearly(year.loads.hourly_kwh).sum() == pytest.approx(year.loads.kwh.sum())


def test_district_heat_used_is_handed_to_the_heat_plants(year):
    assert year.ledger.flow("used", "heat").sum(axis=0) == pytest.approx(year.flows.district_heat_gj)


def test_pellets_are_the_bought_part_of_biomass_for_heat(year):
    bought = year.homes.outcome.bought_kwh[:, :, BIOMASS].sum() * 0.0036
    share, ncv = year.homes.heating.heat.pellet_share, year.homes.heating.fuel_gj_per_t["pellets"]
    assert year.flows.pellets_used_t.sum() == pytest.approx(bought * share / ncv)


def test_homes_by_heater_add_up_to_homes_lived_in(year):
    assert year.homes.outcome.heat.homes.sum() == pytest.approx(year.homes.now.scene.lived_in.sum())


def test_a_kept_stove_heats_the_rooms_that_a_stove_heats(year):
    """Not the whole house that the clean heater would: need x share of the house x part from coal x warmth."""
    t, traits = year.homes.table, year.homes.heating.traits
    of_need = year.homes.now.scene.lived_in * t.need_kwh * t.coal_share * t.warmth
    assert of_need.sum() > 0.0
    assert traits.heated_share[RAW_COAL] < traits.heated_share[t.heater[t.coal_share > 0]].max()
    assert year.homes.outcome.heat.stove_kwh.sum() == pytest.approx(of_need.sum() * traits.heated_share[RAW_COAL])


def test_stock_is_what_was_less_what_was_replaced_plus_what_was_bought(year):
    changes = year.homes.now.changes
    stock = np.bincount(year.before, minlength=9)
    stock -= np.bincount(changes.before, minlength=9)
    stock += np.bincount(changes.after, minlength=9)
    assert (np.bincount(year.homes.table.heater, minlength=9) == stock).all()


def test_support_paid_is_what_both_budgets_pay(year):
    assert paid(year.ledger, "heater support", "heating support") == pytest.approx(year.homes.outcome.support_cny.sum())
    city = sum(
        cny.sum()
        for item, payer, _, cny in year.ledger.payments
        if payer == "city_budget" and item in ("heater support", "heating support")
    )
    assert city == pytest.approx(year.homes.heating.city_share * year.homes.outcome.support_cny.sum())


def test_bills_of_homes_are_fuel_paid_less_support_on_it(year):
    now = year.homes.now
    billed = float(np.dot(now.winter.bill_cny, now.scene.lived_in))
    fuel = paid(year.ledger, "heating coal", "heating gas", "pellets", "heating electricity", "district heat")
    straw = year.homes.outcome.bought_kwh[:, :, BIOMASS].sum() * (1 - year.homes.heating.heat.pellet_share)
    labour = straw * year.homes.heating.heat.free_biomass_cny_per_kwh  # counted in the choice, paid to nobody
    assert billed == pytest.approx(fuel + labour - year.homes.outcome.heat.rebate_cny.sum(), rel=2e-3)


def test_coal_burnt_is_the_scattered_coal_reported(year):
    record = recorded(year.homes, 2021)
    numbers = year.homes.heating.fuel_gj_per_t
    raw = year.ledger.flow("burnt", "raw_coal").sum() / numbers["raw_coal"]
    briquette = year.ledger.flow("burnt", "briquette").sum() / numbers["briquette"]
    assert record.value("Homes|Scattered Coal", 2021) == pytest.approx((raw + briquette) / 1000)


def test_urban_and_rural_homes_stand_in_their_own_sector(year):
    assert year.loads.kwh[RURAL].min() > 0 and year.loads.kwh[URBAN].min() > 0
    others = [i for i in range(len(SECTORS)) if i not in (RURAL, URBAN)]
    assert year.loads.kwh[others].sum() == 0


def test_empty_homes_neither_heat_nor_choose(year):
    table = year.homes.table
    assert (year.homes.now.winter.bill_cny[table.is_absent] == 0).all()
    assert not table.is_absent[year.homes.now.changes.rows].any()


def test_homes_on_the_pipe_are_warm(year):
    table = year.homes.table
    assert (table.warmth[table.heater == DISTRICT] == 1).all()


def test_a_row_takes_at_most_120_bytes(year):
    assert year.homes.table.bytes_per_row() <= 120


def test_policy_changes_only_those_whom_it_touches():
    """The same luck under both policies: a programme in the second county leaves the first as it is."""

    def heaters(share):
        homes = homes_of(home_world())
        signals = supported(signals_of(homes, 2021), purchase=6500.0)
        from agents.signals import change

        live(homes, change(signals, "heating", programme_share=np.array([0.0, share])))
        return homes.table.heater.copy(), homes.table.county

    (without, county), (with_it, _) = heaters(0.0), heaters(0.5)
    assert (without[county == 0] == with_it[county == 0]).all()
    assert (without[county == 1] != with_it[county == 1]).any()


def test_the_same_seed_gives_the_same_bytes():
    def run():
        homes = homes_of(home_world())
        for year in (2021, 2022):
            live(homes, supported(signals_of(homes, year), programme=0.3, purchase=6500.0))
        return b"".join(column.tobytes() for column in homes.table.columns.values())

    assert run() == run()


def test_scattered_coal_falls_under_programme_zone_and_money():
    homes = homes_of(home_world())
    start = IS_COAL[homes.table.heater].sum()
    for year in range(2024, 2031):
        live(
            homes,
            whole_zone(supported(signals_of(homes, year), programme=0.3, purchase=6500.0, running=0.1, visits=0.5)),
        )
    assert IS_COAL[homes.table.heater].sum() < 0.35 * start
    assert homes.outcome.bought_kwh[:, :, list(COAL)].sum() > 0


def with_works(signals):
    """Return signals with grants for walls, meters, a stricter code, and support for kitchens and appliances."""
    building = {
        "rural_retrofit_cny_per_m2": np.array([60.0, 120.0]),
        "urban_retrofit_cny_per_m2": np.array([90.0, 40.0]),
        "metered_share": np.array([0.3, 0.8]),
        "code_saving_share": np.array([0.2, 0.3]),
        "kitchen_support_cny": np.array([300.0, 0.0]),
        "appliance_credit_cny": np.array([0.0, 200.0]),
        "demolition_refused_share": np.array([0.5, 0.0]),
        "new_floor_share": np.array([0.8, 1.0]),
        "village_standard_share": np.array([0.0, 0.6]),
        "village_prefab_cny_per_m2": np.array([300.0, 100.0]),
    }
    return change(change(signals, "building", **building), "rooftop", programme=np.ones(2), pilot=np.ones(2))


def test_the_twin_decides_alike_row_by_row_in_all_that_homes_decide():
    founded = np.arange(4000) % 40 == 0  # just come to live here: no heater yet, walls by the code
    plain_world = home_world(4000)
    heater_year = np.where(founded, 0, plain_world.population.households["heater_year"])
    homes = homes_of(home_world(4000, heater_year=heater_year.astype(np.int16)))
    before = {name: homes.table.columns[name].copy() for name in ("heater", "has_stove", "on_tou", "pv_kw")}
    years = [
        with_works(
            whole_zone(supported(signals_of(homes, year), programme=0.2, purchase=6500.0, running=0.1, visits=0.3))
        )
        for year in range(2024, 2028)
    ]
    found = compare(homes, years)
    assert found["decisions_apart"] <= 1e-5 * len(years), found["apart_by_decision"]
    assert found["largest_gap"] < 1e-5, found["gaps"]
    for name, column in before.items():  # each decision was taken by somebody
        assert (homes.table.columns[name] != column).any(), name
    assert set(homes.envelope.state) == {0, 1, 2}
    assert homes.kitchens.best.max() > 0 and homes.envelope.paid.min() > 0
