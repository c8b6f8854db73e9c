"""One HiGHS instance for each representative day, kept for the years of one run.

Between two years only numbers change, so the simplex starts from last year's basis. A new run starts
from new instances: nothing is carried from one run to another.
"""

import tempfile
from pathlib import Path

import highspy
import numpy as np

from abm.errors import RunFailed
from abm.power.programme import Programme


class DispatchFailed(RunFailed):
    """A day's programme was not solved to optimality; the message names the saved case."""


class DaySolver:
    """Solves the days of each year in turn, warm after the first."""

    def __init__(self) -> None:
        self._days: list[highspy.Highs] = []

    def solve(self, programme: Programme, year: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (n_days, n_columns) values, (n_days, n_rows) duals and (n_days,) objectives.

        Raises:
            DispatchFailed: infeasible, or not optimal; the case is saved as an LP file.
        """
        if not self._days:
            self._days = [highspy.Highs() for _ in programme.low]
            for highs in self._days:
                _set_options(highs)
        continuous = np.zeros(programme.low.shape[1], dtype=np.int32)
        for day, highs in enumerate(self._days):
            _load(highs, programme, day, continuous)
        results = [_run(highs, year, day) for day, highs in enumerate(self._days)]
        values, duals, objective = zip(*results, strict=True)
        return np.array(values), np.array(duals), np.array(objective)


def _set_options(highs: highspy.Highs) -> None:
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


def _load(highs: highspy.Highs, programme: Programme, day: int, continuous: np.ndarray) -> None:
    """Pass the whole programme; the basis of the year before, where there is one, stays the start.

    Passing all of it takes a third of the time that changing bounds, costs and rows in place does.
    """
    basis = highs.getBasis()
    matrix = programme.matrix
    highs.passModel(
        programme.low.shape[1],
        programme.row_low.shape[1],
        matrix.nnz,
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        programme.cost,
        programme.low[day],
        programme.high[day],
        programme.row_low[day],
        programme.row_high[day],
        matrix.indptr,
        matrix.indices,
        matrix.data,
        continuous,
    )
    if basis.valid:
        highs.setBasis(basis)


def _run(highs: highspy.Highs, year: int, day: int) -> tuple[np.ndarray, np.ndarray, float]:
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        highs.clearSolver()  # last year's basis led the simplex astray: once more, from nothing
        highs.run()
    status = highs.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        path = Path(tempfile.mkdtemp(prefix="tanfeng-dispatch-")) / f"{year}-day{day}.lp"
        highs.writeModel(str(path))
        raise DispatchFailed(f"dispatch of {year}, representative day {day}: {status.name[1:]}; case saved as {path}")
    solution = highs.getSolution()
    values, duals = (np.fromiter(found, float, len(found)) for found in (solution.col_value, solution.row_dual))
    return values, duals, highs.getObjectiveValue()
