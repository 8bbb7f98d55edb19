"""Sign-in, sessions and the CSRF token."""

import pytest
from flask import Flask
from guanxi.workspace.workspace import Workspace

from tests.web.client import API, PASSWORD, user_of


def test_a_session_reads_with_its_cookie_and_writes_with_its_csrf_token(app: Flask, sales: Workspace) -> None:
    user_of(sales, "boss", "administrator", password=True)
    client = app.test_client()
    signed = client.post(f"{API}/auth/login", json={"login": "Boss", "password": PASSWORD})
    assert signed.status_code == 200
    cookie = signed.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    csrf = signed.get_json()["csrf"]
    assert client.get(f"{API}/me").get_json()["csrf"] == csrf
    refused = client.post(f"{API}/records/account", json={"name": "A"})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "csrf")
    headers = {"X-CSRF-Token": csrf}
    assert client.post(f"{API}/records/account", json={"name": "A"}, headers=headers).status_code == 201
    assert client.post(f"{API}/auth/logout", headers=headers).status_code == 204
    client.set_cookie("gx_session", cookie.split("=", 1)[1].split(";")[0])
    assert client.get(f"{API}/me").status_code == 401


@pytest.mark.parametrize("body", [{"login": "boss", "password": "wrong"}, {"login": "nobody", "password": PASSWORD}])
def test_a_wrong_sign_in_does_not_tell_what_was_wrong(app: Flask, sales: Workspace, body: dict[str, str]) -> None:
    user_of(sales, "boss", "administrator", password=True)
    answer = app.test_client().post(f"{API}/auth/login", json=body)
    assert answer.status_code == 401
    assert answer.get_json()["code"] == "wrong_credentials"


def test_each_audience_has_its_own_door(app: Flask, sales: Workspace) -> None:
    user_of(sales, "boss", "administrator", password=True)
    user_of(sales, "guest", "portal_user", audience="portal", password=True)
    client = app.test_client()
    sign = {"boss": ("/auth/login", "/portal/auth/login"), "guest": ("/portal/auth/login", "/auth/login")}
    for login, (own, other) in sign.items():
        body = {"login": login, "password": PASSWORD}
        assert client.post(API + own, json=body).status_code == 200
        assert client.post(API + other, json=body).status_code == 401


def test_a_new_password_ends_the_other_sessions(app: Flask, sales: Workspace) -> None:
    user_of(sales, "boss", "administrator", password=True)
    one, other = app.test_client(), app.test_client()
    body = {"login": "boss", "password": PASSWORD}
    csrf = one.post(f"{API}/auth/login", json=body).get_json()["csrf"]
    other.post(f"{API}/auth/login", json=body)
    change = {"password": PASSWORD, "new_password": "another long secret"}
    assert one.post(f"{API}/auth/password", json=change, headers={"X-CSRF-Token": csrf}).status_code == 200
    assert one.get(f"{API}/me").status_code == 200
    assert other.get(f"{API}/me").status_code == 401


@pytest.mark.parametrize(("audience", "role"), [("staff", "administrator"), ("portal", "portal_user")])
def test_a_password_chosen_by_somebody_else_is_changed_before_anything_else(
    app: Flask, sales: Workspace, audience: str, role: str
) -> None:
    user_of(sales, "boss", role, audience=audience, password=True, must_change=True)
    client, prefix = app.test_client(), "/portal" if audience == "portal" else ""
    signed = client.post(f"{API}{prefix}/auth/login", json={"login": "boss", "password": PASSWORD}).get_json()
    assert signed["must_change_password"] is True
    headers = {"X-CSRF-Token": signed["csrf"]}
    token = {"name": "a way around", "scopes": ["read"]}
    barred = [("GET", "/objects", None), ("GET", "/openapi.json", None), ("POST", "/tokens", token)]
    for method, path, body in barred:
        refused = client.open(API + path, method=method, json=body, headers=headers)
        assert (refused.status_code, refused.get_json()["code"]) == (403, "password_change_required"), path
    assert client.get(f"{API}/me").get_json()["must_change_password"] is True
    same = {"password": PASSWORD, "new_password": PASSWORD}
    refused = client.post(f"{API}/auth/password", json=same, headers=headers)
    assert [error["code"] for error in refused.get_json()["errors"]] == ["password_unchanged"]
    own = {"password": PASSWORD, "new_password": "chosen by oneself"}
    csrf = client.post(f"{API}/auth/password", json=own, headers=headers).get_json()["csrf"]
    assert client.get(f"{API}/me").get_json()["must_change_password"] is False
    assert client.get(f"{API}/objects").status_code == 200
    assert client.post(f"{API}/tokens", json=token, headers={"X-CSRF-Token": csrf}).status_code == 201


def test_too_many_wrong_sign_ins_close_the_door_for_a_while(app: Flask, sales: Workspace) -> None:
    user_of(sales, "boss", "administrator", password=True)
    client = app.test_client()
    for _ in range(5):
        client.post(f"{API}/auth/login", json={"login": "boss", "password": "wrong"})
    locked = client.post(f"{API}/auth/login", json={"login": "boss", "password": PASSWORD})
    assert (locked.status_code, locked.get_json()["code"]) == (401, "locked")
    assert int(locked.headers["Retry-After"]) >= 1


def test_problems_of_a_body_are_told_together(app: Flask) -> None:
    answer = app.test_client().post(f"{API}/auth/login", json={"password": 1, "more": 2})
    assert answer.status_code == 422
    told = {(error["field"], error["code"]) for error in answer.get_json()["errors"]}
    assert told == {("login", "required"), ("password", "not_text"), ("more", "unknown_argument")}
