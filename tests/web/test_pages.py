"""The built pages: what is shown where nothing is."""

import pytest
from flask import Flask

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/nowhere", "/no/where.png", "/docs/nothing", "/backoffices"])
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
