"""Changes of metadata over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest import param

from tests.web.client import Client, told

FIELD = {"name": "extra", "type": "text", "label": {"en": "Extra", "zh": "附加"}}


def extension(**more: Any) -> dict[str, Any]:
    return {"kind": "extension", "name": "account_extra", "object": "account", "fields": [{**FIELD, **more}]}


def test_a_plan_tells_what_an_apply_then_does(admin: Client) -> None:
    planned = admin.post("/metadata/plan", {"documents": [extension()]}, 200)
    assert [change["path"] for change in planned["changes"]] == [["fields", "extra"]]
    body = {"documents": [extension()], "message": "one more", "plan_id": planned["plan_id"]}
    applied = admin("POST", "/metadata/apply", body)
    revision = told(applied, 200)["revision"]
    assert revision == planned["revision"] + 1
    assert applied.headers["X-Catalog-Revision"] == str(revision)
    after = admin("GET", "/records/account?fields=extra")
    assert after.status_code == 200
    assert after.headers["X-Catalog-Revision"] == str(revision)


def test_a_plan_that_is_no_longer_true_is_not_carried_out(admin: Client) -> None:
    planned = admin.post("/metadata/plan", {"documents": [extension()]}, 200)
    other = {"kind": "extension", "name": "contact_extra", "object": "contact", "fields": [FIELD]}
    admin.post("/metadata/apply", {"documents": [other]}, 200)
    body = {"documents": [extension()], "plan_id": planned["plan_id"]}
    assert told(admin("POST", "/metadata/apply", body), 409)["code"] == "base_moved"


def test_all_findings_are_told_at_once(admin: Client) -> None:
    body = {"documents": [extension(type="nothing"), {"kind": "rule"}, 5]}
    problem = told(admin("POST", "/metadata/plan", body), 422)
    assert len(problem["errors"]) >= 3


def test_a_revision_is_undone_by_a_new_one(admin: Client) -> None:
    applied = admin.post("/metadata/apply", {"documents": [extension()], "message": "why"}, 200)
    newest = admin.get("/metadata/revisions?limit=1")["data"][0]
    assert (newest["number"], newest["message"]) == (applied["revision"], "why")
    undone = admin.post(f"/metadata/revisions/{applied['revision']}/rollback", {}, 200)
    assert undone["revision"] == applied["revision"] + 1
    assert told(admin("GET", "/records/account?fields=extra"), 400)["code"]
    documents = admin.get(f"/metadata/revisions/{applied['revision']}")["data"]["changes"]
    assert documents[0]["before"] is None


def test_a_revision_tells_what_differs_as_a_plan_does(admin: Client) -> None:
    admin.post("/metadata/apply", {"documents": [extension()]}, 200)
    number = admin.post("/metadata/apply", {"documents": [extension(max_length=9)]}, 200)["revision"]
    told = admin.get(f"/metadata/revisions/{number}")["data"]["differences"]
    assert [(each["action"], each["path"], each["before"], each["after"]) for each in told] == [
        ("add", ["fields", "extra", "max_length"], None, 9)
    ]


def test_a_revision_tells_what_came_of_a_change_to_an_item_of_a_package(admin: Client) -> None:
    patch = {"kind": "object", "name": "account", "fields": [{"name": "phone", "help": {"en": "Call here."}}]}
    number = admin.post("/metadata/apply", {"documents": [patch]}, 200)["revision"]
    other = {**patch, "fields": [{"name": "phone", "help": {"en": "Call."}}, {"name": "fax", "type": "phone"}]}
    later = admin.post("/metadata/apply", {"documents": [other]}, 200)["revision"]
    gone = {"kind": "layout", "name": "account_page", "hidden": True}
    hidden = admin.post("/metadata/apply", {"documents": [gone]}, 200)["revision"]
    told = [
        [
            (each["action"], "/".join(each["path"]), each["package"])
            for each in admin.get(f"/metadata/revisions/{revision}")["data"]["differences"]
        ]
        for revision in (number, later, hidden)
    ]
    assert told == [
        [("add", "fields/phone/help", "workspace")],
        [("change", "fields/phone/help/en", "workspace"), ("add", "fields/fax", "workspace")],
        [("remove", "", "workspace")],
    ]


def test_an_item_is_given_merged_and_layer_by_layer(admin: Client) -> None:
    admin.post("/metadata/apply", {"documents": [extension()]}, 200)
    item = admin.get("/metadata/object/account")["data"]
    assert "extra" in [field["name"] for field in item["body"]["fields"]]
    assert [layer["package"] for layer in item["layers"]] == ["base"]
    assert told(admin("GET", "/metadata/object/nothing"), 404)["code"] == "missing"
    listed = admin.get("/metadata")["data"]
    account = {"kind": "object", "name": "account", "package": "base", "label": item["body"]["label"], "object": None}
    assert account in listed


def test_a_former_name_answers_with_a_warning_until_it_is_retired(admin: Client) -> None:
    admin.post("/metadata/apply", {"documents": [extension()]}, 200)
    renamed = extension(name="further", renamed_from="extra")
    admin.post("/metadata/apply", {"documents": [renamed]}, 200)
    warning = '299 - "extra is called further now"'
    created = admin("POST", "/records/account", {"name": "A", "extra": "x"})
    assert (created.status_code, created.headers["Warning"]) == (201, warning)
    listed = admin("GET", "/records/account?fields=further&filter=extra='x'")
    assert ([row["further"] for row in told(listed, 200)["data"]], listed.headers["Warning"]) == (["x"], warning)
    assert "Warning" not in admin("GET", "/records/account?fields=further&filter=further='extra'").headers
    assert told(admin("DELETE", "/metadata/aliases/account.extra"), 200)["changes"][0]["kind"] == "alias"
    assert told(admin("GET", "/records/account?fields=extra"), 400)["code"]
    assert told(admin("DELETE", "/metadata/aliases/account.extra"), 404)["code"] == "missing"


def test_where_a_field_is_used_is_told(admin: Client) -> None:
    admin.post("/metadata/apply", {"documents": [extension()]}, 200)
    rule = {"kind": "rule", "name": "extra_rule", "object": "account", "when": "extra = 'x'",
            "message": {"en": "No.", "zh": "不行。"}}  # fmt: skip
    admin.post("/metadata/apply", {"documents": [rule]}, 200)
    found = admin.get("/metadata/object/account/uses?part=extra")["data"]
    assert found == [{"package": "workspace", "kind": "rule", "name": "extra_rule", "path": ["when"]}]
    assert told(admin("GET", "/metadata/object/account/uses?part=nothing"), 404)["code"] == "missing"


def test_a_purge_is_planned_and_then_nothing_brings_it_back(admin: Client) -> None:
    admin.post("/metadata/apply", {"documents": [extension()]}, 200)
    gone = {"kind": "extension", "name": "account_extra", "remove": True}
    admin.post("/metadata/apply", {"documents": [gone]}, 200)
    planned = admin.post("/metadata/purge", {"names": ["account.extra"], "plan": True}, 200)
    assert [(change["action"], change["destructive"]) for change in planned["changes"]] == [("purge", True)]
    body = {"names": ["account.extra"], "plan_id": planned["plan_id"]}
    done = admin.post("/metadata/purge", body, 200)
    again = admin("POST", f"/metadata/revisions/{done['revision']}/rollback", {})
    assert told(again, 409)["code"] == "purged"
    assert told(admin("POST", "/metadata/purge", body), 404)["code"] == "missing"


def test_one_property_is_undone_after_a_look_at_what_that_does(admin: Client) -> None:
    admin.post("/metadata/apply", {"documents": [extension()]}, 200)
    changed = admin.post("/metadata/apply", {"documents": [extension(required=True, max_length=9)]}, 200)
    place = f"/metadata/revisions/{changed['revision']}/rollback"
    body = {"kind": "extension", "name": "account_extra", "path": ["fields", "extra", "required"]}
    planned = admin.post(place, {**body, "plan": True}, 200)
    assert [change["path"] for change in planned["changes"]] == [["fields", "extra", "required"]]
    admin.post(place, body, 200)
    fields = admin.get("/metadata/object/account")["data"]["body"]["fields"]
    assert fields[-1] == {**FIELD, "max_length": 9}


def test_values_that_do_not_fit_a_new_type_are_told_and_become_blank_when_asked(admin: Client) -> None:
    admin.post("/metadata/apply", {"documents": [extension()]}, 200)
    admin.post("/records/account", {"name": "A", "extra": "many"})
    body: dict[str, Any] = {"documents": [extension(type="integer")]}
    (problem,) = told(admin("POST", "/metadata/plan", body), 422)["errors"]
    assert (problem["code"], problem["field"]) == ("retype_unfit", "object/account/fields/extra/type")
    assert "many" in problem["message"]
    told(admin("POST", "/metadata/apply", body), 422)
    body["blank"] = ["account.extra"]
    (change,) = admin.post("/metadata/plan", body, 200)["changes"]
    assert [effect["code"] for effect in change["effects"]] == ["retype_copies", "retype_blanks"]
    (example,) = change["effects"][1]["examples"]
    assert (example["object"], example["name"], example["value"]) == ("account", "A", "many")
    assert admin.get(f"/records/account/{example['id']}")["data"]["name"] == "A"
    done = admin.post("/metadata/apply", body, 200)
    assert (done["copying"], len(done["jobs"])) == (["account.extra"], 1)
    assert told(admin("POST", "/metadata/apply", {"documents": [], "blank": ["x"]}), 422)["code"] == "invalid"


def test_a_feature_that_several_objects_provide_is_told_once_and_called_as_all_of_them(admin: Client) -> None:
    features = admin.get("/metadata/vocabulary")["features"]
    assert [(each["name"], each["label"]) for each in features] == [
        ("history", "History"), ("comments", "Comments"), ("activities", "Activities, Notes"),
    ]  # fmt: skip


@pytest.mark.parametrize("language, label", [
    param("de", {"en": "German", "zh": "德语"}, id="known"), param("qqq", None, id="unknown"),
])  # fmt: skip
def test_a_translation_is_called_as_its_language(admin: Client, language: str, label: dict[str, str] | None) -> None:
    item = {"kind": "translation", "name": "words", "language": language, "texts": []}
    admin.post("/metadata/apply", {"documents": [item]}, 200)
    found = [each["label"] for each in admin.get("/metadata")["data"] if each["kind"] == "translation"]
    assert found == [label]


def test_labels_suggest_names_that_formulas_take(admin: Client) -> None:
    suggested = admin.post("/metadata/names", {"labels": ["客户回访", "In use", "？"]}, 200)
    assert suggested["data"] == ["ke_hu_hui_fang", "in_use", ""]


def test_names_are_suggested_to_those_alone_who_may_build(person: Callable[..., Client]) -> None:
    assert told(person("clerk")("POST", "/metadata/names", {"labels": ["客户"]}), 403)["code"] == "denied"
