"""Who belongs to what, kept flat: grantees, memberships and the unit closure follow users, teams, units and queues.

They are brought up to date in the transaction that changes those records, with as many statements for one record as for
five thousand (decision A8). Somebody who is deactivated or deleted keeps owning records but belongs to nothing.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from guanxi.access.closure import refresh_closure
from guanxi.access.columns import CoreTable, alive, equal, number, rows_of, text, uuid
from guanxi.access.desired import VIAS, Via, desired
from guanxi.access.principal import EVERYONE_ID, role_grantee_id, unit_and_below_grantee_id
from guanxi.sqltree import (
    TRUE,
    Alias,
    And,
    Call,
    Column,
    Delete,
    Exists,
    Expr,
    InList,
    Insert,
    Not,
    OnConflict,
    Param,
    Returning,
    RowColumn,
    Rows,
    Select,
    Table,
    Update,
    all_of,
    integer,
)

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.storage.connection import Connection

__all__ = ["WATCHED", "refresh", "sync_roles"]

WATCHED = frozenset({"user", "team", "team_member", "org_unit", "queue", "queue_member"})
"""The core objects whose changes must be followed by `refresh` in the same transaction."""

_COLUMNS = ("id", "kind", "name", "unit_id", "active", "members")
_GIVEN = Rows(
    "rows",
    (
        RowColumn("id", "uuid"),
        RowColumn("kind", "text"),
        RowColumn("name", "text"),
        RowColumn("unit_id", "uuid"),
        RowColumn("active", "boolean"),
    ),
    "r",
)
_REPLACE = OnConflict(("id",), tuple((name, Column("excluded", name)) for name in ("name", "unit_id", "active")))
_PUT_GIVEN = Insert(
    "gx_grantee",
    _COLUMNS,
    Select(
        (
            Alias("id", uuid("r", "id")),
            Alias("kind", text("r", "kind")),
            Alias("name", text("r", "name")),
            Alias("unit_id", uuid("r", "unit_id")),
            Alias("active", Column("r", "active", "boolean")),
            Alias("members", integer(0)),
        ),
        _GIVEN,
    ),
    conflict=_REPLACE,
)
# Creates or locks the row that counts everyone: one transaction after the other works on the tree and on memberships.
_LOCK = Insert(
    "gx_grantee",
    _COLUMNS,
    (Param("id", "uuid"), Param("kind", "text"), Param("kind", "text"), Param("none", "uuid"), TRUE, integer(0)),
    conflict=OnConflict(("id",), (("members", Column("gx_grantee", "members")),)),
)
_COUNTED = Rows("rows", (RowColumn("id", "uuid"), RowColumn("change", "integer")), "r")
_COUNT = Update(
    Table("gx_grantee", "g"),
    (("members", Call("+", (number("g", "members"), number("r", "change")), "integer")),),
    equal(uuid("g", "id"), uuid("r", "id")),
    source=_COUNTED,
)
_CHANGED = Returning((Alias("grantee_id", uuid("", "grantee_id")),))


def refresh(transaction: "Connection", catalog: "Catalog", changed: Mapping[str, Collection[str]]) -> None:
    """Follow changes of core records: ids of created, changed, deleted and restored records by object name.

    For rows of team_member and queue_member the users that the rows named before the change stand under "user" as well.
    """
    if not any(changed.get(name) for name in WATCHED):
        return
    transaction.change_tree(_LOCK, {"id": EVERYONE_ID, "kind": "everyone", "none": None})
    units, users = set(changed.get("org_unit", ())), set(changed.get("user", ()))
    moved = refresh_closure(transaction, catalog, units) if units else set()
    _put_units(transaction, catalog, units)
    for name in ("team", "queue"):
        _put_core(transaction, catalog, name, set(changed.get(name, ())))
    if users:
        sync_roles(transaction, catalog)
        _put_core(transaction, catalog, "user", users)
    users |= _members(transaction, catalog, changed)
    _reconcile(transaction, catalog, VIAS, users)
    climbing = _people_in(transaction, catalog, moved | units) - users
    _reconcile(transaction, catalog, tuple(via for via in VIAS if via.name in {"unit", "unit_and_below"}), climbing)


def sync_roles(transaction: "Connection", catalog: "Catalog") -> None:
    """Give every role of the catalog the grantee that stands for its holders."""
    rows = [[role_grantee_id(name), "role", name, None, True] for name in sorted(catalog.roles)]
    if rows:
        transaction.change_tree(_PUT_GIVEN, {"rows": rows})


def _put_units(transaction: "Connection", catalog: "Catalog", units: set[str]) -> None:
    if not units:
        return
    table = CoreTable(catalog, "org_unit", "o")
    present = Alias("present", alive("o"))
    columns = (Alias("id", table.id), Alias("name", table.column("name", "text")), present)
    read = Select(columns, table.table, (), InList(table.id, Param("ids", "uuid")))
    rows: list[list[object]] = []
    for unit, name, here in transaction.run_tree(read, {"ids": sorted(units)}):
        rows.append([unit, "unit", name, unit, bool(here)])
        rows.append([unit_and_below_grantee_id(unit), "unit_and_below", name, unit, bool(here)])
    if rows:
        transaction.change_tree(_PUT_GIVEN, {"rows": rows})


def _put_core(transaction: "Connection", catalog: "Catalog", name: str, ids: set[str]) -> None:
    """Give users, teams or queues their grantees, which have the records' own ids."""
    if not ids:
        return
    table = CoreTable(catalog, name, "o")
    active: Expr = alive("o")
    if name == "user":
        active = And((table.column("active", "boolean"), active))
    unit: Expr = Param("none", "uuid") if name == "team" else table.column("unit", "uuid")
    values: dict[str, Expr] = {
        "id": table.id,
        "kind": Param("kind", "text"),
        "name": table.column("name", "text"),
        "unit_id": unit,
        "active": active,
        "members": integer(0),
    }
    chosen = Select(
        tuple(Alias(key, value) for key, value in values.items()),
        table.table,
        (),
        InList(table.id, Param("ids", "uuid")),
    )
    put = Insert("gx_grantee", _COLUMNS, chosen, conflict=_REPLACE)
    transaction.change_tree(put, {"ids": sorted(ids), "kind": name, "none": None})


def _members(transaction: "Connection", catalog: "Catalog", changed: Mapping[str, Collection[str]]) -> set[str]:
    """Return the users whom changed member rows name, and those who belong to a changed team or queue."""
    found: set[str] = set()
    for name in ("team_member", "queue_member"):
        if changed.get(name):
            table = CoreTable(catalog, name, "o")
            read = rows_of(table.table, table.column("user", "uuid"), where=(InList(table.id, Param("ids", "uuid")),))
            found.update(row[0] for row in transaction.run_tree(read, {"ids": sorted(changed[name])}))
    groups = sorted({*changed.get("team", ()), *changed.get("queue", ())})
    if groups:
        for table, group in (
            (CoreTable(catalog, "team_member", "o"), "team"),
            (CoreTable(catalog, "queue_member", "o"), "queue"),
        ):
            read = rows_of(
                table.table,
                table.column("user", "uuid"),
                where=(InList(table.column(group, "uuid"), Param("ids", "uuid")),),
            )
            found.update(row[0] for row in transaction.run_tree(read, {"ids": groups}))
    return found


def _people_in(transaction: "Connection", catalog: "Catalog", units: set[str]) -> set[str]:
    if not units:
        return set()
    table = CoreTable(catalog, "user", "o")
    read = rows_of(table.table, table.id, where=(InList(table.column("unit", "uuid"), Param("units", "uuid")),))
    return {row[0] for row in transaction.run_tree(read, {"units": sorted(units)})}


def _reconcile(transaction: "Connection", catalog: "Catalog", vias: tuple[Via, ...], users: set[str]) -> None:
    """Make the stored memberships of these users what their records say, touching only rows that differ."""
    if not users:
        return
    counts: Counter[str] = Counter()
    for via in vias:
        select = desired(catalog, via)
        values = {"users": sorted(users), "via": via.name, **via.values}
        for (grantee,) in transaction.run_tree(_surplus(select), values):
            counts[EVERYONE_ID if via.name == "self" else grantee] -= via.counted
        add = Insert(
            "gx_membership",
            ("user_id", "grantee_id", "via"),
            select,
            _CHANGED,
            OnConflict(("user_id", "grantee_id", "via")),
        )
        for (grantee,) in transaction.run_tree(add, values):
            counts[EVERYONE_ID if via.name == "self" else grantee] += via.counted
    rows = [[grantee, change] for grantee, change in sorted(counts.items()) if change]
    if rows:
        transaction.change_tree(_COUNT, {"rows": rows})


def _surplus(select: Select) -> Delete:
    still = (equal(item.value, uuid("m", item.name)) for item in select.columns if item.name != "via")
    wanted = Exists(
        Select(
            (Alias("one", integer(1)),),
            select.source,
            select.joins,
            all_of(select.where or TRUE, *still),
        )
    )
    mine = InList(uuid("m", "user_id"), Param("users", "uuid"))
    return Delete(
        Table("gx_membership", "m"), all_of(mine, equal(text("m", "via"), Param("via", "text")), Not(wanted)), _CHANGED
    )
