"""The types with parts: every part is a field of its own, under the rights of the whole."""

import pytest
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.plan import plan
from guanxi.change.wanted import Wanted
from guanxi.errors import Invalid, Malformed
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.web.objects import describe_object

from tests.fields.things_world import Things

SITE = {"country": "CN", "region": "湖南", "city": "长沙", "line": "五一大道 1 号", "postcode": "410000"}


def test_composite_is_shown_as_an_object_of_its_parts(things: Things) -> None:
    whole = things.add(name="whole", site=SITE)
    partly = things.add(name="partly", site={"city": "长沙"}, spot={"latitude": 28.2, "longitude": "112.9"})
    none = things.add(name="none", site=None)

    assert things.shown(whole, "site") == SITE
    assert things.shown(partly, "site") == {**dict.fromkeys(SITE), "city": "长沙"}
    assert things.shown(partly, "site", "site.city")["site"] == {"city": "长沙"}
    assert things.shown(partly, "spot") == {"latitude": 28.2, "longitude": 112.9}
    assert things.shown(none, "site") is None


def test_parts_are_filtered_ordered_and_grouped_by_path_and_by_name(things: Things) -> None:
    parent = things.add(name="a", site={"city": "Lyon"})
    things.add(name="b", site={"city": "Bonn"}, owner_thing=parent)

    assert things.named("site.city = 'Lyon'") == ["a"]
    assert things.named("site__city <> 'Lyon'") == ["b"]
    assert things.named("owner_thing.site.city = 'Lyon'") == ["b"]
    assert things.named(None, "site.city") == ["b", "a"]
    assert things.named(None, "-owner_thing.site.city") == ["b", "a"]
    assert {group["site.city"] for group in things.measured("site.city")} == {"Lyon", "Bonn"}


def test_whole_is_replaced_and_a_part_is_changed_alone(things: Things) -> None:
    identity = things.add(name="moved", site=SITE)

    things.change(identity, site__city="岳阳")
    assert things.shown(identity, "site") == {**SITE, "city": "岳阳"}
    things.change(identity, site={"city": "Lyon"})
    assert things.shown(identity, "site") == {**dict.fromkeys(SITE), "city": "Lyon"}
    assert things.change(identity, site={"city": "Lyon"}) == "unchanged"
    things.change(identity, site=None)
    assert things.shown(identity, "site") is None


def test_what_is_wrong_with_parts_is_told_part_by_part(things: Things) -> None:
    problems = things.refusal(
        site={"country": "Atlantis", "postcode": "9" * 21}, spot={"latitude": 91, "longitude": 0}, person="张三"
    )

    assert set(problems) == {
        ("site__country", "not_country"), ("site__postcode", "max_length"), ("spot__latitude", "max"),
        ("person", "not_parts"),
    }  # fmt: skip
    assert things.refusal(site={"planet": "Mars"}) == [("site", "not_parts")]


def test_parts_have_the_rights_of_their_whole(things: Things) -> None:
    person = {"family": "张", "given": "三"}
    identity = things.add(name="x", site=SITE, person=person, spot={"latitude": 1, "longitude": 2})
    who = things.user("passer")  # reads the spot, the person masked, and the site not at all

    assert things.shown(identity, "*", "name", by=who).keys() >= {"name", "person", "spot"}
    assert things.shown(identity, "*", "name", by=who).keys().isdisjoint({"site", "site__city", "person__family"})
    assert things.shown(identity, "person", by=who)["family"] == "张****"
    for name in ("site.city", "site__city", "person__family", "person.family"):
        with pytest.raises(Malformed):
            rows(things.context(who), Query("thing", ("name",), filter=f"{name} = '长沙'"))
        with pytest.raises(Malformed):
            rows(things.context(who), Query("thing", ("name",), sort=(name,)))
    with pytest.raises(Malformed):
        things.shown(identity, "site.city", by=who)
    for given in ({"site__city": "x"}, {"site": {"city": "x"}}):
        with pytest.raises(Invalid) as refused:
            save(things.context(who), "thing", [{"name": "y", **given}])
        assert [problem.code for problem in refused.value.problems] == ["unknown_field"]


def test_parts_are_described_below_their_whole(things: Things) -> None:
    context = things.context()
    told = {field["name"]: field for field in describe_object(context, context.catalog.object("thing"))["fields"]}

    parts = told["site"]["parts"]
    assert [(part["name"], part["part"], part["type"]) for part in parts][:2] == [
        ("site__country", "country", "country"), ("site__region", "region", "text"),
    ]  # fmt: skip
    assert "site__city" not in told
    assert told["spot"]["editor"] == {"input": "geolocation", "parts": ["latitude", "longitude"]}


def test_taking_a_filled_composite_away_is_told_as_destructive(things: Things) -> None:
    label = {"en": "Yard", "zh": "场地"}
    fields = [{"name": name, "type": kind, "label": label} for name, kind in (("name", "text"), ("place", "address"))]

    def yard(*entries: dict[str, object]) -> Wanted:
        body = {"kind": "object", "name": "yard", "label": label, "fields": list(entries)}
        return Wanted(documents=(Document("object", "yard", WORKSPACE, body),))

    apply(things.workspace, yard(*fields), author=Principal.system("test"))
    things.add("yard", name="x", place={"city": "Lyon"})
    made = plan(things.workspace, yard(fields[0]))

    (change,) = made.changes
    assert [(effect.code, effect.params, effect.destructive) for effect in change.effects] == [
        ("hides_field", {"field": "place", "rows": 1}, True)
    ]


def test_renamed_composite_keeps_the_values_of_its_parts(things: Things) -> None:
    label = {"en": "Yard", "zh": "场地"}
    named = {"name": "name", "type": "text", "label": label}

    def yard(**place: str) -> Wanted:
        fields = [named, {"type": "address", "label": label, **place}]
        body = {"kind": "object", "name": "yard", "label": label, "fields": fields}
        return Wanted(documents=(Document("object", "yard", WORKSPACE, body),))

    apply(things.workspace, yard(name="place"), author=Principal.system("test"))
    identity = things.add("yard", name="x", place={"city": "Lyon"})
    apply(things.workspace, yard(name="site", renamed_from="place"), author=Principal.system("test"))

    assert things.shown(identity, "site", object_name="yard")["city"] == "Lyon"
    assert things.named("site.city = 'Lyon'", object_name="yard") == ["x"]


def test_history_keeps_the_part_that_changed(things: Things) -> None:
    identity = things.add(name="old", site=SITE)
    things.change(identity, site={**SITE, "city": "岳阳"})

    with things.workspace.database.read() as connection:
        (changes,) = connection.select("gx_history", ("changes",))[0]
    member = things.context().catalog.object("thing").field("site__city")
    assert changes == {member.id: ["长沙", "岳阳"]}
