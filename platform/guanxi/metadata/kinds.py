"""The kinds of metadata: their folders and schemas, and what the schemas say about every list (decision A5)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from guanxi.metadata.document import Document, Path
from guanxi.metadata.findings import Finding, nearest
from guanxi.settings import asset_path

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

__all__ = ["KINDS", "Kind", "ListRule", "entry_key", "kind_of", "list_rule", "schema_findings", "whole_schema"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document and the folder of a package that holds it."""

    name: str
    folder: str


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("object", "objects"),
        Kind("extension", "extensions"),
        Kind("picklist", "picklists"),
        Kind("rule", "rules"),
        Kind("role", "roles"),
        Kind("sharing", "sharing"),
        Kind("setting", "settings"),
        Kind("view", "views"),
        Kind("layout", "layouts"),
        Kind("app", "apps"),
        Kind("action", "actions"),
        Kind("duplicate_rule", "duplicate_rules"),
        Kind("assignment", "assignments"),
        Kind("template", "templates"),
        Kind("translation", "translations"),
    )
}


@dataclass(frozen=True, slots=True)
class ListRule:
    """What a list is: `keyed` by some keys of its entries, a `set`, or `atomic`."""

    form: str
    keys: tuple[str, ...] = ()


ATOMIC = ListRule("atomic")


def kind_of(name: str) -> Kind | None:
    """Return the kind of that name."""
    return KINDS.get(name)


def entry_key(rule: ListRule, entry: object) -> str:
    """Return the key of an entry of a keyed list; several keys are joined by '>'."""
    return ">".join(str(entry.get(key)) for key in rule.keys) if isinstance(entry, dict) else str(entry)


@lru_cache(maxsize=1)
def _schemas() -> Mapping[str, dict[str, Any]]:
    folder = asset_path("metadata") / "schemas"
    return {file.name: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.schema.json"))}


def _resolve(schema: Mapping[str, Any], within: str) -> tuple[Mapping[str, Any], str]:
    """Follow a $ref; answer with the schema and the file it stands in."""
    while "$ref" in schema:
        file, _, pointer = schema["$ref"].partition("#")
        within = file or within
        schema = _schemas()[within]
        for step in pointer.strip("/").split("/"):
            schema = schema[step] if step else schema
    return schema, within


@lru_cache(maxsize=4096)
def list_rule(kind: str, path: tuple[str, ...]) -> ListRule:
    """Return what the list at a path of a kind is; entries of lists count as '*' in the path."""
    schema, within = _resolve(_schemas()[f"{kind}.schema.json"], f"{kind}.schema.json")
    for step in path:
        options = [schema, *(_resolve(option, within)[0] for option in schema.get("oneOf", ()))]
        inner = [found for option in options if (found := _inside(option, step)) is not None]
        if not inner:
            return ATOMIC
        schema, within = _resolve(inner[0], within)
    text = schema.get("x-list")
    if text is None:
        lists = (_resolve(option, within)[0].get("x-list") for option in schema.get("oneOf", ()))
        text = next((found for found in lists if found), "atomic")
    form, _, keys = text.partition("(")
    return ListRule(form, tuple(key.strip() for key in keys.rstrip(")").split(",")) if keys else ())


def _inside(schema: Mapping[str, Any], step: str) -> Mapping[str, Any] | None:
    inner = schema.get("items") if step == "*" else schema.get("properties", {}).get(step)
    return inner if isinstance(inner, dict) else None


def _as_patch(schema: Any) -> Any:  # noqa: ANN401 - a schema is any JSON
    """Return a schema for patches: nothing is required but keys, entries may be hidden and placed, sets may drop."""
    if isinstance(schema, list):
        return [_as_patch(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    # A property may be called `required` too; only the keyword is a list.
    dropped = {key for key in ("required", "oneOf") if isinstance(schema.get(key), list)} | {"minItems"}
    out = {key: _as_patch(value) for key, value in schema.items() if key not in dropped}
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


def _inlined(schema: Any, within: str) -> Any:  # noqa: ANN401 - a schema is any JSON
    """Return a schema with what its references name in their place: following them takes half the time of a check."""
    if isinstance(schema, list):
        return [_inlined(item, within) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found, file = _resolve(schema, within)
    beside = {key: value for key, value in schema.items() if key != "$ref"} if "$ref" in schema else {}
    return {key: _inlined(value, file) for key, value in {**found, **beside}.items() if key != "$defs"}


@lru_cache(maxsize=64)
def whole_schema(kind: str) -> Mapping[str, Any]:
    """Return the schema of a kind with nothing left to look up."""
    name = f"{kind}.schema.json"
    schema: Mapping[str, Any] = _inlined(_schemas()[name], name)
    return schema


@lru_cache(maxsize=64)
def _validator(kind: str, *, patch: bool) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # a command that checks nothing needs none

    schema = whole_schema(kind)
    return Draft202012Validator(_as_patch(schema) if patch else schema)


def schema_findings(document: Document, *, patch: bool = False) -> Iterator[Finding]:
    """Yield every way in which a document does not fit the schema of its kind."""
    for error in _validator(document.kind, patch=patch).iter_errors(document.body):
        yield from _findings_of(document, error)


def _findings_of(document: Document, error: "ValidationError") -> Iterator[Finding]:
    path: Path = tuple(error.absolute_path)
    rule: object = error.validator
    wanted: Any = error.validator_value
    instance: Any = error.instance
    if rule == "additionalProperties":
        known = error.schema["properties"]  # type: ignore[index]  # a schema that forbids keys is a mapping
        for key in (key for key in instance if key not in known):
            yield document.finding("unknown_key", (*path, key), fix=nearest(key, known), key=key)
    elif rule == "required":
        missing = [key for key in wanted if key not in instance]
        # jsonschema reports each missing key by itself: take the one this error is about.
        key = next((key for key in missing if error.message.startswith(f"{key!r} ")), missing[0])
        yield document.finding("missing_key", path, key=key)
    elif rule in {"enum", "const"}:
        allowed = [str(value) for value in (wanted if rule == "enum" else [wanted])]
        fix = nearest(instance, allowed)
        yield document.finding("not_allowed", path, fix=fix, value=instance, allowed=", ".join(allowed))
    elif rule == "type":
        expected = wanted if isinstance(wanted, str) else " / ".join(wanted)
        yield document.finding("wrong_type", path, expected=expected)
    elif rule == "pattern" and path and path[-1] == "name":
        yield document.finding("bad_name", path, name=instance, detail=wanted)
    elif rule == "allOf" or (rule == "oneOf" and error.context and len(error.context) == 1):
        for inner in error.context or ():
            yield from _findings_of(document, inner)
    else:
        yield document.finding("schema", path, detail=error.message[:300])
