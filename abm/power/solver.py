"""A few HiGHS instances, each with some of the representative days side by side, kept for the years of one run.

Days do not touch each other, so a programme of several is solved as each alone would be; together they
cost less than one by one, since an instance's own overhead is as large as the few simplex steps that a
day needs. Between two years only numbers change, so the simplex starts from last year's basis. A new run
starts from new instances: nothing is carried from one run to another.
"""

import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from struct import pack

import highspy
import numpy as np
from scipy import sparse

from abm.errors import RunFailed
from abm.power.live import Live
from abm.power.programme import Programme

DAYS_TOGETHER = 6  # beyond, each simplex step searches through more than the shared overhead saves


class DispatchFailed(RunFailed):
    """A day's programme was not solved to optimality; the message names the saved case."""


class DaySolver:
    """Solves the days of each year, warm after the first."""

    def __init__(self) -> None:
        self._groups: list[_Group] = []

    def solve(self, programme: Programme, year: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (n_days, n_columns) values, (n_days, n_rows) duals and (n_days,) objectives.

        Raises:
            DispatchFailed: infeasible, or not optimal; the case is saved as an LP file.
        """
        if not self._groups:
            n_days = len(programme.low)
            self._groups = [_Group(programme, days) for days in _parts(n_days)]
        results = [group.solve(programme, year) for group in self._groups]
        values, duals = (np.concatenate(found) for found in zip(*results, strict=True))
        return values, duals, values @ programme.cost


class _Group:
    """Days ``days`` of the year in one programme: the day's matrix, block by block along the diagonal."""

    def __init__(self, programme: Programme, days: slice) -> None:
        self.days, self.n_days = days, days.stop - days.start
        self.highs = _new()
        self._whole = sparse.csc_matrix(sparse.block_diag([programme.pattern] * self.n_days, format="csc"))
        self._live: Live | None = None

    def solve(self, programme: Programme, year: int) -> tuple[np.ndarray, np.ndarray]:
        """Return (n_days, n_columns) values and (n_days, n_rows) duals."""
        live = self.load(programme)
        if not _found(self.highs):
            self._name_the_day(programme, year)
        solution = self.highs.getSolution()
        values, duals = (np.zeros(size) for size in self._whole.shape[::-1])
        values[live.columns], duals[live.rows] = _numbers(solution.col_value), _numbers(solution.row_dual)
        return values.reshape(self.n_days, -1), duals.reshape(self.n_days, -1)

    def load(self, programme: Programme) -> Live:
        """Pass the year's programme; the basis of the year before, where there is one, stays the start.

        Passing all of it takes a third of the time that changing bounds, costs and rows in place does.
        """
        low, high = programme.low[self.days].ravel(), programme.high[self.days].ravel()
        row_low, row_high = programme.row_low[self.days].ravel(), programme.row_high[self.days].ravel()
        is_warm = self._live is not None
        live = self._follow((low != 0.0) | (high != 0.0), (row_low > 0.0) | (row_high < 0.0))
        basis = self.highs.getBasis()
        self.highs.passModel(
            len(live.columns),
            len(live.rows),
            len(live.row_of),
            int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            programme.cost.take(live.in_day),
            low.take(live.columns),
            high.take(live.columns),
            row_low.take(live.rows),
            row_high.take(live.rows),
            live.starts,
            live.row_of,
            programme.coefficients.take(live.coefficients),
            np.zeros(len(live.columns), dtype=np.int32),  # no column is a whole number
        )
        if is_warm:
            basis.alien = not basis.valid  # part of it is gone: the solver fills the gaps
            self.highs.setBasis(basis)
        return live

    def _follow(self, can_move: np.ndarray, is_bound: np.ndarray) -> Live:
        """Return what is alive this year; where that has changed, the solver's basis is brought along."""
        before = self._live
        if before is None or not before.still_is(can_move, is_bound):
            self._live = Live.of(self._whole, self.n_days, can_move, is_bound, before)
            if before is not None:
                _bring_along(self.highs, before, self._live)
        assert self._live is not None
        return self._live

    def _name_the_day(self, programme: Programme, year: int) -> None:
        """Say which day cannot be, each alone; if each alone can, the group is at fault.

        Raises:
            DispatchFailed: always.
        """
        for day in range(self.days.start, self.days.stop):
            alone = _Group(programme, slice(day, day + 1))
            alone.load(programme)
            if not _found(alone.highs):
                raise _failed(alone.highs, year, f"day {day}", f"{year}-day{day}")
        first, last = self.days.start, self.days.stop - 1
        raise _failed(self.highs, year, f"days {first} to {last}", f"{year}-days{first}-{last}")


def _parts(n_days: int) -> list[slice]:
    """Return even parts of the days, none longer than ``DAYS_TOGETHER``."""
    ends = np.linspace(0, n_days, -(-n_days // DAYS_TOGETHER) + 1).round().astype(int).tolist()
    return [slice(start, end) for start, end in pairwise(ends)]


def _new() -> highspy.Highs:
    highs = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("solver", "simplex"),
        ("threads", 1),
        ("presolve", "off"),
        ("random_seed", 0),
        ("simplex_scale_strategy", 0),  # coefficients lie between 0.05 and 1.2 already
        ("simplex_initial_condition_check", False),  # the basis is last year's optimum, not a stranger's
        ("dual_simplex_cost_perturbation_multiplier", 0.0),  # the tiny distinct costs do this already
        ("simplex_dual_edge_weight_strategy", 1),  # Devex: a few steps from a warm start need no steepest edge
    ):
        highs.setOptionValue(option, value)
    return highs


def _bring_along(highs: highspy.Highs, before: Live, now: Live) -> None:
    """Take out of the solver's basis what is gone, and put behind it what has come."""
    no_index, no_value = np.zeros(0, dtype=np.int32), np.zeros(0)
    gone = np.flatnonzero(~now.can_move[before.columns]).astype(np.int32)
    highs.deleteCols(len(gone), gone)
    nothing = np.zeros(len(now.columns) - len(before.columns) + len(gone))
    starts = nothing.astype(np.int32)
    highs.addCols(len(nothing), nothing, nothing, nothing, 0, starts, no_index, no_value)

    gone = np.flatnonzero(~now.is_held[before.rows]).astype(np.int32)
    highs.deleteRows(len(gone), gone)
    nothing = np.zeros(len(now.rows) - len(before.rows) + len(gone))
    starts = nothing.astype(np.int32)
    highs.addRows(len(nothing), nothing, nothing, 0, starts, no_index, no_value)


def _numbers(values: Sequence[float]) -> np.ndarray:
    """Return the solver's list as an array: packed at once, a third of the time that NumPy takes."""
    return np.frombuffer(pack(f"{len(values)}d", *values))


def _found(highs: highspy.Highs) -> bool:
    """Run, and say whether the optimum was found."""
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        highs.clearSolver()  # last year's basis led the simplex astray: once more, from nothing
        highs.run()
    return bool(highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _failed(highs: highspy.Highs, year: int, days: str, name: str) -> DispatchFailed:
    """Return the error that says where, with the case saved."""
    path = Path(tempfile.mkdtemp(prefix="tanfeng-dispatch-")) / f"{name}.lp"
    highs.writeModel(str(path))
    status = highs.getModelStatus().name[1:]
    return DispatchFailed(f"dispatch of {year}, representative {days}: {status}; case saved as {path}")
