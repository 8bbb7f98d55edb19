"""The schemas of kinds: what every list is, and what the shape of a document may be."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from guanxi.fields import FIELD_TYPES
from guanxi.metadata.kinds import OURS, ListRule, entry_key
from guanxi.settings import asset_path

from tests.support.packages import catalog_of, documents, layer

SCHEMAS = sorted((asset_path("metadata") / "schemas").glob("*.schema.json"))


def lists_in(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "array":
            yield path, schema
        for key, value in schema.items():
            yield from lists_in(value, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from lists_in(value, f"{path}/{index}")


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_every_list_says_what_it_is(file: Any) -> None:
    for path, schema in lists_in(json.loads(file.read_text("utf-8"))):
        assert schema.get("x-list", "").partition("(")[0] in {"keyed", "set", "atomic"}, path
        entries = schema["items"]
        assert schema["x-list"].startswith("keyed") or entries.get("type") != "object", f"{path} needs a key"


def test_every_kind_and_the_manifest_have_a_schema() -> None:
    assert {file.name.removesuffix(".schema.json") for file in SCHEMAS} == {*OURS, "plugin", "common"}


def test_every_key_that_a_type_takes_is_in_the_schema() -> None:
    schema = json.loads((asset_path("metadata") / "schemas" / "common.schema.json").read_text("utf-8"))
    known = set(schema["$defs"]["field"]["properties"])

    assert {key for kind in FIELD_TYPES.values() for key in kind.schema_keys} == known


@pytest.mark.parametrize(
    ("kind", "path", "rule"),
    [
        ("object", ("fields",), ListRule("keyed", ("name",))),
        ("object", ("states", "transitions"), ListRule("keyed", ("from", "to"))),
        ("object", ("states", "transitions", "*", "requires"), ListRule("set")),
        ("object", ("unique_keys", "*", "fields"), ListRule("atomic")),
        ("role", ("objects", "*", "fields", "read"), ListRule("set")),
        ("object", ("nothing",), ListRule("atomic")),
    ],
)
def test_list_rule_is_read_from_the_schema(kind: str, path: tuple[str, ...], rule: ListRule) -> None:
    assert OURS.list_rule(kind, path) == rule


def test_entry_key_joins_several_keys() -> None:
    assert entry_key(ListRule("keyed", ("from", "to")), {"from": "a", "to": "b"}) == "a>b"


def test_entry_key_is_blank_where_it_is_not_said() -> None:
    assert entry_key(ListRule("keyed", ("name",)), {"label": {"en": "One"}}) == ""


@pytest.mark.parametrize(
    ("text", "code", "line", "fix"),
    [
        ("kind: object\nname: a\nfileds: []\nfields: []", "unknown_key", 3, "fields"),
        ("kind: object\nname: a", "missing_key", 1, None),
        ("kind: object\nname: A\nfields: []", "bad_name", 2, None),
        ("kind: object\nname: a\nfields:\n  - {name: b, type: text,\n     lable: {en: x}}", "unknown_key", 5, "label"),
        ("kind: object\nname: a\nfields: []\nstates: {field: b, others: alow}", "not_allowed", 4, "allow"),
        ("kind: object\nname: a\nfields: []\nowned: 'true'", "wrong_type", 4, None),
        ("kind: object\nname: a\nfields: [{name: b, type: text, zzz: c}]", "unknown_key", 3, None),
        ("kind: object\nname: a\nfields: []\nquux: []", "unknown_key", 4, None),
        ("kind: object\nname: a\nfields: [{name: b, type: text, default: {formla: x}}]", "schema", 3, None),
        ("kind: role\nname: a\naudience: staff\nobjects: [{object: b, rights: [reed]}]", "not_allowed", 4, "read"),
        (
            "kind: sharing\nname: a\nobject: b\nrules: [{name: c, level: read, to: {role: x, team: y}}]",
            "schema",
            4,
            None,
        ),
        ("kind: extension\nname: a\nfields: []", "schema", 1, None),
        ("kind: extension\nname: a\nobject: b\npicklist: c\nvalues: []", "schema", 1, None),
        ("kind: picklist\nname: a\nvalues: [{name: 'a;b'}]", "bad_name", 3, None),
    ],
)
def test_document_that_does_not_fit_is_reported_with_line_and_fix(
    text: str, code: str, line: int, fix: str | None
) -> None:
    document = documents(text, "shop")[0]
    found = list(OURS[document.kind].findings(document))

    assert (code, line) in [(finding.code, finding.line) for finding in found]
    assert fix in [finding.fix for finding in found]


def texts_in(schema: Any) -> Iterator[tuple[str, str | None]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("description"), str):
            yield schema["description"], schema.get("x-zh")
        for part in schema.values():
            yield from texts_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from texts_in(part)


def test_what_schemas_say_of_their_keys_is_said_in_both_languages() -> None:
    told = [pair for path in SCHEMAS for pair in texts_in(json.loads(path.read_text("utf-8")))]
    assert len(told) > 100
    assert [english for english, chinese in told if not chinese or chinese.isascii()] == []


def choices_in(schema: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield what may be chosen and need not be, by its path."""
    for key, inner in schema.get("properties", {}).items():
        if "enum" in inner and key not in schema.get("required", ()):
            yield f"{path}/{key}", inner
        yield from choices_in(inner.get("items", inner), f"{path}/{key}")


# Nothing holds where these are not said, or something else of the same entry says it.
NOTHING = {"returns", "function", "meaning", "audience", "type"}


@pytest.mark.parametrize("kind", sorted(set(OURS) - {"kind"}))
def test_a_choice_that_need_not_be_made_says_what_holds_then(kind: str) -> None:
    unsaid = {path for path, schema in choices_in(OURS[kind].schema, kind) if "default" not in schema}
    assert {path for path in unsaid if path.rpartition("/")[2] not in NOTHING} == set()


SHOP = """
kind: picklist
name: shop_stage
values: [{name: open}, {name: done}]
---
kind: object
name: shop_order
owned: true
fields:
  - {name: name, type: text}
  - {name: buyer, type: lookup, to: user}
  - {name: price, type: decimal}
  - {name: code, type: barcode}
  - {name: stage, type: picklist, values: shop_stage}
states: {field: stage, transitions: [{from: open, to: done}]}
---
kind: rule
name: shop_rule
object: shop_order
when: name = 'x'
message: {en: No., zh: 不可。}
---
kind: sharing
name: shop_order
object: shop_order
---
kind: view
name: shop_view
label: {en: All, zh: 全部}
object: shop_order
---
kind: layout
name: shop_page
object: shop_order
label: {en: Page, zh: 页面}
tabs: [{name: main, sections: [{name: first, fields: [{field: name}]}]}]
---
kind: app
name: shop_app
label: {en: Shop, zh: 商店}
menu: []
---
kind: duplicate_rule
name: shop_double
object: shop_order
match: [{name: by_name, fields: [{field: name}]}]
message: {en: Known., zh: 已有。}
"""


def default_at(*path: str) -> Any:
    """Return the default that a schema says at a path through mappings and lists."""
    schema: Any = OURS[path[0]].schema
    for key in path[1:]:
        inner = schema["properties"][key]
        schema = inner.get("items", inner)
    return schema["default"]


def test_what_schemas_say_holds_otherwise_is_what_is_compiled() -> None:
    catalog = catalog_of(layer(SHOP))
    order, sharing = catalog.object("shop_order"), catalog.sharing["shop_order"]
    price, field = order.field("price"), ("object", "fields")
    assert (price.precision, price.scale) == (default_at(*field, "precision"), default_at(*field, "scale"))
    assert price.classification == default_at(*field, "class")
    assert order.field("buyer").on_delete == default_at(*field, "on_delete")
    assert order.states is not None and order.states.others == default_at("object", "states", "others")
    assert (order.rules[0].severity, order.rules[0].blank_as) == (
        default_at("rule", "severity"), default_at("rule", "blank_as"),
    )  # fmt: skip
    assert (sharing.default, sharing.portal_default) == (
        default_at("sharing", "default"), default_at("sharing", "portal_default"),
    )  # fmt: skip
    assert catalog.views["shop_order"][0].type == default_at("view", "type")
    section = catalog.layouts["shop_order"][0].tabs[0].sections[0]
    assert section.columns == default_at("layout", "tabs", "sections", "columns")
    assert catalog.apps["shop_app"].audience == default_at("app", "audience")
    double = catalog.duplicate_rules["shop_order"][0]
    assert (double.action, double.scope) == (
        default_at("duplicate_rule", "action"), default_at("duplicate_rule", "scope"),
    )  # fmt: skip
