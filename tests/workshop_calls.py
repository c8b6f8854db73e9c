"""Calls to a room's real server, whose futures come at once: people come in, take their part, are led on."""

import time
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache

import httpx

from abm.region import load_region
from experiments.web.guard import STRICT, Guard
from experiments.workshop.hall import Hall
from experiments.workshop.routes import application
from experiments.workshop.store import Store
from tests.web_served import served

OPEN: list = []  # clients of the test that runs
FIGURES = {
    "years": [2020, 2021],
    "city": [2.0, 1.0],
    "emissions": 1.0,
    "inside": 2.0,
    "outside": {"goods": 0.1, "power": 0.0},
    "moved": 0.1,
    "paid": dict.fromkeys(("households", "vehicles", "farms", "firms", "city", "upper"), 1.0),
    "peak": {"year": 2021, "value": 2.0, "state": "peaked"},
    "scored": {
        "climate": 1.0,
        "economy": 9.0,
        "height": 2.0,
        "targets": 3.0,
        "households": 1.0,
        "budget": 1.0,
        "cuts": 0.0,
    },
}


@cache
def region():
    return load_region("tiny")


class InstantPool:
    """Answers at once, and counts."""

    def __init__(self):
        self.asked = []
        self.held: list | None = None

    def ask(self, job, session, *, behind=False):
        self.asked.append((session, job))
        future: Future = Future()
        if self.held is not None and not behind:
            self.held.append(future)
        else:
            future.set_result(FIGURES)
        return future

    def hold(self):
        """Keep back what is asked for in the foreground from now on."""
        self.held = []

    def let_go(self, n=None):
        """Answer the first ``n`` that were kept back, or all, and from then on everybody."""
        for future in self.held[:n]:
            if not future.cancelled():
                future.set_result(FIGURES)
        self.held = None if n is None else self.held[n:]

    def drop(self, session, *, behind_only=True):
        pass


@contextmanager
def served_room(folder):
    """A room's hall and the address of its server; whoever came in is shown out at the end."""
    store = Store(folder)
    hall = Hall(store, InstantPool(), region())
    with served(Guard(application(hall, lambda: "http://room/"), "127.0.0.1", STRICT)) as port:
        yield hall, f"http://127.0.0.1:{port}"
        while OPEN:
            OPEN.pop().close()
    store.close()


def client(address):
    OPEN.append(httpx.Client(base_url=address, timeout=60))
    return OPEN[-1]


def joined(room, name="Ann", team="energy"):
    hall, address = room
    one = client(address)
    body = {"code": hall.room.code, "name": name, "team": team}
    assert one.post("/api/join", json=body).status_code == 200
    return one


def the_host(room):
    one = client(room[1])
    assert one.post("/api/enter", json={"secret": room[0].secret}).status_code == 200
    return one


def lever_of(one):
    return one.get("/api/boot?lang=en").json()["levers"][0]


def begin(room):
    host = the_host(room)
    assert host.post("/api/host", json={"kind": "next", "body": {}}).status_code == 200
    return host


def waited(come):
    """Wait for what the room's server does a moment later."""
    until = time.monotonic() + 60.0
    while not come():
        assert time.monotonic() < until
        time.sleep(0.02)


def reveal_of(host, hall):
    assert host.post("/api/host", json={"kind": "next", "body": {}}).status_code == 200
    waited(lambda: hall.room.round in hall.room.joints)  # what they chose together is computed
    assert host.post("/api/host", json={"kind": "next", "body": {}}).status_code == 200
    assert hall.room.phase == "reveal"


def played(room):
    """A round of two teams, taken as far as its reveal."""
    host, one, two = begin(room), joined(room), joined(room, "Ben", "residents")
    for who, note in ((one, "wind first"), (two, "warm homes")):
        own = lever_of(who)
        body = {"levers": {own["id"]: own["high"]}, "contested": {}}
        assert who.post("/api/move", json=body).status_code == 200
        assert who.post("/api/propose", json=body | {"note": note}).status_code == 200
    reveal_of(host, room[0])
    return host, one, two
