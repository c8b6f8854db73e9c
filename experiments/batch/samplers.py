"""Points in the space of a design's factors: (n_points, n_factors) arrays, the same for the same seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from warnings import catch_warnings, simplefilter

import numpy as np

from experiments.batch.factors import Factor

METHODS = ("none", "grid", "latin_hypercube", "sobol", "morris")
SAMPLES = ("latin_hypercube", "sobol")  # methods whose points stand for the whole space


@dataclass(frozen=True)
class Sampler:
    """How points are chosen.

    ``points``: of a Latin hypercube; base points of a Sobol design, a power of 2, which has
    points x (factors + 2) rows; trajectories of a Morris design, points x (factors + 1) rows.
    ``levels``: of a grid or Morris factor.
    """

    method: str = "none"
    points: int = 1
    seed: int = 1
    levels: int = 4

    def problems(self, factors: Sequence[Factor]) -> list[str]:
        """Return what is wrong with the sampler, for these factors."""
        found = []
        if self.method == "none" and factors:
            found.append(f"sampler: method none samples no factor, there are {', '.join(METHODS[1:])}")
        if self.method not in ("none", "grid") and not factors:
            found.append(f"sampler: method {self.method} needs a factor")
        if self.method == "sobol" and self.points & (self.points - 1):
            found.append(f"sampler: points of a sobol design: got {self.points}, allowed a power of 2")
        if self.method == "morris" and self.levels % 2:
            found.append(f"sampler: levels of a morris design: got {self.levels}, allowed an even number")
        if self.method in ("sobol", "morris") and find_spec("SALib") is None:
            found.append(f"sampler: method {self.method} needs SALib (the extra 'lab')")
        return found

    def n_points(self, factors: Sequence[Factor]) -> int:
        """Return the number of points, without making them."""
        n = len(factors)
        counts = {
            "none": 1,
            "grid": int(np.prod([len(factor.values) for factor in factors], dtype=object)),
            "latin_hypercube": self.points,
            "sobol": self.points * (n + 2),
            "morris": self.points * (n + 1),
        }
        return counts[self.method]

    def points_per_draw(self, factors: Sequence[Factor]) -> int:
        """Return how many points in a row count as one draw: a base point of a Sobol design with its exchanges."""
        return self.points_alike(factors) if self.method in SAMPLES else 1

    def points_alike(self, factors: Sequence[Factor]) -> int:
        """Return how many points in a row are much alike: they differ in a factor or two, as on a Morris trajectory."""
        return {"sobol": len(factors) + 2, "morris": len(factors) + 1}.get(self.method, 1)

    def independent(self, n_points: int, factors: Sequence[Factor]) -> np.ndarray:
        """Return which of the points are draws of their own: of each base point of a Sobol design the first and last.

        These two differ in every factor; each of those between is the first with one factor of the last.
        """
        each = self.points_per_draw(factors)
        return np.array([point for point in range(n_points) if each == 1 or point % each in (0, each - 1)])

    def draw(self, factors: Sequence[Factor]) -> np.ndarray:
        """Return (n_points, n_factors) values, each in its factor's own unit."""
        return _DRAW[self.method](self, factors)


def _none(sampler: Sampler, factors: Sequence[Factor]) -> np.ndarray:
    return np.empty((1, 0))


def _grid(sampler: Sampler, factors: Sequence[Factor]) -> np.ndarray:
    points = list(product(*(factor.values for factor in factors)))
    return np.array(points, dtype=float).reshape(len(points), len(factors))


def grid_point(factors: Sequence[Factor], number: int) -> list[float]:
    """Return one row of a grid, the last factor changing fastest, without making the others."""
    found: list[float] = []
    for factor in reversed(factors):
        number, place = divmod(number, len(factor.values))
        found.append(float(factor.values[place]))
    return found[::-1]


def _latin_hypercube(sampler: Sampler, factors: Sequence[Factor]) -> np.ndarray:
    from scipy.stats import qmc

    unit = qmc.LatinHypercube(len(factors), rng=np.random.default_rng(sampler.seed)).random(sampler.points)
    return qmc.scale(unit, [factor.low for factor in factors], [factor.high for factor in factors])


def _sobol(sampler: Sampler, factors: Sequence[Factor]) -> np.ndarray:
    """Return Saltelli's rows: of each base point a, then a with one factor of its partner b at a time, then b.

    As SALib orders them, but a and b are two scrambled Sobol sequences whose rows are paired by chance. As halves of
    one longer sequence, the usual way, they depend on each other: of an interaction the indices are then off by twice
    as much as any bootstrap over base points tells, of 256 as well.
    """
    from scipy.stats import qmc

    n, luck = len(factors), np.random.default_rng(sampler.seed)
    with catch_warnings():
        simplefilter("ignore")  # that one base point is no balanced sample
        a, b = (qmc.Sobol(n, rng=luck).random(sampler.points) for _ in range(2))
    b = b[luck.permutation(sampler.points)]
    rows = np.repeat(a[:, None], n + 2, axis=1)  # (points, n + 2, n)
    rows[:, np.arange(1, n + 1), np.arange(n)] = b
    rows[:, -1] = b
    return qmc.scale(rows.reshape(-1, n), [factor.low for factor in factors], [factor.high for factor in factors])


def _morris(sampler: Sampler, factors: Sequence[Factor]) -> np.ndarray:
    from SALib.sample import morris

    return morris.sample(salib_problem(factors), sampler.points, num_levels=sampler.levels, seed=sampler.seed)


def salib_problem(factors: Sequence[Factor]) -> dict[str, object]:
    """Return the factors as SALib writes them."""
    return {
        "num_vars": len(factors),
        "names": [factor.label for factor in factors],
        "bounds": [[factor.low, factor.high] for factor in factors],
    }


_DRAW: dict[str, Callable[[Sampler, Sequence[Factor]], np.ndarray]] = {
    "none": _none,
    "grid": _grid,
    "latin_hypercube": _latin_hypercube,
    "sobol": _sobol,
    "morris": _morris,
}
