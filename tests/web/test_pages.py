"""The built pages: what is shown where nothing is."""

import pytest
from flask import Flask
from guanxi.workspace.workspace import Workspace

from tests.web.client import API, PASSWORD, user_of

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/nowhere", "/no/where.png", "/docs/nothing", "/backoffices", "/o", "/search/x"])
def test_who_looks_at_an_address_that_is_none_is_shown_so_by_the_application(app: Flask, path: str) -> None:
    client = app.test_client()
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 404
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.data == client.get("/", headers=HTML).data
    again = client.get(path, headers={**HTML, "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 404  # never "as it was", which would stand for a page


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/nowhere", "*/*"),
        ("/nowhere", "application/json"),
        ("/api", HTML["Accept"]),
        ("/api/v1/nothing", HTML["Accept"]),
        ("/api/v2/me", HTML["Accept"]),
        ("/healthz/nothing", HTML["Accept"]),
        ("/assets/gone.js", HTML["Accept"]),
    ],
)
def test_programs_are_told_in_json_that_nothing_is_there(app: Flask, path: str, accept: str) -> None:
    answer = app.test_client().get(path, headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.get_json()["status"] == 404


@pytest.mark.parametrize("path", ["/o/{}", "/o/{}/", "/o/{}/new", "/o/{}/import", "/o/{}/019b0000/edit"])
def test_an_object_that_may_not_be_seen_is_answered_like_one_that_is_not_there(
    app: Flask, sales: Workspace, path: str
) -> None:
    user_of(sales, "rep", "sales_rep", password=True)
    client = app.test_client()
    client.post(f"{API}/auth/login", json={"login": "rep", "password": PASSWORD})
    hidden, none, known = (client.get(path.format(name), headers=HTML) for name in ("queue", "nothing", "account"))
    assert (hidden.status_code, none.status_code, known.status_code) == (404, 404, 200)
    assert hidden.data == none.data == known.data
    for header in ("Cache-Control", "Content-Type", "ETag"):
        assert hidden.headers[header] == none.headers[header]


@pytest.mark.parametrize("name", ["account", "queue", "nothing"])
def test_who_is_not_signed_in_is_told_of_no_object(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/o/{name}", headers=HTML)
    assert answer.status_code == 200  # where the page asks to sign in first
