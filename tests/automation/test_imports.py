"""Imports as jobs: killed ones leave whole steps, and are gone on with."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.automation import jobs
from guanxi.automation.imports import IMPORT_JOB, find_import, run_import_job, submit_import
from guanxi.automation.worker import Worker
from guanxi.errors import Missing
from guanxi.importing.mapping import read_mapping
from guanxi.importing.run import ImportMode, ImportOrder
from guanxi.importing.source import Source
from guanxi.records.save import save
from guanxi.sqltree import Alias, Call, Select, Table
from guanxi.workspace.workspace import Workspace

from tests.support.importing import mapping_of, stored, system, write_csv
from tests.support.server import COMMAND, environment_of, guanxi

PRODUCTS = mapping_of("product", {"name": "title", "code": "sku"})
HANDLERS = {IMPORT_JOB: run_import_job}


def order_for(workspace: Workspace, folder: Path, count: int, mode: ImportMode = "partial") -> ImportOrder:
    """Return the order of a file of that many new products."""
    rows = [{"title": f"Product {number}", "sku": f"P{number}"} for number in range(count)]
    mapping = read_mapping(system(workspace), PRODUCTS, object_name="product")
    return ImportOrder(mapping, write_csv(folder / "a.csv", rows), mode)


def test_an_import_is_a_job_whose_result_says_what_came_of_it(workspace: Workspace, tmp_path: Path) -> None:
    context = system(workspace)
    identity, job = submit_import(context, order_for(workspace, tmp_path, 3))
    assert find_import(context, identity)["state"] == "queued"
    assert Worker(workspace, HANDLERS).work_off(job).state == "done"
    told = find_import(context, identity)
    assert (told["state"], told["result"]["created"], told["progress"]) == ("done", 3, {"done": 3, "total": 3})


def test_the_same_unfinished_import_is_not_made_twice(workspace: Workspace, tmp_path: Path) -> None:
    context, order = system(workspace), order_for(workspace, tmp_path, 3)
    first = submit_import(context, order)
    assert submit_import(context, order) == first
    Worker(workspace, HANDLERS).work_off(first[1])
    assert submit_import(context, order) != first


def test_an_import_that_is_being_cancelled_is_not_gone_on_with(workspace: Workspace, tmp_path: Path) -> None:
    context, order = system(workspace), order_for(workspace, tmp_path, 3)
    first, job = submit_import(context, order)
    with workspace.database.write() as connection:
        connection.update("gx_job", {"state": "cancelling"}, {"id": job})
    assert submit_import(context, order)[0] != first


def test_a_step_that_was_stored_is_not_done_again(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Source.chunks, "__kwdefaults__", {"skip": 0, "size": 4})
    context = system(workspace)
    identity, job_id = submit_import(context, order_for(workspace, tmp_path, 10))
    with workspace.database.read() as connection:
        job = jobs.find(connection, job_id)
    reports = []

    def killed(values: object) -> None:
        reports.append(values)
        if len(reports) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import_job(workspace, job, killed)
    assert len(stored(context, "product", "code")) == 8
    result = run_import_job(workspace, job, lambda values: None).result
    assert (result["rows"], result["created"], result["unchanged"], result["refused"]) == (10, 10, 0, 0)
    assert len(stored(context, "product", "code")) == 10
    # Whoever has not heard of the end may run the job once more.
    assert run_import_job(workspace, job, lambda values: None).result["created"] == 10
    assert len(stored(context, "product", "code")) == 10
    assert find_import(context, identity)["finished_at"] is not None


def test_an_all_or_none_import_that_was_stored_is_not_done_again(workspace: Workspace, tmp_path: Path) -> None:
    context = system(workspace)
    _, job_id = submit_import(context, order_for(workspace, tmp_path, 3, "all_or_none"))
    with workspace.database.read() as connection:
        job = jobs.find(connection, job_id)
    for _ in range(2):
        assert run_import_job(workspace, job, lambda values: None).result["created"] == 3
    assert len(stored(context, "product", "code")) == 3


def test_a_file_that_changed_since_is_not_imported(workspace: Workspace, tmp_path: Path) -> None:
    context, order = system(workspace), order_for(workspace, tmp_path, 3)
    identity, job = submit_import(context, order)
    order.path.write_text("title,sku\nOther,x\n")
    assert Worker(workspace, HANDLERS).work_off(job).state == "done_with_errors"
    assert find_import(context, identity)["result"]["error"]["params"]["reason"] == "import_file_changed"
    assert stored(context, "product", "code") == []


def test_an_import_is_seen_by_whoever_asked_for_it_alone(sales: Workspace, tmp_path: Path) -> None:
    context = system(sales)
    save(context, "user", [{"login": "ops", "name": "Ops", "roles": ["sales_operations"]}])
    with sales.database.read() as connection:
        ops = sales.context(Authenticator(sales.snapshot().catalog).by_login(connection, "ops"))
    identity, _ = submit_import(context, order_for(sales, tmp_path, 1))
    with pytest.raises(Missing):
        find_import(ops, identity)
    mine, job = submit_import(ops, order_for(sales, tmp_path, 2))
    Worker(sales, HANDLERS).work_off(job)
    assert find_import(ops, mine)["result"]["created"] == 2


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["all_or_none", "partial"])
def test_a_killed_import_leaves_whole_steps_and_is_gone_on_with(
    workspace: Workspace, tmp_path: Path, mode: ImportMode
) -> None:
    rows = 15_000
    order = order_for(workspace, tmp_path, rows, mode)
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps(PRODUCTS))
    url = workspace.settings.database_url
    arguments = ["import", "product", str(order.path), "--map", str(mapping), "--mode", mode]
    process = subprocess.Popen(
        [*COMMAND, *arguments], env=environment_of(url), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    wait_for_the_middle(workspace, process, mode)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()

    kept = count(workspace)
    assert kept in ({0, rows} if mode == "all_or_none" else {0, 5_000, 10_000, 15_000})
    expire_leases(workspace)
    done = guanxi(url, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["created"] == rows
    assert count(workspace) == rows


def wait_for_the_middle(workspace: Workspace, process: subprocess.Popen[str], mode: str) -> None:
    """Wait until the first step is stored, or where there is one step alone, until it has begun."""
    for _ in range(3000):
        with workspace.database.read() as connection:
            found = connection.select("gx_import", ("chunk", "job"))
            running = found and connection.select("gx_job", ("state",), {"id": found[0][1]})[0][0] == "running"
        if process.poll() is not None or (running and (mode == "all_or_none" or found[0][0] > 0)):
            break
        time.sleep(0.01)
    if mode == "all_or_none":
        time.sleep(0.3)


def expire_leases(workspace: Workspace) -> None:
    """Let the lease of the killed process run out at once."""
    with workspace.database.write() as connection:
        connection.update(
            "gx_job", {"lease_until": workspace.context(system(workspace).principal).now}, {"state": "running"}
        )


def count(workspace: Workspace) -> int:
    with workspace.database.read() as connection:
        table = Table(workspace.snapshot().catalog.object("product").table, "t")
        select = Select((Alias("count", Call("count_rows", (), "integer")),), table)
        return int(connection.run_tree(select, {})[0][0])
