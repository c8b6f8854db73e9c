"""A small sample of the people speaks for all of them, within its interval."""

import numpy as np
import pytest
from scipy import stats

from abm import simulate
from experiments.scale_error import CHECKED

INDICATORS = (
    *CHECKED,
    "Share|Clean Heating|Rural",
    "Homes|Rooftop PV",
    "Stocks|Transportation|Light-Duty Vehicle",
    "Stocks|Transportation|Light-Duty Vehicle|Battery-Electric",
    "Farms|Straw|Feed",
)
PAIRS = range(6)
LAST = 2030
RARE = 5e-4  # of a share: few or none of the sampled rows, whose t interval says little
BIAS = 5e-4  # of the value: weights are rounded to whole homes


def _record(scale, pair):
    """Each pair has a seed and a population of its own, the same at both scales: common luck cancels."""
    return simulate("plan", "luliang", until=LAST, scale=scale, seed=1 + pair, population_seed=pair).record


@pytest.mark.slow
def test_means_at_scale_two_per_cent_agree_with_everyone():
    runs = [(_record(0.02, pair), _record(1.0, pair)) for pair in PAIRS]
    outside, far = [], []
    for name in INDICATORS:
        small, whole = np.array([[record.value(name, LAST) for record in pair] for pair in runs]).T
        error, level = small - whole, whole.mean()
        half = stats.t.ppf(0.995, len(error) - 1) * error.std(ddof=1) / np.sqrt(len(error))
        off = abs(error.mean())
        if off > half + BIAS * level:
            outside.append((name, error.mean(), half, level))
        if off > max(0.03 * level, half, RARE if name.startswith("Share|") else 0.0):
            far.append((name, error.mean(), level))
    assert far == []  # no bias worth speaking of
    assert len(outside) <= 2, outside  # 25 intervals of 99 %
