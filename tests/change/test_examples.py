"""A plan names records that it is about, as far as its reader may see them, and tells what stands against limits."""

from typing import Any

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.change.plan import plan
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, create, loose, put, read, removal, visit

FIELDS = (a_field("place"), a_field("size", "integer"))


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    put(workspace, visit(*FIELDS, owned=True))
    create(
        workspace, "visit", {"name": "a", "place": "here", "size": 1}, {"name": "b", "size": 20},
        {"name": "c", "place": "HERE", "size": 300},
    )  # fmt: skip
    return workspace


def told(workspace: Workspace, *bodies: dict[str, Any], **keys: Any) -> dict[str, list[tuple[str, str | None]]]:
    """Return the examples of each effect by its code, as names and values."""
    changes = plan(workspace, loose(*bodies), **keys).changes
    found = {effect.code: effect.examples for change in changes for effect in change.effects}
    return {code: [(example.name, example.value) for example in examples] for code, examples in found.items()}


def test_what_is_hidden_is_shown_with_its_values_newest_first(filled: Workspace) -> None:
    assert told(filled, visit(FIELDS[1], owned=True)) == {"hides_field": [("c", "HERE"), ("a", "here")]}
    assert told(filled, removal("object", "visit")) == {"hides_object": [("c", None), ("b", None), ("a", None)]}


def test_records_that_lack_a_required_value_are_named(filled: Workspace) -> None:
    required = a_field("place", required=True)
    assert told(filled, visit(required, FIELDS[1], owned=True)) == {"leaves_blank": [("b", None)]}


def test_records_that_a_rule_would_refuse_are_named(filled: Workspace) -> None:
    message = {"en": "Too large", "zh": "过大"}
    rule = {"kind": "rule", "name": "large", "object": "visit", "when": "size > 10", "message": message}
    assert told(filled, rule) == {"rule_would_refuse": [("c", None), ("b", None)]}


@pytest.mark.parametrize(
    ("field", "refused"),
    [
        (a_field("size", "integer", max=100), [("c", "300")]),
        (a_field("size", "integer", min=5), [("a", "1")]),
        (a_field("size", "integer", min=5, max=100), [("c", "300"), ("a", "1")]),
    ],
)
def test_narrower_limits_of_a_number_tell_which_records_they_refuse(
    filled: Workspace, field: dict[str, Any], refused: list[tuple[str, str]]
) -> None:
    assert told(filled, visit(FIELDS[0], field, owned=True)) == {"limit_would_refuse": refused}


@pytest.mark.parametrize("keys", [{"max_length": 3}, {"pattern": "[a-z]+"}])
def test_narrower_limits_of_a_text_tell_which_records_they_refuse(filled: Workspace, keys: dict[str, Any]) -> None:
    refused = told(filled, visit(a_field("place", **keys), FIELDS[1], owned=True))["limit_would_refuse"]
    assert ("c", "HERE") in refused
    assert (("a", "here") in refused) == ("max_length" in keys)


def test_wider_limits_refuse_nothing(filled: Workspace) -> None:
    assert told(filled, visit(a_field("place", max_length=200), FIELDS[1], owned=True)) == {}


def test_values_that_a_unique_field_would_have_twice_are_told_as_the_key_counts_them(filled: Workspace) -> None:
    unique = a_field("place", unique=True)
    assert told(filled, visit(unique, FIELDS[1], owned=True))["would_not_be_unique"] == [("c", "HERE")]
    create(filled, "visit", {"name": "d", "size": 20})
    numbers = a_field("size", "integer", unique=True)
    assert told(filled, visit(FIELDS[0], numbers, owned=True))["would_not_be_unique"] == [("d", "20")]


def test_a_key_of_several_fields_tells_what_stands_against_it(filled: Workspace) -> None:
    keys = [{"name": "where", "fields": ["place", "size"]}]
    assert "would_not_be_unique" not in told(filled, visit(*FIELDS, owned=True, unique_keys=keys))
    create(filled, "visit", {"name": "d", "place": "HERE", "size": 300})
    assert told(filled, visit(*FIELDS, owned=True, unique_keys=keys))["would_not_be_unique"] == [("d", "HERE")]


def test_a_record_in_the_recycle_bin_stands_against_nothing(filled: Workspace) -> None:
    (third,) = (row for row in read(filled, "visit", "id", "name") if row[1] == "c")
    save(filled.context(ADMIN), "visit", [{"id": third[0]}], operation="delete")
    assert "would_not_be_unique" not in told(filled, visit(a_field("place", unique=True), FIELDS[1], owned=True))


def test_a_value_that_goes_names_records_that_keep_it(workspace: Workspace) -> None:
    def mood(*values: str) -> dict[str, Any]:
        entries = [{"name": value, "label": {"en": value, "zh": "值"}} for value in values]
        return {"kind": "picklist", "name": "mood", "label": {"en": "Mood", "zh": "心情"}, "values": entries}

    fields = a_field("mood", "picklist", values="mood"), a_field("moods", "multi_picklist", values="mood")
    put(workspace, visit(*fields), mood("calm", "loud", "low"))
    create(workspace, "visit", {"name": "a", "mood": "loud"}, {"name": "b", "moods": ["low", "calm"]})
    assert told(workspace, mood("calm", "low")) == {"keeps_value": [("a", None)]}
    assert told(workspace, mood("calm", "loud")) == {"keeps_value": [("b", None)]}


def test_examples_are_records_and_values_that_the_reader_of_the_plan_may_see(filled: Workspace) -> None:
    seen = ["name", "size"]
    rights = [{"object": "visit", "rights": ["read", "create"], "fields": {"read": seen, "write": seen}}]
    put(filled, {"kind": "role", "name": "planner", "audience": "staff", "system": ["setup"],
                 "label": {"en": "Planner", "zh": "规划"}, "objects": rights})  # fmt: skip
    create(filled, "user", {"login": "ann", "name": "Ann", "roles": ["planner"]})
    with filled.database.read() as connection:
        ann = Authenticator(filled.snapshot().catalog).by_login(connection, "ann")
    assert ann is not None
    save(filled.context(ann), "visit", [{"name": "mine", "size": 500}], operation="create")
    limited = visit(FIELDS[0], a_field("size", "integer", max=100), owned=True)
    assert told(filled, limited, reader=ann) == {"limit_would_refuse": [("mine", "500")]}
    assert told(filled, visit(FIELDS[1], owned=True), reader=ann) == {"hides_field": []}
