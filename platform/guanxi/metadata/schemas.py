"""The JSON Schemas of metadata: those that are shipped, references put in their place, and the form of patches."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from guanxi.settings import asset_path

__all__ = ["COMMON", "as_patch", "inlined", "is_label", "shipped", "step_into"]

COMMON = "common.schema.json"
"""The file of the parts that several schemas share."""
Schemas = Mapping[str, Mapping[str, Any]]


@cache
def shipped() -> Schemas:
    """Return the schemas of the platform by file name."""
    folder = asset_path("metadata") / "schemas"
    return {file.name: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.schema.json"))}


def inlined(schema: Any, within: str, files: Schemas) -> Any:  # noqa: ANN401 - a schema is any JSON
    """Return a schema with what its references name in their place: following them takes half the time of a check."""
    if isinstance(schema, list):
        return [inlined(item, within, files) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found, file = _resolved(schema, within, files)
    beside = {key: value for key, value in schema.items() if key != "$ref"} if "$ref" in schema else {}
    return {key: inlined(value, file, files) for key, value in {**found, **beside}.items() if key != "$defs"}


def _resolved(schema: Mapping[str, Any], within: str, files: Schemas) -> tuple[Mapping[str, Any], str]:
    """Follow a $ref; answer with the schema and the file it stands in."""
    while "$ref" in schema:
        file, _, pointer = schema["$ref"].partition("#")
        within = file or within
        schema = files[within]
        for step in pointer.strip("/").split("/"):
            schema = schema[step] if step else schema
    return schema, within


def step_into(schema: Mapping[str, Any], step: str) -> Mapping[str, Any] | None:
    """Return what a schema says of a key, or with '*' of the entries of a list; None where it says nothing."""
    for option in (schema, *schema.get("oneOf", ())):
        inner = option.get("items") if step == "*" else option.get("properties", {}).get(step)
        if isinstance(inner, dict):
            return inner
    return None


def is_label(schema: Mapping[str, Any]) -> bool:
    """Tell whether a value is a text in English and Chinese, which translations may say in further languages."""
    return set(schema.get("properties", ())) == {"en", "zh"}


def as_patch(schema: Any) -> Any:  # noqa: ANN401 - a schema is any JSON
    """Return a schema for patches: nothing is required but keys, entries may be hidden and placed, sets may drop."""
    if isinstance(schema, list):
        return [as_patch(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    # A property may be called `required` too; only the keyword is a list.
    dropped = {key for key in ("required", "oneOf") if isinstance(schema.get(key), list)} | {"minItems"}
    out = {key: as_patch(value) for key, value in schema.items() if key not in dropped}
    out |= {"oneOf": schema["oneOf"]} if "oneOf" in schema and "properties" not in schema else {}
    listed = schema.get("x-list", "")
    if listed.startswith("keyed"):
        keys = [key.strip() for key in listed[6:-1].split(",")]
        out["items"] = {"x-entry": True, "allOf": [out["items"]], "required": keys}
    elif listed == "set":
        out["items"] = {"anyOf": [schema["items"], {"type": "string", "pattern": "^-"}]}
    if "properties" in out and out.get("additionalProperties") is False:
        out["properties"] = {**out["properties"], "hidden": {"const": True}, "after": {"type": "string"}}
    return out
