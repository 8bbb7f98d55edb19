"""The field history of a record as its reader may see it."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from guanxi.access.principal import SYSTEM_USER_ID
from guanxi.errors import Missing
from guanxi.records.columns import LIVING
from guanxi.records.reach import reached
from guanxi.records.sensitive import note_read
from guanxi.storage.encode import instant_text
from guanxi.storage.rows import Below
from guanxi.text.messages import message

if TYPE_CHECKING:
    import datetime as dt

    from guanxi.catalog import Field
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["MOST", "changes_before", "history", "names_of"]

MOST = 500


def history(context: "Context", object_name: str, *, record_id: str) -> list[dict[str, object]]:
    """Return the newest changes first: when, by whom, and old and new value of each field that the caller may read.

    Raises Missing for a record that is not there for the caller; one in the recycle bin keeps its history.
    """
    return changes_before(context, object_name, record_id=record_id)[0]


def changes_before(
    context: "Context", object_name: str, *, record_id: str, before: "dt.datetime | None" = None
) -> tuple[list[dict[str, object]], str | None]:
    """Return the newest changes before an instant, and until when they are complete where there may be older ones."""
    rights, item = context.rights, context.catalog.find(object_name)
    if item is None or item.name not in rights.visible_objects():
        raise Missing(kind="object", name=object_name)
    try:
        record_id = str(uuid.UUID(record_id))
    except ValueError as error:
        raise Missing(kind="record", object=object_name, id=record_id[:100]) from error
    fields = {field.id: field for field in item.fields.values() if field.name in rights.readable(item.name)}
    masked = rights.masked(item.name)
    where: dict[str, Any] = {"object": item.id, "record_id": record_id}
    if before is not None:
        where["at"] = Below(before)
    with context.database.read() as connection:
        _check_visible(context, connection, item.name, record_id)
        columns = ("at", "by", "changes")
        rows = connection.select("gx_history", columns, where, order=("at", "id"), descending=True, limit=MOST)
        names = names_of(context, connection, {by for _, by, _ in rows})
        pairs = [(fields[key], pair) for _, _, changes in rows for key, pair in changes.items() if key in fields]
        seen = _seen(context, connection, pairs)
        linked = _linked(context, connection, pairs)
    shown_clear = {field.name for field, _ in pairs if field.classification == "sensitive"} - masked
    note_read(context, item.name, [record_id], tuple(shown_clear))
    told: list[dict[str, object]] = []
    for at, by, changes in rows:
        mine = [(fields[key], pair) for key, pair in changes.items() if key in fields]
        known = [(field, _told(field, _cut(field, pair, linked), seen)) for field, pair in mine]
        told_of = [(field, pair) for field, pair in known if pair[0] != pair[1] or field.kind.sealed]
        shown = [_change(field, pair, masked=field.name in masked) for field, pair in told_of]
        if shown:
            writer = by if seen is None or by in seen else None
            told.append({"at": instant_text(at), "by": {"id": writer, "name": names.get(by)}, "changes": shown})
    return told, instant_text(rows[-1][0]) if len(rows) == MOST else None


def _seen(
    context: "Context", connection: "Connection", pairs: "list[tuple[Field, list[Any]]]"
) -> frozenset[str] | None:
    """Return the ids that a portal user may see in look-ups; None for staff, to whom they are plain values.

    To a portal user a look-up to a record that it may not see is blank, its id too (decision A9).
    """
    if context.principal.audience == "staff":
        return None
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for field, pair in pairs:
        if field.kind.reference:
            wanted[field.to or "user"].update(value for value in pair if value is not None)
    seen = {context.principal.user_id}
    for name, ids in wanted.items():
        seen |= reached(context, connection, name, ids, where=LIVING)
    return frozenset(seen)


def _linked(
    context: "Context", connection: "Connection", pairs: "list[tuple[Field, list[Any]]]"
) -> Mapping[str, set[str]]:
    """Return by field which of the records that many_to_many fields named the caller may see."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    targets = {field.name: field.to or "" for field, _ in pairs if field.kind.links}
    for field, pair in pairs:
        if field.kind.links and context.rights.can(field.to or "", "read"):
            wanted[field.name].update(identity for value in pair for identity in value or ())
    return {name: reached(context, connection, targets[name], ids, where=LIVING) for name, ids in wanted.items()}


def _cut(field: "Field", pair: list[Any], linked: Mapping[str, set[str]]) -> list[Any]:
    """Return old and new links without those to records that are not shown to the reader."""
    if not field.kind.links:
        return pair
    seen = linked.get(field.name, set())
    return [[identity for identity in value or () if identity in seen] for value in pair]


def _told(field: "Field", pair: list[Any], seen: frozenset[str] | None) -> list[Any]:
    """Return old and new value, blank where they point to what the reader may not know of."""
    if seen is None or not (field.kind.reference or field.kind.points or field.type == "owner"):
        return pair
    return [value if value in seen else None for value in pair]


def _check_visible(context: "Context", connection: "Connection", object_name: str, record_id: str) -> None:
    if not reached(context, connection, object_name, {record_id}):
        raise Missing(kind="record", object=object_name, id=record_id)


def _change(field: "Field", pair: list[Any], *, masked: bool) -> dict[str, object]:
    old, new = (field.kind.mask(value) if masked and value is not None else value for value in pair)
    return {"field": field.name, "old": old, "new": new}


def names_of(context: "Context", connection: "Connection", ids: set[str]) -> Mapping[str, str]:
    """Return the names of those who wrote, for staff who may read names of users; the platform's in their language."""
    if context.principal.audience != "staff" or "name" not in context.rights.clear("user") or not ids:
        return {}
    found = {str(key): str(name) for key, name in connection.select("gx_grantee", ("id", "name"), {"id": sorted(ids)})}
    if SYSTEM_USER_ID in found:
        found[SYSTEM_USER_ID] = message("notice_system", {}, language=context.language)
    return found
