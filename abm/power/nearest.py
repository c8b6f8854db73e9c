"""Few columns whose weighted sums come nearest to given sums: a search by exchanges, from many starts."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import lsq_linear

from abm.randomness import generator

LEAST_WEIGHT = 1.0  # a day stands for itself at least
MOST_WEIGHT = 150.0
ROUNDS = 50
MANY = 10  # columns
SEARCHES = 5000  # over the number of columns: starts, each of which ends in a near optimum
SEARCHES_OF_MANY = 60  # starts with more than ``MANY`` columns
OUTSIDE = 1e6  # squared distance that a weight outside its bounds counts, and again as much by how far

Chosen = tuple[np.ndarray, np.ndarray, float]  # columns, weights, squared distance


def near_optima(features: np.ndarray, wanted: np.ndarray, number: int, kept: np.ndarray) -> list[Chosen]:
    """Return where many searches end, the nearest first."""
    free = np.setdiff1d(np.arange(features.shape[1]), kept)
    products = Products.of(features, wanted)
    ends: dict[tuple[int, ...], tuple[np.ndarray, float]] = {}
    for start in range(_starts(number)):
        shuffled = generator(start, f"typical days|{number}").permutation(free)
        end = _exchanged(products, np.concatenate([kept, shuffled[: number - len(kept)]]), len(kept))
        if tuple(end.tolist()) not in ends:
            ends[tuple(end.tolist())] = weights_of(features[:, end], wanted)
    found = [(np.array(columns), weight, error) for columns, (weight, error) in ends.items()]
    return sorted(found, key=lambda end: end[2])


def _starts(number: int) -> int:
    """Return how many searches: fewer where there are many columns, whose near optima lie close together."""
    return SEARCHES // number if number <= MANY else SEARCHES_OF_MANY


def choose(features: np.ndarray, wanted: np.ndarray, start: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Return the columns of (n_features, n_columns) ``features`` whose weighted sums come nearest to ``wanted``.

    From ``start`` on, one column after the other is exchanged for the best of all others, until nothing
    improves; those in ``kept`` stay. Ties go to the earlier column, so the answer is always the same.
    """
    began = np.concatenate([kept, np.setdiff1d(start, kept)])
    end = _exchanged(Products.of(features, wanted), began, len(kept))
    return min((end, np.sort(began)), key=lambda columns: weights_of(features[:, columns], wanted)[1])


def weights_of(features: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, float]:
    """Return (n,) weights within their bounds, and the squared distance of the sums from ``wanted``."""
    found = lsq_linear(features, wanted, bounds=(LEAST_WEIGHT, MOST_WEIGHT), method="bvls")
    return found.x, 2.0 * float(found.cost)


@dataclass(frozen=True)
class Products:
    """All that the search needs of features and wanted sums: their products."""

    gram: np.ndarray  # (n_columns, n_columns)
    aim: np.ndarray  # (n_columns,)
    size: float

    @classmethod
    def of(cls, features: np.ndarray, wanted: np.ndarray) -> "Products":
        """Work them out."""
        return cls(features.T @ features, features.T @ wanted, float(wanted @ wanted))


def _exchanged(products: Products, chosen: np.ndarray, n_kept: int) -> np.ndarray:
    """Return the sorted columns where no exchange of one of them, after the first ``n_kept``, improves the set."""
    best = np.inf
    for _ in range(ROUNDS):
        before = best
        for i in range(n_kept, len(chosen)):
            others = np.delete(chosen, i)
            candidate, error = exchanges(products, others)
            at = int(np.argmin(error))
            if error[at] < best - 1e-9:
                best, chosen = float(error[at]), np.insert(others, i, candidate[at])
        if best == before:
            break
    return np.sort(chosen)


def exchanges(products: Products, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return all columns that could join the ``others``, and the squared distances with each.

    Weights are those of least squares without bounds; sets whose weights lie outside them come after all others.
    """
    gram, aim = products.gram, products.aim
    candidates = np.setdiff1d(np.arange(len(aim)), others)
    sets = np.column_stack([np.tile(others, (len(candidates), 1)), candidates])
    ridge = 1e-9 * np.trace(gram) / len(aim) * np.eye(sets.shape[1])
    weight = np.linalg.solve(gram[sets[:, :, None], sets[:, None, :]] + ridge, aim[sets][..., None])[..., 0]
    error = products.size - np.einsum("kd,kd->k", weight, aim[sets])
    beyond = np.maximum(LEAST_WEIGHT - weight, 0.0) + np.maximum(weight - MOST_WEIGHT, 0.0)
    return candidates, error + OUTSIDE * ((beyond > 0).any(axis=1) + beyond.sum(axis=1))
