"""The room on the network: plain routes and one websocket that only tells. JSON in, JSON out.

Whatever is done is an HTTP request with an id that its sender made (``once``), so that a phone whose
connection dropped can simply send it again. The websocket sends the newest state and takes nothing.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from experiments.language import Lang, Speech
from experiments.web.catalogue import assumptions, packages, storylines
from experiments.workshop import export, print_pack, roster, scripts, views
from experiments.workshop.events import Refused
from experiments.workshop.hall import LONGEST_ONCE, Hall
from experiments.workshop.outcome import SHOWN_YEAR
from experiments.workshop.room import Person

STATIC = Path(__file__).parent / "static"
PLOT = Path(__file__).parent.parent / "web" / "static" / "custom.js"
FILES = {name: STATIC / name for name in ("common.js", "play.js", "host.js", "room.css")} | {"plot.js": PLOT}
PERSON, HOST = "tanfeng_person", "tanfeng_facilitator"
COOKIE_SECONDS = 24 * 3600
PAUSE = 0.4  # seconds between two states told to one page
Handler = Callable[[Request], Awaitable[Any]]


def application(hall: Hall, address: Callable[[], str]) -> Starlette:
    """Return the room's ASGI app, without its guard.

    Args:
        hall: the room.
        address: the address to join at, for the QR code.
    """
    desk = _Desk(hall, address)
    get, post = ["GET"], ["POST"]
    routes = [
        Route("/", desk.page("play.html"), methods=get),
        Route("/j/{code}", desk.page("play.html"), methods=get),
        Route("/facilitator", desk.page("host.html"), methods=get),
        Route("/screen", desk.page("host.html"), methods=get),
        Route("/static/{name}", desk.file, methods=get),
        Route("/print", desk.printed, methods=get),
        Route("/debrief", desk.debrief, methods=get),
        Route("/export.{kind}", desk.exported, methods=get),
        Route("/api/qr.svg", desk.qr, methods=get),
        Route("/api/boot", answered(desk.boot), methods=get),
        Route("/api/outcome", answered(desk.outcome), methods=get),
        Route("/api/join", answered(desk.join), methods=post),
        Route("/api/enter", answered(desk.enter), methods=post),
        Route("/api/move", answered(desk.move), methods=post),
        Route("/api/propose", answered(desk.propose), methods=post),
        Route("/api/predict", answered(desk.predict), methods=post),
        Route("/api/host", answered(desk.host), methods=post),
        WebSocketRoute("/api/live", desk.live),
    ]
    return Starlette(routes=routes)


def answered(handler: Handler) -> Handler:
    """Return a route that answers with JSON, and says what was refused in both languages."""

    async def route(request: Request) -> Response:
        try:
            found = await handler(request)
        except Refused as refused:
            status = 401 if isinstance(refused, NotIn) else 409
            return JSONResponse({"zh": refused.zh, "en": refused.en}, status)
        return found if isinstance(found, Response) else JSONResponse(found)

    return route


class NotIn(Refused):
    """Somebody who has not joined, or was sent out, or is not the facilitator."""


class _Desk:
    def __init__(self, hall: Hall, address: Callable[[], str]) -> None:
        self.hall, self.address = hall, address

    def page(self, name: str) -> Handler:
        async def route(request: Request) -> Response:
            return FileResponse(STATIC / name, headers={"cache-control": "no-store"})

        return route

    async def file(self, request: Request) -> Response:
        path = FILES.get(request.path_params["name"])
        return FileResponse(path) if path else Response(status_code=404)

    def person(self, request: Any) -> Person:
        token = request.cookies.get(PERSON, "")
        found = self.hall.room.by_token(roster.hashed(token)) if token else None
        if found is None:
            raise NotIn("请先加入", "join first")
        return found

    def is_host(self, request: Any) -> bool:
        return roster.same(request.cookies.get(HOST, ""), roster.hashed(self.hall.secret))

    def the_host(self, request: Any) -> None:
        if not self.is_host(request):
            raise NotIn("需要主持人口令", "the facilitator's secret is needed")

    async def boot(self, request: Request) -> Any:
        lang: Lang = "zh" if request.query_params.get("lang") == "zh" else "en"
        hall, say = self.hall, Speech(lang)
        settings, region = hall.room.settings, hall.region
        common = {
            "shown_year": SHOWN_YEAR,
            "first": region.first_decision_year,
            "roles": views.role_cards(lang),
            "score": views.words_of_score(lang),
            "teams": [views.team_of(hall.room, team.id) for team in settings.teams],
            "title": settings.title,
        }
        if request.query_params.get("host"):
            self.the_host(request)
            every = views.lever_cards(roster.EVERYBODY, 3, lang, hall.package_values())
            return common | {
                "levers": every,
                "packages": packages(region, say),
                "storylines": storylines(region, say),
                "scripts": scripts.told(lang),
                "settings": views_of_settings(hall),
            }
        try:
            person = self.person(request)
        except NotIn:
            return common | {"in": False}
        team = settings.team(person.team)
        role = team.role if team else roster.EVERYBODY
        cards = views.lever_cards(role, settings.depth, lang, hall.package_values())
        told = assumptions(region, settings.storyline, SHOWN_YEAR, say)
        return common | {"in": True, "levers": cards, "assumptions": told, "labels": labels(lang)}

    async def outcome(self, request: Request) -> Any:
        return await self.hall.outcome(self.person(request))

    async def join(self, request: Request) -> Any:
        body, _ = await _told(request)
        token = self.hall.join(body, request.client.host if request.client else "?")
        return _with_cookie(JSONResponse({"in": True}), PERSON, token)

    async def enter(self, request: Request) -> Any:
        body, _ = await _told(request)
        given = body.get("secret") if isinstance(body, dict) else None
        if not self.hall.guesses.allows("secret " + (request.client.host if request.client else "?")):
            raise Refused("尝试过多，请稍候", "too many tries, wait a moment")
        if not isinstance(given, str) or not roster.same(given.strip(), self.hall.secret):
            raise NotIn("口令不对", "this is not the secret")
        return _with_cookie(JSONResponse({"in": True}), HOST, roster.hashed(self.hall.secret))

    async def move(self, request: Request) -> Any:
        body, once = await _told(request)
        return await self.hall.move(self.person(request), body, once)

    async def propose(self, request: Request) -> Any:
        body, once = await _told(request)
        self.hall.propose(self.person(request), body, once)
        return {"done": True}

    async def predict(self, request: Request) -> Any:
        body, once = await _told(request)
        self.hall.predict(self.person(request), body, once)
        return {"done": True}

    async def host(self, request: Request) -> Any:
        self.the_host(request)
        told, once = await _told(request)
        if not isinstance(told, dict) or set(told) != {"kind", "body"} or not isinstance(told["kind"], str):
            raise Refused("请求格式不对", "expected kind and body")
        self.hall.direct(told["kind"], told["body"], once)
        return {"done": True}

    async def qr(self, request: Request) -> Response:
        if not self.is_host(request):
            return Response(status_code=401)
        import io

        import segno

        out = io.BytesIO()
        segno.make(f"{self.address()}j/{self.hall.room.code}", error="m", micro=False).save(out, kind="svg", scale=8)
        return Response(out.getvalue(), media_type="image/svg+xml", headers={"cache-control": "no-store"})

    async def printed(self, request: Request) -> Response:
        if not self.is_host(request):
            return RedirectResponse("/facilitator")
        return _html(print_pack.pack(self.hall, self.address(), _lang(request)))

    async def debrief(self, request: Request) -> Response:
        if not self.is_host(request):
            return RedirectResponse("/facilitator")
        return _html(print_pack.debrief(self.hall, _lang(request)))

    async def exported(self, request: Request) -> Response:
        if not self.is_host(request):
            return Response(status_code=401)
        made = export.made(self.hall, request.path_params["kind"])
        if made is None:
            return Response(status_code=404)
        content, kind = made
        name = f"tanfeng-workshop.{request.path_params['kind']}"
        return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})

    async def live(self, socket: WebSocket) -> None:
        """Tell one page the state, at once and after every change, until it leaves."""
        is_host = socket.query_params.get("host") == "1"
        try:
            state = self.state(socket, is_host)
        except Refused:
            await socket.close(1008)
            return
        await socket.accept()
        changed = asyncio.Event()
        self.hall.listeners.add(changed.set)
        leaving = asyncio.ensure_future(_until_left(socket))
        try:
            while True:
                await socket.send_text(state)
                waiting = asyncio.ensure_future(changed.wait())
                await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                if leaving.done():
                    return
                await asyncio.sleep(PAUSE)
                changed.clear()
                state = self.state(socket, is_host)
        except NotIn:
            await socket.close(1008)
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            self.hall.listeners.discard(changed.set)
            leaving.cancel()

    def state(self, socket: WebSocket, is_host: bool) -> str:
        """Return what this page is shown, as JSON; what all pages share is made once for all."""
        hall, room = self.hall, self.hall.room
        if is_host:
            self.the_host(socket)
            own = {"roster": views.roster(room), "code": room.code, "code_until": room.code_until}
            own["join"] = f"{self.address()}j/{room.code}"
        else:
            own = {"me": views.own(room, self.person(socket))}
        return f'{{"room": {hall.shared()}, {json.dumps(own, ensure_ascii=False)[1:]}'


def labels(lang: Lang) -> dict[str, str]:
    """Return the names of all levers: others' proposals hold levers that are not one's own."""
    from policies.registry import all_levers

    return {lever.id: Speech(lang)(lever.label.zh, lever.label.en) for lever in all_levers().values()}


def views_of_settings(hall: Hall) -> dict[str, Any]:
    """Return the settings as the facilitator's form holds them."""
    from dataclasses import asdict

    return asdict(hall.room.settings) | {"weights": dict(hall.room.settings.weights)}


async def _told(request: Request) -> tuple[Any, str | None]:
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


async def _until_left(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass  # it is told; it has nothing to tell


def _lang(request: Request) -> Lang:
    return "zh" if request.query_params.get("lang") == "zh" else "en"


def _html(content: str) -> Response:
    return Response(content, media_type="text/html; charset=utf-8", headers={"cache-control": "no-store"})


def _with_cookie(response: Response, name: str, value: str) -> Response:
    response.set_cookie(name, value, max_age=COOKIE_SECONDS, httponly=True, samesite="lax", path="/")
    return response
