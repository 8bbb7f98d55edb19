"""A plan tells what would happen: to documents, to data, to those who wait; and what stands against it."""

from typing import Any

import pytest
from guanxi.access.principal import Principal
from guanxi.change.plan import Plan, plan
from guanxi.change.wanted import Wanted
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.change.changes import a_field, create, loose, put, removal, visit


def effects(made: Plan) -> dict[str, dict[str, Any]]:
    return {effect.code: dict(effect.params) for change in made.changes for effect in change.effects}


def a_rule(when: str) -> dict[str, Any]:
    message = {"en": "Where?", "zh": "在哪里？"}
    return {"kind": "rule", "name": "needs_place", "object": "visit", "when": when, "message": message}


def a_formula(name: str, **keys: object) -> dict[str, Any]:
    return a_field(name, "formula", returns="money", formula="2", **keys)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    put(workspace, visit(a_field("place"), a_field("mood", "picklist", values="mood")), mood("calm", "loud"))
    create(workspace, "visit", {"name": "a", "place": "here", "mood": "loud"}, {"name": "b"})
    return workspace


def mood(*values: str) -> dict[str, Any]:
    entries = [{"name": value, "label": {"en": value, "zh": "值"}} for value in values]
    return {"kind": "picklist", "name": "mood", "label": {"en": "Mood", "zh": "心情"}, "values": entries}


def test_a_plan_without_changes_is_empty(filled: Workspace) -> None:
    told = plan(filled, loose(mood("calm", "loud"))).as_json("en")
    assert told["revision"] == filled.snapshot().catalog.revision
    assert told["changes"] == []


def test_taking_a_filled_field_away_is_told_as_destructive(filled: Workspace) -> None:
    made = plan(filled, loose(visit(a_field("mood", "picklist", values="mood"))))
    assert effects(made) == {"hides_field": {"field": "place", "rows": 1}}
    assert made.changes[0].destructive


def test_a_required_field_tells_how_many_records_lack_it(filled: Workspace) -> None:
    fields = a_field("place", required=True), a_field("mood", "picklist", values="mood")
    assert effects(plan(filled, loose(visit(*fields)))) == {"leaves_blank": {"field": "place", "rows": 1}}


def test_a_key_tells_what_is_built_and_who_waits(filled: Workspace) -> None:
    fields = a_field("place", unique=True), a_field("mood", "picklist", values="mood")
    waits = {"blocks_writers": {"object": "visit", "seconds": 1}} if filled.database.dialect == "sqlite" else {}
    computed = {
        "adds_column": {"object": "visit", "field": "place"}, "computes_rows": {"field": "place", "rows": 2},
        "builds": {"object": "visit", "rows": 2},
    }  # fmt: skip
    assert effects(plan(filled, loose(visit(*fields)))) == computed | waits


def test_a_value_that_goes_tells_how_many_records_keep_it(filled: Workspace) -> None:
    made = plan(filled, loose(mood("calm")))
    assert effects(made) == {"keeps_value": {"value": "loud", "rows": 1}}
    put(filled, mood("calm"))
    create(filled, "visit", {"name": "c", "mood": "calm"})


def test_an_object_that_goes_tells_how_many_records_it_hides(filled: Workspace) -> None:
    assert effects(plan(filled, loose(removal("object", "visit")))) == {"hides_object": {"object": "visit", "rows": 2}}


def test_a_rule_tells_how_many_of_the_newest_records_it_would_refuse(filled: Workspace) -> None:
    made = plan(filled, loose(a_rule("ISBLANK(place)")))
    assert effects(made) == {"rule_would_refuse": {"rule": "needs_place", "refused": 1, "of": 2}}


def test_a_rule_about_a_field_to_come_is_not_tried(filled: Workspace) -> None:
    later = visit(a_field("place"), a_field("mood", "picklist", values="mood"), a_field("day", "date"))
    assert effects(plan(filled, loose(later, a_rule("ISBLANK(day)"))))["rule_not_tried"] == {"rule": "needs_place"}


def test_what_is_in_use_is_told_with_its_users(filled: Workspace) -> None:
    put(filled, a_rule("ISBLANK(place)"))
    made = plan(filled, loose(visit(a_field("mood", "picklist", values="mood"))))
    assert [finding.path.split("/")[:2] for finding in made.errors] == [["rule", "needs_place"]]
    made = plan(filled, loose(removal("picklist", "mood")))
    assert [finding.path for finding in made.errors] == ["object/visit/fields/mood/values"]


def test_an_effect_has_words_in_both_languages(filled: Workspace) -> None:
    made = plan(filled, loose(removal("object", "visit")))
    words = [made.as_json(language)["changes"][0]["effects"][0]["message"] for language in ("en", "zh")]
    assert words == ["Hides “Visit” (`visit`) with 2 records.", "隐藏“拜访”（`visit`）及其 2 条记录。"]


def test_the_name_of_a_plan_does_not_move_with_the_records(filled: Workspace) -> None:
    wanted = loose(visit(a_field("mood", "picklist", values="mood")))
    before = plan(filled, wanted).id
    create(filled, "visit", {"name": "c", "place": "there"})
    assert plan(filled, wanted).id == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(a_field("x"), a_field("x", "lookup", to="account"), id="text-lookup"),
        pytest.param(a_field("x", "lookup", to="account"), a_field("x", "lookup", to="contact"), id="target"),
        pytest.param(a_field("x", "money"), a_formula("x", stored=True), id="formula"),
    ],
)
def test_a_type_that_no_value_converts_to_is_refused(
    workspace: Workspace, before: dict[str, Any], after: dict[str, Any]
) -> None:
    put(workspace, visit(before))
    assert [finding.code for finding in plan(workspace, loose(visit(after))).errors] == ["retype"]


def test_a_text_may_become_a_long_text(workspace: Workspace) -> None:
    put(workspace, visit(a_field("x", "email")))
    create(workspace, "visit", {"name": "a", "x": "a@example.com"})
    put(workspace, visit(a_field("x", "long_text")))
    create(workspace, "visit", {"name": "b", "x": "no address"})
    assert workspace.snapshot().catalog.object("visit").fields["x"].type == "long_text"


def test_a_formula_that_is_stored_later_gets_its_column(workspace: Workspace) -> None:
    put(workspace, visit(a_formula("x")))
    assert plan(workspace, loose(visit(a_formula("x", stored=True)))).errors == ()


def test_two_documents_of_one_item_are_refused(workspace: Workspace) -> None:
    found = plan(workspace, loose(visit(), visit(a_field("place")))).errors
    assert [finding.code for finding in found] == ["duplicate_item"]


def test_a_sharing_rule_that_no_index_serves_is_told(workspace: Workspace) -> None:
    fields = a_field("place"), a_field("city", indexed=True), a_field("code", unique=True)
    put(workspace, visit(*fields, owned=True))
    sharing: dict[str, Any] = {"kind": "sharing", "name": "visit", "object": "visit", "default": "private"}

    def rule(name: str, where: str) -> dict[str, Any]:
        return {"name": name, "to": {"role": "administrator"}, "level": "read", "where": where}

    served = [rule("city", "city = 'a'"), rule("code", "code = 'a' AND place = 'b'")]
    assert effects(plan(workspace, loose(visit(*fields, owned=True), sharing | {"rules": served}))) == {}
    put(workspace, visit(*fields, owned=True), sharing | {"rules": served})
    more = loose(visit(*fields, owned=True), sharing | {"rules": [*served, rule("place", "place = 'a'")]})
    assert effects(plan(workspace, more)) == {"rule_without_index": {"rule": "place", "object": "visit"}}


def test_a_sharing_rule_for_a_unit_that_is_not_there_is_told(workspace: Workspace) -> None:
    save(workspace.context(Principal.system("test")), "org_unit", [{"name": "North", "code": "N"}])
    sharing: dict[str, Any] = {"kind": "sharing", "name": "visit", "object": "visit", "default": "private"}
    rules = [{"name": name, "to": {"unit_and_below": name.upper()}, "level": "read"} for name in ("n", "north")]
    found = effects(plan(workspace, loose(visit(owned=True), sharing | {"rules": rules})))
    assert found["unit_not_there"] == {"code": "NORTH"}


@pytest.mark.parametrize(
    ("field", "lock"),
    [
        pytest.param(a_field("place", "integer"), "moment", id="type"),
        pytest.param(a_field("place", searchable=True), "moment", id="keys"),
        pytest.param(a_field("place", help={"en": "Where", "zh": "何处"}), "none", id="words"),
    ],
)
def test_a_plan_says_who_waits(filled: Workspace, field: dict[str, Any], lock: str) -> None:
    blanked = frozenset({"visit.place"} if field["type"] == "integer" else ())
    wanted = Wanted(documents=loose(visit(field)).documents, blanked=blanked)
    (change, *_) = plan(filled, wanted).changes
    assert change.lock == lock


def test_a_plan_says_that_records_wait_while_their_values_are_renamed(filled: Workspace) -> None:
    values = [{"name": "calm"}, {"name": "noisy", "renamed_from": "loud"}]
    changes = plan(filled, loose({**mood(), "values": values})).changes
    assert {change.lock for change in changes if change.difference.action == "rename"} == {"rows"}


def test_a_purge_says_that_writers_wait_where_they_do(filled: Workspace) -> None:
    put(filled, visit())
    (change,) = plan(filled, Wanted(purged=frozenset({"visit.place"}))).changes
    assert change.lock == ("writers" if filled.database.dialect == "sqlite" else "moment")
