"""The websocket that only tells: the newest state, at once and after every change."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from experiments.workshop import views
from experiments.workshop.door import Door, NotIn
from experiments.workshop.events import Refused

PAUSE = 0.4  # seconds between two states told to one page


class Teller:
    """Tells pages the state of a room.

    Args:
        door: knows who asks.
        address: the address to join at.
    """

    def __init__(self, door: Door, address: Callable[[], str]) -> None:
        self.door, self.hall, self.address = door, door.hall, address
        self._lines: Counter[str] = Counter()  # person -> pages that are open
        self._hosts: set[Callable[[], None]] = set()

    async def tell(self, socket: WebSocket) -> None:
        """Tell one page the state, at once and after every change, until it leaves."""
        try:
            state, person = self.state(socket), self._person(socket)
        except Refused:
            await socket.close(1008)
            return
        await socket.accept()
        changed = asyncio.Event()
        self.hall.listeners.add(changed.set)
        if socket.query_params.get("host") == "1":
            self._hosts.add(changed.set)
        self._count(person, 1)
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
                state = self.state(socket)
        except NotIn:
            await socket.close(1008)
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            self.hall.listeners.discard(changed.set)
            leaving.cancel()
            self._hosts.discard(changed.set)
            self._count(person, -1)

    def _person(self, socket: WebSocket) -> str:
        """Return whose page this is; nothing for the facilitator's and the big screen."""
        asked = socket.query_params
        is_person = asked.get("host") != "1" and asked.get("screen") != "1"
        return self.door.person(socket).id if is_person else ""

    def _count(self, person: str, change: int) -> None:
        """Note a page that was opened or left; the facilitator sees who has dropped out."""
        if person:
            self._lines[person] += change
            for told in tuple(self._hosts):
                told()

    def state(self, socket: WebSocket) -> str:
        """Return what this page is shown, as JSON; what all pages share is made once for all."""
        hall, room, asked = self.hall, self.hall.room, socket.query_params
        own: dict[str, Any] = {"now": time.time()}
        if asked.get("host") == "1":
            self.door.the_host(socket)
            own |= {"roster": views.roster(room, +self._lines), "code_until": room.code_until, **self.way_in()}
            own |= {"proposed": views.proposed(room), "last": views.last_choice(room)}
        elif asked.get("screen") == "1":
            if not self.door.is_screen(socket):
                raise NotIn("需要大屏钥匙", "the key of the big screen is needed")
            own |= self.way_in()
        else:
            own["me"] = views.own(room, self.door.person(socket))
        return f'{{"room": {hall.shared()}, {json.dumps(own, ensure_ascii=False)[1:]}'

    def way_in(self) -> dict[str, str]:
        """Return the code and the address to join at."""
        return {
            "code": self.hall.room.code,
            "address": self.address(),
            "join": f"{self.address()}j/{self.hall.room.code}",
        }


async def _until_left(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass  # it is told; it has nothing to tell
