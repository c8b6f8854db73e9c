"""Who sits where: roles with their levers, join codes, tokens and names that do not collide."""

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from abm.tables import read_rows
from experiments.web.catalogue import depth_of
from experiments.workshop.events import LONGEST_NAME, Refused
from experiments.workshop.room import Room
from policies.lever import Lever
from policies.registry import all_levers

ROLES = Path(__file__).parent / "roles.csv"
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is mistaken for another
CODE_LENGTH = 6
CODE_SECONDS = 6 * 3600.0
FEWEST = 4  # levers of a role: where a depth leaves fewer, the next depth's are shown
MOST_PEOPLE = 60
PLANNERS = "finance"
TWINS = str.maketrans(
    "АВЕКМНОРСТХасеорхуіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaceopxyijsABEZHIKMNOPTYXo"
)  # Cyrillic, Greek -> Latin
EVERYBODY = "all"  # the role of a team without one: sees every lever of the depth


@cache
def roles() -> dict[str, dict[str, str]]:
    """Return the roles by id."""
    return {row["id"]: row for row in read_rows(ROLES)}


def levers_of(role: str, depth: int) -> list[Lever]:
    """Return the levers that a role may move at a depth (1 to 3), the most prominent first."""
    known = sorted(all_levers().values(), key=lambda lever: depth_of(lever.id))
    own = [lever for lever in known if role not in roles() or role in roles_of(lever)]
    shown = [lever for lever in own if depth_of(lever.id) <= depth]
    return shown if len(shown) >= FEWEST else own[:FEWEST]


def roles_of(lever: Lever) -> list[str]:
    """Return the roles that may move a lever; what fits none falls to those who plan and pay."""
    return [name for name, role in roles().items() if _is_of(lever, role)] or [PLANNERS]


def _is_of(lever: Lever, role: dict[str, str]) -> bool:
    bureaus = [word for word in role["bureaus"].split("|") if word]
    return lever.id in role["levers"].split("|") or any(word in lever.bureau.zh for word in bureaus)


def new_code() -> str:
    """Return a short code to join with."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def new_token() -> str:
    """Return what a person proves themselves with."""
    return secrets.token_urlsafe(24)


def hashed(token: str) -> str:
    """Return the form in which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    given, right = (text.encode(errors="surrogatepass") for text in (one, other))  # JSON may hold half a letter
    return hmac.compare_digest(given, right)


def may_join(room: Room, code: str, now: float) -> None:
    """Check that somebody may join.

    Raises:
        Refused: wrong or expired code, or the room is full.
    """
    if not room.code or not same(code.strip().upper(), room.code):
        raise Refused("加入码不对", "this is not the room's code")
    if now > room.code_until:
        raise Refused("加入码已过期，请主持人换一个", "the code has expired: ask the facilitator for a new one")
    if len(room.present) >= MOST_PEOPLE:
        raise Refused("房间已满", "the room is full")


def free_name(room: Room, wanted: str, own: str = "") -> str:
    """Return the name, with a number where it looks like that of somebody else than ``own``."""
    taken = {looks(person.name) for person in room.present if person.id != own}
    found, n = wanted, 2
    while looks(found) in taken:
        tail = f" {n}"
        found, n = wanted[: LONGEST_NAME - len(tail)] + tail, n + 1
    return found


def looks(name: str) -> str:
    """Return what a name looks like: without what nobody sees, in one width, case and alphabet."""
    plain = unicodedata.normalize("NFKC", name).translate(TWINS).casefold()
    return "".join(plain.replace("\u200d", "").replace("\ufe0f", "").replace("\ufe0e", "").split())
