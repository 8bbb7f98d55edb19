"""The words in which answers are described: plain parts, closed objects, lists, and shapes with a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = [
    "ANYTHING", "BYTES", "FLAG", "ID", "INSTANT", "LABEL", "OPEN", "TEXT", "TEXTS", "WHOLE", "Members", "Named",
    "Shape", "closed", "data", "many", "map_of", "maybe", "one_of", "plain",
]  # fmt: skip

Schema: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A shape that the document tells once, under a name, and refers to elsewhere."""

    name: str
    help: str
    schema: Schema


Shape: TypeAlias = Schema | Named
"""JSON Schema, in which named shapes may stand at any place."""
Members: TypeAlias = Mapping[str, Shape]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
ID: Schema = {"type": "string", "format": "uuid"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
TEXTS: Schema = {"type": "array", "items": TEXT}
BYTES: Schema = {"type": "string", "format": "binary"}
OPEN: Schema = {"type": "object", "additionalProperties": True}  # metadata or the call says what is in it
ANYTHING: Schema = {"description": "Any value."}
LABEL = Named(
    "label", "What people call something, by language.", {"type": "object", "additionalProperties": TEXT}
)  # fmt: skip


def closed(members: Members, may: Members | None = None) -> Schema:
    """Return an object that has all the members, perhaps those that it may have, and no others."""
    return {
        "type": "object", "additionalProperties": False, "required": list(members),
        "properties": {**members, **(may or {})},
    }  # fmt: skip


def many(item: Shape) -> Schema:
    """Return a list."""
    return {"type": "array", "items": item}


def map_of(value: Shape) -> Schema:
    """Return an object whose members are called as the data says."""
    return {"type": "object", "additionalProperties": value}


def maybe(shape: Shape) -> Schema:
    """Return what is that, or null."""
    if isinstance(shape, Mapping) and isinstance(shape.get("type"), str) and "enum" not in shape:
        return {**shape, "type": [shape["type"], "null"]}
    return {"anyOf": [shape, {"type": "null"}]}


def one_of(*texts: str) -> Schema:
    """Return one of a few texts."""
    return {"type": "string", "enum": list(texts)}


def data(shape: Shape, more: Members | None = None, may: Members | None = None) -> Schema:
    """Return an answer whose `data` is that."""
    return closed({"data": shape, **(more or {})}, may)


def plain(shape: Any, known: dict[str, Any]) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    """Return a shape as plain JSON Schema, whose named parts stand in `known` by their names."""
    if isinstance(shape, Named):
        if shape.name not in known:
            known[shape.name] = {}  # so that a shape may hold itself
            known[shape.name] = {"description": shape.help, **plain(shape.schema, known)}
        return {"$ref": f"#/components/schemas/{shape.name}"}
    if isinstance(shape, Mapping):
        return {key: plain(part, known) for key, part in shape.items()}
    return [plain(part, known) for part in shape] if isinstance(shape, list | tuple) else shape
