"""Memberships follow users, teams, units and queues in the transaction that changes them."""

from collections import defaultdict

import pytest
from guanxi.access.memberships import refresh
from guanxi.access.principal import EVERYONE_ID, role_grantee_id, unit_and_below_grantee_id
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.world import NOW, World


def memberships(world: World, user: str) -> set[tuple[str, str]]:
    with world.database.read() as connection:
        return set(connection.select("gx_membership", ("via", "grantee_id"), {"user_id": user}))


def closure(world: World) -> set[tuple[str, str, int]]:
    with world.database.read() as connection:
        return set(connection.select("gx_unit_closure", ("ancestor", "descendant", "depth")))


def members(world: World, grantee: str) -> int:
    with world.database.read() as connection:
        return int(connection.select("gx_grantee", ("members",), {"id": grantee})[0][0])


def test_a_user_belongs_to_itself_its_roles_and_its_units(core: World) -> None:
    top = core.add("org_unit", name="Top")
    below = core.add("org_unit", name="Below", parent=top)
    user = core.add_user("ann", unit=below, roles=["clerk"])
    assert memberships(core, user) == {
        ("self", user),
        ("role", role_grantee_id("clerk")),
        ("unit", below),
        ("unit_and_below", unit_and_below_grantee_id(top)),
        ("unit_and_below", unit_and_below_grantee_id(below)),
    }


def test_teams_and_queues_give_memberships_until_the_member_row_is_deleted(core: World) -> None:
    user = core.add_user("ann")
    team, queue = core.add("team", name="Blue"), core.add("queue", name="Calls")
    rows = {
        "team_member": core.add("team_member", team=team, user=user),
        "queue_member": core.add("queue_member", queue=queue, user=user),
    }
    assert {("team", team), ("queue", queue)} <= memberships(core, user)
    for name, row in rows.items():
        core.edit(name, row, deleted_at=NOW)
    assert memberships(core, user) == {("self", user)}


def test_a_member_row_that_passes_to_another_user_takes_the_membership_with_it(core: World) -> None:
    ann, bob, team = core.add_user("ann"), core.add_user("bob"), core.add("team", name="Blue")
    row = core.add("team_member", team=team, user=ann)
    core.edit("team_member", row, also={"user": [ann]}, user=bob)
    assert ("team", team) in memberships(core, bob)
    assert ("team", team) not in memberships(core, ann)


def test_a_deleted_team_has_no_members(core: World) -> None:
    user, team = core.add_user("ann"), core.add("team", name="Blue")
    core.add("team_member", team=team, user=user)
    core.edit("team", team, deleted_at=NOW)
    assert memberships(core, user) == {("self", user)}


@pytest.mark.parametrize("change", [{"active": False}, {"deleted_at": NOW}], ids=["deactivated", "deleted"])
def test_somebody_who_left_belongs_to_nothing_but_stays_a_grantee(core: World, change: dict[str, object]) -> None:
    unit = core.add("org_unit", name="Top")
    user = core.add_user("ann", unit=unit, roles=["clerk"])
    core.edit("user", user, **change)
    assert memberships(core, user) == set()
    with core.database.read() as connection:
        kind, name, stands, active = connection.select(
            "gx_grantee", ("kind", "name", "unit_id", "active"), {"id": user}
        )[0]
    assert (kind, name, stands, active) == ("user", "Ann", unit, False)
    assert members(core, EVERYONE_ID) == 0


def test_a_moved_unit_takes_all_below_it_along(core: World) -> None:
    left, right = core.add("org_unit", name="Left"), core.add("org_unit", name="Right")
    middle = core.add("org_unit", name="Middle", parent=left)
    low = core.add("org_unit", name="Low", parent=middle)
    user = core.add_user("ann", unit=low)
    core.edit("org_unit", middle, parent=right)
    assert {(a, d) for a, d, depth in closure(core) if depth == 2} == {(right, low)}
    assert ("unit_and_below", unit_and_below_grantee_id(right)) in memberships(core, user)
    assert ("unit_and_below", unit_and_below_grantee_id(left)) not in memberships(core, user)
    assert members(core, unit_and_below_grantee_id(right)) == 1
    assert members(core, unit_and_below_grantee_id(left)) == 0


def test_a_renamed_queue_renames_its_grantee(core: World) -> None:
    unit = core.add("org_unit", name="Top")
    queue = core.add("queue", name="Calls", unit=unit)
    core.edit("queue", queue, name="Phones")
    with core.database.read() as connection:
        assert connection.select("gx_grantee", ("kind", "name", "unit_id"), {"id": queue}) == [
            ("queue", "Phones", unit)
        ]


def test_many_users_take_as_many_statements_as_one(core: World) -> None:
    counts = []
    for size in (1, 40):
        with core.database.write() as transaction:
            users = [
                core.put(
                    transaction, "user", name="U", login=f"u{size}.{i}", audience="staff", active=True, roles=["clerk"]
                )
                for i in range(size)
            ]
            seen: list[str] = []
            transaction.observer = seen.append
            refresh(transaction, core.catalog, {"user": users})
            transaction.observer = None
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_changes_of_other_objects_touch_nothing(core: World) -> None:
    seen: list[str] = []
    with core.database.write() as transaction:
        transaction.observer = seen.append
        refresh(transaction, core.catalog, {"currency": ["x"]})
        transaction.observer = None
    assert seen == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_stored_memberships_are_exactly_what_the_records_say_after_any_changes(
    core: World, data: st.DataObject
) -> None:
    with core.database.write() as transaction:
        for table in ("queue_member", "team_member", "queue", "team", "user__roles", "user", "org_unit"):
            transaction.script(f'DELETE FROM "{table}"')
        for table in ("gx_membership", "gx_unit_closure", "gx_grantee"):
            transaction.delete(table, {})
    model = _Model(core)
    for _ in range(data.draw(st.integers(3, 14))):
        model.step(data)
    model.check()


class _Model:
    """Draws changes, applies them, and says by brute force what must be stored."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.units: dict[str, str | None] = {}
        self.users: dict[str, dict[str, object]] = {}
        self.teams: dict[str, set[str]] = {}

    def step(self, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(["unit", "unit", "user", "user", "team", "member", "move", "settle", "leave"]))
        some_unit = data.draw(st.sampled_from([None, *sorted(self.units)]))
        if kind == "unit":
            self.units[self.world.add("org_unit", name="U", parent=some_unit)] = some_unit
        elif kind == "user":
            roles = data.draw(st.sampled_from([[], ["clerk"], ["clerk", "chief"]]))
            user = self.world.add_user(f"u{self.world._last}", unit=some_unit, roles=roles)
            self.users[user] = {"unit": some_unit, "roles": roles, "active": True}
        elif kind == "team":
            self.teams[self.world.add("team", name="T")] = set()
        elif kind == "member" and self.teams and self.users:
            team, user = data.draw(st.sampled_from(sorted(self.teams))), data.draw(st.sampled_from(sorted(self.users)))
            self.world.add("team_member", team=team, user=user)
            self.teams[team].add(user)
        elif kind == "move" and self.units:
            self._move(data.draw(st.sampled_from(sorted(self.units))), some_unit)
        elif kind in {"settle", "leave"} and self.users:
            user = data.draw(st.sampled_from(sorted(self.users)))
            change = {"unit": some_unit} if kind == "settle" else {"active": not self.users[user]["active"]}
            self.world.edit("user", user, **change)
            self.users[user].update(change)

    def _move(self, unit: str, parent: str | None) -> None:
        if parent is not None and unit in self.above(parent):
            return  # no save moves a unit below itself
        self.world.edit("org_unit", unit, parent=parent)
        self.units[unit] = parent

    def above(self, unit: str | None) -> list[str]:
        chain = []
        while unit is not None:
            chain.append(unit)
            unit = self.units[unit]
        return chain

    def check(self) -> None:
        assert closure(self.world) == {(a, unit, i) for unit in self.units for i, a in enumerate(self.above(unit))}
        below: dict[str, int] = defaultdict(int)
        for user, says in self.users.items():
            wanted: set[tuple[str, str]] = set()
            if says["active"]:
                wanted |= {("self", user)} | {("role", role_grantee_id(role)) for role in says["roles"]}  # type: ignore[attr-defined]
                wanted |= {("team", team) for team, users in self.teams.items() if user in users}
                unit = says["unit"]
                wanted |= {("unit", unit)} if unit else set()  # type: ignore[arg-type]
                for ancestor in self.above(unit):  # type: ignore[arg-type]
                    wanted.add(("unit_and_below", unit_and_below_grantee_id(ancestor)))
                    below[ancestor] += 1
            assert memberships(self.world, user) == wanted
        for unit in self.units:
            assert members(self.world, unit_and_below_grantee_id(unit)) == below[unit]
