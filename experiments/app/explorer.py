"""One person's exploration: what is chosen, what was before, and the answers as they come. Knows nothing of Solara."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from experiments.app.briefs import Briefs, seeds_of, storylines_of
from experiments.app.effects import Effects
from experiments.app.splits import Split
from experiments.language import Lang
from experiments.web.answer import Answer
from experiments.web.collection import Saved
from experiments.web.scenario import Curve, Scenario
from experiments.web.workers import Pool

MOVE = "move"  # to be compared with the state before the last move
LAW = "law"  # to be compared with current law
PACKAGE = "package"  # to be compared with the package as it was before any lever was moved
BASES = {LAW: Scenario.plain, PACKAGE: Scenario.without_levers}  # what is compared with, in the same context
UNDO_KEPT = 100
REPLAY_SECONDS = 1.5
LONGEST_ORIGIN = 200


@dataclass(frozen=True)
class View:
    """How things are shown: no result depends on it."""

    lang: Lang = "zh"
    tab: str = "emissions"
    is_tce: bool = True  # energy in 10^4 tce and 10^8 kWh, CO2 in 10^4 t; else EJ, TWh and Mt
    is_presented: bool = False
    against: str = MOVE  # what is drawn dashed: the state before the last move, or one of BASES
    chosen: Mapping[str, str] = field(default_factory=dict)  # of the selects in charts


@dataclass
class Found:
    """Something computed on demand: its job, and in the end its result or what went wrong."""

    job: Any
    result: Any = None
    problem: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether it is still being computed."""
        return self.result is None and not self.problem


class Explorer:
    """A session of the exploring page.

    Args:
        pool: the workers.
        session: a name of this session alone.
        storylines: those of the region, the first one first.
        changed: called (from any thread) when something that is shown has changed.
    """

    def __init__(self, pool: Pool, session: str, storylines: Sequence[str], changed: Callable[[], None]) -> None:
        self.pool = pool
        self.session = session
        self.storylines = tuple(storylines)
        self.changed = changed
        self.briefs = Briefs(pool, self.side_session("briefs"), changed)
        self.view = View()
        self.scenario = Scenario()
        self.answer: Answer | None = None
        self.before: Answer | None = None
        self.problem = ""
        self.seconds = 0.0
        self.is_busy = False
        self.is_replaying = False
        self.bases: dict[str, Answer] = {}  # of BASES, those that are there
        self.effects: Effects | None = None
        self.found: dict[str, Found] = {}
        self.saved: tuple[Saved, ...] = ()
        self.is_restored = False  # what the browser kept has been read
        self.notices: tuple[str, ...] = ()  # about a link or file that was read
        self.origin = ""  # where the browser says that this page lives
        self.offered: dict[tuple[str, int], str] = {}  # files made -> their paths
        self._undo: list[Scenario] = []
        self._redo: list[Scenario] = []
        self._grip: object = None
        self._unseen: Scenario | None = None  # from before the last move, where no answer of it had come
        self._lock = threading.RLock()

    @property
    def shown(self) -> Answer | None:
        """The answer on the screen: during a replay the one from before."""
        return self.before if self.is_replaying and self.before is not None else self.answer

    @property
    def reference(self) -> Answer | None:
        """Current law in the same context."""
        return self.bases.get(LAW)

    @property
    def compared(self) -> Answer | None:
        """What the present future is compared with: current law, its package, or what was before the last move."""
        return self.bases.get(self.view.against) if self.view.against in BASES else self.before

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
                self._leave()
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

    def start(self, scenario: Scenario | None = None, notices: tuple[str, ...] = ()) -> None:
        """Ask for the first answer."""
        with self._lock:
            self.notices = notices
            self._go(scenario or self.scenario)

    def beside(self, scenario: Scenario) -> list[Scenario]:
        """Return what fills in behind a scenario: other seeds, and other storylines."""
        return [*seeds_of(scenario)[1:], *storylines_of(scenario, self.storylines)]

    def side_session(self, key: str) -> str:
        """Return the name under which something beside the main line is computed."""
        return f"{self.session}/{key}"

    def fetch(self, key: str, job: Any) -> None:
        """Compute something on demand and keep it under a name; asking again replaces it."""
        self.fetch_quietly(key, job)
        self.changed()

    def fetch_quietly(self, key: str, job: Any) -> None:
        """Do the same while a board is being drawn: nothing is told to have changed until it is there."""
        found = self.found[key] = Found(job)
        self.pool.drop(self.side_session(key), behind_only=False)
        future = self.pool.ask(job, self.side_session(key), behind=True, awaited=True)
        future.add_done_callback(lambda done: self._fetched(found, done))

    def compute_effects(self, split: Split) -> None:
        """Compute the effect of each part by itself, in place of what was asked for so far."""
        self.briefs.drop()
        self.effects = Effects(split, self.briefs.known, self.briefs.problems)
        self.briefs.retry(self.effects.wanted)
        self.briefs.want(self.beside(self.scenario))
        self.briefs.want_futures(self.effects.wanted)
        self.changed()

    def save(self, name: str) -> None:
        """Keep the present scenario for comparison."""
        self.keep((*self.saved, Saved(name, self.scenario)))

    def forget(self, position: int) -> None:
        """Drop a saved scenario."""
        self.keep(one for i, one in enumerate(self.saved) if i != position)

    def keep(self, saved: Iterable[Saved], notices: Sequence[str] = ()) -> None:
        """Have these scenarios saved, each once."""
        self.saved = tuple({one.scenario: one for one in saved}.values())
        self.notices = (*self.notices, *notices)
        self.changed()

    def _fetched(self, found: Found, done: Future) -> None:
        if done.cancelled():
            self.found = {key: value for key, value in self.found.items() if value is not found}
        elif done.exception():
            found.problem = str(done.exception())
        else:
            found.result = done.result()
        self.changed()

    def dismiss(self) -> None:
        """Put the notices away."""
        self.notices = ()
        self.changed()

    def live_at(self, origin: str) -> None:
        """Learn where the browser has this page, for links that others can open."""
        if origin.startswith(("http://", "https://")) and len(origin) < LONGEST_ORIGIN:
            self.origin = origin
            self.changed()

    def close(self) -> None:
        """Give up what is being computed for this session."""
        for key in ("", *BASES, "before", "briefs", *self.found):
            self.pool.drop(self.side_session(key) if key else self.session, behind_only=False)

    def _end_of_replay(self) -> None:
        self.is_replaying = False
        self.changed()

    def _back_to(self, scenario: Scenario) -> None:
        self._grip = None
        self._leave()
        self._go(scenario)

    def _leave(self) -> None:
        """Keep the present answer as the ghost, or remember that it is still to come."""
        self.before = self.answer
        self._unseen = self.scenario if self.answer is None else None

    def _go(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.problem, self.is_busy = "", True
        self.pool.drop(self.session)
        self.pool.drop(self.side_session("before"), behind_only=False)
        self.briefs.drop()
        self.effects = None
        started = time.perf_counter()
        future = self.pool.ask(scenario.ask(), self.session)
        future.add_done_callback(lambda done: self._arrived(scenario, started, done))
        if self.is_busy:
            self.changed()

    def _arrived(self, scenario: Scenario, started: float, done: Future) -> None:
        if done.cancelled():  # maybe told by the pool, which must not wait for a lock of ours
            return
        with self._lock:
            if scenario is not self.scenario:
                return
            self.seconds = time.perf_counter() - started
            try:
                self.answer = done.result()
                self.briefs.know(self.answer.ask, self.answer.brief())
                self._see_bases(scenario)
                self._see_before()
                self.briefs.want(self.beside(scenario))
            except Exception as error:
                self.problem = str(error)
            self.is_busy = False  # last: a page drawn meanwhile never takes the old answer for that of these levers
        self.changed()

    def _see_bases(self, scenario: Scenario) -> None:
        """Have current law and the package without a lever moved, in the same context, to compare with."""
        for key, of in BASES.items():
            wanted = of(scenario).ask()
            there = [one for one in (self.answer, *self.bases.values()) if one is not None and one.ask == wanted]
            self.bases.pop(key, None)  # that of another storyline is nothing to compare with
            if there:
                self.bases[key] = there[0]
                continue
            future = self.pool.ask(wanted, self.side_session(key), behind=True)
            future.add_done_callback(partial(self._base_came, key))

    def _see_before(self) -> None:
        """Have the future from before a move that was made while its answer was still to come."""
        left = self._unseen
        if left is not None and left != self.scenario:
            future = self.pool.ask(left.ask(), self.side_session("before"), behind=True, awaited=True)
            future.add_done_callback(lambda done: self._before_came(left, done))

    def _before_came(self, left: Scenario, done: Future) -> None:
        if done.cancelled() or done.exception() or left is not self._unseen:
            return
        self.before, self._unseen = done.result(), None
        self.changed()

    def _base_came(self, key: str, done: Future) -> None:
        if not done.cancelled() and not done.exception():
            found = done.result()
            self.briefs.know(found.ask, found.brief())
            if found.ask == BASES[key](self.scenario).ask():
                self.bases[key] = found
            self.changed()
