"""Commands on all records that a filter finds: counted, carried out for as many, and taken back."""

import pytest
from guanxi.workspace.workspace import Workspace

from tests.change.changes import a_field, create, put, read, visit
from tests.cli.commands import answer, call


@pytest.fixture
def url(workspace: Workspace) -> str:
    put(workspace, visit(a_field("place"), owned=True))
    create(workspace, "visit", *({"name": name, "place": "here"} for name in "abc"))
    return workspace.settings.database_url


def test_an_edit_is_counted_carried_out_and_taken_back(workspace: Workspace, url: str) -> None:
    edit = ("bulk", "edit", "visit", "--filter", "name <> 'c'", "--set", "place=there")
    assert answer(url, *edit, "--dry-run") == {"count": 2, "undo": None}
    assert call(url, *edit).exit_code == 1
    assert call(url, *edit, "--expect", "3").exit_code == 1
    assert read(workspace, "visit", "place") == [("here",)] * 3
    done = answer(url, *edit, "--yes")
    assert read(workspace, "visit", "place") == [("there",), ("there",), ("here",)]
    assert answer(url, "bulk", "undo", "visit", done["undo"]) == {"undone": 2, "kept": 0}
    assert read(workspace, "visit", "place") == [("here",)] * 3


def test_records_are_deleted_and_handed_over_as_many_as_expected(workspace: Workspace, url: str) -> None:
    made = answer(url, "user", "add", "ann")
    to = ("bulk", "transfer", "visit", "--filter", "name = 'a'", "--to", read(workspace, "user", "id", "login",
          filter="login = 'ann'")[0][0])  # fmt: skip
    assert made
    assert answer(url, *to, "--expect", "1")["count"] == 1
    assert read(workspace, "visit", "name", filter="owner.name = 'ann'") == [("a",)]
    shown = call(url, "bulk", "delete", "visit", "--filter", "name <> 'a'", "--yes")
    assert shown.stdout.startswith("2 records.\nDone.")
    assert read(workspace, "visit", "name") == [("a",)]
    assert call(url, "bulk", "undo", "visit", "x").exit_code == 1


def test_words_narrow_what_a_filter_finds(workspace: Workspace, url: str) -> None:
    delete = ("bulk", "delete", "visit", "--filter", "TRUE", "--search", "b")
    assert answer(url, *delete, "--dry-run") == {"count": 1, "undo": None}
    assert answer(url, *delete, "--expect", "1")["count"] == 1
    assert read(workspace, "visit", "name") == [("a",), ("c",)]
