"""Rights of role sets: the compiled table says what casbin says, and what the design promises."""

from typing import Any

import pytest
from guanxi.access.policies import ACTIONS, CLEAR, READ, SYSTEM, WRITE
from guanxi.access.principal import Principal
from guanxi.access.rights import Policy
from guanxi.access.vocabulary import ALL_RIGHTS
from guanxi.catalog import Catalog, FieldGrant, Mute, RoleObject
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.access.catalogs import SYSTEM_FIELDS, a_catalog, a_field, a_mute, a_role, a_role_object, an_object

OBJECTS = ("deal", "visit")
FIELDS = ("name", "amount", "phone", "total")


def objects(*, extra: tuple[str, ...] = ()) -> list[Any]:
    return [
        an_object(
            name,
            [
                *(a_field(name, item) for item in ("name", "amount", "phone", *extra)),
                a_field(name, "total", field_type="formula"),
            ],
        )
        for name in OBJECTS
    ]


def policy_of(*roles: Any, extra: tuple[str, ...] = ()) -> Policy:
    return Policy(a_catalog(objects(extra=extra), roles))


def rights_of(*roles: Any) -> Any:
    return policy_of(*roles).rights(frozenset(role.name for role in roles))


rights = st.frozensets(st.sampled_from(sorted(ALL_RIGHTS)), max_size=4) | st.just(frozenset({"*"}))
grants = st.builds(FieldGrant, st.just(value=False), st.frozensets(st.sampled_from(FIELDS), max_size=3)) | st.just(
    FieldGrant(every=True)
)
names = st.sampled_from([*OBJECTS, "*"])
entries = st.builds(RoleObject, names, rights, grants, grants, st.frozensets(st.sampled_from(FIELDS), max_size=2))
few_rights = st.frozensets(st.sampled_from(sorted(ALL_RIGHTS)), max_size=2)
few_fields = st.builds(
    FieldGrant, st.just(value=False), st.frozensets(st.sampled_from([*FIELDS, "created_at"]), max_size=1)
)
mutes = st.builds(Mute, names, few_rights, few_fields, few_fields)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    count = draw(st.integers(1, 5))
    roles = [
        a_role(
            f"role{index}",
            *draw(st.lists(entries, max_size=3, unique_by=lambda entry: entry.object)),
            inherits=draw(st.frozensets(st.sampled_from([f"role{other}" for other in range(index)]), max_size=2))
            if index
            else (),
            actions=draw(st.frozensets(st.sampled_from(["deal.close", "deal.open", "*"]), max_size=1)),
            system=draw(st.frozensets(st.sampled_from(["users", "audit", "*"]), max_size=1)),
            mutes=draw(st.lists(mutes, max_size=1)),
        )
        for index in range(count)
    ]
    return a_catalog(objects(), roles)


@settings(max_examples=120, deadline=None)
@given(catalogs(), st.data())
def test_compiled_rights_say_what_casbin_enforces_for_every_combination(catalog: Catalog, data: st.DataObject) -> None:
    held = data.draw(st.frozensets(st.sampled_from(sorted(catalog.roles)), max_size=3))
    policy = Policy(catalog)
    compiled = policy.rights(held)
    policy.enforcer.add_grouping_policies([("somebody", role) for role in held])

    def enforced(object_name: str, item: str, act: str) -> bool:
        return bool(policy.enforcer.enforce("somebody", object_name, item, act))

    for name, item in catalog.objects.items():
        for right in ALL_RIGHTS:
            assert compiled.can(name, right) == enforced(name, "", right)
        reads, transfers = enforced(name, "", "read"), enforced(name, "", "transfer")
        for field in item.fields.values():
            if field.internal:
                assert field.name not in compiled.readable(name) | compiled.writable(name)
                continue
            if field.system:
                # System fields come with the object; only a denial, which wins over any grant, takes them away.
                policy.enforcer.add_policy("everyone", name, field.name, READ, "allow")
                policy.enforcer.add_grouping_policy("somebody", "everyone")
            readable = reads and enforced(name, field.name, READ)
            assert (field.name in compiled.readable(name)) == readable
            if not field.system:
                masked = readable and not enforced(name, field.name, CLEAR)
                assert (field.name in compiled.masked(name)) == masked
                assert (field.name in compiled.writable(name)) == (field.writable and enforced(name, field.name, WRITE))
        if not any(row[2:] == ["owner", WRITE, "deny"] for row in policy.enforcer.get_policy()):
            assert ("owner" in compiled.writable(name)) == transfers
    for action in ("deal.close", "deal.open"):
        assert compiled.may_act(action) == enforced(ACTIONS, action, "use")
    for name in ("users", "audit", "setup"):
        assert compiled.system(name) == enforced(SYSTEM, name, "use")


def test_a_new_field_is_readable_by_nobody_but_those_granted_all_fields() -> None:
    clerk = a_role("clerk", a_role_object("deal", {"read"}, read=("name",)))
    administrator = a_role("administrator", a_role_object("*", {"*"}, read=("*",), write=("*",)))
    policy = policy_of(clerk, administrator, extra=("margin",))
    assert "margin" not in policy.rights(frozenset({"clerk"})).readable("deal")
    assert "margin" in policy.rights(frozenset({"administrator"})).readable("deal")


def test_system_fields_come_with_the_object_and_internal_ones_never() -> None:
    held = rights_of(a_role("clerk", a_role_object("deal", {"read"}, read=("name",))))
    assert held.readable("deal") == {*SYSTEM_FIELDS, "owner", "name"}


def test_fields_of_an_object_that_may_not_be_read_do_not_exist() -> None:
    assert rights_of(a_role("clerk", a_role_object("deal", {"create"}, read=("*",)))).readable("deal") == frozenset()


def test_a_mute_wins_over_every_grant_of_other_roles() -> None:
    seller = a_role("seller", a_role_object("deal", {"read", "delete"}, read=("*",), write=("*",)))
    quiet = a_role("quiet", mutes=[a_mute("deal", {"delete"}, read=("amount",))])
    held = rights_of(seller, quiet)
    assert not held.can("deal", "delete")
    assert "amount" not in held.readable("deal")
    assert "amount" not in held.writable("deal")
    assert "name" in held.writable("deal")


def test_rights_are_inherited_through_more_levels_than_casbin_follows_by_itself() -> None:
    roles = [a_role("role0", a_role_object("deal", {"read"}))]
    roles += [a_role(f"role{index}", inherits=[f"role{index - 1}"]) for index in range(1, 30)]
    policy = policy_of(*roles)
    assert policy.rights(frozenset({"role29"})).can("deal", "read")
    policy.enforcer.add_grouping_policy("somebody", "role29")
    assert policy.enforcer.enforce("somebody", "deal", "", "read")


def test_a_masked_field_is_readable_but_not_clear_until_another_role_shows_it() -> None:
    agent = a_role("agent", a_role_object("deal", {"read"}, read=("*",), mask=("phone",)))
    chief = a_role("chief", a_role_object("deal", {"read"}, read=("phone",)))
    assert rights_of(agent).masked("deal") == {"phone"}
    assert "phone" in rights_of(agent).readable("deal")
    assert "phone" not in rights_of(agent).clear("deal")
    assert rights_of(agent, chief).masked("deal") == frozenset()


def test_the_owner_is_writable_only_with_the_right_to_transfer() -> None:
    assert "owner" not in rights_of(a_role("clerk", a_role_object("deal", {"update"}, write=("*",)))).writable("deal")
    assert "owner" in rights_of(a_role("clerk", a_role_object("deal", {"update", "transfer"}))).writable("deal")


def test_computed_fields_are_never_writable() -> None:
    assert "total" not in rights_of(
        a_role("clerk", a_role_object("deal", {"read"}, read=("*",), write=("*",)))
    ).writable("deal")


def test_a_role_that_the_catalog_lacks_gives_nothing() -> None:
    assert policy_of().rights(frozenset({"gone"})).visible_objects() == frozenset()


def test_the_platform_itself_may_do_everything() -> None:
    held = policy_of().rights_of(Principal.system("test"))
    assert held.can("deal", "modify_all")
    assert held.system("setup")
    assert held.may_act("deal.close")
    assert held.visible_objects() == set(OBJECTS)
    assert "deleted_at" not in held.readable("deal")


@pytest.mark.parametrize(
    ("scopes", "allowed", "refused"),
    [
        pytest.param(
            {"read"}, {("deal", "read"), ("visit", "export")}, {("deal", "update"), ("deal", "modify_all")}, id="read"
        ),
        pytest.param({"write"}, {("deal", "read"), ("deal", "delete")}, set(), id="write"),
        pytest.param(
            {"records:deal:read"}, {("deal", "read")}, {("deal", "create"), ("visit", "read")}, id="one-object"
        ),
        pytest.param({"records:deal:write"}, {("deal", "create")}, {("visit", "read")}, id="one-object-writes"),
        pytest.param({"metadata"}, set(), {("deal", "read")}, id="metadata"),
        pytest.param(set(), set(), {("deal", "read")}, id="none"),
        pytest.param({"nonsense"}, set(), {("deal", "read")}, id="unknown"),
    ],
)
def test_scopes_narrow_what_the_roles_give(scopes: set[str], allowed: set[Any], refused: set[Any]) -> None:
    role = a_role("administrator", a_role_object("*", {"*"}, read=("*",), write=("*",)), system=["*"], actions=["*"])
    held = policy_of(role).rights(frozenset({"administrator"}), frozenset(scopes))
    assert {pair for pair in allowed if held.can(*pair)} == allowed
    assert not any(held.can(*pair) for pair in refused)


def test_a_reading_scope_takes_all_writing_away() -> None:
    role = a_role("administrator", a_role_object("*", {"*"}, read=("*",), write=("*",)), system=["*"], actions=["*"])
    held = policy_of(role).rights(frozenset({"administrator"}), frozenset({"read"}))
    assert held.writable("deal") == frozenset()
    assert not held.may_act("deal.close")
    assert not held.system("setup")


def test_the_metadata_scope_opens_setup_and_nothing_else() -> None:
    role = a_role("administrator", system=["*"])
    held = policy_of(role).rights(frozenset({"administrator"}), frozenset({"metadata"}))
    assert held.system("setup")
    assert not held.system("users")


@settings(max_examples=60, deadline=None)
@given(
    catalogs(),
    st.frozensets(
        st.sampled_from(["read", "write", "records:deal:read", "records:visit:write", "metadata", "system:users"])
    ),
)
def test_a_token_never_has_more_than_its_creator(catalog: Catalog, scopes: frozenset[str]) -> None:
    policy, roles = Policy(catalog), frozenset(catalog.roles)
    whole, narrow = policy.rights(roles), policy.rights(roles, scopes)
    for name in catalog.objects:
        assert narrow.of(name).rights <= whole.of(name).rights
        assert narrow.readable(name) <= whole.readable(name)
        assert narrow.writable(name) <= whole.writable(name)
        assert narrow.clear(name) <= whole.clear(name)
    for system in ("setup", "users", "audit"):
        assert whole.system(system) or not narrow.system(system)
