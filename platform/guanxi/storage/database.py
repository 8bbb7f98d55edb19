"""The database: a bounded pool of raw connections, reads in autocommit, writes behind the fence (decision A4)."""

import importlib
import os
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType, TracebackType
from typing import TypeVar

from guanxi import clock
from guanxi.errors import Busy
from guanxi.sqltree import Alias, Call, Column, Select, SqlForm, Table, integer
from guanxi.storage.address import read_url
from guanxi.storage.connection import Connection, Observer
from guanxi.storage.encode import Dialect
from guanxi.storage.failures import LockTimeout
from guanxi.storage.forms import STORAGE_FORMS, merge_forms
from guanxi.storage.holders import find_holder
from guanxi.storage.options import DatabaseOptions
from guanxi.storage.pool import Pool
from guanxi.storage.printer import Printer
from guanxi.storage.sqlite import SqliteConnection
from guanxi.storage.sqlite_functions import STORAGE_FUNCTIONS, NamedFunction
from guanxi.storage.turns import Turns
from guanxi.storage.writing import Writing, WritingInTurn

__all__ = ["Database"]

T = TypeVar("T")
NO_FORMS: Mapping[str, SqlForm] = MappingProxyType({})
_REVISION = Select(
    (Alias("revision", Column("w", "revision")),),
    Table("gx_workspace", "w"),
    where=Call("=", (Column("w", "id"), integer(1))),
)


class Database:
    """One workspace's database, safe to share between threads; a forked process opens connections of its own."""

    dialect: Dialect

    def __init__(
        self,
        url: str,
        *,
        options: DatabaseOptions | None = None,
        forms: Mapping[str, SqlForm] = NO_FORMS,
        functions: Iterable[NamedFunction] = (),
    ) -> None:
        """Take the URL (`sqlite:///file`, `postgresql://…`) and formula's forms and functions; connect when used."""
        self.options = options or DatabaseOptions()
        self.address = read_url(url)
        self.dialect = self.address.dialect
        self.printer = Printer(self.dialect, merge_forms(STORAGE_FORMS, forms))
        self._functions = (*STORAGE_FUNCTIONS, *functions)
        self._observer: Observer | None = None
        self.before_writing: Callable[[], None] | None = None  # called by a thread that may have to wait for its turn
        self._reset()
        os.register_at_fork(after_in_child=_reset_in_child(weakref.ref(self)))

    def _reset(self) -> None:
        # After a fork the parent's connections are kept alive but never used: closing them here would end its sessions.
        self._inherited: list[object] = [*getattr(self, "_inherited", ()), getattr(self, "_pool", None)]
        self._pool = Pool(self._open, self.options.pool_size, seconds=self.options.busy_seconds)
        self.take, self.give = self._pool.take, self._pool.give
        self._turns = Turns(self.options.busy_seconds) if self.dialect == "sqlite" else None

    def read(self, *, seconds: float | None = None) -> "Reading":
        """Lend a connection for reads, each of which sees what is committed; `seconds` bounds each statement."""
        return Reading(self, seconds)

    def write(self, revision: int | None = None, *, seconds: float | None = None, brief: bool = False) -> Writing:
        """Open a write transaction behind the shared fence; CatalogMoved when the stored revision is another.

        A `brief` one takes a moment: on SQLite it may share its commit with others of its kind, see `Turns`, and on
        PostgreSQL its first statement opens it, and raises CatalogMoved.
        """
        return self._writing(revision, seconds=seconds, exclusive=False, brief=brief)

    def exclusive(self, revision: int | None = None) -> Writing:
        """Open a transaction that no save passes; LockTimeout when the fence is not free at once."""
        return self._writing(revision, seconds=None, exclusive=True, brief=False)

    def run_exclusive(
        self, work: Callable[[Connection], T], *, revision: int | None = None, tables: tuple[str, ...] = ()
    ) -> T:
        """Run the work in an exclusive transaction, again with jitter while a lock is not free (A3).

        `tables` are the existing tables that the work alters, after `lock_tables`, which it calls as late as it can.
        When patience ends, Busy names the holder.
        """
        patience_ends = clock.monotonic() + self.options.apply_patience_seconds
        pause = threading.Event()
        while True:
            try:
                with self.exclusive(revision) as connection:
                    return work(connection)
            except LockTimeout as error:
                if clock.monotonic() >= patience_ends:
                    with self.read() as reader:
                        raise Busy(reason="lock", held_by=find_holder(reader, tables)) from error
                pause.wait(0.02 + 0.2 * clock.random_fraction())

    def revision(self) -> int:
        """Return the stored catalog revision, 0 before there is one."""
        with self.read() as connection:
            rows = connection.run_tree(_REVISION)
        return int(rows[0][0]) if rows else 0

    def observe(self, observer: Observer | None) -> None:
        """Hand the text of every statement from now on to a function, for tests and tracing; None to stop."""
        self._observer = observer
        for connection in self._pool.idle:
            connection.observer = observer

    def close(self) -> None:
        """Close every idle connection; one that is lent is closed when it comes back."""
        self._pool.close()

    def _writing(self, revision: int | None, *, seconds: float | None, exclusive: bool, brief: bool) -> Writing:
        if self._turns is None:
            return Writing(self, revision, seconds=seconds, exclusive=exclusive, brief=brief)
        if self.before_writing is not None:
            self.before_writing()
        return WritingInTurn(self, self._turns, revision, seconds=seconds, exclusive=exclusive, brief=brief)

    def _open(self) -> Connection:
        connection: Connection
        if self.dialect == "sqlite":
            connection = SqliteConnection(self.address.target, self.printer, self.options, self._functions)
        else:
            # psycopg costs 0.3 s and 15 MB, which a process on SQLite need not pay.
            driver = importlib.import_module("guanxi.storage.postgresql")
            connection = driver.PostgresqlConnection(self.address.target, self.printer, self.options)
        connection.observer = self._observer
        return connection


class Reading:
    """Lends a connection for the length of a block."""

    __slots__ = ("_connection", "_database", "_seconds")

    def __init__(self, database: Database, seconds: float | None) -> None:
        """Remember where to take the connection from."""
        self._database = database
        self._seconds = seconds

    def __enter__(self) -> Connection:
        """Take the connection."""
        self._connection = self._database.take()
        try:
            self._connection.limit(self._seconds)
        except BaseException:
            self._database.give(self._connection)
            raise
        return self._connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Bring it back."""
        self._database.give(self._connection)


def _reset_in_child(reference: "weakref.ref[Database]") -> Callable[[], None]:
    def reset() -> None:
        database = reference()
        if database is not None:
            database._reset()

    return reset
