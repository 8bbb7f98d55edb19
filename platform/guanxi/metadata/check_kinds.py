"""The schema of a kind that a package declares: whether layers can merge its items, and people edit them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guanxi.formula.pattern import PatternRefused, pattern_of
from guanxi.metadata.document import Document
from guanxi.metadata.document import Path as Place
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.kinds import KIND, OURS
from guanxi.metadata.schemas import COMMON

__all__ = ["RESERVED_FOLDERS", "SHARED", "faults_of_kind"]

SHARED = ("name", "label", "formula", "path", "order", "names", "blank_as")
"""The shared parts that a declared schema may refer to."""
RESERVED_FOLDERS = frozenset({"kinds", "logic", "ui", "seed", "tests", "docs", "channels"})
"""Folders of a package that hold something else than documents."""
# What documents, marks and addresses call by these words already.
_RESERVED = frozenset({
    "alias", "aliases", "apply", "condition", "dictionary", "draft", "drafts", "explain", "field", "formula", "hints",
    "history", "index", "item", "merge", "package", "plan", "plugin", "plugins", "purge", "relation", "revision",
    "revisions", "start", "unique_key", "value", "vocabulary",
})  # fmt: skip
_COMMON_KEYS = frozenset({"kind", "name", "renamed_from", "label"})
_CONTROL_KEYS = frozenset({"hidden", "after", "remove"})
Schema = Mapping[str, Any]


def faults_of_kind(document: Document) -> list[Finding]:
    """Return what is wrong with a declared kind, looked at by itself."""
    found = list(OURS[KIND].findings(document))
    return found or list(_Checker(document).run())


class _Checker:
    """Walks through a schema that has the right form."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._parts: Schema = document.body.get("$defs", {})

    def run(self) -> Iterator[Finding]:
        """Yield every fault."""
        body, tell = self._document.body, self._document.finding
        if body["name"] in OURS or body["name"] in _RESERVED:
            yield tell("reserved_name", ("name",), name=body["name"])
        if OURS.in_folder(body["x-folder"]) is not None or body["x-folder"] in RESERVED_FOLDERS:
            yield tell("reserved_name", ("x-folder",), name=body["x-folder"])
        yield from self._circles()
        for key in body["properties"]:
            if key in _COMMON_KEYS:
                yield tell("kind_common_key", ("properties", key), key=key)
        yield from self._mapping(body, (), _Around())
        for name, part in self._parts.items():
            yield from self._value(part, ("$defs", name), _Around(about=True, open=True))

    def _circles(self) -> Iterator[Finding]:
        """Yield the shared parts that contain themselves: no editor could ever end."""
        for name in self._parts:
            seen: set[str] = set()
            waiting = [name]
            while waiting:
                inner = {ref for ref in _refs(self._parts.get(waiting.pop())) if ref in self._parts}
                if name in inner:
                    yield self._document.finding("kind_circle", ("$defs", name), name=name)
                    break
                waiting += inner - seen
                seen |= inner

    def _mapping(self, schema: Schema, place: Place, around: "_Around") -> Iterator[Finding]:
        """Check the keys of a mapping."""
        properties: Schema = schema.get("properties", {})
        around = around.with_keys(properties)
        for key in schema.get("required", ()):
            if key not in properties:
                where = (*place, "required")
                yield self._document.finding("unknown_key", where, fix=nearest(key, properties), key=key)
        for key, value in properties.items():
            where = (*place, "properties", key)
            if key in _CONTROL_KEYS:
                yield self._document.finding("reserved_name", where, name=key)
            for said, language in (("title", "en"), ("x-zh-title", "zh")):
                if said not in value:
                    yield self._document.finding("missing_label", where, warning=True, language=language)
            yield from self._value(value, where, around)

    def _value(self, schema: Schema, place: Place, around: "_Around") -> Iterator[Finding]:
        ref = schema.get("$ref")
        if ref is not None:
            yield from self._reference(ref, place)
        elif "type" not in schema and "enum" not in schema:
            yield self._document.finding("kind_untyped", place)
        if "pattern" in schema and not _is_pattern(schema["pattern"]):
            yield self._document.finding("kind_pattern", (*place, "pattern"), pattern=schema["pattern"])
        for choice in schema.get("x-choices", {}):
            if choice not in schema.get("enum", ()):
                yield self._document.finding("unknown_key", (*place, "x-choices", choice), key=choice)
        yield from self._marks(schema, place, around)
        if schema.get("type") == "array":
            yield from self._list(schema, place, around)
        elif ("x-list" in schema or "items" in schema) and ref is None:
            yield self._document.finding("kind_list", place)
        if "properties" in schema:
            yield from self._mapping(schema, place, around)

    def _reference(self, ref: str, place: Place) -> Iterator[Finding]:
        own, shared = ref.removeprefix("#/$defs/"), ref.removeprefix(f"{COMMON}#/$defs/")
        if (ref == own or own not in self._parts) and (ref == shared or shared not in SHARED):
            known = [*(f"#/$defs/{name}" for name in self._parts), *(f"{COMMON}#/$defs/{name}" for name in SHARED)]
            fix, allowed = nearest(ref, known), ", ".join(SHARED)
            yield self._document.finding("kind_ref", (*place, "$ref"), fix=fix, ref=ref, allowed=allowed)

    def _marks(self, schema: Schema, place: Place, around: "_Around") -> Iterator[Finding]:
        """Yield a finding for a field or formula of which nothing says over which object it is."""
        first = schema.get("x-of", "").partition(" ")[0]
        if first and not around.open and first not in around.keys:
            yield self._document.finding("unknown_key", (*place, "x-of"), fix=nearest(first, around.keys), key=first)
        formula = "x-formula" in schema or "x-merge" in schema or schema.get("$ref") == f"{COMMON}#/$defs/formula"
        if (formula or schema.get("x-ref") in {"field", "relation"}) and not around.about:
            yield self._document.finding("kind_needs_object", place)
        if schema.get("x-ref") == "value" and "x-of" not in schema:
            yield self._document.finding("kind_value_of", place)

    def _list(self, schema: Schema, place: Place, around: "_Around") -> Iterator[Finding]:
        items, rule = schema.get("items"), schema.get("x-list")
        if items is None or rule is None:
            yield self._document.finding("kind_list", place)
            return
        yield from self._value(items, (*place, "items"), around)
        entries = self._followed(items)
        if entries.get("type") == "object" and not rule.startswith("keyed"):
            yield self._document.finding("kind_entries", (*place, "x-list"))
        elif rule == "set" and entries.get("type", "string") != "string":
            yield self._document.finding("kind_set", (*place, "x-list"))
        for key in rule[6:-1].replace(",", " ").split() if rule.startswith("keyed") else ():
            value = self._followed(entries.get("properties", {}).get(key, {}))
            kind = value.get("type", "string" if "enum" in value else "")
            if key not in entries.get("required", ()) or kind != "string":
                yield self._document.finding("kind_keyed", (*place, "x-list"), key=key)

    def _followed(self, schema: Schema) -> Schema:
        """Return what a value says with the own part that it refers to; shared parts are texts, but for label."""
        seen = set()
        while (ref := schema.get("$ref")) is not None and ref not in seen:
            seen.add(ref)
            part = self._parts.get(ref.removeprefix("#/$defs/"))
            shared = {"type": "string"} if ref.rpartition("/")[2] not in {"label", "order", "names"} else {}
            schema = {**(shared if part is None else part), **{k: v for k, v in schema.items() if k != "$ref"}}
        return schema


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands beside and around a value: whether an object is named there, and by which keys it may be told."""

    about: bool = False
    keys: frozenset[str] = frozenset()
    open: bool = False  # a shared part, around which more may stand

    def with_keys(self, properties: Schema) -> "_Around":
        """Return what stands around the values of a mapping with these keys."""
        about = self.about or _is_object(properties.get("object"))
        return replace(self, about=about, keys=self.keys | properties.keys())


def _is_object(schema: Schema | None) -> bool:
    return schema is not None and schema.get("x-ref") == "object"


def _refs(node: object) -> set[str]:
    """Return the shared parts of the same file that a schema refers to."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
            ref = one.get("$ref")
            found |= {ref.removeprefix("#/$defs/")} if isinstance(ref, str) else set()
        elif isinstance(one, list):
            waiting += one
    return found


def _is_pattern(text: str) -> bool:
    try:
        pattern_of(text)
    except PatternRefused:
        return False
    return True
