"""Search over many objects at once: the best hits of each, as its lists would show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from guanxi import clock
from guanxi.errors import TooExpensive
from guanxi.records.prepared import readable_object
from guanxi.records.query import page
from guanxi.records.question import Query, Search
from guanxi.records.searching import rank_of, searched

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.workspace.context import Context

__all__ = ["Found", "Hits", "search"]

_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Hits:
    """The best hits among the records of one object, and whether there are more."""

    object: "ObjectType"
    records: tuple[Mapping[str, Any], ...]
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
            found = page(context, Query(item.name, search=wanted.text, limit=wanted.limit), seconds=left)
        except TooExpensive:
            unfinished.append(item)
            continue
        records = orjson.loads(found.rows_json)
        if records:
            best = rank_of(records[0].get(item.name_field), words)
            hits.append((best, Hits(item, tuple(records), found.next is not None)))
    return Found(tuple(one for _, one in sorted(hits, key=lambda hit: hit[0])), tuple(unfinished))


def _wanted(context: "Context", names: tuple[str, ...]) -> "list[ObjectType]":
    if names:
        return [readable_object(context, name) for name in names]
    rights = context.rights
    items = (context.catalog.objects[name] for name in sorted(rights.visible_objects()))
    return [item for item in items if item.state != "hidden" and rights.can(item.name, "read")]
