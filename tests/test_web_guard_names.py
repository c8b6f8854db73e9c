"""Foreign names and foreign pages are refused; the answers carry the headers that protect a page."""

import asyncio

import pytest

from experiments.web.guard import Guard


async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"ALLOWALL")]})
        await send({"type": "http.response.body", "body": b"page"})
    else:
        await send({"type": "websocket.accept"})


def ask(host=b"localhost:8765", origin=None, kind="http", method="GET", bound="127.0.0.1"):
    """Return the messages with which a guarded app answers."""
    sent = []
    headers = [(b"host", host)] + ([(b"origin", origin)] if origin else [])
    scope = {"type": kind, "headers": headers, "method": method, "path": "/"}

    async def send(message):
        sent.append(message)

    asyncio.run(Guard(app, bound)(scope, None, send))
    return sent


@pytest.mark.parametrize("host", [b"localhost", b"localhost:8765", b"127.0.0.1:80", b"[::1]:8765", b"LOCALHOST:1"])
def test_this_computers_names_are_answered(host):
    assert ask(host)[0]["status"] == 200


@pytest.mark.parametrize(
    "host", [b"", b"evil.example", b"localhost.evil.example", b"127.0.0.1.evil.example", b"192.168.0.7", b"[::2]"]
)
def test_foreign_names_are_refused_even_if_they_lead_here(host):
    assert ask(host)[0]["status"] == 403
    assert ask(host, kind="websocket")[0]["type"] == "websocket.close"


def test_an_open_server_answers_to_addresses_but_not_to_foreign_names():
    assert ask(b"192.168.0.7:8765", bound="0.0.0.0")[0]["status"] == 200
    assert ask(b"evil.example", bound="0.0.0.0")[0]["status"] == 403


def test_a_foreign_page_cannot_open_a_websocket():
    assert ask(origin=b"http://evil.example", kind="websocket")[0]["type"] == "websocket.close"
    assert ask(origin=b"http://localhost:9999", kind="websocket")[0]["type"] == "websocket.close"
    assert ask(origin=b"null", kind="websocket")[0]["type"] == "websocket.close"
    assert ask(origin=b"http://localhost:8765", kind="websocket")[0]["type"] == "websocket.accept"


def test_a_foreign_page_cannot_post():
    assert ask(origin=b"http://evil.example", method="POST")[0]["status"] == 403
    assert ask(origin=b"http://localhost:8765", method="POST")[0]["status"] == 200


def test_answers_carry_the_protecting_headers_once():
    headers = ask()[0]["headers"]
    named = dict(headers)
    assert len(named) == len(headers)
    assert named[b"x-frame-options"] == b"DENY"
    assert b"frame-ancestors 'none'" in named[b"content-security-policy"]
    assert named[b"x-content-type-options"] == b"nosniff"
