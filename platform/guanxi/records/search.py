"""Search over many objects at once: the best hits of each, as its lists would show them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from guanxi import clock
from guanxi.errors import TooExpensive
from guanxi.records.prepared import readable_object
from guanxi.records.query import page
from guanxi.records.question import Query, Search
from guanxi.records.searching import Searched, holds_word, rank_of, searched, text_around

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.workspace.context import Context

__all__ = ["Found", "Hits", "Reason", "search"]

_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record is a hit whose name does not say so: a field that holds words of the search, and its text."""

    record: str
    field: "Field"
    text: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The best hits among the records of one object, why they are, and whether there are more."""

    object: "ObjectType"
    records: tuple[Mapping[str, Any], ...]
    reasons: tuple[Reason, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: objects with hits, the best first, and those for which the time did not suffice."""

    hits: tuple[Hits, ...]
    unfinished: tuple["ObjectType", ...]


def search(context: "Context", wanted: Search) -> Found:
    """Search the objects named, or all that the principal may read; a list of one object tells all its hits."""
    items = {item.name: item for item in _wanted(context, wanted.objects)}
    words, ends = searched(wanted.text, argument="q"), clock.monotonic() + _SECONDS
    hits: list[tuple[int, Hits]] = []
    unfinished: list[ObjectType] = []
    for item in items.values():
        left = ends - clock.monotonic()
        try:
            if left <= 0:
                raise TooExpensive
            looked = _looked_into(context, item)
            query = Query(item.name, fields=looked or None, search=wanted.text, limit=wanted.limit)
            found = page(context, query, seconds=left)
        except TooExpensive:
            unfinished.append(item)
            continue
        records = orjson.loads(found.rows_json)
        if records:
            best = rank_of(records[0].get(item.name_field), words)
            reasons = tuple(reason for row in records for reason in _reasons(item, row, words))
            brief = tuple({name: row[name] for name in ("id", item.name_field) if name in row} for row in records)
            hits.append((best, Hits(item, brief, reasons, found.next is not None)))
    return Found(tuple(one for _, one in sorted(hits, key=lambda hit: hit[0])), tuple(unfinished))


def _looked_into(context: "Context", item: "ObjectType") -> tuple[str, ...]:
    """Return the name and the searchable fields, as far as the reader may see them."""
    readable = context.rights.readable(item.name)
    return tuple(
        field.name
        for field in item.fields.values()
        if field.name in readable and (field.searchable or field.name == item.name_field)
    )


def _reasons(item: "ObjectType", row: Mapping[str, Any], words: Searched) -> Iterator[Reason]:
    """Yield the fields that hold what of the words the name does not, each once; only what the reader sees is told."""
    told: set[str] = set()
    texts = [(field, row.get(field.name)) for field in item.fields.values() if field.searchable]
    for word in words.words:
        if holds_word(row.get(item.name_field) or "", word):
            continue
        found = next(((field, text) for field, text in texts if isinstance(text, str) and holds_word(text, word)), None)
        if found is not None and found[0].name not in told:
            field, text = found
            told.add(field.name)
            yield Reason(row["id"], field, text_around(text, word))


def _wanted(context: "Context", names: tuple[str, ...]) -> "list[ObjectType]":
    if names:
        return [readable_object(context, name) for name in names]
    rights = context.rights
    items = (context.catalog.objects[name] for name in sorted(rights.visible_objects()))
    return [item for item in items if item.state != "hidden" and rights.can(item.name, "read")]
