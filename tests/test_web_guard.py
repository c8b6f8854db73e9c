"""The guard before the pages, met over real sockets by clients that mean no good."""

import contextlib
import logging
import socket
import time

import pytest

from experiments.web import guard
from experiments.web.guard import STRICT, Guard
from experiments.web.rates import CLIENTS_KEPT, Limits, Rates
from tests.web_served import served

websockets = pytest.importorskip("websockets.sync.client")

PATIENCE, AGES = 60.0, 40.0  # seconds: what a loaded machine may need, and what a test is not to take
LIMITS = Limits(body_bytes=1000, message_bytes=1000, messages_burst=20, messages_rate=1, sessions_per_client=3)


async def echo(scope, receive, send):
    """Sends back what it gets; sets a careless cookie."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message.get("text") or "bytes"})
        return
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    headers = [(b"set-cookie", b"id=1; Path=/; Secure; SameSite=none"), (b"x-frame-options", b"ALLOWALL")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port():
    with served(Guard(echo, "127.0.0.1", STRICT, LIMITS)) as port:
        yield port


def ask(port, request):
    """Send raw bytes; return the status and everything that came back."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as plug:
        plug.sendall(request.replace(b"PORT", str(port).encode()))
        got = b""
        with contextlib.suppress(ConnectionError, TimeoutError):
            while part := plug.recv(65536):
                got += part
    return int(got.split(b" ", 2)[1]), got.decode("latin-1").lower()


def get(port, host=b"localhost:PORT", *more):
    return ask(port, b"\r\n".join([b"GET / HTTP/1.1", b"Host: " + host, *more, b"Connection: close", b"", b""]))


def test_the_own_page_is_served_with_all_headers(port):
    status, text = get(port, b"localhost:PORT", b"Origin: http://localhost:PORT")
    assert status == 200
    assert "frame-ancestors 'none'" in text and "default-src 'self'" in text and "unsafe-eval" not in text
    assert "x-frame-options: deny" in text and "allowall" not in text
    assert "x-content-type-options: nosniff" in text and "referrer-policy: same-origin" in text
    cookie = next(line for line in text.splitlines() if line.startswith("set-cookie"))
    assert cookie == "set-cookie: id=1; path=/; httponly; samesite=lax"


@pytest.mark.parametrize(
    "host", [b"evil.example", b"localhost.evil.example", b"evil.example:PORT", b"", b"[::1", b"a@b"]
)
def test_a_foreign_host_is_refused(port, host):
    assert get(port, host)[0] in (400, 403)


def test_two_hosts_are_none(port):
    assert get(port, b"localhost:PORT", b"Host: evil.example")[0] in (400, 403)


@pytest.mark.parametrize(
    "origin",
    [b"http://evil.example", b"null", b"http://localhost:1", b"http://localhost.evil:PORT", b"file://", b"http://["],
)
def test_a_foreign_origin_is_refused(port, origin):
    assert get(port, b"localhost:PORT", b"Origin: " + origin)[0] == 403


def test_a_body_may_not_be_large_whether_it_says_so_or_not(port, monkeypatch):
    monkeypatch.setattr(guard, "QUIET_SECONDS", AGES)
    said = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n"
    assert ask(port, said)[0] == 413
    chunks = b"".join(b"1f4\r\n" + b"x" * 500 + b"\r\n" for _ in range(5)) + b"0\r\n\r\n"
    unsaid = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    began = time.monotonic()
    assert ask(port, unsaid + chunks)[0] == 413
    assert time.monotonic() - began < AGES / 2  # all has come: nothing more is waited for
    small = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd"
    assert "\r\nabcd\r\n" in ask(port, small)[1]


def test_a_body_of_many_megabytes_is_told_why_it_is_refused(port):
    n = 24 * 1024 * 1024  # a client reads nothing before it has sent all: a closed line would be all that it sees
    head = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {n}\r\nConnection: close\r\n\r\n"
    status, text = ask(port, head.encode() + b"x" * n)
    assert status == 413 and "too large" in text


@contextlib.contextmanager
def talk(port, host=None, origin=None):
    headers = {"Host": host} if host else {}
    address = f"ws://127.0.0.1:{port}/"
    with websockets.connect(address, origin=origin, additional_headers=headers, open_timeout=PATIENCE) as line:
        yield line


def in_the_end(done):
    """Wait until something no longer fails: the server hears a moment later that a client has gone."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return done()
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextlib.contextmanager
def talk_in_the_end(port):
    with contextlib.ExitStack() as stack:
        yield in_the_end(lambda: stack.enter_context(talk(port)))


def test_a_websocket_of_ones_own_is_answered(port):
    with talk(port, origin=f"http://127.0.0.1:{port}") as line:
        line.send("hello")
        assert line.recv(PATIENCE) == "hello"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_websocket_of_a_foreign_page_is_refused(port, origin):
    with pytest.raises(Exception, match="403"), talk(port, origin=origin):
        pass


def test_a_huge_message_ends_its_own_websocket_only(port):
    with talk(port) as good, talk(port) as bad:
        bad.send("x" * 5000)
        with pytest.raises(Exception, match="1009"):
            bad.recv(PATIENCE)
        good.send("still here")
        assert good.recv(PATIENCE) == "still here"


def test_bytes_that_claim_a_size_of_their_own_reach_nobody(port):
    with talk(port) as good, talk(port) as bad:
        bad.send(b"\xff\xff\xff\xff")
        with pytest.raises(Exception, match="1003"):
            bad.recv(PATIENCE)
        good.send("still here")
        assert good.recv(PATIENCE) == "still here"


async def fragile(scope, receive, send):
    """Understands numbers alone, and says so as a task group does."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        try:
            await send({"type": "websocket.send", "text": str(int(message["text"]))})
        except ValueError as error:
            raise ExceptionGroup("unhandled errors in a TaskGroup", [error]) from None


def test_nonsense_ends_its_own_websocket_and_fills_one_line_of_the_console(caplog):
    with served(Guard(fragile, "127.0.0.1", STRICT)) as port, talk(port) as good, talk(port) as bad:
        with caplog.at_level(logging.WARNING):
            bad.send("no number\n at all")
            with pytest.raises(Exception, match="1011"):
                bad.recv(PATIENCE)
        good.send("7")
        assert good.recv(PATIENCE) == "7"
    (told,) = (record for record in caplog.records if "websocket" in record.getMessage())
    assert "ValueError" in told.getMessage() and "\n" not in told.getMessage() and not told.exc_info


def test_sessions_cannot_be_left_behind_without_end():
    limits = Limits(openings_burst=3, openings_rate=0.001)
    with served(Guard(echo, "127.0.0.1", STRICT, limits)) as port:
        for _ in range(3):
            with talk(port):
                pass
        with pytest.raises(Exception, match="403"), talk(port):
            pass
        assert get(port)[0] == 200


def test_a_flood_of_messages_ends_its_own_websocket(port):
    with talk(port) as bad, pytest.raises(Exception, match="1008"):
        for _ in range(100):
            bad.send("x")
            bad.recv(PATIENCE)


def test_one_client_cannot_take_all_sessions(port):
    with (
        talk_in_the_end(port),  # earlier ones have ended
        talk_in_the_end(port),
        talk_in_the_end(port),
        pytest.raises(Exception, match="403"),
        talk(port),
    ):
        pass
    with talk_in_the_end(port) as line:
        line.send("free again")
        assert line.recv(PATIENCE) == "free again"


def test_a_flood_of_requests_is_refused_and_then_forgiven():
    limits = Limits(requests_burst=5, requests_rate=0.2)  # one in five seconds
    with served(Guard(echo, "127.0.0.1", STRICT, limits)) as port:
        found = [get(port)[0] for _ in range(12)]
        assert found[:5] == [200] * 5 and 429 in found

        def is_forgiven():
            assert get(port)[0] == 200

        in_the_end(is_forgiven)


def test_the_guard_forgets_clients_that_it_has_not_seen_for_long():
    rates = Rates(1.0, 1.0, lambda: 0.0)
    assert rates.allows("first") and not rates.allows("first")
    for i in range(CLIENTS_KEPT):
        rates.allows(str(i))
    assert len(rates._buckets) == CLIENTS_KEPT
