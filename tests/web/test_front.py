"""What every answer has, and what no failure tells."""

import json
from collections.abc import Callable

import pytest
import structlog
from flask import Flask
from guanxi.errors import Busy, GuanxiError
from guanxi.settings import Settings
from guanxi.storage.failures import CatalogStale, StorageFailed
from guanxi.web.app import create_app
from guanxi.workspace.workspace import open_workspace

from tests.web.client import API, Client

SECRET = "SELECT margin FROM project"


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", f"{API}/me", f"{API}/nothing", f"{API}/objects"])
def test_every_answer_has_its_headers(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers
    assert headers["X-Request-Id"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert (headers.get("Cache-Control") == "no-store") == (path.startswith(API) or path == "/healthz")


def test_a_request_id_is_taken_over_when_it_can_stand_in_a_log(admin: Client) -> None:
    good = admin("GET", "/nothing", X_Request_Id="trace-1")
    assert good.headers["X-Request-Id"] == good.get_json()["trace_id"] == "trace-1"
    for bad in ("a b", "x" * 65, "{}", ""):
        assert admin("GET", "/me", X_Request_Id=bad).headers["X-Request-Id"] not in {bad, ""}


def test_a_log_line_names_the_caller_by_id_and_holds_no_secret(admin: Client) -> None:
    with structlog.testing.capture_logs() as lines:
        admin("GET", "/records/account?filter=name%20%3D%20'hidden%20words'")
    line = next(line for line in lines if line["event"] == "request")
    assert line["user"] == admin.user_id
    assert admin.token not in json.dumps(line)
    assert "hidden" not in json.dumps(line)


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (lambda: ValueError(SECRET), 500, "internal"),
        (lambda: StorageFailed(detail=SECRET), 500, "internal"),
        (lambda: GuanxiError(reason=SECRET), 500, "internal"),
        (lambda: CatalogStale(detail=SECRET), 503, "catalog_stale"),
        (lambda: Busy(reason="lock", held_by=SECRET), 503, "lock"),
        (lambda: RecursionError(SECRET), 400, "nested_too_deep"),
    ],
)
def test_a_fault_of_ours_tells_nothing_of_the_inside(
    app: Flask, failure: Callable[[], Exception], status: int, code: str
) -> None:
    def fail() -> None:
        raise failure()

    app.add_url_rule(f"{API}/fail", "fail", fail)
    answer = app.test_client().get(f"{API}/fail")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert "margin" not in answer.get_data(as_text=True)
    assert (status == 503) == ("Retry-After" in answer.headers)


@pytest.mark.parametrize("url", ["postgresql://postgres@127.0.0.1:1/none", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_does_not_answer_is_a_matter_of_time(url: str) -> None:
    client = create_app(open_workspace(Settings(database_url=url))).test_client()
    for path in ("/readyz", f"{API}/me"):
        answer = client.get(path, headers={"Authorization": "Bearer gx_nothing"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert client.get("/healthz").status_code == 200


def test_a_method_that_a_path_does_not_take_is_told_with_those_it_takes(admin: Client) -> None:
    answer = admin("PUT", "/records/account")
    assert (answer.status_code, answer.get_json()["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST", "PATCH"}


@pytest.mark.parametrize("path", ["/../setup.py", "/docs/../../setup.py", "/%2e%2e/setup.py", "/a\x00b"])
def test_pages_lead_nowhere_else(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404
