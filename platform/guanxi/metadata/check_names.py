"""Names, prefixes, labels and translations of all items (decision A6)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.metadata.field_specs import SYSTEM_ENTRIES
from guanxi.metadata.findings import Finding
from guanxi.metadata.kinds import KIND, entry_key
from guanxi.metadata.load import WORKSPACE
from guanxi.metadata.record_types import TYPES_OF
from guanxi.metadata.schemas import is_label
from guanxi.metadata.texts import texts_of

if TYPE_CHECKING:
    from guanxi.metadata.document import Body
    from guanxi.metadata.layers import Item, Merged

__all__ = ["check_names"]

_KEYWORDS = frozenset({"and", "or", "not", "in", "between", "true", "false", "null"})
_COLUMNS = frozenset({entry["name"] for entry in SYSTEM_ENTRIES} | {"owner_id", "record_type"})
_NAMED_LISTS = {
    "object": ("fields", "unique_keys", "indexes", "record_types"),
    "sharing": ("rules", "restrictions"),
    "action": ("parameters",),
}
_LABELLED = {"object": "fields", "picklist": "values", "action": "parameters"}
_TEXTS = frozenset({"label", "plural", "help", "message", "confirm"})
_SAYING = frozenset({"rule", "duplicate_rule"})
_NAMELESS = frozenset({"extension", "sharing", "translation"})  # their names stand for nothing


def check_names(merged: "Merged") -> Iterator[Finding]:
    """Yield what is wrong with names and labels."""
    prefixes = {head.name: head.prefix for head in merged.manifests}
    for item in merged.items.values():
        yield from _name(item, (), item.name, fields=False)
        prefix = prefixes.get(item.package, "")
        if item.kind not in _NAMELESS and not item.name.startswith(prefix):
            yield item.finding("needs_prefix", ("name",), name=item.name, prefix=prefix)
        folder = item.body.get("x-folder")  # a kind without one is refused by its schema
        if item.kind == KIND and isinstance(folder, str) and not folder.startswith(prefix):
            yield item.finding("needs_prefix", ("x-folder",), name=folder, prefix=prefix)
        yield from _labels(item)
        for key in _NAMED_LISTS.get(item.kind, ()):
            for entry in item.body.get(key, ()):
                path, name = (key, entry["name"]), entry["name"]
                # The platform's own field of record types is no field that somebody declared.
                kept = key == "fields" and str(entry.get("values", "")).startswith(TYPES_OF)
                yield from _name(item, path, name, fields=key == "fields" and not kept)
                owner = item.owner(*path)
                if owner != item.package and not name.startswith(prefixes.get(owner, "")):
                    yield item.finding("needs_prefix", (*path, "name"), name=name, prefix=prefixes.get(owner, ""))
        if item.kind == "translation":
            yield from _texts(merged, item)


def _name(item: "Item", path: tuple[str, ...], name: str, *, fields: bool) -> Iterator[Finding]:
    if "__" in name or name.endswith("_"):
        detail = "“__” and a “_” at the end are kept for derived columns"
        yield item.finding("bad_name", (*path, "name"), name=name, detail=detail)
    if name in _KEYWORDS or name.startswith("gx_") or (fields and name in _COLUMNS):
        yield item.finding("reserved_name", (*path, "name"), name=name)


def _labels(item: "Item") -> Iterator[Finding]:
    if item.kind not in _NAMELESS | {KIND}:
        yield from _label(item, (), item.body, "message" if item.kind in _SAYING else "label")
    key = _LABELLED.get(item.kind)
    for entry in item.body.get(key, ()) if key else ():
        yield from _label(item, (str(key), entry["name"]), entry, "label")


def _label(item: "Item", path: tuple[str, ...], body: "Body", key: str) -> Iterator[Finding]:
    texts = body.get(key, {})
    for language in ("en", "zh"):
        if language not in texts and item.package != WORKSPACE:
            yield item.finding("missing_label", (*path, key), warning=True, language=language)


def _texts(merged: "Merged", item: "Item") -> Iterator[Finding]:
    for entry in item.body["texts"]:
        kind, _, rest = entry["item"].partition("/")
        name, *path = rest.split("/")
        target = merged.get(kind, name)
        place = ("texts", entry["item"], "item")
        if target is None or not path or not _is_text(target, path) or not _exists(target, path[:-1]):
            yield item.finding("unknown_item", place, name=entry["item"])
        elif not any(text.path == tuple(path) for text in texts_of(target)):
            yield item.finding("text_not_shown", place, warning=True, name=entry["item"])


def _is_text(item: "Item", path: list[str]) -> bool:
    """Tell whether a path ends at a text for people: one of the platform's keys, or a label of a declared kind."""
    kind = item.kinds.get(item.kind)
    if kind is None or kind.package is None:
        return path[-1] in _TEXTS
    schema = kind.at(item.kinds.pattern(item.kind, tuple(path)))
    return schema is not None and is_label(schema)


def _exists(item: "Item", path: list[str]) -> bool:
    """Tell whether keys and entry keys end at something in an item."""
    node: object = item.body
    walked: tuple[str, ...] = ()
    for step in path:
        if isinstance(node, list):
            rule = item.list_rule(walked)
            node = next((entry for entry in node if entry_key(rule, entry) == step), None)
            walked = (*walked, "*")
        else:
            node = node.get(step) if isinstance(node, dict) else None
            walked = (*walked, step)
        if node is None:
            return False
    return True
