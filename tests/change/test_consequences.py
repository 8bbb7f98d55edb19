"""A plan tells what a change does to the data that is there, for every kind of change that does something to it."""

from typing import Any

import pytest
from guanxi.change.plan import Change, plan
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, create, loose, put, read, removal, visit

PLACE = a_field("place")
Told = dict[str, dict[str, Any]]


def words(name: str) -> dict[str, str]:
    return {"en": name.title(), "zh": "词"}


def choices(name: str, *values: str | dict[str, Any], **keys: object) -> dict[str, Any]:
    entries = [{"name": one, "label": words(one)} if isinstance(one, str) else one for one in values]
    return {"kind": "picklist", "name": name, "label": words(name), "values": entries, **keys}


def value(name: str, **keys: object) -> dict[str, Any]:
    return {"name": name, "label": words(name), **keys}


def lines(workspace: Workspace, *bodies: dict[str, Any]) -> list[Change]:
    made = plan(workspace, loose(*bodies))
    assert not made.errors
    return list(made.changes)


def told(workspace: Workspace, *bodies: dict[str, Any]) -> Told:
    found = (effect for change in lines(workspace, *bodies) for effect in change.effects)
    return {effect.code: dict(effect.params) for effect in found}


def named(workspace: Workspace, code: str, *bodies: dict[str, Any]) -> list[str]:
    """Return the names of the records that stand for an effect."""
    found = (effect for change in lines(workspace, *bodies) for effect in change.effects if effect.code == code)
    return [example.name for effect in found for example in effect.examples]


def destructive(workspace: Workspace, *bodies: dict[str, Any]) -> set[str]:
    return {one.code for line in lines(workspace, *bodies) for one in line.effects if one.destructive}


def test_taking_owners_away_tells_how_many_records_had_one(workspace: Workspace) -> None:
    put(workspace, visit(PLACE, owned=True))
    create(workspace, "visit", {"name": "a"}, {"name": "b"})
    without = visit(PLACE)
    assert told(workspace, without) == {"hides_owner": {"object": "visit", "rows": 2}}
    assert named(workspace, "hides_owner", without) == ["b", "a"]
    assert destructive(workspace, without) == {"hides_owner"}


def test_taking_history_away_tells_that_it_stops_and_that_no_page_shows_it(workspace: Workspace) -> None:
    put(workspace, visit(PLACE, features=["history"]))
    create(workspace, "visit", {"name": "a"})
    params = {"object": "visit", "rows": 1}
    assert told(workspace, visit(PLACE)) == {"history_stops": params, "hides_history": params}
    assert destructive(workspace, visit(PLACE)) == {"hides_history"}
    tracked = visit(a_field("place", track_history=True))
    assert told(workspace, tracked) == {"history_thins": params, "hides_history": params}


TRACKED = a_field("place", track_history=True)


@pytest.mark.parametrize(
    ("before", "after", "keys", "expected"),
    [
        pytest.param(TRACKED, PLACE, {}, {"tracks_no_longer": {"field": "place", "rows": 1}}, id="left-out"),
        pytest.param(
            TRACKED, {**TRACKED, "track_history": False}, {}, {"tracks_no_longer": {"field": "place", "rows": 1}},
            id="false",
        ),
        pytest.param(PLACE, TRACKED, {}, {"tracks_from_now": {"field": "place", "rows": 1}}, id="true"),
        pytest.param(PLACE, TRACKED, {"features": ["history"]}, {}, id="kept-anyway"),
        pytest.param(
            TRACKED, PLACE, {"features": ["history"]}, {"tracks_on": {"field": "place", "object": "visit"}},
            id="goes-on",
        ),
    ],
)  # fmt: skip
def test_a_field_whose_history_stops_or_begins_is_told(
    workspace: Workspace, before: dict[str, Any], after: dict[str, Any], keys: dict[str, Any], expected: Told
) -> None:
    put(workspace, visit(before, **keys))
    assert told(workspace, visit(after, **keys)) == {}
    create(workspace, "visit", {"name": "a"})
    assert told(workspace, visit(after, **keys)) == expected
    assert destructive(workspace, visit(after, **keys)) == set()


def test_history_that_a_written_page_shows_does_not_go_out_of_sight(workspace: Workspace) -> None:
    history = {"name": "past", "label": words("past"), "component": "history"}
    tab = {"name": "past", "label": words("past"), "components": [history]}
    page = {"kind": "layout", "name": "visit_page", "object": "visit", "label": words("page"), "tabs": [tab]}
    put(workspace, visit(PLACE, features=["history"]), page)
    create(workspace, "visit", {"name": "a"})
    assert told(workspace, visit(PLACE)) == {"history_stops": {"object": "visit", "rows": 1}}


def test_objects_without_records_lose_nothing(workspace: Workspace) -> None:
    put(workspace, visit(PLACE, owned=True, features=["history"]))
    assert told(workspace, visit(PLACE)) == {}


TYPES = [value("small"), value("large")]


@pytest.fixture
def typed(workspace: Workspace) -> Workspace:
    """Return a workspace with visits of two record types, of which each takes both moods."""
    moods = a_field("mood", "picklist", values="mood"), a_field("moods", "multi_picklist", values="mood")
    put(workspace, visit(*moods, record_types=TYPES), choices("mood", "calm", "loud"))
    create(
        workspace, "visit", {"name": "a", "record_type": "small", "mood": "calm", "moods": ["calm", "loud"]},
        {"name": "b", "record_type": "large", "mood": "loud", "moods": ["loud"]}, {"name": "c", "record_type": "large"},
    )  # fmt: skip
    return workspace


def of_types(*types: dict[str, Any], mood: str = "mood") -> dict[str, Any]:
    moods = a_field("mood", "picklist", values=mood), a_field("moods", "multi_picklist", values="mood")
    return visit(*moods, record_types=list(types))


def test_a_record_type_that_goes_tells_how_many_records_keep_it(typed: Workspace) -> None:
    without = of_types(TYPES[0])
    assert told(typed, without) == {"keeps_type": {"type": "large", "rows": 2}}
    assert named(typed, "keeps_type", without) == ["c", "b"]
    assert destructive(typed, without) == {"keeps_type"}


def test_a_record_type_that_rests_tells_how_many_records_keep_it(typed: Workspace) -> None:
    resting = of_types(TYPES[0], value("large", active=False))
    assert told(typed, resting) == {"type_rests": {"type": "large", "rows": 2}}
    assert destructive(typed, resting) == set()


@pytest.mark.parametrize(("field", "held"), [("mood", ["b"]), ("moods", ["b"])])
def test_a_record_type_that_takes_fewer_values_tells_which_records_are_outside(
    typed: Workspace, field: str, held: list[str]
) -> None:
    narrow = of_types(TYPES[0], value("large", values=[{"field": field, "values": ["calm"]}]))
    assert told(typed, narrow) == {"outside_type": {"type": "large", "field": field, "rows": len(held)}}
    assert named(typed, "outside_type", narrow) == held


def test_a_record_type_that_takes_more_values_tells_nothing(typed: Workspace) -> None:
    put(typed, of_types(TYPES[0], value("large", values=[{"field": "mood", "values": ["calm"]}])))
    wide = of_types(TYPES[0], value("large", values=[{"field": "mood", "values": ["calm", "loud"]}]))
    assert told(typed, wide) == {}
    assert told(typed, of_types(*TYPES)) == {}


def test_a_value_that_rests_tells_how_many_records_keep_it(typed: Workspace) -> None:
    resting = choices("mood", "calm", value("loud", active=False))
    assert told(typed, resting) == {"value_rests": {"value": "loud", "rows": 3}}
    assert named(typed, "value_rests", resting) == ["b"]
    assert destructive(typed, resting) == set()


def test_another_picklist_tells_how_many_records_hold_what_it_lacks(typed: Workspace) -> None:
    other = choices("tone", "calm", "soft")
    assert told(typed, of_types(*TYPES, mood="tone"), other) == {
        "keeps_values_beside": {"field": "mood", "picklist": "tone", "rows": 1}
    }
    assert named(typed, "keeps_values_beside", of_types(*TYPES, mood="tone"), other) == ["b"]
    assert destructive(typed, of_types(*TYPES, mood="tone"), other) == {"keeps_values_beside"}
    assert told(typed, of_types(*TYPES, mood="tone"), choices("tone", "loud", "calm", "soft")) == {}


def test_a_record_in_the_recycle_bin_keeps_nothing(typed: Workspace) -> None:
    (second,) = (row for row in read(typed, "visit", "id", "name") if row[1] == "b")
    save(typed.context(ADMIN), "visit", [{"id": second[0]}], operation="delete")
    assert told(typed, of_types(*TYPES, mood="tone"), choices("tone", "calm")) == {}


def control(*cities: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return choices("land", "cn", "de"), choices("city", *cities, depends_on="land")


def places(**keys: object) -> dict[str, Any]:
    return visit(a_field("land", "picklist", values="land"), a_field("city", "picklist", values="city", **keys))


@pytest.fixture
def placed(workspace: Workspace) -> Workspace:
    """Return a workspace whose visits have cities that go with both lands."""
    put(workspace, places(controlled_by="land"), *control(value("bonn", goes_with=["cn", "de"]), value("linz")))
    create(
        workspace, "visit", {"name": "a", "land": "cn", "city": "bonn"}, {"name": "b", "land": "de", "city": "bonn"},
        {"name": "c", "city": "linz"},
    )  # fmt: skip
    return workspace


def test_a_value_that_goes_with_less_tells_which_records_break(placed: Workspace) -> None:
    narrow = control(value("bonn", goes_with=["de"]), value("linz"))
    assert told(placed, *narrow) == {"outside_control": {"field": "city", "control": "land", "rows": 1}}
    assert named(placed, "outside_control", *narrow) == ["a"]


def test_a_value_that_no_longer_goes_with_blank_breaks_records_without_control(placed: Workspace) -> None:
    narrow = control(value("bonn", goes_with=["cn", "de"]), value("linz", goes_with=["de"]))
    assert named(placed, "outside_control", *narrow) == ["c"]


def test_a_value_that_goes_with_more_breaks_nothing(placed: Workspace) -> None:
    assert told(placed, *control(value("bonn"), value("linz"))) == {}


def test_a_field_that_gets_a_control_tells_which_records_break(placed: Workspace) -> None:
    put(placed, places(), *control(value("bonn", goes_with=["de"]), value("linz", goes_with=["de"])))
    assert named(placed, "outside_control", places(controlled_by="land")) == ["c", "a"]


STAGES = choices("stage", "new", "won", "lost")


def staged(*gates: tuple[str, str], **keys: object) -> dict[str, Any]:
    steps = [{"from": source, "to": target} for source, target in gates]
    states = {"states": {"field": "stage", "transitions": steps, **keys}} if gates else {}
    return visit(a_field("stage", "picklist", values="stage"), **states)


@pytest.fixture
def stages(workspace: Workspace) -> Workspace:
    put(workspace, staged(), STAGES)
    create(workspace, "visit", *({"name": name, "stage": name} for name in ("new", "won", "lost")), {"name": "none"})
    return workspace


def test_a_new_state_machine_tells_which_records_nothing_leads_out_of(stages: Workspace) -> None:
    machine = staged(("new", "won"), ("won", "new"))
    assert told(stages, machine) == {
        "stuck_in_state": {"field": "stage", "states": "lost", "rows": 1},
        "stuck_without_state": {"field": "stage", "rows": 1},
    }
    assert named(stages, "stuck_in_state", machine) == ["lost"]
    assert named(stages, "stuck_without_state", machine) == ["none"]


@pytest.mark.parametrize("machine", [staged(("*", "won"), ("won", "new")), staged(("new", "won"), others="allow")])
def test_a_state_machine_that_lets_all_out_tells_nothing(stages: Workspace, machine: dict[str, Any]) -> None:
    assert told(stages, machine) == {}


def test_a_narrowed_state_machine_tells_only_of_states_that_had_a_way_out(stages: Workspace) -> None:
    put(stages, staged(("new", "won"), ("won", "new")))
    assert told(stages, staged(("new", "won"))) == {
        "stuck_in_state": {"field": "stage", "states": "won", "rows": 1}
    }  # fmt: skip


def sharing(**keys: object) -> dict[str, Any]:
    return {"kind": "sharing", "name": "visit", "object": "visit", **keys}


@pytest.fixture
def shared(workspace: Workspace) -> Workspace:
    put(workspace, visit(PLACE, owned=True), sharing(default="private"), a_role())
    create(workspace, "visit", {"name": "a", "place": "here"}, {"name": "b", "place": "there"}, {"name": "c"})
    return workspace


def a_role(name: str = "planner", **keys: object) -> dict[str, Any]:
    keys.setdefault("objects", [{"object": "visit", "rights": ["read", "update"], "fields": {"read": "*"}}])
    return {"kind": "role", "name": name, "audience": "staff", "label": words(name), **keys}


@pytest.mark.parametrize(("key", "audience"), [("default", "staff"), ("portal_default", "portal")])
def test_another_default_of_sharing_tells_how_many_records_it_is_about(
    shared: Workspace, key: str, audience: str
) -> None:  # fmt: skip
    for level, verb in (
        ("read", "opens"), ("write", "lets_change"), ("read", "locks"), ("private", "closes"), ("write", "opens"),
    ):  # fmt: skip
        wanted, code = sharing(**{key: level}), f"{verb}_to_{audience}"
        assert told(shared, wanted) == {code: {"object": "visit", "rows": 3}}
        assert named(shared, code, wanted) == ["c", "b", "a"]
        put(shared, wanted)


def test_sharing_that_goes_or_comes_whole_tells_its_default(shared: Workspace) -> None:
    put(shared, sharing(default="read"))
    assert told(shared, removal("sharing", "visit")) == {"closes_to_staff": {"object": "visit", "rows": 3}}
    put(shared, removal("sharing", "visit"))
    assert told(shared, sharing(default="read")) == {"opens_to_staff": {"object": "visit", "rows": 3}}


def near(where: str | None = "place = 'here'") -> dict[str, Any]:
    rule = {"name": "near", "to": {"role": "planner"}, "level": "read", "label": words("near")}
    return sharing(rules=[rule | ({} if where is None else {"where": where})])


def test_a_rule_of_sharing_tells_how_many_records_it_shares(shared: Workspace) -> None:
    params = {"rule": "near", "object": "visit", "rows": 1, "of": 3}
    assert told(shared, near())["rule_comes"] == params
    assert named(shared, "rule_comes", near()) == ["a"]
    assert told(shared, near(None))["rule_comes"] == params | {"rows": 3}
    put(shared, near())
    assert told(shared, near("place = 'here' OR place = 'there'"))["rule_changes"] == params | {"rows": 2}
    assert told(shared, sharing())["rule_ends"] == params


def test_a_rule_that_depends_on_who_looks_is_not_counted(shared: Workspace) -> None:
    found = told(shared, near("place = $user.name"))
    assert found["reach_not_counted"] == {"rule": "near", "object": "visit"}
    assert "rule_comes" not in found


def test_a_restriction_tells_how_many_records_it_hides(shared: Workspace) -> None:
    limit = sharing(restrictions=[{"name": "here", "where": "place = 'here'", "label": words("here")}])
    params = {"rule": "here", "object": "visit", "rows": 2, "of": 3}
    assert told(shared, limit)["limit_comes"] == params
    put(shared, limit)
    assert told(shared, sharing())["limit_ends"] == params


@pytest.mark.parametrize(
    ("objects", "given", "taken"),
    [
        ([{"object": "visit", "rights": ["read", "delete"], "fields": {"read": "*"}}], "visit.delete", "visit.update"),
        ([{"object": "visit", "rights": ["read", "update"], "fields": {"read": "*", "write": ["place"]}}],
         "visit.place: write", None),
        ([], None, "visit.*: read, visit.read, visit.update"),
        ([{"object": "visit", "rights": ["read", "update"], "fields": {"read": "*"}, "mask": ["place"]}], None,
         "visit.place: unmask"),
    ],
)  # fmt: skip
def test_other_rights_of_a_role_tell_how_many_people_it_bears_on(
    shared: Workspace, objects: list[dict[str, Any]], given: str | None, taken: str | None
) -> None:
    put(shared, a_role("chief", inherits=["planner"], objects=[]))
    create(shared, "user", {"login": "ann", "name": "Ann", "roles": ["planner", "chief"]})
    create(shared, "user", {"login": "bo", "name": "Bo", "roles": ["chief"]})
    expected = {"role_gives": given, "role_takes": taken}
    assert told(shared, a_role(objects=objects)) == {
        code: {"role": "planner", "people": 2, "rights": rights} for code, rights in expected.items() if rights
    }


def test_a_mute_takes_and_its_end_gives(shared: Workspace) -> None:
    create(shared, "user", {"login": "ann", "name": "Ann", "roles": ["planner"]})
    muted = a_role(mutes=[{"object": "visit", "rights": ["update"]}])
    params = {"role": "planner", "people": 1, "rights": "visit.update"}
    assert told(shared, muted) == {"role_takes": params}
    put(shared, muted)
    assert told(shared, a_role()) == {"role_gives": params}


def test_a_role_that_nobody_holds_tells_nothing(shared: Workspace) -> None:
    assert told(shared, a_role(objects=[])) == {}


def same(action: str, field: str = "place") -> dict[str, Any]:
    match = [{"name": "place", "fields": [{"field": field}]}]
    return {"kind": "duplicate_rule", "name": "same", "object": "visit", "message": words("same"), "match": match,
            "action": action}  # fmt: skip


def test_a_blocking_duplicate_rule_tells_which_records_have_a_pair_already(shared: Workspace) -> None:
    create(shared, "visit", {"name": "d", "place": "HERE"})
    assert told(shared, same("block")) == {"pairs_already": {"rule": "same", "rows": 2, "of": 4}}
    assert named(shared, "pairs_already", same("block")) == ["d", "a"]
    assert told(shared, same("warn")) == {}
    put(shared, same("warn"))
    assert named(shared, "pairs_already", same("block")) == ["d", "a"]


def test_a_duplicate_rule_over_a_field_to_come_is_not_tried(shared: Workspace) -> None:
    later = visit(PLACE, a_field("street"), owned=True)
    assert told(shared, later, same("block", "street"))["pairs_not_tried"] == {"rule": "same"}


@pytest.mark.parametrize(("language", "text"), [("en", "2 people hold the role"), ("zh", "2 人拥有角色")])
def test_consequences_have_words_in_both_languages(shared: Workspace, language: str, text: str) -> None:
    create(shared, "user", *({"login": name, "name": name, "roles": ["planner"]} for name in ("ann", "bo")))
    made = plan(shared, loose(a_role(objects=[]))).as_json(language)
    assert made["changes"][0]["effects"][0]["message"].startswith(text)
