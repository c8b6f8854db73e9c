"""Thirty people who all move a lever within ten seconds, as JSON: part of ``make bench-app``.

The people are plain clients on loopback that share this machine with the room. Lever moved to its future:
from the request to the last byte of the answer, the writing of the event to disk included.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import httpx
import numpy as np
from websockets.sync.client import connect

PEOPLE = 30
WITHIN = 10.0  # seconds
TOO_LONG = "this took too long"
PROPOSES, CONTESTS = 0.1, 0.05  # of what people do in a soak
CONTESTED = {"output.steel": 1.0}


@dataclass
class Tally:
    """What came of all moves."""

    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    told: int = 0
    asked: int = 0  # whatever came of it
    proposed: int = 0
    too_slow: int = 0  # written, but not computed in time


@contextmanager
def opened(region: str, words: list[str], folder: str) -> Iterator[tuple[str, str, str, subprocess.Popen]]:
    """Run a room; yield its address, secret, code and process."""
    command = [sys.executable, "-m", "experiments.cli", "workshop", "--region", region, "--data", folder]
    command += ["--no-browser", "--port", "0", "--lang", "en", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    told = ""
    assert process.stdout is not None
    for line in process.stdout:
        told += line
        if "Ctrl-C" in line:
            break
    try:
        host = re.search(r"facilitator: (\S+?)facilitator#(\S+)", told)
        code = re.search(r"code: (\w+)", told)
        assert host and code, told
        yield host[1], host[2], code[1], process
    finally:
        process.terminate()
        process.communicate(timeout=30)


class Participant:
    """One phone: joins, listens, moves."""

    def __init__(self, address: str, code: str, number: int) -> None:
        self.number, self.client = number, httpx.Client(base_url=address, timeout=90)
        self.team = ("energy", "industry", "transport", "farming", "finance", "residents")[number % 6]
        body = {"code": code, "name": f"person {number}", "team": self.team}
        while self.client.post("/api/join", json=body).status_code == 409:
            time.sleep(1.0)  # many joining from one address are slowed down
        self.levers = self.client.get("/api/boot?lang=en").json()["levers"]
        cookie = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        told = address.replace("http", "ws") + "api/live"
        self.held = ExitStack()
        self.line = self.held.enter_context(connect(told, additional_headers={"Cookie": cookie}, max_queue=None))
        self.random = np.random.default_rng(number)

    def move(self, tally: Tally, contested: dict[str, float] | None = None) -> None:
        """Move one lever to a value that nobody has asked for yet."""
        lever = self.levers[int(self.random.integers(len(self.levers)))]
        value = float(f"{self.random.uniform(lever['low'], lever['high']):.6g}")
        started = time.perf_counter()
        answer = self.client.post("/api/move", json={"levers": {lever["id"]: value}, "contested": contested or {}})
        if answer.status_code == 200:
            tally.seconds.append(time.perf_counter() - started)
        elif TOO_LONG in answer.text:
            tally.too_slow += 1
        else:
            tally.refused.append(answer.text)

    def act(self, tally: Tally) -> None:
        """Do what people do: mostly move a lever, at times contest a number or put a proposal forward."""
        tally.asked += 1
        chance = self.random.random()
        if chance < PROPOSES:
            answer = self.client.post("/api/propose", json={"note": "soak", "levers": {}, "contested": {}})
            tally.proposed += answer.status_code == 200
        else:
            self.move(tally, CONTESTED if chance < PROPOSES + CONTESTS else None)

    def is_served(self) -> bool:
        """Return whether this person's future is told, at the third try where others keep the machine busy."""
        return any(self.client.get("/api/outcome").status_code == 200 for _ in range(3))

    def listen(self, tally: Tally) -> None:
        """Take what the room has told meanwhile."""
        try:
            while True:
                self.line.recv(timeout=0.001)
                tally.told += 1
        except TimeoutError:
            return

    def leave(self) -> None:
        """Close the phone."""
        self.held.close()
        self.client.close()


def play(people: list[Participant], seconds: float, pause: float, *, mixed: bool = False) -> Tally:
    """Let everybody move (or, mixed, do what people do) every ``pause`` seconds, each at a time of their own."""
    tally, end = Tally(), time.monotonic() + seconds

    def one(person: Participant) -> None:
        time.sleep(pause * person.number / len(people))
        while time.monotonic() < end:
            begun = time.monotonic()
            (person.act if mixed else person.move)(tally)
            person.listen(tally)
            time.sleep(max(0.0, min(pause - (time.monotonic() - begun), end - time.monotonic())))

    threads = [threading.Thread(target=one, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def begin(address: str, secret: str) -> None:
    """Enter as the facilitator and begin the first round."""
    with httpx.Client(base_url=address, timeout=30) as host:
        host.post("/api/enter", json={"secret": secret})
        host.post("/api/host", json={"kind": "next", "body": {}})


def measure(region: str, n_people: int, words: list[str]) -> dict:
    """Return the figures of one room."""
    with tempfile.TemporaryDirectory() as folder, opened(region, words, folder) as (address, secret, code, _):
        begin(address, secret)
        people = [Participant(address, code, number) for number in range(n_people)]
        play(people[:4], 3.0, 1.0)  # the workers have their common past by then
        time.sleep(3.0)
        tally = play(people, WITHIN - 0.1, WITHIN)
        for person in people:
            person.leave()
    return {
        "people": n_people,
        "moves": len(tally.seconds),
        "refused": len(tally.refused),
        "too_slow": tally.too_slow,
        "seconds_median": float(np.median(tally.seconds)),
        "seconds_max": max(tally.seconds),
        "load_average": os.getloadavg()[0],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--region", default="luliang")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("words", nargs="*", help="further options of the workshop, after --")
    given = parser.parse_args()
    print(json.dumps({"workshop": measure(given.region, given.people, given.words)}, indent=1))


if __name__ == "__main__":
    main()
