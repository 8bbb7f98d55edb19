"""Exports over HTTP, with the job done in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from guanxi.automation.exports import EXPORT_JOB, run_export_job
from guanxi.automation.worker import Worker
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client, client_of, told


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "var" / "files"


def test_a_question_becomes_a_file(admin: Client, app: Flask, sales: Workspace) -> None:
    admin.post("/records/account", {"name": "Wide", "employees": 5}, 201)
    body = {"object": "account", "fields": ["name", "employees", "owner.name"], "filter": "employees > 1"}
    answer = admin("POST", "/exports", body)
    identity = told(answer, 202)["data"]["id"]
    assert answer.headers["Location"] == f"/api/v1/exports/{identity}"
    assert admin("GET", f"/exports/{identity}/file").status_code == 404
    Worker(sales, {EXPORT_JOB: run_export_job}).work_off(identity)
    assert admin.get(f"/exports/{identity}")["data"]["result"]["rows"] == 1
    file = admin("GET", f"/exports/{identity}/file")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment; filename=account-" in file.headers["Content-Disposition"]
    assert file.get_data().decode("utf-8-sig").splitlines()[1].startswith("Wide,5,")
    file.close()
    other = client_of(app, sales, "other", "administrator")
    assert other("GET", f"/exports/{identity}/file").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [({"object": "nothing"}, 404), ({"object": "account", "format": "pdf"}, 400), ({}, 422),
     ({"object": "account", "view": "no"}, 400), ({"object": "account", "fields": 5}, 400),
     ({"object": "account", "limit": 5}, 422)],
)  # fmt: skip
def test_what_is_wrong_with_an_export_is_told(admin: Client, body: dict[str, object], status: int) -> None:
    told(admin("POST", "/exports", body), status)
    assert admin.get("/jobs")["data"] == []


def test_who_may_not_export_is_told_so(person: Callable[..., Client]) -> None:
    reader = person("rep", "sales_rep")
    assert reader("POST", "/exports", {"object": "product"}).status_code == 403
