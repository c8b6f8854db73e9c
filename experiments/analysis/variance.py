"""Where the spread of an outcome comes from: storylines, context, numbers, behaviour, sampling and luck.

A design of points x storylines x synthetic populations x seeds is crossed, so the variance of an outcome parts into
what each side makes alone and what several make only together (Hoeffding 1948; Efron and Stein 1981). Each part is
estimated without bias from products of two runs that share some sides and differ in the others. Points, populations
and seeds are draws from many, so two seeds stand for all seeds, not for themselves; the storylines, and the points of
a grid, are all there are. The share of the points is parted further among groups of factors by the mean, over the
orders in which groups may join, of what a group adds to the adjusted R2 of a linear regression (Lindeman, Merenda and
Gold 1980): what is not linear stays visible as its own row. Intervals come from leaving out each point in turn; those
of sampling and luck from the F distribution of their few levels.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import fdtri, stdtrit

from experiments.attribution.shapley import all_coalitions, exact
from experiments.batch.factors import GROUPS, group_of
from experiments.batch.reading import Made, refuse_holes
from experiments.batch.samplers import SAMPLES
from experiments.indicators import Indicator, indicator_values
from experiments.text import counted

SIDES = ("points", "storylines", "sampling", "luck")
FEW = ("sampling", "luck")  # sides of few levels, whose chance the points cannot tell
CURVED = "points, not linear"
TOGETHER = "interactions"  # of points and storylines: an assumption that weighs more in one storyline
SCATTERED = "sampling and luck, other at each point"
LEAST_POINTS = 5  # for an interval
PARTED = (*SAMPLES, "grid")  # methods whose points' share can be parted among the factors
STORYLINES = frozenset({"storylines"})


@dataclass(frozen=True)
class Share:
    """A part of the variance with its 95 % interval; NaN where the design cannot tell, and why."""

    part: str
    share: float
    low: float = np.nan
    high: float = np.nan
    reason: str = ""


@dataclass(frozen=True)
class Crossed:
    """(n_points, n_storylines, n_populations, n_seeds) values; ``whole`` are the sides that are no draws from many."""

    values: np.ndarray
    whole: frozenset[str] = STORYLINES

    @cached_property
    def levels(self) -> dict[str, int]:
        """Side -> how many levels it has, of those with more than one."""
        return {side: n for side, n in zip(SIDES, self.values.shape, strict=True) if n > 1}

    @property
    def varies(self) -> bool:
        """Whether the values differ by more than rounding."""
        off = self.values - self.values.mean()
        return float((off**2).sum()) > 1e-18 * max(1.0, float((self.values**2).sum()))

    @cached_property
    def made(self) -> dict[frozenset[str], float]:
        """Sides -> the variance that they make together beyond what fewer of them do; by chance below nought."""
        sets = all_coalitions(list(self.levels))
        off = self.values - self.values.mean()
        sums = {chosen: float((off.sum(axis=self._axes_without(chosen)) ** 2).sum()) for chosen in sets}
        alike = {chosen: self._mean_product(chosen, sums) for chosen in sets}
        return {
            chosen: sum((-1) ** len(chosen - fewer) * alike[fewer] for fewer in sets if fewer <= chosen)
            for chosen in sets
            if chosen
        }

    @property
    def total(self) -> float:
        """The whole variance."""
        return sum(self.made.values())

    def ends_of(self, side: str) -> tuple[float, float]:
        """Return the 95 % interval of a side's variance, from the F distribution of its mean square over the rest's."""
        n = self.levels[side]
        each = self.values.size // n
        square = each * float(self.values.mean(axis=self._axes_without({side})).var(ddof=1))
        own = self.made[frozenset({side})]
        free, left = n - 1, (n - 1) * (each - 1)
        ends = [square / float(fdtri(free, max(left, 1), p)) for p in (0.975, 0.025)]
        low, high = (max(own + (end - square) / each, 0.0) for end in ends)
        return low, high

    def range_of(self, side: str) -> tuple[float, float]:
        """Return the 95 % interval of a side's share."""
        low, high = self.ends_of(side)
        others = sum(max(variance, 0.0) for chosen, variance in self.made.items() if chosen != {side})
        return low / (low + others or 1.0), high / (high + others or 1.0)

    def _axes_without(self, chosen: Set[str]) -> tuple[int, ...]:
        return tuple(axis for axis, side in enumerate(SIDES) if side not in chosen)

    def _mean_product(self, chosen: frozenset[str], sums: Mapping[frozenset[str], float]) -> float:
        """Return the mean product of two values with the same levels of some sides and others of the rest.

        Two levels of a side that is whole are drawn with replacement, so they may be the same. ``sums`` are those of
        all pairs with the same levels of some sides at least; pairs that share more are taken out again.
        """
        others = [side for side in self.levels if side not in chosen]
        differ = [side for side in others if side not in self.whole]
        total = sum((-1) ** len(more) * sums[chosen | more] for more in all_coalitions(differ))
        partners = [self.levels[side] - (side in differ) for side in others]
        return total / (self.values.size * float(np.prod(partners)))


def sides(crossed: Crossed) -> dict[str, float]:
    """Return the share of the variance of each side alone, of points with storylines, and of what is left.

    They add up to one; a side with one level has NaN, and so has what would need two sides with more.
    """
    found = dict.fromkeys((*SIDES, TOGETHER, SCATTERED), np.nan)
    if not (crossed.varies and crossed.total > 0):
        return found
    names = {frozenset({side}): side for side in SIDES} | {frozenset(SIDES[:2]): TOGETHER}
    for chosen, variance in crossed.made.items():
        name = names.get(chosen, SCATTERED)
        found[name] = np.nansum([found[name], variance / crossed.total])
    return found


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
    cells = values.reshape(lengths)[_draws(made)]
    if not np.isfinite(cells).all() or np.ptp(cells) == 0:
        reason = "one run" if cells.size == 1 else "the same in all runs"
        reason = reason if np.isfinite(cells).all() else "some runs have no value"
        return [Share(side, np.nan, reason=reason) for side in SIDES]
    return _told(made, cells)


def _told(made: Made, cells: np.ndarray) -> list[Share]:
    by_group = _groups(made)
    why_not = _cannot_part(made, cells)
    best = _parts(made, cells, by_group if not why_not else {})
    without = _left_out(made, cells, by_group if not why_not else {})
    found = [_share(part, value, without) for part, value in best.items() if part in SIDES or np.isfinite(value)]
    crossed = Crossed(cells, _whole(made))
    found = [_of_few(share, crossed) if share.part in FEW else _beside_few(share, crossed) for share in found]
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
    if made.sampler.method not in PARTED:
        return f"the points of a {made.sampler.method} design are no sample"
    least = len(made.factors) + 4
    if len(cells) < least:
        return f"{counted(len(cells), 'point')} for {counted(len(made.factors), 'factor')}, at least {least} needed"
    return ""


def _draws(made: Made) -> np.ndarray:
    return made.sampler.independent(len(made.points), made.factors)


def _whole(made: Made) -> frozenset[str]:
    """Return the sides that are no draws from many."""
    return STORYLINES | {"points"} if made.sampler.method == "grid" else STORYLINES


def _one_level(cells: np.ndarray) -> dict[str, str]:
    words = ("one point", "one storyline", "one synthetic population", "one seed")
    return {side: words[axis] for axis, side in enumerate(SIDES) if cells.shape[axis] == 1}


def _parts(made: Made, cells: np.ndarray, groups: Mapping[str, list[int]], rows: Any = slice(None)) -> dict[str, float]:
    """Return part -> share of the points in ``rows``; the points are parted among the groups, and by grade M."""
    crossed = Crossed(cells[rows], _whole(made))
    found = sides(crossed)
    if not groups or not np.isfinite(found["points"]):
        return found
    means, points = crossed.values.mean(axis=(1, 2, 3)), made.points[_draws(made)][rows]
    spread = float(means.var(ddof=0 if "points" in crossed.whole else 1)) / crossed.total  # with luck that is left
    parted = {name: spread * part for name, part in of_groups(points, means, groups).items() if name != CURVED}
    parted[CURVED] = found.pop("points") - sum(parted.values())
    weak = [i for i, factor in enumerate(made.factors) if made.grades[factor.label] == "M"]
    other = [i for i in range(len(made.factors)) if i not in weak]
    by_grade = of_groups(points, means, {name: own for name, own in (("M", weak), ("other", other)) if own})
    return {**parted, **found, "of it rows of grade M": spread * by_grade.get("M", 0.0)}


def _left_out(made: Made, cells: np.ndarray, groups: Mapping[str, list[int]]) -> list[dict[str, float]]:
    """Return the shares with each point left out in turn, for the jackknife.

    Nothing where too few points would be left, or where the points are no draws.
    """
    n = len(cells)
    if n < LEAST_POINTS or made.sampler.method not in SAMPLES:
        return []
    return [_parts(made, cells, groups, np.delete(np.arange(n), i)) for i in range(n)]


def _of_few(share: Share, crossed: Crossed) -> Share:
    """Return a share with the interval that its few levels allow; two seeds tell little of luck."""
    if share.part not in crossed.levels or len(crossed.levels) == 1 or not np.isfinite(share.share):
        return Share(share.part, share.share)
    return Share(share.part, share.share, *crossed.range_of(share.part))


def _beside_few(share: Share, crossed: Crossed) -> Share:
    """Return a share with an interval that also holds how little few seeds and populations tell of the whole variance.

    What each source takes away below and adds above is summed in squares (Zou and Donner 2008); since no true share is
    below nought or above one, none is widened beyond.
    """
    below, above = [share.share - share.low], [share.high - share.share]
    if np.isnan(share.low):
        return share
    for side in (side for side in FEW if side in crossed.levels):
        rest = crossed.total - crossed.made[frozenset({side})]
        for variance in crossed.ends_of(side):
            whole = rest + variance
            moved = share.share * (crossed.total / whole - 1.0) if whole > 0 else 1.0
            (below if moved < 0 else above).append(moved)
    low, high = share.share - float(np.hypot.reduce(below)), share.share + float(np.hypot.reduce(above))
    return Share(share.part, share.share, min(share.low, max(low, 0.0)), max(share.high, min(high, 1.0)))


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
