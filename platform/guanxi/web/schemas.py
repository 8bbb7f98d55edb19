"""JSON Schemas of records and of what all objects share."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guanxi.records.question import AGGREGATE, COUNT, FIELDS, QUERY
from guanxi.web.parameters import asked_body
from guanxi.web.problems import PROBLEMS, WARNED
from guanxi.web.shapes import (
    ANYTHING,
    FLAG,
    ID,
    INSTANT,
    OPEN,
    TEXT,
    TEXTS,
    WHOLE,
    Shape,
    closed,
    data,
    many,
    map_of,
    maybe,
    one_of,
)  # fmt: skip

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.workspace.context import Context

__all__ = ["SHARED_SCHEMAS", "around", "object_schemas"]

_MODES = one_of("all_or_none", "partial")
_PAGE = closed({"next": maybe(TEXT)})
_WRITER = closed({"id": maybe(ID), "name": maybe(TEXT)})
_CHANGES = many(closed({"field": TEXT, "old": ANYTHING, "new": ANYTHING}))
_MATCH = closed({
    "rule": TEXT, "message": TEXT, "key": maybe(TEXT), "score": maybe(WHOLE),
    "record": maybe(closed({"id": ID, "name": ANYTHING})),
})  # fmt: skip
_LEVEL = one_of("read", "write")
_SHARE = closed({
    "grantee": closed({"id": ID, "kind": TEXT, "name": maybe(TEXT)}), "level": _LEVEL, "team": FLAG,
})  # fmt: skip
_ACTED = closed({
    "version": maybe(WHOLE), "open": maybe(TEXT), "created": many(closed({"object": TEXT, "id": maybe(ID)})),
})  # fmt: skip

SHARED_SCHEMAS: Mapping[str, Shape] = MappingProxyType({
    "query": asked_body(QUERY),
    "count_query": asked_body(COUNT),
    "count": closed({"count": maybe(WHOLE), "count_capped": FLAG}),
    "aggregate": asked_body(AGGREGATE),
    "groups": data(many(OPEN)),
    "unmask": asked_body((replace(FIELDS, required=True),)),
    "share": closed({}, {"give": many(closed({"grantee": TEXT, "level": _LEVEL}, {"team": FLAG})), "take": TEXTS}),
    "shares": data(many(_SHARE)),
    "action": closed({}, {"parameters": OPEN, "version": maybe(WHOLE), "dry_run": FLAG}),
    "acted": data(_ACTED, may=WARNED),
    "history": data(many(closed({"at": INSTANT, "by": _WRITER, "changes": _CHANGES}))),
    "past": data(OPEN, {"unknown": TEXTS}),
    "timeline": data(
        many(closed(
            {"at": INSTANT, "kind": TEXT, "id": maybe(ID), "by": maybe(_WRITER)}, {"record": OPEN, "changes": _CHANGES},
        )),
        {"page": _PAGE},
    ),
    "foretold": data(many(closed({"login": TEXT, "sees": FLAG}))),
    "duplicates": data(many(_MATCH)),
    "bulk": closed({"count": WHOLE, "undo": maybe(ID)}, {"with": map_of(WHOLE)}),
    "batch_or_bulk": {"anyOf": [{"$ref": "#/components/schemas/batch"}, {"$ref": "#/components/schemas/bulk"}]},
    "undo": closed({"token": TEXT}),
    "batch": data(
        many(closed({"status": TEXT}, {"id": maybe(ID), "version": maybe(WHOLE), "errors": PROBLEMS})), may=WARNED,
    ),
})  # fmt: skip
"""Shapes that all objects share, by the names that the rows of calls say."""


def object_schemas(context: "Context", item: "ObjectType") -> dict[str, Shape]:
    """Return the schemas of one object: what is read, what may be written, and the shapes of calls around them."""
    record, write = ({"$ref": f"#/components/schemas/{item.name}.{name}"} for name in ("record", "write"))
    return {
        "record": closed({}, _read(context, item)), "write": closed({}, _written(context, item)),
        **around(record, write),
    }  # fmt: skip


def around(record: Shape, write: Shape) -> dict[str, Shape]:
    """Return the shapes of calls that read records of that shape, or write such."""
    batch = {"$ref": "#/components/schemas/batch"}
    edit = closed(
        {"filter": TEXT, "set": write},
        {"search": maybe(TEXT), "dry_run": FLAG, "expect": {"type": "integer", "minimum": 0}, "with": TEXTS},
    )
    one = data(record, may=WARNED)
    return {
        "create": {"anyOf": [write, closed({"records": many(write)}, {"mode": _MODES, "upsert_by": TEXT})]},
        "batch_body": {"anyOf": [closed({"records": many(write)}, {"mode": _MODES}), edit]},
        "read": data(record, may={"rights": TEXTS}), "one": one, "saved": {"anyOf": [one, batch]},
        "page": data(many(record), {"page": _PAGE, "count": maybe(WHOLE), "count_capped": FLAG}),
    }  # fmt: skip


def _read(context: "Context", item: "ObjectType") -> dict[str, Shape]:
    readable, masked = context.rights.readable(item.name), context.rights.masked(item.name)
    return {
        field.name: maybe(TEXT) if field.name in masked else _shown(context, field)
        for field in item.fields.values()
        if field.name in readable and field.whole is None
    }


def _shown(context: "Context", field: "Field") -> dict[str, Any]:
    """Return the schema of a value that is read: references may be opened, computed values may be errors."""
    schema = dict(field.kind.openapi(field))
    words = field.label.text(context.language)
    if words:
        schema["description"] = words
    if field.kind.reference or field.type == "owner":
        return {"type": ["string", "object", "null"], "description": words}
    if field.computed:
        schema["type"] = ["number", "string", "boolean", "null"]
        schema.pop("enum", None)
    return schema


def _written(context: "Context", item: "ObjectType") -> dict[str, Shape]:
    writable = context.rights.writable(item.name)
    fields = {
        field.name: {key: value for key, value in field.kind.openapi(field).items() if key != "readOnly"}
        for field in item.fields.values()
        if field.name in writable and field.writable
    }
    return {"id": ID, "version": WHOLE, **fields}
