"""A guard before a page: who may ask, how much and how often. Pure ASGI, knows nothing of what it guards.

It lets nobody in whose Host or Origin is not one of the server's own addresses (a foreign page in the same
browser, or a name that was made to point here, could otherwise act for the person), limits the size of
bodies and messages, the rate of each client and the number of open sessions, and adds the headers with
which a browser helps. Nothing is reported to anybody.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from experiments.web.origins import LOOPBACK, is_address, name_in, own_names, same_place
from experiments.web.rates import Bucket, Limits, Rates

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
BODY_SECONDS = 20.0  # for a client to send what it promised
DRAINED_BYTES, DRAINED_SECONDS = 64 * 1024 * 1024, 10.0  # of a body that is refused; nothing of it is kept
QUIET_SECONDS = 2.0  # a client that sends nothing for as long waits for the answer
LOG = logging.getLogger("tanfeng.web")
STRICT = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'"
SOLARA = (  # compiles its templates in the browser
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:"
)
ALWAYS = "; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"


@dataclass
class Guard:
    """The middleware: ``Guard(app, host)`` is an ASGI app.

    Args:
        app: what is guarded.
        host: the address that the server listens on. One of this computer's own admits this computer's
            names alone; any other also plain addresses and this computer's name in the network, never a
            foreign name (which may be made to lead here).
        policy: content security policy, to which the directives in ``ALWAYS`` are added.
        limits: what one client may do.
    """

    app: Any
    host: str = "127.0.0.1"
    policy: str = SOLARA
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        self._names = own_names(self.host)
        self._requests = Rates(self.limits.requests_rate, self.limits.requests_burst)
        self._openings = Rates(self.limits.openings_rate, self.limits.openings_burst)
        self._sessions: dict[str, int] = {}
        self._headers = [
            (b"content-security-policy", (self.policy + ALWAYS).encode()),
            (b"x-frame-options", b"DENY"),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
        ]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request or one websocket, or refuse it."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        status = self._refusal(scope)
        if not status:
            status = self._too_large(scope)
            if status:
                await _drained(receive)
        if status:
            await self._refuse(status, send)
            return
        body = _Body(receive, self.limits.body_bytes)
        answered = False

        async def guarded(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                scheme = scope.get("scheme", "http")
                message = {**message, "headers": self._answered(message.get("headers", ()), scheme)}
            await send(message)

        try:
            await self.app(scope, body, guarded)
        except _BodyRefused as refused:
            if not answered:
                if refused.status == 413 and not body.is_whole:
                    await _drained(receive)
                await self._refuse(refused.status, send)

    async def _websocket(self, scope: Message, receive: Receive, send: Send) -> None:
        client = _client(scope)
        n_open, n_own = sum(self._sessions.values()), self._sessions.get(client, 0)
        full = n_open >= self.limits.sessions or n_own >= self.limits.sessions_per_client
        refused = self._refusal(scope) or not self._openings.allows(client)
        if refused or full:
            await send({"type": "websocket.close", "code": 1013 if full else 1008})  # before accept: HTTP 403
            return
        self._sessions[client] = n_own + 1
        try:
            await self.app(scope, _Messages(receive, send, self.limits), send)
        except Exception as error:
            _tell_in_a_line(error)
            with suppress(Exception):  # it may have been closed already
                await send({"type": "websocket.close", "code": 1011})
        finally:
            self._sessions[client] -= 1
            if not self._sessions[client]:
                del self._sessions[client]

    def _refusal(self, scope: Message) -> int:
        """Return the status with which a request is refused, 0 if it is not."""
        host = _header(scope, b"host")
        if host is None or not self._is_ours(name_in(host)):
            return 403
        origin = _header(scope, b"origin")
        if origin is not None and not same_place(origin, host):
            return 403
        return 0 if self._requests.allows(_client(scope)) else 429

    def _is_ours(self, name: str) -> bool:
        return name in self._names or (self.host not in LOOPBACK and is_address(name))

    def _too_large(self, scope: Message) -> int:
        length = _header(scope, b"content-length") or "0"
        if not length.isascii() or not length.isdigit():
            return 400
        return 413 if len(length) > 12 or int(length) > self.limits.body_bytes else 0

    def _answered(self, headers: Any, scheme: str) -> list[tuple[bytes, bytes]]:
        own = {name for name, _ in self._headers}
        kept = [(name, value) for name, value in headers if name.lower() not in own]
        cookies = [(name, _cookie(value, scheme) if name.lower() == b"set-cookie" else value) for name, value in kept]
        return cookies + self._headers

    async def _refuse(self, status: int, send: Send) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), *self._headers]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": REFUSED[status].encode()})


REFUSED = {
    400: "not understood 无法理解\n",
    403: "this server does not answer under this name, or to that page 此服务器不以该名称应答，或不应答该网页\n",
    408: "too slow 太慢\n",
    413: "too large 内容过大\n",
    429: "too many requests, wait a moment 请求过多，请稍候\n",
}


class _BodyRefused(Exception):
    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


class _Body:
    """Receives a request's body and counts it, whatever length the client named."""

    def __init__(self, receive: Receive, most: int) -> None:
        self.receive, self.most, self.got, self.is_whole = receive, most, 0, False

    async def __call__(self) -> Message:
        if self.is_whole:  # what follows is only the news that the client has left
            return await self.receive()
        try:
            message = await asyncio.wait_for(self.receive(), BODY_SECONDS)
        except TimeoutError:
            raise _BodyRefused(408) from None
        self.got += len(message.get("body", b""))
        self.is_whole = not message.get("more_body", False)
        if self.got > self.most:
            raise _BodyRefused(413)
        return message


async def _drained(receive: Receive) -> None:
    """Throw a body away, up to a limit: a connection closed on a client that still sends hides the answer from it."""
    got = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAINED_SECONDS):
            while got < DRAINED_BYTES:
                message = await asyncio.wait_for(receive(), QUIET_SECONDS)
                got += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return


class _Messages:
    """Receives a websocket's messages; closes it where they are too large, too many or no text.

    Our pages send text alone. What unpacks bytes believes the counts in them: four bytes could claim gigabytes.
    """

    def __init__(self, receive: Receive, send: Send, limits: Limits) -> None:
        self.receive, self.send, self.limits = receive, send, limits
        now = time.monotonic()
        self.bucket = Bucket(limits.messages_rate, limits.messages_burst, limits.messages_burst, now)

    async def __call__(self) -> Message:
        message = await self.receive()
        if message["type"] != "websocket.receive":
            return message
        code = self._complaint(message.get("text"))
        if not code:
            return message
        with suppress(Exception):  # it may have left already
            await self.send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    def _complaint(self, text: str | None) -> int:
        """Return the code with which the websocket is closed on this message, 0 if it is not."""
        if text is None:
            return 1003
        if len(text.encode()) > self.limits.message_bytes:
            return 1009
        return 0 if self.bucket.take(time.monotonic()) else 1008


def _tell_in_a_line(error: Exception) -> None:
    """Say why a websocket ended: whoever sends nonsense is not to fill the console with a page for each message."""
    first: BaseException = error
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    LOG.warning("a websocket was ended by %s: %s", type(first).__name__, " ".join(str(first).split())[:120])
    LOG.debug("in full", exc_info=error)


def _header(scope: Message, name: bytes) -> str | None:
    """Return a header's value; one that came twice is none that we know."""
    found = [value for key, value in scope["headers"] if key == name]
    return None if not found else found[0].decode("latin-1") if len(found) == 1 else "?"


def _client(scope: Message) -> str:
    return str((scope.get("client") or ("?",))[0])


def _cookie(value: bytes, scheme: str) -> bytes:
    """Return a cookie that scripts cannot read and other sites cannot send."""
    first, *rest = [part.strip() for part in value.decode("latin-1").split(";")]
    plain = scheme in ("http", "ws")  # a browser drops a cookie that is only for https
    kept = [
        part
        for part in rest
        if not part.lower().startswith("samesite")
        and part.lower() != "httponly"
        and not (plain and part.lower() == "secure")
    ]
    return "; ".join([first, *kept, "HttpOnly", "SameSite=Lax"]).encode("latin-1")
