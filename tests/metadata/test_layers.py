"""Layers merged into one form: extensions, patches, hiding, placing and what the vendor said."""

from typing import Any

import pytest
from guanxi.metadata.document import Document, Manifest
from guanxi.metadata.kinds import OURS
from guanxi.metadata.layers import Layer, Merged, merge, vendor_values
from guanxi.metadata.load import WORKSPACE
from hypothesis import given
from hypothesis import strategies as st

from tests.support.packages import layer

BASE = """
kind: object
name: thing
label: {en: Thing, zh: 物}
owned: true
features: [history]
fields:
  - {name: name, type: text, label: {en: Name, zh: 名称}, max_length: 50}
  - {name: size, type: integer}
  - {name: colour, type: picklist, values: colour}
states:
  field: colour
  transitions:
    - {from: red, to: blue, requires: [size]}
---
kind: picklist
name: colour
values:
  - {name: red}
  - {name: blue}
---
kind: rule
name: small
object: thing
when: size > 5
message: {en: Too big., zh: 太大。}
"""


def merged(*layers: Layer) -> Merged:
    return merge([layer(BASE), *layers])


def patched(text: str) -> Merged:
    return merged(layer(text, WORKSPACE))


def names(found: Merged, kind: str, name: str, key: str) -> list[str]:
    item = found.get(kind, name)
    assert item is not None
    return [entry["name"] for entry in item.body[key]]


def codes(found: Merged) -> list[str]:
    return [finding.code for finding in found.findings]


def test_extension_adds_entries_that_stay_its_own() -> None:
    found = merged(layer(
        "kind: extension\nname: more\nobject: thing\nfields: [{name: weight, type: decimal}]\n"
        "transitions: [{from: blue, to: red}]\n"
        "rules: [{name: heavy, when: weight > 9, message: {en: Heavy., zh: 重。}}]\n"
        "---\nkind: extension\nname: hues\npicklist: colour\nvalues: [{name: green}]", "more", depends=["shop"],
    ))  # fmt: skip
    thing, rule = found.get("object", "thing"), found.get("rule", "heavy")

    assert thing and rule and codes(found) == []
    assert names(found, "object", "thing", "fields") == ["name", "size", "colour", "weight"]
    assert [gate["to"] for gate in thing.body["states"]["transitions"]] == ["blue", "red"]
    assert names(found, "picklist", "colour", "values") == ["red", "blue", "green"]
    assert (thing.owner("fields", "weight"), thing.owner("fields", "size"), rule.package) == ("more", "shop", "more")
    assert rule.body["object"] == "thing"


def test_finding_about_an_extended_field_points_to_the_extension() -> None:
    text = "kind: extension\nname: more\nobject: thing\nfields:\n  - name: weight\n    type: decimal"
    item = merged(layer(text, "more")).get("object", "thing")
    assert item is not None
    finding = item.finding("bad_default", ("fields", "weight", "type"))

    assert (finding.file, finding.line, finding.path) == ("more.yaml", 6, "object/thing/fields/weight/type")
    assert item.finding("x", ("fields", "size")).line == 9


@pytest.mark.parametrize(
    ("text", "package", "code"),
    [
        ("kind: extension\nname: a\nobject: thang\nfields: []", "more", "extends_nothing"),
        ("kind: extension\nname: a\nobject: thing\nfields: [{name: size, type: text}]", "more", "duplicate_entry"),
        ("kind: object\nname: thing\nfields: []", "more", "duplicate_item"),
        ("kind: object\nname: b\nfields: []\n---\nkind: object\nname: b\nfields: []", "more", "duplicate_item"),
        ("kind: object\nname: thing\nowned: false", WORKSPACE, "patch_frozen"),
        ("kind: object\nname: thing\nfields: [{name: size, type: text}]", WORKSPACE, "patch_frozen"),
        ("kind: object\nname: thing\nfields: [{name: sizes, hidden: true}]", WORKSPACE, "patch_targets_nothing"),
        ("kind: object\nname: thing\nfields: [{name: size, after: gone}]", WORKSPACE, "anchor_gone"),
    ],
)
def test_change_that_does_not_fit_is_reported(text: str, package: str, code: str) -> None:
    assert code in codes(merged(layer(text, package)))


def test_package_may_not_extend_itself() -> None:
    found = merge([layer(BASE + "---\nkind: extension\nname: a\nobject: thing\nfields: []")])

    assert codes(found) == ["extends_own"]


def test_patch_changes_hides_adds_and_places() -> None:
    found = patched(
        "kind: object\nname: thing\nlabel: {zh: 东西}\nfields:\n  - {name: name, max_length: 80, label: {en: Title}}\n"
        "  - {name: size, hidden: true}\n  - {name: note, type: long_text, after: ^}\n  - {name: colour, after: note}"
    )
    item = found.get("object", "thing")
    assert item is not None

    assert codes(found) == []
    assert item.body["label"] == {"en": "Thing", "zh": "东西"}
    assert names(found, "object", "thing", "fields") == ["note", "colour", "name"]
    assert item.body["fields"][2] == {
        "name": "name",
        "type": "text",
        "label": {"en": "Title", "zh": "名称"},
        "max_length": 80,
    }
    assert (item.owner("fields", "note"), item.owner("fields", "name"), item.package) == (WORKSPACE, "shop", "shop")


def test_patch_of_a_set_adds_and_drops() -> None:
    found = patched(
        "kind: object\nname: thing\n"
        "states: {field: colour, transitions: [{from: red, to: blue, requires: [name, -size]}]}"
    )
    item = found.get("object", "thing")
    assert item is not None

    assert item.body["states"]["transitions"] == [{"from": "red", "to": "blue", "requires": ["name"]}]


def test_whole_item_can_be_hidden() -> None:
    assert patched("kind: rule\nname: small\nhidden: true").get("rule", "small") is None


def test_merging_leaves_the_documents_alone() -> None:
    vendor = layer(BASE)
    before = repr(vendor.documents)
    merge([vendor, layer("kind: object\nname: thing\nfields: [{name: size, required: true}]", WORKSPACE)])

    assert repr(vendor.documents) == before


def test_vendor_values_are_those_that_the_patch_stands_on() -> None:
    vendor = layer(BASE).documents[0].body
    patch = {
        "kind": "object", "name": "thing", "label": {"zh": "东西"}, "icon": "box",
        "fields": [
            {"name": "name", "max_length": 80}, {"name": "size", "hidden": True}, {"name": "note", "type": "text"},
        ],
    }  # fmt: skip

    assert vendor_values(OURS, "object", vendor, patch) == {
        "label": {"zh": "物"}, "icon": None, "fields": [{"name": "name", "max_length": 50}, {"name": "size"}],
    }  # fmt: skip


NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
VENDOR_FIELD = st.fixed_dictionaries({"name": NAMES, "type": st.just("text"), "max_length": st.integers(1, 9)})
VENDOR = st.lists(VENDOR_FIELD, unique_by=lambda entry: str(entry["name"]))
CHANGE = st.fixed_dictionaries(
    {"name": NAMES},
    optional={"max_length": st.integers(10, 19), "hidden": st.just(True), "after": NAMES | st.just("^")},
)
CHANGES = st.lists(CHANGE, unique_by=lambda entry: str(entry["name"]))


def fields_after(vendor: list[Any], changes: list[Any]) -> list[Any]:
    layers = [
        Layer(
            Manifest(package, "1.0.0"),
            (Document("object", "x", package, {"kind": "object", "name": "x", "fields": fields}),),
        )
        for package, fields in (("shop", vendor), (WORKSPACE, changes))
    ]
    item = merge(layers).get("object", "x")
    assert item is not None
    return list(item.body["fields"])


@given(vendor=VENDOR, changes=CHANGES)
def test_merge_keeps_what_no_patch_names_and_does_what_each_says(vendor: list[Any], changes: list[Any]) -> None:
    found = fields_after(vendor, changes)
    by_name = {entry["name"]: entry for entry in found}
    hidden = {change["name"] for change in changes if "hidden" in change}
    changed = {change["name"]: change for change in changes if "hidden" not in change}

    assert len(by_name) == len(found)
    assert set(by_name) == ({entry["name"] for entry in vendor} | set(changed)) - hidden
    for entry in vendor:
        if entry["name"] in by_name:
            assert by_name[entry["name"]]["max_length"] == changed.get(entry["name"], {}).get(
                "max_length", entry["max_length"]
            )
    assert not any(key in entry for entry in found for key in ("hidden", "after"))


@given(vendor=VENDOR, changes=CHANGES)
def test_order_is_the_vendors_but_for_what_is_placed(vendor: list[Any], changes: list[Any]) -> None:
    placed = {change["name"] for change in changes if "after" in change}
    order = [entry["name"] for entry in fields_after(vendor, changes) if entry["name"] not in placed]
    vendor_order = [entry["name"] for entry in vendor if entry["name"] in order]

    assert order[: len(vendor_order)] == vendor_order


@given(vendor=VENDOR)
def test_empty_patch_changes_nothing(vendor: list[Any]) -> None:
    assert fields_after(vendor, []) == vendor
