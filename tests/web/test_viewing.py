"""Looking as somebody else: read-only by every route, kept in the audit, and never at more than the own sight."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from guanxi import clock
from guanxi.storage.tables import SYSTEM_KINDS
from guanxi.workspace.workspace import Workspace
from werkzeug.test import TestResponse

from tests.web.client import API, PASSWORD, Client, told, user_of

READING = frozenset({
    "POST /api/v1/records/<object_name>/query", "POST /api/v1/records/<object_name>/count",
    "POST /api/v1/aggregate/<object_name>", "POST /api/v1/metadata/formula",
})  # fmt: skip
"""Calls that write nothing although their method could."""
OWN = frozenset({
    "POST /api/v1/auth/login", "POST /api/v1/portal/auth/login", "POST /api/v1/auth/logout",
    "POST /api/v1/portal/auth/logout", "DELETE /api/v1/access/view_as",
})  # fmt: skip
"""Calls that are never made as the person looked at."""
CHANGING = ("POST", "PUT", "PATCH", "DELETE")


@dataclass
class Signed:
    """A browser in which somebody is signed in."""

    client: FlaskClient
    csrf: str
    user_id: str

    def __call__(self, method: str, path: str, body: object = None) -> TestResponse:
        return self.client.open(API + path, method=method, json=body, headers={"X-CSRF-Token": self.csrf})


Sign = Callable[..., Signed]


@pytest.fixture
def sign(app: Flask, sales: Workspace) -> Sign:
    """Make people who are signed in: `sign(login, *roles)`."""

    def signed(login: str, *roles: str) -> Signed:
        identity = user_of(sales, login, *roles, password=True)
        client = app.test_client()
        answer = client.post(f"{API}/auth/login", json={"login": login, "password": PASSWORD})
        return Signed(client, told(answer, 200)["csrf"], identity)

    return signed


@pytest.fixture
def boss(sign: Sign) -> Signed:
    """An administrator who may look as others."""
    return sign("boss", "administrator")


@pytest.fixture
def rep(sign: Sign) -> Signed:
    """Whom the administrator looks at: she has an account of her own and sees no other."""
    made = sign("rep", "sales_rep")
    told(made("POST", "/records/account", {"name": "Hers"}), 201)
    return made


def look(viewer: Signed, login: str) -> Any:
    return told(viewer("POST", "/access/view_as", {"user": login}), 201)["data"]


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def rows_of(workspace: Workspace) -> dict[str, int]:
    """Return how many rows each table has, but for the audit, which keeps every refusal."""
    with workspace.database.read() as connection:
        system = {name: next(iter(columns)) for name, columns in SYSTEM_KINDS.items() if name != "gx_audit"}
        return {name: len(connection.select(name, (column,))) for name, column in system.items()}


def audited(workspace: Workspace, action: str) -> list[tuple[Any, Any, Any]]:
    with workspace.database.read() as connection:
        return connection.select("gx_audit", ("principal", "record_id", "detail"), {"action": action})


def test_who_looks_as_somebody_else_gets_the_answers_of_that_person(boss: Signed, rep: Signed) -> None:
    told(boss("POST", "/records/account", {"name": "Nobody else's"}), 201)
    look(boss, "rep")
    for path in (
        "/objects",
        "/objects/account",
        "/apps",
        "/records/account",
        "/search?q=e",
        "/openapi.json",
        "/tokens",
        "/metadata",
        "/packages",
        "/views/account",
        "/records/user",
        "/access/explain?action=read&object=account",
    ):
        theirs, seen = rep("GET", path), boss("GET", path)
        plain = [{**answer.get_json(), "trace_id": ""} for answer in (theirs, seen)]
        assert (seen.status_code, plain[1]) == (theirs.status_code, plain[0]), path
    me = boss("GET", "/me").get_json()
    assert (me["id"], me["viewer"]["id"], me["csrf"]) == (rep.user_id, boss.user_id, boss.csrf)
    assert told(boss("POST", "/records/account/query", {}), 200)["data"][0]["name"] == "Hers"


def test_no_route_writes_anything_while_somebody_looks_as_somebody_else(
    app: Flask, sales: Workspace, boss: Signed, rep: Signed
) -> None:
    look(boss, "rep")
    account = boss("GET", "/records/account").get_json()["data"][0]["id"]
    before, known = (
        rows_of(sales),
        {"object_name": "account", "record_id": account, "kind": "object", "name": "account"},
    )
    open_routes = set()
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & set(CHANGING):
            route = f"{method} {rule.rule}"
            if route in OWN:
                continue
            parts = {part: known.get(part, account) for part in rule.arguments}
            with app.test_request_context():
                path = app.url_map.bind("x").build(rule.endpoint, parts, method=method)
            headers = {"X-CSRF-Token": boss.csrf}
            answer = boss.client.open(path, method=method, json={"name": "Hers no more"}, headers=headers)
            if "view_as_reads_only" not in answer.get_data(as_text=True) or answer.status_code != 403:
                open_routes.add(route)
    assert open_routes == READING
    assert rows_of(sales) == before
    assert rep("GET", f"/records/account/{account}").get_json()["data"]["name"] == "Hers"


def test_what_was_looked_at_stands_in_the_audit_from_when_to_when(sales: Workspace, boss: Signed, rep: Signed) -> None:
    until = look(boss, "rep")["until"]
    boss("POST", "/records/account", {"name": "A"})
    assert boss("DELETE", "/access/view_as").status_code == 204
    (begun,), (ended,) = audited(sales, "view_as"), audited(sales, "view_as_end")
    assert (begun[0]["user"], begun[1], begun[2]["until"]) == (boss.user_id, rep.user_id, until)
    assert (ended[0]["user"], ended[1], ended[2]["to"] < until) == (boss.user_id, rep.user_id, True)
    refused = [principal for principal, _, detail in audited(sales, "denied") if "view_as" in str(detail)]
    assert [(principal["user"], principal["viewer"]) for principal in refused] == [(rep.user_id, boss.user_id)]
    told(boss("POST", "/records/account", {"name": "A"}), 201)
    assert code(boss("DELETE", "/access/view_as")) == (404, "missing")


def test_it_ends_by_itself_and_nothing_is_done_before_the_viewer_knows(
    sales: Workspace, boss: Signed, rep: Signed
) -> None:
    look(boss, "rep")
    with sales.database.write() as transaction:
        over = clock.now() - dt.timedelta(seconds=1)
        transaction.update("gx_session", {"viewed_until": over}, {"viewed_id": rep.user_id})
    for method, path in (("GET", "/me"), ("GET", "/records/account"), ("POST", "/records/account")):
        assert code(boss(method, path, {} if method == "POST" else None)) == (403, "view_as_ended")
    assert boss("DELETE", "/access/view_as").status_code == 204
    assert boss("GET", "/me").get_json()["id"] == boss.user_id


def test_it_ends_when_the_viewer_may_do_so_no_more(sales: Workspace, admin: Client, boss: Signed, rep: Signed) -> None:
    look(boss, "rep")
    told(admin("PATCH", f"/records/user/{boss.user_id}", {"roles": ["sales_manager"]}), 200)
    assert code(boss("GET", "/records/account")) == (403, "view_as_ended")
    assert boss("DELETE", "/access/view_as").status_code == 204


@pytest.mark.parametrize(
    ("login", "refusal"),
    [
        pytest.param("boss", (403, "view_as_nobody"), id="oneself"),
        pytest.param("guest", (403, "view_as_nobody"), id="portal"),
        pytest.param("none", (404, "missing"), id="nobody"),
        pytest.param("gone", (404, "missing"), id="inactive"),
        pytest.param("system", (403, "view_as_nobody"), id="the-platform"),
    ],
)
def test_nobody_is_looked_as_who_is_no_other_member_of_the_staff(
    sales: Workspace, boss: Signed, login: str, refusal: tuple[int, str]
) -> None:
    user_of(sales, "guest", "portal_user", audience="portal")
    user_of(sales, "gone", "sales_rep", active=False)
    assert code(boss("POST", "/access/view_as", {"user": login})) == refusal


def test_the_right_is_needed_and_a_token_is_not_enough(admin: Client, rep: Signed, sign: Sign) -> None:
    other = sign("other", "sales_rep")
    assert code(other("POST", "/access/view_as", {"user": "rep"})) == (403, "denied")
    assert code(admin("POST", "/access/view_as", {"user": "rep"})) == (403, "view_as_needs_session")


HELPER = {
    "kind": "role",
    "name": "helper",
    "label": {"en": "Helper", "zh": "助手"},
    "system": ["view_as"],
    "audience": "staff",
}
EVERYTHING = {"object": "*", "rights": ["*"], "fields": {"read": "*", "write": "*"}}
RESTRICTED = {
    "kind": "sharing", "name": "account", "object": "account", "restrictions": [
        {"name": "theirs", "where": "FALSE", "unless": {"role": "sales_rep"}},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("documents", "more"),
    [
        pytest.param([{**HELPER, "objects": [{"object": "account", "rights": ["read"], "fields": {"read": "*"}}]}],
                     "account", id="rights"),
        pytest.param([{**HELPER, "objects": [{**EVERYTHING, "rights": ["create", "read", "update", "delete", "export",
                      "import", "share", "transfer", "merge"]}], "actions": ["*"]}], "account", id="rows"),
        pytest.param([{**HELPER, "objects": [EVERYTHING], "actions": ["*"]}, RESTRICTED], "account", id="restriction"),
    ],
)  # fmt: skip
def test_nobody_looks_as_somebody_with_more_than_oneself(
    admin: Client, rep: Signed, sign: Sign, documents: list[Any], more: str
) -> None:
    admin.post("/metadata/apply", {"documents": documents}, 200)
    refused = sign("helper", "helper")("POST", "/access/view_as", {"user": "rep"})
    assert code(refused) == (403, "view_as_more")
    assert more in refused.get_json()["params"]["more"]


def test_who_has_all_rights_and_rows_looks_without_being_an_administrator(
    admin: Client, rep: Signed, sign: Sign
) -> None:
    admin.post("/metadata/apply", {"documents": [{**HELPER, "objects": [EVERYTHING], "actions": ["*"]}]}, 200)
    assert look(sign("helper", "helper"), "rep")["user"]["id"] == rep.user_id
