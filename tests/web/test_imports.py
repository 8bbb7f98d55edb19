"""Imports over HTTP, with the job done in this process."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from guanxi.automation.imports import IMPORT_JOB, run_import_job
from guanxi.automation.worker import Worker
from guanxi.workspace.workspace import Workspace
from werkzeug.test import TestResponse

from tests.web.client import API, Client, client_of, told

MAPPING = {"fields": [{"field": "name", "column": "Name"}, {"field": "employees", "column": "Staff"}]}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "var" / "files"


def send(client: Client, content: bytes, **form: str) -> TestResponse:
    parts: dict[str, Any] = {"file": (io.BytesIO(content), "../some rows.csv"), "object": "account", **form}
    headers = {"Authorization": f"Bearer {client.token}"}
    return client.flask.post(f"{API}/imports", data=parts, headers=headers, content_type="multipart/form-data")


def test_a_file_becomes_records_and_an_error_file(admin: Client, sales: Workspace, files: Path) -> None:
    content = b"Name,Staff\nGood,5\nBad,many\n"
    started = told(send(admin, content, mapping=json.dumps(MAPPING), mode="partial"), 202)["data"]
    assert admin.get(f"/imports/{started['id']}")["data"]["state"] == "queued"
    Worker(sales, {IMPORT_JOB: run_import_job}).work_off(started["job"])
    done = admin.get(f"/imports/{started['id']}")["data"]
    assert (done["state"], done["file"]) == ("done_with_errors", "some rows.csv")
    assert (done["result"]["created"], done["result"]["refused"]) == (1, 1)
    assert [row["name"] for row in admin.get("/records/account")["data"]] == ["Good"]
    errors = admin("GET", f"/imports/{started['id']}/errors.csv")
    assert errors.headers["Content-Type"].startswith("text/csv")
    assert "Bad,many" in errors.get_data(as_text=True)
    assert list(files.glob("imports/*/rows.csv"))


def test_an_import_is_nobody_elses(admin: Client, app: Flask, sales: Workspace) -> None:
    started = told(send(admin, b"name\nA\n"), 202)["data"]
    other = client_of(app, sales, "other", "sales_rep")
    assert other("GET", f"/imports/{started['id']}").status_code == 404
    assert other("GET", f"/imports/{started['id']}/errors.csv").status_code == 404
    assert other("GET", f"/jobs/{started['job']}").status_code == 404
    assert admin.get(f"/jobs/{started['job']}")["state"] == "queued"


@pytest.mark.parametrize(
    ("form", "status"),
    [({"mode": "both"}, 400), ({"mapping": "{"}, 400), ({"mapping": '{"fields": [{"field": "no"}]}'}, 422),
     ({"object": "nothing"}, 404), ({"more": "1"}, 400)],
)  # fmt: skip
def test_what_is_wrong_with_an_import_is_told_and_nothing_kept(
    admin: Client, files: Path, form: dict[str, str], status: int
) -> None:
    told(send(admin, b"name\nA\n", **form), status)
    assert list(files.glob("imports/*")) == []


def test_a_file_is_needed(admin: Client) -> None:
    answer = admin.flask.post(
        f"{API}/imports", data={"object": "account"}, headers={"Authorization": f"Bearer {admin.token}"}
    )
    assert told(answer, 400)["code"] == "no_file"
