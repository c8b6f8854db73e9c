"""What drove it: a choice computed again without each of its levers, so that one can see which did the work."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.workshop.events import Refused
from experiments.workshop.room import Proposal, Room
from experiments.workshop.score import leaderboard
from policies.registry import all_levers

if TYPE_CHECKING:
    from experiments.workshop.hall import Hall

MOST = 12  # levers told one by one, those moved most of their range first
START, REST = "start", "rest"  # pieces of more than one lever: a common start that was pushed, and what is left
Values = Mapping[str, float]
Row = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """What can be taken apart: what the room chose together in a round, or (with a ``team``) a team's proposal.

    ``beyond``: what of the levers was not in the common start; ``contested``: assumptions moved beside them.
    """

    name: str
    round: int
    levers: Values
    beyond: Values
    figures: Mapping[str, Any]
    contested: Values
    team: str = ""

    @classmethod
    def of_room(cls, room: Room, number: int) -> "Choice":
        """Return what the room chose together in a round."""
        joint = room.joints[number]
        return cls(f"joint {number}", number, joint.levers, joint.beyond, joint.figures, {})

    @classmethod
    def of_team(cls, own: Proposal) -> "Choice":
        """Return a proposal."""
        name = f"proposal {own.number}"
        return cls(name, own.round, own.levers, own.beyond, own.figures, own.contested, own.team)


def last_choices(hall: "Hall") -> list[Choice]:
    """Return the last common choice and each team's best proposal, the best first."""
    room = hall.room
    common = [Choice.of_room(room, number) for number in sorted(room.joints)[-1:]]
    return common + [Choice.of_team(room.proposals[row["proposal"]]) for row in leaderboard(room, hall.anchors)]


@dataclass(frozen=True)
class Piece:
    """Levers of a choice that are put back to the starting package together."""

    name: str
    levers: tuple[str, ...]


def reach(name: str, moved: float) -> float:
    """Return how far a lever was moved, as a share of its range."""
    lever = all_levers()[name]
    return abs(moved) / (lever.high - lever.low)


def pieces(levers: Values, beyond: Values, package: Values) -> list[Piece]:
    """Return the pieces of a choice.

    Args:
        levers: the choice, on top of the package.
        beyond: what of it was not in the common start.
        package: lever -> value of the starting package.
    """
    known = all_levers()
    moved = [name for name, value in levers.items() if name in known and abs(value - package[name]) > 1e-9]
    far = {name: reach(name, levers[name] - package[name]) for name in moved}
    own = sorted((name for name in moved if name in beyond), key=lambda name: (-far[name], name))
    pushed = tuple(name for name in moved if name not in beyond)
    found = [Piece(name, (name,)) for name in own[:MOST]]
    found += [Piece(REST, tuple(own[MOST:]))] if own[MOST:] else []
    return found + ([Piece(START, pushed)] if pushed else [])


def effect(whole: Mapping[str, Any], without: Mapping[str, Any]) -> dict[str, float]:
    """Return what a piece changes: with it less without it, all else alike. Mt, and 10^8 CNY."""
    now, then = (
        {
            "emissions": found["emissions"],
            "inside": found["inside"],
            **found["outside"],
            "moved": found["moved"],
            "city": found["paid"]["city"],
            "households": found["scored"]["households"],
        }
        for found in (whole, without)
    )
    return {name: now[name] - then[name] for name in now}


async def take_apart(hall: "Hall", choice: Choice) -> None:
    """Have a choice computed without each of its pieces, and keep what they do, what did most first."""
    levers, whole = choice.levers, choice.figures
    if "outside" not in whole or dict(levers) == hall.drivers.get(choice.name, ({}, []))[0]:
        return
    rows: list[Row] = []
    settings = hall.room.settings
    with suppress(Refused):
        for piece in pieces(levers, choice.beyond, hall.package_values()):
            left = {lever: value for lever, value in levers.items() if lever not in piece.levers}
            found = await hall.compute(hall.job(left, choice.contested), f"without {choice.name}", behind=True)
            rows.append({"name": piece.name, "n": len(piece.levers), **effect(whole, found)})
        if rows and hall.room.settings == settings:
            rows.sort(key=lambda row: (row["name"] == REST, -abs(row["inside"] + row["moved"])))
            hall.drivers[choice.name] = (dict(levers), rows)
            hall.n_apart += 1
            hall.tell()


def told(hall: "Hall", choice: Choice) -> list[Row]:
    """Return what is known of a choice; nothing where it has been another one since."""
    kept, rows = hall.drivers.get(choice.name, ({}, []))
    return rows if kept == dict(choice.levers) else []
