"""The patterns that the straw of a whole city must show, and the sums that must close."""

from dataclasses import replace

import numpy as np
import pytest

from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS, GASES, SECTORS
from abm.farming.biogas import blend
from abm.farming.constants import seen_watch
from abm.farming.herds import herd_ch4_t
from abm.farming.soils import fertiliser_t_n, soil_n2o_t, urea_co2_t
from abm.flows import Flows
from agents.farm import BURN, FEED, OFF_FIELD, RETURN, SOLD_FUEL, STOVE_FUEL, Farm
from agents.farm.ways import MATERIAL, SUBSTRATE
from tests.farm_world import AS_NOW, FARM_CNY_PER_KWH, FarmRun, farm_world, farms_of, settled

FARMING, LAND = SECTORS.index("farming"), SECTORS.index("land")


@pytest.fixture(scope="module")
def reference() -> FarmRun:
    return settled()


def burnt(run: FarmRun) -> np.ndarray:
    return np.array(run.shares)[:, BURN]


def burnt_where(run: FarmRun, chosen: np.ndarray) -> float:
    farms = run.farming.farms
    tonnes = (farms.weight * farms.straw_t)[chosen]
    return float(np.average(Farm.burns(farms)[chosen], weights=tonnes))


# --- the base year and history -----------------------------------------------------------------


def test_the_first_ways_are_those_observed_in_the_base_year():
    columns, _ = farms_of("luliang", 0.02)
    tonnes = columns["weight"] * columns["straw_t"]
    found = np.bincount(columns["straw_way"], tonnes, 7) / tonnes.sum()
    expected = FarmRun(farm_world(until=2020)).farming.straw.numbers.reference.ways
    assert found == pytest.approx(expected, abs=0.025)


def test_the_city_grows_as_much_straw_as_its_grain_leaves():
    """310 thousand ha of grain, 1.0 to 1.3 Mt; Shanxi collects 0.94 t of straw per t of grain."""
    columns, _ = farms_of("luliang", 0.02)
    assert 0.94e6 < (columns["weight"] * columns["straw_t"]).sum() < 1.3e6


def test_feed_share_grows_as_in_shanxi(reference):
    """23.9 % (2019) to 33.7 % (2023): about two and a half points a year."""
    feed = np.array(reference.shares)[:, FEED]
    assert 0.22 < feed[0] < 0.28
    assert 0.29 < feed[3] < 0.37
    assert feed[3] - feed[0] > 0.05


def test_nine_tenths_of_the_straw_are_used_under_todays_rules(reference):
    assert 0.87 < 1 - burnt(reference)[5] < 0.93


def test_constants_come_from_the_base_year_alone(reference):
    again = FarmRun(farm_world(until=2020))
    assert np.array_equal(again.farming.straw.liking, reference.farming.straw.liking)


# --- fires and patrols -------------------------------------------------------------------------


def test_fires_fall_with_patrols_near_roads_first():
    before = settled(until=2027, since=2027, patrol_share=0.05)
    after = settled(until=2030, since=2027, patrol_share=0.3)
    without = settled(until=2030, since=2027, patrol_share=0.05)
    near = np.array(before.farming.farms.near_road)
    fall_near = burnt_where(without, near) - burnt_where(after, near)
    fall_away = burnt_where(without, ~near) - burnt_where(after, ~near)
    assert fall_near > 2 * fall_away > 0


def test_fires_come_back_when_patrols_stop():
    run = settled(until=2030, since=2025, patrol_share=0.8)
    low = burnt(run)[-1]
    world = farm_world(until=2036)
    back = FarmRun(world).until(2030, 2025, patrol_share=0.8).until(2036, 2031, patrol_share=0.0)
    path = burnt(back)[-6:]
    assert low < burnt(settled(until=2030))[-1]
    assert (np.diff(path) > 0).sum() >= 5  # year by year, as the memory of the patrols fades
    assert path[-1] > 1.5 * low


def test_small_plots_burn_longest():
    run = settled(until=2035, since=2027, patrol_share=0.7)
    area = np.array(run.farming.farms.area_mu)
    small, large = area < np.quantile(area, 0.3), area > np.quantile(area, 0.8)
    assert burnt_where(run, small) > 1.2 * burnt_where(run, large)


def test_the_felt_risk_follows_the_patrols_half_way_each_year():
    run = FarmRun(farm_world(until=2021))
    straw = run.farming.straw
    before = straw.felt.copy()
    run.year(2020, patrol_share=1.0)
    seen = seen_watch(np.ones(run.world.region.n_counties), straw.numbers)
    assert straw.felt == pytest.approx(before + straw.numbers.watch.learning_share * (seen - before))


# --- response of the whole city to what can be moved -------------------------------------------


@pytest.mark.parametrize(
    ("field", "values", "ways", "sign"),
    [
        ("patrol_share", (0.0, 0.3, 0.6, 0.9), [BURN], -1),
        ("return_support_share", (0.0, 0.3, 0.6, 0.9), [RETURN], +1),
        ("off_field_subsidy_cny_per_t", (0.0, 40.0, 100.0, 200.0), list(OFF_FIELD), +1),
        ("collection_coverage_share", (0.1, 0.4, 0.7, 1.0), [SOLD_FUEL], +1),
        ("power_capacity_share", (0.0, 0.05, 0.15, 0.4), [SOLD_FUEL], +1),
    ],
)
def test_response_is_monotone(field, values, ways, sign):
    room = {} if field == "power_capacity_share" else {"power_capacity_share": 0.2}  # buyers are not full
    moved = [settled(until=2033, **room, **{field: v}).shares[-1][ways].sum() for v in values]
    assert (sign * np.diff(moved) > 0).all(), moved


def test_a_subsidy_does_less_when_buyers_are_full():
    """Money without buyers saturates: the second hundred yuan sell less fuel than the first."""
    sold = [settled(off_field_subsidy_cny_per_t=v).shares[-1][SOLD_FUEL] for v in (0.0, 100.0, 200.0)]
    assert sold[1] - sold[0] > 3 * abs(sold[2] - sold[1])


def test_a_plants_price_rises_with_its_capacity():
    gates = []
    for capacity in (0.02, 0.1, 0.3):
        run = settled(until=2035, power_capacity_share=capacity)
        gates.append(run.farming.last.settled.gate_cny.mean())
    assert gates[0] < gates[1] < gates[2]


def test_without_collection_nothing_is_sold_for_fuel_once_habits_have_gone(reference):
    run = settled(until=2035, since=2021, collection_coverage_share=0.0)
    assert run.shares[-1][SOLD_FUEL] < 0.2 * reference.shares[-1][SOLD_FUEL]


# --- luck, sums and what is handed on ----------------------------------------------------------


def test_a_value_written_out_gives_the_same_ways_bit_for_bit(reference):
    again = settled(**AS_NOW)
    assert np.array_equal(again.farming.farms.straw_way, reference.farming.farms.straw_way)
    assert np.array_equal(np.array(again.shares), np.array(reference.shares))


def test_only_those_who_think_again_change():
    run = FarmRun(farm_world(until=2021))
    before = np.array(run.farming.farms.straw_way)
    run.year(2020, patrol_share=0.0)
    changed = (np.array(run.farming.farms.straw_way) != before).mean()
    assert changed < run.farming.straw.numbers.behaviour.reconsider_share


def test_a_policy_elsewhere_leaves_a_countys_farms_alone():
    """Farms of a county whose signals do not change meet the same luck and do the same in the first year."""
    one, other = FarmRun(farm_world(until=2020)), FarmRun(farm_world(until=2020))
    one.year(2020)
    other.year(2020, patrol_share=np.where(np.arange(13) == 0, 1.0, AS_NOW["patrol_share"]))
    elsewhere = np.array(one.farming.farms.county) != 0
    same = np.array(one.farming.farms.straw_way) == np.array(other.farming.farms.straw_way)
    assert same[elsewhere].all() and not same.all()


def test_the_straw_of_a_year_is_all_accounted_for(reference):
    assert np.sum(reference.shares, axis=1) == pytest.approx(np.ones(16), rel=1e-12)
    straw = reference.farming.straw
    grown = straw._tonnes.sum() * straw.numbers.paths.yield_index[-1]
    assert reference.farming.last.settled.ways_t.sum() == pytest.approx(grown, rel=1e-9)


def test_flows_carry_what_plants_took():
    run = FarmRun(farm_world(until=2030), pellets_t=20_000.0).until(2030)
    power, pellets, biogas = run.farming.last.settled.plants_t
    assert run.flows.straw_for_power_t == pytest.approx(power)
    assert run.flows.straw_for_pellets_t == pytest.approx(pellets)
    assert pellets.sum() > 0 and biogas.sum() == 0


def test_fires_release_methane_and_laughing_gas_by_their_factors(reference):
    year, soils, ledger = reference.farming.last, reference.farming.soils, reference.ledger
    left = year.settled.ways_t[BURN]
    # 0.6 of what is left goes up in flames, 0.9 of that burns
    assert year.fire_t == pytest.approx(left * 0.6 * 0.9)
    biomass = FUELS.index("biomass")
    assert ledger.gas_t[GASES.index("ch4"), FARMING, biomass] == pytest.approx(year.fire_t * soils.fire_ch4)
    assert ledger.gas_t[GASES.index("n2o"), FARMING, biomass] == pytest.approx(year.fire_t * soils.fire_n2o)
    assert ledger.gas_t[GASES.index("co2_energy")].sum() == 0  # biogenic


def test_biomass_produced_is_what_was_sold_or_put_in_the_stove(reference):
    ways = reference.farming.last.settled.ways_t
    produced = reference.ledger.flow("produced", "biomass")[FARMING]
    assert produced == pytest.approx((ways[SOLD_FUEL] + ways[STOVE_FUEL]) * 14.5)


def test_straw_in_the_stove_is_burnt_once_though_homes_book_what_they_heat_and_cook_with():
    """Homes write down straw and wood of their own; only what more straw goes to the stove comes on top."""
    run = FarmRun(farm_world(until=2020)).until(2020)
    n = run.world.region.n_counties
    stove_gj = run.farming.last.settled.ways_t[STOVE_FUEL] * 14.5
    pellets_gj = np.full(n, 100.0)
    for part in (0.0, 0.4, 1.5):  # of that straw, as homes have booked it
        ledger, flows = Ledger(n), Flows(n)
        flows.pellets_used_t += pellets_gj / run.farming._gj_per_t_pellets
        ledger.burn("homes_rural", "biomass", stove_gj * part + pellets_gj)
        straw_t = run.farming.last.settled.ways_t[STOVE_FUEL]
        wood_gj = run.farming._fill_stoves(straw_t, flows, ledger)
        burnt_gj = ledger.flow("burnt", "biomass").sum(axis=0)
        assert burnt_gj == pytest.approx(stove_gj * max(part, 1.0) + pellets_gj)
        assert wood_gj == pytest.approx(stove_gj * max(part - 1.0, 0.0), abs=1e-6)
        assert ledger.flow("produced", "biomass")[LAND] == pytest.approx(
            wood_gj
        )  # so that all they burn has a producer


def test_fields_breathe_out_the_carbon_of_urea_beside_energy(reference):
    """60 t of urea hold 28 t of nitrogen and 12 t of carbon: 44 t CO2; 0.65 of bought nitrogen is urea."""
    released = reference.ledger.gas_t[GASES.index("co2_urea")].sum(axis=(0, 1))
    assert released == pytest.approx(reference.farming.last.fertiliser_t_n * 0.65 * 44 / 28)
    assert released.min() > 0.0
    half = replace(reference.farming.soils, urea_share=0.325)
    assert 2 * urea_co2_t(reference.farming.last.fertiliser_t_n, half) == pytest.approx(released)


def test_laughing_gas_of_fields_follows_all_nitrogen_that_they_get(reference):
    """Also that of treated manure, by which less is bought: the herds' factor stands for stores and pasture alone."""
    farming, year = reference.farming, reference.farming.last
    at = len(reference.shares) - 1
    habit = fertiliser_t_n(farming.area_mu, farming.soils, at)
    spread = farming.practice.spread_n_t(habit)
    assert abs(year.manure_n_t.sum()) > 0.005 * spread.sum()
    soil = soil_n2o_t(spread, year.settled.ways_t[RETURN], farming.soils)
    released = reference.ledger.gas_t[GASES.index("n2o"), FARMING, FUELS.index("none")]
    assert released == pytest.approx(year.livestock_n2o_t + soil)


def test_a_fine_is_paid_for_the_straw_of_a_mean_farm_at_the_yields_of_the_year(reference):
    """Richer harvests make larger fires, not more of them."""
    straw, left = reference.farming.straw, reference.farming.last.settled.ways_t[BURN]
    assert straw.yield_index > 1.05
    watch, patrols = straw.numbers.watch, np.full(len(left), AS_NOW["patrol_share"])
    near = watch.road_share
    seen = seen_watch(patrols, straw.numbers)
    caught = (seen[:, 0] * (1 - near) + seen[:, 1] * near) * watch.caught_share
    farm_t = straw.straw_per_farm_t * straw.yield_index
    visible = 1 - np.exp(-farm_t / straw.numbers.behaviour.fire_seen_t)
    paid = sum(cny for item, *_, cny in reference.ledger.payments if item == "straw fines")
    assert paid == pytest.approx(left / farm_t * caught * visible * watch.fine_cny)


def test_own_animals_eat_the_same_of_a_richer_harvest_so_more_of_what_is_fed_is_sold(reference):
    straw, farms = reference.farming.straw, reference.farming.farms
    fed = np.flatnonzero(farms.straw_way == FEED)
    need = straw.numbers.paths.feed_need_t_per_sheep_unit[-1]
    harvest = farms.straw_t[fed] * straw.yield_index
    own_t = np.minimum(harvest, farms.has_animals[fed] * need) * farms.weight[fed] * farms.alive[fed]
    all_t = harvest * farms.weight[fed] * farms.alive[fed]
    n, county = reference.world.region.n_counties, farms.county[fed]
    expected = 1 - np.bincount(county, own_t, n) / np.bincount(county, all_t, n)
    assert straw.sold_feed_share == pytest.approx(expected, rel=1e-5)


def test_livestock_methane_is_heads_times_factors(reference):
    # 2020: 0.18 M cattle x 51.3 + 1.5 M sheep x 5.1 + 1.5 M pigs x 3 + 15 M hens x 0.01 kg = 21,534 t
    assert sum(herd_ch4_t(reference.farming.herds, 0)) == pytest.approx(21_534, rel=1e-3)


def test_electricity_is_area_times_kwh_of_pumps_in_their_months_and_of_barns_all_year(reference):
    farming, soils = reference.farming, reference.farming.soils
    assert soils.other_kwh_per_mu == 14.0
    assert reference.loads.kwh[FARMING] == pytest.approx(farming.area_mu * (soils.pumping_kwh_per_mu + 14.0))
    hourly = reference.loads.hourly_kwh[FARMING]
    barns = farming.area_mu.sum() * 14.0 / 8760.0  # kWh an hour
    assert hourly[0] == pytest.approx(barns, rel=0.01)  # no pumps in January
    assert (hourly[2] > 1.5 * barns).all()


def test_farms_pay_their_own_tariff_for_pumps_barns_and_greenhouses(reference):
    (paid,) = [cny for item, *_, cny in reference.ledger.payments if item == "farm power"]
    assert paid == pytest.approx(reference.loads.kwh[FARMING] * FARM_CNY_PER_KWH)


def test_biogas_takes_the_place_of_fossil_gas():
    run = FarmRun(farm_world(until=2024)).until(2023)
    ledger = run.ledger
    ledger.burn("homes_urban", "natural_gas", np.full(13, 100.0))
    ledger.burn("steel", "natural_gas", np.full(13, 300.0))
    fitted = blend(ledger, np.full(13, 40.0))
    assert fitted == pytest.approx(40.0)
    assert ledger.flow("burnt", "natural_gas").sum(axis=0) == pytest.approx(360.0)
    assert ledger.flow("burnt", "natural_gas")[SECTORS.index("steel")] == pytest.approx(270.0)
    assert blend(ledger, np.full(13, 1e9)) == pytest.approx(360.0)  # never more than there is


def test_biogas_plants_take_straw_two_years_after_they_are_decided_and_close_at_once():
    """Ordered in 2027: none in 2028, half in 2029, all from 2030; given up in 2032: none, and nothing is finished."""
    run = FarmRun(farm_world(until=2034))
    found = {}
    for year in range(2020, 2035):
        run.year(year, biogas_capacity_share=0.4 if 2027 <= year < 2032 else 0.0)
        straw_t = run.farming.last.settled.ways_t.sum(axis=0)
        found[year] = run.farming.last.biogas_capacity_m3 / (straw_t * run.farming.biogas.m3_per_t)
    expected = {2026: 0.0, 2027: 0.0, 2028: 0.0, 2029: 0.2, 2030: 0.4, 2031: 0.4, 2032: 0.0, 2034: 0.0}
    for year, share in expected.items():
        assert found[year] == pytest.approx(share, abs=1e-12), year


def test_payers_and_receivers_are_named(reference):
    items = {item for item, *_ in reference.ledger.payments if item.startswith("straw")}
    others = {"straw plants built", "straw plants kept", "straw machines"}
    assert items == {"straw sales", "straw subsidy", "straw return support", "straw fines"} | others
    assert all((cny >= 0).all() for *_, cny in reference.ledger.payments)


def test_subsidy_is_paid_on_what_is_sold_not_on_what_own_animals_eat(reference):
    paid = {item: cny for item, _, _, cny in reference.ledger.payments}
    ways, sold_feed = reference.farming.last.settled.ways_t, reference.farming.straw.sold_feed_share
    others = ways[SOLD_FUEL] + ways[SUBSTRATE] + ways[MATERIAL]
    per_t = AS_NOW["off_field_subsidy_cny_per_t"]
    assert paid["straw subsidy"] == pytest.approx(per_t * (others + ways[FEED] * sold_feed))
    assert (paid["straw subsidy"] < per_t * (others + ways[FEED])).all()


def test_fields_of_eco_farms_are_given_less_bought_nitrogen():
    plain, eco = FarmRun(farm_world(until=2020)), FarmRun(farm_world(until=2020))
    eco.farming.organic.eco[:] = 0.5
    used = [run.until(2020).farming.last.fertiliser_t_n for run in (plain, eco)]
    factor = eco.farming.organic.eco_factor(eco.farming.area_mu)
    assert (factor < 1.0).any()
    assert used[1] == pytest.approx(used[0] * factor)


def test_support_for_ploughing_in_bears_a_share_of_work_that_farms_pay(reference):
    """Machines that chop and bale are paid in full, diesel apart; support gives a share of chopping back."""
    paid = {item: cny for item, _, _, cny in reference.ledger.payments}
    straw, ways = reference.farming.straw, reference.farming.last.settled.ways_t
    chopping = ways[RETURN] * straw.chop_cny_per_t
    assert paid["straw return support"] == pytest.approx(AS_NOW["return_support_share"] * chopping)
    work = paid["straw machines"]
    assert (work > 0.5 * chopping).all()
    baled = ways[list(OFF_FIELD)].sum(axis=0) * straw.bale_cny_per_t
    assert (work < chopping + baled).all()
    per_t = straw.bale_cny_per_t / straw.numbers.behaviour.bale_cny
    assert (per_t > 1.0).all() and (per_t < 2.5).all()  # plots are small


def test_any_row_is_one_farm(reference):
    farms = reference.farming.farms
    farm = farms.agent(7)
    assert isinstance(farm, Farm)
    assert bool(farm.burns()) == bool(Farm.burns(farms)[7])
    coverage = np.full(13, 0.4)
    assert bool(farm.in_reach(coverage)) == bool(Farm.in_reach(farms, coverage)[7])


@pytest.mark.slow
def test_a_small_scale_speaks_for_a_larger_one():
    small = settled(until=2030).shares[-1]
    world = farm_world(scale=0.2, until=2030)
    large = FarmRun(world).until(2030).shares[-1]
    assert small == pytest.approx(large, abs=0.02)
