"""What the sentences of plans and hints call things, in both languages."""

from typing import Any

import pytest
from guanxi.change.naming import Naming
from guanxi.change.plan import plan
from guanxi.workspace.workspace import Workspace

from tests.change.changes import a_field, create, loose, put, removal, visit

MOOD: dict[str, Any] = {
    "kind": "picklist", "name": "mood", "label": {"en": "Mood", "zh": "心情"}, "values": [
        {"name": "calm", "label": {"en": "Calm", "zh": "平静"}},
        {"name": "loud", "label": {"en": "Loud", "zh": "喧闹"}},
    ],
}  # fmt: skip


def planner(*rights: str, **fields: Any) -> dict[str, Any]:
    grants = [{"object": "visit", "rights": list(rights), "fields": {"read": "*", **fields}}]
    label = {"en": "Planner", "zh": "计划员"}
    return {"kind": "role", "name": "planner", "label": label, "audience": "staff", "objects": grants}


def sentences(workspace: Workspace, *documents: dict[str, Any], language: str) -> list[str]:
    told = plan(workspace, loose(*documents)).as_json(language)
    return [effect["message"] for change in told["changes"] for effect in change["effects"]]


def test_a_plan_calls_a_field_that_goes_by_its_label(workspace: Workspace) -> None:
    put(workspace, visit(a_field("place")))
    create(workspace, "visit", {"name": "a", "place": "here"})
    assert sentences(workspace, visit(), language="zh") == ["隐藏字段“字段”（`place`），其中 1 条记录有值。"]


def test_a_plan_calls_rights_of_a_role_by_their_words(workspace: Workspace) -> None:
    put(workspace, visit(a_field("place")), planner("read", "update"))
    create(workspace, "user", {"login": "ann", "name": "Ann", "roles": ["planner"]})
    told = sentences(workspace, planner("read", "update", "delete", write=["place"]), language="en")
    holders = "1 people hold the role “Planner” (`planner`) and may from now on: "
    assert told == [f"{holders}“Visit” (`visit`): “Delete”.", f"{holders}“Place” (`place`): “Write”."]


@pytest.mark.parametrize(
    ("code", "params", "expected"),
    [
        ("merges_value", {"old": "calm", "new": "loud"}, "“平静”（`calm`）并入“喧闹”（`loud`），合并后无法再区分。"),
        ("keeps_value", {"value": "calm", "rows": 2}, "2 条记录仍保留取值“平静”（`calm`）。"),
        ("value_rests", {"value": "gone", "rows": 2}, "2 条记录仍保留取值`gone`，但该值不可再选。"),
    ],
)
def test_a_value_of_a_picklist_is_called_by_its_label(
    workspace: Workspace, code: str, params: dict[str, object], expected: str
) -> None:
    put(workspace, MOOD)
    naming = Naming((workspace.snapshot().catalog,), "zh")
    assert naming.sentence(code, params, "picklist", "mood") == expected


def test_what_only_the_former_catalog_knows_is_called_by_its_label(workspace: Workspace) -> None:
    put(workspace, visit())
    told = sentences(workspace, removal("object", "visit"), language="en")
    assert told == ["Hides “Visit” (`visit`) with 0 records."]
