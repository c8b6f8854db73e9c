"""The state of a room: ``state = replay(events)``. Pure; whatever is shown is made from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from experiments.workshop.events import Event

Values = Mapping[str, float]


@dataclass(frozen=True)
class Team:
    """Those who play a role together."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class Settings:
    """What the facilitator has chosen.

    ``weights`` are the visible weights of the score, in any unit. ``allowance``: what the city may spend
    until the year shown, in 10^8 CNY; 0 for no limit.
    """

    title: str = ""
    package: str = "current"
    storyline: str = ""
    depth: int = 2
    teams: tuple[Team, ...] = ()
    rounds: int = 3
    goal: str = ""
    goal_year: int = 2030
    weights: Mapping[str, float] = field(default_factory=dict)
    script: str = "60"
    pseudonyms: bool = True
    allowance: float = 0.0

    def team(self, name: str) -> Team | None:
        """Return a team by its id."""
        return next((team for team in self.teams if team.id == name), None)


@dataclass(frozen=True)
class Person:
    """Someone in the room. ``token`` is the hash of what they prove themselves with."""

    id: str
    name: str
    team: str
    token: str
    joined_at: float
    levers: Values = field(default_factory=dict)
    contested: Values = field(default_factory=dict)
    is_kicked: bool = False


@dataclass(frozen=True)
class Proposal:
    """What somebody put forward in a round; ``figures`` are filled in when it has been computed.

    ``beyond``: what of its levers was not in the common start of that moment.
    """

    number: int
    round: int
    person: str
    team: str
    at: float
    note: str
    levers: Values
    contested: Values
    beyond: Values = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Prediction:
    """What somebody expects of a round: year of the peak, and Mt of CO2 from energy in the year shown."""

    round: int
    person: str
    peak: int
    emissions: float


@dataclass(frozen=True)
class Joint:
    """What the room chose in a round: everyone's mean of each lever, and what comes of it.

    ``beyond``: what of it was not in the common start of that round.
    """

    levers: Values
    figures: Mapping[str, Any]
    beyond: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Room:
    """Everything that is known of a room.

    ``choices``: round -> person -> what they had set beyond the common start when the round was frozen.
    ``began_at``: when minute 0 of the script was, in seconds since 1970; 0 before the clock was started.
    """

    settings: Settings = field(default_factory=Settings)
    code: str = ""
    code_until: float = 0.0
    phase: str = "lobby"
    round: int = 0
    is_locked: bool = False
    start: Values = field(default_factory=dict)
    pushes: int = 0
    people: Mapping[str, Person] = field(default_factory=dict)
    proposals: Mapping[int, Proposal] = field(default_factory=dict)
    predictions: Mapping[tuple[int, str], Prediction] = field(default_factory=dict)
    joints: Mapping[int, Joint] = field(default_factory=dict)
    choices: Mapping[int, Mapping[str, Values]] = field(default_factory=dict)
    began_at: float = 0.0
    settings_at: int = 0  # the event that set what is set now
    n_events: int = 0

    @property
    def present(self) -> tuple[Person, ...]:
        """Everyone who was not sent out, in the order of joining."""
        return tuple(person for person in self.people.values() if not person.is_kicked)

    def by_token(self, token: str) -> Person | None:
        """Return the person with this token's hash."""
        return next((person for person in self.present if person.token == token), None)


def replay(events: Iterable[Event], room: Room | None = None) -> Room:
    """Return the state after all events."""
    room = room or Room()
    for event in events:
        room = after(room, event)
    return room


def after(room: Room, event: Event) -> Room:
    """Return the state after one event."""
    return replace(AFTER[event.kind](room, event), n_events=event.number)


def person_id(event: Event) -> str:
    """Return the id of the person who joined by this event."""
    return f"p{event.number}"


def beyond(room: Room, levers: Values) -> dict[str, float]:
    """Return what of these levers is not in the common start; a mean is kept to six digits."""
    start = room.start
    return {k: v for k, v in levers.items() if k not in start or abs(v - start[k]) > 1e-5 * max(abs(start[k]), 1e-9)}


def _configured(room: Room, event: Event) -> Room:
    teams = tuple(Team(**team) for team in event.body["teams"])
    return replace(room, settings=Settings(**{**event.body, "teams": teams}), settings_at=event.number)


def _code(room: Room, event: Event) -> Room:
    return replace(room, code=event.body["code"], code_until=event.body["until"])


def _joined(room: Room, event: Event) -> Room:
    body, own = event.body, person_id(event)
    person = Person(own, body["name"], body["team"], body["token"], event.at, room.start)
    return replace(room, people={**room.people, own: person})


def _with(room: Room, person: str, **changed: Any) -> Room:
    if person not in room.people:
        return room
    return replace(room, people={**room.people, person: replace(room.people[person], **changed)})


def _renamed(room: Room, event: Event) -> Room:
    return _with(room, event.body["person"], name=event.body["name"])


def _moved_team(room: Room, event: Event) -> Room:
    return _with(room, event.body["person"], team=event.body["team"], levers=room.start, contested={})


def _kicked(room: Room, event: Event) -> Room:
    return _with(room, event.body["person"], is_kicked=True)


def _locked(room: Room, event: Event) -> Room:
    return replace(room, is_locked=event.body["locked"])


def _pushed(room: Room, event: Event) -> Room:
    levers = event.body["levers"]
    people = {own: replace(person, levers=levers, contested={}) for own, person in room.people.items()}
    return replace(room, start=levers, people=people, pushes=room.pushes + 1)


def _phase(room: Room, event: Event) -> Room:
    phase, number = event.body["phase"], event.body["round"]
    room = replace(room, phase=phase, round=number)
    if phase == "predict":
        own = {p.id: {k: v for k, v in p.levers.items() if room.start.get(k) != v} for p in room.present}
        return replace(room, choices={**room.choices, number: own})
    if phase == "explore" and number in room.joints:  # unfrozen: what was computed is of levers that move again
        return replace(room, joints={key: found for key, found in room.joints.items() if key != number})
    return room


def _clock(room: Room, event: Event) -> Room:
    return replace(room, began_at=event.at - 60.0 * event.body["minute"])


def _moved(room: Room, event: Event) -> Room:
    return _with(room, event.actor, levers=event.body["levers"], contested=event.body["contested"])


def _predicted(room: Room, event: Event) -> Room:
    found = Prediction(room.round, event.actor, event.body["peak"], event.body["emissions"])
    return replace(room, predictions={**room.predictions, (room.round, event.actor): found})


def _proposed(room: Room, event: Event) -> Room:
    person, body = room.people[event.actor], event.body
    levers, contested = body["levers"], body["contested"]
    own = beyond(room, levers)
    found = Proposal(event.number, room.round, person.id, person.team, event.at, body["note"], levers, contested, own)
    return replace(room, proposals={**room.proposals, event.number: found})


def _scored(room: Room, event: Event) -> Room:
    own = event.body["proposal"]
    if own not in room.proposals:
        return room
    found = replace(room.proposals[own], figures=event.body["figures"])
    return replace(room, proposals={**room.proposals, own: found})


def _joint(room: Room, event: Event) -> Room:
    levers = event.body["levers"]
    found = Joint(levers, event.body["figures"], beyond(room, levers))
    return replace(room, joints={**room.joints, event.body["round"]: found})


AFTER: dict[str, Callable[[Room, Event], Room]] = {
    "configured": _configured,
    "code": _code,
    "joined": _joined,
    "renamed": _renamed,
    "moved_team": _moved_team,
    "kicked": _kicked,
    "locked": _locked,
    "pushed": _pushed,
    "clock": _clock,
    "phase": _phase,
    "moved": _moved,
    "predicted": _predicted,
    "proposed": _proposed,
    "scored": _scored,
    "joint": _joint,
}
