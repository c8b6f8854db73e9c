"""Where the spread comes from: sums whose shares are known by hand, and what a design cannot tell."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.variance import CURVED, FEW, SCATTERED, TOGETHER, Crossed, of_groups, shares, sides
from experiments.batch.reading import Made
from experiments.batch.samplers import Sampler
from experiments.indicators import Indicator

LUCK = np.random.default_rng(3)


def cells(points=0.0, storylines=0.0, populations=0.0, seeds=0.0, noise=0.0, shape=(30, 4, 4, 4)) -> np.ndarray:
    """Values made of independent parts of given standard deviations: of samples, and of all storylines there are."""
    found = noise * LUCK.standard_normal(shape)
    for axis, size in enumerate((points, storylines, populations, seeds)):
        part = LUCK.standard_normal(shape[axis])
        part = (part - part.mean()) / (part.std() or 1.0)
        part /= 1.0 if axis == 1 else np.sqrt(len(part) / max(len(part) - 1, 1))
        found = found + size * part.reshape([-1 if other == axis else 1 for other in range(4)])
    return found


def test_sides_that_add_up_have_their_own_shares():
    found = sides(Crossed(cells(points=3, storylines=2, populations=1, seeds=2)))
    # 9 + 4 + 1 + 4 = 18
    assert [found[name] for name in ("points", "storylines", "sampling", "luck")] == pytest.approx(
        [9 / 18, 4 / 18, 1 / 18, 4 / 18], abs=1e-9
    )
    assert [found[TOGETHER], found[SCATTERED]] == pytest.approx([0, 0], abs=1e-9)


def test_noise_is_not_taken_for_a_side():
    found = sides(Crossed(cells(noise=1.0)))
    assert all(abs(found[name]) < 0.03 for name in ("points", "storylines", "sampling", "luck", TOGETHER))
    assert found[SCATTERED] > 0.9
    assert sum(found.values()) == pytest.approx(1.0)


def test_an_assumption_that_weighs_more_in_one_storyline_is_an_interaction_of_its_own_size():
    """x + x s with s of mean nought and variance one: half and half, with one seed or with several that do nothing."""
    storylines = np.array([-1.5, -0.5, 0.5, 1.5]) / np.sqrt(1.25)
    for n_seeds in (1, 2, 4):
        x = LUCK.standard_normal(30)
        x -= x.mean()
        values = np.tile((x[:, None] * (1 + storylines))[:, :, None, None], (1, 1, 1, n_seeds))
        found = sides(Crossed(values))
        assert found["points"] == pytest.approx(0.5, abs=0.05) and found[TOGETHER] == pytest.approx(0.5, abs=0.05)
        assert found["storylines"] == pytest.approx(0, abs=0.1)
        if n_seeds > 1:
            assert [found["luck"], found[SCATTERED]] == pytest.approx([0, 0], abs=1e-9)


def test_luck_that_differs_from_point_to_point_is_not_taken_for_the_points():
    """A third each; the mean of a point over two seeds still holds half of their luck."""
    found = []
    for _ in range(60):
        x, luck = LUCK.standard_normal((20, 1, 1, 1)), LUCK.standard_normal((20, 1, 1, 2))
        storylines = np.array([-1.0, 1.0])[None, :, None, None]
        told = sides(Crossed(x + luck + storylines))
        found.append([told["points"], told["storylines"], told["luck"], told[TOGETHER], told[SCATTERED]])
    assert np.mean(found, axis=0) == pytest.approx([1 / 3, 1 / 3, 0, 0, 1 / 3], abs=0.04)


def test_the_points_of_a_grid_are_all_there_are():
    """The variance among -1 and 1 is 1, not the 2 that two draws would stand for."""
    values = np.array([-1.0, 1.0])[:, None, None, None] + np.array([-1.0, 1.0])[None, :, None, None]
    found = sides(Crossed(values, frozenset({"points", "storylines"})))
    assert [found["points"], found["storylines"], found[TOGETHER]] == pytest.approx([0.5, 0.5, 0.0])


def test_too_few_levels_to_tell_anything_have_no_shares():
    values = np.array([[1.0, -1.0], [-1.0, 1.0]])[None, None]
    assert all(np.isnan(share) for share in sides(Crossed(values)).values())


def test_one_seed_cannot_tell_luck():
    assert np.isnan(sides(Crossed(cells(points=1, storylines=1, shape=(30, 4, 4, 1))))["luck"])


def test_two_seeds_stand_for_all_seeds():
    """The variance among two draws is half of that among all, taken over two; luck of 50 % is no 33 %."""
    found = sides(Crossed(cells(points=1, seeds=1, shape=(30, 1, 1, 2))))
    assert found["luck"] == pytest.approx(0.5)


@pytest.mark.parametrize(("n_seeds", "deviation"), [(2, 1.0), (2, 0.2), (4, 0.5)])
def test_the_interval_of_luck_holds_the_truth_as_often_as_it_says(n_seeds, deviation):
    luck, held, n = np.random.default_rng(7), 0, 600
    truth = deviation**2 / (1 + deviation**2 + 0.09)
    for _ in range(n):
        parts = luck.standard_normal((20, 1, 1, 1)), deviation * luck.standard_normal((1, 1, 1, n_seeds))
        values = parts[0] + parts[1] + 0.3 * luck.standard_normal((20, 1, 1, n_seeds))
        low, high = Crossed(values).range_of("luck")
        held += low <= truth <= high
    assert 0.91 < held / n < 0.985


def test_two_seeds_tell_little_of_luck(tmp_path):
    found = found_in(made_up(tmp_path)[0])["luck"]
    assert found.low == 0 or found.low < found.share
    assert found.high - found.low > 10 * max(found.share, 0.001)


def test_groups_get_the_variance_of_their_factors():
    points = LUCK.uniform(-1, 1, (400, 3))
    values = 2 * points[:, 0] + points[:, 1] + 0 * points[:, 2]
    found = of_groups(points, values, {"a": [0], "b": [1, 2]})
    assert found["a"] == pytest.approx(0.8, abs=0.05)
    assert found["b"] == pytest.approx(0.2, abs=0.05)
    assert found[CURVED] == pytest.approx(0, abs=0.01)


def test_what_is_not_linear_is_said():
    points = LUCK.uniform(-1, 1, (400, 1))
    assert of_groups(points, points[:, 0] ** 2, {"a": [0]})[CURVED] > 0.9


def test_a_group_that_does_nothing_gets_nothing_on_average_even_with_few_points():
    found = []
    for _ in range(60):
        points = LUCK.uniform(-1, 1, (20, 10))
        found.append(of_groups(points, LUCK.standard_normal(20), {"a": list(range(10))})["a"])
    assert abs(np.mean(found)) < 0.15  # the plain R2 would be 10/19 on average


def made_up(tmp_path, method="latin_hypercube", n=24, seeds=2, grade="M") -> tuple[Made, np.ndarray]:
    """A batch whose height is 3 x + storyline, with a little luck."""
    x = LUCK.uniform(0, 1, n)
    rows = [
        (point, storyline, seed, 3 * x[point] + 0.5 * (storyline == "b") + 0.05 * LUCK.standard_normal())
        for point in range(n)
        for storyline in ("a", "b")
        for seed in range(1, seeds + 1)
    ]
    runs = pd.DataFrame(rows, columns=["point", "storyline", "seed", "peak_mt"])
    runs.insert(0, "run", range(len(runs)))
    runs["package"], runs["state"] = "plan", "done"
    runs["parameter heating.tolerance.median"] = x[runs["point"]]
    factor = {"kind": "parameter", "name": "heating.tolerance.median", "low": 0.0, "high": 1.0, "values": [],
              "is_position": False, "year": None, "group": "behaviour", "grade": grade}  # fmt: skip
    design = {"packages": {"plan": {}}, "storylines": ["a", "b"], "population_seeds": [0],
              "seeds": list(range(1, seeds + 1)), "factors": [factor],
              "sampler": {"method": method, "points": n, "seed": 1, "levels": 4}}  # fmt: skip
    return Made(tmp_path, {"design": design}, runs), x


def crossed_batch(tmp_path, luck: np.random.Generator, method="latin_hypercube", seed_deviation=0.5) -> Made:
    """4 x + 2 y + storyline x + people + seed, and luck that is another in every run; x is behaviour, y context."""
    from scipy.stats import qmc

    n_points, n_storylines, n_populations, n_seeds = 16, 2, 2, 2
    sampler = Sampler(method, n_points if method != "sobol" else 8, seed=int(luck.integers(1000)))
    factors = [
        {"kind": kind, "name": name, "low": -1.0, "high": 1.0, "values": [], "is_position": False, "year": None,
         "group": group, "grade": grade}
        for kind, name, group, grade in (("parameter", "x", "behaviour", "M"), ("driver", "y", "context", ""))
    ]  # fmt: skip
    points = 2 * qmc.LatinHypercube(2, rng=luck).random(n_points) - 1
    if method == "sobol":
        points = sampler.draw(Made(tmp_path, {"design": {"factors": factors}}, pd.DataFrame()).factors)
        n_points = len(points)
    people, seeds = 0.5 * luck.standard_normal(n_populations), seed_deviation * luck.standard_normal(n_seeds)
    rows = [
        (point, f"s{s}", population, seed, *points[point],
         (4 + (2 * s - 1)) * points[point, 0] + 2 * points[point, 1] + (2 * s - 1)
         + people[population] + seeds[seed] + 0.5 * luck.standard_normal())
        for point in range(n_points) for s in range(n_storylines)
        for population in range(n_populations) for seed in range(n_seeds)
    ]  # fmt: skip
    names = ["parameter x", "driver y"]
    runs = pd.DataFrame(rows, columns=["point", "storyline", "population_seed", "seed", *names, "peak_mt"])
    runs.insert(0, "run", range(len(runs)))
    runs["package"], runs["state"] = "plan", "done"
    told = {"method": method, "points": sampler.points, "seed": 1, "levels": 4}
    design = {"packages": {"plan": {}}, "storylines": ["s0", "s1"], "population_seeds": [0, 1], "seeds": [0, 1],
              "factors": factors, "sampler": told}  # fmt: skip
    return Made(tmp_path, {"design": design}, runs)


TRUTH = {  # variances: x uniform on -1 to 1 has a third
    "behaviour": 16 / 3, "context": 4 / 3, CURVED: 0.0, "storylines": 1.0, "sampling": 0.25, "luck": 0.25,
    TOGETHER: 1 / 3, SCATTERED: 0.25, "of it rows of grade M": 16 / 3,
}  # fmt: skip


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_a_batch_of_known_shares_is_told_as_it_is_made(method, tmp_path):
    luck, found, held = np.random.default_rng(11), [], []
    total = sum(value for part, value in TRUTH.items() if not part.startswith("of it"))
    for _ in range(30):
        told = found_in(crossed_batch(tmp_path, luck, method))
        assert set(told) == set(TRUTH)
        assert sum(s.share for part, s in told.items() if not part.startswith("of it")) == pytest.approx(1.0)
        found.append([told[part].share for part in TRUTH])
        held.append([told[part].low <= TRUTH[part] / total <= told[part].high for part in TRUTH if TRUTH[part]])
    assert np.mean(found, axis=0) == pytest.approx([value / total for value in TRUTH.values()], abs=0.03)
    assert np.mean(held) > 0.9


@pytest.mark.parametrize("deviation", [2.0, 4.0])
def test_intervals_hold_how_little_two_seeds_tell_of_the_whole(deviation, tmp_path):
    """Seeds make a third or two thirds of the variance; the points alone would hold x in half or a quarter of cases."""
    luck, held = np.random.default_rng(13), []
    truth = {**TRUTH, "luck": deviation**2}
    total = sum(value for part, value in truth.items() if not part.startswith("of it"))
    for _ in range(30):
        told = found_in(crossed_batch(tmp_path, luck, seed_deviation=deviation))
        held.append([told[part].low <= truth[part] / total <= told[part].high for part in truth if truth[part]])
        assert all(share.low <= share.share <= share.high for part, share in told.items() if part not in FEW)
    assert np.mean(held, axis=0).min() >= 0.85 and np.mean(held) > 0.93


def test_a_grid_has_no_interval_over_its_points_and_its_shares_add_up(tmp_path):
    found = found_in(made_up(tmp_path, method="grid")[0])
    assert np.isnan(found["behaviour"].low) and np.isnan(found["storylines"].low)
    told = sum(s.share for part, s in found.items() if np.isfinite(s.share) and not part.startswith("of it"))
    assert told == pytest.approx(1.0)


def found_in(made) -> dict:
    return {share.part: share for share in shares(made, Indicator("peak_mt"), "plan")}


def test_a_batch_says_what_of_its_spread_is_behaviour_and_what_grade_m(tmp_path):
    made, x = made_up(tmp_path)
    found = found_in(made)
    parts = np.array([(3 * x).var(), 0.25**2])
    expected = parts[0] / parts.sum()
    assert found["behaviour"].low < expected < found["behaviour"].high
    assert found["behaviour"].share == pytest.approx(expected, abs=0.05)
    assert found["of it rows of grade M"].share == pytest.approx(found["behaviour"].share, abs=0.01)
    assert found["sampling"].reason == "one synthetic population"
    told = sum(s.share for part, s in found.items() if np.isfinite(s.share) and not part.startswith("of it"))
    assert told == pytest.approx(1.0)


def test_official_rows_are_not_counted_as_grade_m(tmp_path):
    made, _ = made_up(tmp_path, grade="A")
    assert found_in(made)["of it rows of grade M"].share == 0


@pytest.mark.parametrize(
    ("more", "told"), [({"method": "morris"}, "are no sample"), ({"n": 4}, "4 points for 1 factor, at least 5")]
)
def test_a_design_that_cannot_part_the_points_says_so(more, told, tmp_path):
    made, _ = made_up(tmp_path, **more)
    found = found_in(made)
    assert told in found["behaviour"].reason and np.isnan(found["behaviour"].share)
    assert np.isfinite(found["points"].share)
