"""Middleware in front of everything: who may ask, and what a browser may do with the answer.

Solara looks at neither Host nor Origin, and answers without any of the headers that keep a page from being
framed or filled with foreign scripts. The page's templates are compiled in the browser, hence 'unsafe-eval'.
"""

import socket
from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL = ("localhost", "127.0.0.1", "::1")
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
NAMED = {name for name, _ in HEADERS}
REFUSED = 403
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class Guard:
    """An ASGI app around another one.

    Args:
        app: what is guarded.
        host: the address that the server listens on; one of this computer's own admits this computer's
            names alone, any other also plain addresses and this computer's name in the network, never
            a foreign name (which may be made to lead here).
    """

    def __init__(self, app: App, host: str = "127.0.0.1") -> None:
        self.app = app
        self.is_open = host not in LOCAL
        self.names = {*LOCAL, host.lower(), *_own_names()} if self.is_open else set(LOCAL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the headers added."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not self.admits(scope):
            await _refuse(scope, send)
        else:
            await self.app(scope, receive, _with_headers(send) if scope["type"] == "http" else send)

    def admits(self, scope: Scope) -> bool:
        """Return whether Host is ours, and Origin (where a browser must say one) the same."""
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if not self._is_ours(_name(host)):
            return False
        origin = headers.get(b"origin")
        if origin is None or (scope["type"] == "http" and scope["method"] in SAFE_METHODS):
            return True
        return urlsplit(origin.decode("latin-1").lower()).netloc == host

    def _is_ours(self, name: str) -> bool:
        return name in self.names or (self.is_open and _is_address(name))


def _name(host: str) -> str:
    """Return a Host header without its port."""
    if host.startswith("["):
        return host[1 : host.find("]")]
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _own_names() -> set[str]:
    name = socket.gethostname().lower()
    return {name, name.partition(".")[0], f"{name.partition('.')[0]}.local"}


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in NAMED]
            message = {**message, "headers": [*kept, *HEADERS]}
        await send(message)

    return sending


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    text = "this server answers under another name  此服务器不以该名称应答\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": REFUSED, "headers": [*headers, *HEADERS]})
    await send({"type": "http.response.body", "body": text})
