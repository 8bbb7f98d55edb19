"""Record types and dependent picklists in saves, imports and the description of forms, on both databases."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from guanxi.automation.imports import IMPORT_JOB, run_import_job
from guanxi.automation.worker import Worker
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client, told
from tests.web.test_imports import send

WORDS = {"en": "Words", "zh": "文字"}
DOCUMENTS: tuple[Mapping[str, Any], ...] = (
    {"kind": "picklist", "name": "land", "label": WORDS, "values": [{"name": "cn"}, {"name": "fr"}]},
    {"kind": "picklist", "name": "town", "label": WORDS, "depends_on": "land", "values": [
        {"name": "suzhou", "goes_with": ["cn"]}, {"name": "lyon", "goes_with": ["fr"]}, {"name": "other"},
    ]},
    {"kind": "extension", "name": "types", "object": "account",
     "fields": [
         {"name": "land", "type": "picklist", "values": "land", "label": WORDS},
         {"name": "town", "type": "picklist", "values": "town", "controlled_by": "land", "label": WORDS},
     ],
     "record_types": [
         {"name": "company", "label": {"en": "Company", "zh": "企业"}},
         {"name": "person", "label": {"en": "Person", "zh": "个人"}, "values": [
             {"field": "type", "values": ["customer", "prospect"], "default": "prospect"},
             {"field": "town", "values": ["suzhou", "other"]},
         ]},
     ]},
    {"kind": "layout", "name": "person_page", "object": "account", "label": WORDS, "record_types": ["person"],
     "tabs": []},
    {"kind": "role", "name": "keeper", "label": WORDS, "audience": "staff", "objects": [
        {"object": "account", "rights": ["create", "read", "update"], "record_type": "person",
         "fields": {"read": ["name", "type", "town"], "write": ["name", "type", "town"]}},
    ]},
)  # fmt: skip


@pytest.fixture
def typed(admin: Client) -> Client:
    admin.post("/records/account", {"name": "Old", "type": "partner"}, 201)
    planned = admin.post("/metadata/plan", {"documents": list(DOCUMENTS)}, 200)
    assert ["fields", "record_type"] in [change["path"] for change in planned["changes"]]
    admin.post("/metadata/apply", {"documents": list(DOCUMENTS), "message": "types"}, 200)
    return admin


@pytest.fixture
def keeper(typed: Client, person: Callable[..., Client]) -> Client:
    del typed
    return person("keeper", "keeper")


def problems(answer: Any) -> list[tuple[str, str]]:
    return [(problem["field"], problem["code"]) for problem in answer["errors"]]


def made(client: Client, **values: Any) -> Any:
    return client.post("/records/account", {"name": "New", **values}, 201)["data"]


def test_a_new_record_has_the_type_and_values_of_its_writers_role(typed: Client, keeper: Client) -> None:
    assert [made(client)["record_type"] for client in (typed, keeper)] == ["company", "person"]
    assert made(keeper)["type"] == "prospect"
    assert made(typed, record_type="person")["type"] == "prospect"
    assert made(typed)["type"] is None


def test_values_that_do_not_go_together_are_refused(typed: Client) -> None:
    wrong = {"name": "x", "record_type": "person", "type": "partner", "land": "fr", "town": "lyon"}
    refused = typed.post("/records/account", wrong, 422)
    assert problems(refused) == [("type", "not_for_record_type"), ("town", "not_for_record_type")]
    refused = typed.post("/records/account", {"name": "x", "town": "suzhou"}, 422)
    assert problems(refused) == [("town", "not_with_control")]
    kept = made(typed, land="cn", town="suzhou")
    path = f"/records/account/{kept['id']}"
    assert problems(typed("PATCH", path, {"land": "fr"}).get_json()) == [("town", "not_with_control")]
    assert typed("PATCH", path, {"land": "fr", "town": "lyon"}).status_code == 200
    assert problems(typed("PATCH", path, {"record_type": "person"}).get_json()) == [("town", "not_for_record_type")]
    assert typed("PATCH", path, {"land": "fr", "town": "other", "record_type": "person"}).status_code == 200


def test_records_from_before_keep_what_they_have_until_it_changes(typed: Client) -> None:
    [old] = typed.get("/records/account?filter=name = 'Old'&fields=record_type,type")["data"]
    assert (old["record_type"], old["type"]) == (None, "partner")
    assert typed("PATCH", f"/records/account/{old['id']}", {"name": "Older"}).status_code == 200


def test_describe_tells_what_narrows_a_form(typed: Client, keeper: Client) -> None:
    seen = typed.get("/objects/account", Accept_Language="zh")
    assert [(one["name"], one["label"], one["default"]) for one in seen["record_types"]] == [
        ("company", "企业", True), ("person", "个人", False),
    ]  # fmt: skip
    assert seen["record_types"][1]["values"] == {"type": ["customer", "prospect"], "town": ["suzhou", "other"]}
    town = next(field for field in seen["fields"] if field["name"] == "town")
    assert town["controlled_by"] == "land"
    assert [value.get("goes_with") for value in town["values"]] == [["cn"], ["fr"], None]
    assert [(page["name"], page["record_types"]) for page in seen["layouts"]] == [
        ("person_page", ["person"]), ("account_page", []),
    ]  # fmt: skip
    seen = keeper.get("/objects/account")
    assert [one["name"] for one in seen["record_types"] if one["default"]] == ["person"]
    town = next(field for field in seen["fields"] if field["name"] == "town")
    assert "controlled_by" not in town
    assert not any("goes_with" in value for value in town["values"])


def test_an_import_reports_the_rows_whose_values_do_not_go_together(
    typed: Client, sales: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mapping = {"fields": [{"field": name, "column": name} for name in ("name", "land", "town")]}
    rows = b"name,land,town\nGood,cn,suzhou\nBad,fr,suzhou\n"
    started = told(send(typed, rows, mapping=json.dumps(mapping), mode="partial"), 202)["data"]
    Worker(sales, {IMPORT_JOB: run_import_job}).work_off(started["job"])
    done = typed.get(f"/imports/{started['id']}")["data"]
    assert (done["result"]["created"], done["result"]["refused"]) == (1, 1)
    assert "does not go with" in typed("GET", f"/imports/{started['id']}/errors.csv").get_data(as_text=True)


def test_types_leave_with_a_rollback_and_come_back_with_their_values(typed: Client) -> None:
    kept = made(typed, record_type="person")["id"]
    number = typed.get("/metadata/revisions")["data"][0]["number"]
    typed.post(f"/metadata/revisions/{number}/rollback", {}, 200)
    assert typed.get("/objects/account")["record_types"] == []
    typed.post("/metadata/apply", {"documents": list(DOCUMENTS), "message": "again"}, 200)
    assert typed.get(f"/records/account/{kept}")["data"]["name"] == "New"
    assert typed.get(f"/records/account/{kept}?fields=record_type")["data"]["record_type"] == "person"
