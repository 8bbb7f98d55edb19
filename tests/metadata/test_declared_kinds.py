"""Kinds that a package declares: their schema, their items, and what both of them may get wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from guanxi.catalog import Label
from guanxi.metadata.check import check_layers
from guanxi.metadata.declared import kinds_of
from guanxi.metadata.findings import errors_of
from guanxi.metadata.layers import Layer, merge
from guanxi.metadata.load import WORKSPACE, read_package
from pytest import param

from tests.support.kinds import CASES, LEVEL, MANIFEST, SCHEMA, declaration, desk, schema
from tests.support.packages import catalog_of, checked, codes, layer, write_package

KEYS = SCHEMA["properties"]


def with_key(value: Any) -> dict[str, Any]:
    return schema(properties={**KEYS, "extra": {"title": "Extra", "x-zh-title": "附加", **value}})


def faults(kind: dict[str, Any]) -> list[tuple[str, str]]:
    return codes(desk(kind=kind))


def items(text: str, *more: Layer) -> list[tuple[str, str]]:
    return codes(desk(f"{CASES}---{text}"), *more)


def test_items_of_a_declared_kind_are_sound_metadata() -> None:
    merged, findings = checked(desk(f"{CASES}---{LEVEL}"))

    assert findings == ()
    assert merged.kinds["sla_policy"].package == "desk"
    assert [item.name for item in merged.of_kind("sla_policy")] == ["basic"]


@pytest.mark.parametrize(
    ("kind", "code", "path"),
    [
        param(schema(title=None), "missing_key", "", id="no-title"),
        param(schema(**{"x-folder": None}), "missing_key", "", id="no-folder"),
        param(schema(**{"x-folder": "objects"}), "reserved_name", "/x-folder", id="folder-of-ours"),
        param(schema(**{"x-folder": "tests"}), "reserved_name", "/x-folder", id="folder-kept"),
        param(schema(oneOf=[]), "unknown_key", "/oneOf", id="keyword-without-editor"),
        param(schema(required=["objects"]), "unknown_key", "/required", id="required-unknown"),
        param(schema(properties={"label": KEYS["notice"]}), "kind_common_key", "/properties/label", id="key-of-all"),
        param(with_key({}), "kind_untyped", "/properties/extra", id="without-type"),
        param(with_key({"type": "text"}), "not_allowed", "/properties/extra/type", id="type-unknown"),
        param(with_key({"type": "array"}), "kind_list", "/properties/extra", id="list-without-rule"),
        param(
            with_key({"type": "array", "x-list": "set", "items": {"type": "integer"}}), "kind_set",
            "/properties/extra/x-list", id="set-of-numbers",
        ),
        param(
            with_key({"type": "array", "x-list": "atomic", "items": {"$ref": "#/$defs/promise"}}), "kind_entries",
            "/properties/extra/x-list", id="entries-without-key",
        ),
        param(
            with_key({"type": "array", "x-list": "keyed(minutes)", "items": {"$ref": "#/$defs/promise"}}), "kind_keyed",
            "/properties/extra/x-list", id="key-no-text",
        ),
        param(with_key({"$ref": "#/$defs/promis"}), "kind_ref", "/properties/extra/$ref", id="ref-to-nothing"),
        param(with_key({"$ref": "https://example.org/a"}), "kind_ref", "/properties/extra/$ref", id="ref-outside"),
        param(with_key({"$ref": "common.schema.json#/$defs/field"}), "kind_ref", "/properties/extra/$ref", id="kept"),
        param(with_key({"type": "string", "pattern": "("}), "kind_pattern", "/properties/extra/pattern", id="pattern"),
        param(with_key({"type": "string", "x-ref": "objekt"}), "kind_mark", "/properties/extra/x-ref", id="mark"),
        param(with_key({"type": "string", "x-ref": "value"}), "kind_value_of", "/properties/extra", id="value-of-what"),
        param(
            with_key({"type": "string", "x-ref": "value", "x-of": "feld"}), "unknown_key",
            "/properties/extra/x-of", id="value-of-no-key",
        ),
        param(
            schema(properties={"when": KEYS["when"]}, required=[]), "kind_needs_object", "/properties/when",
            id="formula-over-nothing",
        ),
        param(
            with_key({"enum": ["a"], "x-choices": {"b": {"en": "B", "zh": "乙"}}}), "unknown_key",
            "/properties/extra/x-choices/b", id="word-of-no-choice",
        ),
        param(
            schema(**{"$defs": {"promise": {"type": "object", "properties": {
                "a": {"$ref": "#/$defs/promise", "title": "A", "x-zh-title": "甲"}}}}}),
            "kind_circle", "/$defs/promise", id="circle",
        ),
    ],
)  # fmt: skip
def test_a_schema_that_cannot_be_merged_or_edited_is_refused(kind: dict[str, Any], code: str, path: str) -> None:
    assert (code, f"kind/sla_policy{path}") in faults(kind)


@pytest.mark.parametrize("name", ["view", "field", "drafts", "kind"])
def test_a_kind_is_not_called_like_something_else(name: str) -> None:
    declared = Layer(desk().manifest, (declaration(schema(properties={}, required=[]), name=name),))

    assert ("reserved_name", f"kind/{name}/name") in codes(declared)


def test_words_of_a_schema_in_one_language_alone_are_warned_of() -> None:
    _, findings = checked(desk(kind=with_key({"type": "string", "x-zh-title": "", "title": "Extra"})))
    assert "schema" in {finding.code for finding in findings}

    _, findings = checked(desk(kind=schema(properties={**KEYS, "extra": {"type": "string", "title": "Extra"}})))
    assert [(one.code, one.severity, one.params["language"]) for one in findings] == [
        ("missing_label", "warning", "zh"),
    ]  # fmt: skip


def test_two_packages_declare_neither_the_same_kind_nor_the_same_folder() -> None:
    other = Layer(layer("", "shop", depends=["desk"]).manifest, (
        declaration(package="shop"), declaration(schema(properties={}, required=[]), name="level", package="shop"),
    ))  # fmt: skip

    assert codes(desk(), other) == [
        ("kind_folder_taken", "kind/level/x-folder"), ("duplicate_item", "kind/sla_policy"),
    ]  # fmt: skip


def test_kinds_of_third_parties_carry_their_prefix() -> None:
    manifest = layer("", "acme", prefix="ac_").manifest
    declared = declaration(schema(properties={}, required=[]), name="level", package="acme")

    assert codes(Layer(manifest, (declared,))) == [
        ("needs_prefix", "kind/level/name"), ("needs_prefix", "kind/level/x-folder"),
    ]  # fmt: skip


def test_the_workspace_declares_no_kind() -> None:
    own = Layer(layer("", WORKSPACE).manifest, (declaration(package=WORKSPACE),))

    assert ("kind_of_packages", "kind/sla_policy/kind") in codes(own)


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        param(LEVEL.replace("minutes: 30", "minutes: 0"), "schema", "/promises/0/minutes", id="too-small"),
        param(LEVEL.replace("priority: high", "priority: hihg"), "not_allowed", "/promises/0/priority", id="no-choice"),
        param(LEVEL + "colour: red\n", "unknown_key", "/colour", id="unknown-key"),
        param(LEVEL.replace("object: case\n", ""), "missing_key", "", id="missing-key"),
        param(LEVEL.replace("label: {en: Basic, zh: 基本}", "label: x"), "wrong_type", "/label", id="label-no-pair"),
        param(LEVEL.replace("object: case", "object: caes"), "unknown_object", "/object", id="object"),
        param(LEVEL.replace("when: urgent", "when: urgnt"), "formula", "/when", id="formula"),
        param(LEVEL.replace("when: urgent", "when: name"), "formula", "/when", id="condition-no-boolean"),
        param(LEVEL.replace("[urgent]", "[urgent, urgnt]"), "unknown_field", "/watched", id="field"),
        param(LEVEL + "follows: basik\n", "unknown_item", "/follows", id="item-of-its-kind"),
    ],
)
def test_an_item_is_held_against_its_schema_and_all_it_names(text: str, code: str, path: str) -> None:
    found = [(what, place) for what, place in items(text) if place.startswith("sla_policy/basic")]

    assert [(what, place.startswith(f"sla_policy/basic{path}")) for what, place in found] == [(code, True)]


LISTED = {"type": "array", "x-list": "atomic", "items": {"type": "string"}}


@pytest.mark.parametrize(
    ("said", "value", "words"),
    [
        param({"type": "string", "minLength": 3}, "ab", "至少需要 3 个字符", id="min-length"),
        param({"type": "string", "maxLength": 3}, "abcd", "最多 3 个字符", id="max-length"),
        param({"type": "integer", "minimum": 3}, "2", "不得小于 3", id="minimum"),
        param({"type": "number", "maximum": 3}, "3.5", "不得大于 3", id="maximum"),
        param({**LISTED, "minItems": 2}, "[a]", "至少需要 2 项", id="min-items"),
        param({**LISTED, "maxItems": 1}, "[a, b]", "最多 1 项", id="max-items"),
        param({"type": "string", "pattern": "^[a-z]+$"}, "A", "格式须为 ^[a-z]+$", id="pattern"),
        param({"type": "boolean"}, "maybe", "此处必须是 boolean", id="type"),
    ],
)
def test_each_limit_of_a_schema_is_told_in_the_language_of_the_reader(
    said: dict[str, Any], value: str, words: str
) -> None:
    _, findings = checked(desk(f"{CASES}---{LEVEL}extra: {value}\n", kind=with_key(said)))

    assert [one.path for one in findings] == ["sla_policy/basic/extra"]
    assert words in findings[0].text("zh")


def test_a_pattern_is_matched_without_backtracking() -> None:
    kind = with_key({"type": "string", "pattern": "^(a+)+$"})
    slow = "a" * 60
    text = f"{CASES}---{LEVEL}extra: {slow}b\n"

    assert codes(desk(text, kind=kind)) == [("schema", "sla_policy/basic/extra")]
    assert codes(desk(text.replace(f"{slow}b", slow), kind=kind)) == []


def test_an_item_of_no_kind_says_which_was_meant() -> None:
    _, findings = checked(desk(f"{CASES}---{LEVEL.replace('kind: sla_policy', 'kind: sla_polcy')}"))

    assert [(one.code, one.fix) for one in errors_of(findings)] == [("unknown_kind", "sla_policy")]


def test_packages_that_build_upon_it_and_the_workspace_have_items_of_their_own() -> None:
    other = LEVEL.replace("name: basic", "name: gold")
    assert codes(desk(), layer(other, "shop", depends=["desk"]), layer(LEVEL, WORKSPACE)) == []
    assert codes(desk(), layer(other, "shop")) == [
        ("not_depended_on", "sla_policy/gold/kind"), ("not_depended_on", "sla_policy/gold/object"),
    ]  # fmt: skip


def test_the_workspace_patches_an_item_by_the_lists_of_its_schema() -> None:
    patch = """
kind: sla_policy
name: basic
watched: [name, -urgent]
promises:
  - {priority: low, hidden: true}
  - {priority: high, minutes: 15}
"""
    merged, findings = checked(desk(f"{CASES}---{LEVEL}"), layer(patch, WORKSPACE))
    item = merged.items["sla_policy", "basic"]

    assert errors_of(findings) == ()
    assert item.body["promises"] == [{"priority": "high", "minutes": 15}]
    assert item.body["watched"] == ["name"]


def test_the_catalog_has_items_that_nobody_can_change_in_all_languages() -> None:
    words = """
kind: translation
name: german
language: de
texts:
  - {item: sla_policy/basic/notice, text: Bald zu spät}
  - {item: sla_policy/basic/label, text: Einfach}
"""
    catalog = catalog_of(desk(f"{CASES}---{LEVEL}---{words}"))
    found = catalog.items("sla_policy")["basic"]

    assert found.label == Label("Basic", "基本", (("de", "Einfach"),))
    assert found.body["notice"].text("de") == "Bald zu spät"
    assert found.body["watched"] == ("urgent",)
    assert dict(found.body["promises"][0]) == {"priority": "high", "minutes": 30}
    with pytest.raises(TypeError):
        found.body["promises"][0]["minutes"] = 1


@pytest.mark.parametrize("place", ["sla_policy/basic/when", "sla_policy/basic/promises/high/minutes"])
def test_a_translation_speaks_of_texts_alone(place: str) -> None:
    words = f"---\nkind: translation\nname: german\nlanguage: de\ntexts:\n  - {{item: {place}, text: Neu}}\n"

    assert ("unknown_item", f"translation/german/texts/{place}/item") in items(LEVEL + words)


def test_items_that_did_not_change_are_taken_over_from_the_catalog_before() -> None:
    before = catalog_of(desk(f"{CASES}---{LEVEL}"))
    after = catalog_of(desk(f"{CASES}---{LEVEL}"), previous=before)

    assert after.kinds["sla_policy"] is before.kinds["sla_policy"]


def test_a_stored_item_is_held_against_the_schema_that_comes() -> None:
    own = layer(LEVEL, WORKSPACE)
    stricter = schema(required=["object", "promises", "follows"])
    layers = [desk(), own]
    _, findings = check_layers([desk(kind=stricter), own], stored=layers)

    assert ("missing_key", "sla_policy/basic") in [(one.code, one.path) for one in findings]


def test_an_item_whose_kind_leaves_is_told_with_the_package() -> None:
    own = layer(LEVEL, WORKSPACE)
    _, findings = check_layers([own], stored=[desk(), own])

    assert [(one.code, one.params["package"]) for one in findings] == [("kind_leaves", "desk")]


def folder(path: Path, files: dict[str, str]) -> Path:
    kind = {"kinds/sla_policy.schema.json": json.dumps(SCHEMA, indent=2, ensure_ascii=False)}
    return write_package(path / "desk", MANIFEST, {**kind, **files})


def test_a_package_folder_holds_kinds_and_items_of_them(tmp_path: Path) -> None:
    files = {"objects/case.yaml": CASES, "sla_policies/basic.yaml": LEVEL}
    package = read_package(folder(tmp_path, files))
    _, findings = checked(Layer(package.manifest, package.documents))

    assert (package.findings, findings) == ((), ())
    assert {document.ref for document in package.documents} == {
        ("kind", "sla_policy"), ("object", "case"), ("sla_policy", "basic"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "code", "line"),
    [
        param({"kinds/sla_policy.schema.json": '{\n"title": }'}, "json_syntax", 2, id="no-json"),
        param({"kinds/sla_policy.schema.json": "[]"}, "not_a_document", 1, id="no-mapping"),
        param({"kinds/sla_policy.schema.json": '{\n"a": 1,\n"a": 2}'}, "duplicate_key", 3, id="key-twice"),
        param({"kinds/sla_policy.yaml": "kind: kind"}, "kind_file", None, id="another-file"),
        param({"sla_policies/basic.yaml": "kind: [\n"}, "yaml_syntax", 2, id="broken-item"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, files: dict[str, str], code: str, line: int | None) -> None:
    found = read_package(folder(tmp_path, files)).findings

    assert [(finding.code, finding.line) for finding in found] == [(code, line)]


def test_findings_of_a_kind_and_its_items_have_their_lines(tmp_path: Path) -> None:
    text = json.dumps(schema(**{"x-folder": "rules"}), indent=2, ensure_ascii=False)
    package = read_package(folder(tmp_path, {"kinds/sla_policy.schema.json": text}))
    _, findings = checked(Layer(package.manifest, package.documents))
    assert [(one.code, one.line) for one in findings] == [("reserved_name", 5)]

    package = read_package(folder(tmp_path, {
        "kinds/sla_policy.schema.json": json.dumps(SCHEMA), "objects/case.yaml": CASES,
        "policies/basic.yaml": LEVEL.replace("minutes: 30", "minutes: x"),
    }))  # fmt: skip
    _, findings = checked(Layer(package.manifest, package.documents))
    assert [(one.code, one.line) for one in findings] == [("wrong_type", 10), ("wrong_folder", 2)]


def test_kinds_are_those_of_the_layers_and_of_no_process() -> None:
    assert "sla_policy" in merge([desk()]).kinds
    assert "sla_policy" not in merge([layer(CASES)]).kinds
    assert "sla_policy" not in kinds_of([declaration(schema(type="array"))])
