"""Passwords that are given to others: who may give them, to whom, and what becomes of the one that was."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from guanxi.access.principal import SYSTEM_USER_ID
from guanxi.workspace.workspace import Workspace

from tests.web.client import API, PASSWORD, Client, told, user_of


@pytest.fixture
def boss(app: Flask, sales: Workspace) -> FlaskClient:
    """One who looks after users."""
    user_of(sales, "boss", "administrator", password=True)
    return signed_in(app, "boss")


def signed_in(app: Flask, login: str, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    answer = client.post(f"{API}/auth/login", json={"login": login, "password": password})
    client.environ_base["HTTP_X_CSRF_TOKEN"] = told(answer, 200)["csrf"]
    return client


def place(user_id: str) -> str:
    return f"{API}/users/{user_id}/password"


def test_a_given_password_replaces_the_old_one_and_must_be_changed(
    app: Flask, sales: Workspace, boss: FlaskClient
) -> None:
    rep = user_of(sales, "rep", "sales_rep", password=True)
    desk = signed_in(app, "rep")
    given = told(boss.post(place(rep)), 201)
    assert given["login"] == "rep"
    assert desk.get(f"{API}/me").status_code == 401
    old = app.test_client().post(f"{API}/auth/login", json={"login": "rep", "password": PASSWORD})
    assert old.status_code == 401
    client = signed_in(app, "rep", given["password"])
    assert told(client.get(f"{API}/me"), 200)["must_change_password"] is True


def test_who_does_not_look_after_users_gives_nobody_a_password(app: Flask, sales: Workspace) -> None:
    user_of(sales, "rep", "sales_rep", password=True)
    other = user_of(sales, "other", "sales_rep", password=True)
    assert signed_in(app, "rep").post(place(other)).status_code == 403
    signed_in(app, "other")  # by the password that it had


def test_a_program_gives_nobody_a_password(sales: Workspace, admin: Client) -> None:
    other = user_of(sales, "other", "sales_rep")
    assert admin("POST", f"/users/{other}/password", {}).status_code == 403


@pytest.mark.parametrize("user_id", [SYSTEM_USER_ID, "00000000-0000-7000-8000-00000000beef"])
def test_nobody_and_the_system_get_no_password(boss: FlaskClient, user_id: str) -> None:
    assert boss.post(place(user_id)).status_code == 404
