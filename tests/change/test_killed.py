"""A process killed at any moment of a change or a build leaves all of it or nothing, and the rest can be done."""

import os
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from guanxi.automation.sequencer import seal_pending
from guanxi.cli.doctor import findings_of
from guanxi.errors import Invalid
from guanxi.storage.upgrade import engine_of
from guanxi.workspace.workspace import Workspace

from tests.change.breaking import BREAKABLE, carry_out
from tests.change.changes import a_field, create, put, read, visit
from tests.change.killed import NEXT, WANTED
from tests.support.processes import start


def run(workspace: Workspace, work: str, *texts: str) -> int:
    """Do the work in a process of its own and return how that ended."""
    words = (workspace.settings.database_url, work, *texts)
    with Path(os.devnull).open("r+b") as nothing:
        return start("tests.change.killed", words, {}, [nothing.fileno()] * 2 + [2]).wait()


def killed(workspace: Workspace, work: str, text: str) -> None:
    assert run(workspace, work, text) == -9


def finish(workspace: Workspace) -> None:
    assert run(workspace, "build", "") == 0


def everything(workspace: Workspace) -> dict[str, tuple[Any, ...]]:
    """Return the columns and the rows of every table."""
    with engine_of(workspace.database).connect() as connection:
        names = sqlalchemy.inspect(connection).get_table_names()
        found = {name: connection.exec_driver_sql(f'SELECT * FROM "{name}"') for name in names}
        return {name: (tuple(rows.keys()), sorted(map(repr, rows))) for name, rows in found.items()}


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "one"}, {"name": "b", "code": "two"})
    return workspace


@pytest.mark.parametrize("text", ["ALTER TABLE", 'INSERT INTO "gx_document"', 'INSERT INTO "gx_job"', "COMMIT"])
def test_an_apply_killed_before_its_commit_leaves_nothing(filled: Workspace, text: str) -> None:
    before = filled.snapshot().catalog.revision
    killed(filled, "apply", text)
    catalog = filled.snapshot().catalog
    assert catalog.revision == before
    assert "place" not in catalog.object("visit").fields
    assert put(filled, NEXT).jobs


def test_an_apply_killed_after_its_commit_is_there_whole(filled: Workspace) -> None:
    before = filled.snapshot().catalog.revision
    killed(filled, "apply", "")
    assert filled.snapshot().catalog.revision == before + 1
    assert "place" in filled.snapshot().catalog.object("visit").fields
    assert not put(filled, NEXT).changed
    finish(filled)
    assert [key.state for key in filled.snapshot().catalog.object("visit").unique_keys] == ["ready"]


@pytest.mark.parametrize("text", ['UPDATE "visit"', "UNIQUE INDEX", 'UPDATE "gx_item"'])
def test_a_build_killed_at_any_step_is_completed_by_the_next_worker(filled: Workspace, text: str) -> None:
    put(filled, NEXT)
    killed(filled, "build", text)
    finish(filled)
    found = filled.snapshot().catalog.object("visit")
    assert {found.fields["code"].state, *(key.state for key in found.unique_keys)} == {"ready"}
    with pytest.raises(Invalid):
        create(filled, "visit", {"name": "c", "code": "ONE"})


@pytest.mark.parametrize("text", ['UPDATE "gx_item"', 'INSERT INTO "gx_alias"', 'INSERT INTO "gx_revision"'])
def test_a_rename_killed_before_its_commit_leaves_nothing(workspace: Workspace, text: str) -> None:
    mood = {"kind": "picklist", "name": "mood", "values": [{"name": "calm"}]}
    put(workspace, mood, visit(a_field("code"), a_field("mood", "picklist", values="mood")))
    create(workspace, "visit", {"name": "a", "code": "one", "mood": "calm"})
    killed(workspace, "rename", text)
    assert read(workspace, "visit", "code", "mood") == [("one", "calm")]
    put(workspace, *WANTED["rename"])
    killed(workspace, "build", 'UPDATE "visit"')
    finish(workspace)
    assert read(workspace, "journey", "key", "mood") == [("one", "quiet")]


def test_a_change_of_type_killed_before_its_copy_leaves_nothing(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "1"})
    killed(workspace, "retype", "ALTER TABLE")
    assert workspace.snapshot().catalog.object("visit").fields["code"].successor is None
    assert put(workspace, *WANTED["retype"]).jobs


@pytest.mark.parametrize("text", ['UPDATE "visit"', 'INSERT INTO "gx_document"'], ids=["copy", "swap"])
def test_a_change_of_type_killed_in_its_copy_or_before_its_swap_is_completed_by_the_next_worker(
    workspace: Workspace, text: str
) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "1"}, {"name": "b", "code": "2"})
    put(workspace, *WANTED["retype"])
    killed(workspace, "build", text)
    assert read(workspace, "visit", "code") == [("1",), ("2",)]
    create(workspace, "visit", {"name": "c", "code": "3"})
    finish(workspace)
    assert read(workspace, "visit", "code") == [(1,), (2,), (3,)]


@pytest.mark.parametrize("name", BREAKABLE)
def test_a_change_killed_at_three_points_leaves_nothing_and_the_same_again_completes(
    workspace: Workspace, name: str
) -> None:
    change = BREAKABLE[name]
    change.before(workspace)
    before, revision = everything(workspace), workspace.snapshot().catalog.revision
    assert run(workspace, name, *change.points) == 0
    assert everything(workspace) == before
    carry_out(workspace, name)
    assert workspace.snapshot().catalog.revision == revision + 1
    assert change.seen(workspace) == change.after
    seal_pending(workspace.database)  # which a worker would have done; the workspace was made minutes ago
    assert findings_of(workspace) == []
