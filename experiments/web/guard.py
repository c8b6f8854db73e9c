"""A guard before a page: who may ask, how much and how often. Pure ASGI, knows nothing of what it guards.

It lets nobody in whose Host or Origin is not one of the server's own addresses (a foreign page in the same
browser, or a name that was made to point here, could otherwise act for the person), limits the size of
bodies and messages, the rate of each client and the number of open sessions, and adds the headers with
which a browser helps. Nothing is reported to anybody.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
CLIENTS_KEPT = 4096
BODY_SECONDS = 20.0  # for a client to send what it promised
DRAINED_BYTES, DRAINED_SECONDS = 8 * 1024 * 1024, 3.0  # of a body that is refused
STRICT = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'"
SOLARA = (  # compiles its templates in the browser
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:"
)
ALWAYS = "; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"


@dataclass(frozen=True)
class Limits:
    """What one client may do; rates are per second, bursts are what may come at once."""

    body_bytes: int = 256 * 1024
    message_bytes: int = 256 * 1024
    requests_rate: float = 60.0
    requests_burst: float = 1500.0
    messages_rate: float = 60.0
    messages_burst: float = 600.0
    sessions_per_client: int = 64
    sessions: int = 128


@dataclass
class Bucket:
    """Allowance that fills at ``rate`` a second up to ``burst``."""

    rate: float
    burst: float
    left: float
    at: float

    def take(self, now: float) -> bool:
        """Return whether one more is allowed, and count it."""
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < 1.0:
            return False
        self.left -= 1.0
        return True


class Rates:
    """A bucket for each client; the clients longest unseen are forgotten first."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.burst, self.clock = rate, burst, clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def allows(self, client: str) -> bool:
        """Return whether this client may do one more thing now."""
        now = self.clock()
        bucket = self._buckets.setdefault(client, Bucket(self.rate, self.burst, self.burst, now))
        self._buckets.move_to_end(client)
        while len(self._buckets) > CLIENTS_KEPT:
            self._buckets.popitem(last=False)
        return bucket.take(now)


def own_names(host: str) -> frozenset[str]:
    """Return the names under which a server bound to ``host`` may be called, besides plain addresses."""
    if host in LOOPBACK:
        return LOOPBACK
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return LOOPBACK | {host.lower(), name, short, f"{short}.local"}


def own_addresses() -> list[str]:
    """Return the addresses of this computer in its networks, the one it would send from first. Sends nothing."""
    found = []
    for family, somewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((somewhere, 9))  # a datagram socket: chooses an address, sends nothing
            found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)]
    return [address for address in dict.fromkeys(found) if address not in LOOPBACK]


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
                if refused.status == 413:
                    await _drained(receive)
                await self._refuse(refused.status, send)

    async def _websocket(self, scope: Message, receive: Receive, send: Send) -> None:
        client = _client(scope)
        n_open, n_own = sum(self._sessions.values()), self._sessions.get(client, 0)
        full = n_open >= self.limits.sessions or n_own >= self.limits.sessions_per_client
        if self._refusal(scope) or full:
            await send({"type": "websocket.close", "code": 1013 if full else 1008})  # before accept: HTTP 403
            return
        self._sessions[client] = n_own + 1
        try:
            await self.app(scope, _Messages(receive, send, self.limits), send)
        finally:
            self._sessions[client] -= 1
            if not self._sessions[client]:
                del self._sessions[client]

    def _refusal(self, scope: Message) -> int:
        """Return the status with which a request is refused, 0 if it is not."""
        host = _header(scope, b"host")
        if host is None or not self._is_ours(_name(host)):
            return 403
        origin = _header(scope, b"origin")
        if origin is not None and not _same_place(origin, host):
            return 403
        return 0 if self._requests.allows(_client(scope)) else 429

    def _is_ours(self, name: str) -> bool:
        return name in self._names or (self.host not in LOOPBACK and _is_address(name))

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
                message = await receive()
                got += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return


class _Messages:
    """Receives a websocket's messages; closes it where they are too large or too many."""

    def __init__(self, receive: Receive, send: Send, limits: Limits) -> None:
        self.receive, self.send, self.limits = receive, send, limits
        now = time.monotonic()
        self.bucket = Bucket(limits.messages_rate, limits.messages_burst, limits.messages_burst, now)

    async def __call__(self) -> Message:
        message = await self.receive()
        if message["type"] != "websocket.receive":
            return message
        size = len(message.get("bytes") or b"") + len((message.get("text") or "").encode())
        code = 1009 if size > self.limits.message_bytes else 0 if self.bucket.take(time.monotonic()) else 1008
        if not code:
            return message
        with suppress(Exception):  # it may have left already
            await self.send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}


def _header(scope: Message, name: bytes) -> str | None:
    """Return a header's value; one that came twice is none that we know."""
    found = [value for key, value in scope["headers"] if key == name]
    return None if not found else found[0].decode("latin-1") if len(found) == 1 else "?"


def _name(host: str) -> str:
    """Return the name in a Host header, without its port and the brackets of an IPv6 address."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _same_place(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


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


__all__ = ["SOLARA", "STRICT", "Guard", "Limits", "own_addresses", "own_names"]
