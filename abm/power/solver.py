"""One HiGHS instance for each representative day, kept for the years of one run.

Between two years only numbers change, so the simplex starts from last year's basis. A new run starts
from new instances: nothing is carried from one run to another.
"""

import tempfile
from pathlib import Path

import highspy
import numpy as np

from abm.power.programme import Programme


class DispatchFailed(RuntimeError):
    """A day's programme was not solved to optimality; the message names the saved case."""


class DaySolver:
    """Solves the days of each year in turn, warm after the first."""

    def __init__(self) -> None:
        self._days: list[highspy.Highs] = []
        self._matrix: np.ndarray | None = None

    def solve(self, programme: Programme, year: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (n_days, n_columns) values, (n_days, n_rows) duals and (n_days,) objectives.

        Raises:
            DispatchFailed: infeasible, or not optimal; the case is saved as an LP file.
        """
        if self._days and not np.array_equal(self._matrix, programme.matrix.data):
            self._change_matrix(programme)
        if not self._days:
            self._days = [_new(programme, day) for day in range(len(programme.low))]
        else:
            for day, highs in enumerate(self._days):
                _update(highs, programme, day)
        self._matrix = programme.matrix.data
        results = [_run(highs, year, day) for day, highs in enumerate(self._days)]
        values, duals, objective = zip(*results, strict=True)
        return np.array(values), np.array(duals), np.array(objective)

    def _change_matrix(self, programme: Programme) -> None:
        matrix = programme.matrix.tocoo()
        changed = np.flatnonzero(programme.matrix.data != self._matrix)
        for highs in self._days:
            for i in changed:
                highs.changeCoeff(int(matrix.row[i]), int(matrix.col[i]), float(matrix.data[i]))


def _new(programme: Programme, day: int) -> highspy.Highs:
    highs = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("solver", "simplex"),
        ("threads", 1),
        ("presolve", "off"),
        ("random_seed", 0),
    ):
        highs.setOptionValue(option, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = programme.low.shape[1], programme.row_low.shape[1]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = programme.cost[day], programme.low[day], programme.high[day]
    lp.row_lower_, lp.row_upper_ = programme.row_low[day], programme.row_high[day]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = programme.matrix.indptr
    lp.a_matrix_.index_ = programme.matrix.indices
    lp.a_matrix_.value_ = programme.matrix.data
    highs.passModel(lp)
    return highs


def _update(highs: highspy.Highs, programme: Programme, day: int) -> None:
    n, m = programme.low.shape[1], programme.row_low.shape[1]
    columns, rows = np.arange(n, dtype=np.int32), np.arange(m, dtype=np.int32)
    highs.changeColsBounds(n, columns, programme.low[day], programme.high[day])
    highs.changeColsCost(n, columns, np.ascontiguousarray(programme.cost[day]))
    highs.changeRowsBounds(m, rows, programme.row_low[day], programme.row_high[day])


def _run(highs: highspy.Highs, year: int, day: int) -> tuple[np.ndarray, np.ndarray, float]:
    highs.run()
    status = highs.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        path = Path(tempfile.mkdtemp(prefix="tanfeng-dispatch-")) / f"{year}-day{day}.lp"
        highs.writeModel(str(path))
        raise DispatchFailed(f"dispatch of {year}, representative day {day}: {status.name[1:]}; case saved as {path}")
    solution = highs.getSolution()
    return np.array(solution.col_value), np.array(solution.row_dual), highs.getObjectiveValue()
