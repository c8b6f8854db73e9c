"""What has been decided and does not work yet: a queue by the year in which it will."""

import numpy as np

from agents.choice import share_or_one


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


class Ordered:
    """What a programme wants to stand and what of it does, (n,): more takes its building time, less is gone at once."""

    def __init__(self, n: int, build_years: float) -> None:
        self.stands = np.zeros(n)
        self.in_build = InBuild((n,), build_years)

    def follow(self, wanted: np.ndarray | float, *, stands: bool = False) -> np.ndarray:
        """Move a year on and order what is lacking of ``wanted``; return what stands.

        Where it ``stands``, ``wanted`` says what was there: of years gone by the date of service is known. What is
        not wanted any more is closed, and not finished where it is in build.
        """
        if stands:
            self.stands = np.broadcast_to(np.asarray(wanted, dtype=float), self.stands.shape).copy()
            return self.stands
        self.stands = np.minimum(self.stands + self.in_build.finish(), wanted)
        room = wanted - self.stands
        self.in_build.waiting *= np.minimum(share_or_one(room, self.in_build.total), 1.0)
        self.stands = self.stands + self.in_build.begin(np.maximum(room - self.in_build.total, 0.0))
        return self.stands


class Built:
    """The most that has stood so far, (n,): what comes on top of it is new and has to be paid for."""

    def __init__(self) -> None:
        self.most: np.ndarray | None = None  # before the first year

    def add(self, stands: np.ndarray) -> np.ndarray:
        """Return what is new of what ``stands``; nothing in the first year, when it was there."""
        before = stands if self.most is None else self.most
        self.most = np.maximum(before, stands)
        return self.most - before
