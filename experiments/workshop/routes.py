"""The room on the network: plain routes and one websocket that only tells. JSON in, JSON out.

Whatever is done is an HTTP request with an id that its sender made (``once``), so that a phone whose
connection dropped can simply send it again. The websocket sends the newest state and takes nothing.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute

from experiments.language import Lang, Speech
from experiments.web.catalogue import packages, storylines
from experiments.workshop import contradictions, debrief, export, print_pack, roster, scripts, views
from experiments.workshop.door import HOST, PERSON, SCREEN, Door, NotIn, body_of, with_cookie
from experiments.workshop.events import Refused, Replaced
from experiments.workshop.hall import Hall
from experiments.workshop.live import Teller
from experiments.workshop.outcome import SHOWN_YEAR
from experiments.workshop.playing import Playing
from experiments.workshop.steering import Steering
from policies.package import package_ids

STATIC = Path(__file__).parent / "static"
PLOT = Path(__file__).parent.parent / "web" / "static" / "custom.js"
SCRIPTS = ("common", "draw", "play", "contest", "host", "push", "settings", "screen")
FILES = {name: STATIC / name for name in (*(f"{name}.js" for name in SCRIPTS), "room.css", "paper.css")} | {
    "plot.js": PLOT
}
LONGEST_WORDS = 60  # of a search
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
        Route("/screen", desk.page("screen.html"), methods=get),
        Route("/static/{name}", desk.file, methods=get),
        Route("/print", desk.printed, methods=get),
        Route("/debrief", desk.debrief, methods=get),
        Route("/export.{kind}", desk.exported, methods=get),
        Route("/api/qr.svg", desk.qr, methods=get),
        Route("/api/boot", answered(desk.boot), methods=get),
        Route("/api/outcome", answered(desk.outcome), methods=get),
        Route("/api/beside", answered(desk.beside), methods=get),
        Route("/api/assumptions", answered(desk.assumptions), methods=get),
        Route("/api/join", answered(desk.join), methods=post),
        Route("/api/enter", answered(desk.enter), methods=post),
        Route("/api/show", answered(desk.show), methods=post),
        Route("/api/move", answered(desk.move), methods=post),
        Route("/api/propose", answered(desk.propose), methods=post),
        Route("/api/predict", answered(desk.predict), methods=post),
        Route("/api/host", answered(desk.host), methods=post),
        WebSocketRoute("/api/live", Teller(desk.door, address).tell),
    ]
    return Starlette(routes=routes)


def answered(handler: Handler) -> Handler:
    """Return a route that answers with JSON, and says what was refused in both languages."""

    async def route(request: Request) -> Response:
        try:
            found = await handler(request)
        except Refused as refused:
            status = 401 if isinstance(refused, NotIn) else 409
            told = {"zh": refused.zh, "en": refused.en} | ({"replaced": True} if isinstance(refused, Replaced) else {})
            return JSONResponse(told, status)
        return found if isinstance(found, Response) else JSONResponse(found)

    return route


class _Desk:
    def __init__(self, hall: Hall, address: Callable[[], str]) -> None:
        self.hall, self.address, self.door, self.playing = hall, address, Door(hall), Playing(hall)

    def page(self, name: str) -> Handler:
        async def route(request: Request) -> Response:
            return FileResponse(STATIC / name, headers={"cache-control": "no-store"})

        return route

    async def file(self, request: Request) -> Response:
        path = FILES.get(request.path_params["name"])
        return FileResponse(path) if path else Response(status_code=404)

    async def boot(self, request: Request) -> Any:
        lang = _lang(request)
        hall, say = self.hall, Speech(lang)
        settings, region = hall.room.settings, hall.region
        common = {
            "shown_year": SHOWN_YEAR,
            "first": region.first_decision_year,
            "roles": views.role_cards(lang),
            "score": views.words_of_score(lang),
            "teams": [views.team_of(hall.room, team.id) for team in settings.teams],
            "title": settings.title,
            "labels": views.lever_names(lang),
            "units": views.lever_units(lang),
            "per": views.lever_factors(),
            "years": views.lever_years(),
            "payers": views.payers(lang),
            "contradictions": contradictions.words(lang),
        }
        if request.query_params.get("screen"):
            if not self.door.is_screen(request):
                raise NotIn("需要大屏钥匙", "the key of the big screen is needed")
            return common | {"scripts": scripts.told(lang)[settings.script]}
        if request.query_params.get("host"):
            self.door.the_host(request)
            every = views.lever_cards(roster.EVERYBODY, 3, lang, hall.standing())
            return common | {
                "levers": every,
                "packages": packages(region, say),
                "storylines": storylines(region, say),
                "scripts": scripts.told(lang),
                "settings": views_of_settings(hall),
                "screen_key": hall.screen_key,
                "now": hall.package_values(),
                "presets": {
                    name: hall.values_of(name, SHOWN_YEAR) for name in package_ids((region.folder / "packages",))
                },
            }
        try:
            person = self.door.person(request)
        except NotIn:
            token = roster.hashed(request.cookies.get(PERSON, ""))
            return common | {"in": False, "out": any(p.token == token for p in hall.room.people.values())}
        team = settings.team(person.team)
        role = team.role if team else roster.EVERYBODY
        cards = views.lever_cards(role, settings.depth, lang, hall.standing())
        own = {
            "levers": cards,
            "assumptions": hall.assumptions.offered(settings.storyline, say),
            "contested": [hall.assumptions.card(name, settings.storyline, say) for name in person.contested],
        }
        return common | {"in": True, **own}

    async def beside(self, request: Request) -> Any:
        return await self.playing.beside(self.door.person(request))

    async def assumptions(self, request: Request) -> Any:
        self.door.person(request)
        words = request.query_params.get("words", "")[:LONGEST_WORDS]
        return self.hall.assumptions.found(words, self.hall.room.settings.storyline, Speech(_lang(request)))

    async def outcome(self, request: Request) -> Any:
        return await self.playing.outcome(self.door.person(request))

    async def join(self, request: Request) -> Any:
        body, _ = await body_of(request)
        token = self.playing.join(body, request.client.host if request.client else "?")
        return with_cookie(JSONResponse({"in": True}), PERSON, token)

    async def enter(self, request: Request) -> Any:
        body, _ = await body_of(request)
        given = body.get("secret") if isinstance(body, dict) else None
        if not self.hall.guesses.allows("secret " + (request.client.host if request.client else "?")):
            raise Refused("尝试过多，请稍候", "too many tries, wait a moment")
        if not isinstance(given, str) or not roster.same(given.strip(), self.hall.secret):
            raise NotIn("口令不对", "this is not the secret")
        return with_cookie(JSONResponse({"in": True}), HOST, roster.hashed(self.hall.secret))

    async def show(self, request: Request) -> Any:
        body, _ = await body_of(request)
        given = body.get("key") if isinstance(body, dict) else None
        if not self.hall.guesses.allows("screen " + (request.client.host if request.client else "?")):
            raise Refused("尝试过多，请稍候", "too many tries, wait a moment")
        if not isinstance(given, str) or not roster.same(given.strip(), self.hall.screen_key):
            raise NotIn("钥匙不对", "this is not the key")
        return with_cookie(JSONResponse({"in": True}), SCREEN, roster.hashed(self.hall.screen_key))

    async def move(self, request: Request) -> Any:
        body, once = await body_of(request)
        return await self.playing.move(self.door.person(request), body, once)

    async def propose(self, request: Request) -> Any:
        body, once = await body_of(request)
        self.playing.propose(self.door.person(request), body, once)
        return {"done": True}

    async def predict(self, request: Request) -> Any:
        body, once = await body_of(request)
        self.playing.predict(self.door.person(request), body, once)
        return {"done": True}

    async def host(self, request: Request) -> Any:
        self.door.the_host(request)
        told, once = await body_of(request)
        if not isinstance(told, dict) or set(told) != {"kind", "body"} or not isinstance(told["kind"], str):
            raise Refused("请求格式不对", "expected kind and body")
        Steering(self.hall).direct(told["kind"], told["body"], once)
        return {"done": True}

    async def qr(self, request: Request) -> Response:
        if not self.door.is_screen(request):
            return Response(status_code=401)
        import io

        import segno

        out = io.BytesIO()
        segno.make(f"{self.address()}j/{self.hall.room.code}", error="m", micro=False).save(out, kind="svg", scale=8)
        return Response(out.getvalue(), media_type="image/svg+xml", headers={"cache-control": "no-store"})

    async def printed(self, request: Request) -> Response:
        if not self.door.is_host(request):
            return RedirectResponse("/facilitator")
        return _html(print_pack.pack(self.hall, self.address(), _lang(request)))

    async def debrief(self, request: Request) -> Response:
        if not self.door.is_host(request):
            return RedirectResponse("/facilitator")
        return _html(debrief.page(self.hall, _lang(request)))

    async def exported(self, request: Request) -> Response:
        if not self.door.is_host(request):
            return Response(status_code=401)
        made = export.made(self.hall, request.path_params["kind"], _lang(request))
        if made is None:
            return Response(status_code=404)
        content, kind = made
        name = f"tanfeng-workshop.{request.path_params['kind']}"
        return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def views_of_settings(hall: Hall) -> dict[str, Any]:
    """Return the settings as the facilitator's form holds them."""
    from dataclasses import asdict

    return asdict(hall.room.settings) | {"weights": dict(hall.room.settings.weights)}


def _lang(request: Request) -> Lang:
    return "zh" if request.query_params.get("lang") == "zh" else "en"


def _html(content: str) -> Response:
    return Response(content, media_type="text/html; charset=utf-8", headers={"cache-control": "no-store"})
