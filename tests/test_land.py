"""Forests: growth by age, stands that age, planting limited by land, and a sink that is the change of stock."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region
from abm.accounts.ledger import Ledger
from abm.accounts.money import by_item
from abm.accounts.words import GASES
from abm.land import AGES, Land, LandNumbers, a_year_older, first_stands, wood_m3_per_ha
from agents.farm.land import offering_share, selling_share
from agents.signals import LandSignals


def land_of(name: str, until: int = 2060) -> Land:
    region = load_region(name)
    return Land(SimpleNamespace(region=region, years=tuple(range(2020, until + 1))), None)


def run(land: Land, years, **rules) -> list[Ledger]:
    n = len(land.numbers.area_ha)
    signals = replace(LandSignals.quiet(n), control_share=np.full(n, 0.5)).changed(**rules)
    ledgers = []
    for year in years:
        ledgers.append(Ledger(n))
        land.act(SimpleNamespace(year=year, land=signals), None, ledgers[-1], None)
    return ledgers


@pytest.fixture
def numbers() -> LandNumbers:
    return land_of("luliang").numbers


def test_a_stand_of_thirty_years_has_38_m3_per_ha(numbers):
    # 90 * (1 - exp(-0.035 * 30)) ** 2 = 90 * 0.65 ** 2
    assert wood_m3_per_ha(np.array([30]), numbers)[0] == pytest.approx(90 * (1 - np.exp(-1.05)) ** 2)
    assert wood_m3_per_ha(np.array([30]), numbers)[0] == pytest.approx(38.0, abs=0.1)


def test_stands_hold_the_wood_of_shanxis_plantations_and_natural_forest(numbers):
    plantation, natural = wood_m3_per_ha(np.array([22, 50]), numbers)
    assert plantation == pytest.approx(40.85 / 1.56, rel=0.1)  # inventory of 2015: million m3 over million ha
    assert natural == pytest.approx(88.38 / 1.40, rel=0.1)


def test_growth_per_year_peaks_in_youth_and_fades(numbers):
    growth = np.diff(wood_m3_per_ha(np.arange(AGES), numbers))
    assert 10 < growth.argmax() < 30
    assert growth[100] < growth.max() / 5


def test_young_plantations_take_up_two_to_three_tonnes_a_hectare(numbers):
    growth = np.diff(wood_m3_per_ha(np.arange(AGES), numbers)) * numbers.tco2_per_m3
    assert 1.5 < growth[15:30].mean() < 3.5  # Shanxi in the 2010s: 1.5 to 3.5 t CO2/ha


def test_stands_grow_a_year_older_and_the_oldest_stay():
    stands = np.zeros((AGES, 1))
    stands[10], stands[-1] = 100.0, 50.0
    older = a_year_older(stands, np.array([7.0]), 0.02)
    assert older[0, 0] == 7.0
    assert older[11, 0] == pytest.approx(98.0)
    assert older[-1, 0] == pytest.approx(49.0)


def test_first_forest_is_the_share_of_the_area(numbers):
    stands = first_stands(numbers)
    assert stands[numbers.closing_years :].sum(axis=0) == pytest.approx(numbers.area_ha * numbers.forest_share)


def test_the_sink_is_the_change_of_stock_and_enters_as_uptake():
    land = land_of("luliang")
    before = land.stock_m3
    (ledger,) = run(land, [2020])
    uptake = (land.stock_m3 - before) * land.numbers.tco2_per_m3
    assert land.sink_t == pytest.approx(uptake)
    assert ledger.gas_t[GASES.index("co2_land")].sum() == pytest.approx(land.open.built_t.sum() - uptake.sum())
    assert ledger.gas_t[GASES.index("co2_land")].sum() < 0


def test_coverage_reaches_about_27_percent_in_2025_and_grows_on():
    land = land_of("luliang")
    run(land, range(2020, 2026))
    at_2025 = land.forest_ha.sum() / land.numbers.area_ha.sum()
    assert 0.255 < at_2025 < 0.285
    stock = land.stock_m3.sum()
    run(land, range(2026, 2031))
    assert land.forest_ha.sum() / land.numbers.area_ha.sum() > at_2025
    assert land.stock_m3.sum() > stock


def test_planting_ends_when_there_is_no_land_left():
    land = land_of("tiny")
    land.plantable_ha = np.array([1.0, 0.0])
    run(land, range(2020, 2060))
    assert land.plantable_ha.min() >= 0
    assert land.stands_ha[:38].sum() <= 1.0 + 5 * land.numbers.planting_ha[0]


def test_an_ageing_forest_takes_up_less_and_less():
    land = land_of("luliang")
    sinks = [float(-ledger.gas_t[GASES.index("co2_land")].sum()) for ledger in run(land, range(2020, 2061))]
    assert 0.5e6 < sinks[0] < 2.0e6
    assert sinks[-1] < max(sinks)


def test_half_of_the_owners_sign_at_what_the_middle_one_earns():
    paid = offering_share(np.array([0.0, 3600.0, 7200.0]), 3600.0, 0.35)
    assert paid[:2] == pytest.approx([0.0, 0.5])
    assert paid[2] == pytest.approx(1 / (1 + 0.5 ** (1 / 0.35)))


def test_slopes_are_given_bit_by_bit_and_paid_every_year():
    land = land_of("luliang")
    (ledger,) = run(land, [2020], payment_cny_per_ha=np.full(13, 3600.0))
    n = land.numbers
    assert land.offered_ha == pytest.approx(n.slope_ha * 0.5 / n.offer_years)
    paid = sum(cny for (item, _, to), cny in by_item(ledger.payments).items() if item == "ecological payment")
    assert paid == pytest.approx(land.offered_ha.sum() * 3600.0)


def test_no_more_old_mines_are_restored_than_there_are():
    land = land_of("luliang")
    run(land, range(2020, 2040), restoration_share=np.full(13, 0.2))
    assert land.restored_ha == pytest.approx(land.numbers.mine_land_ha)


def test_what_is_approved_for_building_is_lost_beside_fire_and_pests():
    strict, lax = land_of("luliang"), land_of("luliang")
    run(strict, [2020], control_share=np.ones(13))
    run(lax, [2020], control_share=np.zeros(13))
    forest = land_of("luliang").forest_ha
    assert lax.lost_ha - strict.lost_ha == pytest.approx(forest * lax.numbers.asked_share)


def test_what_burns_is_planted_again_and_what_is_built_over_is_not():
    def area(land):
        return land.stands_ha.sum(axis=0) + land.plantable_ha

    strict, lax = land_of("luliang"), land_of("luliang")
    first = area(strict)
    run(strict, range(2020, 2061), control_share=np.ones(13))
    run(lax, range(2020, 2061), control_share=np.zeros(13))
    assert area(strict) == pytest.approx(first)
    assert (area(lax) < first).all()


def test_credits_sell_where_the_price_pays_the_proof():
    assert selling_share(0.0, 60.0, 0.35) == 0.0
    assert selling_share(60.0, 60.0, 0.35) == pytest.approx(0.5)
    land = land_of("luliang")
    (ledger,) = run(land, [2020], credit_cny_per_t=60.0)
    assert by_item(ledger.payments)[("sink credits", "firms", "farms")] == pytest.approx(land.credits_t.sum() * 60.0)
