"""Where a room's events lie: a table in SQLite that is only ever added to. What was answered has been written."""

import json
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from abm.errors import UserError
from experiments.workshop.events import Event, Refused

FILE = "room.sqlite"
PATIENCE_SECONDS = 1.0  # for a server that is just closing the room
WRITE = "INSERT INTO events (at, kind, actor, body, once) VALUES (?, ?, ?, ?, ?) ON CONFLICT(once) DO NOTHING"
TABLES = """
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, kind TEXT NOT NULL,
    actor TEXT NOT NULL, body TEXT NOT NULL, once TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events stay'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events stay'); END;
"""


def put_aside(folder: Path) -> Path:
    """Rename the room that lies in a folder and that nobody has open, so that another can begin there."""
    stem = f"room.{datetime.now():%Y-%m-%d.%H%M%S}"
    names = (f"{stem}{f'.{n}' if n else ''}.sqlite" for n in count())
    return (folder / FILE).rename(next(folder / name for name in names if not (folder / name).exists()))


class Store:
    """The events of one room, in ``folder/room.sqlite``, which only its owner may read.

    While it is open nobody else opens it: two servers would each know only what came to it, and number alike.

    Raises:
        UserError: the folder cannot be written, the file is something else, or another server has the room open.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / FILE
            path.touch(mode=0o600)
            os.chmod(path, 0o600)  # noqa: PTH101 - the secret lies here
            self._database = sqlite3.connect(
                path, timeout=PATIENCE_SECONDS, check_same_thread=False, isolation_level=None
            )
            try:
                self._database.execute("PRAGMA locking_mode=EXCLUSIVE")  # let go when its process ends, however it ends
                self._database.execute("PRAGMA journal_mode=WAL")
                self._database.execute("PRAGMA synchronous=FULL")
                self._database.executescript(TABLES)
                self._database.executescript("BEGIN IMMEDIATE; COMMIT;")
            except BaseException:
                self._database.close()
                raise
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise UserError(f"--data {folder}: {error}") from None
            raise UserError(
                f"--data {folder}: another server has this room open; end it, or name another folder"
            ) from None
        except FileExistsError:
            raise UserError(f"--data: {folder} is not a folder") from None
        except (OSError, sqlite3.Error) as error:
            raise UserError(f"--data {folder}: {error}") from None
        self._writing = threading.Lock()

    def add(self, kind: str, actor: str, body: Mapping[str, Any], once: str | None = None) -> Event | None:
        """Write an event and return it; None where ``once`` (an id that its sender made) is known already.

        Raises:
            Refused: the disk is full or gone. Nothing has happened then.
        """
        at = time.time()
        text = json.dumps(body, ensure_ascii=False, allow_nan=False)
        with self._writing:
            found = self._written(WRITE, (at, kind, actor, text, once))
            if not found.rowcount:
                return None
            return Event(int(found.lastrowid or 0), at, kind, actor, json.loads(text))

    def events(self) -> list[Event]:
        """Return all events in their order."""
        with self._writing:
            rows = self._database.execute("SELECT number, at, kind, actor, body FROM events ORDER BY number").fetchall()
        return [Event(number, at, kind, actor, json.loads(body)) for number, at, kind, actor, body in rows]

    def key(self, name: str) -> str:
        """Return a secret of this room, made at the first call.

        Raises:
            Refused: the disk is full or gone.
        """
        with self._writing:
            self._written("INSERT OR IGNORE INTO keys VALUES (?, ?)", (name, secrets.token_urlsafe(12)))
            return str(self._database.execute("SELECT value FROM keys WHERE name = ?", (name,)).fetchone()[0])

    def version(self) -> str:
        """Return with which code and data the figures of this room were made; '' where that was never noted."""
        with self._writing:
            found = self._database.execute("SELECT value FROM keys WHERE name = 'version'").fetchone()
        return str(found[0]) if found else ""

    def made_with(self, version: str) -> None:
        """Note with which code and data all figures of this room have been made.

        Raises:
            Refused: the disk is full or gone.
        """
        with self._writing:
            self._written("INSERT OR REPLACE INTO keys VALUES ('version', ?)", (version,))

    def _written(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        try:
            return self._database.execute(statement, values)
        except sqlite3.Error as error:
            why = "磁盘已满" if "full" in str(error) else str(error)
            raise Refused(f"主机未能记录，此操作未生效：{why}", f"not kept, so not done: {error}") from None

    def close(self) -> None:
        """Close the file."""
        with self._writing:
            self._database.close()
