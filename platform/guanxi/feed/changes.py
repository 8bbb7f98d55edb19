"""The change feed of one reader: committed events by position, resumable, cut to what it may see now (decision A17)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.records.cursor import Cursor, question_digest, read_cursor, write_cursor
from guanxi.records.history import reached
from guanxi.sqltree import Alias, Call, Order, Param, Select, Table, integer
from guanxi.storage.encode import instant_text
from guanxi.storage.tables import system_column

if TYPE_CHECKING:
    import datetime as dt

    from guanxi.catalog import ObjectType
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["MOST", "NOW", "Changes", "changes", "newest_position"]

MOST = 500  # changes in one answer
NOW = "now"  # as a cursor: from the present on
_SCANNED = 2_000  # events and records looked at for one answer, seen or not
_COLUMNS = ("position", "at", "revision", "object", "kind", "payload")


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes, the cursor after them, and whether there is more to read at once."""

    entries: list[dict[str, Any]]
    next: str
    more: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """One record of one event; `index` is its place in the event."""

    position: int
    index: int
    at: "dt.datetime"
    revision: int
    object: str
    kind: str
    record: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Return the record's id."""
        return str(self.record["id"])


def changes(context: "Context", *, after: str | None = None, limit: int = MOST) -> Changes:
    """Return the next changes after a cursor, from the first that is kept where there is none.

    A record that left the reader's sight because it was given away is told as gone, by its id alone; what the reader
    never could see is not told at all.
    """
    digest, secret = question_digest("changes", context.principal.user_id), context.workspace.secret

    def cursor(position: int, index: int) -> str:
        return write_cursor(Cursor((position, index), context.principal.user_id, context.now), digest, secret)

    with context.database.read() as connection:
        if after == NOW:
            return Changes([], cursor(newest_position(connection), -1), more=False)
        position, index = (0, -1) if after is None else read_cursor(after, digest, secret).values
        start = (int(str(position)), int(str(index)))
        found = list(_read(connection, *start))
        entries, last = _told(context, connection, found[:_SCANNED], limit)
    where = last if last is not None else start
    return Changes(entries, cursor(*where), more=len(found) > _SCANNED or (last is not None and last != _end(found)))


def newest_position(connection: "Connection") -> int:
    """Return the position of the newest numbered event, 0 where there is none."""
    rows = connection.run_tree(_NEWEST)
    return int(rows[0][0]) if rows else 0


def _read(connection: "Connection", position: int, index: int) -> Iterator[_Change]:
    """Yield the changes after a position, a few more than one answer looks at; of a large event from the index on."""
    seen, last = 0, position - (index >= 0)
    while seen <= _SCANNED:
        ids = [str(row[0]) for row in connection.run_tree(_AFTER, {"after": last})]
        rows = connection.select("gx_outbox", _COLUMNS, {"id": ids}, order=("position",)) if ids else []
        for place, at, revision, name, kind, payload in rows:
            first = index + 1 if place == position else 0
            for number, record in enumerate(payload["records"][first:], start=first):
                seen += 1
                yield _Change(int(place), number, at, int(revision), name, kind, record)
            last = int(place)
            if seen > _SCANNED:
                return
        if len(rows) < _STEP:
            return


def _told(
    context: "Context", connection: "Connection", found: Sequence[_Change], limit: int
) -> tuple[list[dict[str, Any]], tuple[int, int] | None]:
    """Return what the reader is told of the changes, and the place of the last one that was looked at."""
    seen = _visible(context, connection, found)
    entries: list[dict[str, Any]] = []
    last = None
    for change in found:
        if len(entries) == limit:
            break
        last = (change.position, change.index)
        item = _item(context, change)
        told = None if item is None else _entry(context, item, change, visible=change.id in seen[item.name])
        if told is not None:
            entries.append(told)
    return entries, last


def _end(found: Sequence[_Change]) -> tuple[int, int]:
    return found[-1].position, found[-1].index


def _item(context: "Context", change: _Change) -> "ObjectType | None":
    """Return the object of a change, which may have another name by now, if the reader may read it."""
    item = context.catalog.find(change.object)
    hidden = item is None or item.state == "hidden" or not context.rights.can(item.name, "read")
    return None if hidden else item


def _visible(context: "Context", connection: "Connection", found: Sequence[_Change]) -> Mapping[str, set[str]]:
    """Return the ids of the records that the reader may see, by object; those in the recycle bin are among them."""
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for change in found:
        item = _item(context, change)
        if item is not None:
            asked[item.name].add(change.id)
    return {name: reached(context, connection, name, ids) for name, ids in asked.items()}


def _entry(context: "Context", item: "ObjectType", change: _Change, *, visible: bool) -> dict[str, Any] | None:
    if not visible:
        before = change.record.get("owner", (None,))[0]
        left = before is not None and before in context.principal.owner_ids
        return {"object": item.name, "id": change.id, "change": "gone"} if left else None
    fields = _fields(context, item, change.record["fields"])
    if change.kind == "derived" and not fields:
        return None  # nothing that the reader could see differs
    return {
        "object": item.name, "id": change.id, "change": change.kind, "version": change.record["version"],
        "fields": fields, "at": instant_text(change.at), "revision": change.revision,
    }  # fmt: skip


def _fields(context: "Context", item: "ObjectType", names: Sequence[str]) -> list[str]:
    """Return the changed fields that the reader may read, by their present names.

    To a portal user a reference to what it may not see is blank, so it is not told that one has changed either.
    """
    known = (item.find(name) for name in names)
    readable, inside = context.rights.readable(item.name), context.principal.audience == "staff"
    return [
        field.name
        for field in known
        if field is not None and field.name in readable
        and (inside or not (field.kind.reference or field.kind.links or field.kind.points or field.type == "owner"))
    ]  # fmt: skip


_STEP = 200
_POSITION = system_column("gx_outbox", "position", "o")
_ID = Alias("id", system_column("gx_outbox", "id", "o"))
_AFTER = Select(
    (_ID,), Table("gx_outbox", "o"), where=Call(">", (_POSITION, Param("after", "integer")), "boolean"),
    order=(Order(_POSITION, blank=False),), limit=integer(_STEP),
)  # fmt: skip
_NEWEST = Select(
    (Alias("position", _POSITION),), Table("gx_outbox", "o"), where=Call("is_not_null", (_POSITION,), "boolean"),
    order=(Order(_POSITION, True, blank=False),), limit=integer(1),
)  # fmt: skip
