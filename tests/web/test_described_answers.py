"""Every fixed call is asked so that it does what it is for, and each answer is as the document says.

The client of all tests holds each answer against the document; here every call that answers JSON or nothing is met.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from guanxi.automation.exports import EXPORT_JOB, run_export_job
from guanxi.automation.imports import IMPORT_JOB, run_import_job
from guanxi.automation.worker import Worker
from guanxi.web.call import JSON
from guanxi.web.calls import FIXED_CALLS
from guanxi.workspace.workspace import Workspace

from tests.web.client import API, PASSWORD, user_of
from tests.web.test_drafts import OBJECT
from tests.web.test_packages import packed

WORDS = {"en": "Thing", "zh": "东西"}
FIELD = {"name": "name", "type": "text", "label": WORDS}
THING = {"kind": "object", "name": "thing", "label": WORDS, "fields": [FIELD]}
SENT = "name: sent\nlabel: {en: Sent, zh: 送}\nversion: 1.0.0\ndepends: [core]\nprefix: ''\n"


class Walk:
    """Asks calls as somebody who is signed in and notes which were met, each by the path of its row."""

    def __init__(self, app: Flask, workspace: Workspace) -> None:
        self.client, self.workspace = app.test_client(), workspace
        self.csrf, self.met = "", set[tuple[str, str, int]]()

    def __call__(self, status: int, method: str, path: str, body: object = None, query: str = "", **parts: str) -> Any:
        """Ask a call that must end with the status, and return the JSON of its answer."""
        address, headers = f"{API}{path.format(**parts)}{query}", {"X-CSRF-Token": self.csrf}
        answer = self.client.open(address, method=method, json=body, headers=headers)
        return self._noted(answer, status, method, path)

    def send(self, status: int, path: str, content: bytes, **form: str) -> Any:
        """Send a form with a file."""
        data: dict[str, Any] = {"file": (io.BytesIO(content), "rows.csv"), **form}
        answer = self.client.post(f"{API}{path}", data=data, headers={"X-CSRF-Token": self.csrf})
        return self._noted(answer, status, "POST", path)

    def sign_in(self, path: str, login: str) -> None:
        """Open a session."""
        self.csrf = self(200, "POST", path, {"login": login, "password": PASSWORD})["csrf"]

    def work(self, job: str) -> None:
        """Have a job done."""
        Worker(self.workspace, {IMPORT_JOB: run_import_job, EXPORT_JOB: run_export_job}).work_off(job)

    def _noted(self, answer: Any, status: int, method: str, path: str) -> Any:
        assert answer.status_code == status, f"{method} {path}: {answer.text}"
        self.met.add((method, path, status))
        return answer.get_json() if answer.data else None


def oneself(walk: Walk) -> None:
    walk.sign_in("/auth/login", "boss")  # a second session, which is ended from the other
    walk.client.delete_cookie("gx_session")
    walk.sign_in("/auth/login", "boss")
    for path in ("/me", "/openapi.json", "/objects", "/apps", "/notifications", "/extensions"):
        walk(200, "GET", path)
    walk(204, "PATCH", "/me", {"zone": "Asia/Shanghai", "language": "en"})
    other = next(one for one in walk(200, "GET", "/sessions")["data"] if not one["current"])
    walk(204, "DELETE", "/sessions/{session_id}", session_id=other["id"])
    walk(200, "DELETE", "/sessions")
    made = walk(201, "POST", "/tokens", {"name": "t", "scopes": ["read"], "expires_at": "2999-01-01T00:00:00Z"})
    walk(200, "GET", "/tokens")
    walk(204, "DELETE", "/tokens/{token_id}", token_id=made["id"])
    walk(200, "POST", "/notifications/read", {})


def records(walk: Walk) -> None:
    for name in ("account", "opportunity", "user", "contact"):
        walk(200, "GET", "/objects/{object_name}", object_name=name)
    create = {"call": "create", "object": "account", "values": {"name": "Harbor"}}
    harbor = walk(200, "POST", "/composite", {"operations": [create]})["data"][0]["data"]["id"]
    walk(200, "GET", "/search", query="?q=Harbor")
    begun = walk(200, "GET", "/events/changes", query="?after=now")["page"]["next"]
    team = {"call": "create", "object": "team", "values": {"name": "Blue"}, "name": "team"}
    me = walk(200, "GET", "/me")["id"]
    joined = {"call": "create", "object": "team_member", "values": {"team": {"$ref": "team"}, "user": me}}
    walk(200, "POST", "/composite", {"operations": [team, joined]})
    told = walk(200, "GET", "/events/changes", query=f"?after={begun}")["data"]
    assert told == [{"object": None, "change": "reset"}]
    walk(200, "GET", "/events/changes")
    query = f"?action=update&object=account&id={harbor}&field=name"
    walk(200, "GET", "/access/explain", query=query)
    walk(200, "GET", "/access/roles/compare", query="?left=sales_rep&right=administrator")
    body = {"label": "Mine", "type": "list", "columns": [{"field": "name", "width": 200}], "filter": "name = 'x'"}
    view = {
        "object_name": "account",
        "view_id": walk(201, "POST", "/views/{object_name}", body, object_name="account")["data"]["id"],
    }
    walk(200, "GET", "/views/{object_name}", **view)
    walk(200, "GET", "/views/{object_name}/{view_id}", **view)
    walk(200, "PATCH", "/views/{object_name}/{view_id}", {"default": True}, **view)
    walk(200, "GET", "/objects/{object_name}", **view)
    walk(204, "DELETE", "/views/{object_name}/{view_id}", **view)


def people(walk: Walk) -> None:
    rep = user_of(walk.workspace, "rep", "sales_rep")
    walk(201, "POST", "/users/{user_id}/password", {}, user_id=rep)
    walk(201, "POST", "/access/view_as", {"user": "rep"})
    walk(200, "GET", "/me")
    walk(204, "DELETE", "/access/view_as")


def jobs(walk: Walk) -> None:
    mapping = json.dumps({"fields": [{"field": "name", "column": "Name"}, {"field": "employees", "column": "Staff"}]})
    rows = b"Name,Staff\nGood,5\nBad,many\n"
    walk.send(200, "/imports/preview", rows, object="account")
    started = walk.send(202, "/imports", rows, object="account", mapping=mapping, mode="partial")["data"]
    walk(200, "GET", "/imports/{import_id}", import_id=started["id"])
    walk.work(started["job"])
    walk(200, "GET", "/imports/{import_id}", import_id=started["id"])
    found = walk(200, "POST", "/imports/{import_id}/undo", {"dry_run": True}, import_id=started["id"])["data"]
    body = {"expect": found["deleted"] + found["restored"]}
    walk(202, "POST", "/imports/{import_id}/undo", body, import_id=started["id"])
    export = walk(202, "POST", "/exports", {"object": "account", "fields": ["name"]})["data"]
    walk(200, "GET", "/exports/{export_id}", export_id=export["id"])
    walk.work(export["job"])
    walk(200, "GET", "/exports/{export_id}", export_id=export["id"])
    waiting = walk(202, "POST", "/exports", {"object": "account"})["data"]["job"]
    walk(200, "GET", "/jobs/{job_id}", job_id=waiting)
    walk(202, "DELETE", "/jobs/{job_id}", job_id=waiting)
    walk(200, "GET", "/jobs")


def metadata(walk: Walk) -> None:
    for path in ("", "/vocabulary", "/hints", "/copies", "/dictionary"):
        walk(200, "GET", f"/metadata{path}")
    walk(200, "GET", "/metadata/texts", query="?language=fr")
    walk(200, "POST", "/metadata/plan", {"documents": [THING]})
    revision = walk(200, "POST", "/metadata/apply", {"documents": [THING]})["revision"]
    walk(200, "POST", "/metadata/revisions/{number}/rollback", {"plan": True}, number=str(revision))
    walk(200, "GET", "/metadata/revisions")
    walk(200, "GET", "/metadata/revisions/{number}", number=str(revision))
    walk(200, "GET", "/metadata/{kind}/{name}", kind="object", name="account")
    walk(200, "GET", "/metadata/{kind}/{name}/uses", kind="object", name="account")
    walk(200, "POST", "/metadata/names", {"labels": ["客户", "!"]})
    for formula in ("name & 1", "name"):
        walk(200, "POST", "/metadata/formula", {"object": "account", "formula": formula})
    renamed = {**THING, "name": "article", "renamed_from": "thing"}
    walk(200, "POST", "/metadata/apply", {"documents": [renamed]})
    walk(200, "DELETE", "/metadata/aliases/{name}", name="thing")
    walk(200, "POST", "/metadata/apply", {"documents": [{"kind": "object", "name": "article", "remove": True}]})
    walk(200, "POST", "/metadata/purge", {"names": ["article"], "plan": True})


def drafts(walk: Walk) -> None:
    one, draft = "/metadata/drafts/{kind}/{name}", {"kind": "object", "name": "visit"}
    item = {**OBJECT, "fields": [FIELD]}
    for path in ("/metadata/drafts", one, one):
        walk(200, "PUT", one, {"item": item}, **draft)
        walk(200, "GET", one, **draft)
        walk(200, "GET", "/metadata/drafts/objects/{object_name}/seen", object_name="visit")
        plan = walk(200, "GET", "/metadata/drafts/plan")["plan_id"]
        walk(200, "GET", "/metadata/drafts")
        walk(204, "DELETE", path, **draft)
    walk(200, "PUT", one, {"item": item}, **draft)
    walk(200, "POST", "/metadata/drafts/publish", {"plan_id": plan})


def packages(walk: Walk) -> None:
    walk(200, "GET", "/packages")
    walk(200, "GET", "/packages/{name}", name="sales")
    walk(200, "GET", "/packages/{name}/plan", query="?action=disable", name="sales")
    walk.send(200, "/packages", packed(plugin_yaml=SENT), plan="true")
    walk.send(200, "/packages", packed(plugin_yaml=SENT))
    walk(200, "POST", "/packages/{name}/{action}", {}, name="sent", action="disable")


def leaving(walk: Walk) -> None:
    changed = {"password": PASSWORD, "new_password": f"{PASSWORD} now"}
    walk.csrf = walk(200, "POST", "/auth/password", changed)["csrf"]
    walk(204, "POST", "/auth/logout")
    walk.sign_in("/portal/auth/login", "guest")
    walk(204, "POST", "/portal/auth/logout")


STEPS: tuple[Callable[[Walk], None], ...] = (
    oneself, records, people, jobs, metadata, drafts, packages, leaving,
)  # fmt: skip


def test_every_fixed_call_answers_as_its_row_says(
    app: Flask, sales: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where files of imports and exports are kept
    user_of(sales, "boss", "administrator", password=True)
    user_of(sales, "guest", "portal_user", audience="portal", password=True)
    walk = Walk(app, sales)
    for step in STEPS:
        step(walk)
    rows = {
        (call.method, call.path, answer.status)
        for call in FIXED_CALLS
        for answer in call.answers
        if answer.status < 300 and (answer.shape is None or answer.media == JSON)
    }
    assert rows - walk.met == {("GET", "/extensions/{package}/{digest}/{file}", 200)}  # a file that happens to be JSON
