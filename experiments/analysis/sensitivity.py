"""Which factors matter: Morris screening and Sobol indices of a design made for them, with intervals.

Herman and Usher (2017), SALib; Saltelli et al. (2010); Campolongo et al. (2007). The rows of such a design
are ordered and belong together, so none may be missing: one hole makes every index wrong without a word.
"""

from collections.abc import Callable, Sequence
from warnings import catch_warnings, simplefilter

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from abm.errors import UserError
from experiments.batch.factors import Factor
from experiments.batch.reading import Made, refuse_holes
from experiments.batch.samplers import Sampler, salib_problem
from experiments.headline import ALL
from experiments.indicators import Indicator, indicator_values

METHODS = ("sobol", "morris")
MEASURES = {"sobol": ("ST", "S1"), "morris": ("mu_star", "sigma", "mu")}  # the first one ranks
LEAST = 4  # base points or trajectories of the smallest sub-sample
CONFIDENCE = 0.95
FIRST = 5  # factors that a reader asks for


def indices(sampler: Sampler, factors: Sequence[Factor], points: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    """Return factor, measure, value, half_width of (n_points,) values at the points of a design.

    ``half_width`` is that of the 95 % interval, of Sobol indices by a bootstrap over the base points, of Morris's means
    by t over the trajectories; NaN where a measure has none. Values that do not vary have no indices: NaN for Sobol.

    Raises:
        UserError: a value is missing or the design is no Morris or Sobol design.
    """
    if sampler.method not in METHODS:
        raise UserError(f"a {sampler.method} design has no sensitivity indices; allowed {', '.join(METHODS)}")
    if not np.isfinite(values).all():
        raise UserError(f"sensitivity: {int((~np.isfinite(values)).sum())} of {len(values)} values are missing")
    if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return _still(sampler, factors)
    found = (_sobol if sampler.method == "sobol" else _morris)(sampler, factors, points, values)
    rows = [
        (factor.label, measure, float(found[measure][i]), float(found[f"{measure}_conf"][i]))
        for measure in MEASURES[sampler.method]
        for i, factor in enumerate(factors)
    ]
    return pd.DataFrame(rows, columns=["factor", "measure", "value", "half_width"])


def _sobol(
    sampler: Sampler, factors: Sequence[Factor], points: np.ndarray, values: np.ndarray
) -> dict[str, np.ndarray]:
    from SALib.analyze import sobol

    return dict(
        sobol.analyze(salib_problem(factors), values, calc_second_order=False, conf_level=CONFIDENCE, seed=sampler.seed)
    )


def _morris(
    sampler: Sampler, factors: Sequence[Factor], points: np.ndarray, values: np.ndarray
) -> dict[str, np.ndarray]:
    from SALib.analyze import morris

    with catch_warnings():
        simplefilter("ignore")  # that one trajectory has no spread is told by our own NaN
        told = morris.analyze(
            salib_problem(factors), points, values, num_levels=sampler.levels, num_resamples=2, seed=sampler.seed
        )
    found = {name: np.asarray(told[name], dtype=float) for name in ("mu_star", "sigma", "mu")}
    n = len(points) // (len(factors) + 1)
    squares = found["mu"] ** 2 + found["sigma"] ** 2 * (n - 1) / n  # mean of the squared elementary effects
    of_sizes = np.maximum(squares - found["mu_star"] ** 2, 0.0) * n / max(n - 1, 1)
    halves = {"mu_star_conf": _half_width(of_sizes, n), "mu_conf": _half_width(found["sigma"] ** 2, n)}
    return {**found, **halves, "sigma_conf": np.full(len(factors), np.nan)}


def _half_width(variance: np.ndarray, n: int) -> np.ndarray:
    """Return the half-widths of the 95 % t intervals of means over n trajectories, NaN of one.

    SALib's own is that of a bootstrap, which of eight trajectories holds the mean in 89 % of samples only.
    """
    return stdtrit(n - 1, 0.5 + CONFIDENCE / 2) * np.sqrt(variance / n) if n > 1 else np.full(len(variance), np.nan)


def _still(sampler: Sampler, factors: Sequence[Factor]) -> pd.DataFrame:
    """Return the indices of values that do not vary: no share of nothing, and no elementary effect."""
    value = np.nan if sampler.method == "sobol" else 0.0
    rows = [(factor.label, measure, value, np.nan) for measure in MEASURES[sampler.method] for factor in factors]
    return pd.DataFrame(rows, columns=["factor", "measure", "value", "half_width"])


def sub_samples(n: int) -> list[int]:
    """Return growing numbers of base points: an eighth, a quarter, a half and all of n, none below four."""
    sizes = {n // part for part in (8, 4, 2, 1)}
    return sorted(size for size in sizes if size >= LEAST or size == n)


def convergence(sampler: Sampler, factors: Sequence[Factor], points: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    """Return the indices on growing sub-samples, with the column ``base_points``; the last one is the whole."""
    each = len(points) // sampler.points
    parts = []
    for size in sub_samples(sampler.points):
        part = indices(sampler, factors, points[: size * each], values[: size * each])
        part.insert(0, "base_points", size)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def sensitivity(
    made: Made, indicators: Sequence[Indicator], tell: Callable[[int, int], None] | None = None
) -> pd.DataFrame:
    """Return package, storyline, indicator, base_points, factor, measure, value, half_width of a finished batch.

    The mean over the seeds of each point is analysed, per storyline, and the mean over the storylines
    (``all``) where there are several. ``tell`` is called with how many of so many analyses are done.

    Raises:
        UserError: the design has a hole, or is of another kind.
    """
    if made.sampler.method not in METHODS:
        raise UserError(
            f"{made.folder}: a {made.sampler.method} design has no sensitivity indices; "
            f"its sampler must be one of {', '.join(METHODS)}"
        )
    refuse_holes(made, made.runs, "a sensitivity analysis")
    values = indicator_values(made, indicators)
    parts: list[pd.DataFrame] = []
    means = {}
    for indicator in indicators:
        _refuse_missing(made, indicator, values[indicator.name])
        means[indicator.name] = _means(made, values[indicator.name])
    n = sum(map(len, means.values()))
    for indicator_name, of in means.items():
        for (package, storyline), y in of.items():
            part = convergence(made.sampler, made.factors, made.points, y)
            for at, name in enumerate((package, storyline, indicator_name)):
                part.insert(at, ("package", "storyline", "indicator")[at], name)
            parts.append(part)
            if tell:
                tell(len(parts), n)
    return pd.concat(parts, ignore_index=True)


def _refuse_missing(made: Made, indicator: Indicator, values: pd.Series) -> None:
    lost = [int(number) for number in values.index[values.isna()]]
    if lost:
        raise UserError(
            f"{made.folder}: {len(lost)} runs have no {indicator.name}: {', '.join(map(str, lost[:20]))}; "
            "name another indicator, or a batch that keeps its years"
        )


def _means(made: Made, values: pd.Series) -> dict[tuple[str, str], np.ndarray]:
    """Return (package, storyline) -> (n_points,) means over the seeds."""
    frame = made.runs[["package", "storyline", "point"]].assign(value=values.to_numpy())
    storylines = list(dict.fromkeys(frame["storyline"]))
    found = {}
    for package in dict.fromkeys(frame["package"]):
        table = frame[frame["package"] == package].pivot_table(index="point", columns="storyline", values="value")
        for storyline in storylines:
            found[package, storyline] = table[storyline].to_numpy()
        if len(storylines) > 1:
            found[package, ALL] = table.to_numpy().mean(axis=1)
    return found


def n_ranked(n_factors: int) -> int:
    """Return how many of the most important factors are compared: five, or all but one where there are no more."""
    return min(FIRST, n_factors - 1)


def has_settled(found: pd.DataFrame, measure: str) -> bool | None:
    """Return whether the most important factors are the same on half the sample.

    None where no sample is smaller, or where one factor is all there is.
    """
    sizes = sorted(found["base_points"].unique())
    first = n_ranked(found["factor"].nunique())
    if len(sizes) < 2 or first < 1:
        return None
    rankings = []
    for size in sizes[-2:]:
        own = found[(found["base_points"] == size) & (found["measure"] == measure)]
        rankings.append(set(own.nlargest(first, "value")["factor"]))
    return rankings[0] == rankings[1]
