"""The inbox: notices written in somebody else's transaction, read and marked as read by whom they are for."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.records.cursor import Cursor, question_digest, read_cursor, write_cursor
from guanxi.sqltree import Alias, Call, Select, Subselect, Table, all_of, integer
from guanxi.storage.rows import Below
from guanxi.storage.tables import system_column, system_param

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["KEPT", "MOST_UNREAD", "Kept", "Notice", "inbox", "is_told", "mark_read", "put", "unread_count"]

KEPT = dt.timedelta(days=90)
MOST_UNREAD = 100  # more than so many are not counted
_COLUMNS = ("id", "at", "kind", "params", "object", "record_id", "read_at")
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that one person is told: a kind, which has words, what the words need, and the record it is about."""

    user_id: str
    kind: str
    params: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    object: str | None = None
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A notice in somebody's inbox."""

    id: str
    at: dt.datetime
    kind: str
    params: Mapping[str, Any]
    object: str | None
    record_id: str | None
    read_at: dt.datetime | None


def put(connection: "Connection", notices: Iterable[Notice]) -> None:
    """Write notices in the caller's transaction, so that they are told exactly when its work is done, and once."""
    now = clock.now()
    rows = [
        {
            "id": clock.new_id(), "user_id": notice.user_id, "at": now, "kind": notice.kind,
            "params": dict(notice.params), "object": notice.object, "record_id": notice.record_id, "read_at": None,
        }
        for notice in notices
    ]  # fmt: skip
    if rows:
        connection.insert("gx_notification", rows)


def is_told(connection: "Connection", notice: Notice) -> bool:
    """Tell whether somebody has been told the very same about the same record before."""
    where = {"user_id": notice.user_id, "kind": notice.kind, "record_id": notice.record_id}
    return any(params == dict(notice.params) for (params,) in connection.select("gx_notification", ("params",), where))


def inbox(
    context: "Context", *, unread: bool = False, limit: int = 50, cursor: str | None = None
) -> tuple[list[Kept], str | None]:
    """Return the newest notices of the caller, and the cursor of those before them where there are any."""
    digest, secret = question_digest("inbox", context.principal.user_id, unread), context.workspace.secret
    where: dict[str, Any] = {"user_id": context.principal.user_id}
    if unread:
        where["read_at"] = None
    if cursor is not None:
        where["id"] = Below(read_cursor(cursor, digest, secret).id)
    with context.database.read() as connection:
        found = connection.select(
            "gx_notification", _COLUMNS, where, order=("id",), descending=True, limit=limit + 1
        )  # fmt: skip
    kept = [Kept(*row) for row in found[:limit]]
    more = len(found) > limit
    return kept, write_cursor(Cursor((), kept[-1].id, context.now), digest, secret) if more else None


def unread_count(context: "Context") -> int:
    """Return how many notices the caller has not read, at most `MOST_UNREAD`."""
    with context.database.read() as connection:
        return int(connection.run_tree(_UNREAD, {"user_id": context.principal.user_id})[0][0])


def mark_read(context: "Context", ids: Sequence[str] | None) -> int:
    """Mark notices of the caller as read, all of them where no ids are given; return how many were unread."""
    where = {"user_id": context.principal.user_id, "read_at": None, **({} if ids is None else {"id": list(ids)})}
    with context.database.write() as connection:
        return connection.update("gx_notification", {"read_at": context.now}, where)


def _unread() -> Select:
    user, read_at = (system_column("gx_notification", name, "n") for name in ("user_id", "read_at"))
    mine = Call("=", (user, system_param("gx_notification", "user_id")), "boolean")
    waiting = all_of(mine, Call("is_null", (read_at,), "boolean"))
    identity = Alias("id", system_column("gx_notification", "id", "n"))
    rows = Select((identity,), Table("gx_notification", "n"), where=waiting, limit=integer(MOST_UNREAD))
    return Select((Alias("count", Call("count_rows", (), "integer")),), Subselect(rows, "u"))


_UNREAD = _unread()
