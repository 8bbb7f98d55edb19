"""The field type poly_lookup: a pointer to a record of one of several objects."""

import pytest
from guanxi.errors import Invalid, Malformed
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.web.objects import describe_object

from tests.fields.things_world import Things

ABSENT = "00000000-0000-7000-8000-00000000dead"


def test_pointer_is_shown_filtered_and_followed(things: Things) -> None:
    target = things.add(name="target")
    secret = things.add("secret_thing", name="hidden")
    one = things.add(name="one", about={"type": "thing", "id": target})
    two = things.add(name="two", about={"type": "secret_thing", "id": secret})

    assert things.shown(one, "about") == {"type": "thing", "id": target}
    assert things.shown(one, "about_name") == "target"
    assert things.shown(two, "about_name") is None
    assert things.named("about:thing.name = 'target'") == ["one"]
    assert things.named("about:secret_thing.name = 'hidden'") == ["two"]
    assert things.named(f"about.type = 'thing' AND about.id = '{target}'") == ["one"]
    assert things.named("about.type <> ''", "-about:thing.name") == ["one", "two"]
    things.change(two, about=None)
    assert things.shown(two, "about") is None


def test_pointer_to_what_is_not_there_is_refused(things: Things) -> None:
    target = things.add(name="target")

    for kind, identity in (("thing", ABSENT), ("secret_thing", target)):
        assert things.refusal(about={"type": kind, "id": identity}) == [("about__id", "reference_not_found")]
    assert things.refusal(about={"type": "user", "id": target}) == [("about__type", "not_target")]
    assert things.refusal(about={"type": "thing"}) == [("about__id", "parts_together")]


def test_rules_follow_a_pointer_too(things: Things) -> None:
    target = things.add(name="forbidden")

    with pytest.raises(Invalid) as refused:
        things.add(name="x", about={"type": "thing", "id": target})
    assert [problem.code for problem in refused.value.problems] == ["rule"]


def test_reader_neither_follows_nor_points_to_what_it_may_not_see(things: Things) -> None:
    secret = things.add("secret_thing", name="hidden")
    things.add(name="two", about={"type": "secret_thing", "id": secret})
    who = things.user("handler")
    context = things.context(who)

    with pytest.raises(Malformed):
        rows(context, Query("thing", ("name",), filter="about:secret_thing.name = 'hidden'"))
    with pytest.raises(Malformed):
        rows(context, Query("thing", ("name",), sort=("about:secret_thing.name",)))
    told = []
    for identity in (secret, ABSENT):
        with pytest.raises(Invalid) as refused:
            save(context, "thing", [{"name": "x", "about": {"type": "secret_thing", "id": identity}}])
        told.append([(problem.field, problem.code) for problem in refused.value.problems])
    assert told[0] == told[1] == [("about__id", "reference_not_found")]
    described = {field["name"]: field for field in describe_object(context, context.catalog.object("thing"))["fields"]}
    assert described["about"]["targets"] == ["thing"]


def test_portal_user_learns_of_pointers_only_by_following_them(things: Things) -> None:
    secret = things.add("secret_thing", name="hidden")
    identity = things.add(name="two", about={"type": "secret_thing", "id": secret})
    who = things.user("guest", audience="portal")

    assert things.shown(identity, "about", by=who) is None
    assert rows(things.context(who), Query("thing", ("name",), filter="about.type <> ''")) == []
    assert rows(things.context(who), Query("thing", ("name",), filter=f"about.id = '{secret}'")) == []
