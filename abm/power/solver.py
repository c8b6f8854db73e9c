"""A few HiGHS instances, each with some of the representative days side by side, kept for the years of one run.

Days do not touch each other, so a programme of several is solved as each alone would be; together they
cost less than one by one, since an instance's own overhead is as large as the few simplex steps that a
day needs. Between two years only numbers change, so the simplex starts from last year's basis. A new run
starts from new instances: nothing is carried from one run to another.
"""

import tempfile
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import highspy
import numpy as np
from scipy import sparse

from abm.errors import RunFailed
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
            self._groups = [_Group.of(programme, days) for days in _parts(n_days)]
        results = [group.solve(programme, year) for group in self._groups]
        values, duals = (np.concatenate(found) for found in zip(*results, strict=True))
        return values, duals, values @ programme.cost


@dataclass(frozen=True)
class _Group:
    """Days ``days`` of the year in one programme: the day's matrix, block by block along the diagonal."""

    days: slice
    n_days: int
    starts: np.ndarray  # of the columns in ``rows``
    rows: np.ndarray
    continuous: np.ndarray  # zero: no column is a whole number
    highs: highspy.Highs = field(repr=False)

    @classmethod
    def of(cls, programme: Programme, days: slice) -> "_Group":
        n_days = days.stop - days.start
        blocks = sparse.block_diag([programme.matrix] * n_days, format="csc")
        starts, rows = (found.astype(np.int32) for found in (blocks.indptr, blocks.indices))
        return cls(days, n_days, starts, rows, np.zeros(blocks.shape[1], dtype=np.int32), _new())

    def solve(self, programme: Programme, year: int) -> tuple[np.ndarray, np.ndarray]:
        """Return (n_days, n_columns) values and (n_days, n_rows) duals."""
        self._load(programme)
        if not _found(self.highs):
            self._name_the_day(programme, year)
        solution = self.highs.getSolution()
        values, duals = (np.fromiter(found, float, len(found)) for found in (solution.col_value, solution.row_dual))
        return values.reshape(self.n_days, -1), duals.reshape(self.n_days, -1)

    def _load(self, programme: Programme) -> None:
        """Pass the whole programme; the basis of the year before, where there is one, stays the start.

        Passing all of it takes a third of the time that changing bounds, costs and rows in place does.
        """
        basis = self.highs.getBasis()
        n, days = self.n_days, self.days
        row_low, row_high = programme.row_low[days], programme.row_high[days]
        self.highs.passModel(
            len(self.continuous),
            row_low.size,
            len(self.rows),
            int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.tile(programme.cost, n),
            programme.low[days].ravel(),
            programme.high[days].ravel(),
            row_low.ravel(),
            row_high.ravel(),
            self.starts,
            self.rows,
            np.tile(programme.matrix.data, n),
            self.continuous,
        )
        if basis.valid:
            self.highs.setBasis(basis)

    def _name_the_day(self, programme: Programme, year: int) -> None:
        """Say which day cannot be, each alone; if each alone can, the group is at fault.

        Raises:
            DispatchFailed: always.
        """
        for day in range(self.days.start, self.days.stop):
            alone = _Group.of(programme, slice(day, day + 1))
            alone._load(programme)
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
