"""Whatever a document names is marked in its schema, so that renames and where-used reach it."""

from collections.abc import Iterator
from typing import Any

import pytest
from guanxi.metadata.kinds import KIND, OURS
from guanxi.metadata.references import mentions
from guanxi.metadata.structure import Structure

from tests.metadata.test_check import SHOP
from tests.support.packages import documents

MARKS = {"x-ref", "x-names", "x-formula", "x-merge"}
# Texts that name nothing of another document: words, shapes, names given here, and names of records.
PLAIN = {
    "en", "zh", "text", "language", "icon", "colour", "pattern", "format", "region", "component", "min", "max", "type",
    "name", "renamed_from", "children", "home", "team", "unit", "unit_and_below", "queue", "features", "provides",
}  # fmt: skip


def unmarked(schema: Any, path: tuple[str, ...] = (), *, marked: bool = False) -> Iterator[tuple[str, ...]]:
    """Yield the places of texts that no mark covers; a mark covers the forms and entries of its own value."""
    if not isinstance(schema, dict):
        return
    marked = marked or not MARKS.isdisjoint(schema)
    types = schema.get("type", ())
    if "string" in ([types] if isinstance(types, str) else types) and not marked:
        yield path
    for name, below in schema.get("properties", {}).items():
        yield from unmarked(below, (*path, name))
    for key in ("oneOf", "anyOf", "allOf"):
        for below in schema.get(key, ()):
            yield from unmarked(below, path, marked=marked)
    yield from unmarked(schema.get("items"), path, marked=marked)


@pytest.mark.parametrize("kind", [name for name in OURS if name != KIND])
def test_every_text_that_names_something_is_marked(kind: str) -> None:
    assert {".".join(path) for path in unmarked(OURS[kind].schema) if path[-1] not in PLAIN} == set()


def test_a_text_without_a_mark_is_found() -> None:
    schema = {"properties": {"object": {"type": "string", "x-ref": "object"}, "field": {"type": "string"}}}
    assert list(unmarked(schema)) == [("field",)]


def test_screens_and_actions_mention_what_they_name() -> None:
    found = documents(f"{SHOP}---\n{SCREENS}", "shop")
    structure = Structure(found)
    told = {
        (document.kind, mention.kind, mention.owner, mention.name)
        for document in found if document.kind in {"view", "layout", "app", "action"}
        for mention in mentions(document, structure) if not mention.declares
    }  # fmt: skip
    assert told == {
        ("view", "object", None, "shop_order"), ("view", "field", "shop_order", "owner"),
        ("view", "field", "user", "name"), ("view", "field", "shop_order", "stage"),
        ("layout", "object", None, "shop_order"), ("layout", "field", "shop_item", "price"),
        ("layout", "field", "shop_order", "stage"), ("layout", "role", None, "keeper"),
        ("app", "object", None, "shop_order"), ("app", "view", None, "orders"),
        ("action", "object", None, "shop_order"), ("action", "field", "shop_item", "price"),
        ("action", "field", "shop_order", "name"), ("action", "picklist", None, "shop_stage"),
        ("action", "value", "shop_stage", "done"),
    }  # fmt: skip


SCREENS = """
{kind: view, name: orders, object: shop_order, columns: [{field: owner.name}], sort: [-stage]}
---
kind: layout
name: page
object: shop_order
roles: [keeper]
tabs: [{name: t, sections: [{name: s, fields: [{field: stage}]}], related: [{relation: items, columns: [price]}]}]
---
{kind: app, name: desk, menu: [{name: m, items: [{name: i, object: shop_order, view: orders}]}]}
---
kind: action
name: add
object: shop_order
parameters: [{name: stage, type: picklist, values: shop_stage, default: done}]
create: {relation: items, values: [{field: price, value: {formula: LEN(name)}}]}
"""
