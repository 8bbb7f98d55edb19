"""Packages over HTTP: metadata alone goes in by a call, code needs an operator."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace

from tests.support.databases import Databases
from tests.support.packages import write_package
from tests.support.workspaces import workspace_with
from tests.web.client import Client, client_of, told

MANIFEST = "name: {name}\nlabel: {{en: Trip, zh: 行程}}\nversion: {version}\ndepends: [{depends}]\nprefix: ''\n"
OBJECT = "kind: object\nname: {name}\nlabel: {{en: Trip, zh: 行程}}\nfields:\n{fields}"
FIELD = "  - {{name: {name}, label: {{en: F, zh: 字段}}, type: text}}\n"


def write(
    folder: Path, name: str, version: str = "1.0.0", *fields: str, depends: str = "core", code: bool = False
) -> None:
    made = "".join(FIELD.format(name=field) for field in ("name", *fields))
    files = {f"objects/{name}.yaml": OBJECT.format(name=name, fields=made)}
    head = MANIFEST.format(name=name, version=version, depends=depends)
    powers, hooks = ("powers: [hooks]\n", {"hooks.py": ""}) if code else ("", {})
    write_package(folder / name, head + powers, files | hooks)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder in which packages are found: two of metadata, of which one needs the other, and one with code."""
    write(tmp_path, "trip")
    write(tmp_path, "leg", depends="trip")
    write(tmp_path, "robot", code=True)
    return tmp_path


@pytest.fixture
def served(databases: Databases, folder: Path) -> Iterator[Workspace]:
    """A workspace that finds the packages of the folder."""
    workspace = workspace_with(databases, plugins=str(folder))
    yield workspace
    workspace.close()


def boss(workspace: Workspace, login: str = "boss") -> Client:
    return client_of(create_app(workspace), workspace, login, "administrator")


def packed(**files: str) -> bytes:
    """Return a zip file of texts; `__` in a name stands for a slash, `_yaml` for its ending."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_yaml", ".yaml").replace("_py", ".py"), text)
    return content.getvalue()


def a_visit(version: str = "1.0.0", *fields: str, name: str = "visit", **more: str) -> bytes:
    """Return a package of one object as a zip file."""
    made = "".join(FIELD.format(name=field) for field in ("name", *fields))
    head = MANIFEST.format(name=name, version=version, depends="trip")
    return packed(plugin_yaml=head, objects__visit_yaml=OBJECT.format(name="visit", fields=made), **more)


def send(client: Client, content: bytes, **form: str) -> Any:
    return client.flask.post(
        "/api/v1/packages", data={**form, "file": (io.BytesIO(content), "visit.zip")},
        headers={"Authorization": f"Bearer {client.token}"}, content_type="multipart/form-data",
    )  # fmt: skip


def packages(client: Client) -> dict[str, Any]:
    return {entry["name"]: entry for entry in client.get("/packages")["data"]}


def test_a_package_of_metadata_goes_in_off_on_and_out(served: Workspace) -> None:
    admin = boss(served)
    planned = admin.get("/packages/leg/plan?action=install")
    assert {change["name"] for change in planned["changes"]} >= {"leg", "trip"}
    admin.post("/packages/leg/install", {"plan_id": planned["plan_id"], "message": "wanted"}, 200)
    assert {name for name, entry in packages(admin).items() if entry["installed"]} == {"core", "base", "trip", "leg"}
    assert admin.get("/metadata/revisions?limit=1")["data"][0]["message"] == "wanted"
    assert told(admin("POST", "/packages/trip/disable", {}), 409)["code"] == "in_use"
    admin.post("/packages/leg/disable", {}, 200)
    assert packages(admin)["leg"]["disabled"] is True
    assert admin("GET", "/records/leg").status_code == 404
    admin.post("/packages/leg/enable", {}, 200)
    assert admin("GET", "/records/leg").status_code == 200
    assert told(admin("POST", "/packages/leg/purge", {}), 409)["code"] == "still_installed"
    admin.post("/packages/leg/uninstall", {}, 200)
    assert packages(admin)["leg"]["installed"] is None
    purged = admin.post("/packages/leg/purge", {}, 200)
    assert {change["action"] for change in purged["changes"]} == {"purge"}
    assert told(admin("POST", "/packages/leg/purge", {}), 404)["code"] == "missing"


def test_a_package_is_taken_to_the_version_that_is_here_and_never_back(served: Workspace, folder: Path) -> None:
    admin = boss(served)
    admin.post("/packages/trip/install", {}, 200)
    write(folder, "trip", "1.1.0", "place")
    admin.post("/packages/trip/upgrade", {}, 200)
    assert admin("GET", "/records/trip?fields=place").status_code == 200
    write(folder, "trip", "1.0.5")
    assert told(admin("POST", "/packages/trip/upgrade", {}), 409)["code"] == "older_version"
    assert told(admin("POST", "/packages/leg/upgrade", {}), 404)["code"] == "missing"


def test_a_package_with_code_tells_its_powers_and_is_left_to_operators(served: Workspace) -> None:
    admin = boss(served)
    assert (packages(admin)["robot"]["has_code"], packages(admin)["robot"]["powers"]) == (True, ["hooks"])
    assert told(admin("POST", "/packages/robot/install", {}), 409)["code"] == "package_has_code"


def test_who_may_not_set_up_learns_of_no_package(served: Workspace) -> None:
    plain = client_of(create_app(served), served, "plain")
    for method, path in (
        ("GET", "/packages"),
        ("POST", "/packages"),
        ("GET", "/packages/trip"),
        ("GET", "/packages/trip/plan?action=install"),
        ("POST", "/packages/trip/install"),
        ("POST", "/packages/none/install"),
    ):
        assert plain(method, path, {} if method == "POST" else None).status_code == 403


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [("/packages/trip/burn", {}, 404), ("/packages/none/install", {}, 404), ("/packages/base/uninstall", {}, 409),
     ("/packages/trip/install", {"plan": 1}, 422), ("/packages/trip/install", {"plan_id": "old"}, 409)],
)  # fmt: skip
def test_what_cannot_be_done_is_refused(served: Workspace, path: str, body: dict[str, Any], status: int) -> None:
    admin = boss(served)
    if "base" in path:
        admin.post("/packages/trip/install", {}, 200)
        assert admin("POST", path, body).status_code in {409, 422}
    else:
        assert admin("POST", path, body).status_code == status


def test_a_package_that_is_sent_as_a_file_is_planned_taken_in_and_taken_further(served: Workspace) -> None:
    admin = boss(served)
    planned = told(send(admin, a_visit(), plan="true"), 200)
    assert planned["package"] == {"name": "visit", "label": {"en": "Trip", "zh": "行程"}, "version": "1.0.0"}
    assert "visit" not in packages(admin)
    told(send(admin, a_visit(), plan_id=planned["plan_id"]), 200)
    assert {name for name, entry in packages(admin).items() if entry["installed"]} == {"core", "base", "trip", "visit"}
    told(send(admin, a_visit("1.1.0", "place")), 200)
    assert admin("GET", "/records/visit?fields=place").status_code == 200
    assert told(send(admin, a_visit("1.0.5")), 409)["code"] == "older_version"
    admin.post("/packages/visit/uninstall", {}, 200)
    assert packages(admin)["visit"]["leaves_data"] is True


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        pytest.param(b"PK no", 400, "not_a_package_file", id="no-archive"),
        pytest.param(packed(objects__visit_yaml="a: 1"), 400, "not_a_package_file", id="no-manifest"),
        pytest.param(packed(plugin_yaml="name: [1]"), 422, "invalid", id="bad-manifest"),
        pytest.param(a_visit(hooks_py=""), 409, "package_has_code", id="code"),
        pytest.param(a_visit(objects__deep__visit_yaml=""), 409, "package_has_code", id="too-deep"),
        pytest.param(a_visit(**{"..__visit_yaml": ""}), 409, "package_has_code", id="out-of-its-folder"),
        pytest.param(a_visit(name="robot"), 409, "package_is_here", id="of-an-operator"),
        pytest.param(a_visit(name="base"), 409, "package_is_here", id="of-the-platform"),
        pytest.param(a_visit(name="workspace"), 409, "package_is_here", id="of-the-workspace"),
        pytest.param(a_visit(rules__bad_yaml="kind: rule\nname: bad\n"), 422, "invalid", id="bad-document"),
    ],
)
def test_a_file_that_is_no_package_of_metadata_changes_nothing(
    served: Workspace, content: bytes, status: int, code: str
) -> None:
    admin = boss(served)
    refused = told(send(admin, content), status)
    assert code in {refused["code"], *(problem["code"] for problem in refused.get("errors", ()))}
    assert "/tmp" not in str(refused)
    assert {name for name, entry in packages(admin).items() if entry["installed"]} == {"core", "base"}


def test_a_package_tells_what_it_declares_and_who_needs_it(served: Workspace) -> None:
    admin = boss(served)
    admin.post("/packages/leg/install", {}, 200)
    trip = admin.get("/packages/trip")["data"]
    assert trip["items"] == [{"kind": "object", "name": "trip", "label": {"en": "Trip", "zh": "行程"}}]
    assert (trip["used_by"], trip["foundation"], trip["findings"]) == (["leg"], False, [])
    assert admin("GET", "/packages/none").status_code == 404
