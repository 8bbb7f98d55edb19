"""Each way in which a record comes into sight or leaves it is told, and nothing of what was never seen."""

from collections.abc import Callable
from typing import Any, NamedTuple

from guanxi.access.principal import Principal
from guanxi.feed.changes import changes
from guanxi.records.cursor import Cursor, question_digest, write_cursor
from guanxi.records.save import save
from guanxi.records.share_rows import Share, grantee_of
from guanxi.records.sharing import change_shares, shares_of
from guanxi.workspace.workspace import Workspace

from tests.change.changes import put
from tests.feed.subscriber import Subscriber
from tests.feed.world import OBJECTS, WORDS, World

SELLER = {
    "kind": "role", "name": "seller", "label": WORDS, "audience": "staff",
    "objects": [{"object": name, "rights": ["read"], "fields": {"read": "*"}} for name in OBJECTS],
}  # fmt: skip


def sharing(name: str, *rules: str, **more: Any) -> dict[str, Any]:
    named = [
        {"name": f"rule{number}", "to": {"role": "seller"}, "level": "read", "where": where}
        for number, where in enumerate(rules)
    ]
    return {"kind": "sharing", "name": f"{name}_rows", "object": name, "hierarchy": True, "rules": named, **more}


POLICY = (
    SELLER,
    sharing("firm", "region = 'north'", "deal_count > 1"),
    sharing(
        "deal", "stage = 'won'", "firm.region = 'south'", "record_type = 'big'",
        restrictions=[{"name": "open", "where": "NOT secret"}],
    ),
    sharing("memo"),
)  # fmt: skip


class Way(NamedTuple):
    """A change, and what the reader is told of it at least."""

    do: Callable[[World], object]
    told: tuple[str | None, str]


def change(name: str, place: int, **values: Any) -> Callable[[World], object]:
    return lambda world: world.save(name, {"id": world.ids[name][place], **values})


def gone(name: str, place: int, operation: str = "delete") -> Callable[[World], object]:
    return lambda world: world.save(name, {"id": world.ids[name][place]}, operation)


def pointed(name: str, place: int, **to: tuple[str, int]) -> Callable[[World], object]:
    """Point a record to another one."""
    return lambda world: world.save(
        name, {"id": world.ids[name][place], **{key: world.ids[other][at] for key, (other, at) in to.items()}}
    )


def about(name: str, at: int) -> Callable[[World], object]:
    return lambda world: world.save(
        "memo", {"id": world.ids["memo"][0], "about": {"type": name, "id": world.ids[name][at]}}
    )


def given(name: str, place: int, to: Callable[[World], str]) -> Callable[[World], object]:
    """Share a record by hand, and take it back when it was."""

    def share(world: World) -> object:
        context, grantee = world.workspace.context(Principal.system("test")), grantee_of(to(world))
        record = world.ids[name][place]
        taken = [one.grantee for one in shares_of(context, name, record)]
        given = [] if taken else [Share(grantee, "read")]
        return change_shares(context, name, record, given=given, taken=taken)

    return share


def ann(world: World) -> str:
    return world.ids["user"][0]


def below_the_north(world: World) -> str:
    return f"below:{world.ids['org_unit'][0]}"


DEALS = ("deal", "reset")
# The deals: 0 of Ann, 1 of Bob who sits below her, 2 of nobody she knows.
WAYS = {
    "a field of a rule": Way(change("firm", 0, region="east"), ("firm", "gone")),
    "and back": Way(change("firm", 0, region="north"), ("firm", "updated")),
    "a rule that counts": Way(
        lambda world: world.add("deal", name="d", firm=world.ids["firm"][1]), ("firm", "derived")
    ),
    "and one less": Way(gone("deal", -1), ("firm", "gone")),
    "the owner": Way(pointed("deal", 0, owner=("user", 2)), ("deal", "gone")),
    "the owner again": Way(pointed("deal", 0, owner=("user", 0)), ("deal", "updated")),
    "its parts with it": Way(pointed("deal", 0, owner=("user", 2)), ("line", "reset")),
    "and back with it": Way(pointed("deal", 0, owner=("user", 0)), ("line", "reset")),
    "the owner's unit": Way(change("user", 1, unit=None), DEALS),
    "and back below": Way(pointed("user", 1, unit=("org_unit", 2)), DEALS),
    "the tree of units": Way(change("org_unit", 2, parent=None), (None, "reset")),
    "a restriction": Way(change("deal", 0, secret=True), ("deal", "gone")),
    "lifted": Way(change("deal", 0, secret=False), ("deal", "updated")),
    "a record type": Way(change("deal", 2, record_type="big"), ("deal", "updated")),
    "another record type": Way(change("deal", 2, record_type="small"), ("deal", "gone")),
    "a field of another record": Way(change("firm", 1, region="south"), DEALS),
    "that goes to the bin": Way(gone("firm", 2), DEALS),
    "another parent": Way(pointed("line", 0, deal=("deal", 2)), ("line", "gone")),
    "the parent before": Way(pointed("line", 0, deal=("deal", 0)), ("line", "updated")),
    "given by hand": Way(given("deal", 2, ann), DEALS),
    "and its parts with it": Way(pointed("line", 0, deal=("deal", 2)), ("line", "updated")),
    "taken back, and its parts": Way(given("deal", 2, ann), ("line", "reset")),
    "and they are where they were": Way(pointed("line", 0, deal=("deal", 0)), ("line", "updated")),
    "given to a unit": Way(given("firm", 1, below_the_north), ("firm", "reset")),
    "and what is about it": Way(about("firm", 1), ("memo", "updated")),
    "taken from the unit": Way(given("firm", 1, below_the_north), ("memo", "reset")),
    "about what she sees": Way(about("firm", 0), ("memo", "updated")),
    "given to a role": Way(given("memo", 1, lambda _: "role:seller"), ("memo", "reset")),
    "taken from the role": Way(given("memo", 1, lambda _: "role:seller"), ("memo", "reset")),
    "what it is about leaves": Way(change("firm", 0, region="east"), ("memo", "reset")),
    "comes again": Way(change("firm", 0, region="north"), ("memo", "reset")),
    "is another": Way(about("deal", 2), ("memo", "gone")),
    "is the one before": Way(about("firm", 0), ("memo", "updated")),
    "goes to the bin": Way(gone("firm", 0), ("memo", "reset")),
    "is restored": Way(gone("firm", 0, "restore"), ("firm", "restored")),
    "the bin": Way(gone("deal", 0), ("deal", "deleted")),
    "a team": Way(
        lambda world: world.add("team_member", team=world.ids["team"][0], user=world.ids["user"][0]), (None, "reset")
    ),
    "a role": Way(change("user", 0, roles=[]), (None, "reset")),
    "the role again": Way(change("user", 0, roles=["seller"]), (None, "reset")),
    "the policy": Way(
        lambda world: put(world.workspace, sharing("deal", "EXISTS(lines, kind = 'x')")), (None, "reset")
    ),
    "a part of it": Way(lambda world: world.add("line", name="l", deal=world.ids["deal"][2], kind="x"), DEALS),
    "another kind of part": Way(change("line", -1, kind="y"), DEALS),
}  # fmt: skip


def the_world(workspace: Workspace) -> World:
    world = World(workspace, *POLICY)
    units = world.ids["org_unit"]
    ann, bob, cat = world.person("ann", unit=units[0]), world.person("bob", unit=units[2]), world.person("cat")
    firms = [world.add("firm", name=region, region=region, owner=cat) for region in ("north", "west", "south")]
    deals = [world.add("deal", name=owner, owner=owner, record_type="small") for owner in (ann, bob, cat)]
    world.add("deal", name="south", firm=firms[2], owner=cat, record_type="small")
    world.add("deal", name="west", firm=firms[1], owner=cat, record_type="small")
    world.ids["deal"][3:] = []
    world.add("line", name="line", deal=deals[0], kind="z")
    world.add("memo", name="memo", about={"type": "firm", "id": firms[0]}, owner=cat)
    world.add("memo", name="foreign", owner=cat)
    return world


def test_every_way_in_and_out_of_sight_is_told(workspace: Workspace) -> None:
    world, ann = the_world(workspace), Subscriber(workspace, "ann", OBJECTS)
    ann.begin()
    wrong: dict[str, Any] = {}
    for name, way in WAYS.items():
        way.do(world)
        told = ann.follow()
        if way.told not in {(entry["object"], entry["change"]) for entry in told} or ann.copy != ann.present():
            wrong[name] = told
    assert wrong == {}


def test_what_was_never_seen_is_never_told(workspace: Workspace) -> None:
    world, ann = the_world(workspace), Subscriber(workspace, "ann", OBJECTS)
    ann.begin()
    foreign, cat = world.ids["deal"][2], world.ids["user"][2]
    world.save("deal", {"id": foreign, "stage": "lost", "owner": world.ids["team"][0]})
    world.save("deal", {"id": foreign, "owner": cat})
    world.save("deal", {"id": foreign}, "delete")
    assert ann.follow() == []


def test_what_another_record_says_now_tells_nothing_of_what_was_seen_then(workspace: Workspace) -> None:
    world, ann = the_world(workspace), Subscriber(workspace, "ann", OBJECTS)
    firm, cat = world.ids["firm"][1], world.ids["user"][2]
    foreign = world.add("deal", name="foreign", firm=firm, owner=cat, record_type="small")
    ann.begin()
    world.save("deal", {"id": foreign, "firm": None})
    world.save("firm", {"id": firm, "region": "south"})  # from here on she would have seen it
    told = ann.follow()
    assert ("deal", "reset") in {(entry["object"], entry["change"]) for entry in told}
    assert foreign not in {entry.get("id") for entry in told}


def test_who_begins_is_not_told_of_what_left_before(workspace: Workspace) -> None:
    world, ann = the_world(workspace), Subscriber(workspace, "ann", OBJECTS)
    world.save("deal", {"id": world.ids["deal"][0], "owner": world.ids["user"][2]})
    ann.begin()  # marks the events that have no place in the order yet as old
    assert world.ids["deal"][0] not in ann.copy["deal"]
    context = ann.context()
    assert "gone" not in {entry["change"] for entry in changes(context).entries}
    assert ann.follow() == []


def test_what_was_saved_just_before_a_right_was_given_is_old(workspace: Workspace) -> None:
    world, ann = the_world(workspace), Subscriber(workspace, "ann", OBJECTS)
    hers = world.add("deal", name="of the team", owner=world.ids["team"][0], record_type="small")
    ann.begin()
    world.save("deal", {"id": hers, "owner": world.ids["user"][2]})
    world.add("team_member", team=world.ids["team"][0], user=world.ids["user"][0])
    assert [(entry["object"], entry["change"]) for entry in ann.follow(seal=False)] == [(None, "reset")]
    assert "gone" not in {entry["change"] for entry in ann.follow()}


def test_a_cursor_that_says_nothing_of_its_reader_begins_anew(workspace: Workspace) -> None:
    world, ann = the_world(workspace), Subscriber(workspace, "ann", OBJECTS)
    context = ann.context()
    reader = context.principal.user_id
    old = write_cursor(Cursor((1, -1), reader, context.now), question_digest("changes", reader), workspace.secret)
    ann.cursor, ann.copy = old, {name: {} for name in OBJECTS}
    assert ann.follow() == [{"object": None, "change": "reset"}]
    assert world.ids["deal"][0] in ann.copy["deal"]


def test_many_given_away_at_once_are_gone_one_by_one(workspace: Workspace) -> None:
    world, ann = the_world(workspace), Subscriber(workspace, "ann", OBJECTS)
    owner, other = world.ids["user"][0], world.ids["user"][2]
    system = workspace.context(Principal.system("test"))
    made = save(
        system,
        "deal",
        [{"name": str(n), "owner": owner, "record_type": "small"} for n in range(600)],
        operation="create",
    ).results
    ann.begin()
    save(system, "deal", [{"id": one.id, "owner": other} for one in made], operation="update")
    told = ann.follow(limit=77)
    assert [entry["id"] for entry in told if entry["change"] == "gone"] == [one.id for one in made]
    assert ann.copy == ann.present()
