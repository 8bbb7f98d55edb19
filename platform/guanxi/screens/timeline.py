"""The timeline of a record: what was done about it, noted, said and changed, in one order, cut to its reader's rights.

Each source is read through the gate. A page ends at an instant, since many entries may have the same; its cursor says
how many of each source have been told at that instant.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from guanxi.records.cursor import Cursor, question_digest, read_cursor, write_cursor
from guanxi.records.history import changes_before, names_of
from guanxi.records.query import get, page
from guanxi.records.question import Query
from guanxi.records.selection import Reader

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.workspace.context import Context

__all__ = ["Timeline", "timeline"]

_HISTORY = "history"
_MILLISECOND = dt.timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries of a page, the newest first, and the cursor of those before them."""

    entries: list[dict[str, Any]]
    next: str | None


@dataclass(frozen=True, slots=True)
class _Position:
    """Where the page before ended: an instant, and how many entries of each source have been told at it."""

    at: str | None = None
    told: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """Entries of one source; `until` is the instant down to which they are complete, None where there are no more."""

    entries: list[dict[str, Any]]
    until: str | None


def timeline(
    context: "Context", object_name: str, *, record_id: str, limit: int = 50, cursor: str | None = None
) -> Timeline:
    """Return a page of what happened about a record; Missing where there is none that the caller may see."""
    shown, _ = get(context, object_name, record_id=record_id, fields=("id",))
    identity, item = str(orjson.loads(shown)["id"]), context.catalog.object(object_name)
    digest, secret = question_digest("timeline", item.id, identity, context.principal.user_id), context.workspace.secret
    start = _Position()
    if cursor is not None:
        read = read_cursor(cursor, digest, secret).values
        start = _Position(str(read[0]), dict(read[1]))  # type: ignore[call-overload]  # signed, so it is as it was written
    found = [*_records(context, item, identity, start, limit), _changes(context, item, identity, start)]
    known_until = max((source.until for source in found if source.until is not None), default="")
    entries = [entry for source in found for entry in source.entries if entry["at"] >= known_until]
    entries.sort(key=lambda entry: str(entry["at"]), reverse=True)
    told = entries[:limit]
    if len(entries) <= limit and not known_until:
        return Timeline(_named(context, told), None)
    ended = _ended(start, told, told[-1]["at"] if len(entries) > limit else known_until)
    position = Cursor((ended.at, dict(ended.told)), identity, context.now)
    return Timeline(_named(context, told), write_cursor(position, digest, secret))


def _records(context: "Context", item: "ObjectType", identity: str, start: _Position, limit: int) -> Iterator[_Found]:
    """Yield the records that are features of the object and point to this record."""
    reader = Reader(context.catalog, context.rights)
    for other in context.catalog.providers_for(item):
        pointer = other.inherits or ""
        if reader.object(other.name) is None or reader.comparing().field(other, pointer) is None:
            continue
        about = f"{pointer}.type = '{item.name}' AND {pointer}.id = '{identity}'"
        asked = about if start.at is None else f"{about} AND created_at <= '{start.at}'"
        wanted = limit + start.told.get(other.name, 0) + 1
        query = Query(other.name, fields=("*",), filter=asked, sort=("-created_at",), limit=wanted)
        rows = orjson.loads(page(context, query).rows_json)
        entries = [
            {"at": row["created_at"], "kind": other.name, "id": row["id"], "by": row["created_by"], "record": row}
            for row in rows
        ]
        yield _rest(entries, start, other.name, entries[-1]["at"] if len(entries) == wanted else None)


def _changes(context: "Context", item: "ObjectType", identity: str, start: _Position) -> _Found:
    """Return the changes of fields that the caller may read."""
    before = None if start.at is None else dt.datetime.fromisoformat(start.at) + _MILLISECOND
    changes, until = changes_before(context, item.name, record_id=identity, before=before)
    return _rest([{"kind": _HISTORY, "id": None, **change} for change in changes], start, _HISTORY, until)


def _rest(entries: list[dict[str, Any]], start: _Position, source: str, until: str | None) -> _Found:
    """Leave out what has been told at the instant at which the page before ended."""
    return _Found(entries[start.told.get(source, 0) :], until)


def _ended(start: _Position, told: list[dict[str, Any]], at: str) -> _Position:
    counts = Counter(str(entry["kind"]) for entry in told if entry["at"] == at)
    if at == start.at:
        counts.update(start.told)
    return _Position(at, counts)


def _named(context: "Context", told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say who made each record by name, for those who may read names of users."""
    with context.database.read() as connection:
        writers = {str(entry["by"]) for entry in told if isinstance(entry["by"], str)}
        names = names_of(context, connection, writers)
    return [
        {**entry, "by": {"id": entry["by"], "name": names.get(entry["by"])}} if isinstance(entry["by"], str) else entry
        for entry in told
    ]
