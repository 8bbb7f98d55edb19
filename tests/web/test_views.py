"""Personal views: kept by their owner, checked like views of metadata, offered beside them and cut to rights."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.web.client import Client, told

BIG: Mapping[str, Any] = {
    "label": "我的大客户", "columns": [{"field": "name", "width": 240}, {"field": "owner.name"}],
    "filter": "annual_revenue > 10", "sort": ["-annual_revenue"],
}  # fmt: skip


def a_role(*fields: str) -> Mapping[str, Any]:
    grants = {"object": "account", "rights": ["read"], "fields": {"read": list(fields)}}
    return {
        "kind": "role", "name": "clerk", "label": {"en": "Clerk", "zh": "文员"}, "audience": "staff",
        "objects": [grants],
    }  # fmt: skip


def applied(admin: Client, *documents: Mapping[str, Any]) -> None:
    admin.post("/metadata/apply", {"documents": list(documents), "message": "roles"}, 200)


def test_a_view_of_ones_own_serves_lists_and_is_offered_to_nobody_else(
    admin: Client, person: Callable[..., Client]
) -> None:
    for name, revenue in (("Small", 5), ("Large", 50), ("Larger", 500)):
        admin.post("/records/account", {"name": name, "annual_revenue": revenue})
    mine = admin.post("/views/account", {**BIG, "default": True})["data"]
    assert (mine["name"], mine["usable"], mine["default"]) == (mine["id"], True, True)
    assert [row["name"] for row in admin.get(f"/records/account?view={mine['id']}")["data"]] == ["Larger", "Large"]
    counted = admin.post("/aggregate/account", {"view": mine["id"], "filter": "name != 'Large'"}, 200)
    assert counted["data"] == [{"count": 1}]
    offered = admin.get("/objects/account")["views"]
    assert (offered[0]["name"], offered[0]["label"], offered[0]["personal"]) == (mine["id"], "我的大客户", True)
    assert not any(view["personal"] for view in offered[1:])

    other = person("other", "sales_operations")
    assert other.get("/views/account")["data"] == []
    assert not any(view["personal"] for view in other.get("/objects/account")["views"])
    assert told(other("GET", f"/records/account?view={mine['id']}"), 400)["errors"][0]["code"] == "unknown_name"
    assert other("POST", "/aggregate/account", {"view": mine["id"]}).status_code == 400
    for method, body in (("GET", None), ("PATCH", {"label": "stolen"}), ("DELETE", None)):
        assert other(method, f"/views/account/{mine['id']}", body).status_code == 404
    assert admin("GET", f"/views/contact/{mine['id']}").status_code == 404


def test_a_changed_view_keeps_what_is_not_sent_and_one_default_replaces_the_other(admin: Client) -> None:
    first = admin.post("/views/account", {**BIG, "default": True})["data"]
    tag = admin("GET", "/objects/account").headers["ETag"]
    board = {"label": "Second", "type": "board", "group": "type", "default": True}
    second = admin.post("/views/account", board)["data"]
    assert admin("GET", "/objects/account", If_None_Match=tag).status_code == 200
    changed = told(admin("PATCH", f"/views/account/{first['id']}", {"label": "Renamed", "sort": None}), 200)["data"]
    assert (changed["label"], changed["filter"], changed["sort"], changed["default"]) == (
        "Renamed", "annual_revenue > 10", [], False,
    )  # fmt: skip
    assert admin.get("/objects/account")["views"][0]["name"] == second["id"]
    assert admin("DELETE", f"/views/account/{second['id']}").status_code == 204
    assert [view["id"] for view in admin.get("/views/account")["data"]] == [first["id"]]


def test_a_refused_view_tells_everything_that_is_wrong_with_it_and_is_not_kept(
    admin: Client, person: Callable[..., Client]
) -> None:
    applied(admin, a_role("name"))
    clerk = person("clerk", "clerk")
    wrong = {
        "label": " ", "type": "board", "columns": [{"field": "name"}, {"field": "city"}], "filter": "annual_revenue >",
        "sort": ["-industry"], "summaries": [{"field": "employees", "function": "sum"}], "roles": ["clerk"],
    }  # fmt: skip
    answer = told(clerk("POST", "/views/account", wrong, Accept_Language="zh"), 422)
    found = {(problem["field"], problem["code"]) for problem in answer["errors"]}
    assert found == {
        ("roles", "unknown_argument"), ("label", "required"), ("group", "view_needs"),
        ("summaries.employees.field", "unknown_field"), ("columns", "unknown_name"), ("filter", "unexpected"),
        ("sort", "unknown_name"),
    }  # fmt: skip
    assert any("\u4e00" <= sign <= "\u9fff" for problem in answer["errors"] for sign in problem["message"])
    shapeless = {"label": "x", "columns": "name", "sort": [1], "summaries": [{"field": "name", "function": "guess"}]}
    assert {problem["field"] for problem in told(clerk("POST", "/views/account", shapeless), 422)["errors"]} == {
        "columns", "sort.0", "summaries.0.function",
    }  # fmt: skip
    assert clerk.get("/views/account")["data"] == []


def test_a_view_that_names_what_its_owner_lost_is_cut_and_answers_no_query(
    admin: Client, person: Callable[..., Client]
) -> None:
    applied(admin, a_role("name", "annual_revenue", "city"))
    clerk = person("clerk", "clerk")
    rich = clerk.post("/views/account", BIG)["data"]["id"]
    plain = clerk.post("/views/account", {"label": "Cities", "columns": [{"field": "name"}, {"field": "city"}]})["data"]
    applied(admin, a_role("name"))
    kept = {view["id"]: view for view in clerk.get("/views/account")["data"]}
    assert kept[rich] == {"id": rich, "name": rich, "label": "我的大客户", "default": False, "usable": False}
    assert [column["field"] for column in kept[plain["id"]]["columns"]] == ["name"]
    (left,) = (view for view in clerk.get("/objects/account")["views"] if view["name"] == rich)
    assert (left["filter"], left["sort"], left["left_out"]) == (None, [], 2)
    assert "annual_revenue" not in json.dumps(clerk.get("/objects/account"))
    assert told(clerk("GET", f"/records/account?view={rich}"), 400)["errors"][0]["code"] == "unknown_name"


def test_a_view_whose_field_was_dropped_is_offered_without_that_condition_alone(admin: Client) -> None:
    lamp = {
        "kind": "object", "name": "lamp", "label": {"en": "Lamp", "zh": "灯"}, "fields": [
            {"name": name, "type": type_, "label": {"en": name, "zh": name}}
            for name, type_ in (("name", "text"), ("watt", "integer"), ("volt", "integer"))
        ],
    }  # fmt: skip
    applied(admin, lamp)
    both = {"label": "Both", "columns": [{"field": "watt"}, {"field": "name"}], "filter": "watt > 10 AND volt < 9"}
    mine = admin.post("/views/lamp", both)["data"]["id"]
    applied(admin, {**lamp, "fields": [field for field in lamp["fields"] if field["name"] != "watt"]})
    (left,) = (view for view in admin.get("/objects/lamp")["views"] if view["name"] == mine)
    assert (left["filter"], [column["field"] for column in left["columns"]], left["left_out"]) == (
        "(volt < 9)", ["name"], 1,
    )  # fmt: skip
    assert admin("GET", f"/records/lamp?view={mine}").status_code == 400


def test_a_view_follows_the_rename_of_its_object_and_fields(admin: Client) -> None:
    lamp = {
        "kind": "object", "name": "lamp", "label": {"en": "Lamp", "zh": "灯"}, "fields": [
            {"name": "name", "type": "text", "label": {"en": "Name", "zh": "名称"}},
            {"name": "watt", "type": "integer", "label": {"en": "Watt", "zh": "瓦"}},
        ],
    }  # fmt: skip
    applied(admin, lamp)
    admin.post("/records/lamp", {"name": "Bright", "watt": 100})
    admin.post("/records/lamp", {"name": "Dim", "watt": 1})
    mine = admin.post("/views/lamp", {"label": "Bright", "columns": [{"field": "watt"}], "filter": "watt > 10"})["data"]
    fields = [lamp["fields"][0], {**lamp["fields"][1], "name": "power", "renamed_from": "watt"}]  # type: ignore[index]
    applied(admin, {**lamp, "name": "light", "renamed_from": "lamp", "fields": fields})
    assert [row["power"] for row in admin.get(f"/records/light?view={mine['id']}")["data"]] == [100]


def test_a_view_that_names_a_value_lives_through_its_rename_until_the_name_is_retired(admin: Client) -> None:
    def moods(*values: Mapping[str, Any]) -> Mapping[str, Any]:
        label = {"en": "Feeling", "zh": "心情"}
        return {
            "kind": "picklist",
            "name": "feeling",
            "label": label,
            "values": [{**it, "label": label} for it in values],
        }

    feel = {"name": "feel", "type": "picklist", "values": "feeling", "label": {"en": "Feel", "zh": "感觉"}}
    applied(
        admin, moods({"name": "calm"}, {"name": "loud"}),
        {"kind": "extension", "name": "feelings", "object": "account", "fields": [feel]},
    )  # fmt: skip
    mine = admin.post("/views/account", {"label": "Calm", "filter": "feel = 'calm'"})["data"]
    applied(admin, moods({"name": "quiet", "renamed_from": "calm"}, {"name": "loud"}))
    admin.post("/records/account", {"name": "A", "feel": "quiet"})
    admin.post("/records/account", {"name": "B", "feel": "loud"})
    assert admin.get("/views/account")["data"][0]["usable"] is True
    assert [row["name"] for row in admin.get(f"/records/account?view={mine['id']}")["data"]] == ["A"]
    assert told(admin("DELETE", "/metadata/aliases/feeling.calm"), 200)["changes"][0]["kind"] == "alias"
    assert admin.get("/views/account")["data"][0]["usable"] is False
