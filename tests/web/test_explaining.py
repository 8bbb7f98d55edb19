"""Why somebody may press a button or use a right of the workspace: the same tables tell that decide."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from guanxi.access.vocabulary import SYSTEM_RIGHTS

from tests.web.client import Client
from tests.web.test_actions import acting, made, pressed

__all__ = ["acting"]  # a fixture

HELPER: Mapping[str, Any] = {
    "kind": "role", "name": "helper", "label": {"en": "Helper", "zh": "助手"}, "audience": "staff", "system": ["users"],
}  # fmt: skip
BOOKER: Mapping[str, Any] = {
    "kind": "role", "name": "booker", "label": {"en": "Booker", "zh": "登记员"}, "audience": "staff",
    "actions": ["retire"],
    "objects": [{"object": "account", "rights": ["read"], "fields": {"read": ["name"]}}],
}  # fmt: skip
BUTTONS = ("retire", "greet", "visit")
PATHS = {"setup": "/metadata/revisions", "users": "/access/explain?user=admin&action=setup&object=system"}


def asked(client: Client, action: str, object_name: str = "account", **more: str) -> Any:
    words = "&".join(f"{key}={value}" for key, value in more.items())
    return client.get(f"/access/explain?action={action}&object={object_name}&{words}")


def codes(told: Any, effect: str) -> list[tuple[str, str]]:
    steps = (step for step in told["steps"] if step["effect"] == effect)
    return [(step["code"], str(step["params"].get("target", ""))) for step in steps]


@pytest.mark.parametrize("role", ["administrator", "clerk", "sales_rep"])
def test_a_button_is_explained_as_it_is_offered(acting: Client, person: Callable[..., Client], role: str) -> None:
    someone = person("someone", role)
    offered = [action["name"] for action in someone.get("/objects/account")["actions"]]
    allowed = [name for name in BUTTONS if asked(acting, name, user="someone")["allowed"]]
    assert allowed == [name for name in BUTTONS if name in offered]


def test_what_a_granted_button_would_write_beyond_the_rights_is_named(
    acting: Client, person: Callable[..., Client]
) -> None:
    person("someone", "clerk")
    told = asked(acting, "retire", user="someone")
    assert not told["allowed"]
    missing = [("right_missing", f"account.{name}") for name in ("employees", "parent", "type")]
    assert codes(told, "deny") == missing
    assert ("right_granted", "account") in codes(told, "allow")
    assert "“Account › Employees” (`account.employees`)" in json.dumps(told, ensure_ascii=False)


def test_a_button_that_no_role_grants_is_denied_for_that(acting: Client, person: Callable[..., Client]) -> None:
    person("someone", "sales_rep")
    told = asked(acting, "greet", user="someone")
    assert [step["code"] for step in told["steps"]] == ["right_missing"]
    assert "`greet`" in told["steps"][0]["message"]


def test_whether_a_record_opens_a_button_is_told_with_the_condition(acting: Client) -> None:
    open_one, shut_one = made(acting), made(acting, name="Quay", city=None)
    told = {identity: asked(acting, "retire", id=identity) for identity in (open_one, shut_one)}
    assert [told[identity]["allowed"] for identity in (open_one, shut_one)] == [True, False]
    assert told[open_one]["steps"][-1]["code"] == "button_open"
    assert told[shut_one]["steps"][-1]["effect"] == "deny"
    assert "`NOT ISBLANK(city)`" in told[shut_one]["steps"][-1]["message"]
    assert pressed(acting, shut_one, "retire", 422, parameters={"reason": "r"})["errors"][0]["code"] == (
        "action_unavailable"
    )


def test_a_button_that_changes_a_record_needs_it_for_writing(acting: Client, person: Callable[..., Client]) -> None:
    reader = person("reader", "clerk")
    identity = made(acting)
    sharing = acting.get("/metadata/sharing/account")["data"]["body"]
    acting.post("/metadata/apply", {"documents": [{**sharing, "default": "read"}], "message": "open"}, 200)
    assert asked(acting, "visit", user="reader", id=identity)["allowed"]
    assert pressed(reader, identity, "visit")["data"]["open"].startswith("https://")
    told = asked(acting, "retire", user="reader", id=identity)
    assert ("no_arm", "") in codes(told, "deny")


def test_a_right_of_the_workspace_is_explained_as_the_door_decides(
    admin: Client, person: Callable[..., Client]
) -> None:
    admin.post("/metadata/apply", {"documents": [HELPER], "message": "helpers"}, 200)
    helper = person("helper", "helper")
    for right, path in PATHS.items():
        may = helper("GET", path).status_code == 200
        told = asked(admin, right, "system", user="helper")
        assert told["allowed"] is may is (right == "users")
    granted = asked(admin, "users", "system", user="helper")["steps"][0]
    assert (granted["code"], granted["params"]["role"]) == ("right_granted", "helper")


def test_a_right_that_the_workspace_does_not_have_is_refused_with_the_nearest(admin: Client) -> None:
    answer = admin("GET", "/access/explain?action=setpu&object=system")
    assert (answer.status_code, answer.get_json()["errors"][0]["params"]["nearest"]) == (400, "setup")


def test_who_may_not_ask_about_others_hears_of_no_hidden_field_that_a_button_writes(
    acting: Client, person: Callable[..., Client]
) -> None:
    acting.post("/metadata/apply", {"documents": [BOOKER], "message": "bookers"}, 200)
    told = asked(person("someone", "booker"), "retire")
    assert not told["allowed"]
    assert "employees" not in json.dumps(told)
    assert "employees" in json.dumps(asked(acting, "retire", user="someone"))


def test_roles_grant_the_rights_of_the_workspace_that_are_explained() -> None:
    schema = json.loads(Path("metadata/schemas/role.schema.json").read_text(encoding="utf-8"))
    assert [*SYSTEM_RIGHTS, "*"] == schema["properties"]["system"]["items"]["enum"]
