"""Large livestock farms, one by one: which way their manure goes and what that changes."""

from dataclasses import replace

import numpy as np
import pytest

from abm import load_region
from abm.farming.herds import ANIMALS, herd_ch4_t
from abm.farming.livestock import LivestockNumbers, large_by_kind
from abm.parameters import Parameters
from agents.farm import Farm
from agents.farm.manure import (
    BIOGAS,
    COMPOST,
    LEFT,
    STORE,
    ManureBehaviour,
    Stalls,
    capital_cny,
    chance_of_inspection,
    choose_way,
    haul_km,
    looks,
    manure_values,
)
from tests.farm_world import FarmRun, farm_world, farms_of, settled

CATTLE, SHEEP, PIGS, POULTRY = range(len(ANIMALS))
YEARS = range(2020, 2061)


def parameters() -> Parameters:
    return load_region("luliang").parameters


@pytest.fixture(scope="module")
def behaviour() -> ManureBehaviour:
    return LivestockNumbers.of(parameters(), YEARS).behaviour


@pytest.fixture(scope="module")
def reference() -> FarmRun:
    return settled()


def stalls(**changed: object) -> Stalls:
    """Three farms of 2, 10 and 50 t of nitrogen, alike in all else."""
    same = {"own_mu": 100.0, "solid_share": 0.45, "gas_m3_per_kg": 7.0, "fields_mu_per_km2": 90.0}
    of = {"n_kg": np.array([2e3, 1e4, 5e4])} | {name: np.full(3, value) for name, value in same.items()}
    return Stalls(**of | {name: np.full(3, value) for name, value in changed.items()})


# --- one farm ----------------------------------------------------------------------------------


def test_slurry_goes_as_far_as_the_circle_that_needs_it(behaviour):
    """10 t at 11 kg a mu need 909 mu, 809 of them of others: 9.0 km2 at 90 mu/km2, two thirds of 1.69 km."""
    assert haul_km(stalls(), behaviour)[1] == pytest.approx(2 / 3 * np.sqrt((1e4 / 11 - 100) / 90 / np.pi))
    assert haul_km(stalls(own_mu=5000.0), behaviour) == pytest.approx(0.0)


def test_a_grant_and_an_inspection_count_for_what_they_are_worth(behaviour):
    """Per kg of nitrogen: a grant its share of yearly capital; an inspection its chance of a fine and empty stalls."""
    none = manure_values(stalls(), np.zeros(3), np.zeros(3), behaviour)
    half = manure_values(stalls(), np.full(3, 0.5), np.zeros(3), behaviour)
    middle = (half - none)[1]  # of 10 t, at which capital is given
    assert middle == pytest.approx(0.5 * behaviour.yearly * behaviour.capital_cny)
    seen = manure_values(stalls(), np.zeros(3), np.full(3, 0.2), behaviour)
    loss = 0.2 * (behaviour.fine_cny / stalls().n_kg + behaviour.stop_cny_per_kg)
    assert none[:, LEFT] - seen[:, LEFT] == pytest.approx(loss)
    assert (none == seen)[:, STORE:].all()


def test_what_is_dry_is_composted_and_what_lies_far_from_fields_is_not_spread(behaviour):
    def gain(way: int, **changed: float) -> np.ndarray:
        changed_values = manure_values(stalls(**changed), np.zeros(3), np.full(3, 0.1), behaviour)
        return (changed_values - manure_values(stalls(), np.zeros(3), np.full(3, 0.1), behaviour))[:, way]

    assert (gain(COMPOST, solid_share=0.75) > 0).all() and gain(STORE, solid_share=0.75) == pytest.approx(0)
    assert (gain(STORE, fields_mu_per_km2=20.0)[1:] < 0).all() and gain(
        COMPOST, fields_mu_per_km2=20.0
    ) == pytest.approx(0)
    assert (gain(BIOGAS, gas_m3_per_kg=9.0) > 0).all()


def test_inspectors_go_to_the_largest_farms_first(behaviour):
    """The chance is given at 10 t: a fifth of that size has the root of a fifth of it, and none has more than one."""
    found = chance_of_inspection(stalls(), 0.1, behaviour)
    assert found == pytest.approx(0.1 * np.sqrt([0.2, 1.0, 5.0]))
    assert chance_of_inspection(stalls(), 0.9, behaviour).max() == 1.0


def test_facilities_are_cheaper_per_animal_on_larger_farms(behaviour):
    per_kg = capital_cny(stalls(), np.full(3, STORE), behaviour) / stalls().n_kg
    assert (np.diff(per_kg) < 0).all()
    assert per_kg[1] == pytest.approx(behaviour.capital_cny[STORE])


def test_a_farm_stays_as_it_is_while_nothing_changes_and_moves_up_when_leaving_gets_dear(behaviour):
    luck, liking = np.linspace(0.01, 0.99, 3), np.zeros(4)
    now = choose_way(manure_values(stalls(), np.zeros(3), np.full(3, 0.1), behaviour), liking, luck, behaviour)
    assert (
        now == choose_way(manure_values(stalls(), np.zeros(3), np.full(3, 0.1), behaviour), liking, luck, behaviour)
    ).all()
    dear = choose_way(manure_values(stalls(), np.zeros(3), np.full(3, 0.5), behaviour), liking, luck, behaviour)
    assert (dear >= now).all()


def test_an_inspector_makes_only_those_think_who_leave_their_manure():
    way, found = np.array([LEFT, STORE, LEFT, BIOGAS]), np.array([True, True, False, False])
    assert looks(way, found, np.full(4, 0.9), 0.2).tolist() == [True, False, False, False]
    assert looks(way, found, np.full(4, 0.1), 0.2).all()


# --- all of them -------------------------------------------------------------------------------


def test_large_herds_stand_on_large_farms_and_are_the_same_at_every_scale():
    kept = {}
    for scale in (0.005, 0.02):
        columns, _ = farms_of("luliang", scale)
        large = columns["is_large"]
        assert (columns["livestock"][~large] == -1).all()
        names = ("livestock", "herd_size", "manure_luck")
        kept[scale] = {name: columns[name][large] for name in names}
        grazing = np.isin(columns["livestock"][large], (CATTLE, SHEEP))
        assert (grazing == (columns["has_animals"][large] > 0)).all()
    assert all(
        np.array_equal(kept[0.005][name], kept[0.02][name]) for name in ("livestock", "herd_size", "manure_luck")
    )


def test_the_nitrogen_of_large_farms_goes_at_first_the_ways_that_were_seen():
    manure = FarmRun(farm_world(until=2020)).farming.manure
    shares = manure.way_shares() @ manure.herd_share
    assert shares == pytest.approx(manure.numbers.first_ways, abs=0.03)
    assert shares.sum() == pytest.approx(1.0)


def test_animals_on_large_farms_meet_their_share_in_every_year():
    region = load_region("luliang")
    manure = FarmRun(farm_world(until=2030)).farming.manure
    series = region.parameters.series("livestock.large_share", "share", range(2020, 2031))
    for at in range(11):
        nitrogen = manure.herds.heads[:, at] * manure.herds.manure_n_kg
        assert nitrogen @ large_by_kind(manure.herds, manure.numbers, at) == pytest.approx(series[at] * nitrogen.sum())


def test_what_large_farms_excrete_is_what_their_cells_hold():
    manure = FarmRun(farm_world(until=2020)).farming.manure
    nitrogen = manure.herds.heads[:, 0] * manure.herds.manure_n_kg
    held = manure._stalls(0).n_kg
    assert held.sum() == pytest.approx(nitrogen @ large_by_kind(manure.herds, manure.numbers, 0))
    assert 1_500 < np.median(held) < 20_000  # 200 pigs to 500 cattle


def test_methane_of_the_first_year_is_heads_times_factors_and_falls_with_treatment(reference):
    first = FarmRun(farm_world(until=2020)).farming.manure
    assert first.ch4_t.sum() == pytest.approx(herd_ch4_t(first.herds, 0)[1])
    later = reference.farming.manure
    assert later.share.min() > 0.0
    untreated = herd_ch4_t(later.herds, later.at)[1]
    assert later.ch4_t.sum() < untreated
    assert (later.ch4_t > 0.4 * untreated * later.herd_share).all()  # four fifths is the most that a way avoids


def test_grants_build_facilities_and_large_farms_lead():
    """With large herds first; families' stores follow."""
    paid = settled(until=2030, since=2027, manure_grant_share=0.8).farming
    plain = settled(until=2030, since=2027, manure_grant_share=0.0).farming
    having = [each.manure.with_facilities()[0].sum() for each in (plain, paid)]
    assert having[1] > having[0]
    assert (paid.manure.share > plain.manure.share).all()
    assert (paid.manure.ch4_t < plain.manure.ch4_t).all()
    assert (paid.manure.replaced_n_t > plain.manure.replaced_n_t).all()  # and so much less is bought
    assert 1 - paid.manure.way_shares()[LEFT].max() > paid.manure.small_share.max()


def test_of_one_kind_the_larger_farms_leave_less(reference):
    manure = reference.farming.manure
    size, left = manure._stalls(0).n_kg, manure.way == LEFT
    for kind in range(len(ANIMALS)):
        own = manure.sites.kind == kind
        big = own & (size > np.median(size[own]))
        assert left[big].mean() < left[own & ~big].mean(), ANIMALS[kind]


def test_without_inspections_more_is_left():
    def left(inspected: float) -> int:
        run = FarmRun(farm_world(until=2030))
        manure = run.farming.manure
        manure.numbers = replace(manure.numbers, inspected=np.full(11, inspected))
        run.until(2030)
        return int(Farm.leaves_manure(run.farming.farms).sum())

    assert left(0.0) > left(0.1) > left(0.3)


def test_who_pays_for_stores_and_fines():
    run = FarmRun(farm_world(until=2021)).until(2021)
    money = {}
    for item, payer, receiver, cny in run.ledger.payments:
        key = (item, payer, receiver)
        money[key] = money.get(key, 0.0) + cny.sum()
    fine = money[("manure fines", "farms", "city_budget")] / run.farming.manure.numbers.behaviour.fine_cny
    assert fine == pytest.approx(round(fine)) and 0 < fine < 0.2 * len(run.farming.manure.way)
    assert money[("manure stores", "farms", "equipment_makers")] > 0


def test_a_grant_pays_its_share_of_the_capital_that_farms_pay_to_makers():
    run, money = FarmRun(farm_world(until=2022)), {}
    run.until(2022, manure_grant_share=0.5)
    for item, _, _, cny in run.ledger.payments:
        money[item] = money.get(item, 0.0) + cny.sum()
    assert money["manure stores"] > 0
    assert money["manure support"] == pytest.approx(0.5 * money["manure stores"])


def test_a_region_without_large_herds_has_manure_of_families_alone():
    columns = dict(farms_of("luliang", 0.005)[0])
    columns["livestock"] = np.full(len(columns["livestock"]), -1, dtype=np.int8)
    world = farm_world(scale=0.005, until=2022)
    world.population.farms = columns
    run = FarmRun(world).until(2022, manure_grant_share=0.5)
    manure = run.farming.manure
    assert manure.with_facilities()[1].sum() == 0
    assert np.isfinite(manure.ch4_t).all() and (manure.ch4_t > 0).all()
    assert np.isfinite(manure.share).all()
