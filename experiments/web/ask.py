"""What a page asks the workers for. Imports nothing heavy, so that it can be sent about cheaply.

A job is a frozen, hashable dataclass with ``work(desk)``; equal jobs are computed once.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.web.answer import Answer, Brief
    from experiments.web.desk import Desk

PLAIN = "current"  # the package that everything is compared with: law as it is
Setting = tuple[str, int | None, float]  # lever, from this year (None: the first decision year), value


@dataclass(frozen=True)
class Place:
    """What all runs of a server have in common.

    ``n_days``: representative days of the dispatch; 0 leaves the region's own number.
    """

    region: str = "luliang"
    scale: float = 0.004
    n_days: int = 6
    until: int | None = None


@dataclass(frozen=True)
class Ask:
    """One future: a package, what was changed on top of it, the context and the luck.

    ``values`` are assumptions set to a number of their unit, ``positions`` and ``drivers`` places in
    their range (-1 low, 0 as they are, 1 high). Of the package only the levers in ``only`` hold, the
    others are as in current law; None: all.
    """

    package: str = "current"
    settings: tuple[Setting, ...] = ()
    storyline: str = ""
    seed: int = 1
    values: tuple[tuple[str, float], ...] = ()
    positions: tuple[tuple[str, float], ...] = ()
    drivers: tuple[tuple[str, float], ...] = ()
    only: tuple[str, ...] | None = None

    def plain(self) -> "Ask":
        """Return current law in the same context and with the same luck."""
        return replace(self, package=PLAIN, settings=(), only=None)

    def prepare(self, desk: "Desk") -> None:
        """Have ready, in the worker itself, what all futures with the same past share."""
        desk.prepare(self)

    def work(self, desk: "Desk") -> "Answer":
        """Simulate it and return its answer."""
        from experiments.web.answer import answer_of

        return answer_of(self, desk.simulate(self))


@dataclass(frozen=True)
class InBrief:
    """One future in brief: what a band, a comparison or an effect needs. Much smaller than an answer."""

    ask: Ask

    def prepare(self, desk: "Desk") -> None:
        """See :meth:`Ask.prepare`."""
        desk.prepare(self.ask)

    def work(self, desk: "Desk") -> "Brief":
        """Simulate it and return what is kept of it."""
        from experiments.web.answer import brief_of

        run, *_ = desk.simulate(self.ask)
        return brief_of(run)
