"""Rows: arms, executed on both databases in all three shapes, say what a brute-force reading of access.md says."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.access.explain import explain
from guanxi.access.principal import Principal
from guanxi.access.rights import Policy
from guanxi.access.rows import RowAccess, row_access
from guanxi.access.vocabulary import LEVELS
from guanxi.catalog import Catalog, ChildRelation, Label, ObjectType, Restriction, Sharing, SharingRule, Target
from guanxi.catalog.formulas import FormulaBook
from guanxi.formula.sql.forms import FORMS
from guanxi.formula.sql.sqlite import SQLITE_FUNCTIONS
from guanxi.sqltree import TRUE, Alias, Call, Column, Expr, Insert, Join, Param, Select, Subselect, Table, Union, all_of
from guanxi.storage.database import Database
from guanxi.storage.names import share_table_name
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.access.catalogs import a_catalog, a_field, a_role, a_role_object, an_object, core_objects
from tests.access.oracle import RANK, Data, Oracle
from tests.access.world import NOW, World, make_tables
from tests.support.databases import Databases

OBJECTS = ("account", "deal", "line", "part", "note")
WHERE = {
    "account": [
        "region = $user.region",
        "size > 10",
        "boss.region = 'south'",
        "region = 'north' OR size = 0",
        "id = $user.party",
    ],
    "deal": [
        "stage = 'won'",
        "amount > 10",
        "account.region = $user.region",
        "account.region = 'north' OR stage = 'lost'",
        "NOT secret",
        "account.region <> 'north'",
        "account.boss.region = 'south'",
        "owner:user.region = $user.region",
        "owner.name = 'Ann'",
        "HASROLE('clerk') AND stage = 'won'",
        "account = $user.party",
        "score > 20",
        "account.region = 'north' AND account.size > 10",
        "ISBLANK(account)",
        "$user.unit.name = 'Top'",
        "EXISTS(lines, kind = 'x')",
        "COUNT(lines) = 0 AND stage = 'won'",
    ],
    "line": ["kind = 'x'", "deal.stage = 'won'", "deal.account.region = 'north'"],
    "part": ["name = 'x'"],
    "note": ["name = 'x'", "account.region = 'north'"],
}
RESTRICT = {
    "account": ["region <> 'south'", "NOT ISBLANK(region)"],
    "deal": ["NOT secret", "account.region <> 'south'", "amount > 5 OR HASROLE('chief')"],
    "line": ["kind <> 'y'"],
    "part": [],
    "note": [],
}
TARGETS = [
    Target("role", "clerk"),
    Target("role", "chief"),
    Target("role", "guest"),
    Target("team", "Blue"),
    Target("unit", "U1"),
    Target("unit_and_below", "U1"),
    Target("unit_and_below", "U2"),
    Target("queue", "Calls"),
    Target("audience", "staff"),
    Target("audience", "portal"),
]


def objects() -> list[ObjectType]:
    def f(owner: str, name: str, kind: str = "text", **keys: Any) -> Any:
        return a_field(owner, name, field_type=kind, **keys)

    return [
        *core_objects(),
        an_object(
            "account",
            [
                f("account", "name"),
                f("account", "region"),
                f("account", "size", "integer"),
                f("account", "boss", "lookup", to="account"),
            ],
        ),
        an_object(
            "deal",
            [
                f("deal", "name"),
                f("deal", "stage"),
                f("deal", "amount", "decimal", scale=2),
                f("deal", "secret", "boolean"),
                f("deal", "account", "lookup", to="account"),
                f("deal", "score", "formula", returns="number", formula="amount * 2", scale=2),
            ],
            children=[ChildRelation("lines", "line", "deal", master=True, on_delete="cascade")],
        ),
        an_object(
            "line", [f("line", "name"), f("line", "kind"), f("line", "deal", "master_detail", to="deal")], owned=False
        ),
        an_object("part", [f("part", "name"), f("part", "line", "master_detail", to="line")], owned=False),
        an_object(
            "note",
            [
                f("note", "name"),
                f("note", "deal", "master_detail", to="deal"),
                f("note", "account", "master_detail", to="account"),
            ],
            owned=False,
        ),
    ]


def a_sharing(object_name: str, **keys: Any) -> Sharing:
    given = {
        "default": "private",
        "portal_default": "private",
        "hierarchy": True,
        "teams": True,
        "rules": (),
        "restrictions": (),
        **keys,
    }
    return Sharing(object=object_name, package="demo", **given)


def a_rule(name: str, to: Target, level: str = "read", where: str | None = None) -> SharingRule:
    return SharingRule(name, "demo", to, level, where, Label(name, name))  # type: ignore[arg-type]


def the_catalog(sharing: list[Sharing], roles: list[Any]) -> Catalog:
    book = FormulaBook()
    catalog = a_catalog(objects(), roles, sharing=sharing, revision=1, formulas=book)
    book.attach(catalog)
    return catalog


def every_role(view: frozenset[str] = frozenset()) -> list[Any]:
    reading = [
        a_role_object(
            name,
            {
                "read",
                *({"view_all"} if f"view:{name}" in view else ()),
                *({"modify_all"} if f"modify:{name}" in view else ()),
            },
        )
        for name in OBJECTS
    ]
    return [
        a_role("clerk", *(a_role_object(name, {"read"}) for name in OBJECTS if f"blind:{name}" not in view)),
        a_role("chief", *reading),
        a_role("guest", *(a_role_object(name, {"read"}) for name in OBJECTS), audience="portal"),
    ]


@st.composite
def policies(draw: st.DrawFn) -> tuple[list[Sharing], frozenset[str]]:
    defaults = st.sampled_from(["private", "private", "private", "read", "write"])
    sharing = []
    for name in OBJECTS:
        rules = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(TARGETS),
                    st.sampled_from(["read", "write", "full"]),
                    st.sampled_from([None, *WHERE[name] * 3]),
                ),
                max_size=4,
            )
        )
        limits = (
            draw(
                st.lists(
                    st.tuples(st.sampled_from(RESTRICT[name]), st.sampled_from([None, Target("role", "chief")])),
                    max_size=1,
                )
            )
            if RESTRICT[name]
            else []
        )
        sharing.append(
            a_sharing(
                name,
                default=draw(defaults),
                portal_default=draw(defaults),
                hierarchy=draw(st.booleans()),
                teams=draw(st.booleans()),
                rules=tuple(a_rule(f"rule{i}", *rule) for i, rule in enumerate(rules)),
                restrictions=tuple(
                    Restriction(f"limit{i}", "demo", where, unless, Label()) for i, (where, unless) in enumerate(limits)
                ),
            )
        )
    marks = [f"{kind}:{name}" for kind in ("view", "modify", "blind") for name in OBJECTS]
    return sharing, draw(st.frozensets(st.sampled_from(marks), max_size=2))


def _prepare(url: str) -> None:
    database = Database(url)
    make_tables(database, the_catalog([], []))
    database.close()


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    opened = Database(databases.fresh("access-rows", _prepare), forms=FORMS, functions=SQLITE_FUNCTIONS)
    yield opened
    opened.close()


@dataclass
class Scene:
    """Records in memory and in the database, the same in both."""

    world: World
    data: Data
    principals: dict[str, Principal]
    policy: Policy


def empty(database: Database) -> None:
    with database.write() as transaction:
        for name in (
            "account__share",
            "deal__share",
            "note",
            "part",
            "line",
            "deal",
            "account",
            "queue_member",
            "team_member",
            "queue",
            "team",
            "user__roles",
            "user",
            "org_unit",
        ):
            transaction.script(f'DELETE FROM "{name}"')
        for name in ("gx_membership", "gx_unit_closure", "gx_grantee"):
            transaction.delete(name, {})


class Builder:
    """Fills a scene."""

    def __init__(self, database: Database, catalog: Catalog) -> None:
        empty(database)
        self.world, self.data = World(database, catalog), Data(catalog)

    def put(self, kind: str, /, **values: Any) -> str:
        if kind == "user":
            identity = self.world.add_user(
                values["login"], **{key: value for key, value in values.items() if key != "login"}
            )
            values["name"] = values["login"].title()
        else:
            with self.world.database.write() as transaction:
                identity = self.world.put(transaction, kind, **values)
            if kind in {"org_unit", "team", "team_member", "queue", "queue_member"}:
                self.world.edit(kind, identity, deleted_at=None)
        self.data.all(kind)[identity] = {"id": identity, **values}
        return identity

    def share(self, name: str, record: str, grantee: str, level: str, reason: str) -> None:
        rows = self.data.shares.setdefault(name, [])
        if any(row[0] == record and row[1] == grantee and row[3] == reason for row in rows):
            return
        rows.append((record, grantee, level, reason))
        insert = Insert(
            share_table_name(name),
            ("record_id", "grantee_id", "level", "reason"),
            (Param("r", "uuid"), Param("g", "uuid"), Param("l", "integer"), Param("w", "text")),
        )
        with self.world.database.write() as transaction:
            transaction.change_tree(insert, {"r": record, "g": grantee, "l": LEVELS[level], "w": reason})

    def scene(self) -> Scene:
        catalog = self.data.catalog
        policy, authenticator = Policy(catalog), Authenticator(catalog)
        with self.world.database.read() as connection:
            principals = {user: authenticator.by_id(connection, user) for user in self.data.all("user")}
        self.data.held = {user: policy.rights_of(principal) for user, principal in principals.items()}
        return Scene(self.world, self.data, principals, policy)


def draw_scene(database: Database, catalog: Catalog, data: st.DataObject) -> Scene:
    build, draw = Builder(database, catalog), data.draw
    top = build.put("org_unit", name="Top", code="U1", parent=None)
    low = build.put("org_unit", name="Low", code="U2", parent=top)
    namesakes = build.put("org_unit", name="Low", parent=low), build.put("org_unit", name="Top", code="U3", parent=top)
    units = [top, low, *namesakes]
    teams, queues = (
        [build.put("team", name="Blue"), build.put("team", name="Red")],
        [build.put("queue", name="Calls", unit=low), build.put("queue", name="Mails", unit=None)],
    )
    users = []
    for login, audience in (("ann", "staff"), ("bob", "staff"), ("eve", "staff"), ("pat", "portal")):
        roles = (
            draw(st.sampled_from([["clerk"], ["clerk"], ["chief"], ["clerk", "chief"]]))
            if audience == "staff"
            else ["guest", "chief"]
        )
        users.append(
            build.put(
                "user",
                login=login,
                audience=audience,
                roles=roles,
                unit=draw(st.sampled_from([None, *units])),
                region=draw(st.sampled_from([None, "north", "south"])),
            )
        )
    for kind, groups in (("team", teams), ("queue", queues)):
        for group, user in draw(
            st.lists(st.tuples(st.sampled_from(groups), st.sampled_from(users)), unique=True, max_size=4)
        ):
            build.put(f"{kind}_member", **{kind: group, "user": user})
    owners = st.sampled_from([*users, *users, *teams, *queues, *units])
    regions, some = st.sampled_from([None, "north", "south"]), st.sampled_from
    accounts: list[str] = []
    for _ in range(3):
        deleted = draw(some([None, None, None, NOW]))
        accounts.append(
            build.put(
                "account",
                name="A",
                owner=draw(owners),
                region=draw(regions),
                size=draw(some([None, 0, 20])),
                boss=draw(some([None, *accounts])),
                deleted_at=deleted,
            )
        )
    deals = [
        build.put(
            "deal",
            name="D",
            owner=draw(owners),
            stage=draw(some([None, "won", "lost"])),
            amount=draw(some([None, Decimal(4), Decimal("10.50")])),
            secret=draw(st.booleans()),
            account=draw(some([None, *accounts])),
        )
        for _ in range(5)
    ]
    lines = [build.put("line", name="L", kind=draw(some([None, "x", "y"])), deal=draw(some(deals))) for _ in range(3)]
    for _ in range(2):
        build.put("part", name=draw(some(["x", "y"])), line=draw(some(lines)))
        build.put("note", name=draw(some(["x", "y"])), deal=draw(some(deals)), account=draw(some(accounts)))
    for name, records in (("deal", deals), ("account", accounts)):
        for share in draw(
            st.lists(
                st.tuples(some(records), owners, some(["read", "write", "full"]), some(["manual", "team"])), max_size=3
            )
        ):
            build.share(name, *share)
    if (party := draw(some([None, *accounts]))) is not None:
        build.world.edit("user", users[3], party=party)
        build.data.all("user")[users[3]]["party"] = party
    return build.scene()


def ids(database: Database, select: Select, access: RowAccess) -> set[str]:
    with database.read() as connection:
        return {row[0] for row in connection.run_tree(select, access.values)}


def one(table: str, *conditions: Expr) -> Select:
    return Select((Alias("id", Column("t", "id", "uuid")),), Table(table, "t"), (), all_of(*conditions))


def by_test(table: str, access: RowAccess) -> Select:
    return one(table, access.test())


def gathered(table: str, access: RowAccess, form: str) -> Select:
    arms = tuple(one(table, getattr(arm, form), *access.restrictions) for arm in access.arms)
    if access.everything or access.nothing:
        return by_test(table, access)
    return Select((Alias("id", Column("g", "id", "uuid")),), Subselect(Union(arms), "g"), distinct=True)


def walked(table: str, access: RowAccess) -> Select:
    window = Subselect(one(table, TRUE), "w")
    same = Call("=", (Column("t", "id", "uuid"), Column("w", "id", "uuid")), "boolean")
    return Select(
        (Alias("id", Column("w", "id", "uuid")),), window, (Join(Table(table, "t"), same, inner=True),), access.probe()
    )


SETTINGS = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SETTINGS
@given(policies(), st.data())
def test_every_shape_gives_the_rows_that_a_brute_force_reading_gives(
    database: Database, drawn: tuple[list[Sharing], frozenset[str]], data: st.DataObject
) -> None:
    scene = draw_scene(database, the_catalog(drawn[0], every_role(drawn[1])), data)
    oracle = Oracle(scene.data, NOW)
    for user, principal in scene.principals.items():
        for name in OBJECTS:
            for level in LEVELS:
                wanted = {record for record in scene.data.all(name) if oracle.may(user, name, record, level)}
                access = row_access(scene.policy, principal, name, level=level, now=NOW, zone=dt.UTC)  # type: ignore[arg-type]
                case = (name, level, principal.name, scene.data.catalog.sharing[name])
                assert (case, ids(database, by_test(name, access), access)) == (case, wanted)
                assert (case, ids(database, gathered(name, access, "driving"), access)) == (case, wanted)
                assert (case, ids(database, gathered(name, access, "predicate"), access)) == (case, wanted)
                assert (case, ids(database, gathered(name, access, "probe"), access)) == (case, wanted)
                assert (case, ids(database, walked(name, access), access)) == (case, wanted)
    _explained(scene, oracle, database, data)


def _explained(scene: Scene, oracle: Oracle, database: Database, data: st.DataObject) -> None:
    for action, level in (("read", "read"), ("update", "write"), ("delete", "full")):
        user, name = data.draw(st.sampled_from(sorted(scene.principals))), data.draw(st.sampled_from(OBJECTS))
        for record in scene.data.all(name):
            with database.read() as connection:
                found = explain(
                    scene.policy, connection, scene.principals[user], action, name, record=record, now=NOW, zone=dt.UTC
                )
            wanted = oracle.may(user, name, record, level) and scene.data.held[user].can(name, action)
            deleted = scene.data.all(name)[record].get("deleted_at") is not None
            assert found.allowed == (wanted and not deleted)


def test_levels_are_ranked_as_the_oracle_ranks_them() -> None:
    assert {name: RANK[name] for name in LEVELS} == LEVELS


def simple(database: Database, *sharing: Sharing, view: frozenset[str] = frozenset()) -> Builder:
    given = {item.object for item in sharing}
    return Builder(
        database, the_catalog([*sharing, *(a_sharing(name) for name in OBJECTS if name not in given)], every_role(view))
    )


def reasons(scene: Scene, user: str, name: str, **keys: Any) -> list[str]:
    access = row_access(scene.policy, scene.principals[user], name, now=NOW, zone=dt.UTC, **keys)
    return [arm.reason for arm in access.arms]


def test_fifty_rules_are_one_arm_for_the_row_and_one_per_lookup(database: Database) -> None:
    staff = Target("audience", "staff")
    rules = [a_rule(f"own{i}", staff, where=f"amount > {i}") for i in range(25)]
    rules += [a_rule(f"far{i}", staff, where=f"account.size > {i}") for i in range(25)]
    build = simple(database, a_sharing("deal", rules=tuple(rules), hierarchy=False))
    user = build.put("user", login="ann", audience="staff", roles=["clerk"], unit=None)
    scene = build.scene()
    assert reasons(scene, user, "deal") == ["owner", "share", "rules", "rule_paths"]


def test_rules_that_share_a_part_share_its_parameter(database: Database) -> None:
    staff = Target("audience", "staff")
    rules = [a_rule(f"r{i}", staff, where=f"stage = 's{i}' AND amount > 7") for i in range(3)]
    build = simple(database, a_sharing("deal", rules=(*rules, a_rule("far", staff, where="account.size > 7"))))
    user = build.put("user", login="ann", audience="staff", roles=["clerk"], unit=None)
    scene = build.scene()
    access = row_access(scene.policy, scene.principals[user], "deal", now=NOW, zone=dt.UTC)
    (arm,) = (arm for arm in access.arms if arm.reason == "rules")
    with database.read() as connection:
        statement = connection.print(one("deal", arm.driving))
    assert [access.values[slot] for slot in statement.slots] == ["s0", 7, "s1", "s2"]


def test_rules_for_others_leave_no_trace_in_the_arms(database: Database) -> None:
    build = simple(database, a_sharing("deal", rules=(a_rule("theirs", Target("role", "chief"), where="amount > 1"),)))
    user = build.put("user", login="ann", audience="staff", roles=["clerk"], unit=None)
    assert reasons(build.scene(), user, "deal") == ["owner", "share"]


def test_a_role_of_the_other_audience_gives_neither_rights_nor_rows(database: Database) -> None:
    build = simple(
        database, a_sharing("deal", rules=(a_rule("chiefs", Target("role", "chief")),)), view=frozenset({"view:deal"})
    )
    user = build.put("user", login="pat", audience="portal", roles=["chief"], unit=None)
    scene = build.scene()
    assert scene.principals[user].roles == frozenset()
    assert row_access(scene.policy, scene.principals[user], "deal", now=NOW, zone=dt.UTC).nothing


def test_a_portal_user_sees_its_own_party_and_nothing_else(database: Database) -> None:
    rule = a_rule("own", Target("audience", "portal"), where="account = $user.party")
    build = simple(database, a_sharing("deal", default="read", rules=(rule,)))
    ann = build.put("user", login="ann", audience="staff", roles=["clerk"], unit=None)
    accounts = [build.put("account", name="A", owner=ann, region=None, size=None, boss=None) for _ in range(2)]
    deals = [
        build.put("deal", name="D", owner=ann, stage=None, amount=None, secret=False, account=account)
        for account in accounts
    ]
    pat = build.put("user", login="pat", audience="portal", roles=["guest"], unit=None, party=accounts[0])
    scene = build.scene()
    access = row_access(scene.policy, scene.principals[pat], "deal", now=NOW, zone=dt.UTC)
    assert ids(database, by_test("deal", access), access) == {deals[0]}
    assert scene.principals[pat].kind == "portal"


def test_the_platform_itself_is_bound_by_no_restriction(database: Database) -> None:
    build = simple(database, a_sharing("deal", restrictions=(Restriction("never", "demo", "1 = 2", None, Label()),)))
    scene = build.scene()
    access = row_access(scene.policy, Principal.system("test"), "deal", now=NOW, zone=dt.UTC)
    assert access.unlimited


def test_view_all_is_still_bound_by_restrictions(database: Database) -> None:
    limit = Restriction("no_secret", "demo", "NOT secret", None, Label())
    build = simple(database, a_sharing("deal", restrictions=(limit,)), view=frozenset({"view:deal"}))
    user = build.put("user", login="ann", audience="staff", roles=["chief"], unit=None)
    deals = [
        build.put("deal", name="D", owner=user, stage=None, amount=None, secret=secret, account=None)
        for secret in (True, False)
    ]
    scene = build.scene()
    access = row_access(scene.policy, scene.principals[user], "deal", now=NOW, zone=dt.UTC)
    assert access.everything
    assert ids(database, by_test("deal", access), access) == {deals[1]}


def test_equal_shapes_of_different_people_are_equal_trees(database: Database) -> None:
    build = simple(
        database, a_sharing("deal", rules=(a_rule("near", Target("audience", "staff"), where="stage = $user.region"),))
    )
    users = [
        build.put("user", login=f"u{i}", audience="staff", roles=["clerk"], unit=None, region=f"r{i}") for i in range(2)
    ]
    scene = build.scene()
    one_of, other = (row_access(scene.policy, scene.principals[user], "deal", now=NOW, zone=dt.UTC) for user in users)
    assert one_of.arms == other.arms
    assert one_of.values != other.values


def test_a_rule_about_today_follows_the_day(database: Database) -> None:
    build = simple(
        database,
        a_sharing(
            "deal", rules=(a_rule("old", Target("audience", "staff"), where="created_at < TODAY()"),), hierarchy=False
        ),
    )
    ann = build.put("user", login="ann", audience="staff", roles=["clerk"], unit=None)
    bob = build.put("user", login="bob", audience="staff", roles=["clerk"], unit=None)
    deal = build.put("deal", name="D", owner=bob, stage=None, amount=None, secret=False, account=None)
    scene = build.scene()
    for days, wanted in ((0, set()), (1, {deal}), (0, set())):
        access = row_access(scene.policy, scene.principals[ann], "deal", now=NOW + dt.timedelta(days=days), zone=dt.UTC)
        assert ids(database, by_test("deal", access), access) == wanted


def test_mapping_proxies_are_not_shared_between_principals(database: Database) -> None:
    build = simple(database)
    users = [build.put("user", login=f"u{i}", audience="staff", roles=["clerk"], unit=None) for i in range(2)]
    scene = build.scene()
    values = [row_access(scene.policy, scene.principals[user], "deal", now=NOW, zone=dt.UTC).values for user in users]
    assert values[0]["access.owners"] == [users[0]]
    assert values[1]["access.owners"] == [users[1]]
    assert not isinstance(values[0], MappingProxyType)
