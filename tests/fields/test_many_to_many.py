"""The field type many_to_many: several records of another object."""

from pathlib import Path

import pytest
from guanxi.change.plan import plan
from guanxi.change.wanted import Wanted
from guanxi.errors import Invalid, Refused
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.history import history
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.records.save import save

from tests.fields.things_world import Things
from tests.support.importing import codes, imported, mapping_of, write_csv

ABSENT = "00000000-0000-7000-8000-00000000dead"


def test_links_are_kept_shown_and_found_by_what_they_name(things: Things) -> None:
    lamp, desk = things.add(name="lamp", stars=3), things.add(name="desk", stars=5)
    one = things.add(name="one", friends=[desk, lamp.upper(), lamp])
    things.add(name="two", friends=f"{desk};")

    assert things.shown(one, "friends") == sorted([lamp, desk])
    assert things.named(f"INCLUDES(friends, '{lamp}')") == ["one"]
    assert things.named("EXISTS(friends, name = 'desk')", "name") == ["one", "two"]
    assert things.named("SUM(friends.stars) = 8") == ["one"]
    assert things.named("ISBLANK(friends)", "name") == ["desk", "lamp"]
    assert things.shown(one, "friend_count") == 2
    things.change(one, friends=[desk])
    assert things.shown(one, "friends") == [desk]
    told = history(things.context(), "thing", record_id=one)[0]["changes"]
    assert told == [{"field": "friends", "old": sorted([lamp, desk]), "new": [desk]}]
    things.change(one, friends=None)
    assert things.shown(one, "friends") == []


def test_records_are_found_by_those_that_name_them(things: Things) -> None:
    lamp, desk = things.add(name="lamp"), things.add(name="desk")
    things.add(name="one", stars=3, friends=[lamp, desk])
    two = things.add(name="two", stars=5, friends=[lamp])

    assert things.named("EXISTS(friend_of, name = 'one')", "name") == ["desk", "lamp"]
    assert things.named("SUM(friend_of.stars) = 8") == ["lamp"]
    assert things.named("COUNT(friend_of) = 0", "name") == ["one", "two"]
    save(things.context(), "thing", [{"id": two}], operation="delete")
    assert things.named("EXISTS(friend_of, name = 'two')") == []


def test_rules_look_at_the_records_that_name_this_one(things: Things) -> None:
    shy = things.add(name="calm")
    for name in ("one", "two"):
        things.add(name=name, stars=5, friends=[shy])

    with pytest.raises(Invalid) as refused:
        things.change(shy, name="shy")
    assert [problem.code for problem in refused.value.problems] == ["rule"]


def test_reader_finds_by_those_alone_that_it_may_see(things: Things) -> None:
    kept = things.add("private_thing", name="kept")
    things.add(name="one", keeps=[kept])
    keeper, handler = things.user("keeper"), things.user("handler")
    things.change_of("private_thing", kept, owner=keeper.user_id)
    question = Query("private_thing", ("name",), filter="EXISTS(keepers, name = 'one')")

    assert [row["name"] for row in rows(things.context(keeper), question)] == ["kept"]
    with pytest.raises(Refused):
        rows(things.context(handler), question)


def test_relation_has_a_name_of_its_own_and_no_roll_up(things: Things) -> None:
    name = {"en": "X", "zh": "某"}
    fields = [
        {"name": "mates", "type": "many_to_many", "to": "thing", "children": "friend_of", "label": name},
        {"name": "pals", "type": "many_to_many", "to": "thing", "children": "stars", "label": name},
        {"name": "total", "type": "rollup", "over": "friend_of", "function": "count", "label": name},
    ]
    body = {"kind": "extension", "name": "thing_more", "object": "thing", "fields": fields}
    found = plan(things.workspace, Wanted(documents=(Document("extension", "thing_more", WORKSPACE, body),))).errors
    assert {one.code for one in found} >= {"relation_twice", "relation_is_field"}
    assert [one.code for one in found if one.path.endswith("total/over")] == ["rollup_over_links"]


def test_import_names_linked_records_by_a_unique_field(things: Things, tmp_path: Path) -> None:
    lamp, desk = things.add(name="lamp", foreign_id="L"), things.add(name="desk", foreign_id="D")
    fields = {"name": "name", "friends": {"column": "friends", "lookup": "foreign_id"}}
    rows_of_file = [{"name": "one", "friends": "L; D"}, {"name": "two", "friends": "L;X"}]
    found = imported(
        things.context(), write_csv(tmp_path / "a.csv", rows_of_file), mapping_of("thing", fields), mode="partial"
    )

    assert codes(found) == {(2, "friends", "lookup_not_found")}
    assert things.named(f"INCLUDES(friends, '{lamp}') AND INCLUDES(friends, '{desk}')") == ["one"]


def test_links_to_what_is_not_there_are_refused(things: Things) -> None:
    lamp, secret = things.add(name="lamp"), things.add("secret_thing", name="hidden")

    assert things.refusal(friends=[lamp, ABSENT]) == [("friends", "reference_not_found")]
    assert things.refusal(friends=[secret]) == [("friends", "reference_not_found")]
    assert things.refusal(friends=["lamp"]) == [("friends", "not_reference")]
    assert things.refusal(friends={"id": lamp}) == [("friends", "not_list")]


def test_rules_look_at_linked_records(things: Things) -> None:
    foe = things.add(name="foe")

    assert things.refusal(name="x", friends=[foe]) == [(None, "rule")]


def test_reader_is_shown_and_changes_only_links_that_it_may_see(things: Things) -> None:
    hidden, seen = things.add("private_thing", name="hidden"), things.add("private_thing", name="seen")
    who = things.user("keeper")
    things.change_of("private_thing", seen, owner=who.user_id)
    one = things.add(name="one", keeps=[hidden, seen])
    context = things.context(who)

    assert things.shown(one, "keeps", by=who) == [seen]
    assert rows(context, Query("thing", ("name",), filter=f"INCLUDES(keeps, '{hidden}')")) == []
    assert rows(context, Query("thing", ("name",), filter="COUNT(keeps) > 1")) == []
    with pytest.raises(Invalid) as refused:
        save(context, "thing", [{"name": "x", "keeps": [hidden]}])
    assert [problem.code for problem in refused.value.problems] == ["reference_not_found"]
    save(context, "thing", [{"id": one, "keeps": []}], operation="update")
    assert things.shown(one, "keeps") == [hidden]
    told = history(context, "thing", record_id=one)[0]["changes"]
    assert told == [{"field": "keeps", "old": [seen], "new": []}]
    assert things.shown(one, "keeps", by=things.user("handler")) == []


def test_linked_record_in_the_bin_is_out_of_sight_until_it_is_back(things: Things) -> None:
    lamp = things.add(name="lamp")
    one = things.add(name="one", friends=[lamp])

    save(things.context(), "thing", [{"id": lamp}], operation="delete")
    assert (things.shown(one, "friends"), things.shown(one, "friend_count")) == ([], 0)
    save(things.context(), "thing", [{"id": lamp}], operation="restore")
    assert things.shown(one, "friends") == [lamp]
