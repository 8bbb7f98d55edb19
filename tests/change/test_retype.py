"""Another type for a field: its values are copied while the old type answers, then all of it changes at once."""

import datetime as dt
from typing import Any

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.automation import jobs
from guanxi.change import copying, items
from guanxi.change.apply import Applied, apply
from guanxi.change.copies import release
from guanxi.change.plan import Plan, plan
from guanxi.change.progress import copies_of
from guanxi.change.revisions import revisions, undoing
from guanxi.change.wanted import Wanted
from guanxi.errors import Conflict, Invalid
from guanxi.records.history import history
from guanxi.records.save import save
from guanxi.workspace.stored import stored_items
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, create, loose, put, read, visit, work_off

MOOD = {
    "kind": "picklist", "name": "mood", "label": {"en": "Mood", "zh": "心情"}, "values": [
        {"name": "calm", "label": {"en": "Quite calm", "zh": "平静"}},
        {"name": "loud", "label": {"en": "Loud", "zh": "喧闹"}},
        {"name": "old", "label": {"en": "Old", "zh": "旧"}, "active": False},
    ],
}  # fmt: skip
YES_NO = {
    "kind": "picklist", "name": "answer", "label": {"en": "Answer", "zh": "回答"},
    "values": [{"name": name, "label": {"en": name, "zh": name}} for name in ("yes", "no")],
}  # fmt: skip


def retyped(workspace: Workspace, *bodies: dict[str, Any], blank: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Apply a change with its builds; return what failed."""
    wanted = Wanted(documents=loose(*bodies).documents, blanked=frozenset(blank))
    return work_off(workspace, apply(workspace, wanted, author=ADMIN))


def undone(workspace: Workspace, *, blank: tuple[str, ...] = ()) -> Applied:
    """Undo the newest change of documents."""
    number = next(told.number for told in revisions(workspace) if told.changes)
    done = apply(workspace, undoing(workspace, number, blanked=frozenset(blank)), author=ADMIN)
    assert not work_off(workspace, done)
    return done


def planned(workspace: Workspace, *bodies: dict[str, Any], blank: tuple[str, ...] = ()) -> Plan:
    return plan(workspace, Wanted(documents=loose(*bodies).documents, blanked=frozenset(blank)))


def type_of(workspace: Workspace, name: str = "size") -> str:
    return workspace.snapshot().catalog.object("visit").fields[name].type


def filled(workspace: Workspace, *values: object, kind: str = "text", **keys: object) -> list[str]:
    """Make visits a, b, … with these sizes, of a type."""
    put(workspace, MOOD, YES_NO, visit(a_field("size", kind, **keys)))
    made = [{"name": chr(ord("a") + at), "size": value} for at, value in enumerate(values)]
    return [result.id for result in create(workspace, "visit", *made).results]


CASES: dict[str, tuple[dict[str, Any], list[Any], dict[str, Any], list[Any]]] = {
    "whole": ({"type": "text"}, ["7", " 08", None], {"type": "integer"}, [7, 8, None]),
    "number": ({"type": "integer"}, [7, 8, None], {"type": "decimal"}, [7, 8, None]),
    "digits": ({"type": "decimal"}, [7.5, -1, None], {"type": "decimal", "scale": 4}, [7.5, -1, None]),
    "share": ({"type": "decimal"}, [7.5, 0, None], {"type": "percent"}, [7.5, 0, None]),
    "written": ({"type": "integer"}, [1200, -3, None], {"type": "text"}, ["1200", "-3", None]),
    "chosen": ({"type": "text"}, ["Quite CALM", "旧", "loud"], {"type": "picklist", "values": "mood"},
               ["calm", "old", "loud"]),
    "said": ({"type": "picklist", "values": "mood"}, ["calm", "loud", None], {"type": "text"}, ["calm", "loud", None]),
    "several": ({"type": "picklist", "values": "mood"}, ["calm", "loud", None],
                {"type": "multi_picklist", "values": "mood"}, [("calm",), ("loud",), None]),
    "single": ({"type": "multi_picklist", "values": "mood"}, [["calm"], [], ["loud"]],
               {"type": "picklist", "values": "mood"}, ["calm", None, "loud"]),
    "tagged": ({"type": "text"}, ["red; green", "red", None], {"type": "tags"}, [("green", "red"), ("red",), None]),
    "listed": ({"type": "tags"}, [["red", "green"], [], ["red"]], {"type": "text"}, ["green; red", None, "red"]),
    "answer": ({"type": "boolean"}, [True, False, True], {"type": "picklist", "values": "answer"},
               ["yes", "no", "yes"]),
    "ticked": ({"type": "text"}, ["Yes", "否", "TRUE"], {"type": "boolean"}, [True, False, True]),
    "instant": ({"type": "date"}, ["2026-05-01", None, None], {"type": "datetime"},
                [dt.datetime(2026, 5, 1, tzinfo=dt.UTC), None, None]),
    "day": ({"type": "datetime"}, ["2026-05-01T10:30:00Z", None, None], {"type": "date"},
            [dt.date(2026, 5, 1), None, None]),
    "mail": ({"type": "text"}, ["A@Example.com", None, "b@c.de"], {"type": "email"}, ["A@example.com", None, "b@c.de"]),
}  # fmt: skip
"""By field: what it is and holds, and what it becomes."""


def test_values_are_those_of_the_new_types_and_undoing_brings_back_the_old_ones(workspace: Workspace) -> None:
    def object_as(side: int) -> dict[str, Any]:
        return visit(*({**a_field(name), **case[side]} for name, case in CASES.items()))

    put(workspace, MOOD, YES_NO, object_as(0))
    records = [{name: case[1][at] for name, case in CASES.items()} for at in range(3)]
    create(workspace, "visit", *({"name": chr(ord("a") + at), **record} for at, record in enumerate(records)))
    stored = read(workspace, "visit", *CASES)
    assert retyped(workspace, object_as(2)) == []
    found = read(workspace, "visit", *CASES)
    assert {name: [row[at] for row in found] for at, name in enumerate(CASES)} == {
        name: case[3] for name, case in CASES.items()
    }
    undone(workspace)
    assert read(workspace, "visit", *CASES) == stored


def test_a_plan_counts_what_is_copied_and_says_nothing_is_lost(workspace: Workspace) -> None:
    filled(workspace, "1", "2", None)
    (told,) = planned(workspace, visit(a_field("size", "integer"))).changes
    assert [(effect.code, effect.params["rows"]) for effect in told.effects] == [("retype_copies", 2)]
    assert not told.destructive


def test_values_that_do_not_fit_refuse_the_change_at_the_field_with_samples(workspace: Workspace) -> None:
    filled(workspace, "1", "many", "few")
    (found,) = planned(workspace, visit(a_field("size", "integer"))).errors
    assert (found.code, found.path) == ("retype_unfit", "object/visit/fields/size/type")
    assert (found.params["unfit"], found.params["rows"], found.params["samples"]) == (2, 3, "“many”, “few”")


def test_values_that_do_not_fit_become_blank_when_the_author_says_so(workspace: Workspace) -> None:
    filled(workspace, "1", "many")
    (told,) = planned(workspace, visit(a_field("size", "integer")), blank=("visit.size",)).changes
    assert told.destructive
    assert retyped(workspace, visit(a_field("size", "integer")), blank=("visit.size",)) == []
    assert read(workspace, "visit", "size") == [(1,), (None,)]
    undone(workspace)
    assert read(workspace, "visit", "size") == [("1",), ("many",)]


def test_samples_of_personal_fields_are_masked(workspace: Workspace) -> None:
    filled(workspace, "secret", **{"class": "personal"})
    (found,) = planned(workspace, visit(a_field("size", "integer", **{"class": "personal"}))).errors
    assert "secret" not in str(found.params)


def test_samples_are_of_records_that_the_reader_may_see(workspace: Workspace) -> None:
    filled(workspace, "many")
    role = {"kind": "role", "name": "builder", "audience": "staff", "system": ["setup"],
            "label": {"en": "Builder", "zh": "搭建"}}  # fmt: skip
    put(workspace, role)
    create(workspace, "user", {"login": "ann", "name": "Ann", "roles": ["builder"]})
    with workspace.database.read() as connection:
        ann = Authenticator(workspace.snapshot().catalog).by_login(connection, "ann")
    (found,) = plan(workspace, loose(visit(a_field("size", "integer"))), reader=ann).errors
    assert (found.params["unfit"], found.params["samples"]) == (1, "–")


def test_a_mark_for_a_field_whose_type_does_not_change_is_refused(workspace: Workspace) -> None:
    filled(workspace, "1")
    found = planned(workspace, visit(a_field("size"), a_field("place")), blank=("visit.place",)).errors
    assert [finding.code for finding in found] == ["blank_nothing"]


def test_what_was_written_since_is_converted_back_by_undoing(workspace: Workspace) -> None:
    first, second, third = filled(workspace, "007", "1.0", "3")
    retyped(workspace, visit(a_field("size", "decimal")))
    save(workspace.context(ADMIN), "visit", [{"id": second, "size": 2.5}, {"id": third, "size": None}],
         operation="update")  # fmt: skip
    create(workspace, "visit", {"name": "d", "size": 4})
    assert first
    undone(workspace)
    assert read(workspace, "visit", "size") == [("007",), ("2.5",), (None,), ("4",)]


def test_undoing_is_refused_where_what_was_written_since_does_not_fit(workspace: Workspace) -> None:
    (one,) = filled(workspace, 5, kind="integer")
    retyped(workspace, visit(a_field("size")))
    save(workspace.context(ADMIN), "visit", [{"id": one, "size": "much"}], operation="update")
    with pytest.raises(Invalid) as caught:
        undone(workspace)
    assert [problem.code for problem in caught.value.problems] == ["retype_unfit"]
    undone(workspace, blank=("visit.size",))
    assert read(workspace, "visit", "size") == [(None,)]


def test_the_old_type_answers_until_the_copy_is_done(workspace: Workspace) -> None:
    filled(workspace, "1")
    done = put(workspace, visit(a_field("size", "integer")))
    assert type_of(workspace) == "text"
    assert read(workspace, "visit", "size") == [("1",)]
    (told,) = copies_of(workspace)
    assert (told.field, told.state, told.type, told.wanted, told.rows, told.of) == (
        "size", "copying", "text", "integer", 0, 1
    )  # fmt: skip
    assert work_off(workspace, done) == []
    assert type_of(workspace) == "integer"
    assert copies_of(workspace) == []


def test_records_written_while_values_are_copied_are_copied_too(workspace: Workspace) -> None:
    first, second = filled(workspace, "1", "2")
    done = put(workspace, visit(a_field("size", "integer")))
    save(workspace.context(ADMIN), "visit", [{"id": first, "size": "10"}], operation="update")
    create(workspace, "visit", {"name": "c", "size": "3"})
    save(workspace.context(ADMIN), "visit", [{"id": second}], operation="delete")
    assert work_off(workspace, done) == []
    assert read(workspace, "visit", "size") == [(10,), (3,)]


@pytest.mark.parametrize("text", ["UPDATE", "SELECT"])
def test_a_record_written_in_the_midst_of_the_copy_has_its_new_value(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    ids = filled(workspace, "1", "2", "3")
    written = ids[0] if text == "UPDATE" else ids[2]
    done = put(workspace, visit(a_field("size", "integer")))
    once = [written]
    real = copying.next_ids

    def one_by_one(*given: Any) -> list[str]:
        found = real(*given)[:1]
        if once and found == [ids[1]]:
            save(workspace.context(ADMIN), "visit", [{"id": once.pop(), "size": "44"}], operation="update")
        return found

    monkeypatch.setattr(copying, "next_ids", one_by_one)
    assert work_off(workspace, done) == []
    assert (44,) in read(workspace, "visit", "size")


def test_values_that_would_not_fit_are_refused_to_writers_while_values_are_copied(workspace: Workspace) -> None:
    filled(workspace, "1")
    done = put(workspace, visit(a_field("size", "integer")))
    with pytest.raises(Invalid) as caught:
        create(workspace, "visit", {"name": "b", "size": "many"})
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [("size", "not_number")]
    work_off(workspace, done)


def test_the_object_cannot_change_while_values_are_copied(workspace: Workspace) -> None:
    filled(workspace, "1")
    done = put(workspace, visit(a_field("size", "integer")))
    with pytest.raises(Invalid) as caught:
        put(workspace, visit(a_field("size"), a_field("place")))
    assert [problem.code for problem in caught.value.problems] == ["retype_running"]
    put(workspace, {"kind": "picklist", "name": "other", "label": {"en": "O", "zh": "其"}, "values": [{"name": "x"}]})
    assert work_off(workspace, done) == []
    assert type_of(workspace) == "integer"


def test_a_cancelled_copy_leaves_the_old_type_and_can_be_begun_again(workspace: Workspace) -> None:
    filled(workspace, "1")
    done = put(workspace, visit(a_field("size", "integer")))
    with workspace.database.write() as connection:
        jobs.cancel(connection, done.jobs[0])
    put(workspace, visit(a_field("size"), a_field("place")))
    create(workspace, "visit", {"name": "b", "size": "2"})
    assert workspace.snapshot().catalog.object("visit").fields["size"].successor is None
    assert retyped(workspace, visit(a_field("size", "integer"), a_field("place"))) == []
    assert read(workspace, "visit", "size") == [(1,), (2,)]


def test_writers_are_free_once_a_copy_is_cancelled(workspace: Workspace) -> None:
    filled(workspace, "1")
    done = put(workspace, visit(a_field("size", "integer")))
    assert release(workspace) == 0
    with workspace.database.write() as connection:
        jobs.cancel(connection, done.jobs[0])
    assert release(workspace) == 1
    create(workspace, "visit", {"name": "b", "size": "many"})
    assert read(workspace, "visit", "size") == [("1",), ("many",)]


def test_a_change_that_is_wrong_by_the_end_of_the_copy_is_told_and_leaves_the_old_type(workspace: Workspace) -> None:
    filled(workspace, "1")
    done = put(workspace, visit(a_field("size", "integer")))
    rule = {"kind": "rule", "name": "odd", "object": "visit", "when": "size = 'x'", "message": {"en": "x", "zh": "x"}}
    put(workspace, rule)
    (failed,) = work_off(workspace, done)
    assert failed["code"] == "retype_stopped"
    assert type_of(workspace) == "text"
    (told,) = copies_of(workspace)
    assert (told.state, told.code, len(told.reasons)) == ("failed", "retype_stopped", 1)
    create(workspace, "visit", {"name": "b", "size": "many"})


def test_formulas_rules_and_views_are_held_against_the_new_type(workspace: Workspace) -> None:
    filled(workspace, "1")
    rule = {"kind": "rule", "name": "odd", "object": "visit", "when": "size = 'x'", "message": {"en": "x", "zh": "x"}}
    long = a_field("long", "formula", returns="number", formula="LEN(size)")
    put(workspace, rule, visit(a_field("size"), long))
    found = planned(workspace, visit(a_field("size", "integer"), long)).errors
    assert {finding.path for finding in found} == {"rule/odd/when", "object/visit/fields/long/formula"}


def test_what_depends_on_it_may_change_along_with_it(workspace: Workspace) -> None:
    filled(workspace, "1", "2")

    def twice(formula: str) -> dict[str, Any]:
        return a_field("twice", "formula", returns="number", formula=formula, stored=True)

    put(workspace, visit(a_field("size"), twice("LEN(size)")))
    assert retyped(workspace, visit(a_field("size", "integer"), twice("size * 2"))) == []
    assert read(workspace, "visit", "size", "twice") == [(1, 2), (2, 4)]


def test_keys_indexes_and_search_are_built_over_the_new_values(workspace: Workspace) -> None:
    filled(workspace, 1, 2, kind="integer", unique=True)
    put(workspace, visit(a_field("size", "integer", unique=True), a_field("count", "integer", indexed=True)))
    fields = (a_field("size", unique=True, searchable=True), a_field("count", indexed=True))
    assert retyped(workspace, visit(*fields)) == []
    found = workspace.snapshot().catalog.object("visit")
    assert {key.state for key in (*found.unique_keys, *found.indexes)} == {"ready"}
    assert read(workspace, "visit", "name", search="2") == [("b",)]
    with pytest.raises(Invalid) as caught:
        create(workspace, "visit", {"name": "c", "size": "2"})
    assert [problem.code for problem in caught.value.problems] == ["not_unique"]


def test_values_that_would_clash_under_a_unique_field_are_counted(workspace: Workspace) -> None:
    filled(workspace, "1", "01", "2")
    found = planned(workspace, visit(a_field("size", "integer", unique=True))).errors
    assert [(finding.code, finding.params["rows"]) for finding in found] == [("retype_clashes", 1)]


def test_history_goes_on_under_the_new_type(workspace: Workspace) -> None:
    put(workspace, visit(a_field("size", track_history=True)))
    (one,) = (result.id for result in create(workspace, "visit", {"name": "a", "size": "1"}).results)
    save(workspace.context(ADMIN), "visit", [{"id": one, "size": "2"}], operation="update")
    retyped(workspace, visit(a_field("size", "integer", track_history=True)))
    save(workspace.context(ADMIN), "visit", [{"id": one, "size": 3}], operation="update")
    told = [change["changes"][0] for change in history(workspace.context(ADMIN), "visit", record_id=one)]  # type: ignore[index]
    assert [(one["old"], one["new"]) for one in told] == [(2, 3), ("1", "2")]


def test_a_field_without_values_changes_at_once(workspace: Workspace) -> None:
    filled(workspace, None)
    assert put(workspace, visit(a_field("size", "integer"))).jobs == ()
    create(workspace, "visit", {"name": "b", "size": 2})
    assert read(workspace, "visit", "size") == [(None,), (2,)]
    undone(workspace)
    assert read(workspace, "visit", "size") == [(None,), ("2",)]


def test_the_old_column_stays_hidden_until_it_is_purged(workspace: Workspace) -> None:
    filled(workspace, "007")
    retyped(workspace, visit(a_field("size", "integer")))
    apply(workspace, Wanted(purged=frozenset({"visit.size"})), author=ADMIN)
    assert read(workspace, "visit", "size") == [(7,)]
    with workspace.database.read() as connection:
        assert not [row for row in stored_items(connection) if row.state == "hidden" and row.name == "size"]


def test_a_rename_and_another_type_come_together(workspace: Workspace) -> None:
    filled(workspace, "1", "2")
    assert retyped(workspace, visit(a_field("count", "integer", renamed_from="size"))) == []
    assert read(workspace, "visit", "count") == [(1,), (2,)]


def test_a_plan_that_moved_is_not_applied(workspace: Workspace) -> None:
    filled(workspace, "1")
    with pytest.raises(Conflict):
        apply(workspace, loose(visit(a_field("size", "integer"))), author=ADMIN, plan_id="other")


def test_values_are_copied_from_one_storage_part_to_another(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "FIELD_COLUMNS_PER_PART", 4)  # the name takes three of the first part
    first, second = filled(workspace, "1", "2")
    done = put(workspace, visit(a_field("size", "integer")))
    save(workspace.context(ADMIN), "visit", [{"id": second, "size": "3"}], operation="update")
    create(workspace, "visit", {"name": "c", "size": "4"})
    assert work_off(workspace, done) == []
    assert workspace.snapshot().catalog.object("visit").fields["size"].part == 2
    save(workspace.context(ADMIN), "visit", [{"id": first, "size": 9}], operation="update")
    assert read(workspace, "visit", "size") == [(9,), (3,), (4,)]
    undone(workspace)
    assert read(workspace, "visit", "size") == [("9",), ("3",), ("4",)]
    assert retyped(workspace, visit(a_field("size", "tags"))) == []
    assert read(workspace, "visit", "size") == [(("9",),), (("3",),), (("4",),)]
