"""Futures in brief, asked for behind everything else: other seeds, other storylines, scenarios to compare with."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

from experiments.web.answer import Brief
from experiments.web.ask import Ask, InBrief
from experiments.web.scenario import Scenario
from experiments.web.workers import Pool

N_SEEDS = 4  # of a band and of a comparison, the scenario's own included
KEPT = 1000  # of a few kilobytes each


def seeds_of(scenario: Scenario, n_seeds: int = N_SEEDS) -> list[Scenario]:
    """Return the scenario with its own seed and with the next ones."""
    return [replace(scenario, seed=scenario.seed + i) for i in range(n_seeds)]


def storylines_of(scenario: Scenario, storylines: Sequence[str]) -> list[Scenario]:
    """Return the scenario in every other storyline."""
    own = scenario.storyline or storylines[0]
    return [replace(scenario, storyline=name) for name in storylines if name != own]


class Briefs:
    """The briefs of a session: those that are there, and those that it waits for.

    Args:
        pool: the workers.
        session: under which they are asked for.
        changed: called (from any thread) when one has come that was waited for.
    """

    def __init__(self, pool: Pool, session: str, changed: Callable[[], None]) -> None:
        self.pool = pool
        self.session = session
        self.changed = changed
        self.problems: dict[Ask, str] = {}
        self._found: OrderedDict[Ask, Brief] = OrderedDict()
        self._waiting: set[Ask] = set()

    def of(self, scenario: Scenario) -> Brief | None:
        """Return a scenario's brief if it is there."""
        return self.known(scenario.ask())

    def known(self, ask: Ask) -> Brief | None:
        """Return a future's brief if it is there."""
        return self._found.get(ask)

    @property
    def n_waiting(self) -> int:
        """How many are being waited for."""
        return len(self._waiting)

    def know(self, ask: Ask, brief: Brief) -> None:
        """Keep a brief that was come by otherwise."""
        self._found[ask] = brief
        while len(self._found) > KEPT:
            self._found.popitem(last=False)

    def want(self, scenarios: Iterable[Scenario]) -> None:
        """Ask for what is not there yet. What the workers have ready is there when this returns."""
        self.want_futures(scenario.ask() for scenario in scenarios)

    def want_futures(self, asks: Iterable[Ask]) -> None:
        """Do the same for futures that are no scenario of their own."""
        for ask in asks:
            if ask in self._found or ask in self._waiting or ask in self.problems:
                continue
            future = self.pool.ask(InBrief(ask), self.session, behind=True)
            if future.done():
                self._take(ask, future)
            else:
                self._waiting.add(ask)
                future.add_done_callback(partial(self._came, ask))

    def retry(self, asks: Iterable[Ask]) -> None:
        """Ask again for those that failed when they are wanted next."""
        for ask in asks:
            self.problems.pop(ask, None)

    def drop(self) -> None:
        """Wait for nothing any more."""
        self.pool.drop(self.session, behind_only=False)

    def _came(self, ask: Ask, done: Future) -> None:
        self._waiting.discard(ask)
        if not done.cancelled():
            self._take(ask, done)
            self.changed()

    def _take(self, ask: Ask, done: Future) -> None:
        if done.exception():
            self.problems[ask] = str(done.exception())
        else:
            self.know(ask, done.result())
