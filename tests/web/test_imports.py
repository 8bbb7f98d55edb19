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


def look(client: Client, content: bytes, status: int = 200, **form: str) -> Any:
    parts: dict[str, Any] = {"file": (io.BytesIO(content), "rows.csv"), "object": "opportunity", **form}
    headers = {"Authorization": f"Bearer {client.token}"}
    return told(
        client.flask.post(f"{API}/imports/preview", data=parts, headers=headers, content_type="multipart/form-data"),
        status,
    )


def test_a_preview_tells_columns_and_fields_and_guesses_no_date(admin: Client, files: Path) -> None:
    content = (
        "opportunity,deal_stage,Close date,seen,说明\nA,Won,1/2/2026,1/2/2026,\nB,Lost,3/4/2026,2/13/2026,x\n\nC,Won\n"
    )
    found = look(admin, content.encode("gb18030"))["data"]
    assert (found["encoding"], found["delimiter"], found["rows"]) == ("gb18030", ",", 3)
    assert found["sample"] == [["A", "Won", "1/2/2026", "1/2/2026", ""], ["B", "Lost", "3/4/2026", "2/13/2026", "x"]]
    columns = {column["title"]: column for column in found["columns"]}
    assert columns["deal_stage"]["values"] == ["Won", "Lost"]
    assert columns["Close date"]["formats"] == ["M/D/YYYY", "D/M/YYYY"]
    assert columns["seen"]["formats"] == ["M/D/YYYY"]
    assert (columns["说明"]["filled"], columns["说明"]["formats"]) == (1, [])
    fields = {entry["column"]: (entry["field"], entry["sure"]) for entry in found["guesses"]}
    assert fields == {
        "Close date": ("close_date", True), "说明": ("description", True), "opportunity": ("name", False),
        "deal_stage": ("stage", False),
    }  # fmt: skip
    known = {field["name"]: field for field in found["fields"]}
    stages = known["stage"]["choices"]
    assert (stages["won"], stages["赢单"], stages["negotiating"], known["name"]["choices"]) == (
        ["won"], ["won"], ["negotiating"], {},
    )  # fmt: skip
    assert (known["close_date"]["format"], known["owner"]["keys"][0]["name"], known["name"]["required"]) == (
        True,
        "login",
        True,
    )
    assert "expected_revenue" not in known
    assert list(files.glob("**/*")) == []


def test_a_preview_asks_nobody_to_choose_between_two_writings_of_the_same_dates(admin: Client) -> None:
    found = look(admin, b"day,at,loose\n2026-10-01,2026-10-01 8:05,2026-1-9\n")["data"]
    told = [column["formats"] for column in found["columns"]]
    assert told == [["YYYY-MM-DD"], ["YYYY-MM-DD H:mm"], ["YYYY-M-D"]]


def test_a_preview_needs_the_right_and_a_readable_file(admin: Client, app: Flask, sales: Workspace) -> None:
    look(client_of(app, sales, "rep", "sales_rep"), b"name\nA\n", 403)
    assert look(admin, b"", 422)["errors"][0]["code"] == "file_empty"
    assert look(admin, b"name\nA\n", 422, encoding="none")["errors"][0]["field"] == "encoding"
    assert look(admin, b"name\nA\n", 400, more="1")["errors"][0]["code"] == "unknown_argument"


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
