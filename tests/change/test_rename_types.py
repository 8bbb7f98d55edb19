"""A renamed record type is the same thing under another name: records, pages and formulas follow, and it comes back."""

from typing import Any

import pytest
from guanxi.automation.worker import Worker
from guanxi.change.apply import apply
from guanxi.change.plan import plan
from guanxi.change.revisions import revisions, undoing
from guanxi.change.uses import uses
from guanxi.change.wanted import Wanted
from guanxi.cli.handlers import HANDLERS
from guanxi.errors import Invalid, Missing
from guanxi.formula import FormulaInvalid
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, built, create, loose, put, read, visit
from tests.change.test_rename import bodies
from tests.change.test_undo import mood

SIZE = a_field("mood", "picklist", values="mood")
SMALL: dict[str, Any] = {"name": "small", "label": {"en": "Small", "zh": "小"}}
LARGE: dict[str, Any] = {
    "name": "large", "label": {"en": "Large", "zh": "大"},
    "values": [{"field": "mood", "values": ["calm", "loud"], "default": "loud"}],
}  # fmt: skip
HUGE = {**LARGE, "name": "huge", "renamed_from": "large"}


def dependants(name: str, owner: str = "visit") -> tuple[dict[str, Any], ...]:
    """Return a document of every kind that names a record type."""
    words = {"en": "Words", "zh": "文字"}
    return (
        {"kind": "layout", "name": "large_page", "object": owner, "label": words, "record_types": [name], "tabs": []},
        {"kind": "role", "name": "guest", "audience": "staff", "label": words,
         "objects": [{"object": owner, "rights": ["read"], "record_type": name}]},
        {"kind": "rule", "name": "no_moon", "object": owner, "message": words,
         "when": f"record_type = '{name}' AND ISPICKVAL(record_type, '{name}') AND name = 'moon'"},
        {"kind": "view", "name": "visit_list", "object": owner, "label": words, "columns": [{"field": "name"}],
         "filter": f"record_type <> '{name}'"},
        {"kind": "translation", "name": "french", "language": "fr",
         "texts": [{"item": f"object/{owner}/record_types/{name}/label", "text": "Grand"}]},
    )  # fmt: skip


@pytest.fixture
def typed(workspace: Workspace) -> Workspace:
    """Return a workspace with visits of two record types, which documents of all kinds name."""
    put(workspace, mood("calm", "loud", "odd"), visit(SIZE, record_types=[SMALL, LARGE]), *dependants("large"))
    create(workspace, "visit", {"name": "a", "record_type": "large"}, {"name": "b", "record_type": "small"})
    return workspace


def renamed(workspace: Workspace) -> dict[str, Any]:
    return built(workspace, visit(SIZE, record_types=[SMALL, HUGE]))


def test_a_renamed_record_type_is_what_is_asked_for_before_its_build_comes_by(typed: Workspace) -> None:
    put(typed, visit(SIZE, record_types=[SMALL, HUGE]))
    assert read(typed, "visit", "name", "record_type") == [("a", "huge"), ("b", "small")]
    assert read(typed, "visit", "name", filter="record_type <> 'huge'") == [("b",)]


def test_a_renamed_record_type_keeps_its_records_and_every_reference_follows(typed: Workspace) -> None:
    assert renamed(typed)["state"] == "done"
    assert read(typed, "visit", "record_type", "mood") == [("huge", "loud"), ("small", None)]
    told = bodies(typed)
    for expected in dependants("huge"):
        assert told[expected["kind"], expected["name"]] == expected
    catalog = typed.snapshot().catalog
    assert [one.name for one in catalog.object("visit").record_types] == ["small", "huge"]
    assert not plan(typed, loose(visit(SIZE, record_types=[SMALL, HUGE]))).changes


def test_the_old_name_of_a_record_type_goes_on_to_answer_until_it_is_retired(typed: Workspace) -> None:
    renamed(typed)
    assert read(typed, "visit", "name", filter="record_type = 'large'") == [("a",)]
    create(typed, "visit", {"name": "c", "record_type": "large"})
    assert read(typed, "visit", "record_type", "mood", filter="name = 'c'") == [("huge", "loud")]
    with pytest.raises(Invalid, match="not_for_record_type"):
        create(typed, "visit", {"name": "d", "record_type": "large", "mood": "odd"})
    apply(typed, Wanted(retired=frozenset({"visit.record_type.large"})), author=ADMIN)
    with pytest.raises(FormulaInvalid, match="“large” is not a value of record_type"):
        read(typed, "visit", "name", filter="record_type = 'large'")
    with pytest.raises(Invalid, match="not_in_picklist"):
        create(typed, "visit", {"name": "d", "record_type": "large"})


def test_documents_with_the_old_name_of_a_record_type_are_put_right_with_a_warning(typed: Workspace) -> None:
    renamed(typed)
    made = plan(typed, loose(*dependants("large")))
    assert made.is_empty
    assert {(finding.code, finding.fix) for finding in made.findings} == {("former_name", "huge")}


def test_a_record_type_cannot_take_a_name_that_another_had_before(typed: Workspace) -> None:
    renamed(typed)
    with pytest.raises(Invalid, match="name_is_former"):
        put(typed, visit(SIZE, record_types=[SMALL, HUGE, LARGE]))


def test_a_plan_tells_the_rename_of_a_record_type_and_the_records_that_are_rewritten(typed: Workspace) -> None:
    (change,) = plan(typed, loose(visit(SIZE, record_types=[SMALL, HUGE]))).changes
    told = change.difference
    assert (told.action, told.kind, told.name, told.path) == ("rename", "object", "visit", ("record_types", "huge"))
    assert {effect.code: effect.params.get("rows") for effect in change.effects} == {
        "keeps_alias": None, "rewrites": None, "recodes_rows": 1,
    }  # fmt: skip


def work_off(workspace: Workspace, jobs: tuple[str, ...]) -> None:
    for job in jobs:
        Worker(workspace, HANDLERS).work_off(job)


def test_undoing_a_renamed_record_type_writes_the_old_one_back(typed: Workspace) -> None:
    before = bodies(typed)
    renamed(typed)
    create(typed, "visit", {"name": "c", "record_type": "huge"})
    number = next(item.number for item in revisions(typed) if item.changes)
    work_off(typed, apply(typed, undoing(typed, number), author=ADMIN).jobs)
    assert bodies(typed) == before
    assert read(typed, "visit", "record_type") == [("large",), ("small",), ("large",)]
    with pytest.raises(FormulaInvalid):
        read(typed, "visit", "name", filter="record_type = 'huge'")


def test_a_record_type_that_becomes_one_with_another_is_told_as_destructive(typed: Workspace) -> None:
    merged = visit(SIZE, record_types=[{**SMALL, "renamed_from": "large"}])
    (change,) = plan(typed, loose(merged)).changes
    assert (change.destructive, change.effects[0].code) == (True, "merges_value")
    built(typed, merged)
    assert read(typed, "visit", "record_type") == [("small",), ("small",)]
    assert bodies(typed)["layout", "large_page"]["record_types"] == ["small"]


def test_an_object_and_its_record_type_are_renamed_together_and_come_back(typed: Workspace) -> None:
    before = bodies(typed)
    both = {**visit(SIZE, record_types=[SMALL, HUGE]), "name": "journey", "renamed_from": "visit"}
    built(typed, both)
    for expected in dependants("huge", "journey"):
        assert bodies(typed)[expected["kind"], expected["name"]] == expected
    assert read(typed, "visit", "record_type", filter="record_type = 'large'") == [("huge",)]
    number = next(item.number for item in revisions(typed) if item.changes)
    work_off(typed, apply(typed, undoing(typed, number), author=ADMIN).jobs)
    assert bodies(typed) == before
    assert read(typed, "visit", "record_type") == [("large",), ("small",)]


def test_the_former_name_of_a_record_type_goes_along_when_its_object_is_renamed(typed: Workspace) -> None:
    renamed(typed)
    put(typed, {**visit(SIZE, record_types=[SMALL, HUGE]), "name": "journey", "renamed_from": "visit"})
    assert read(typed, "journey", "name", filter="record_type = 'large'") == [("a",)]


def test_a_renamed_record_type_stays_the_one_that_a_role_begins_with(typed: Workspace) -> None:
    renamed(typed)
    entry = typed.snapshot().catalog.roles["guest"].objects[0]
    assert entry.record_type == "huge"


def test_where_a_record_type_is_used_is_told(typed: Workspace) -> None:
    found = {(use.kind, use.path) for use in uses(typed, "object", "visit", part="record_type.large")}
    assert found == {
        ("layout", ("record_types", "large")), ("role", ("objects", "visit", "record_type")), ("rule", ("when",)),
        ("view", ("filter",)), ("translation", ("texts", "object/visit/record_types/large/label", "item")),
    }  # fmt: skip
    assert not uses(typed, "object", "visit", part="record_type.small")
    with pytest.raises(Missing):
        uses(typed, "object", "visit", part="record_type.tiny")
    with pytest.raises(Missing):
        uses(typed, "object", "visit", part="large")
