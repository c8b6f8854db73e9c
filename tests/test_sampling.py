"""Even allocation: whole numbers by largest remainders, tilted shapes, lattices that spread over any run of rows."""

import numpy as np
import pytest
from scipy.stats import qmc

from abm.population.sampling import DIMENSIONS, Lattice, apportion, place, ranks, spread_lognormal, tilt


def test_whole_numbers_go_by_largest_remainders():
    """7 by 5 : 3 : 2 is 3.5, 2.1 and 1.4: three, two, one, and the one left to the largest remainder."""
    assert apportion([5.0, 3.0, 2.0], 7).tolist() == [4, 2, 1]
    assert apportion([1.0, 1.0, 1.0], 4).tolist() == [2, 1, 1]  # of equal remainders the earlier
    assert apportion([0.0, 0.0], 0).tolist() == [0, 0]
    luck = np.random.default_rng(1)
    for total in (1, 17, 1000):
        weights = luck.random(40)
        counts = apportion(weights, total)
        assert counts.sum() == total
        assert np.abs(counts - weights / weights.sum() * total).max() < 1.0


def test_a_systematic_sample_has_each_share_to_a_row():
    assert np.bincount(place(np.array([0.5, 0.3, 0.2]), 10)).tolist() == [5, 3, 2]
    assert np.bincount(place(np.array([5.0, 3.0, 2.0]), 3), minlength=3).tolist() == [1, 1, 1]  # at 1/6, 3/6 and 5/6
    assert place(np.array([1.0]), 0).size == 0


def test_a_shape_is_tilted_to_a_mean_by_the_same_ratio_for_each_step():
    """Maximum entropy: shares times a power of the value, so neighbours' ratios all change by one factor."""
    shares, values = np.array([0.2, 0.3, 0.3, 0.2]), np.array([1.0, 2.0, 3.0, 4.0])
    tilted = tilt(shares, values, 2.9)
    assert tilted.sum() == pytest.approx(1.0)
    assert tilted @ values == pytest.approx(2.9, abs=1e-9)
    steps = (tilted[1:] / tilted[:-1]) / (shares[1:] / shares[:-1])
    assert steps == pytest.approx(np.full(3, steps[0])) and steps[0] > 1.0
    assert tilt(shares, values, 2.5) == pytest.approx(shares)  # its own mean leaves it
    with pytest.raises(ValueError, match=r"mean 4\.5 lies outside 1 to 4"):
        tilt(shares, values, 4.5)


def test_ranks_are_even_and_keep_the_order():
    assert ranks(np.array([30.0, 10.0, 20.0, 20.0])).tolist() == [0.875, 0.125, 0.375, 0.625]


def test_lognormal_values_follow_the_score_and_have_the_mean_by_weight():
    score, weights = np.arange(100.0), np.where(np.arange(100) < 50, 1.0, 3.0)
    values = spread_lognormal(score, 0.5, 20000.0, weights)
    assert (np.diff(values) > 0).all()
    assert np.average(values, weights=weights) == pytest.approx(20000.0)
    assert np.log(values).std() == pytest.approx(0.5, rel=0.05)


def test_a_lattice_gives_each_number_once_and_spreads_them_over_any_run_of_rows():
    """Of a hundred rows on end 26 to 34 lie below 0.3, of ten 1 to 5, along each direction; by chance far apart."""
    n = 1000
    for seed in (0, 1):
        lattice = Lattice(n, seed, "homes")
        for _ in range(DIMENSIONS):
            even = lattice.even()
            assert np.sort(even) == pytest.approx((np.arange(n) + 0.5) / n)
            for run, least, most in ((100, 26, 34), (10, 1, 5)):
                below = [(even[start : start + run] < 0.3).sum() for start in range(0, n - run, 10)]
                assert min(below) >= least and max(below) <= most, run
    assert not np.array_equal(Lattice(n, 0, "homes").even(), Lattice(n, 1, "homes").even())


@pytest.mark.parametrize("run", [50, 200])
def test_any_two_directions_fill_the_square_over_any_run_of_rows(run):
    """The wrap-around discrepancy of each pair, wherever the run begins, is under three fifths of that of chance."""
    lattice = Lattice(run, 0, "homes")
    columns = np.stack([lattice.even() for _ in range(DIMENSIONS)], axis=1)
    luck = np.random.default_rng(1).random((run, DIMENSIONS))
    apart = [
        [qmc.discrepancy(each[:, [i, j]], method="WD") ** 0.5 for i in range(DIMENSIONS) for j in range(i)]
        for each in (columns, luck)
    ]
    assert max(apart[0]) < 0.6 * float(np.mean(apart[1]))
