"""Who asks: a participant, the facilitator or the big screen, told apart by a cookie that no script can read."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from experiments.workshop import roster
from experiments.workshop.events import Refused
from experiments.workshop.hall import LONGEST_ONCE, Hall
from experiments.workshop.room import Person

PERSON, HOST, SCREEN = "tanfeng_person", "tanfeng_facilitator", "tanfeng_screen"
COOKIE_SECONDS = 24 * 3600


class NotIn(Refused):
    """Somebody who has not joined, or was sent out, or is not the facilitator."""


class Door:
    """Knows who asks, by the cookies of a request or a websocket."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    def person(self, request: Any) -> Person:
        """Return the participant who asks.

        Raises:
            NotIn: somebody who has not joined, or was sent out.
        """
        token = request.cookies.get(PERSON, "")
        found = self.hall.room.by_token(roster.hashed(token)) if token else None
        if found is None:
            raise NotIn("请先加入", "join first")
        return found

    def is_host(self, request: Any) -> bool:
        """Return whether the facilitator asks."""
        return roster.same(request.cookies.get(HOST, ""), roster.hashed(self.hall.secret))

    def the_host(self, request: Any) -> None:
        """Check that the facilitator asks.

        Raises:
            NotIn: somebody else.
        """
        if not self.is_host(request):
            raise NotIn("需要主持人口令", "the facilitator's secret is needed")

    def is_screen(self, request: Any) -> bool:
        """Return whether the big screen asks, or the facilitator."""
        key = roster.same(request.cookies.get(SCREEN, ""), roster.hashed(self.hall.screen_key))
        return key or self.is_host(request)


async def body_of(request: Request) -> tuple[Any, str | None]:
    """Return a request's body and its id."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Refused("需要JSON", "JSON is needed")
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Refused("JSON无法读取", "this is no JSON") from None
    once = request.headers.get("x-once", "")[:LONGEST_ONCE]
    who = request.cookies.get(PERSON, "") or request.cookies.get(HOST, "")
    return body, roster.hashed(who + once) if once else None


def with_cookie(response: Response, name: str, value: str) -> Response:
    """Return a response that also sets a cookie for a day."""
    response.set_cookie(name, value, max_age=COOKIE_SECONDS, httponly=True, samesite="lax", path="/")
    return response
