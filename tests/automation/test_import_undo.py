"""Imports taken back: created records go to the bin, updated ones get their former values, moved ones stay."""

from pathlib import Path
from typing import Any

import pytest
from guanxi.automation import jobs
from guanxi.automation.import_undo import UNDO_JOB, preview_undo, run_undo_job, submit_undo
from guanxi.automation.imports import IMPORT_JOB, run_import_job, submit_import
from guanxi.automation.worker import Worker
from guanxi.errors import Conflict, Missing
from guanxi.importing import undoing
from guanxi.importing.mapping import read_mapping
from guanxi.importing.run import ImportMode, ImportOrder
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.support.importing import mapping_of, stored, system, write_csv

MAPPING = mapping_of("product", {"name": "title", "code": "sku", "list_price": "price"}, match="code")
HANDLERS = {IMPORT_JOB: run_import_job, UNDO_JOB: run_undo_job}


def an_import(workspace: Workspace, folder: Path, codes: range, mode: ImportMode = "all_or_none") -> str:
    """Import products, new ones and those that are there, and return the import."""
    rows = [{"title": f"New {number}", "sku": f"P{number}", "price": number + 100} for number in codes]
    mapping = read_mapping(system(workspace), MAPPING, object_name="product")
    order = ImportOrder(mapping, write_csv(folder / "a.csv", rows), mode)
    identity, job = submit_import(system(workspace), order)
    assert Worker(workspace, HANDLERS).work_off(job).state == "done"
    return identity


def undone(workspace: Workspace, identity: str, expect: int) -> jobs.Job:
    return Worker(workspace, HANDLERS).work_off(submit_undo(system(workspace), identity, expect=expect))


def products(workspace: Workspace) -> list[tuple[Any, ...]]:
    return stored(system(workspace), "product", "code", "name", "list_price")


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    """A workspace with the products P0 to P3."""
    rows = [{"name": f"Old {number}", "code": f"P{number}", "list_price": number} for number in range(4)]
    save(system(workspace), "product", rows)
    return workspace


def test_created_records_go_and_updated_ones_get_their_values_back(shop: Workspace, tmp_path: Path) -> None:
    before = products(shop)
    identity = an_import(shop, tmp_path, range(2, 7))
    assert preview_undo(system(shop), identity) == {"deleted": 3, "restored": 2, "left": 0}
    with pytest.raises(Conflict):
        submit_undo(system(shop), identity, expect=3)
    job = undone(shop, identity, 5)
    assert (job.state, job.result) == ("done", {"deleted": 3, "restored": 2, "left": 0, "problems": []})
    assert products(shop) == before
    with pytest.raises(Missing):
        preview_undo(system(shop), identity)


def test_records_that_moved_since_are_left_and_told(shop: Workspace, tmp_path: Path) -> None:
    identity = an_import(shop, tmp_path, range(2, 6))
    ids = dict(stored(system(shop), "product", "code", "id"))
    changes = [{"id": ids[code], "name": f"Mine {code}"} for code in ("P2", "P4")]
    save(system(shop), "product", changes, operation="update")
    assert preview_undo(system(shop), identity) == {"deleted": 1, "restored": 1, "left": 2}
    job = undone(shop, identity, 2)
    assert job.state == "done_with_errors"
    assert {(found["id"], found["code"]) for found in (job.result or {})["problems"]} == {
        (ids["P2"], "stale"), (ids["P4"], "stale"),
    }  # fmt: skip
    assert [row[:2] for row in products(shop)] == [
        ("P0", "Old 0"), ("P1", "Old 1"), ("P2", "Mine P2"), ("P3", "Old 3"), ("P4", "Mine P4"),
    ]  # fmt: skip


def test_a_killed_undoing_is_gone_on_with(shop: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "_PIECE", 2)
    before = products(shop)
    identity = an_import(shop, tmp_path, range(2, 8), mode="partial")
    job_id = submit_undo(system(shop), identity, expect=6)
    with shop.database.read() as connection:
        job = jobs.find(connection, job_id)
    reports: list[object] = []

    def killed(values: object) -> None:
        reports.append(values)
        if len(reports) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_undo_job(shop, job, killed)
    assert products(shop) != before
    told = run_undo_job(shop, job, lambda values: None).result
    assert (told["deleted"], told["restored"], told["left"]) == (4, 2, 0)
    assert products(shop) == before


def test_an_import_is_taken_back_by_whoever_made_it_alone_and_for_a_week(
    shop: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = an_import(shop, tmp_path, range(4, 6))
    with shop.database.write() as connection:
        connection.update("gx_import", {"created_by": "0197c000-0000-7000-8000-000000000001"}, {"id": identity})
    with pytest.raises(Missing):
        preview_undo(system(shop), identity)
    other = an_import(shop, tmp_path, range(6, 8))
    monkeypatch.setattr(undoing, "KEPT", undoing.KEPT * 0)
    with pytest.raises(Missing):
        preview_undo(system(shop), other)
