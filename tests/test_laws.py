"""What the model promises: see the contract in docs/contract.md."""

import numpy as np
import pytest

from abm import simulate
from abm.region import load_region
from abm.simulation import lever_paths
from policies.registry import all_levers

YEARS = range(2020, 2061)
SEEDS = range(1, 9)


def _tiny(package="current", **words):
    return simulate(package, "tiny", scale=1.0, **{"until": 2045, **words})


@pytest.fixture(scope="module")
def reference():
    return {seed: _tiny(seed=seed) for seed in SEEDS}


def test_same_seed_gives_the_same_bytes(reference):
    assert _tiny(seed=1).to_parquet_bytes() == reference[1].to_parquet_bytes()


def test_another_seed_gives_another_city(reference):
    assert reference[1].to_parquet_bytes() != reference[2].to_parquet_bytes()


@pytest.mark.parametrize("lever", sorted(all_levers()))
def test_a_lever_at_its_reference_path_written_out_changes_no_byte(lever, reference):
    region = load_region("tiny")
    path = lever_paths("current", region)[lever]
    written_out = [(lever, year, float(path[i])) for i, year in enumerate(YEARS)]
    again = _tiny(seed=1, settings=written_out, counterfactual=True)
    assert again.to_parquet_bytes() == reference[1].to_parquet_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("lever", sorted(all_levers()))
def test_a_lever_moves_its_own_indicator_in_its_stated_direction(lever, reference):
    declared = all_levers()[lever]
    path = lever_paths("current", load_region("tiny"))[lever][7:]
    up = path.mean() < (declared.low + declared.high) / 2
    value = declared.high if up else declared.low
    moved = []
    for seed in SEEDS:
        run = _tiny(seed=seed, settings=[(lever, None, value)])
        moved.append(_mean(run, declared.indicator) - _mean(reference[seed], declared.indicator))
    moved = np.array(moved)
    direction = declared.sign if up else -declared.sign
    standard_error = moved.std(ddof=1) / np.sqrt(len(moved))
    assert direction * moved.mean() > 3 * standard_error
    assert direction * moved.mean() > 0


def _mean(run, variable):
    """Mean of the years after the first decision year in which levers act."""
    return run.series(variable).loc[2027:2045].mean()
