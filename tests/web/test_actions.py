"""Buttons of records: what callers are told of them, and what comes of pressing them."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client

WORDS = {"en": "Words", "zh": "文字"}
RETIRE: Mapping[str, Any] = {
    "kind": "action", "name": "retire", "object": "account", "label": {"en": "Retire", "zh": "停用"},
    "confirm": {"en": "Really?", "zh": "确定吗？"}, "available_when": "NOT ISBLANK(city)",
    "parameters": [
        {"name": "reason", "type": "text", "label": WORDS, "required": True, "max_length": 20},
        {"name": "staff", "type": "integer", "label": WORDS, "default": {"formula": "employees + 1"}},
        {"name": "follower", "type": "lookup", "to": "account", "label": WORDS},
    ],
    "update": [
        {"field": "description", "value": {"formula": "name & ': ' & $parameter.reason"}},
        {"field": "employees", "value": {"formula": "$parameter.staff"}},
        {"field": "type", "value": "partner"},
        {"field": "parent", "value": {"formula": "$parameter.follower"}},
    ],
}  # fmt: skip
GREET: Mapping[str, Any] = {
    "kind": "action", "name": "greet", "object": "account", "label": WORDS,
    "parameters": [{"name": "who", "type": "text", "label": WORDS}],
    "create": {"relation": "contacts", "values": [
        {"field": "name", "value": {"formula": "$parameter.who"}}, {"field": "title", "value": {"formula": "city"}},
    ]},
}  # fmt: skip
VISIT: Mapping[str, Any] = {
    "kind": "action",
    "name": "visit",
    "object": "account",
    "label": WORDS,
    "open": "website & 'maps'",
}
CLERK: Mapping[str, Any] = {
    "kind": "role", "name": "clerk", "label": WORDS, "audience": "staff", "actions": ["retire", "visit"],
    "objects": [{
        "object": "account", "rights": ["read", "create", "update"],
        "fields": {"read": "*", "write": ["name", "city", "website", "description"]},
    }],
}  # fmt: skip
COMPANY = {"name": "Harbor", "city": "Lyon", "employees": 4, "website": "https://harbor.example/"}


@pytest.fixture
def acting(admin: Client) -> Client:
    admin.post("/metadata/apply", {"documents": [RETIRE, GREET, VISIT, CLERK], "message": "buttons"}, 200)
    return admin


def made(client: Client, **values: Any) -> str:
    return str(client.post("/records/account", {**COMPANY, **values}, 201)["data"]["id"])


def pressed(client: Client, identity: str, name: str, status: int = 200, /, **body: Any) -> Any:
    return client.post(f"/records/account/{identity}/actions/{name}", body, status)


def test_an_update_takes_what_was_asked_for_and_is_audited(acting: Client, sales: Workspace) -> None:
    identity = made(acting)
    done = pressed(acting, identity, "retire", parameters={"reason": "moved"}, version=1)
    assert done == {"data": {"version": 2, "created": [], "open": None}}
    record = acting.get(f"/records/account/{identity}?fields=*")["data"]
    told = [record[name] for name in ("description", "employees", "type")]
    assert told == ["Harbor: moved", 5, "partner"]
    with sales.database.read() as connection:
        [(who, detail)] = connection.select("gx_audit", ("principal", "detail"), {"action": "action"})
    assert detail["action"] == "retire"
    assert who["user"] == acting.user_id


def test_all_problems_of_a_call_are_told_at_once(acting: Client) -> None:
    identity = made(acting, city=None)
    sent = {"staff": "many", "follower": "0197c000-0000-7000-8000-000000000099", "other": 1}
    refused = pressed(acting, identity, "retire", 422, parameters=sent)
    assert {(problem["field"], problem["code"]) for problem in refused["errors"]} == {
        ("other", "unknown_argument"), ("reason", "required"), ("staff", "not_number"),
        ("follower", "reference_not_found"), (None, "action_unavailable"),
    }  # fmt: skip
    assert acting("GET", f"/records/account/{identity}").headers["ETag"] == '"1"'
    assert pressed(acting, identity, "retire", 412, parameters={"reason": "x"}, version=9)["code"] == "stale"
    assert pressed(acting, identity, "retire", 400, dry_run="yes", what=1)["status"] == 400


def test_a_related_record_is_made_once_for_a_key(acting: Client) -> None:
    identity = made(acting)
    path, body = f"/records/account/{identity}/actions/greet", {"parameters": {"who": "Ann"}}
    first, second = (acting.post(path, body, 200, Idempotency_Key="one") for _ in range(2))
    assert first == second
    [contact] = acting.get(f"/records/contact?filter=account = '{identity}'&fields=name,title")["data"]
    assert (contact["id"], contact["name"], contact["title"]) == (first["data"]["created"][0]["id"], "Ann", "Lyon")
    refused = pressed(acting, identity, "greet", 422)
    assert [(problem["field"], problem["code"]) for problem in refused["errors"]] == [("who", "required")]


def test_a_record_is_made_that_names_this_one_among_several(acting: Client) -> None:
    panel = {
        "kind": "object", "name": "panel", "label": WORDS, "fields": [
            {"name": "name", "type": "text", "label": WORDS},
            {"name": "members", "type": "many_to_many", "to": "account", "children": "panels", "label": WORDS},
        ],
    }  # fmt: skip
    found = {
        "kind": "action", "name": "found", "object": "account", "label": WORDS,
        "create": {"relation": "panels", "values": [{"field": "name", "value": {"formula": "name & '!'"}}]},
    }  # fmt: skip
    acting.post("/metadata/apply", {"documents": [panel, found]}, 200)
    identity = made(acting)
    [told] = pressed(acting, identity, "found")["data"]["created"]
    record = acting.get(f"/records/panel/{told['id']}")["data"]
    assert (record["name"], record["members"]) == ("Harbor!", [identity])


def test_a_dry_run_tells_what_would_come_of_it_and_keeps_nothing(acting: Client) -> None:
    identity = made(acting)
    done = pressed(acting, identity, "greet", parameters={"who": "Ann"}, dry_run=True)
    assert done["data"]["created"] == [{"object": "contact", "id": None}]
    assert acting.get("/records/contact")["data"] == []


def test_an_address_opens_only_on_the_web(acting: Client) -> None:
    opened = pressed(acting, made(acting), "visit")
    assert opened["data"]["open"] == "https://harbor.example/maps"
    assert pressed(acting, made(acting, website=None), "visit", 422)["errors"][0]["code"] == "not_url"


def test_an_action_beyond_the_rights_of_its_caller_is_not_there(acting: Client, person: Callable[..., Client]) -> None:
    clerk = person("clerk", "clerk")
    assert [action["name"] for action in clerk.get("/objects/account")["actions"]] == ["visit"]
    identity = clerk.post("/records/account", {"name": "Harbor", "website": "https://a.example/"}, 201)["data"]["id"]
    for name in ("retire", "greet", "nothing"):
        assert pressed(clerk, identity, name, 404)["code"] == "missing"
    assert pressed(clerk, made(acting), "visit", 404)["code"] == "missing"


def test_describe_tells_what_a_dialog_needs(acting: Client) -> None:
    told = {action["name"]: action for action in acting.get("/objects/account", Accept_Language="zh")["actions"]}
    retire = told["retire"]
    assert (retire["label"], retire["confirm"], retire["kind"], retire["shown"]) == (
        "停用", "确定吗？", "update", ["page"],
    )  # fmt: skip
    assert retire["available_when"]["text"] == "NOT ISBLANK(city)"
    reason, staff, follower = retire["parameters"]
    assert (reason["required"], reason["max_length"]) == (True, 20)
    assert staff["default_formula"]["text"] == "employees + 1"
    assert (follower["to"], follower["to_name"]) == ("account", "name")


def test_a_renamed_field_is_renamed_in_actions(acting: Client) -> None:
    place = {"kind": "extension", "name": "place", "object": "account"}
    for fields in (
        [{"name": "place", "type": "text", "label": WORDS}],
        [{"name": "site", "renamed_from": "place", "type": "text", "label": WORDS}],
    ):
        action = {**RETIRE, "available_when": "NOT ISBLANK(place)", "update": [{"field": "place", "value": "x"}]}
        sent = [{**place, "fields": fields}, *([action] if fields[0]["name"] == "place" else [])]
        acting.post("/metadata/apply", {"documents": sent, "message": "place"}, 200)
    body = acting.get("/metadata/action/retire")["data"]["body"]
    assert (body["available_when"], body["update"][0]["field"]) == ("NOT ISBLANK(site)", "site")


def test_an_applied_action_is_rolled_back(acting: Client) -> None:
    number = acting.get("/metadata/revisions")["data"][0]["number"]
    acting.post(f"/metadata/revisions/{number}/rollback", {}, 200)
    assert "retire" not in [action["name"] for action in acting.get("/objects/account")["actions"]]
