"""A record as it was: its present values with later changes taken back, cut to what its reader may see now."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from guanxi.errors import Missing
from guanxi.records.history import changes_before, names_of
from guanxi.records.plan import plan_of
from guanxi.records.query import get
from guanxi.storage.encode import instant_text

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.workspace.context import Context

__all__ = ["Past", "as_of"]

_LASTING = frozenset({"id", "created_at", "created_by"})
_OF_VERSIONS = frozenset({"version", "updated_at", "updated_by"})


@dataclass(frozen=True, slots=True)
class Past:
    """The values that a record had at an instant, and the fields whose values of then nobody kept."""

    values: Mapping[str, Any]
    unknown: tuple[str, ...]


def as_of(context: "Context", object_name: str, *, record_id: str, at: dt.datetime) -> Past:
    """Return a record as it was; Missing where it was not there yet, or is not there for the caller now."""
    shown, _ = get(context, object_name, record_id=record_id, fields=("*",))
    present: dict[str, Any] = orjson.loads(shown)
    item, moment = context.catalog.object(object_name), instant_text(at)
    if present["created_at"] > moment:
        raise Missing(kind="record", object=item.name, id=str(present["id"]))
    tracked = {name for name, _, _ in plan_of(context, item.name).tracked}
    kept = {name for name in present if name in _LASTING or tracked.issuperset(_stored(item, name))}
    values = {name: value for name, value in present.items() if name in kept}
    for change in _since(context, item, str(present["id"]), moment):
        _take_back(item, values, change)
    return Past(_with_owner(context, values), tuple(sorted(present.keys() - kept - _OF_VERSIONS)))


def _stored(item: "ObjectType", name: str) -> set[str]:
    """Return the names under which history knows a field: its own, or those of its parts."""
    return {part.name for _, part in item.parts_of(item.field(name))} or {name}


def _since(context: "Context", item: "ObjectType", identity: str, moment: str) -> Iterator[Mapping[str, Any]]:
    """Yield the changes of single fields after an instant, the newest first."""
    before: dt.datetime | None = None
    while True:
        entries, until = changes_before(context, item.name, record_id=identity, before=before)
        for entry in entries:
            if str(entry["at"]) > moment:
                yield from entry["changes"]  # type: ignore[misc]  # a list of what changed
        if until is None or until <= moment:
            return
        before = dt.datetime.fromisoformat(until)


def _take_back(item: "ObjectType", values: dict[str, Any], change: Mapping[str, Any]) -> None:
    member = item.field(change["field"])
    if member.whole is None:
        if member.name in values:
            values[member.name] = change["old"]
        return
    short = next(short for short, part in item.parts_of(item.field(member.whole)) if part.name == member.name)
    if member.whole in values:
        whole = {**(values[member.whole] or {}), short: change["old"]}
        values[member.whole] = whole if any(value is not None for value in whole.values()) else None


def _with_owner(context: "Context", values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with an owner of then told as owners are told."""
    owner = values.get("owner")
    if not isinstance(owner, str):
        return values
    with context.database.read() as connection:
        names = names_of(context, connection, {owner})
    return {**values, "owner": {"id": owner, "name": names.get(owner)}}
