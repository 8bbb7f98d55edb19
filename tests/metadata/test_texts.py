"""The texts that can be said in other languages: every label of every kind is among them or told not to be."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from guanxi.metadata.check import check_layers
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.kinds import OURS
from guanxi.metadata.texts import PLACES, texts_of

from tests.support.kinds import CASES, LEVEL, SCHEMA, desk
from tests.support.packages import CORE, checked, layer

# Shown nowhere but in Setup, which shows documents as they are written.
UNSHOWN = {"assignment": {("label",), ("entries", "label")}, "template": {("label",), ("subject",), ("text",)}}
# An extension's texts are those of the item that it extends.
PARTS = {"extension", "translation", "kind"}

SHOP = """
kind: picklist
name: shop_stage
label: {en: Stage, zh: 阶段}
values:
  - {name: open}
  - {name: done, label: {zh: 完成}}
---
kind: object
name: shop_order
label: {en: Order, zh: 订单}
fields:
  - {name: name, type: text, label: {en: Number}, help: {en: As printed., zh: 与单据一致。}}
  - {name: stage, type: picklist, values: shop_stage}
states:
  field: stage
  transitions:
    - {from: open, to: done, when: name <> '', message: {en: Not yet., zh: 尚不可。}}
---
kind: layout
name: shop_page
object: shop_order
label: {en: Page, zh: 页面}
tabs:
  - {name: main, label: {en: Main, zh: 主要}, sections: [{name: first_part, fields: [{field: name}]}]}
---
kind: view
name: shop_all
object: shop_order
label: {en: All, zh: 全部}
columns: [{field: name}, {field: stage, label: {en: Where, zh: 何处}}]
"""


def labels_in(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    properties = schema.get("properties", {})
    if set(properties) == {"en", "zh"}:
        yield path
        return
    for key, inner in properties.items():
        yield from labels_in(inner.get("items", inner), (*path, key))


@pytest.mark.parametrize("kind", sorted(set(OURS) - PARTS))
def test_every_label_of_a_kind_can_be_translated(kind: str) -> None:
    known = {(*place.path, key) for place in PLACES.get(kind, ()) for key in (*place.named, *place.written)}
    assert known | UNSHOWN.get(kind, set()) == set(labels_in(OURS[kind].schema))


def test_texts_stand_in_order_with_the_words_that_names_make() -> None:
    merged, _ = check_layers([CORE, layer(SHOP)])
    told = {text.path: (text.en, text.zh, set(text.said)) for text in texts_of(merged.items["object", "shop_order"])}
    assert told == {
        ("label",): ("Order", "订单", {"en", "zh"}),
        ("fields", "name", "label"): ("Number", "Name", {"en"}),
        ("fields", "name", "help"): ("As printed.", "与单据一致。", {"en", "zh"}),
        ("fields", "stage", "label"): ("Stage", "Stage", set()),
        ("states", "transitions", "open>done", "message"): ("Not yet.", "尚不可。", {"en", "zh"}),
    }
    assert list(told)[:2] == [("label",), ("fields", "name", "label")]
    page = [text.path for text in texts_of(merged.items["layout", "shop_page"])]
    assert page == [("label",), ("tabs", "main", "label"), ("tabs", "main", "sections", "first_part", "label")]
    columns = [text.path for text in texts_of(merged.items["view", "shop_all"])]
    assert columns == [("label",), ("columns", "stage", "label")]


def test_a_translation_of_any_text_takes_effect_without_a_finding() -> None:
    merged, _ = check_layers([CORE, layer(SHOP)])
    shop = [item for item in merged.items.values() if item.package == "shop"]
    names = ["/".join((item.kind, item.name, *text.path)) for item in shop for text in texts_of(item)]
    entries = "".join(f"  - {{item: {name}, text: fr {place}}}\n" for place, name in enumerate(names))
    german = f"---\nkind: translation\nname: shop_fr\nlanguage: fr\ntexts:\n{entries}"
    merged, findings = check_layers([CORE, layer(SHOP + german)])
    assert [finding.text("en") for finding in findings if finding.code in {"unknown_item", "text_not_shown"}] == []
    order = compile_catalog(merged).object("shop_order")
    assert order.states is not None and order.states.transitions[0].message is not None
    assert order.states.transitions[0].message.text("fr").startswith("fr ")
    assert order.field("stage").label.text("fr").startswith("fr ")


def test_a_translation_of_what_is_not_written_is_told_not_to_show() -> None:
    french = "---\nkind: translation\nname: t\nlanguage: fr\ntexts: [{item: object/shop_order/plural, text: Commandes}]"
    _, findings = check_layers([CORE, layer(SHOP + french)])
    assert [(found.code, found.severity) for found in findings if "texts" in found.path] == [
        ("text_not_shown", "warning")
    ]


def test_an_item_of_a_packages_kind_says_what_its_schema_calls_labels() -> None:
    kind = copy.deepcopy(SCHEMA)
    promise = kind["$defs"]["promise"]["properties"]
    promise["note"] = {"$ref": "common.schema.json#/$defs/label", "title": "Note", "x-zh-title": "备注"}
    level = LEVEL.replace("minutes: 480}", "minutes: 480, note: {en: No hurry, zh: 不急}}")
    merged, findings = checked(desk(f"{CASES}---{level}", kind=kind))
    assert findings == ()
    assert {text.path: text.en for text in texts_of(merged.items["sla_policy", "basic"])} == {
        ("label",): "Basic", ("notice",): "Late soon", ("promises", "low", "note"): "No hurry",
    }  # fmt: skip
