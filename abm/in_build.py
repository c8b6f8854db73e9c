"""What has been decided and does not work yet: a queue by the year in which it will."""

import numpy as np


def arrivals(build_years: np.ndarray) -> np.ndarray:
    """Return (n_years, n) shares of what is decided this year that begin to work so many years later.

    Decisions fall in the middle of their year on the mean, so what takes a year and a half works from the start of
    the second year after, and what takes one year does for half of the next: the rule of lists that name a year and
    no month.

    Args:
        build_years: (n,) from decision to use.
    """
    later = np.arange(int(np.ceil(np.max(build_years) + 0.5)) + 1)[:, None]
    there = np.clip(later - np.asarray(build_years) + 0.5, 0.0, 1.0)
    return np.diff(there, axis=0, prepend=0.0)


class InBuild:
    """Amounts in build, any shape whose last axis is that of ``build_years`` (n,) or that takes one number for all.

    ``waiting`` is (n_years, *shape), by years left; nothing is lost: what is begun has come, or waits, or was dropped.
    """

    def __init__(self, shape: tuple[int, ...], build_years: np.ndarray | float) -> None:
        self._share = arrivals(np.atleast_1d(build_years))
        self.waiting = np.zeros((len(self._share), *shape))

    @property
    def total(self) -> np.ndarray:
        """All that is in build."""
        total: np.ndarray = np.add.reduce(self.waiting)
        return total

    def begin(self, amount: np.ndarray, *, stands: bool = False) -> np.ndarray:
        """Take in what is decided this year; returns what of it works in the same year.

        Where it ``stands``, all does: what is decided in the first year of a run was begun before.
        """
        if stands:
            return amount
        self.waiting += self._share.reshape(len(self._share), *([1] * (amount.ndim - 1)), -1) * amount
        now, self.waiting[0] = self.waiting[0].copy(), 0.0
        return now

    def finish(self) -> np.ndarray:
        """Move a year on; returns what begins to work."""
        self.waiting[:-1], self.waiting[-1] = self.waiting[1:].copy(), 0.0
        done, self.waiting[0] = self.waiting[0].copy(), 0.0
        return done
