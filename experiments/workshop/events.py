"""What can happen in a room: one kind of event each, and what its body must look like.

An event's body is plain JSON. ``checked`` accepts a body from outside only in exactly this shape: unknown
keys, wrong types, and numbers or texts out of bounds are refused, so that what is stored can be replayed.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

FACILITATOR = "facilitator"  # the actor of what is not a participant's doing
LONGEST_NAME = 24
LONGEST_TEXT = 240
MOST_LEVERS = 200  # a pushed start may hold every lever
MOST_CONTESTED = 8
MOST_TEAMS = 30  # in a room of thirty everybody may play alone
JOINERS = "\u200d\ufe0f\ufe0e "  # what joins or colours signs, and is none by itself
BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")  # letters that nobody sees
UNSEEN = dict.fromkeys((0x034F, 0x17B4, 0x17B5, *range(0x180B, 0x1810)), "")  # marks that nobody sees
MOST_MARKS = 3  # on one letter: writing needs no more, and a tower of accents covers the names above it
NAME = re.compile(r"[a-z][a-z0-9_.]{0,59}")
PHASES = ("lobby", "explore", "predict", "reveal", "debrief")
WEIGHTS = ("climate", "economy", "height", "targets", "households", "budget")


class Refused(ValueError):
    """Something that may not be done; the message says why, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


class Replaced(Refused):
    """Something that nobody waits for any longer: the same person has asked anew."""


@dataclass(frozen=True)
class Event:
    """Something that happened. ``at`` is the time in seconds since 1970, ``actor`` a person's id or 'facilitator'."""

    number: int
    at: float
    kind: str
    actor: str
    body: Mapping[str, Any]


Check = Callable[[Any], Any]


def text(longest: int, *, empty: bool = True) -> Check:
    """Return a check for a line of text: trimmed, without control characters, not too long."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > 10 * longest:
            raise Refused("文字过长或类型不对", "a text is too long or none")
        plain = "".join(c for c in value if unicodedata.category(c)[0] != "C" or c == "\u200d")
        plain = _without_towers(plain.translate(BLANKS | UNSEEN))
        plain = " ".join(plain.split())[:longest].rstrip(JOINERS)  # half a joined sign is none
        if not (plain.strip(JOINERS) or empty):
            raise Refused("请填写名称", "a name is needed")
        return plain

    return check


def _without_towers(plain: str) -> str:
    """Return a text with no more than ``MOST_MARKS`` accents on a letter."""
    kept, n_marks = [], 0
    for letter in plain:
        is_mark = unicodedata.category(letter) in ("Mn", "Me")
        n_marks = n_marks + 1 if is_mark else n_marks if letter in JOINERS.strip() else 0
        if not is_mark or n_marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def number(low: float, high: float) -> Check:
    """Return a check for a finite number within bounds."""

    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise Refused("需要数字", "a number is needed")
        if not low <= value <= high:  # compared as it came: a whole number of hundreds of digits is no float
            raise Refused(f"数值须在{low:,.10g}与{high:,.10g}之间", f"allowed {low:,.10g} to {high:,.10g}")
        return float(value)

    return check


def whole(low: int, high: int) -> Check:
    """Return a check for a whole number within bounds."""
    inner = number(low, high)

    def check(value: Any) -> int:
        if inner(value) != int(value):
            raise Refused("需要整数", "a whole number is needed")
        return int(value)

    return check


def flag(value: Any) -> bool:
    """Check that a value is true or false."""
    if not isinstance(value, bool):
        raise Refused("需要是或否", "true or false is needed")
    return value


def name(value: Any) -> str:
    """Check an id of our own making."""
    if not isinstance(value, str) or (value and not NAME.fullmatch(value)):
        raise Refused("标识无效", "not an id")
    return value


def one_of(*allowed: str) -> Check:
    """Return a check for one of a few words."""

    def check(value: Any) -> str:
        if value not in allowed or not isinstance(value, str):
            raise Refused("选项无效", f"allowed: {', '.join(allowed)}")
        return value

    return check


def numbers(low: float, high: float, most: int = MOST_LEVERS) -> Check:
    """Return a check for id -> number."""
    inner = number(low, high)

    def check(value: Any) -> dict[str, float]:
        if not isinstance(value, dict) or len(value) > most:
            raise Refused("设定过多或格式不对", f"at most {most} values by id")
        return {name(key): inner(cell) for key, cell in value.items()}

    return check


def teams(value: Any) -> list[dict[str, str]]:
    """Check the list of teams: id, name, role."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_TEAMS:
        raise Refused(f"需要1至{MOST_TEAMS}个小组", f"1 to {MOST_TEAMS} teams")
    shape = {"id": name, "name": text(LONGEST_NAME, empty=False), "role": name}
    found = [fitted(shape, cell) for cell in value]
    if len({team["id"] for team in found}) < len(found):
        raise Refused("小组重复", "two teams with one id")
    return found


def weights(value: Any) -> dict[str, float]:
    """Check the weights of the score: at least one above zero."""
    found = numbers(0.0, 100.0, len(WEIGHTS))(value)
    if set(found) != set(WEIGHTS) or not sum(found.values()) > 0:
        raise Refused("权重须全部给出，且不全为零", f"all of {', '.join(WEIGHTS)}, not all zero")
    return found


CONTESTED = numbers(-1.0, 1.0, MOST_CONTESTED)
SETTINGS: dict[str, Check] = {
    "title": text(60),
    "package": name,
    "storyline": name,
    "depth": whole(1, 3),
    "teams": teams,
    "rounds": whole(1, 9),
    "goal": text(120),
    "goal_year": whole(2024, 2060),
    "weights": weights,
    "script": one_of("60", "120"),
    "pseudonyms": flag,
    "allowance": number(0, 1e5),
}
BODIES: dict[str, dict[str, Check]] = {
    "configured": SETTINGS,
    "code": {"code": text(8, empty=False), "until": number(0, 1e11)},
    "joined": {"name": text(LONGEST_NAME, empty=False), "team": name, "token": text(64)},
    "renamed": {"person": name, "name": text(LONGEST_NAME, empty=False)},
    "moved_team": {"person": name, "team": name},
    "kicked": {"person": name},
    "locked": {"locked": flag},
    "pushed": {"levers": numbers(-1e9, 1e9)},
    "clock": {"minute": number(0, 240)},
    "phase": {"phase": one_of(*PHASES), "round": whole(0, 9)},
    "moved": {"levers": numbers(-1e9, 1e9), "contested": CONTESTED},
    "predicted": {"peak": whole(2020, 2060), "emissions": number(0, 1e6)},
    "proposed": {"note": text(LONGEST_TEXT), "levers": numbers(-1e9, 1e9), "contested": CONTESTED},
    "joint": {"round": whole(0, 9), "levers": numbers(-1e9, 1e9), "figures": lambda value: value},
    "scored": {"proposal": whole(1, 10**9), "figures": lambda value: value},
}


def fitted(shape: Mapping[str, Check], body: Any) -> dict[str, Any]:
    """Return a body in exactly this shape.

    Raises:
        Refused: it has another one.
    """
    if not isinstance(body, dict) or set(body) != set(shape):
        raise Refused("请求格式不对", f"expected exactly: {', '.join(shape) or 'nothing'}")
    return {key: check(body[key]) for key, check in shape.items()}


def checked(kind: str, body: Any) -> dict[str, Any]:
    """Return the body of an event of this kind.

    Raises:
        Refused: the body has another shape.
    """
    return fitted(BODIES[kind], body)
