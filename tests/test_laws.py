"""What the model promises: see the contract in docs/contract.md."""

from functools import cache

import pytest

from abm import simulate
from abm.region import load_region
from abm.simulation import lever_paths
from experiments.coverage.effects import ENOUGH, Frame, effect_of, effect_the_other_way
from policies.registry import all_levers

YEARS = range(2020, 2061)
SOON = 2032  # five years after the first decision: enough to see a byte move
LATER = 2045


@cache
def _reference(seed=1, until=SOON):
    return simulate("current", "tiny", scale=1.0, seed=seed, until=until)


def _changed(settings, seed=1, until=SOON, **words):
    return simulate("current", "tiny", scale=1.0, seed=seed, until=until, settings=settings, **words)


def test_same_seed_gives_the_same_bytes():
    assert _changed([]).to_parquet_bytes() == _reference().to_parquet_bytes()


def test_another_seed_gives_another_city():
    assert _reference().to_parquet_bytes() != _reference(seed=2).to_parquet_bytes()


@pytest.mark.parametrize("lever", sorted(all_levers()))
def test_a_lever_at_its_reference_path_written_out_changes_no_byte(lever):
    path = lever_paths("current", load_region("tiny"))[lever]
    written_out = [(lever, year, float(path[i])) for i, year in enumerate(YEARS)]
    again = _changed(written_out, counterfactual=True)
    assert again.to_parquet_bytes() == _reference().to_parquet_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("lever", sorted(set(all_levers()) - {"tiered_tariff"}))
def test_a_lever_moves_its_own_indicator_in_its_stated_direction(lever):
    frame = Frame(load_region("tiny"), scale=1.0, until=LATER)
    effect = effect_of(frame, all_levers()[lever], lambda seed: _reference(seed, LATER))
    assert effect.acts, effect


@pytest.mark.slow
def test_a_dearer_tier_is_paid_and_mends_works_until_they_are_below_it():
    """Of eight cities one loses a steelworks by it, which would hide in a mean to 2045 what the others mend by 2030."""
    paid, use = "Firms|Surcharge Paid|Tiered", "Firms|Specific Use"
    moved = []
    for seed in range(1, 9):
        dear, law = _changed([("tiered_tariff", None, 5.0)], seed, LATER).record, _reference(seed, LATER).record
        first = law.value(paid, 2027)  # nothing in a city whose works have mended by then
        assert dear.value(paid, 2027) > 3.0 * first or first == dear.value(paid, 2027) == 0.0
        assert dear.value(paid, LATER) == law.value(paid, LATER) == 0.0
        moved.append(sum(dear.value(use, year) - law.value(use, year) for year in range(2027, 2031)))
    assert sum(move < 0.0 for move in moved) >= 6
    assert max(moved) < 1e-3 < -min(moved)


def _with_room_both_ways():
    """Return the levers that current law keeps off both bounds at some time after the first decision."""
    region = load_region("tiny")
    paths = lever_paths("current", region)
    since = region.first_decision_year - region.first_year
    return sorted(
        name
        for name, lever in all_levers().items()
        if all((paths[name][since:] != bound).any() for bound in (lever.low, lever.high))
    )


NOBODY_THERE = {  # the step to the nearer bound is small, or nobody of the made-up region stands between it and the law
    "benchmark_enforcement": "a fifth as often visited as the law allows, two works lag behind and seldom are",
    "charger_buildout": "current law adds a tenth of what the lever can",
    "demonstration_projects": "current law has a tenth of what the lever can",
    "differential_surcharge": "no works is of a class that is surcharged",
    "disclosure_requirement": "none of its few large firms is among the first three in ten that must disclose",
    "ev_purchase_tax_exemption": "it ends in 2027 under current law",
    "least_oven_height": "no oven is lower than the 4.5 m of current law",
    "methane_use_support": "no mine drains for 0.3 CNY/m3 what it would not drain for nothing",
    "mine_approval": "nobody opens a mine where others stand idle",
    "new_project_admission": "nobody asks for one of the two plants in ten that current law refuses",
    "punitive_surcharge": "no works is above the limit from which it is charged",
}


@pytest.mark.slow
@pytest.mark.parametrize("lever", _with_room_both_ways())
def test_a_step_to_the_nearer_bound_moves_the_indicator_too_and_never_against_the_stated_direction(lever):
    frame = Frame(load_region("tiny"), scale=1.0, until=LATER)
    effect = effect_the_other_way(frame, all_levers()[lever], lambda seed: _reference(seed, LATER))
    assert effect.acts or (lever in NOBODY_THERE and effect.standard_errors > -ENOUGH), effect
