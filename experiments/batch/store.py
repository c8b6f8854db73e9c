"""The file that keeps every finished run: SQLite, one row per run, written by the parent alone.

Each commit is on disk before the next outcome is taken, so a batch that is killed loses at most the
runs under way.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from abm.errors import UserError
from experiments.batch.outcome import Outcome

FILE = "batch.sqlite"
KEPT = "every run finished before is kept"  # what is said of the runs where the file fails
SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run (
    number INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('done', 'failed')),
    attempts INTEGER NOT NULL,
    seconds REAL NOT NULL,
    error TEXT NOT NULL,
    trace TEXT NOT NULL,
    facts TEXT NOT NULL,
    rows BLOB NOT NULL
);
"""
COLUMNS = {
    "about": ["key", "value"],
    "run": ["number", "state", "attempts", "seconds", "error", "trace", "facts", "rows"],
}


class Store:
    """The runs of one batch that are finished or failed."""

    def __init__(self, folder: Path, *, read_only: bool = False, kept: str = KEPT) -> None:
        self.path, self._kept = folder / FILE, kept
        with self._told():
            if read_only and not self.path.exists():
                raise UserError(f"{folder} holds no batch")
            uri = f"{self.path.absolute().as_uri()}?mode={self._mode() if read_only else 'rwc'}"
            self._base = sqlite3.connect(uri, uri=True, isolation_level=None)
            try:
                self._open(folder, read_only)
            except BaseException:
                self._base.close()
                raise

    def _open(self, folder: Path, read_only: bool) -> None:
        self._refuse_foreign()
        if read_only:
            self._refuse_empty(folder)
        else:
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=FULL")
            self._base.executescript(SCHEMA)

    def _mode(self) -> str:
        """Return how to open the file to read: SQLite wants to lock it, which no archive that is read-only allows."""
        log = self.path.with_name(f"{FILE}-wal")
        is_still = not os.access(self.path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
        return "ro&immutable=1" if is_still else "ro"

    def _refuse_foreign(self) -> None:
        """Refuse a file of this name that another program keeps its own tables in, before anything is written to it."""
        tables = self._base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        for (name,) in tables.fetchall():
            columns = [row[0] for row in self._base.execute("SELECT name FROM pragma_table_info(?)", (name,))]
            if columns != COLUMNS.get(name):
                raise UserError(f"{self.path} has tables of another program; choose another folder")

    def _refuse_empty(self, folder: Path) -> None:
        """Refuse a file in which nothing was ever noted, as one begun on a disk without room."""
        if not self._base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'about'").fetchone()[0]:
            raise UserError(f"{folder} holds no batch")

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def remove(self) -> None:
        """Close the file and take it away: all that it kept is elsewhere, or it kept nothing."""
        self.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(FILE + ending).unlink(missing_ok=True)

    def about(self) -> dict[str, str]:
        """Return what is noted of the batch as a whole."""
        with self._told():
            return dict(self._base.execute("SELECT key, value FROM about"))

    def note(self, facts: dict[str, str]) -> None:
        """Note facts of the batch as a whole, all or none."""
        with self._told(), self._transaction():
            self._base.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", facts.items())

    def commit(self, outcome: Outcome) -> None:
        """Keep one outcome for good.

        Raises:
            UserError: it cannot be written; what was kept before is still there.
        """
        done = outcome.finished
        row = (
            outcome.number,
            "done" if done else "failed",
            outcome.attempts,
            outcome.seconds,
            outcome.error,
            outcome.trace,
            done.facts if done else "",
            done.rows if done else b"",
        )
        with self._told(), self._transaction():
            self._base.execute("INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def states(self) -> dict[int, str]:
        """Return run number -> ``done`` or ``failed``."""
        with self._told():
            return dict(self._base.execute("SELECT number, state FROM run"))

    def seconds(self) -> float:
        """Return the time that the finished runs took, added up."""
        with self._told():
            return float(self._base.execute("SELECT total(seconds) FROM run WHERE state = 'done'").fetchone()[0])

    def failures(self) -> dict[int, tuple[str, str]]:
        """Return run number -> (error, trace) of the failed runs, in order."""
        with self._told():
            rows = self._base.execute("SELECT number, error, trace FROM run WHERE state = 'failed' ORDER BY number")
            return {number: (error, trace) for number, error, trace in rows}

    def facts(self) -> Iterator[tuple[int, str]]:
        """Yield (number, facts) of the finished runs in order."""
        with self._told():
            yield from self._base.execute("SELECT number, facts FROM run WHERE state = 'done' ORDER BY number")

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Yield (number, rows) of the finished runs in order, one at a time."""
        with self._told():
            yield from self._base.execute("SELECT number, rows FROM run WHERE state = 'done' ORDER BY number")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise UserError(f"{self.path}: {error}; {self._kept}") from None
        except sqlite3.Error as error:  # no file of ours, or one that is damaged
            raise UserError(f"{self.path}: {error}") from None
