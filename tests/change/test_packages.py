"""Packages: a folder is the whole package, a newer version is planned like any change, a package can rest or leave."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from guanxi.change.apply import apply
from guanxi.change.install import disable, disabled, enable, initialise, install, installed, uninstall
from guanxi.change.plan import plan
from guanxi.change.revisions import revisions, undoing
from guanxi.change.wanted import Wanted
from guanxi.cli.doctor import findings_of
from guanxi.errors import Conflict, Invalid, Missing
from guanxi.metadata.load import read_package
from guanxi.settings import Settings, asset_path
from guanxi.storage.migrate import migrate
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.change.changes import ADMIN, a_field, create, loose, put, read
from tests.support.packages import write_package

MANIFEST = "name: trip\nlabel: {{en: Trip, zh: 行程}}\nversion: {version}\ndepends: [core]\nprefix: ''\n"
OBJECT = """kind: object
name: {name}
label: {{en: Trip, zh: 行程}}
fields:
  - {{name: name, label: {{en: Name, zh: 名称}}, type: text}}
{fields}"""
PLACE = "  - {name: place, label: {en: Place, zh: 地点}, type: text}\n"


def folder(path: Path, version: str, **objects: str) -> Wanted:
    """Return what applying a folder with a version and objects (name → further fields) wants."""
    shutil.rmtree(path, ignore_errors=True)
    files = {f"objects/{name}.yaml": OBJECT.format(name=name, fields=fields) for name, fields in objects.items()}
    write_package(path, MANIFEST.format(version=version), files)
    return Wanted((read_package(path),))


@pytest.mark.parametrize("name", ["core", "base", "sales"])
def test_a_shipped_package_plans_nothing_when_it_is_installed(sales: Workspace, name: str) -> None:
    package = read_package(asset_path("metadata") / name if name != "sales" else sales.sources[name].path)
    assert plan(sales, Wanted((package,))).as_json("en")["changes"] == []


def test_a_database_of_an_older_guanxi_gets_what_core_has_since(workspace: Workspace) -> None:
    core = read_package(asset_path("metadata") / "core")
    older = tuple(document for document in core.documents if document.ref[1] != "holiday")
    apply(workspace, Wanted((replace(core, documents=older),)), author=ADMIN)
    assert workspace.snapshot().catalog.find("holiday") is None
    assert "doctor_foundation" in {found.code for found in findings_of(workspace)}
    initialise(workspace)
    assert workspace.snapshot().catalog.find("holiday") is not None
    assert "doctor_foundation" not in {found.code for found in findings_of(workspace)}


def test_a_newer_version_of_a_folder_is_planned_and_applied(workspace: Workspace, tmp_path: Path) -> None:
    apply(workspace, folder(tmp_path / "trip", "1.0.0", trip=""), author=ADMIN)
    made = plan(workspace, newer := folder(tmp_path / "trip", "1.1.0", trip=PLACE))
    assert [(change.difference.kind, change.difference.path) for change in made.changes] == [
        ("plugin", ("version",)), ("object", ("fields", "place")),
    ]  # fmt: skip
    apply(workspace, newer, author=ADMIN)
    assert installed(workspace)["trip"] == "1.1.0"
    assert not apply(workspace, newer, author=ADMIN).changed


def test_what_a_folder_no_longer_holds_is_hidden(workspace: Workspace, tmp_path: Path) -> None:
    apply(workspace, folder(tmp_path / "trip", "1.0.0", trip="", leg=""), author=ADMIN)
    apply(workspace, folder(tmp_path / "trip", "1.1.0", trip=""), author=ADMIN)
    assert workspace.snapshot().catalog.find("leg") is None


def test_the_workspace_layer_stays_over_an_upgrade(workspace: Workspace, tmp_path: Path) -> None:
    apply(workspace, folder(tmp_path / "trip", "1.0.0", trip=""), author=ADMIN)
    put(workspace, {"kind": "object", "name": "trip", "label": {"en": "Journey"}, "fields": [a_field("mine")]})
    apply(workspace, folder(tmp_path / "trip", "1.1.0", trip=PLACE), author=ADMIN)
    found = workspace.snapshot().catalog.object("trip")
    assert (found.label.en, {"mine", "place"} <= set(found.fields)) == ("Journey", True)


def test_a_patch_remembers_the_vendor_value_it_was_made_against(workspace: Workspace, tmp_path: Path) -> None:
    apply(workspace, folder(tmp_path / "trip", "1.0.0", trip=""), author=ADMIN)
    put(workspace, {"kind": "object", "name": "trip", "label": {"en": "Journey"}})
    with workspace.database.read() as connection:
        ((vendor,),) = connection.select("gx_document", ("vendor_body",), {"package": "workspace", "name": "trip"})
    assert vendor == {"label": {"en": "Trip"}}


def test_a_package_that_others_need_cannot_leave(sales: Workspace) -> None:
    for leave in (uninstall, disable):
        with pytest.raises(Conflict):
            leave(sales, "base", author=ADMIN)


def test_what_every_database_has_cannot_leave(workspace: Workspace) -> None:
    for leave in (uninstall, disable):
        with pytest.raises(Invalid):
            leave(workspace, "base", author=ADMIN)
    with pytest.raises(Invalid):
        apply(workspace, undoing(workspace, 1), author=ADMIN)


def test_a_package_that_left_comes_back_with_its_data(workspace: Workspace, tmp_path: Path) -> None:
    apply(workspace, wanted := folder(tmp_path / "trip", "1.0.0", trip=PLACE), author=ADMIN)
    create(workspace, "trip", {"name": "a", "place": "here"})
    uninstall(workspace, "trip", author=ADMIN)
    assert workspace.snapshot().catalog.find("trip") is None
    assert "trip" not in installed(workspace)
    apply(workspace, wanted, author=ADMIN)
    assert read(workspace, "trip", "name", "place") == [("a", "here")]


def test_a_package_rests_and_wakes_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    apply(workspace, folder(tmp_path / "trip", "1.0.0", trip=PLACE), author=ADMIN)
    create(workspace, "trip", {"name": "a", "place": "here"})
    disable(workspace, "trip", author=ADMIN)
    assert (disabled(workspace), "trip" in installed(workspace)) == ({"trip"}, False)
    assert workspace.snapshot().catalog.find("trip") is None
    enable(workspace, "trip", author=ADMIN)
    assert (disabled(workspace), installed(workspace)["trip"]) == (frozenset(), "1.0.0")
    assert read(workspace, "trip", "place") == [("here",)]
    assert not enable(workspace, "trip", author=ADMIN).changed


def test_a_resting_package_can_leave_for_good(workspace: Workspace, tmp_path: Path) -> None:
    apply(workspace, folder(tmp_path / "trip", "1.0.0", trip=""), author=ADMIN)
    disable(workspace, "trip", author=ADMIN)
    uninstall(workspace, "trip", author=ADMIN)
    assert disabled(workspace) == frozenset()
    with pytest.raises(Missing):
        enable(workspace, "trip", author=ADMIN)


def test_resting_is_undone_like_any_change(workspace: Workspace, tmp_path: Path) -> None:
    apply(workspace, folder(tmp_path / "trip", "1.0.0", trip=""), author=ADMIN)
    disable(workspace, "trip", author=ADMIN)
    apply(workspace, undoing(workspace, revisions(workspace)[0].number), author=ADMIN)
    assert workspace.snapshot().catalog.find("trip") is not None
    assert disabled(workspace) == frozenset()


def test_a_package_without_what_it_depends_on_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    wanted = folder(tmp_path / "trip", "1.0.0\ndepends: [absent]", trip="")
    with pytest.raises(Invalid):
        apply(workspace, wanted, author=ADMIN)


def test_removing_what_is_not_in_the_layer_is_refused(workspace: Workspace) -> None:
    made = plan(workspace, loose({"kind": "object", "name": "account", "remove": True}))
    assert [finding.code for finding in made.errors] == ["removes_nothing"]


def test_a_database_whose_making_was_broken_off_is_completed(database_url: str) -> None:
    workspace = open_workspace(Settings(database_url=database_url))
    migrate(workspace.database)
    install(workspace, "core", author=ADMIN)
    initialise(workspace)
    assert list(installed(workspace)) == ["core", "base"]
    assert read(workspace, "user", "name") == [("System",)]
    assert not initialise(workspace).changed
    workspace.close()


def test_several_processes_may_make_the_same_database_at_once(database_url: str) -> None:
    workspaces = [open_workspace(Settings(database_url=database_url)) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(initialise, workspaces))
    assert {answer.revision for answer in done} == {1}
    assert read(workspaces[0], "user", "name") == [("System",)]
    for workspace in workspaces:
        workspace.close()
