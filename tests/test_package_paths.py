"""What dates, a base and settings make of a lever's path, and what all runs share whatever their package."""

import pytest
from threadpoolctl import threadpool_info

from abm import load_region, simulate
from abm.errors import UserError
from abm.simulation import lever_paths

REGION = load_region("tiny")
YEARS = list(range(REGION.first_year, REGION.horizon + 1))
LEVER = "publicity"
FREE, FIRST = 0.25, REGION.first_decision_year
HEAD = '[package]\nlabel_en = "mine"\nlabel_zh = "自拟"\n'


def _path(tmp_path, row, head='base = "current"', lever=LEVER):
    file = tmp_path / "mine.toml"
    file.write_text(f'{HEAD}{head}\n[[value]]\nlever = "{lever}"\nreading = "ours"\n{row}\n', encoding="utf-8")
    return dict(zip(YEARS, lever_paths(str(file), REGION)[lever].tolist(), strict=True))


def _current(lever=LEVER):
    return dict(zip(YEARS, lever_paths("current", REGION)[lever].tolist(), strict=True))


def test_a_value_holds_until_the_next_date_and_current_law_before_the_first(tmp_path):
    path, law = _path(tmp_path, "path = {2028 = 0.2, 2032 = 0.8}"), _current()
    assert {path[year] for year in range(2028, 2032)} == {0.2}
    assert {path[year] for year in range(2032, YEARS[-1] + 1)} == {0.8}
    assert all(path[year] == law[year] for year in YEARS if year < 2028)


def test_a_linear_row_runs_straight_between_its_dates_and_holds_after_the_last(tmp_path):
    path, law = _path(tmp_path, 'mode = "linear"\npath = {2028 = 0.2, 2032 = 0.8}'), _current()
    assert [path[year] for year in range(2028, 2034)] == pytest.approx([0.2, 0.35, 0.5, 0.65, 0.8, 0.8])
    assert path[2027] == law[2027]


def test_rules_held_from_a_year_stay_as_they_were_in_it(tmp_path):
    lever = "coal_to_electricity_running_subsidy"  # current law ends it in 2026
    path, law = _path(tmp_path, f"path = {{2027 = {FREE}}}", 'base = "current"\nhold_from = 2024'), _current(lever)
    held = dict(zip(YEARS, lever_paths(str(tmp_path / "mine.toml"), REGION)[lever].tolist(), strict=True))
    assert len({law[year] for year in YEARS if year >= 2024}) > 1  # else nothing is said
    assert {held[year] for year in YEARS if year >= 2024} == {law[2024]}
    assert path[2027] == FREE


def test_a_setting_holds_from_its_year_to_the_next_setting_and_without_a_year_from_the_first_decision():
    path = lever_paths("plan", REGION, [(LEVER, None, 0.3), (LEVER, 2031, 0.6)])[LEVER]
    told = dict(zip(YEARS, path.tolist(), strict=True))
    plan = dict(zip(YEARS, lever_paths("plan", REGION)[LEVER].tolist(), strict=True))
    assert {told[year] for year in range(FIRST, 2031)} == {0.3}
    assert {told[year] for year in YEARS if year >= 2031} == {0.6}
    assert all(told[year] == plan[year] for year in YEARS if year < FIRST)


def test_the_past_is_changed_by_who_says_so_alone():
    with pytest.raises(UserError, match="counterfactual"):
        lever_paths("plan", REGION, [(LEVER, FIRST - 1, 0.3)])
    path = lever_paths("plan", REGION, [(LEVER, FIRST - 1, 0.3)], counterfactual=True)[LEVER]
    assert path[YEARS.index(FIRST - 1)] == 0.3


def test_a_lever_of_cars_leaves_the_luck_of_homes_trucks_and_farms_alone():
    """Everyone draws whatever the package: what does not touch them in a year changes nothing of theirs."""
    until = FIRST
    usual, other = (
        simulate("current", "tiny", scale=1.0, until=until, settings=settings)
        for settings in ((), {"ev_purchase_subsidy": 40_000.0})
    )
    for variable in (
        "Homes|Conversions",
        "Homes|Heater|Heat Pump",
        "Homes|Rooftop PV",
        "Homes|TOU Enrolled",
        "Farms|Straw|Burnt",
        "Sales|Transportation|Truck",
        "Sales|Transportation|Light-Duty Vehicle",  # who buys is luck of the old car, what is bought a choice
    ):
        assert usual.series(variable).to_list() == other.series(variable).to_list(), variable
    battery = "Sales|Transportation|Light-Duty Vehicle|Battery-Electric"
    assert other.series(battery)[until] > usual.series(battery)[until]


def test_libraries_of_numbers_keep_to_one_thread_while_a_run_goes_on():
    """Several threads add up in another order, and so in other last digits."""
    seen = []
    simulate("current", "tiny", scale=1.0, until=2021, progress=lambda _: seen.extend(threadpool_info()))
    assert seen
    assert {pool["num_threads"] for pool in seen} == {1}
