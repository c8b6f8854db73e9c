"""Blocks, time of use and what can be moved within a day."""

from dataclasses import replace

import numpy as np
import pytest

from abm.homes.shapes import plug_shapes
from agents.choice import shift_load
from agents.household.power import (
    Blocks,
    TariffTaste,
    block_bill,
    block_of,
    enrols,
    hears,
    price_effect,
    saving_per_kwh,
    scale_by_block,
    shift_within,
)
from tests.home_world import home_world, homes_of, live, recorded, signals_of

SHANXI = Blocks(np.array([0.477, 0.527, 0.777]), np.array([2040.0, 3120.0]))


def test_each_block_is_paid_at_its_own_price():
    # 2,040 x 0.477 + 1,080 x 0.527 + 880 x 0.777 = 973.08 + 569.16 + 683.76
    assert block_bill(np.array([4000.0]), SHANXI)[0] == pytest.approx(2226.0)
    assert block_bill(np.array([1000.0]), SHANXI)[0] == pytest.approx(477.0)


def test_the_last_kwh_decides_the_block():
    assert list(block_of(np.array([2000.0, 2041.0, 3121.0]), SHANXI)) == [0, 1, 2]


def test_the_own_price_effect_is_small():
    dearer = replace(SHANXI, price_cny_per_kwh=SHANXI.price_cny_per_kwh * 1.2)
    assert price_effect(dearer, SHANXI, -0.1) == pytest.approx(np.full(3, 1.2**-0.1))  # 0.982


def test_each_home_answers_the_price_of_the_block_of_its_last_kwh():
    dearer = replace(SHANXI, price_cny_per_kwh=np.array([0.477, 0.577, 1.077]))
    factors = price_effect(dearer, SHANXI, -0.1)
    kwh = np.array([2000.0, 2041.0, 3121.0])
    scale_by_block(kwh, factors, SHANXI)
    assert factors[0] == 1.0  # the first block costs what it did
    assert kwh == pytest.approx([2000.0, 2041.0 * (0.577 / 0.527) ** -0.1, 3121.0 * (1.077 / 0.777) ** -0.1])
    alike = np.array([2000.0, 4000.0])
    scale_by_block(alike, np.full(3, 0.9), SHANXI)
    assert alike == pytest.approx([1800.0, 3600.0])


def test_a_flat_price_moves_nothing():
    load = np.random.default_rng(1).random((3, 24))
    assert shift_within(load, np.full((1, 24), 0.5), 0.3, 3.0) == pytest.approx(load)


def test_what_is_moved_stays_within_what_the_building_holds():
    load = np.ones((1, 24))
    price = np.where(np.arange(24) < 12, 0.2, 0.8)[None, :]
    for hours in (0.5, 2.0, 6.0):
        moved = shift_within(load, price, 2.0, hours)
        assert moved.sum() == pytest.approx(24.0)
        stored = np.cumsum(moved - load)
        assert stored.max() - min(stored.min(), 0) <= hours + 1e-9
    assert np.abs(shift_within(load, price, 2.0, 0.5) - load).sum() < np.abs(shift_load(load, price, 2.0) - load).sum()


def test_a_wider_ratio_moves_more_and_each_step_less():
    load, valley = np.ones((1, 24)), np.arange(24) < 8
    moved = []
    for ratio in (1.0, 2.0, 3.0, 4.0, 5.0):
        price = np.where(valley, 1.0, ratio)[None, :]
        moved.append(np.abs(shift_load(load, price, 0.3) - load).sum() / 2)
    steps = np.diff(moved)
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()


def test_a_load_in_the_valley_saves_without_moving():
    shape = np.zeros((1, 24))
    shape[0, 3] = 1 / 365
    add = np.where(np.arange(24) < 8, -0.19, 0.03)[None, :]
    as_is, by_moving = saving_per_kwh(shape, shape, add, np.array([365.0]))
    assert as_is == pytest.approx(0.19)
    assert by_moving == 0.0


def test_homes_enrol_when_the_saving_beats_the_trouble():
    taste = TariffTaste(aware_base=0.1, aware_ease=0.6, ease_relief=0.9)
    assert [hears(ease, taste) for ease in (0.0, 1.0)] == pytest.approx([0.1, 0.7])
    saving, trouble = np.array([80.0, 20.0]), np.full(2, 50.0)
    assert list(enrols(saving, trouble, 0.0, taste)) == [True, False]
    assert list(enrols(saving, trouble, 1.0, taste)) == [True, True]  # trouble of 5


def enrolled(ease, spread=1.0, years=3):
    homes = homes_of(home_world(1500))
    for year in range(2027, 2027 + years):
        signals = signals_of(homes, year)
        add = spread * signals.electricity.residential_tou_add_cny_per_kwh
        electricity = replace(signals.electricity, residential_tou_ease=ease, residential_tou_add_cny_per_kwh=add)
        live(homes, replace(signals, electricity=electricity))
    record = recorded(homes, 2027 + years - 1)
    return record.value("Share|TOU Enrolled", record.year), record.value("Homes|Shifted Load", record.year)


def test_easy_enrolment_enrols_most():
    hard, _ = enrolled(0.0)
    easy, _ = enrolled(1.0)
    assert hard < 0.15
    assert easy > 0.6  # Jiangsu: over 95 %


def test_a_wider_ratio_shifts_more_with_a_diminishing_return():
    spreads = (0.5, 1.0, 1.5, 2.0)
    shifted = [enrolled(1.0, spread)[1] for spread in spreads]
    assert shifted == sorted(shifted)
    gains = np.diff(shifted) / np.diff(spreads)
    joined = np.diff([enrolled(1.0, spread)[0] for spread in (0.5, 1.0, 2.0)])
    assert joined[1] < joined[0]  # those who gain most join first
    assert gains.max() < 4 * gains.min()


def test_closed_means_nobody():
    homes = homes_of(home_world(500))
    signals = signals_of(homes, 2027)
    live(homes, replace(signals, electricity=replace(signals.electricity, residential_tou_open=False)))
    assert not homes.table.on_tou.any()


def test_storage_heaters_draw_more_in_the_valley_than_room_heat_pumps():
    homes = homes_of(home_world(500))
    heats = homes.shapes_of(signals_of(homes, 2027))[1]
    assert heats.valley_share[6] > heats.valley_share[4] >= heats.valley_share[5] > 0.4
    assert heats.valley_share[:4].max() == 0


def test_room_heat_pumps_draw_when_it_is_cold_and_pay_for_those_hours():
    """What the bill takes to be drawn in the valley is what the load draws there, heater by heater."""
    homes = homes_of(home_world(500))
    signals, days = signals_of(homes, 2027), homes.world.days
    heats, valley = homes.shapes_of(signals)[1], signals.electricity.heating_valley_hours
    for heater, shape in ((4, heats.heat_pump_water), (5, heats.heat_pump_air), (6, heats.resistive)):
        assert days.yearly(shape * valley) == pytest.approx(heats.valley_share[heater])
    assert days.yearly(heats.heat_pump_air * valley) < days.yearly(heats.heat_pump_water * valley) - 0.02


def test_a_new_peak_appears_when_everyone_answers_the_same_signal():
    homes = homes_of(home_world(500))
    electricity = signals_of(homes, 2027).electricity
    wide = replace(electricity, residential_tou_add_cny_per_kwh=2.2 * electricity.residential_tou_add_cny_per_kwh)
    shapes = plug_shapes(homes.plain_shapes, wide, homes.load, homes.world.days)
    plain, moved = shapes.of(np.full(4, 0.25))
    assert moved.max() > 1.02 * plain.max()  # after eight in the evening, when the valley begins
    assert np.argmax(moved[0]) in (20, 21, 22)
