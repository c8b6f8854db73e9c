"""One person's exploration: what is chosen, what was before, and the answers as they come. Knows nothing of Solara."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field, replace
from typing import Any

from experiments.language import Lang
from experiments.web.answer import Answer
from experiments.web.scenario import Curve, Scenario
from experiments.web.workers import Pool

UNDO_KEPT = 100
REPLAY_SECONDS = 1.5


@dataclass(frozen=True)
class View:
    """How things are shown: no result depends on it."""

    lang: Lang = "zh"
    tab: str = "overview"
    is_tce: bool = True  # energy in 10^4 tce and 10^8 kWh, CO2 in 10^4 t; else EJ, TWh and Mt
    is_presented: bool = False
    chosen: Mapping[str, str] = field(default_factory=dict)  # of the selects in charts


class Explorer:
    """A session of the exploring page.

    Args:
        pool: the workers.
        session: a name of this session alone.
        changed: called (from any thread) when something that is shown has changed.
    """

    def __init__(self, pool: Pool, session: str, changed: Callable[[], None]) -> None:
        self.pool = pool
        self.session = session
        self.changed = changed
        self.view = View()
        self.scenario = Scenario()
        self.answer: Answer | None = None
        self.before: Answer | None = None
        self.problem = ""
        self.seconds = 0.0
        self.is_busy = False
        self.is_replaying = False
        self._undo: list[Scenario] = []
        self._redo: list[Scenario] = []
        self._grip: object = None
        self._lock = threading.RLock()

    @property
    def shown(self) -> Answer | None:
        """The answer on the screen: during a replay the one from before."""
        return self.before if self.is_replaying and self.before is not None else self.answer

    @property
    def can_undo(self) -> bool:
        """Whether there is a move to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a move that was taken back."""
        return bool(self._redo)

    def show(self, **changes: Any) -> None:
        """Change the view."""
        self.view = replace(self.view, **changes)
        self.changed()

    def choose(self, key: str, value: str) -> None:
        """Choose something in a chart."""
        self.show(chosen={**self.view.chosen, key: value})

    def move(self, scenario: Scenario, grip: object = None) -> None:
        """Go to another scenario; moves with the same ``grip`` (one drag of a slider) are one step of undo."""
        with self._lock:
            if scenario == self.scenario and self.answer is not None:
                return
            is_same_move = grip is not None and grip == self._grip
            if not is_same_move:
                self._undo = [*self._undo[-UNDO_KEPT:], self.scenario]
                self.before = self.answer
            self._grip = grip
            self._redo = []
            self._go(scenario)

    def set_lever(self, lever: str, curve: Curve | None, grip: object = None) -> None:
        """Set one lever's curve, or leave it to the package again."""
        self.move(self.scenario.with_curve(lever, curve), None if grip is None else (lever, grip))

    def undo(self) -> None:
        """Take the last move back."""
        with self._lock:
            if self._undo:
                self._redo.append(self.scenario)
                self._back_to(self._undo.pop())

    def redo(self) -> None:
        """Make again what was taken back."""
        with self._lock:
            if self._redo:
                self._undo.append(self.scenario)
                self._back_to(self._redo.pop())

    def replay(self) -> None:
        """Show the state before the last move for a moment, then the present one again."""
        if self.before is None:
            return
        self.is_replaying = True
        self.changed()
        timer = threading.Timer(REPLAY_SECONDS, self._end_of_replay)
        timer.daemon = True
        timer.start()

    def start(self) -> None:
        """Ask for the first answer."""
        with self._lock:
            self._go(self.scenario)

    def close(self) -> None:
        """Give up what is being computed for this session."""
        self.pool.drop(self.session, behind_only=False)

    def _end_of_replay(self) -> None:
        self.is_replaying = False
        self.changed()

    def _back_to(self, scenario: Scenario) -> None:
        self.before, self._grip = self.answer, None
        self._go(scenario)

    def _go(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.problem, self.is_busy = "", True
        self.pool.drop(self.session)
        started = time.perf_counter()
        future = self.pool.ask(scenario.ask(), self.session)
        future.add_done_callback(lambda done: self._arrived(scenario, started, done))
        if self.is_busy:
            self.changed()

    def _arrived(self, scenario: Scenario, started: float, done: Future) -> None:
        with self._lock:
            if scenario is not self.scenario or done.cancelled():
                return
            self.is_busy = False
            self.seconds = time.perf_counter() - started
            try:
                self.answer = done.result()
            except (Exception, CancelledError) as error:
                self.problem = str(error)
        self.changed()
