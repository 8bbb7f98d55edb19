"""Exports as jobs: killed ones leave no file and begin anew, files are their owner's and have their time."""

import os
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.automation import jobs
from guanxi.automation.exports import EXPORT_JOB, export_file, find_export, run_export_job, submit_export
from guanxi.automation.housekeeping import keep_house
from guanxi.automation.worker import Worker
from guanxi.errors import Denied, Malformed, Missing
from guanxi.exporting.order import order_from
from guanxi.records.save import save
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace

from tests.support.importing import system
from tests.support.server import COMMAND, environment_of

HANDLERS = {EXPORT_JOB: run_export_job}


@pytest.fixture
def shop(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with three products, whose files lie in a folder of the test."""
    save(system(workspace), "product", [{"name": f"Product {number}", "code": f"P{number}"} for number in range(3)])
    return replace(workspace, settings=replace(workspace.settings, files=str(tmp_path / "files")))


def a_seller(workspace: Workspace, *roles: str) -> Context:
    save(system(workspace), "user", [{"login": "ops", "name": "Ops", "roles": list(roles)}])
    with workspace.database.read() as connection:
        return workspace.context(Authenticator(workspace.snapshot().catalog).by_login(connection, "ops"))


def asked(context: Context, **given: object) -> str:
    return submit_export(context, order_from(context, "product", {"fields": "name,code", **given}))


def work_off(workspace: Workspace, identity: str) -> jobs.Job:
    return Worker(workspace, HANDLERS).work_off(identity)


def audited(workspace: Workspace, action: str) -> list[dict[str, object]]:
    with workspace.database.read() as connection:
        return [detail for (detail,) in connection.select("gx_audit", ("detail",), {"action": action})]


def test_an_export_is_a_job_whose_file_its_owner_takes(shop: Workspace) -> None:
    admin = a_seller(shop, "administrator")
    identity = asked(admin, filter="code <> 'P1'")
    assert find_export(admin, identity)["file"] is None
    with pytest.raises(Missing):
        export_file(admin, identity)
    assert work_off(shop, identity).result == {"rows": 2, "bytes": 42}
    told = find_export(admin, identity)
    assert (told["state"], told["progress"]) == ("done", {"done": 2, "total": 2})
    path, name, _ = export_file(admin, identity)
    assert name == told["file"] and name.startswith("product-")
    assert path.read_text("utf-8-sig").splitlines() == ["name,code", "Product 0,P0", "Product 2,P2"]
    assert audited(shop, "export")[0]["filter"] == "code <> 'P1'"
    assert audited(shop, "export_download") == [{"export": identity, "rows": 2, "bytes": 42}]


def test_a_file_is_nobody_elses_and_ends_with_the_right_and_the_fields(shop: Workspace) -> None:
    admin = a_seller(shop, "administrator")
    identity = asked(admin)
    work_off(shop, identity)
    with pytest.raises(Missing):
        export_file(system(shop), identity)
    nobody = replace(admin, principal=replace(admin.principal, user_id="0197c000-0000-7000-8000-000000000001"))
    with pytest.raises(Missing):
        export_file(nobody, identity)
    with pytest.raises((Denied, Missing)):
        export_file(replace(admin, principal=replace(admin.principal, roles=frozenset())), identity)
    with shop.database.write() as connection:
        payload = jobs.find(connection, identity).payload
        order = {**payload["order"], "fields": ["name", "gone"]}
        connection.update("gx_job", {"payload": {**payload, "order": order}}, {"id": identity})
    with pytest.raises(Malformed):
        export_file(admin, identity)


def test_files_of_another_workspace_in_the_same_folder_have_their_time_too(shop: Workspace) -> None:
    admin, files = a_seller(shop, "administrator"), Path(shop.settings.files) / "exports"
    identity = asked(admin)
    work_off(shop, identity)
    with shop.database.write() as connection:
        connection.delete("gx_job", {"id": identity})
    keep_house(shop)
    assert [folder.name for folder in files.iterdir()] == [identity]
    os.utime(files / identity, (0, 0))
    keep_house(shop)
    assert list(files.iterdir()) == []


def test_a_file_leaves_when_its_time_is_over(shop: Workspace) -> None:
    admin, files = a_seller(shop, "administrator"), Path(shop.settings.files) / "exports"
    kept = asked(admin)
    work_off(shop, kept)
    keep_house(shop)
    assert [folder.name for folder in files.iterdir()] == [kept]
    later = replace(shop, settings=replace(shop.settings, keep_exports_hours=0))
    with pytest.raises(Missing):
        export_file(replace(admin, workspace=later), kept)
    keep_house(later)
    assert list(files.iterdir()) == []
    assert find_export(admin, kept)["file"] is None


def test_who_lost_the_role_gets_no_file(shop: Workspace) -> None:
    admin = a_seller(shop, "administrator")
    identity = asked(admin)
    save(system(shop), "user", [{"id": admin.principal.user_id, "active": False}], operation="update")
    assert work_off(shop, identity).state == "done_with_errors"
    assert not list(Path(shop.settings.files).rglob("*.csv"))


@pytest.mark.slow
def test_a_killed_export_leaves_no_file_and_begins_anew(shop: Workspace) -> None:
    save(system(shop), "product", [{"name": f"More {number}", "code": f"M{number}"} for number in range(9_000)])
    admin, url = a_seller(shop, "administrator"), shop.settings.database_url
    identity = asked(admin, format="xlsx", fields="*")
    process = subprocess.Popen(
        [*COMMAND, "worker"], env=environment_of(url, {"GUANXI_FILES": shop.settings.files}),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(9_000):
            if find_export(admin, identity)["progress"] is not None:
                break
            time.sleep(0.01)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    killed = find_export(admin, identity)
    assert killed["progress"]["done"] >= 5_000
    assert (killed["file"] is None) == (killed["state"] == "running")
    with shop.database.write() as connection:
        connection.update("gx_job", {"lease_until": admin.now}, {"id": identity, "state": "running"})
    assert work_off(shop, identity).result["rows"] == 9_003  # type: ignore[index]
    assert export_file(admin, identity)[0].is_file()
