"""What the model promises: see the contract in docs/contract.md."""

from functools import cache

import numpy as np
import pytest

from abm import simulate
from abm.region import load_region
from abm.simulation import lever_paths
from policies.registry import all_levers

YEARS = range(2020, 2061)
SOON = 2032  # five years after the first decision: enough to see a byte move
LATER = 2045
FEW, MANY = range(1, 5), range(1, 9)  # seeds


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
    declared = all_levers()[lever]
    path = lever_paths("current", load_region("tiny"))[lever][7:]
    up = path.mean() < (declared.low + declared.high) / 2
    value = declared.high if up else declared.low
    direction = declared.sign if up else -declared.sign
    found = _standard_errors(declared, value, FEW)
    if direction * found <= 3:  # a weak effect among much luck needs more seeds to be told
        found = _standard_errors(declared, value, MANY)
    assert direction * found > 3


def _standard_errors(lever, value, seeds):
    """The mean paired move of the lever's indicator over its standard error; a move without any luck is infinite."""
    moved = np.array(
        [
            _mean(_changed([(lever.id, None, value)], seed, LATER), lever.indicator)
            - _mean(_reference(seed, LATER), lever.indicator)
            for seed in seeds
        ]
    )
    mean, error = moved.mean(), moved.std(ddof=1) / np.sqrt(len(moved))
    if error == 0.0:
        return np.copysign(np.inf, mean) if mean else 0.0
    return mean / error


def _mean(run, variable):
    """Mean of the years after the first decision year in which levers act."""
    return run.series(variable).loc[2027:].mean()
