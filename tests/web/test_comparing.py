"""Two roles held against one another: only what differs, with what they inherit, drafts included."""

from collections.abc import Callable
from typing import Any

from tests.web.client import Client, told


def role(name: str, **more: Any) -> dict[str, Any]:
    return {"audience": "staff", "label": {"en": name, "zh": name}, **more}


def keep(admin: Client, name: str, item: dict[str, Any]) -> None:
    told(admin("PUT", f"/metadata/drafts/role/{name}", {"item": item, "base": None}), 200)


def compared(admin: Client, left: str, right: str) -> Any:
    return admin.get(f"/access/roles/compare?left={left}&right={right}")["data"]


def test_roles_are_compared_by_what_they_give_in_the_end(admin: Client) -> None:
    keep(admin, "reader", role("Reader", objects=[
        {"object": "account", "rights": ["read"], "fields": {"read": ["name", "website"]}},
    ]))  # fmt: skip
    keep(admin, "writer", role("Writer", inherits=["reader"], system=["jobs"], objects=[
        {"object": "account", "rights": ["update"], "fields": {"read": ["phone"], "write": ["name"]}},
    ], mutes=[{"object": "account", "fields": {"read": ["website"]}}]))  # fmt: skip
    found = compared(admin, "reader", "writer")
    (account,) = found["objects"]
    assert (account["object"], account["rights"]) == ("account", {"left": [], "right": ["update"]})
    assert {entry["field"]: (entry["left"], entry["right"]) for entry in account["fields"]} == {
        "name": (["read"], ["read", "write"]), "website": (["read"], []), "phone": ([], ["read"]),
    }  # fmt: skip
    assert found["system"] == {"left": [], "right": ["jobs"]}
    assert compared(admin, "reader", "reader")["objects"] == []


def test_only_roles_that_are_there_are_compared_and_by_builders_alone(
    admin: Client, person: Callable[..., Client]
) -> None:
    assert told(admin("GET", "/access/roles/compare?left=administrator"), 400)["errors"][0]["field"] == "right"
    assert told(admin("GET", "/access/roles/compare?left=none&right=administrator"), 404)["code"] == "missing"
    asked = "/access/roles/compare?left=sales_rep&right=administrator"
    assert told(person("clerk", "sales_rep")("GET", asked), 403)["code"] == "denied"
