"""The page of metadata kinds, from their JSON Schemas."""

import json
from collections.abc import Iterator
from typing import Any

from guanxi.settings import asset_path

from docs.generator.markdown import code, table

__all__ = ["metadata_kinds"]

Schema = dict[str, Any]

INTRODUCTION = """# Metadata kinds

One YAML document per item, in the folder of its kind; unknown keys are errors. Lists say how layers merge: *keyed* by
the named key, as a *set*, or *atomic* as a whole."""

# Kinds in the order in which one writes them; what several of them share comes last.
ORDER = [
    "plugin", "object", "extension", "picklist", "rule", "role", "sharing", "setting", "view", "layout", "app",
    "action", "duplicate_rule", "assignment", "template", "translation",
]  # fmt: skip


def metadata_kinds() -> str:
    """Return the page."""
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in schema_files()}
    parts = [INTRODUCTION]
    names = [f"{name}.schema.json" for name in ORDER]
    for name in [*names, *(name for name in sorted(schemas) if name not in (*names, "common.schema.json"))]:
        schema = schemas[name]
        parts += [f"## {name.split('.')[0]}", f"{schema['title']}.", keys_of(schema)]
    shared = schemas["common.schema.json"]["$defs"]
    parts += ["## Shared parts"]
    for name, schema in shared.items():
        if "properties" in schema:
            parts += [f"### {name}", schema.get("description", ""), keys_of(schema)]
    return "\n\n".join(part for part in parts if part)


def schema_files() -> Iterator[Any]:
    """Yield the files of the shipped schemas."""
    yield from sorted((asset_path("metadata") / "schemas").glob("*.schema.json"))


def keys_of(schema: Schema) -> str:
    """Return the table of a schema's keys."""
    needed = set(schema.get("required", []))
    rows = [
        (code(name), "yes" if name in needed else "", shape(part), part.get("description", ""))
        for name, part in schema.get("properties", {}).items()
        if name != "kind"
    ]
    return table(["key", "required", "is", "means"], rows)


def shape(part: Schema) -> str:
    """Say in few words what a value looks like."""
    if "$ref" in part:
        return part["$ref"].rpartition("/")[2]
    if "const" in part:
        return code(part["const"])
    if "enum" in part:
        return code(*part["enum"])
    if part.get("type") == "array":
        merged = f", {part['x-list']}" if "x-list" in part else ""
        return f"list of {shape(part.get('items', {})) or 'values'}{merged}"
    if "oneOf" in part or "anyOf" in part:
        return " or ".join(shape(one) for one in part.get("oneOf", part.get("anyOf", [])))
    kind = part.get("type", "")
    if kind == "object":
        inner = part.get("properties", {})
        return f"mapping of {code(*inner)}" if inner else "mapping"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
