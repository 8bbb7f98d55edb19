"""The change feed of one reader: committed events by position, resumable, cut to what it may see now (decision A17).

Whoever applies it to a copy has what a question would give: a record that left the sight of its reader is told as gone,
and where records may have come or gone without a change of theirs, their object is to be read anew (decision 0014).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guanxi.feed.log import SCANNED, Change, changes_after, is_kept, newest_position, unplaced_changes
from guanxi.feed.moves import moves_of
from guanxi.feed.sight import sight_digest
from guanxi.records.cursor import Cursor, question_digest, read_cursor, write_cursor
from guanxi.records.reach import reached
from guanxi.records.trail import SHARED
from guanxi.storage.encode import instant_text

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["MOST", "NOW", "Changes", "changes"]

MOST = 500  # changes in one answer
NOW = "now"  # as a cursor: from the present on
_UNPLACED = 256  # events without a place yet that a cursor remembers
_MARK = 8  # characters of an event's id, those that chance gives


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes, the cursor after them, and whether there is more to read at once."""

    entries: list[dict[str, Any]]
    next: str
    more: bool


@dataclass(frozen=True, slots=True)
class _Bookmark:
    """Where a reader stands, and what it saw by when it last began: what was committed before is no news to its copy.

    `sight` is blank where that is not known, so that the reader begins anew. `early` marks the events that were
    committed by then and had no place yet.
    """

    place: tuple[int, int]
    sight: str
    start: int
    early: frozenset[str]

    def precedes(self, change: Change) -> bool:
        """Tell whether a change was committed after the reader began."""
        return change.position > self.start and change.event[-_MARK:] not in self.early

    def after(self, told: Sequence[Change]) -> "_Bookmark":
        """Return the bookmark behind changes that were looked at."""
        if not told:
            return self
        behind = {change.event for change in told} - {told[-1].event}  # of the last one there may be more to come
        return replace(self, place=told[-1].place, early=self.early - {event[-_MARK:] for event in behind})


def changes(context: "Context", *, after: str | None = None, limit: int = MOST) -> Changes:
    """Return the next changes after a cursor, from the first that is kept where there is none.

    What the reader never could see is not told at all.
    """
    digest, secret = question_digest("changes", context.principal.user_id), context.workspace.secret

    def answer(entries: list[dict[str, Any]], mark: _Bookmark, *, more: bool = False) -> Changes:
        values = (*mark.place, mark.sight, mark.start, *sorted(mark.early))
        return Changes(
            entries, write_cursor(Cursor(values, context.principal.user_id, context.now), digest, secret), more
        )

    with context.database.read() as connection:
        known = None if after in (None, NOW) else _bookmark(read_cursor(after or "", digest, secret).values)
        sight = sight_digest(context)
        if known is None or known.sight != sight or not is_kept(connection, known.place):
            begun = _beginning(connection, sight, at_first=after is None)
            if after is not None:
                return answer([] if known is None else [_reset(None)], begun)
            known = begun
        found = changes_after(connection, known.place)
        cut, found = len(found) > SCANNED, found[:SCANNED]
        entries, count = _told(context, connection, known, found, limit=limit, cut=cut) if found else ([], 0)
    return answer(entries, known.after(found[:count]), more=cut or count < len(found))


def _bookmark(values: Sequence[object]) -> _Bookmark:
    position, index, sight, start, *early = (*values, "", 0)[: max(len(values), 4)]
    return _Bookmark((int(str(position)), int(str(index))), str(sight), int(str(start)), frozenset(map(str, early)))


def _beginning(connection: "Connection", sight: str, *, at_first: bool) -> _Bookmark:
    """Return the bookmark of a reader that begins: at the first event, or with what is committed at present."""
    newest, waiting = newest_position(connection), unplaced_changes(connection, most=_UNPLACED + 1)
    early = frozenset(change.event[-_MARK:] for change in waiting)
    known = len(early) <= _UNPLACED
    return _Bookmark(
        (0, -1) if at_first else (newest, -1), sight if known else "", newest, early if known else frozenset()
    )


def _told(
    context: "Context", connection: "Connection", mark: _Bookmark, found: Sequence[Change], *, limit: int, cut: bool
) -> tuple[list[dict[str, Any]], int]:
    """Return what the reader is told of the changes, and of how many; `cut`: further ones follow them."""
    waiting = unplaced_changes(connection, most=_UNPLACED)
    seen, told = _visible(context, connection, [*found, *waiting]), list[dict[str, Any]]()
    moves = moves_of(context, connection, [*found, *waiting], seen)
    latest = {name: number for number, move in enumerate(moves) for name in move.loose}
    anew: set[str] = set()
    count = 0
    for number, (change, move) in enumerate(zip(found, moves[: len(found)], strict=True)):
        if len(told) >= limit:
            break
        count += 1
        item, news = _item(context, change), mark.precedes(change)
        loose = set(move.loose) if news else set[str]()
        if item is not None and change.id in seen[item.name]:
            told += _entry(context, item, change, came=move.was is not True)
        elif item is not None and news and move.was and not move.came:
            # What others hold may have decided otherwise then: whether it was seen is only known while that holds.
            if cut or latest.get(item.name, -1) >= number:
                loose.add(item.name)
            else:
                told.append({"object": item.name, "id": change.id, "change": "gone"})
        told += [_reset(name) for name in sorted(loose - anew)]
        anew |= loose
    return told, count


def _reset(name: str | None) -> dict[str, Any]:
    """Return the entry that tells to read the records of an object anew, or everything."""
    return {"object": name, "change": "reset"}


def _item(context: "Context", change: Change) -> "ObjectType | None":
    """Return the object of a change, which may have another name by now, if the reader may read it."""
    item = context.catalog.find(change.object)
    hidden = item is None or item.state == "hidden" or not context.rights.can(item.name, "read")
    return None if hidden else item


def _visible(context: "Context", connection: "Connection", found: Sequence[Change]) -> Mapping[str, set[str]]:
    """Return the ids of the records that the reader may see, by object; those in the recycle bin are among them."""
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for change in found:
        item = _item(context, change)
        if item is not None:
            asked[item.name].add(change.id)
    return {name: reached(context, connection, name, ids) for name, ids in asked.items()}


def _entry(context: "Context", item: "ObjectType", change: Change, *, came: bool) -> Iterator[dict[str, Any]]:
    fields = _fields(context, item, change.record["fields"])
    if change.kind in {"derived", SHARED} and not fields and not came:
        return  # nothing that the reader could see differs
    yield {
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
