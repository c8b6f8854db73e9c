"""Shapley values of games whose answer is known by hand, and how often their intervals hold it."""

import numpy as np
import pytest

from benchmarks.bench_shapley import KINDS, drawn, held
from experiments.attribution.shapley import Attribution, all_coalitions, coalitions_of, exact, orders, sampled
from experiments.headlines import estimate
from tests.known_game import ABC, known


def test_shapley_values_of_a_known_model_are_exact():
    found = exact(ABC, {chosen: known(chosen) for chosen in all_coalitions(ABC)})
    assert found.shapley[0] == pytest.approx([2 + 2 + 2, 3 + 2 + 2, 0 + 0 + 2], abs=1e-12)
    assert found.shapley.sum() == pytest.approx(found.total[0])  # 15
    assert found.alone[0].tolist() == [2, 3, 0]
    assert found.last[0].tolist() == [15 - 3, 15 - 2, 15 - 9]
    assert found.interaction.tolist() == [10]


def of_seeds(names, joined, model) -> list[dict[frozenset[str], float]]:
    """Outcomes of the sets that each seed's orders pass through; ``model`` takes the seed's place and the set."""
    return [{chosen: model(k, chosen) for chosen in coalitions_of(names, own)} for k, own in enumerate(joined)]


def test_all_orders_sampled_give_the_exact_values():
    from itertools import permutations

    joined = [[order for p in permutations(ABC) if p < p[::-1] for order in (p, p[::-1])]]
    found = sampled(ABC, joined, of_seeds(ABC, joined, lambda _, chosen: known(chosen)[0]))
    assert found.shapley.shape == (3, 3)  # 6 orders in 3 pairs
    assert found.shapley.mean(axis=0) == pytest.approx([6, 7, 2], abs=1e-12)


def test_every_seed_has_orders_of_its_own_each_with_its_reverse():
    joined = orders("abcdefgh", 4, 3, seed=1)
    assert [len(own) for own in joined] == [4, 4, 4]
    assert all(own[i + 1] == own[i][::-1] for own in joined for i in (0, 2))
    assert len({order for own in joined for order in own}) == 12
    assert joined == orders("abcdefgh", 4, 3, seed=1) != orders("abcdefgh", 4, 3, seed=2)


def test_sampled_values_of_each_seed_always_add_up_to_its_total():
    joined = orders(ABC, 4, 3, seed=3)
    found = sampled(ABC, joined, of_seeds(ABC, joined, lambda k, chosen: (k + 1) * known(chosen)[0]))
    assert found.shapley.sum(axis=1) == pytest.approx([15, 30, 45]) and found.total.tolist() == [15, 30, 45]
    assert found.estimate.mean.sum() == pytest.approx(30)
    tenfold = found.times(10.0)
    assert tenfold.estimate.half_width == pytest.approx(10.0 * found.estimate.half_width)


def test_the_interval_of_few_rows_draws_each_spread_towards_what_actions_of_its_size_have_by_hand():
    """Variances 4 and 0, their mean 2; the squared effects 9 and 81, with a quarter of their mean 20.25 and 92.25.

    These are 0.36 and 1.64 of their mean 56.25, and none counts for less than the mean of all:
    (2 x 4 + 2 x 2) / 4 = 3 and (2 x 0 + 2 x 2 x 1.64) / 4 = 1.64; t of 3 degrees of freedom is 3.18245.
    """
    rows = np.array([[1.0, 9.0], [3.0, 9.0], [5.0, 9.0]])
    found = Attribution(("a", "b"), rows, rows, rows, rows.sum(axis=1), is_sampled=True).estimate
    assert found.mean.tolist() == [3, 9]
    assert found.half_width == pytest.approx([3.18245 * np.sqrt(3 / 3), 3.18245 * np.sqrt(1.64 / 3)], rel=1e-5)


def test_the_interval_holds_actions_that_work_only_three_together():
    """Such actions are met in the same half of each pair of orders by chance, so their few rows agree."""
    luck, names, held = np.random.default_rng(5), tuple("abcdef"), []
    for trial in range(60):
        own, pairs = luck.normal(size=6), luck.normal(size=(6, 6))

        def model(_, chosen, own=own, pairs=pairs) -> float:
            on = np.array([name in chosen for name in names], dtype=float)
            return on @ own + 0.3 * on @ pairs @ on + 2 * on[:3].prod() - 2 * on[3:].prod()

        truth = exact(names, {chosen: np.array([model(0, chosen)]) for chosen in all_coalitions(names)}).shapley[0]
        joined = orders(names, 8, 1, seed=trial)
        found = sampled(names, joined, of_seeds(names, joined, model)).estimate
        held += (np.abs(found.mean - truth) <= found.half_width).tolist()
    assert 0.92 < np.mean(held) <= 1.0


def test_one_pair_of_orders_is_exact_where_no_three_work_together():
    names = tuple("abcdefgh")
    gain = {name: float(i) for i, name in enumerate(names)}

    def model(_, chosen: frozenset[str]) -> float:
        return sum(gain[name] for name in chosen) + 0.5 * len(chosen) ** 2

    joined = orders(names, 2, 1, seed=1)
    found = sampled(names, joined, of_seeds(names, joined, model))
    # symmetric interaction: (0.5 x 64) / 8 = 4 each; an order and its reverse make it exact
    assert found.shapley[0] == pytest.approx([4 + i for i in range(8)])


class Game:
    """Eight actions with effects of very different size, of pairs and of threes; every seed moves them, every set too.

    ``luck`` draws the game; ``shift`` is how much of an action's size a seed moves what it does, ``noise`` how much
    chance is in each outcome.
    """

    names = tuple("abcdefgh")

    def __init__(self, luck: np.random.Generator, shift: float, noise: float) -> None:
        self.luck, self.shift, self.noise = luck, shift, noise
        self.size = np.exp(luck.normal(size=8))
        self.own = luck.normal(size=8) * self.size
        self.pairs = [(i, j, 0.4 * luck.normal() * np.sqrt(self.size[i] * self.size[j]))
                      for i in range(8) for j in range(i) if luck.random() < 0.5]  # fmt: skip
        self.threes = [(i, j, k, luck.normal() * self.size[[i, j, k]].min())
                       for i in range(8) for j in range(i) for k in range(j) if luck.random() < 0.2]  # fmt: skip

    @property
    def truth(self) -> np.ndarray:
        found = self.own.copy()
        for *together, worth in (*self.pairs, *self.threes):
            found[together] += worth / len(together)
        return found

    def sampled(self, n_orders: int, n_seeds: int, seed: int):
        shifts = self.shift * self.size * self.luck.normal(size=(n_seeds, 8))

        def model(place: int, chosen: frozenset[str]) -> float:
            on = np.array([name in chosen for name in self.names])
            together = sum(worth for *some, worth in (*self.pairs, *self.threes) if on[some].all())
            return on @ (self.own + shifts[place]) + together + self.noise * self.luck.normal()

        joined = orders(self.names, n_orders, n_seeds, seed)
        return sampled(self.names, joined, of_seeds(self.names, joined, model))


@pytest.mark.parametrize(("shift", "noise"), [(0.0, 0.0), (0.3, 0.0), (0.1, 0.1)])
@pytest.mark.parametrize(("n_orders", "n_seeds"), [(2, 4), (2, 6), (4, 3), (8, 1)])
def test_the_interval_holds_the_exact_value_as_often_as_it_says(n_orders, n_seeds, shift, noise):
    """Luck of the orders alone, of seeds that move what actions do, and of every single run."""
    luck, held = np.random.default_rng(5), []
    for trial in range(60):
        game = Game(luck, shift if n_seeds > 1 else 0.0, noise)
        found = game.sampled(n_orders, n_seeds, trial).estimate
        held += (np.abs(found.mean - game.truth) <= found.half_width).tolist()
    assert 0.93 < np.mean(held) <= 1.0


def test_seeds_with_orders_of_their_own_tell_more_than_the_same_runs_with_common_orders():
    """Of four seeds with an order and its reverse each: error and interval against one common order and its reverse."""
    luck = np.random.default_rng(9)
    own, common = [], []
    for trial in range(80):
        game = Game(luck, 0.05, 0.0)
        for n_seeds, kept in ((4, own), (1, common)):  # of one seed without chance, as good as of many with it
            kept.append(game.sampled(2, n_seeds, trial).estimate.mean - game.truth)
    assert np.std(own) < 0.6 * np.std(common)


@pytest.mark.parametrize("kind", KINDS)
def test_the_games_of_the_measurement_have_the_values_that_it_says(kind):
    game, names = drawn(np.random.default_rng(4), 5, kind), tuple("abcde")
    values = {
        chosen: np.array([game.value(np.isin(names, list(chosen)), np.zeros(5))]) for chosen in all_coalitions(names)
    }
    assert exact(names, values).shapley[0] == pytest.approx(game.truth)


def test_what_is_measured_is_how_often_intervals_hold_the_truth():
    every, largest = held("each alone", "seeds and runs", 5, 8, 20)
    assert 0.85 < every < 1.0 and 0.7 < largest <= 1.0


def test_one_seed_and_all_sets_or_one_pair_of_orders_have_no_interval():
    found = exact(ABC, {chosen: known(chosen) for chosen in all_coalitions(ABC)})
    assert np.isnan(found.estimate.half_width).all()
    joined = orders(ABC, 2, 1, seed=1)
    found = sampled(ABC, joined, of_seeds(ABC, joined, lambda _, chosen: known(chosen)[0]))
    assert np.isnan(found.estimate.half_width).all()


@pytest.mark.parametrize(
    ("pairs", "seeds", "lang", "told"),
    [
        (4, 1, "en", "over 4 pairs of orders; of the luck of seeds one seed tells nothing"),
        (4, 2, "en", "over 2 paired seeds and the orders of each; with so few seeds it is wide, --seeds 4"),
        (8, 8, "en", "over 8 paired seeds and the orders of each"),
        (1, 1, "en", "of the luck of seeds one seed tells nothing"),
        (0, 8, "en", "over 8 paired seeds"),
        (0, 1, "en", "of the luck of seeds one seed tells nothing"),
        (4, 2, "zh", "涵盖2 个成对种子与各自的次序；种子少"),
        (0, 1, "zh", "只有一个种子，不含种子的运气"),
    ],
)
def test_the_output_says_which_uncertainty_its_intervals_hold(pairs, seeds, lang, told):
    from experiments.attribution.words import what_intervals_hold
    from experiments.language import Speech

    assert told in what_intervals_hold(pairs, seeds, Speech(lang))


def test_exact_values_have_the_interval_of_their_seeds():
    values = {chosen: np.array([1.0, 2.0, 4.0]) * known(chosen)[0] for chosen in all_coalitions(ABC)}
    found = exact(ABC, values)
    assert found.estimate.half_width == pytest.approx(estimate(found.shapley).half_width)


def test_seeds_are_kept_apart():
    values = {chosen: np.array([1.0, 2.0]) * known(chosen)[0] for chosen in all_coalitions(ABC)}
    assert exact(ABC, values).shapley[1] == pytest.approx([12, 14, 4])
