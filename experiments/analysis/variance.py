"""Where the spread of an outcome comes from: storylines, context, numbers, behaviour, sampling and luck.

A design of points x storylines x synthetic populations x seeds is balanced, so an analysis of variance
parts its spread: each side's share is omega squared (the sum of squares less what residual noise alone
would give). The share of the points is parted further among groups of factors by the mean, over the orders
in which groups may join, of what a group adds to the adjusted R2 of a linear regression (Lindeman, Merenda
and Gold 1980): what is not linear stays visible as its own row. Intervals come from leaving out each point in turn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.attribution.shapley import all_coalitions, exact
from experiments.batch.factors import GROUPS, group_of
from experiments.batch.reading import Made, refuse_holes
from experiments.indicators import Indicator, indicator_values

SIDES = ("points", "storylines", "sampling", "luck")
CURVED, REST = "points, not linear", "interactions"
LEAST_POINTS = 5  # for an interval
SAMPLES = ("latin_hypercube", "sobol", "grid")


@dataclass(frozen=True)
class Share:
    """A part of the variance with its 95 % interval; NaN where the design cannot tell, and why."""

    part: str
    share: float
    low: float = np.nan
    high: float = np.nan
    reason: str = ""


def sides(values: np.ndarray) -> dict[str, float]:
    """Return the omega-squared share of each side of (n_points, n_storylines, n_populations, n_seeds) values.

    A side with one level has NaN. The rest, ``interactions``, completes them to one.
    """
    grand = values.mean()
    total = float(((values - grand) ** 2).sum())
    if total <= 1e-18 * max(1.0, float((values**2).sum())):
        return dict.fromkeys((*SIDES, REST), np.nan)
    squares, free = {}, {}
    for axis, side in enumerate(SIDES):
        means = values.mean(axis=tuple(other for other in range(values.ndim) if other != axis))
        squares[side] = float(((means - grand) ** 2).sum()) * values.size / len(means)
        free[side] = len(means) - 1
    left = values.size - 1 - sum(free.values())
    noise = max(total - sum(squares.values()), 0.0) / left if left else 0.0
    found = {side: (squares[side] - free[side] * noise) / (total + noise) if free[side] else np.nan for side in SIDES}
    return {**found, REST: 1.0 - float(np.nansum(list(found.values())))}


def of_groups(points: np.ndarray, values: np.ndarray, groups: Mapping[str, Sequence[int]]) -> dict[str, float]:
    """Return group -> its part of the adjusted R2 of a linear regression of (n_points,) values, and the part left.

    Args:
        points: (n_points, n_factors) values of the factors.
        values: (n_points,) outcome.
        groups: name -> columns of the factors in it.
    """
    known = {chosen: np.array([_fit(points, values, chosen, groups)]) for chosen in all_coalitions(list(groups))}
    parts = exact(list(groups), known).shapley[0]
    found = dict(zip(groups, parts.tolist(), strict=True))
    return {**found, CURVED: 1.0 - sum(found.values())}


def _fit(points: np.ndarray, values: np.ndarray, chosen: frozenset[str], groups: Mapping[str, Sequence[int]]) -> float:
    """Return the adjusted R2 of a regression on the factors of some groups."""
    columns = sorted(column for name in chosen for column in groups[name])
    n, k = len(values), len(columns)
    if k == 0 or np.ptp(values) == 0:
        return 0.0
    left = np.column_stack([np.ones(n), points[:, columns]])
    fitted = left @ np.linalg.lstsq(left, values, rcond=None)[0]
    r2 = 1.0 - ((values - fitted) ** 2).sum() / ((values - values.mean()) ** 2).sum()
    return float(1.0 - (1.0 - r2) * (n - 1) / (n - k - 1))


def shares(made: Made, indicator: Indicator, package: str) -> list[Share]:
    """Return where the variance of an indicator comes from, among the runs of one package of a finished batch.

    Raises:
        UserError: a run has no result.
    """
    runs = made.runs[made.runs["package"] == package]
    refuse_holes(made, runs, "a decomposition of the variance")
    values = indicator_values(made, [indicator])[indicator.name].reindex(runs["run"]).to_numpy()
    lengths = (len(made.points), *(len(made.design[name]) for name in ("storylines", "population_seeds", "seeds")))
    cells = values.reshape(lengths)
    if not np.isfinite(cells).all() or np.ptp(cells) == 0:
        reason = "the same in all runs" if np.isfinite(cells).all() else "some runs have no value"
        return [Share(side, np.nan, reason=reason) for side in SIDES]
    return _told(made, cells)


def _told(made: Made, cells: np.ndarray) -> list[Share]:
    by_group = _groups(made)
    why_not = _cannot_part(made, cells)
    best = _parts(made, cells, by_group if not why_not else {})
    without = _left_out(made, cells, by_group if not why_not else {})
    found = [_share(part, value, without) for part, value in best.items()]
    for side, reason in _one_level(cells).items():
        found = [Share(side, np.nan, reason=reason) if share.part == side else share for share in found]
    if why_not and by_group and len(cells) > 1:
        found += [Share(name, np.nan, reason=why_not) for name in by_group]
    return found


def _groups(made: Made) -> dict[str, list[int]]:
    """Return group -> columns of its factors."""
    names = [factor.group or group_of(factor.kind, factor.name) for factor in made.factors]
    return {group: [i for i, name in enumerate(names) if name == group] for group in GROUPS if group in names}


def _cannot_part(made: Made, cells: np.ndarray) -> str:
    """Return why the share of the points cannot be parted among the factors, or nothing."""
    if made.sampler.method not in SAMPLES:
        return f"the points of a {made.sampler.method} design are no sample"
    least = len(made.factors) + 4
    if len(cells) < least:
        return f"{len(cells)} points for {len(made.factors)} factors, at least {least} needed"
    return ""


def _one_level(cells: np.ndarray) -> dict[str, str]:
    words = ("one point", "one storyline", "one synthetic population", "one seed")
    return {side: words[axis] for axis, side in enumerate(SIDES) if cells.shape[axis] == 1}


def _parts(made: Made, cells: np.ndarray, groups: Mapping[str, list[int]], rows: Any = slice(None)) -> dict[str, float]:
    """Return part -> share of the points in ``rows``; the points are parted among the groups, and by grade M."""
    chosen = cells[rows]
    found = sides(chosen)
    if not groups or not np.isfinite(found["points"]):
        return found
    means, points = chosen.mean(axis=(1, 2, 3)), made.points[rows]
    share = found.pop("points")
    parted = {name: share * part for name, part in of_groups(points, means, groups).items()}
    weak = [i for i, factor in enumerate(made.factors) if made.grades[factor.label] == "M"]
    other = [i for i in range(len(made.factors)) if i not in weak]
    by_grade = of_groups(points, means, {name: own for name, own in (("M", weak), ("other", other)) if own})
    return {**parted, **found, "of it rows of grade M": share * by_grade.get("M", 0.0)}


def _left_out(made: Made, cells: np.ndarray, groups: Mapping[str, list[int]]) -> list[dict[str, float]]:
    """Return the shares with each point left out in turn, for the jackknife; nothing where too few points are left."""
    n = len(cells)
    if n < LEAST_POINTS:
        return []
    return [_parts(made, cells, groups, np.delete(np.arange(n), i)) for i in range(n)]


def _share(part: str, value: float, without: Sequence[Mapping[str, float]]) -> Share:
    """Return a share with its jackknife interval over the points (Tukey 1958)."""
    values = np.array([one[part] for one in without])
    n = len(values)
    if n < LEAST_POINTS or not np.isfinite([value, *values]).all():
        return Share(part, value)
    error = np.sqrt((n - 1) / n * ((values - values.mean()) ** 2).sum())
    half = float(stdtrit(n - 1, 0.975) * error)
    return Share(part, value, value - half, value + half)


def variance_frame(made: Made, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return package, indicator, part, share, low, high, reason."""
    rows = [
        {"package": package, "indicator": indicator.name, **vars(share)}
        for package in made.design["packages"]
        for indicator in indicators
        for share in shares(made, indicator, package)
    ]
    return pd.DataFrame(rows)
