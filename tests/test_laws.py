"""What the model promises: see the contract in docs/contract.md."""

from functools import cache

import pytest

from abm import simulate
from abm.region import load_region
from abm.simulation import lever_paths
from experiments.coverage.effects import Frame, effect_of, effect_the_other_way
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
@pytest.mark.parametrize("lever", sorted(all_levers()))
def test_a_lever_moves_its_own_indicator_in_its_stated_direction(lever):
    frame = Frame(load_region("tiny"), scale=1.0, until=LATER)
    effect = effect_of(frame, all_levers()[lever], lambda seed: _reference(seed, LATER))
    assert effect.acts, effect


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


DONE_BEFORE = {  # a law that has done all its work by the first decision: its step is taken in the past
    "least_oven_height": 2020,  # ovens of 4.3 m left from 2021 to 2023, and nobody builds one again
}


@pytest.mark.slow
@pytest.mark.parametrize("lever", _with_room_both_ways())
def test_a_step_to_the_nearer_bound_moves_the_indicator_the_other_way(lever):
    """Where current law lies on a bound only one way is left, which is the test before this one."""
    frame = Frame(load_region("tiny"), scale=1.0, until=LATER, since=DONE_BEFORE.get(lever))
    effect = effect_the_other_way(frame, all_levers()[lever], lambda seed: _reference(seed, LATER))
    assert effect.acts, effect
