"""What one settles for oneself: where one is signed in, the language and the zone."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from guanxi.workspace.workspace import Workspace

from tests.web.client import API, PASSWORD, client_of, told, user_of

DEVICE = "Mozilla/5.0 (a phone)"


@pytest.fixture
def boss(app: Flask, sales: Workspace) -> FlaskClient:
    """A member of the staff who is signed in at a desk."""
    user_of(sales, "boss", "sales_rep", password=True)
    return signed_in(app, "boss")


def signed_in(app: Flask, login: str, agent: str = "a desk") -> FlaskClient:
    client = app.test_client()
    body = {"login": login, "password": PASSWORD}
    answer = client.post(f"{API}/auth/login", json=body, headers={"User-Agent": agent})
    client.environ_base["HTTP_X_CSRF_TOKEN"] = told(answer, 200)["csrf"]
    return client


def sessions_of(client: FlaskClient) -> list[dict[str, object]]:
    found: list[dict[str, object]] = told(client.get(f"{API}/sessions"), 200)["data"]
    return found


def test_a_person_sees_where_they_are_signed_in_and_nobody_elses_sessions(
    app: Flask, sales: Workspace, boss: FlaskClient
) -> None:
    user_of(sales, "other", "sales_rep", password=True)
    signed_in(app, "other")
    signed_in(app, "boss", DEVICE)
    found = sessions_of(boss)
    assert [(one["agent"], one["current"]) for one in found] == [(DEVICE, False), ("a desk", True)]
    assert {one["address"] for one in found} == {"127.0.0.1"}
    assert {"hash", "csrf"}.isdisjoint(found[0])


def test_an_ended_session_reads_nothing_more(app: Flask, boss: FlaskClient) -> None:
    phone = signed_in(app, "boss", DEVICE)
    other = next(one["id"] for one in sessions_of(boss) if not one["current"])
    assert boss.delete(f"{API}/sessions/{other}").status_code == 204
    assert phone.get(f"{API}/me").status_code == 401
    assert boss.delete(f"{API}/sessions/{other}").status_code == 404


def test_all_other_sessions_end_at_once_and_the_present_one_stays(app: Flask, boss: FlaskClient) -> None:
    phones = [signed_in(app, "boss", DEVICE) for _ in range(2)]
    assert told(boss.delete(f"{API}/sessions"), 200) == {"ended": 2}
    assert [phone.get(f"{API}/me").status_code for phone in phones] == [401, 401]
    assert len(sessions_of(boss)) == 1


def test_the_session_of_somebody_else_is_not_there(app: Flask, sales: Workspace, boss: FlaskClient) -> None:
    user_of(sales, "other", "sales_rep", password=True)
    other = signed_in(app, "other")
    identity = sessions_of(other)[0]["id"]
    assert boss.delete(f"{API}/sessions/{identity}").status_code == 404
    assert other.get(f"{API}/me").status_code == 200


def test_a_token_is_told_of_no_sessions_and_chooses_nothing(app: Flask, sales: Workspace) -> None:
    token = client_of(app, sales, "robot", "administrator")
    answers = [
        token("GET", "/sessions"), token("DELETE", "/sessions"), token("PATCH", "/me", {"zone": "Asia/Shanghai"}),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_person_who_may_not_change_users_chooses_their_own_language_and_zone(boss: FlaskClient) -> None:
    assert boss.patch(f"{API}/me", json={"zone": "Asia/Shanghai", "language": "zh"}).status_code == 204
    me = told(boss.get(f"{API}/me"), 200)
    assert (me["zone"], me["language"]) == ("Asia/Shanghai", "zh")
    assert boss.patch(f"{API}/me", json={"zone": None}).status_code == 204
    me = told(boss.get(f"{API}/me"), 200)
    assert (me["zone"], me["language"]) == (None, "zh")


@pytest.mark.parametrize(
    ("body", "field"),
    [({"zone": "Mars/Base"}, "zone"), ({"zone": "../etc"}, "zone"), ({"language": "tlh"}, "language"),
     ({"roles": ["administrator"]}, "roles")],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused(boss: FlaskClient, body: dict[str, object], field: str) -> None:
    assert told(boss.patch(f"{API}/me", json=body), 422)["errors"][0]["field"] == field
