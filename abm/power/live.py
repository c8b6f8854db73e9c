"""What of a programme can be other than zero in a year: nothing else is handed to the solver.

A class of coal units that nobody runs any more and a store that nobody has built yet stand in the programme
with columns whose bounds are both zero, and so does the sun at night: a quarter of all columns.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Live:
    """The part of a whole programme that is solved; ``columns`` and ``rows`` are numbers in the whole.

    They stand in the order in which the solver has them: what came later stands behind.
    """

    columns: np.ndarray
    rows: np.ndarray
    starts: np.ndarray  # of the columns in ``row_of``
    row_of: np.ndarray  # where in ``rows`` each coefficient stands
    in_day: np.ndarray  # numbers of the columns in their day, and of the coefficients: all days have the same ones
    coefficients: np.ndarray
    can_move: np.ndarray  # (columns of the whole) bool
    is_held: np.ndarray  # (rows of the whole) bool

    @classmethod
    def of(
        cls,
        whole: sparse.csc_matrix,
        n_days: int,
        can_move: np.ndarray,
        is_bound: np.ndarray,
        before: "Live | None",
    ) -> "Live":
        """Return the columns that can move, in the order of ``before``, and the rows that they touch or that bind."""
        lengths = np.diff(whole.indptr)
        is_held = is_bound.copy()
        is_held[whole.indices[np.repeat(can_move, lengths)]] = True
        none = np.zeros(0, dtype=np.intp)
        columns = _in_order(can_move, before.columns if before else none)
        rows = _in_order(is_held, before.rows if before else none)
        ends = np.cumsum(lengths[columns])
        starts = ends - lengths[columns]
        coefficients = np.arange(ends[-1]) + np.repeat(whole.indptr[columns] - starts, lengths[columns])
        place = np.zeros(len(is_held), dtype=np.int32)
        place[rows] = np.arange(len(rows))
        return cls(
            columns=columns,
            rows=rows,
            starts=np.append(starts, ends[-1]).astype(np.int32),
            row_of=place[whole.indices[coefficients]],
            in_day=columns % (len(can_move) // n_days),
            coefficients=coefficients % (whole.nnz // n_days),
            can_move=can_move,
            is_held=is_held,
        )

    def still_is(self, can_move: np.ndarray, is_bound: np.ndarray) -> bool:
        """Say whether the same columns can move and no row that was left out binds."""
        return np.array_equal(self.can_move, can_move) and not (is_bound > self.is_held).any()


def _in_order(chosen: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Return the chosen numbers: first those that were there before, in their order."""
    is_new = chosen.copy()
    is_new[before] = False
    return np.concatenate([before[chosen[before]], np.flatnonzero(is_new)])
