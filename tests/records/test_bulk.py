"""Bulk edits and deletes concern exactly the rows that were counted, all or none, and can be taken back."""

import orjson
import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal
from guanxi.errors import Conflict, Invalid, Malformed, Missing
from guanxi.records.bulk import bulk, undo
from guanxi.records.query import count, page
from guanxi.records.question import BulkOrder, Query, bulk_from
from guanxi.records.save import save
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace

from tests.change.changes import create, put

CITY = "name <> 'Stays'"


@pytest.fixture
def context(sales: Workspace) -> Context:
    """A context of the system on four accounts."""
    found = sales.context(Principal.system("test"))
    save(found, "account", [{"name": name, "website": f"https://{name}.example"} for name in ("A", "B", "C", "Stays")])
    return found


def told(context: Context, *fields: str) -> list[tuple[object, ...]]:
    """The named fields of all accounts, by name."""
    found = orjson.loads(page(context, Query("account", fields=("name", *fields), sort=("name",))).rows_json)
    return [tuple(row[name] for name in ("name", *fields)) for row in found]


def an_edit(**more: object) -> BulkOrder:
    """An edit of all accounts but one."""
    return bulk_from("account", "update", {"filter": CITY, "set": {"website": "https://new.example"}, **more})


def test_a_dry_run_counts_and_changes_nothing(context: Context) -> None:
    before = told(context, "website")
    assert bulk(context, an_edit(dry_run=True)).count == 3
    assert told(context, "website") == before


def test_words_narrow_what_a_bulk_call_reaches(context: Context) -> None:
    done = bulk(context, an_edit(filter="TRUE", search="stays", expect=1))
    assert done.count == 1
    assert told(context, "website")[-1] == ("Stays", "https://new.example")


def test_an_edit_reaches_what_was_counted_and_is_taken_back_once(context: Context) -> None:
    before = told(context, "website")
    done = bulk(context, an_edit(expect=3))
    assert (done.count, [site for _, site in told(context, "website")].count("https://new.example")) == (3, 3)
    assert {result.status for result in undo(context, "account", str(done.undo)).results} == {"updated"}
    assert told(context, "website") == before
    with pytest.raises(Missing):
        undo(context, "account", str(done.undo))


@pytest.mark.parametrize(
    ("expected", "told_of_it"),
    [
        pytest.param({"expect": 2}, {"reason": "count_changed", "count": 3, "expected": 2}, id="another"),
        pytest.param({}, {"reason": "count_unexpected", "count": 3}, id="none"),
    ],
)
def test_another_count_than_expected_is_a_conflict(
    context: Context, expected: dict[str, int], told_of_it: dict[str, object]
) -> None:
    before = told(context, "version")
    with pytest.raises(Conflict) as refusal:
        bulk(context, an_edit(**expected))
    assert refusal.value.params == told_of_it
    assert told(context, "version") == before


def test_what_somebody_changed_since_stays_as_it_is(context: Context) -> None:
    done = bulk(context, an_edit(expect=3))
    (first, *_) = orjson.loads(page(context, Query("account", filter="name = 'A'")).rows_json)
    save(context, "account", [{"id": first["id"], "website": "https://later.example"}], operation="update")
    results = undo(context, "account", str(done.undo)).results
    assert sorted(result.status for result in results) == ["refused", "updated", "updated"]
    assert told(context, "website")[:2] == [("A", "https://later.example"), ("B", "https://B.example")]


def test_one_refused_record_keeps_all_as_they_are(context: Context) -> None:
    order = bulk_from("account", "update", {"filter": CITY, "set": {"name": ""}, "expect": 3})
    with pytest.raises(Invalid) as refusal:
        bulk(context, order)
    assert (len(refusal.value.problems), [name for (name,) in told(context)]) == (3, ["A", "B", "C", "Stays"])


def test_a_delete_is_taken_back_but_for_what_was_deleted_again(context: Context) -> None:
    done = bulk(context, bulk_from("account", "delete", {"filter": CITY, "expect": "3"}))
    assert told(context) == [("Stays",)]
    (first, *_) = orjson.loads(page(context, Query("account", sort=("name",), deleted=True)).rows_json)
    save(context, "account", [{"id": first["id"]}], operation="restore")
    save(context, "account", [{"id": first["id"]}], operation="delete")
    results = undo(context, "account", str(done.undo)).results
    assert sorted(result.status for result in results) == ["refused", "restored", "restored"]
    assert told(context) == [("B",), ("C",), ("Stays",)]


def test_whoever_may_delete_alone_takes_a_delete_back(context: Context, sales: Workspace) -> None:
    rights = [{"object": "account", "rights": ["read", "delete", "modify_all"], "fields": {"read": "*"}}]
    label = {"en": "Cleaner", "zh": "清理"}
    put(sales, {"kind": "role", "name": "cleaner", "audience": "staff", "label": label, "objects": rights})
    create(sales, "user", {"login": "ann", "name": "Ann", "roles": ["cleaner"]})
    with sales.database.read() as connection:
        ann = Authenticator(sales.snapshot().catalog).by_login(connection, "ann")
    assert ann is not None
    own = sales.context(ann)
    done = bulk(own, bulk_from("account", "delete", {"filter": CITY, "expect": 3}))
    assert {result.status for result in undo(own, "account", str(done.undo)).results} == {"restored"}
    assert len(told(context)) == 4


def test_the_token_of_another_is_missing(context: Context, sales: Workspace) -> None:
    done = bulk(context, an_edit(expect=3))
    (made,) = save(context, "user", [{"login": "ann", "name": "Ann", "roles": ["administrator"]}]).results
    with sales.database.read() as connection:
        ann = connection.select("gx_undo", ("created_by",), {"id": done.undo})
    assert ann[0][0] != made.id
    with pytest.raises(Missing):
        undo(context, "contact", str(done.undo))


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        pytest.param({}, {"filter", "set"}, id="nothing"),
        pytest.param({"filter": " ", "set": {}, "dry_run": True}, {"filter", "set"}, id="blank"),
        pytest.param({"filter": "TRUE", "set": {"id": "x"}, "expect": -1}, {"set.id", "expect"}, id="id"),
    ],
)
def test_a_bulk_call_names_all_that_it_lacks(arguments: dict[str, object], wrong: set[str]) -> None:
    with pytest.raises(Malformed) as refusal:
        bulk_from("account", "update", arguments)
    assert {problem.field for problem in refusal.value.problems} == wrong


def test_counting_after_a_bulk_delete_finds_the_rest(context: Context) -> None:
    bulk(context, bulk_from("account", "delete", {"filter": "TRUE", "expect": 4}))
    assert count(context, Query("account", count="exact")) == (0, False)


@pytest.fixture
def families(context: Context) -> dict[str, str]:
    """Two owners, by name; account A of the first has a contact of the same owner and one of the other's."""
    people = [{"login": name, "name": name, "roles": ["administrator"]} for name in ("ann", "ben")]
    ann, ben = (str(one.id) for one in save(context, "user", people).results)
    ids = {name: identity for identity, name in _names(context)}
    save(context, "account", [{"id": ids["A"], "owner": ann}, {"id": ids["B"], "owner": ann}], operation="update")
    save(context, "contact", [
        {"name": "own", "account": ids["A"], "owner": ann}, {"name": "given away", "account": ids["A"], "owner": ben},
        {"name": "elsewhere", "account": ids["Stays"], "owner": ann},
    ])  # fmt: skip
    return {"ann": ann, "ben": ben}


def _names(context: Context) -> list[tuple[str, str]]:
    found = orjson.loads(page(context, Query("account", fields=("id", "name"))).rows_json)
    return [(row["id"], row["name"]) for row in found]


def owners_of(context: Context, object_name: str) -> dict[str, str]:
    found = orjson.loads(page(context, Query(object_name, fields=("name", "owner"), sort=("name",))).rows_json)
    return {row["name"]: row["owner"]["name"] for row in found}


def a_transfer(families: dict[str, str], **more: object) -> BulkOrder:
    asked = {"filter": "owner.name = 'ann'", "set": {"owner": families["ben"]}, "with": ["contacts"], **more}
    return bulk_from("account", "update", asked)


def test_children_of_the_same_owner_go_along_and_come_back(context: Context, families: dict[str, str]) -> None:
    before = owners_of(context, "contact"), owners_of(context, "account")
    counted = bulk(context, a_transfer(families, dry_run=True))
    assert (counted.count, counted.along) == (3, {"contacts": 1})
    assert owners_of(context, "contact") == before[0]
    with pytest.raises(Conflict):
        bulk(context, a_transfer(families, expect=2))
    done = bulk(context, a_transfer(families, expect=3))
    assert owners_of(context, "contact") == {"own": "ben", "given away": "ben", "elsewhere": "ann"}
    assert {name: owner for name, owner in owners_of(context, "account").items() if name in "AB"} == dict.fromkeys(
        "AB", "ben"
    )
    assert [one.status for one in undo(context, "account", str(done.undo)).results] == ["updated"] * 3
    assert (owners_of(context, "contact"), owners_of(context, "account")) == before


@pytest.mark.parametrize(
    ("relations", "code"), [(["nothing"], "unknown_name"), (["name"], "unknown_name")], ids=["unknown", "field"]
)
def test_what_is_no_relation_cannot_go_along(
    context: Context, families: dict[str, str], relations: list[str], code: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        bulk(context, a_transfer(families, **{"with": relations}, dry_run=True))
    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [("with", code)]


def test_children_go_along_with_a_new_owner_only() -> None:
    with pytest.raises(Malformed) as refusal:
        bulk_from("account", "update", {"filter": "TRUE", "set": {"name": "x"}, "with": ["contacts"], "expect": 1})
    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [("with", "needs_owner")]
