"""Applying a change: tables, columns, documents and the revision come together or not at all."""

from typing import Any

import pytest
from guanxi.access.principal import Principal
from guanxi.change.apply import Applied, apply
from guanxi.change.install import install, installed
from guanxi.change.plan import plan
from guanxi.change.revisions import revisions, undoing
from guanxi.change.wanted import Wanted
from guanxi.errors import Conflict, Invalid
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.workspace.workspace import Workspace

ADMIN = Principal.system("test")


def loose(*bodies: dict[str, Any]) -> Wanted:
    return Wanted(documents=tuple(Document(body["kind"], body["name"], WORKSPACE, body) for body in bodies))


def visit(*fields: dict[str, Any]) -> dict[str, Any]:
    label = {"en": "Visit", "zh": "拜访"}
    name = {"name": "name", "label": {"en": "Name", "zh": "名称"}, "type": "text", "required": True}
    return {"kind": "object", "name": "visit", "label": label, "fields": [name, *fields]}


def a_field(name: str, type_: str = "text", **keys: object) -> dict[str, Any]:
    return {"name": name, "label": {"en": name.title(), "zh": "字段"}, "type": type_, **keys}


def put(workspace: Workspace, *bodies: dict[str, Any], message: str = "test") -> Applied:
    return apply(workspace, loose(*bodies), author=ADMIN, message=message)


def test_a_new_object_is_in_the_next_snapshot(workspace: Workspace) -> None:
    before = workspace.snapshot().catalog.revision
    put(workspace, visit(a_field("place")))
    catalog = workspace.snapshot().catalog
    assert catalog.revision == before + 1
    assert "place" in catalog.object("visit").fields


def test_applying_twice_plans_nothing(workspace: Workspace) -> None:
    put(workspace, visit(a_field("place")))
    again = put(workspace, visit(a_field("place")))
    assert not again.changed
    assert plan(workspace, loose(visit(a_field("place")))).as_json("en")["changes"] == []


def test_the_same_input_makes_the_same_plan(workspace: Workspace) -> None:
    wanted = loose(visit(a_field("place")))
    assert plan(workspace, wanted).id == plan(workspace, wanted).id


def test_installing_again_changes_nothing(workspace: Workspace) -> None:
    install(workspace, "sales", author=ADMIN)
    assert not install(workspace, "sales", author=ADMIN).changed
    assert list(installed(workspace)) == ["core", "base", "sales"]


def test_a_faulty_document_leaves_everything_as_it_was(workspace: Workspace) -> None:
    before = workspace.snapshot().catalog.revision
    with pytest.raises(Invalid) as caught:
        put(workspace, visit(a_field("place", "txt")), visit(a_field("total", "formula", formula="nothing + 1")))
    assert caught.value.problems
    assert workspace.snapshot().catalog.revision == before
    assert workspace.snapshot().catalog.find("visit") is None


def test_a_plan_made_against_an_older_revision_is_refused(workspace: Workspace) -> None:
    made = plan(workspace, loose(visit()))
    put(workspace, {"kind": "picklist", "name": "mood", "label": {"en": "Mood", "zh": "心情"}, "values": []})
    with pytest.raises(Conflict):
        apply(workspace, loose(visit()), author=ADMIN, plan_id=made.id)


def test_a_field_that_goes_and_comes_back_has_its_old_column(workspace: Workspace) -> None:
    put(workspace, visit(a_field("place")))
    first = workspace.snapshot().catalog.object("visit").fields["place"].id
    put(workspace, visit())
    assert "place" not in workspace.snapshot().catalog.object("visit").fields
    put(workspace, visit(a_field("place")))
    assert workspace.snapshot().catalog.object("visit").fields["place"].id == first


def test_undoing_a_revision_puts_its_documents_back(workspace: Workspace) -> None:
    put(workspace, visit())
    put(workspace, visit(a_field("place")), message="add place")
    newest = revisions(workspace)[0]
    assert newest.message == "add place"
    apply(workspace, undoing(workspace, newest.number), author=ADMIN)
    assert "place" not in workspace.snapshot().catalog.object("visit").fields


def test_removing_what_a_rule_needs_is_refused(workspace: Workspace) -> None:
    rule = {
        "kind": "rule",
        "name": "needs_place",
        "object": "visit",
        "when": "ISBLANK(place)",
        "message": {"en": "Where?", "zh": "在哪里？"},
    }
    put(workspace, visit(a_field("place")), rule)
    with pytest.raises(Invalid):
        put(workspace, visit())
