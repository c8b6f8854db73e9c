"""A room that is open: takes what people and the facilitator do, writes it, has it computed, and tells everyone."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from abm.region import Region
from abm.simulation import lever_paths
from experiments.web.rates import Rates
from experiments.web.workers import JobFailed, Pool
from experiments.workshop import contradictions, drivers, luck, outcome, roster, rounds, score, views
from experiments.workshop.assumptions import Assumptions
from experiments.workshop.events import LONGEST_NAME, Refused, Replaced, checked, fitted, text
from experiments.workshop.outcome import SHOWN_YEAR, Played, ask_of
from experiments.workshop.room import Person, Room, after, replay
from experiments.workshop.store import Store
from policies.registry import all_levers

FACILITATOR = "facilitator"
STRONG = "plan_plus"
MOVES = (2.0, 10.0)  # a second, at once: of one person
GUESSES = (0.2, 8.0)  # secrets tried, of one address
CONTESTS = (0.5, 8.0)  # a second, at once: of one person; each needs a past of its own
JOINS = (2.0, 60.0)  # of one address: a whole room may come through one router; a code has 900 million values
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
        self.moves, self.contests = Rates(*MOVES), Rates(*CONTESTS)
        self.guesses, self.joins = Rates(*GUESSES), Rates(*JOINS)
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
        task.add_done_callback(self._tasks.discard)

    def wake(self) -> None:
        """Go on with what a stop left undone: the futures compared with, and what has no figures, or an older kind."""
        self.later(self.compute_anchors())
        for number, proposal in self.room.proposals.items():
            if outcome.is_stale(proposal.figures):
                self.later(self._score(number))
        for number, joint in self.room.joints.items():
            if outcome.is_stale(joint.figures):
                self.later(self._again(number, joint.levers))
        if self.room.phase in ("predict", "reveal") and self.room.round not in self.room.joints:
            self.later(self.compute_joint())

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

    # What participants do -------------------------------------------------------------------------------

    def join(self, body: Any, address: str) -> str:
        """Let somebody in; return their token."""
        told = fitted({"code": text(12), "name": text(LONGEST_NAME, empty=False), "team": text(60)}, body)
        if not self.joins.allows(address):
            raise Refused("尝试过多，请稍候", "too many tries, wait a moment")
        roster.may_join(self.room, told["code"], time.time())
        if self.room.settings.team(told["team"]) is None:
            raise Refused("没有这个小组", "there is no such team")
        token = roster.new_token()
        name = roster.free_name(self.room, told["name"])
        self.write("joined", FACILITATOR, {"name": name, "team": told["team"], "token": roster.hashed(token)})
        return token

    async def move(self, person: Person, body: Any, once: str | None) -> dict[str, Any]:
        """Take a person's levers and return what comes of them."""
        self._may_compute(person)
        rounds.may_move(self.room)
        told = checked("moved", body)
        self._within(told, person)
        anew = told["contested"] and told["contested"] != person.contested
        if anew and not self.contests.allows(person.id):
            raise Refused("质疑过快，请稍候", "assumptions are contested too fast, wait a moment")
        if {"levers": dict(person.levers), "contested": dict(person.contested)} != told:
            self.write("moved", person.id, told, once)
        return await self._future_of(person, told["levers"], told["contested"])

    async def outcome(self, person: Person) -> dict[str, Any]:
        """Return what comes of a person's levers as they are."""
        self._may_compute(person)
        return await self._future_of(person, person.levers, person.contested)

    async def _future_of(
        self, person: Person, levers: Mapping[str, float], contested: Mapping[str, float]
    ) -> dict[str, Any]:
        version = self.room.n_events
        found = await self.compute(self.job(levers, contested), person.id)
        return found | {"version": version, "warnings": contradictions.among(self.package_values(), levers)}

    async def beside(self, person: Person) -> dict[str, Any]:
        """Return what a person's contested assumptions change: the same levers, and the start, with and without."""
        self._may_compute(person)
        session = f"{person.id} beside"
        self.pool.drop(session)
        pairs = [(levers, contested) for levers in (person.levers, {}) for contested in (person.contested, {})]
        made = [await self.compute(self.job(*pair), session, behind=True) for pair in pairs]
        both, levers, assumed, plain = ({key: found[key] for key in ("emissions", "peak", "city")} for found in made)
        return {"both": both, "levers": levers, "assumed": assumed, "plain": plain}

    def propose(self, person: Person, body: Any, once: str | None) -> None:
        """Put a person's levers forward; they are scored beside."""
        self._may_compute(person)
        rounds.may_propose(self.room)
        told = checked("proposed", body)
        self._within(told, person)
        if self.write("proposed", person.id, told, once):
            self.later(self._score(self.room.n_events))

    def predict(self, person: Person, body: Any, once: str | None) -> None:
        """Take a person's prediction; the last one counts."""
        rounds.may_predict(self.room)
        told = checked("predicted", body)
        if self.base:
            rounds.may_be_meant(told["emissions"], self.base["emissions"])
        self.write("predicted", person.id, told, once)

    def _may_compute(self, person: Person) -> None:
        if not self.moves.allows(person.id):
            raise Refused("操作过快，请稍候", "too fast, wait a moment")

    def _within(self, told: Mapping[str, Any], person: Person) -> None:
        """Check that levers are of the role, of the common start or left as they are, and assumptions known."""
        team = self.room.settings.team(person.team)
        own = {lever.id for lever in roster.levers_of(team.role if team else "", self.room.settings.depth)}
        own |= set(self.room.start)
        for name, value in told["levers"].items():
            lever = all_levers().get(name)
            if lever is None or (name not in own and person.levers.get(name) != value):
                raise Refused(
                    "此杠杆不属于您的角色", f"{lever.label.en if lever else name} is not a lever of your role"
                )
            if not lever.low <= value <= lever.high:
                span = f"{lever.low:g} – {lever.high:g}"
                raise Refused(f"{lever.label.zh}：范围 {span}", f"{lever.label.en}: allowed {span}")
        self.assumptions.resolved(told["contested"])

    def new_code(self) -> None:
        """Make a new code to join with; the old one is worth nothing from now on."""
        self._open_until(roster.new_code())

    def keep_code(self) -> None:
        """Let the code hold for as long again: it stands on what has been printed."""
        self._open_until(self.room.code)

    def _open_until(self, code: str) -> None:
        self.write("code", FACILITATOR, {"code": code, "until": time.time() + roster.CODE_SECONDS})

    # What is computed beside ----------------------------------------------------------------------------

    async def compute_anchors(self) -> None:
        """Have the futures computed that everything is compared with: the room's package and a strong one."""
        own = self.room.settings.package
        other = STRONG if own != STRONG else "current"
        jobs = (self.job({}), ask_of(other, self.room.settings.storyline, {}))
        with suppress(Refused):
            first, second = [await self.compute(job, "anchors", behind=True) for job in jobs]
            self.anchors = (first["scored"], second["scored"])
            self.base = first
            self.tell()
            self.later(self._compute_luck())
            self.later(self.take_apart())

    async def _compute_luck(self) -> None:
        """Have the same futures, and one like a proposal, computed with other seeds."""
        settings = self.room.settings
        other = STRONG if settings.package != STRONG else "current"
        alike = luck.like_a_proposal(settings.package, self.region)
        choices: list[tuple[str, dict[str, float]]] = [(settings.package, {}), (other, {}), (settings.package, alike)]
        trios: list[luck.Trio] = []
        with suppress(Refused):
            for seed in luck.SEEDS:
                jobs = [ask_of(package, settings.storyline, levers, seed=seed) for package, levers in choices]
                one, two, three = [await self.compute(job, "luck", behind=True) for job in jobs]
                trios.append((one, two, three))
        if self.room.settings == settings:  # else those of the new settings are on their way
            self.trios = tuple(trios)
            self.tell()

    def tell(self) -> None:
        """Have everyone told."""
        for listener in tuple(self.listeners):
            listener()

    async def _score(self, number: int) -> None:
        proposal, session = self.room.proposals[number], f"proposal {number}"
        try:
            job = self.job(proposal.levers, proposal.contested)
            figures = await self.compute(job, session, behind=True)
            if proposal.contested:
                plain = await self.compute(self.job(proposal.levers), session, behind=True)
                figures = figures | {"uncontested": {key: plain[key] for key in ("emissions", "peak")}}
        except Refused as refused:
            figures = {"failed": {"zh": refused.zh, "en": refused.en}}
        self.write("scored", FACILITATOR, {"proposal": number, "figures": figures})

    async def compute_joint(self) -> None:
        """Have the room's common choice of this round computed and written."""
        levers, number = views.joint_levers(self.room), self.room.round
        with suppress(Refused):
            figures = await self.compute(self.job(levers), f"joint {number}")
            frozen = self.room.phase in ("predict", "reveal") and self.room.round == number
            if frozen and levers == views.joint_levers(self.room):  # else it was unfrozen meanwhile
                self.write("joint", FACILITATOR, {"round": number, "levers": levers, "figures": figures})
                self.later(self.take_apart())

    async def _again(self, number: int, levers: Mapping[str, float]) -> None:
        """Have the common choice of a round that is over computed anew."""
        with suppress(Refused):
            figures = await self.compute(self.job(levers), f"again {number}", behind=True)
            if number in self.room.joints:
                self.write("joint", FACILITATOR, {"round": number, "levers": dict(levers), "figures": figures})

    async def take_apart(self) -> None:
        """Have told which levers did what: in the last common choice, and at the end in the teams' proposals."""
        if self.room.phase == "debrief":
            for choice in drivers.last_choices(self):
                await drivers.take_apart(self, choice)
        elif self.room.round in self.room.joints:
            await drivers.take_apart(self, drivers.Choice.of_room(self.room, self.room.round))

    def forget_futures(self) -> None:
        """Forget what was computed of settings that hold no longer."""
        self._values.clear()
        self.drivers.clear()
        self.anchors = self.base = None
        self.trios = ()

    def package_values(self) -> dict[str, float]:
        """Return lever -> value of the room's package in the first decision year."""
        return self.values_of(self.room.settings.package)

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
        "title": "碳达峰研讨 Carbon peak workshop",
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
