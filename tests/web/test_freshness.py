"""What is taken away or changed holds for the very next request, in every process, and denials are kept."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Request
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.wanted import Wanted
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.save import save
from guanxi.web.app import create_app
from guanxi.web.door import Door
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.web.client import PASSWORD, Client, told, user_of

SYSTEM = Principal.system("test")
Person = Callable[..., Client]


def change_user(workspace: Workspace, identity: str, **values: object) -> None:
    save(workspace.context(SYSTEM), "user", [{"id": identity, **values}], operation="update")


def add_field(workspace: Workspace, name: str) -> int:
    field = {"name": name, "type": "text", "label": {"en": name.title(), "zh": "字段"}}
    return put(workspace, {"kind": "extension", "name": f"with_{name}", "object": "account", "fields": [field]})


def put(workspace: Workspace, body: dict[str, Any]) -> int:
    document = Document(body["kind"], body["name"], WORKSPACE, body)
    return apply(workspace, Wanted(documents=(document,)), author=SYSTEM, message="test").revision


def audited(workspace: Workspace, action: str) -> list[tuple[object, ...]]:
    with workspace.database.read() as connection:
        return connection.select("gx_audit", ("principal", "object", "record_id", "detail"), {"action": action})


@pytest.mark.parametrize("ended", [{"active": False}, {"audience": "portal"}, {"roles": []}], ids=str)
def test_what_is_taken_from_a_user_is_gone_at_the_next_request(
    sales: Workspace, person: Person, ended: dict[str, object]
) -> None:
    rep = person("rep", "sales_rep")
    assert rep("GET", "/records/account").status_code == 200
    change_user(sales, rep.user_id, **ended)
    assert rep("GET", "/records/account").status_code in {401, 404}
    assert rep("POST", "/records/account", {"name": "A"}).status_code in {401, 404}


def test_a_user_that_is_deactivated_loses_its_session(app: Flask, sales: Workspace) -> None:
    identity, client = user_of(sales, "rep", "sales_rep", password=True), app.test_client()
    assert client.post("/api/v1/auth/login", json={"login": "rep", "password": PASSWORD}).status_code == 200
    assert client.get("/api/v1/me").status_code == 200
    change_user(sales, identity, active=False)
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/auth/login", json={"login": "rep", "password": PASSWORD}).status_code == 401


def test_another_process_answers_from_the_new_catalog_at_once(sales: Workspace, admin: Client) -> None:
    other = open_workspace(sales.settings)
    try:
        there = Client(create_app(other).test_client(use_cookies=False), admin.user_id, admin.token)
        assert there("GET", "/records/account").status_code == 200  # holds a catalog from now on
        for number in range(3):
            revision = add_field(sales, f"extra_{number}")
            answer = there("GET", f"/records/account?fields=extra_{number}")
            assert (answer.status_code, answer.headers["X-Catalog-Revision"]) == (200, str(revision))
    finally:
        other.close()


def test_a_write_during_which_the_catalog_moves_obeys_the_new_one(
    sales: Workspace, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, enter = [], Door.enter

    def moving(door: Door, arrived: Request, *manner: Any) -> Context:
        context = enter(door, arrived, *manner)
        entered.append(context.catalog.revision)
        if len(entered) == 1:
            put(sales, {
                "kind": "rule", "name": "no_sudden_names", "object": "account", "when": "name = 'Sudden'",
                "message": {"en": "Not that name.", "zh": "不可用此名称。"},
            })  # fmt: skip
        return context

    monkeypatch.setattr(Door, "enter", moving)
    refused = told(admin("POST", "/records/account", {"name": "Sudden"}), 422)
    assert refused["errors"][0]["message"] == "Not that name."
    assert admin.post("/records/account", {"name": "Calm"})["data"]["name"] == "Calm"


def test_a_denial_is_kept_with_who_and_what(sales: Workspace, person: Person) -> None:
    rep = person("rep", "sales_rep")
    identity = rep.post("/records/account", {"name": "Kept"})["data"]["id"]
    assert rep("DELETE", f"/records/account/{identity}").status_code == 403
    assert rep("GET", "/metadata").status_code == 403
    first, second = audited(sales, "denied")
    assert first[0]["user"] == second[0]["user"] == rep.user_id  # type: ignore[index]  # JSON of the principal
    assert first[1] == "account"
    assert second[3]["right"] == "setup"  # type: ignore[index]  # JSON of the detail


def test_a_refused_sign_in_is_kept_without_the_password(app: Flask, sales: Workspace) -> None:
    user_of(sales, "rep", "sales_rep", password=True)
    app.test_client().post("/api/v1/auth/login", json={"login": "rep", "password": "a wrong password"})
    [(_, _, _, detail)] = audited(sales, "sign_in_refused")
    assert detail["login"] == "rep"  # type: ignore[index]  # JSON of the detail
    assert "a wrong password" not in str(detail)
