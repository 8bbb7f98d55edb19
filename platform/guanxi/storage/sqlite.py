"""A connection to SQLite: WAL, foreign keys on, transactions by hand, as the driver leaves DDL outside of its own."""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from guanxi import clock
from guanxi.errors import GuanxiError
from guanxi.storage.connection import NO_VALUES, Connection, Row
from guanxi.storage.encode import Dialect
from guanxi.storage.options import DatabaseOptions
from guanxi.storage.printer import Printer, Statement, quote
from guanxi.storage.sqlite_failures import FAILURES, failure
from guanxi.storage.sqlite_functions import NamedFunction, register

__all__ = ["SqliteConnection"]

STEPS_BETWEEN_CHECKS = 20_000  # virtual machine steps, about a millisecond, between two looks at the clock
_STEP_IN, _STEP_OUT, _STEP_BACK = "SAVEPOINT turn", "RELEASE SAVEPOINT turn", "ROLLBACK TO SAVEPOINT turn"
READ_REVISION = "SELECT revision FROM gx_workspace WHERE id = 1"


class SqliteConnection(Connection):
    """One sqlite3 connection with the settings every statement of Guanxi relies on."""

    dialect: Dialect = "sqlite"
    begin_snapshot = "BEGIN"

    def __init__(
        self, path: str, printer: Printer, options: DatabaseOptions, functions: Iterable[NamedFunction]
    ) -> None:
        """Open the file, set it up and make the Python functions known."""
        super().__init__(printer)
        self._usual = self._allowed = options.statement_seconds
        self._deadline = 0.0
        _make_private(path)
        try:
            self.raw = sqlite3.connect(
                path,
                timeout=options.busy_seconds,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=options.prepared_statements,
            )
            for pragma in (
                f"synchronous = {options.synchronous}",
                "foreign_keys = ON",
                "temp_store = MEMORY",
                f"cache_size = -{options.sqlite_cache_kib}",
                f"mmap_size = {options.sqlite_map_mib * 1024 * 1024}",
                "trusted_schema = OFF",
            ):
                self.raw.execute(f"PRAGMA {pragma}")
            _enter_wal(self.raw, options.busy_seconds)
        except sqlite3.Error as error:
            raise failure(error) from error
        register(self.raw, functions)
        self.raw.set_progress_handler(self._expired, STEPS_BETWEEN_CHECKS)

    def run(self, statement: Statement, values: Mapping[str, Any] = NO_VALUES) -> list[Row]:
        """Run a statement and return all its rows."""
        if self.observer is not None:
            self.observer(statement.text)
        self._deadline = clock.monotonic() + self._allowed
        try:
            return self.raw.execute(statement.text, statement.parameters(values)).fetchall()
        except FAILURES as error:
            raise failure(error) from error

    def change(self, statement: Statement, values: Mapping[str, Any] = NO_VALUES) -> int:
        """Run a change and return how many rows it touched."""
        with self._translated(statement.text):
            cursor = self.raw.execute(statement.text, statement.parameters(values))
            cursor.fetchall()  # a change with RETURNING ends with its last row
            return cursor.rowcount

    def run_all(self, steps: Sequence[tuple[Statement, Mapping[str, Any]]]) -> list[list[Row]]:
        """Run statements one after the other."""
        return [self.run(statement, values) for statement, values in steps]

    def finish(self, steps: Sequence[tuple[Statement, Mapping[str, Any]]]) -> list[list[Row]]:
        """Run the last statements of a write transaction; its end commits it, perhaps together with others."""
        return self.run_all(steps)

    def run_many(self, statement: Statement, many: Sequence[Mapping[str, Any]]) -> int:
        """Run one change once for each set of values."""
        with self._translated(statement.text):
            return self.raw.executemany(statement.text, (statement.parameters(values) for values in many)).rowcount

    def script(self, *statements: str) -> None:
        """Run statements without parameters."""
        for text in statements:  # one by one: executescript would commit the open transaction first
            with self._translated(text):
                self.raw.execute(text)

    def copy_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Add rows in bulk."""
        names, marks = ", ".join(quote(name) for name in columns), ", ".join("?" * len(columns))
        text = f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})"
        with self._translated(text):
            return max(self.raw.executemany(text, rows).rowcount, 0)

    def begin(self, *, exclusive: bool = False, lock_seconds: float | None = None) -> int | None:
        """Take the one write lock, which is the fence too."""
        del (
            exclusive,
            lock_seconds,
        )  # there is one writer at a time anyhow, and waiting for it is bounded by `busy_seconds`
        with self._translated("BEGIN IMMEDIATE"):
            self.raw.execute("BEGIN IMMEDIATE")
        return self.stored_revision()

    def stored_revision(self) -> int | None:
        """Return the stored revision, None where there is none yet."""
        try:
            row = self.raw.execute(READ_REVISION).fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise failure(error) from error
        return None if row is None else int(row[0])

    def step_in(self) -> None:
        """Begin a part of the open transaction that can be dropped by itself."""
        self.script(_STEP_IN)

    def step_out(self) -> None:
        """Keep the part, as far as the transaction is kept."""
        self.script(_STEP_OUT)

    def step_back(self) -> None:
        """Drop the part."""
        self.script(_STEP_BACK, _STEP_OUT)

    def commit(self) -> None:
        """Keep what the transaction did."""
        try:
            with self._translated("COMMIT"):
                self.raw.execute("COMMIT")
        except GuanxiError:
            self.rollback()
            raise

    def rollback(self) -> None:
        """Drop what the transaction did; SQLite may have done so itself after a full disk."""
        if self.raw.in_transaction:
            with self._translated("ROLLBACK"):
                self.raw.execute("ROLLBACK")

    def limit(self, seconds: float | None) -> None:
        """Bound the time one statement may take from now on."""
        self._allowed = self._usual if seconds is None else seconds

    def usable(self) -> bool:
        """A file does not hang up."""
        return True

    def close(self) -> None:
        """End the connection."""
        self.raw.close()

    @contextmanager
    def _translated(self, text: str) -> Iterator[None]:
        if self.observer is not None:
            self.observer(text)
        self._deadline = clock.monotonic() + self._allowed
        try:
            yield
        except FAILURES as error:
            raise failure(error) from error

    def _expired(self) -> int:
        return clock.monotonic() > self._deadline


def _make_private(path: str) -> None:
    """Make a new database file readable to its owner alone, since it holds password hashes; the log files follow it."""
    with suppress(OSError):  # SQLite itself says best why a file cannot be made
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _enter_wal(connection: sqlite3.Connection, seconds: float) -> None:
    """Switch a new file to WAL, which alone does not wait by itself for another connection that does so."""
    patience_ends = clock.monotonic() + seconds
    pause = threading.Event()
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or clock.monotonic() > patience_ends:
                raise
            pause.wait(0.01)
        else:
            return
