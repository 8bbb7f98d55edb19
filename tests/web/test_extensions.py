"""What packages add to the pages: who is handed it, and what addresses lead nowhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.install import disabling, install
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace

from tests.support.databases import Databases
from tests.support.packages import write_package
from tests.support.workspaces import workspace_with
from tests.web.client import Client, client_of

ADMIN = Principal.system("test")
MANIFEST = (
    "name: paint\nlabel: {en: Paint, zh: 绘图}\nversion: 1.0.0\ndepends: [core]\nprefix: paint_\npowers: [screens]\n"
)
MODULE = "export default function extend() {}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package with code for the browser, and a secret beside it."""
    files = {"ui/index.js": MODULE, "ui/paint.css": "p { color: red }", "ui/notes.txt": "none of the pages' business"}
    write_package(tmp_path / "paint", MANIFEST, files)
    (tmp_path / "paint" / "ui" / "outside.js").symlink_to(tmp_path / "secret.js")
    (tmp_path / "secret.js").write_text("secret", "utf-8")
    return tmp_path


@pytest.fixture
def served(databases: Databases, folder: Path) -> Iterator[Workspace]:
    """A workspace with the package installed."""
    workspace = workspace_with(databases, plugins=str(folder))
    install(workspace, "paint", author=ADMIN)
    yield workspace
    workspace.close()


def script(client: Client) -> str:
    (entry,) = client.get("/extensions")["data"]
    return str(entry["script"]).removeprefix("/api/v1")


def test_the_staff_are_handed_the_module_and_what_lies_beside_it(served: Workspace) -> None:
    admin = client_of(create_app(served), served, "boss", "administrator")
    answer = admin("GET", script(admin))
    assert (answer.status_code, answer.text) == (200, MODULE)
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    assert admin("GET", script(admin).replace("index.js", "paint.css")).status_code == 200


def test_nothing_else_of_the_package_is_handed_out(served: Workspace) -> None:
    admin = client_of(create_app(served), served, "boss", "administrator")
    for file in ("notes.txt", "outside.js", "../plugin.yaml", "..%2fplugin.yaml", "absent.js", "%00.js"):
        assert admin("GET", script(admin).replace("index.js", file)).status_code == 404, file


def test_an_address_of_former_content_is_gone(served: Workspace, folder: Path) -> None:
    admin = client_of(create_app(served), served, "boss", "administrator")
    former = script(admin)
    (folder / "paint" / "ui" / "paint.css").write_text("p { color: blue }", "utf-8")
    assert script(admin) != former
    assert admin("GET", former).status_code == 404


def test_a_disabled_package_adds_nothing(served: Workspace) -> None:
    admin = client_of(create_app(served), served, "boss", "administrator")
    former = script(admin)
    apply(served, disabling(served, "paint"), author=ADMIN)
    assert admin.get("/extensions")["data"] == []
    assert admin("GET", former).status_code == 404


def test_portal_users_are_handed_nothing(admin: Client, person: Callable[..., Client]) -> None:
    partner = person("partner", "sales_portal", audience="portal")
    assert partner.get("/extensions")["data"] == []
    assert partner("GET", script(admin)).status_code == 404
