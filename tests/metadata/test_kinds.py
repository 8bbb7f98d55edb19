"""The schemas of kinds: what every list is, and what the shape of a document may be."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from guanxi.fields import FIELD_TYPES
from guanxi.metadata.kinds import OURS, ListRule, entry_key
from guanxi.settings import asset_path

from tests.support.packages import documents

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
