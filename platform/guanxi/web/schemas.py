"""JSON Schemas of records and of what all objects share."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guanxi.records.question import AGGREGATE, COUNT, QUERY
from guanxi.web.parameters import asked_body

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.workspace.context import Context

__all__ = ["SHARED_SCHEMAS", "object_schemas"]

_TEXT = {"type": "string"}
_TEXTS = {"anyOf": [{"type": "array", "items": _TEXT}, _TEXT]}
_ANY_TEXT = {"type": ["string", "null"]}
_PROBLEM_ENTRY = {
    "type": "object", "required": ["code", "message"],
    "properties": {
        "field": _ANY_TEXT, "code": _TEXT, "message": _TEXT, "params": {"type": "object"}, "row": {"type": "integer"},
    },
}  # fmt: skip
_COUNTS: dict[str, Any] = {"count": {"type": ["integer", "null"]}, "count_capped": {"type": "boolean"}}
_BULK: dict[str, Any] = {
    "type": "object",
    "required": ["count", "undo"],
    "properties": {
        "count": {"type": "integer"},
        "undo": _ANY_TEXT,
        "with": {"type": "object", "additionalProperties": {"type": "integer"}},
    },
}
_WARNINGS = {"type": "array", "items": _PROBLEM_ENTRY}

SHARED_SCHEMAS: Mapping[str, dict[str, Any]] = MappingProxyType({
    "problem": {
        "type": "object", "required": ["type", "title", "status", "code", "trace_id"],
        "properties": {
            "type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "code": _TEXT, "detail": _TEXT,
            "params": {"type": "object"}, "errors": {"type": "array", "items": _PROBLEM_ENTRY}, "trace_id": _TEXT,
        },
    },
    "query": asked_body(QUERY),
    "count_query": asked_body(COUNT),
    "count": {"type": "object", "required": ["count", "count_capped"], "properties": _COUNTS},
    "aggregate": asked_body(AGGREGATE),
    "groups": {
        "type": "object", "required": ["data"],
        "properties": {"data": {"type": "array", "items": {"type": "object"}}},
    },
    "unmask": {
        "type": "object", "additionalProperties": False, "required": ["fields"], "properties": {"fields": _TEXTS},
    },
    "action": {
        "type": "object", "additionalProperties": False,
        "properties": {
            "parameters": {"type": "object"}, "version": {"type": ["integer", "null"]}, "dry_run": {"type": "boolean"},
        },
    },
    "acted": {
        "type": "object", "required": ["data"],
        "properties": {
            "data": {"type": "object", "properties": {
                "version": {"type": ["integer", "null"]}, "open": _ANY_TEXT,
                "created": {"type": "array", "items": {
                    "type": "object", "properties": {"object": _TEXT, "id": _ANY_TEXT},
                }},
            }},
            "warnings": _WARNINGS,
        },
    },
    "history": {
        "type": "object", "required": ["data"],
        "properties": {"data": {"type": "array", "items": {"type": "object"}}},
    },
    "past": {
        "type": "object", "required": ["data", "unknown"],
        "properties": {"data": {"type": "object"}, "unknown": {"type": "array", "items": _TEXT}},
    },
    "timeline": {
        "type": "object", "required": ["data", "page"],
        "properties": {
            "data": {"type": "array", "items": {
                "type": "object", "required": ["at", "kind", "by"],
                "properties": {
                    "at": _TEXT, "kind": _TEXT, "id": _ANY_TEXT, "by": {"type": ["object", "null"]},
                    "record": {"type": "object"}, "changes": {"type": "array", "items": {"type": "object"}},
                },
            }},
            "page": {"type": "object", "properties": {"next": _ANY_TEXT}},
        },
    },
    "duplicates": {
        "type": "object", "required": ["data"],
        "properties": {"data": {"type": "array", "items": {
            "type": "object",
            "properties": {
                "rule": _TEXT, "message": _TEXT, "key": _ANY_TEXT, "score": {"type": ["integer", "null"]},
                "record": {"type": ["object", "null"]},
            },
        }}},
    },
    "bulk": _BULK,
    "batch_or_bulk": {"anyOf": [{"$ref": "#/components/schemas/batch"}, {"$ref": "#/components/schemas/bulk"}]},
    "undo": {
        "type": "object", "additionalProperties": False, "required": ["token"], "properties": {"token": _TEXT},
    },
    "batch": {
        "type": "object", "required": ["data"],
        "properties": {
            "data": {"type": "array", "items": {
                "type": "object", "required": ["status"],
                "properties": {
                    "id": _ANY_TEXT, "status": _TEXT, "version": {"type": ["integer", "null"]},
                    "errors": {"type": "array", "items": _PROBLEM_ENTRY},
                },
            }},
            "warnings": _WARNINGS,
        },
    },
})  # fmt: skip


def object_schemas(context: "Context", item: "ObjectType") -> dict[str, dict[str, Any]]:
    """Return the schemas of one object: what is read, what may be written, and the shapes of calls around them."""
    name = item.name
    record, write = {"$ref": f"#/components/schemas/{name}.record"}, {"$ref": f"#/components/schemas/{name}.write"}
    rows = {"type": "array", "items": write}
    modes = {"enum": ["all_or_none", "partial"]}
    written = _written(context, item)
    return {
        "record": {"type": "object", "properties": _read(context, item)},
        "write": {"type": "object", "additionalProperties": False, "properties": written},
        "create": {
            "anyOf": [
                write,
                {"type": "object", "additionalProperties": False, "required": ["records"],
                 "properties": {"records": rows, "mode": modes, "upsert_by": _TEXT}},
            ],
        },
        "batch_body": {
            "anyOf": [
                {"type": "object", "additionalProperties": False, "required": ["records"],
                 "properties": {"records": rows, "mode": modes}},
                {"type": "object", "additionalProperties": False, "required": ["filter", "set"],
                 "properties": {"filter": _TEXT, "search": _ANY_TEXT, "set": write, "dry_run": {"type": "boolean"},
                                "expect": {"type": "integer", "minimum": 0},
                                "with": {"type": "array", "items": _TEXT}}},
            ],
        },
        "one": {"type": "object", "required": ["data"], "properties": {"data": record, "warnings": _WARNINGS}},
        "page": {
            "type": "object", "required": ["data", "page"],
            "properties": {
                "data": {"type": "array", "items": record},
                "page": {"type": "object", "properties": {"next": _ANY_TEXT}}, **_COUNTS,
            },
        },
    }  # fmt: skip


def _read(context: "Context", item: "ObjectType") -> dict[str, Any]:
    readable, masked = context.rights.readable(item.name), context.rights.masked(item.name)
    return {
        field.name: _ANY_TEXT if field.name in masked else _shown(context, field)
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


def _written(context: "Context", item: "ObjectType") -> dict[str, Any]:
    writable = context.rights.writable(item.name)
    fields = {
        field.name: {key: value for key, value in field.kind.openapi(field).items() if key != "readOnly"}
        for field in item.fields.values()
        if field.name in writable and field.writable
    }
    return {"id": {"type": "string", "format": "uuid"}, "version": {"type": "integer"}, **fields}
