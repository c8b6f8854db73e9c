"""Where a plan fails: boxes in the space of the factors (PRIM) and a ranking of them (extra trees).

Friedman and Fisher (1999), Bryant and Lempert (2010); both as the EMA Workbench has them. A case is a point
and storyline; it fails if at least half of its replicates do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binom

from abm.errors import UserError
from experiments.batch.reading import Made

STORYLINE = "storyline"
LEAST = 10  # failing and not failing cases, each
LEAST_COVERAGE = 0.1  # a box with fewer of the failures is noise
REPEATS = 10  # forests, for the spread of their scores


@dataclass(frozen=True)
class Limit:
    """One side of a box: a range of a factor, or the storylines it holds for; ``p`` is its quasi p-value.

    That is the chance of as many failures if this side told nothing (Bryant and Lempert 2010), but counted in draws.
    An end at the least or largest value of the sample is open: nothing was peeled off there. ``held``: the share of
    halves of the draws on which it is found again, NaN where nobody looked.
    """

    factor: str
    low: float
    high: float
    among: tuple[str, ...]
    p: float
    is_open_low: bool = False
    is_open_high: bool = False
    held: float = np.nan


@dataclass(frozen=True)
class Box:
    """A region in which failures gather: what share of all failures it holds, and what share of its cases fail.

    What an earlier box holds is not counted again.
    """

    coverage: float
    density: float
    mass: float
    limits: tuple[Limit, ...]


def cases(made: Made, fails: np.ndarray, package: str) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Return factors, whether each case fails, and from which draw it comes.

    (n_cases, n_factors), with the storyline where there are several; (n_cases,); (n_cases,). All storylines of a point
    are one draw, and so are the points of a base point of a Sobol or of a trajectory of a Morris design.
    """
    labels = [factor.label for factor in made.factors]
    frame = made.runs[["package", "point", STORYLINE, *labels]].assign(fails=fails)
    frame = frame[(frame["package"] == package) & frame["fails"].notna()]
    if frame.empty:
        raise UserError(f"{made.folder}: no run of {package} tells whether it fails")
    grouped = frame.groupby(["point", STORYLINE], as_index=False).agg(
        {**dict.fromkeys(labels, "first"), "fails": "mean"}
    )
    columns = [STORYLINE, *labels] if grouped[STORYLINE].nunique() > 1 else labels
    x = grouped[columns].copy()
    if STORYLINE in columns:
        x[STORYLINE] = x[STORYLINE].astype(object)
    each = made.sampler.points_alike(made.factors)
    return x, (grouped["fails"] >= 0.5).to_numpy(), (grouped["point"] // each).to_numpy()


def points_of(x: pd.DataFrame) -> np.ndarray:
    """Return (n_cases,) number of the point of each case."""
    factors = [name for name in x.columns if name != STORYLINE]
    return x.groupby(factors, sort=False).ngroup().to_numpy()


def can_search(y: np.ndarray) -> bool:
    """Return whether enough cases fail, and enough do not, for a box to mean anything."""
    return min(int(y.sum()), len(y) - int(y.sum())) >= LEAST


def find_boxes(x: pd.DataFrame, y: np.ndarray, n_boxes: int = 3, draws: np.ndarray | None = None) -> list[Box]:
    """Return boxes one after the other, each at the step of its peeling that best balances coverage and density.

    ``draws``: (n_cases,) from which draw each case comes, by default one for each point.
    """
    import warnings

    draws = points_of(x) if draws is None else draws

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library itself
        from ema_workbench.analysis import prim

        search = prim.Prim(x, y, peel_alpha=0.05, mass_min=max(0.05, 5 / len(y)))
        found: list[Box] = []
        free = np.ones(len(y), dtype=bool)
        for _ in range(n_boxes):
            step = search.find_box()
            if step is None or len(step.peeling_trajectory) < 2:
                break
            told = step.peeling_trajectory
            at = int(_balance(told["coverage"], told["density"]).argmax())
            if told["res_dim"].iloc[at] == 0 or told["coverage"].iloc[at] < LEAST_COVERAGE:
                break
            step.select(at)
            found.append(_box(step.box_lims[at], told.iloc[at], Cases(x, y, draws), free))
            free &= ~holds(found[-1], x)
    return found


def _balance(coverage: pd.Series, density: pd.Series) -> np.ndarray:
    """Return the harmonic mean of coverage and density."""
    total = (coverage + density).to_numpy()
    return np.where(total > 0, 2 * (coverage * density).to_numpy() / np.where(total > 0, total, 1.0), 0.0)


@dataclass(frozen=True)
class Cases:
    """Factors, whether each case fails, and its draw."""

    x: pd.DataFrame
    y: np.ndarray
    draws: np.ndarray


def _box(limits: pd.DataFrame, told: pd.Series, of: Cases, free: np.ndarray) -> Box:
    """Return a box as its search step tells it; ``free`` are the cases that no earlier box holds."""
    x = of.x
    sides = {name: side for name in x.columns if (side := _side(limits[name], x[name])) is not None}
    inside = {name: _inside(side, x[name]) for name, side in sides.items()}
    held = np.logical_and.reduce([free, *inside.values()])
    found = []
    for name, (low, high, among) in sides.items():
        without = np.logical_and.reduce([free, *(mask for other, mask in inside.items() if other != name)])
        opens = (False, False) if among else (low <= x[name].min(), high >= x[name].max())
        found.append(Limit(name, low, high, among, _p_value(of, held, without), *opens))
    found.sort(key=lambda limit: limit.p)
    return Box(float(told["coverage"]), float(told["density"]), float(told["mass"]), tuple(found))


def _p_value(of: Cases, held: np.ndarray, without: np.ndarray) -> float:
    """Return the chance that so large a share of the draws in a box fails where it does as without one of its sides."""
    n = len(np.unique(of.draws[held]))
    failing = float(of.y[held].mean()) * n
    return float(binom.sf(np.ceil(failing - 1e-9) - 1, n, float(of.y[without].mean())))


def holds(box: Box, x: pd.DataFrame) -> np.ndarray:
    """Return (n_cases,) whether each case lies in a box, also of cases that it was not made of."""
    held = np.ones(len(x), dtype=bool)
    for limit in box.limits:
        low, high = -np.inf if limit.is_open_low else limit.low, np.inf if limit.is_open_high else limit.high
        held &= _inside((low, high, limit.among), x[limit.factor])
    return held


Side = tuple[float, float, tuple[str, ...]]


def _side(limits: pd.Series, values: pd.Series) -> Side | None:
    """Return (low, high, among) of a factor that a box restricts; an open end is the sample's own."""
    if values.dtype == object:
        among = tuple(sorted(map(str, limits.iloc[0])))
        return None if set(among) >= set(values) else (np.nan, np.nan, among)
    low, high = float(limits.iloc[0]), float(limits.iloc[1])
    return None if low <= values.min() and high >= values.max() else (low, high, ())


def _inside(side: Side, values: pd.Series) -> np.ndarray:
    low, high, among = side
    return values.isin(among).to_numpy() if among else values.between(low, high).to_numpy()


def feature_scores(x: pd.DataFrame, y: np.ndarray) -> pd.DataFrame:
    """Return factor, score (shares of one), half_width (95 % over forests of other seeds), strongest first."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library itself
        from ema_workbench.analysis import feature_scoring
        from ema_workbench.analysis.feature_scoring import RuleInductionType

        columns = []
        for seed in range(1, REPEATS + 1):
            scores, _ = feature_scoring.get_ex_feature_scores(
                x.copy(), y, mode=RuleInductionType.CLASSIFICATION, random_state=seed
            )
            columns.append(scores.iloc[:, 0].reindex(x.columns))
    table = np.array(columns, dtype=float)
    half = 1.96 * table.std(axis=0, ddof=1)
    found = pd.DataFrame({"factor": list(x.columns), "score": table.mean(axis=0), "half_width": half})
    return found.sort_values("score", ascending=False, ignore_index=True)


def box_frame(boxes: Sequence[Box]) -> pd.DataFrame:
    """Return box, coverage, density, mass, factor, low, high, among, p, held: one row per side."""
    rows = [
        {"box": i, "coverage": box.coverage, "density": box.density, "mass": box.mass, "factor": limit.factor,
         "low": limit.low, "high": limit.high, "among": " ".join(limit.among), "p": limit.p,
         "held": limit.held}
        for i, box in enumerate(boxes, start=1)
        for limit in box.limits
    ]  # fmt: skip
    columns = ["box", "coverage", "density", "mass", "factor", "low", "high", "among", "p", "held"]
    return pd.DataFrame(rows, columns=columns)
