"""Rows kept for those who come later: as many as the ranges of the numbers ask, and told where they run out."""

import pytest

from abm import load_region, simulate
from experiments.language import Speech
from experiments.notices import notices

REGION = load_region("luliang")
CARS = "Stocks|Transportation|Light-Duty Vehicle"
WORDS = {"scale": 0.004, "seed": 1}


def test_rows_for_cars_reach_the_highest_saturation_and_no_bound_of_the_sample_is_sampled():
    p = REGION.parameters
    (rows,) = p.rows("people.cars_saturation_per_head")
    (saturation,) = p.rows("cars.ownership.saturation")
    assert rows.value >= 1.1 * saturation.high  # counties grow by a tenth
    for key in ("people.cars_saturation_per_head", "people.reserve_urban", "people.reserve_rural"):
        assert all(row.low == row.value == row.high for row in p.rows(key))


@pytest.mark.parametrize("storyline", ["steady", "persist"])
def test_cars_grow_with_a_higher_saturation_and_none_is_left_out(storyline):
    region = REGION.with_positions({"cars.ownership.saturation": 1.0})
    run = simulate("current", region, storyline=storyline, **WORDS)
    assert run.series(f"{CARS}|Without Place").max() == 0.0
    plain = simulate("current", REGION, storyline=storyline, **WORDS)
    assert run.series(CARS)[2060] > 1.1 * plain.series(CARS)[2060]


def test_a_run_that_outgrows_its_rows_says_so():
    region = REGION.with_positions({"people.county_drift_persistence": 1.0})
    run = simulate("current", region, **WORDS)
    left_out = run.series("Households|Without Place")
    assert left_out.max() > 1.0 and left_out.loc[2025] == 0.0
    (line,) = [
        line for line in notices([run], Speech("en")) if "sample runs out of rows" in line and "households" in line
    ]
    assert str(left_out.idxmax()) in line
    assert any("样本容量不足" in line for line in notices([run], Speech("zh")))
