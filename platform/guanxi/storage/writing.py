"""Write transactions: alone, or, on SQLite, in turn with the other threads of the process."""

from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, cast

from guanxi.errors import CatalogMoved
from guanxi.storage.connection import Connection
from guanxi.storage.turns import Shared, Turns

if TYPE_CHECKING:
    from guanxi.storage.database import Database
    from guanxi.storage.sqlite import SqliteConnection

__all__ = ["Writing", "WritingInTurn"]


class Writing:
    """One write transaction: committed when the block ends, rolled back when it raises."""

    __slots__ = ("_brief", "_connection", "_database", "_exclusive", "_revision", "_seconds")

    def __init__(
        self, database: "Database", revision: int | None, *, seconds: float | None, exclusive: bool, brief: bool
    ) -> None:
        """Remember what the transaction is to be."""
        self._database = database
        self._revision = revision
        self._seconds = seconds
        self._exclusive = exclusive
        self._brief = brief

    def __enter__(self) -> Connection:
        """Pass the fence and compare the revision."""
        database = self._database
        self._connection = connection = database.take()
        try:
            connection.limit(self._seconds)
            if self._brief and self._revision is not None:
                connection.begin_late(self._revision)
            else:
                patience = database.options.apply_lock_seconds if self._exclusive else None
                self._compare(connection.begin(exclusive=self._exclusive, lock_seconds=patience))
        except BaseException:
            self._end()
            raise
        return connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit, or roll back after a failure."""
        try:
            if kind is None:
                self._connection.commit()
        finally:
            self._end()

    def _compare(self, stored: int | None) -> None:
        if self._revision is not None and stored != self._revision:
            raise CatalogMoved(stored=stored, expected=self._revision)

    def _end(self) -> None:
        # Whatever is still open here was not committed.
        connection = self._connection
        try:
            connection.rollback()
        except BaseException:
            connection.broken = True
            raise
        finally:
            self._database.give(connection)


class WritingInTurn(Writing):
    """A write transaction of SQLite, or the part of one that a brief write has in it."""

    __slots__ = ("_shared", "_turns")

    def __init__(
        self, database: "Database", turns: Turns, revision: int | None, *, seconds: float | None, exclusive: bool,
        brief: bool,
    ) -> None:  # fmt: skip
        """Remember what the transaction is to be; a `brief` one may share its commit."""
        super().__init__(database, revision, seconds=seconds, exclusive=exclusive, brief=brief)
        self._turns = turns
        self._shared: Shared | None = None

    def __enter__(self) -> Connection:
        """Wait for the turn; begin a transaction, or go on in the one that is handed on."""
        self._shared = shared = self._turns.enter(brief=self._brief)
        if shared is not None:
            return self._join(shared)
        try:
            return super().__enter__()
        except BaseException:
            self._turns.leave()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit or hand on, or drop after a failure what this write did."""
        shared = self._shared
        if shared is None and (kind is not None or not self._brief):
            try:
                super().__exit__(kind, error, trace)
            finally:
                self._turns.leave()
        elif shared is None:
            self._conclude(Shared(cast("SqliteConnection", self._connection)))
        elif kind is not None:
            self._drop(shared)
        else:
            self._keep(shared)

    def _join(self, shared: Shared) -> Connection:
        self._connection = connection = shared.connection
        try:
            connection.limit(self._seconds)
            connection.step_in()
            self._compare(connection.stored_revision())
        except BaseException:
            self._drop(shared)
            raise
        return connection

    def _keep(self, shared: Shared) -> None:
        try:
            shared.connection.step_out()
        except BaseException:
            self._drop(shared)
            raise
        self._conclude(shared)

    def _conclude(self, shared: Shared) -> None:
        """Hand the transaction on and wait until it is committed, or commit it."""
        ended = shared.add()
        if not self._turns.hand_on(shared):
            self._commit(shared)
            return
        ended.acquire()
        if shared.error is not None:
            raise shared.error

    def _drop(self, shared: Shared) -> None:
        """Undo this write alone; where even that fails, all is lost, and the others are told."""
        try:
            shared.connection.step_back()
        except BaseException as failure:  # noqa: BLE001 - the caller raises what led here
            self._leave(shared, failure)
            return
        if not self._turns.hand_on(shared):
            with suppress(Exception):  # told to those whose writes it holds
                self._commit(shared)

    def _commit(self, shared: Shared) -> None:
        try:
            shared.connection.commit()
        except BaseException as failure:
            self._leave(shared, failure)
            raise
        self._leave(shared, None)

    def _leave(self, shared: Shared, failure: BaseException | None) -> None:
        try:
            self._end()
        finally:
            self._turns.leave()
            shared.end(failure)
