"""How often the intervals of sampled Shapley values hold the truth: made-up games whose values are known.

``python -m benchmarks.bench_shapley [--games 300] [--actions 8]`` prints the table of docs/attribution.md. Every game
is drawn anew: actions of very different size (log-normal), then what they do only together. The truth is arithmetic: of
what some actions do only together each gets the same part. An order and its reverse a seed, as ``tanfeng attribute``.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from experiments.attribution.shapley import coalitions_of, orders, sampled
from experiments.text import markdown

SEEDS = (2, 3, 4, 8)
SHIFT, NOISE = 0.3, 0.1  # of what an action does, another in every seed; of every run
Together = tuple[tuple[tuple[int, ...], float], ...]  # actions that do so much once all of them are on


@dataclass(frozen=True)
class Game:
    """What ``n`` actions do: each alone, some only together, and all of them once half are on."""

    alone: np.ndarray
    size: np.ndarray
    together: Together = ()
    once_half_are_on: float = 0.0

    @property
    def truth(self) -> np.ndarray:
        """(n_actions,) Shapley values."""
        found = self.alone + self.once_half_are_on / len(self.alone)
        for some, worth in self.together:
            found[list(some)] += worth / len(some)
        return found

    def value(self, on: np.ndarray, moved: np.ndarray) -> float:
        """Return the outcome with some actions on; a seed has ``moved`` what each does."""
        joint = sum(worth for some, worth in self.together if on[list(some)].all())
        return float(on @ (self.alone + moved) + joint + self.once_half_are_on * (2 * on.sum() >= len(on)))


def drawn(luck: np.random.Generator, n: int, kind: str) -> Game:
    """Return a game of ``n`` actions."""
    size = np.exp(luck.normal(size=n))
    together: list[tuple[tuple[int, ...], float]] = []
    if kind in ("in pairs", "in threes"):
        two = [pair for pair in combinations(range(n), 2) if luck.random() < 0.5]
        together += [(pair, 0.4 * luck.normal() * float(np.sqrt(size[list(pair)].prod()))) for pair in two]
    if kind == "in threes":
        three = [some for some in combinations(range(n), 3) if luck.random() < 0.2]
        together += [(some, luck.normal() * float(size[list(some)].min())) for some in three]
    if kind == "four only together":
        together.append(((0, 1, 2, 3), 3.0 * luck.normal()))
    half = 3.0 * luck.normal() if kind == "only once half are on" else 0.0
    return Game(luck.normal(size=n) * size, size, tuple(together), half)


KINDS = ("each alone", "in pairs", "in threes", "four only together", "only once half are on")
Draw = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]
LUCKS: dict[str, Draw | None] = {
    "orders alone": None,
    "seeds and runs": lambda luck, shape: luck.normal(size=shape),
    "seeds that are skewed": lambda luck, shape: luck.exponential(size=shape) - 1.0,
}


def held(kind: str, of: str, n: int, n_seeds: int, games: int) -> tuple[float, float]:
    """Return in what share of cases the interval holds the truth: of all actions, and of the largest of each game."""
    luck, draw = np.random.default_rng(1), LUCKS[of]
    names = tuple(f"a{i:02d}" for i in range(n))
    found, largest = [], []
    for number in range(games):
        game = drawn(luck, n, kind)
        moved = np.zeros((n_seeds, n)) if draw is None else SHIFT * game.size * draw(luck, (n_seeds, n))
        joined = orders(names, 2, n_seeds, number)
        values = []
        for own, shift in zip(joined, moved, strict=True):
            sets = coalitions_of(names, own)
            chance = luck.normal(size=len(sets)) * (NOISE if draw else 0.0)
            on = [np.isin(names, list(chosen)) for chosen in sets]
            told = zip(sets, on, chance, strict=True)
            values.append({chosen: game.value(is_on, shift) + more for chosen, is_on, more in told})
        estimate = sampled(names, joined, values).estimate
        is_held = np.abs(estimate.mean - game.truth) <= estimate.half_width + 1e-12
        found.append(is_held.mean())
        largest.append(is_held[np.abs(game.truth).argmax()])
    return float(np.mean(found)), float(np.mean(largest))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--games", type=int, default=300)
    parser.add_argument("--actions", type=int, default=8)
    given = parser.parse_args()
    rows = []
    for of, draw in LUCKS.items():
        for kind in KINDS[2:] if draw is None else KINDS:  # alone and in pairs an order and its reverse are exact
            told = [held(kind, of, given.actions, n_seeds, given.games) for n_seeds in SEEDS]
            rows.append([of, kind, *(f"{every:.0%}, {most:.0%}" for every, most in told)])
    print(markdown(["luck", "actions work", *(f"{n} seeds" for n in SEEDS)], rows))


if __name__ == "__main__":
    main()
