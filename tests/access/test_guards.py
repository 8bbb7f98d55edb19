"""Guards: code of a package narrows rows by a formula, and what it guards is denied while it is not there (A18)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.access.explain import explain
from guanxi.access.principal import Principal
from guanxi.change.install import disable, initialise, install
from guanxi.cli.doctor import findings_of
from guanxi.errors import Invalid
from guanxi.records import query
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.settings import Settings
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.support.databases import Databases
from tests.support.packages import write_package
from tests.web.client import Client, client_of

SYSTEM = Principal.system("test")
MANIFEST = """name: lab
label: {en: Lab, zh: 实验室}
version: 1.0.0
depends: [core]
prefix: ""
powers: [hooks]
guards: [sample]
"""
FILES = {
    "objects/sample.yaml": """kind: object
name: sample
label: {en: Sample, zh: 样品}
owned: true
fields:
  - {name: name, label: {en: Name, zh: 名称}, type: text}
  - {name: secret, label: {en: Secret, zh: 保密}, type: boolean}
""",
    "objects/reading.yaml": """kind: object
name: reading
label: {en: Reading, zh: 读数}
fields:
  - {name: name, label: {en: Name, zh: 名称}, type: text}
  - {name: sample, label: {en: Sample, zh: 样品}, type: master_detail, to: sample}
""",
    "sharing/sample.yaml": "kind: sharing\nname: sample\nobject: sample\ndefault: write\n",
    "roles/tester.yaml": """kind: role
name: tester
label: {en: Tester, zh: 检验员}
audience: staff
objects:
  - {object: sample, rights: [create, read, update], fields: {read: "*", write: "*"}}
  - {object: reading, rights: [create, read], fields: {read: "*", write: "*"}}
""",
}
HOOKS = """from guanxi.api import hookimpl


@hookimpl
def restrict_rows(object, principal):
    {body}
"""
GUARD = 'return None if "chief" in principal.name.lower() else "NOT secret"'


@pytest.fixture
def lab(databases: Databases, tmp_path: Path) -> Iterator[Callable[[str | None], Workspace]]:
    """Open the workspace of the lab with one body of its guard; None leaves the code away."""
    url = databases.fresh()
    folder, opened = tmp_path / "plugins", list[Workspace]()

    def opening(body: str | None) -> Workspace:
        first = not opened
        for old in opened:
            old.close()
        place = folder / str(len(opened)) / "lab"
        hooks = {} if body is None else {"hooks.py": HOOKS.format(body=body) if "\n" not in body else body}
        write_package(place, MANIFEST, {**FILES, **hooks})
        workspace = open_workspace(Settings(database_url=url, plugins=str(place.parent), sqlite_synchronous="normal"))
        opened.append(workspace)
        if first:
            initialise(workspace)
            install(workspace, "lab", author=SYSTEM)
            rows = [{"name": "open", "secret": False}, {"name": "closed", "secret": True}]
            made = save(workspace.context(SYSTEM), "sample", rows, operation="create").results
            parts = [{"name": f"of {row['name']}", "sample": done.id} for row, done in zip(rows, made, strict=True)]
            save(workspace.context(SYSTEM), "reading", parts, operation="create")
        return workspace

    yield opening
    for workspace in opened:
        workspace.close()


def of_the_lab(workspace: Workspace, login: str = "tester") -> Client:
    return client_of(create_app(workspace), workspace, login, "tester")


def names(answer: Any) -> list[str]:
    return sorted(row["name"] for row in answer["data"])


def test_a_guard_narrows_rows_and_their_parts(lab: Callable[[str | None], Workspace]) -> None:
    workspace = lab(GUARD)
    plain, chief = of_the_lab(workspace), of_the_lab(workspace, "chief")
    assert names(plain.get("/records/sample")) == ["open"]
    assert names(plain.get("/records/reading")) == ["of open"]
    assert names(chief.get("/records/sample")) == ["closed", "open"]
    assert names(plain.get("/records/sample")) == ["open"]
    closed = next(row for row in chief.get("/records/sample")["data"] if row["name"] == "closed")
    assert plain("GET", f"/records/sample/{closed['id']}").status_code == 404
    assert plain("PATCH", f"/records/sample/{closed['id']}", {"name": "x"}).status_code == 404
    context = workspace.context(SYSTEM)
    with workspace.database.read() as connection:
        who = Authenticator(context.catalog).by_id(connection, plain.user_id)
        why = explain(
            context.policy, connection, who, "read", "sample", record=closed["id"], now=context.now, zone=context.zone
        )  # fmt: skip
    assert (why.allowed, [step.code for step in why.steps if step.effect == "deny"]) == (False, ["guard_failed"])


@pytest.mark.parametrize("body", ["1/0", "return 'name'"])
def test_a_guard_that_fails_lets_nothing_through(lab: Callable[[str | None], Workspace], body: str) -> None:
    assert names(of_the_lab(lab(body)).get("/records/sample")) == []


@pytest.mark.parametrize("body", [None, "import nothing_like_this\n\n", "raise SystemExit\n\n"])
def test_what_a_missing_guard_guards_is_denied_until_it_loads(
    lab: Callable[[str | None], Workspace], body: str | None
) -> None:
    lab(GUARD)
    workspace = lab(body)
    boss = client_of(create_app(workspace), workspace, "boss", "administrator")
    assert boss("GET", "/records/sample").status_code == 404
    assert boss("POST", "/records/sample", {"name": "new"}).status_code == 404
    assert names(of_the_lab(workspace).get("/records/reading")) == []
    assert boss("GET", "/records/user").status_code == 200
    assert {found.code for found in findings_of(workspace)} >= {"doctor_guard"}
    ready = boss.flask.get("/readyz").get_json()
    assert ready["status"] == "ready"
    assert ready.get("failed_plugins", []) == ([] if body is None else ["lab"])
    context = workspace.context(SYSTEM)
    assert len(list(query.rows(context, Query("sample", fields=("name",))))) == 2

    assert names(of_the_lab(lab(GUARD), "back").get("/records/sample")) == ["open"]


def test_a_package_that_is_switched_off_guards_nothing_and_shows_nothing(
    lab: Callable[[str | None], Workspace],
) -> None:
    workspace = lab(GUARD)
    disable(workspace, "lab", author=SYSTEM)
    assert workspace.snapshot().policy.guards.missing == {}
    assert workspace.snapshot().catalog.find("sample") is None


def test_a_guarded_object_must_exist(lab: Callable[[str | None], Workspace], tmp_path: Path) -> None:
    workspace = lab(GUARD)
    head = MANIFEST.replace("name: lab", "name: odd").replace("[sample]", "[sampel]")
    write_package(tmp_path / "more" / "odd", head, {})
    other = open_workspace(Settings(database_url=workspace.settings.database_url, plugins=str(tmp_path / "more")))
    with pytest.raises(Invalid) as error:
        install(other, "odd", author=SYSTEM)
    assert [(problem.code, problem.params["fix"]) for problem in error.value.problems] == [("unknown_object", "sample")]
    other.close()


def test_code_older_than_the_metadata_is_not_ready_and_takes_no_jobs(
    lab: Callable[[str | None], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = lab(GUARD)
    monkeypatch.setitem(globals(), "MANIFEST", MANIFEST.replace("1.0.0", "0.9.0"))
    older = lab(GUARD)
    assert older.plugins.behind(older.snapshot().catalog) == {"lab": ("0.9.0", "1.0.0")}
    answer = create_app(older).test_client().get("/readyz")
    assert (answer.status_code, "lab" in answer.get_data(as_text=True)) == (503, True)
    assert workspace.settings.plugins != older.settings.plugins
