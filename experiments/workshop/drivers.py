"""What drove it: a choice computed again without each of its levers, so that one can see which did the work."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.workshop.events import Refused
from experiments.workshop.score import leaderboard
from policies.registry import all_levers

if TYPE_CHECKING:
    from experiments.workshop.hall import Hall

MOST = 12  # levers told one by one, those moved most of their range first
START, REST = "start", "rest"  # pieces of more than one lever: a common start that was pushed, and what is left
Values = Mapping[str, float]
Row = dict[str, Any]


@dataclass(frozen=True)
class Piece:
    """Levers of a choice that are put back to the starting package together."""

    name: str
    levers: tuple[str, ...]


def pieces(levers: Values, beyond: Values, package: Values) -> list[Piece]:
    """Return the pieces of a choice.

    Args:
        levers: the choice, on top of the package.
        beyond: what of it was not in the common start.
        package: lever -> value of the starting package.
    """
    known = all_levers()
    moved = [name for name, value in levers.items() if name in known and abs(value - package[name]) > 1e-9]
    far = {name: abs(levers[name] - package[name]) / (known[name].high - known[name].low) for name in moved}
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


async def of_choice(hall: "Hall", name: str, levers: Values, beyond: Values, whole: Mapping[str, Any]) -> None:
    """Have a choice computed without each of its pieces, and keep what they do, what did most first.

    Args:
        hall: the room.
        name: what the choice is called, such as ``joint 2`` or ``proposal 17``.
        levers: the choice.
        beyond: what of it was not in the common start.
        whole: its figures.
    """
    if "outside" not in whole or dict(levers) == hall.drivers.get(name, ({}, []))[0]:
        return
    rows: list[Row] = []
    settings = hall.room.settings
    with suppress(Refused):
        for piece in pieces(levers, beyond, hall.package_values()):
            left = {lever: value for lever, value in levers.items() if lever not in piece.levers}
            found = await hall.compute(hall.job(left), f"without {name}", behind=True)
            rows.append({"name": piece.name, "n": len(piece.levers), **effect(whole, found)})
        if rows and hall.room.settings == settings:
            rows.sort(key=lambda row: (row["name"] == REST, -abs(row["inside"] + row["moved"])))
            hall.drivers[name] = (dict(levers), rows)
            hall.n_apart += 1
            hall.tell()


async def of_room(hall: "Hall") -> None:
    """Have the last common choice and each team's best proposal taken apart."""
    room = hall.room
    for number in sorted(room.joints)[-1:]:
        joint = room.joints[number]
        await of_choice(hall, f"joint {number}", joint.levers, joint.beyond, joint.figures)
    for row in leaderboard(room, hall.anchors):
        own = room.proposals[row["proposal"]]
        await of_choice(hall, f"proposal {own.number}", own.levers, own.beyond, own.figures)


def told(hall: "Hall", name: str, levers: Values) -> list[Row]:
    """Return what is known of a choice; nothing where it has been another one since."""
    kept, rows = hall.drivers.get(name, ({}, []))
    return rows if kept == dict(levers) else []
