"""Hiding keeps values, purging drops them for ever; whoever is used is named."""

import pytest
from guanxi.change.apply import Applied, apply
from guanxi.change.plan import plan
from guanxi.change.revisions import revisions, undoing
from guanxi.change.uses import uses
from guanxi.change.wanted import Wanted
from guanxi.errors import Conflict, Invalid, Missing
from guanxi.storage.upgrade import engine_of
from guanxi.workspace.stored import stored_items
from guanxi.workspace.workspace import Workspace
from sqlalchemy import inspect

from tests.change.changes import ADMIN, a_field, create, put, read, removal, visit

RULE = {"kind": "rule", "name": "no_moon", "object": "visit", "at": "place", "when": "place = 'moon'",
        "message": {"en": "No.", "zh": "不行。"}}  # fmt: skip
STOP = {"kind": "object", "name": "stop", "label": {"en": "Stop", "zh": "站"},
        "fields": [a_field("name"), a_field("visit", "lookup", to="visit", children="stops")]}  # fmt: skip


def purge(workspace: Workspace, *names: str) -> Applied:
    return apply(workspace, Wanted(purged=frozenset(names)), author=ADMIN)


def columns_of(workspace: Workspace, table: str) -> set[str]:
    """Return the columns of a table, none where it is gone."""
    with engine_of(workspace.database).connect() as connection:
        found = inspect(connection)
        return {column["name"] for column in found.get_columns(table)} if found.has_table(table) else set()


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    values = {"kind": "picklist", "name": "mood", "values": [{"name": "calm"}]}
    moods = a_field("moods", "multi_picklist", values="mood")
    put(workspace, values, visit(a_field("place", unique=True, searchable=True), moods), STOP)
    create(workspace, "visit", {"name": "a", "place": "here", "moods": ["calm"]}, {"name": "b"})
    create(workspace, "stop", {"name": "s", "visit": read(workspace, "visit", "id")[0][0]})
    return workspace


def test_a_hidden_field_is_purged_with_its_columns(filled: Workspace) -> None:
    put(filled, visit())
    made = plan(filled, Wanted(purged=frozenset({"visit.place", "visit.moods"})))
    told = {change.difference.name: change for change in made.changes}
    assert {name: change.effects[0].params["rows"] for name, change in told.items()} == {
        "visit.place": 1, "visit.moods": 1,
    }  # fmt: skip
    assert all(change.destructive for change in made.changes)
    assert "place" in columns_of(filled, "visit")
    purge(filled, "visit.place", "visit.moods")
    assert not {"place", "place__fold"} & columns_of(filled, "visit")
    assert columns_of(filled, "visit__moods") == set()
    assert read(filled, "visit", "name") == [("a",), ("b",)]
    put(filled, visit(a_field("place")))
    assert read(filled, "visit", "place") == [(None,), (None,)]


def test_a_hidden_object_is_purged_with_what_points_to_it(filled: Workspace) -> None:
    table = filled.snapshot().catalog.object("visit").table
    put(filled, removal("object", "visit"), {**STOP, "fields": STOP["fields"][:1]})
    purge(filled, "visit")
    assert columns_of(filled, table) == columns_of(filled, f"{table}__share") == set()
    assert "visit" not in columns_of(filled, "stop")
    with filled.database.read() as connection:
        assert not [row for row in stored_items(connection) if "visit" in {row.object, row.name}]
    put(filled, visit(), STOP)
    create(filled, "visit", {"name": "c"})
    assert read(filled, "stop", "name", "visit") == [("s", None)]


def test_what_is_not_hidden_is_not_purged(filled: Workspace) -> None:
    for name in ("visit", "visit.place", "visit.nothing", "nothing"):
        with pytest.raises(Missing):
            purge(filled, name)


def test_a_purge_cannot_be_undone_and_an_earlier_change_comes_back_blank(filled: Workspace) -> None:
    put(filled, visit())
    hiding = revisions(filled)[0].number
    purge(filled, "visit.place")
    with pytest.raises(Conflict) as failure:
        undoing(filled, revisions(filled)[0].number)
    assert failure.value.params["reason"] == "purged"
    apply(filled, undoing(filled, hiding), author=ADMIN)
    assert read(filled, "visit", "place", "moods") == [(None, ("calm",)), (None, None)]


def test_what_something_uses_is_not_hidden_and_every_user_is_named(filled: Workspace) -> None:
    put(filled, RULE)
    with pytest.raises(Invalid) as failure:
        put(filled, visit())
    assert {str(problem.field) for problem in failure.value.problems} >= {"rule/no_moon/at"}
    assert {use.path for use in uses(filled, "object", "visit", part="place")} == {("at",), ("when",)}
    users = {(use.kind, use.name) for use in uses(filled, "object", "visit")}
    assert users == {("object", "stop"), ("rule", "no_moon")}
    assert [use.path for use in uses(filled, "picklist", "mood")] == [("fields", "moods", "values")]
    for kind, name, part in (("object", "nothing", None), ("object", "visit", "nothing"), ("rule", "no_moon", "when")):
        with pytest.raises(Missing):
            uses(filled, kind, name, part=part)


def test_one_property_is_undone_alone(filled: Workspace) -> None:
    put(filled, visit(a_field("place", max_length=20, required=True), a_field("size", "integer")))
    number = revisions(filled)[0].number
    path = ("fields", "place", "required")
    apply(filled, undoing(filled, number, item=("object", "visit"), path=path), author=ADMIN)
    found = filled.snapshot().catalog.object("visit")
    place = found.fields["place"]
    assert (place.required, place.max_length, "size" in found.fields) == (False, 20, True)
    apply(filled, undoing(filled, number, item=("object", "visit"), path=("fields", "size")), author=ADMIN)
    assert "size" not in filled.snapshot().catalog.object("visit").fields
    with pytest.raises(Missing):
        undoing(filled, number, item=("object", "visit"), path=("fields", "nothing"))
