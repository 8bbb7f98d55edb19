"""What memberships should be, as selects over the core records: one row per user, grantee and way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from guanxi.access.columns import CoreTable, alive, equal, text, uuid
from guanxi.sqltree import NULL, Alias, Call, Column, Expr, InList, Join, Param, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.catalog import Catalog

__all__ = ["VIAS", "Via", "desired"]

_Build = Callable[["Catalog", CoreTable], tuple[Expr, tuple[Join, ...], tuple[Expr, ...]]]


@dataclass(frozen=True, slots=True)
class Via:
    """One way to belong to something; `counted` ways keep the number of members of their grantee."""

    name: str
    build: _Build
    counted: int = 0
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def desired(catalog: "Catalog", via: Via) -> Select:
    """Return the memberships that the users of list `users` should have by that way; the inactive have none."""
    user = CoreTable(catalog, "user", "u")
    grantee, joins, conditions = via.build(catalog, user)
    columns = (Alias("user_id", user.id), Alias("grantee_id", grantee), Alias("via", Param("via", "text")))
    mine = InList(user.id, Param("users", "uuid"))
    return Select(
        columns,
        user.table,
        joins,
        all_of(mine, user.column("active", "boolean"), alive("u"), *conditions),
        distinct=True,
    )


def _self(_: "Catalog", user: CoreTable) -> tuple[Expr, tuple[Join, ...], tuple[Expr, ...]]:
    return user.id, (), ()


def _role(_: "Catalog", user: CoreTable) -> tuple[Expr, tuple[Join, ...], tuple[Expr, ...]]:
    held = Table(user.item.field("roles").link_table, "r")
    joins = (
        Join(held, equal(uuid("r", "record_id"), user.id), inner=True),
        Join(
            Table("gx_grantee", "g"),
            all_of(
                equal(text("g", "name"), text("r", "value")), equal(text("g", "kind"), Param("grantee_kind", "text"))
            ),
            inner=True,
        ),
    )
    return uuid("g", "id"), joins, ()


def _group(group: str) -> _Build:
    def build(catalog: "Catalog", user: CoreTable) -> tuple[Expr, tuple[Join, ...], tuple[Expr, ...]]:
        member, whole = CoreTable(catalog, f"{group}_member", "m2"), CoreTable(catalog, group, "w")
        joins = (
            Join(member.table, equal(member.column("user", "uuid"), user.id), inner=True),
            Join(whole.table, equal(whole.id, member.column(group, "uuid")), inner=True),
        )
        return whole.id, joins, (alive("m2"), alive("w"))

    return build


def _unit(catalog: "Catalog", user: CoreTable) -> tuple[Expr, tuple[Join, ...], tuple[Expr, ...]]:
    unit = CoreTable(catalog, "org_unit", "o")
    return unit.id, (Join(unit.table, equal(unit.id, user.column("unit", "uuid")), inner=True),), (alive("o"),)


def _unit_and_below(_: "Catalog", user: CoreTable) -> tuple[Expr, tuple[Join, ...], tuple[Expr, ...]]:
    above = all_of(
        equal(uuid("g", "unit_id"), _one_way(uuid("c", "ancestor"))),
        equal(text("g", "kind"), Param("grantee_kind", "text")),
    )
    joins = (
        Join(
            Table("gx_unit_closure", "c"),
            equal(uuid("c", "descendant"), _one_way(user.column("unit", "uuid"))),
            inner=True,
        ),
        Join(Table("gx_grantee", "g"), above, inner=True),
    )
    return Column("g", "id", "uuid"), joins, ()


def _one_way(column: Column) -> Expr:
    """Return a column's value so that no index finds it: the join then starts at the users.

    Left to itself SQLite starts at the grantees and goes through all users for each (measured: 71 s instead of 1 s).
    """
    return Call("coalesce", (column, NULL), "uuid")


VIAS: tuple[Via, ...] = (
    Via("self", _self, counted=1),
    Via("role", _role, values=MappingProxyType({"grantee_kind": "role"})),
    Via("team", _group("team")),
    Via("queue", _group("queue")),
    Via("unit", _unit, counted=1),
    Via("unit_and_below", _unit_and_below, counted=1, values=MappingProxyType({"grantee_kind": "unit_and_below"})),
)
