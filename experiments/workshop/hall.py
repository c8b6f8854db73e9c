"""A room that is open: what happened in it is written, computed and told to everyone."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from abm.region import Region
from abm.simulation import lever_paths
from experiments.web.ask import PLAIN
from experiments.web.rates import Rates
from experiments.web.workers import JobFailed, Pool
from experiments.workshop import contradictions, drivers, luck, roster, score, views
from experiments.workshop.assumptions import Assumptions
from experiments.workshop.events import FACILITATOR, Refused, Replaced, checked
from experiments.workshop.outcome import SHOWN_YEAR, Played, ask_of
from experiments.workshop.room import Room, after, replay
from experiments.workshop.store import Store
from policies.package import PackageError

LOG = logging.getLogger("tanfeng.workshop")
PLAN = "plan"
GUESSES = (0.2, 8.0)  # secrets tried, of one address
WAIT, WAIT_BEHIND = 60.0, 300.0  # seconds for a future that somebody looks at, and for one made beside
LONGEST_ONCE = 64


class Hall:
    """One room with its people. All methods belong to the server's event loop.

    Args:
        store: where the events lie; what is there already is replayed.
        pool: the workers.
        region: whose plan is explored.
    """

    def __init__(self, store: Store, pool: Pool, region: Region) -> None:
        self.store, self.pool, self.region = store, pool, region
        self.room: Room = replay(store.events())
        self.secret, self.screen_key = store.key("facilitator"), store.key("screen")
        self.assumptions = Assumptions(region, SHOWN_YEAR)
        self.anchors: tuple[score.Figures, score.Figures] | None = None
        self.base: dict[str, Any] | None = None  # the line of the room's package
        self.trios: tuple[luck.Trio, ...] = ()  # by seed: what luck does is seen in them
        self.drivers: dict[str, tuple[dict[str, float], list[drivers.Row]]] = {}  # choice -> levers, what each does
        self.n_apart = 0  # choices that were taken apart, the same one again included
        self.guesses = Rates(*GUESSES)
        self.listeners: set[Callable[[], None]] = set()
        self._tasks: set[asyncio.Task] = set()
        self._told: tuple[tuple[int, bool, int, int], str] = ((-1, False, 0, 0), "")
        self._values: dict[tuple[str, int], dict[str, float]] = {}
        if not self.room.settings.teams:
            self.write("configured", FACILITATOR, default_settings())
        if not self.room.code:
            self.new_code()

    def write(self, kind: str, actor: str, body: Mapping[str, Any], once: str | None = None) -> bool:
        """Write an event and tell everyone; False where it had been written before."""
        event = self.store.add(kind, actor, checked(kind, dict(body)), once)
        if event is None:
            return False
        self.room = after(self.room, event)
        self.tell()
        return True

    def later(self, work: Any) -> None:
        """Have a coroutine run beside; it is kept until it ends."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Refused):  # what could not be kept: said where the room was opened
            LOG.warning("%s", error.en)
        elif error:
            LOG.error("what was computed beside failed", exc_info=error)

    async def compute(self, job: Played, session: str, *, behind: bool = False) -> dict[str, Any]:
        """Return the figures of a future.

        Raises:
            Refused: a newer request took its place, or it cannot be computed.
        """
        try:
            future = self.pool.ask(job, session, behind=behind)
            return await asyncio.wait_for(asyncio.wrap_future(future), WAIT_BEHIND if behind else WAIT)
        except asyncio.CancelledError:
            raise Replaced("已有更新的请求", "a newer request took its place") from None
        except TimeoutError:
            raise Refused("计算超时", "this took too long") from None
        except JobFailed as error:
            raise Refused("无法计算", str(error)[:200]) from None

    def job(self, levers: Mapping[str, float], contested: Mapping[str, float] | None = None) -> Played:
        """Return the job of levers on top of the room's package."""
        settings, moved = self.room.settings, self.assumptions.resolved(contested or {})
        return ask_of(settings.package, settings.storyline, levers, moved)

    def shared(self) -> str:
        """Return what everybody is shown, as JSON; made once for all who look at the same state."""
        key = (self.room.n_events, self.base is not None, len(self.trios), self.n_apart)
        if self._told[0] != key:
            told = views.shared(self.room, self.anchors) | {"base": self.base, "warnings": self._warnings()}
            told |= {"luck": self.luck, "drivers": self._drivers()}
            self._told = (key, json.dumps(told, ensure_ascii=False))
        return self._told[1]

    @property
    def luck(self) -> dict[str, float] | None:
        """How far figures and scores move with another seed alone."""
        return luck.spread(self.trios, score.weights_of(self.room))

    def _warnings(self) -> list[str]:
        """Return what contradicts in the room's common choice, once it is revealed."""
        revealed = self.room.phase in ("reveal", "debrief") and self.room.round in self.room.joints
        levers = self.room.joints[self.room.round].levers if revealed else {}
        return contradictions.among(self.package_values(), levers) if levers else []

    def _drivers(self) -> list[drivers.Row]:
        """Return what the levers of the room's common choice do, once it is revealed."""
        revealed = self.room.phase in ("reveal", "debrief") and self.room.round in self.room.joints
        return drivers.told(self, drivers.Choice.of_room(self.room, self.room.round)) if revealed else []

    def tell(self) -> None:
        """Have everyone told."""
        for listener in tuple(self.listeners):
            listener()

    def new_code(self) -> None:
        """Make a new code to join with; the old one is worth nothing from now on."""
        self._open_until(roster.new_code())

    def keep_code(self) -> None:
        """Let the code hold for as long again: it stands on what has been printed."""
        self._open_until(self.room.code)

    def _open_until(self, code: str) -> None:
        self.write("code", FACILITATOR, {"code": code, "until": time.time() + roster.CODE_SECONDS})

    def forget_futures(self) -> None:
        """Forget what was computed of settings that hold no longer."""
        self._values.clear()
        self.drivers.clear()
        self.anchors = self.base = None
        self.trios = ()

    def package_values(self) -> dict[str, float]:
        """Return lever -> value of the room's package in the first decision year."""
        return self.values_of(self.room.settings.package)

    def plan_values(self) -> dict[str, float]:
        """Return lever -> value of the plan in the year that is looked at; none where there is no plan."""
        try:
            return self.values_of(PLAN, SHOWN_YEAR)
        except PackageError:
            return {}

    def standing(self) -> views.Standing:
        """Return where levers stand in the room, under current law and in the plan."""
        return views.Standing(self.package_values(), self.values_of(PLAIN, SHOWN_YEAR), self.plan_values())

    def values_of(self, package: str, year: int = 0) -> dict[str, float]:
        """Return lever -> value of a package in a year; without one in the first decision year."""
        key = (package, year or self.region.first_decision_year)
        if key not in self._values:
            paths = lever_paths(package, self.region, until=key[1])
            self._values[key] = {lever: float(path[-1]) for lever, path in paths.items()}
        return self._values[key]


def default_settings() -> dict[str, Any]:
    """Return the settings of a new room: one team for each role."""
    teams = [{"id": name, "name": role["zh"], "role": name} for name, role in roster.roles().items()]
    return {
        "title": "碳达峰研讨 | Carbon-peak workshop",
        "package": "current",
        "storyline": "",
        "depth": 2,
        "teams": teams,
        "rounds": 3,
        "goal": "",
        "goal_year": 2030,
        "weights": dict(score.DEFAULT_WEIGHTS),
        "script": "60",
        "pseudonyms": True,
        "allowance": 0.0,
    }
