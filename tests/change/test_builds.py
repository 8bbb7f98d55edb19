"""Builds: what touches rows that are there already is done after the switch, resumably, and told when it cannot be."""

from collections.abc import Callable

import orjson
import pytest
from guanxi.automation import jobs
from guanxi.automation.worker import Worker
from guanxi.change import building, steps
from guanxi.cli.handlers import HANDLERS
from guanxi.errors import Invalid, Malformed
from guanxi.records.query import page
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, built, create, put, read, removal, visit


def state_of(workspace: Workspace, key: str) -> str:
    found = workspace.snapshot().catalog.object("visit")
    return next(item.state for item in (*found.unique_keys, *found.indexes) if item.name == key)


def refuses(workspace: Workspace, **record: str) -> bool:
    try:
        create(workspace, "visit", record)
    except Invalid as error:
        return [problem.code for problem in error.problems] == ["not_unique"]
    return False


def test_a_key_on_filled_records_is_built_over_their_folded_values(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "Alpha"}, {"name": "b", "code": "Beta"})
    assert built(workspace, visit(a_field("code", unique=True))) == {"state": "done", "ready": 2, "failed": []}
    assert state_of(workspace, "code") == "ready"
    assert refuses(workspace, name="c", code="ALPHA")


def test_a_key_is_enforced_for_new_records_before_it_is_built(workspace: Workspace) -> None:
    put(workspace, visit(a_field("size", "integer")))
    create(workspace, "visit", {"name": "a", "size": 1})
    put(workspace, visit(a_field("size", "integer", unique=True)))
    assert state_of(workspace, "size") == "building"
    assert refuses(workspace, name="b", size=1)


def test_records_that_clash_fail_the_build_and_are_told(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "same"}, {"name": "b", "code": "SAME"}, {"name": "c", "code": "x"})
    answer = built(workspace, visit(a_field("code", unique=True)))
    assert answer["state"] == "done_with_errors"
    assert answer["failed"][0]["samples"] == [{"values": ["same"], "count": 2}]
    assert state_of(workspace, "code") == "failed"


def test_a_failed_key_is_built_again_by_applying_again(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code")))
    done = create(workspace, "visit", {"name": "a", "code": "same"}, {"name": "b", "code": "same"})
    built(workspace, visit(a_field("code", unique=True)))
    save(workspace.context(ADMIN), "visit", [{"id": done.results[0].id, "code": "other"}], operation="update")
    assert built(workspace, visit(a_field("code", unique=True)))["state"] == "done"
    assert state_of(workspace, "code") == "ready"
    assert not put(workspace, visit(a_field("code", unique=True))).changed


def test_the_job_of_a_build_belongs_to_whoever_published_it(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "x"})
    done = put(workspace, visit(a_field("code", unique=True)))
    with workspace.database.read() as connection:
        assert jobs.find(connection, done.jobs[0]).principal["user_id"] == ADMIN.user_id


def test_a_build_whose_job_was_cancelled_is_begun_by_applying_again(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "x"})
    done = put(workspace, visit(a_field("code", unique=True)))
    assert not put(workspace, visit(a_field("code", unique=True))).changed
    with workspace.database.write() as connection:
        jobs.cancel(connection, done.jobs[0])
    assert built(workspace, visit(a_field("code", unique=True)))["state"] == "done"
    assert state_of(workspace, "code") == "ready"
    assert workspace.snapshot().catalog.object("visit").fields["code"].state == "ready"


def test_a_key_that_is_taken_away_refuses_no_longer(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code", unique=True)))
    create(workspace, "visit", {"name": "a", "code": "same"})
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "b", "code": "same"})
    assert built(workspace, visit(a_field("code", unique=True)))["state"] == "done_with_errors"


def test_folded_values_are_computed_anew_when_the_key_comes_back(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code", unique=True)))
    create(workspace, "visit", {"name": "a", "code": "one"})
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "b", "code": "TWO"})
    assert built(workspace, visit(a_field("code", unique=True)))["state"] == "done"
    assert refuses(workspace, name="c", code="two")


def test_a_roll_up_on_filled_records_is_counted(workspace: Workspace) -> None:
    a_visit = a_field("visit", "lookup", to="visit", children="notes")
    note = {
        "kind": "object", "name": "note", "label": {"en": "Note", "zh": "笔记"},
        "fields": [a_field("name"), a_visit, a_field("cost", "decimal")],
    }  # fmt: skip
    put(workspace, visit(), note)
    first = str(create(workspace, "visit", {"name": "a"}, {"name": "b"}).results[0].id)
    create(workspace, "note", {"name": "n", "visit": first, "cost": 2}, {"name": "m", "visit": first, "cost": 3})
    total = a_field("total", "rollup", over="notes", function="sum", of="cost")
    high = a_field("high", "formula", returns="boolean", formula="total > 4", stored=True)
    assert built(workspace, visit(total, high))["state"] == "done"
    assert read(workspace, "visit", "name", "total", "high") == [("a", 5, True), ("b", 0, False)]


def test_a_changed_formula_is_computed_with_all_that_follows_from_it(workspace: Workspace) -> None:
    def note(formula: str) -> dict[str, object]:
        cost = a_field("cost", "formula", returns="number", formula=formula, stored=True)
        fields = [
            a_field("name"),
            a_field("visit", "lookup", to="visit", children="notes"),
            a_field("hours", "integer"),
            cost,
        ]
        return {"kind": "object", "name": "note", "label": {"en": "Note", "zh": "笔记"}, "fields": fields}

    put(workspace, visit(a_field("total", "rollup", over="notes", function="sum", of="cost")), note("hours * 10"))
    first = str(create(workspace, "visit", {"name": "a"}).results[0].id)
    create(workspace, "note", {"name": "n", "visit": first, "hours": 2})
    assert read(workspace, "visit", "total") == [(20,)]
    assert built(workspace, note("hours * 11")) == {"state": "done", "ready": 2, "failed": []}
    assert read(workspace, "visit", "total") == [(22,)]


def test_a_build_goes_on_where_it_was_broken_off(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", *({"name": f"n{number}", "code": f"C{number}"} for number in range(6)))
    monkeypatch.setattr(steps, "STEP", 2)
    done = put(workspace, visit(a_field("code", searchable=True)))
    with workspace.database.read() as connection:
        (payload,) = connection.select("gx_job", ("payload",), {"id": done.jobs[0]})[0]
    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        building.run_builds(workspace, payload, breaking(seen, after=2))
    building.run_builds(workspace, payload, breaking(seen, after=99))
    assert seen == [2, 4, 6]
    assert read(workspace, "visit", "code", filter="ICONTAINS(code, 'c5')") == [("C5",)]


def breaking(seen: list[int], *, after: int) -> Callable[[object], None]:
    def report(values: object) -> None:
        seen.append(values["rows"])  # type: ignore[index]
        if len(seen) == after:
            raise KeyboardInterrupt

    return report


def test_a_field_that_goes_while_its_build_waits_is_left_alone(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "x"})
    done = put(workspace, visit(a_field("code", unique=True)))
    put(workspace, removal("object", "visit"))
    assert Worker(workspace, HANDLERS).work_off(done.jobs[0]).state == "done"


def test_an_object_that_becomes_owned_gets_its_owner(workspace: Workspace) -> None:
    put(workspace, visit())
    create(workspace, "visit", {"name": "a"})
    assert built(workspace, visit(owned=True))["state"] == "done"
    create(workspace, "visit", {"name": "b"})
    assert len(read(workspace, "visit", "name", "owner")) == 2


def test_what_is_being_built_is_not_relied_on(workspace: Workspace) -> None:
    put(workspace, visit(a_field("code")))
    rows = ({"name": "a", "code": "Zwei"}, {"name": "b", "code": "一"}, {"name": "c", "code": "Alpha"})
    create(workspace, "visit", *rows)
    put(workspace, visit(a_field("code", searchable=True, unique=True)))
    assert read(workspace, "visit", "name", filter="ICONTAINS(code, 'ALP')") == [("c",)]
    assert read(workspace, "visit", "name", sort=("code",)) == [("c",), ("a",), ("b",)]
    with pytest.raises(Malformed):
        save(workspace.context(ADMIN), "visit", [{"code": "zwei", "name": "z"}], operation="upsert", upsert_by="code")


WORDS = ("b", "北", "C", None, "安", "A")


def test_a_field_of_natural_order_sorts_without_case_and_by_pinyin(workspace: Workspace) -> None:
    put(workspace, visit(a_field("size")))
    create(workspace, "visit", *({"name": str(at), "size": size} for at, size in enumerate(WORDS)))
    assert read(workspace, "visit", "size", sort=("size",))[:3] == [(None,), ("A",), ("C",)]
    assert built(workspace, visit(a_field("size", sort="natural", indexed=True)))["state"] == "done"
    create(workspace, "visit", {"name": "later", "size": "a"})
    ordered = ["A", "a", "安", "b", "北", "C"]
    assert read(workspace, "visit", "size", sort=("size", "name")) == [(None,), *((size,) for size in ordered)]
    assert read(workspace, "visit", "size", sort=("-size", "name"))[-1] == (None,)


def test_pages_of_a_natural_order_neither_skip_nor_repeat(workspace: Workspace) -> None:
    put(workspace, visit(a_field("size", sort="natural")))
    create(workspace, "visit", *({"name": str(at), "size": size} for at, size in enumerate(WORDS)))
    seen, cursor = [], None
    while True:
        found = page(workspace.context(ADMIN), Query("visit", ("size",), sort=("size",), limit=2, cursor=cursor))
        seen += [row["size"] for row in orjson.loads(found.rows_json)]
        cursor = found.next
        if cursor is None:
            break
    assert seen == [None, "A", "安", "b", "北", "C"]


def test_natural_order_that_goes_leaves_the_order_of_code_points(workspace: Workspace) -> None:
    put(workspace, visit(a_field("size", sort="natural")))
    create(workspace, "visit", *({"name": str(at), "size": size} for at, size in enumerate(("b", "C"))))
    put(workspace, visit(a_field("size")))
    assert read(workspace, "visit", "size", sort=("size",)) == [("C",), ("b",)]
