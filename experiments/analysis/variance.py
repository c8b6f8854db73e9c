"""Where the spread of an outcome comes from: storylines, context, numbers, behaviour, sampling and luck.

A design of points x storylines x synthetic populations x seeds is balanced, so an analysis of variance
parts its spread into components (Searle, Casella and McCulloch 1992): what a side's mean square is above that
of residual noise. Points, populations and seeds are draws from many, so two seeds stand for all seeds, not for
themselves; the storylines are all there are. The share of the points is parted further among groups of factors
by the mean, over the orders in which groups may join, of what a group adds to the adjusted R2 of a linear
regression (Lindeman, Merenda and Gold 1980): what is not linear stays visible as its own row. Intervals come
from leaving out each point in turn; those of sampling and luck from the F distribution of their few levels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import fdtri, stdtrit

from experiments.attribution.shapley import all_coalitions, exact
from experiments.batch.factors import GROUPS, group_of
from experiments.batch.reading import Made, refuse_holes
from experiments.indicators import Indicator, indicator_values

SIDES = ("points", "storylines", "sampling", "luck")
FEW = ("sampling", "luck")  # sides of few levels, whose chance the points cannot tell
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


@dataclass(frozen=True)
class Squares:
    """The analysis of variance of (n_points, n_storylines, n_populations, n_seeds) values.

    ``mean``: mean square of each side, ``levels`` how many it has, ``noise`` the mean square of the rest with
    ``left`` degrees of freedom, ``n`` how many values there are.
    """

    mean: dict[str, float]
    levels: dict[str, int]
    noise: float
    left: int
    n: int

    @classmethod
    def of(cls, values: np.ndarray) -> "Squares":
        """Return that of some values; sides with one level are not in it."""
        grand, squares, levels = values.mean(), {}, {}
        for axis, side in enumerate(SIDES):
            if values.shape[axis] > 1:
                means = values.mean(axis=tuple(other for other in range(values.ndim) if other != axis))
                levels[side] = len(means)
                squares[side] = float(((means - grand) ** 2).sum()) * values.size / len(means)
        left = values.size - 1 - sum(n - 1 for n in levels.values())
        rest = max(float(((values - grand) ** 2).sum()) - sum(squares.values()), 0.0)
        mean = {side: square / (levels[side] - 1) for side, square in squares.items()}
        return cls(mean, levels, rest / left if left else 0.0, left, values.size)

    def component(self, side: str, mean: float | None = None) -> float:
        """Return the variance that a side makes, below nought where noise alone would make more; or by a mean square.

        Storylines are all that there are, so their variance is that among themselves.
        """
        n = self.levels[side]
        made = ((self.mean[side] if mean is None else mean) - self.noise) * n / self.n
        return made * (n - 1) / n if side == "storylines" else made

    @property
    def components(self) -> dict[str, float]:
        """Side -> the variance that it makes, and that of the rest."""
        return {**{side: self.component(side) for side in self.mean}, REST: self.noise}

    def range_of(self, side: str) -> tuple[float, float]:
        """Return the 95 % interval of a side's share, from the F distribution of its mean square over the noise."""
        free = self.levels[side] - 1
        ends = [self.mean[side] / float(fdtri(free, max(self.left, 1), p)) for p in (0.975, 0.025)]
        others = sum(max(made, 0.0) for name, made in self.components.items() if name != side)
        low, high = (max(self.component(side, end), 0.0) for end in ends)
        return low / (low + others or 1.0), high / (high + others or 1.0)


def sides(values: np.ndarray) -> dict[str, float]:
    """Return the share of the variance of each side of (n_points, n_storylines, n_populations, n_seeds) values.

    A side with one level has NaN. The rest, ``interactions``, completes them to one.
    """
    if not _varies(values):
        return dict.fromkeys((*SIDES, REST), np.nan)
    parts = Squares.of(values).components
    total = sum(parts.values())
    return {name: parts[name] / total if name in parts else np.nan for name in (*SIDES, REST)}


def _varies(values: np.ndarray) -> bool:
    return float(((values - values.mean()) ** 2).sum()) > 1e-18 * max(1.0, float((values**2).sum()))


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
    found = [_of_few(share, cells) if share.part in FEW else share for share in found]
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


def _of_few(share: Share, cells: np.ndarray) -> Share:
    """Return a share with the interval that its few levels allow; two seeds tell little of luck."""
    found = Squares.of(cells)
    if share.part not in found.mean or found.left == 0:
        return Share(share.part, share.share)
    return Share(share.part, share.share, *found.range_of(share.part))


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
