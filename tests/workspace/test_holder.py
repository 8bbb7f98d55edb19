"""The catalog of a process: swapped as soon as the database shows another number, not kept longer than needed."""

import gc
import weakref

from guanxi.workspace.workspace import Workspace, open_workspace

from tests.change.changes import a_field, put, visit


def test_a_change_of_another_process_is_seen_at_the_next_look(workspace: Workspace) -> None:
    other = open_workspace(workspace.settings)
    assert other.snapshot().catalog.find("visit") is None
    put(workspace, visit())
    assert other.snapshot().catalog.find("visit") is not None
    other.close()


def test_work_goes_on_in_the_catalog_it_began_in(workspace: Workspace) -> None:
    before = workspace.snapshot()
    put(workspace, visit())
    assert before.catalog.find("visit") is None
    assert workspace.snapshot() is workspace.snapshot() is not before


def test_a_catalog_nobody_works_in_is_let_go(workspace: Workspace) -> None:
    held = []
    for number in range(4):
        put(workspace, visit(a_field(f"extra_{number}")))
        held.append(weakref.ref(workspace.snapshot().policy))
    gc.collect()
    assert [reference() is None for reference in held] == [True, True, True, False]


def test_what_did_not_change_is_the_same_object_in_the_next_catalog(workspace: Workspace) -> None:
    before = workspace.snapshot().catalog
    put(workspace, visit())
    after = workspace.snapshot().catalog
    assert all(after.objects[name] is found for name, found in before.objects.items() if name != "user")
