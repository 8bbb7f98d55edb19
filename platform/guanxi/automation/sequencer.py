"""The sequencer: gives events their position and audit rows their link after commit (decision A17).

Rows are written unnumbered by the saves, since numbers drawn inside a save would be seen out of order. One process at a
time holds the lease; it numbers what is committed, in the order of ids, so a reader who goes by position misses
nothing.
"""

from typing import TYPE_CHECKING

from guanxi.access.audit import FIRST_LINK, AuditRow, seal, verify
from guanxi.automation.leases import hold
from guanxi.sqltree import Alias, Call, Column, Order, Param, Select, Table, Update, integer
from guanxi.storage.tables import system_column

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection
    from guanxi.storage.database import Database

__all__ = ["LEASE", "pending", "seal_pending", "verify_chain"]

LEASE = "sequencer"
BATCH = 5_000
_AUDIT = ("id", "at", "principal", "action", "object", "record_id", "detail")
_SEALED = (*_AUDIT, "position", "hash", "previous")


def _last(table: str, *columns: str) -> Select:
    position = system_column(table, "position", "t")
    chosen = tuple(Alias(name, system_column(table, name, "t")) for name in ("position", *columns))
    known = Call("is_not_null", (position,))
    return Select(chosen, Table(table, "t"), where=known, order=(Order(position, True, blank=False),), limit=integer(1))


_LAST_EVENT, _LAST_LINK = _last("gx_outbox"), _last("gx_audit", "hash")


def _waiting(table: str) -> Select:
    identity = system_column(table, "id", "t")
    return Select(
        (Alias("id", identity),),
        Table(table, "t"),
        where=Call("is_null", (system_column(table, "position", "t"),)),
        limit=integer(1),
    )


_WAITING = (_waiting("gx_outbox"), _waiting("gx_audit"))


def pending(database: "Database") -> bool:
    """Tell whether a committed row waits for its position."""
    with database.read() as connection:
        return any(connection.run_tree(tree) for tree in _WAITING)


def seal_pending(database: "Database", *, owner: str = "one-off") -> int:
    """Number and link everything that is committed, in batches; return how many rows, 0 while another holds the
    lease."""
    total, most = 0, BATCH
    while most == BATCH and pending(database):  # what was committed meanwhile waits for the next round
        with database.write() as connection:
            if not hold(connection, LEASE, owner, seconds=10):
                return total
            numbered, linked = _number_events(connection), _link_audit(connection)
        total, most = total + numbered + linked, max(numbered, linked)
    return total


def _number_events(connection: "Connection") -> int:
    rows = connection.select("gx_outbox", ("id",), {"position": None}, order=("id",), limit=BATCH)
    if not rows:
        return 0
    last = connection.run_tree(_LAST_EVENT)
    first = int(last[0][0]) + 1 if last else 1
    statement = connection.print(_positioned("gx_outbox", ("position",)))
    connection.run_many(statement, [{"id": row[0], "position": first + index} for index, row in enumerate(rows)])
    return len(rows)


def _link_audit(connection: "Connection") -> int:
    rows = connection.select("gx_audit", _AUDIT, {"position": None}, order=("id",), limit=BATCH)
    if not rows:
        return 0
    last = connection.run_tree(_LAST_LINK)
    position, link = (int(last[0][0]) + 1, str(last[0][1])) if last else (1, FIRST_LINK)
    sealed = seal([AuditRow(*row) for row in rows], link, position=position)
    statement = connection.print(_positioned("gx_audit", ("position", "hash", "previous")))
    connection.run_many(
        statement,
        [{"id": row.id, "position": row.position, "hash": row.hash, "previous": row.previous} for row in sealed],
    )
    return len(sealed)


def _positioned(table: str, columns: tuple[str, ...]) -> Update:
    identity = system_column(table, "id", "t")
    values = tuple((name, Param(name, system_column(table, name, "t").kind)) for name in columns)
    return Update(Table(table, "t"), values, Call("=", (identity, Param("id", "uuid"))))


def verify_chain(database: "Database") -> tuple[int, int | None]:
    """Return how many audit rows are sealed and the position of the first that does not fit, None when all do."""
    position, link = 1, FIRST_LINK
    while True:
        with database.read() as connection:
            found = connection.run_tree(_SLICE, {"after": position - 1})
            ids = [str(row[0]) for row in found]
            rows = connection.select("gx_audit", _SEALED, {"id": ids}, order=("position",)) if ids else []
        if not rows:
            return position - 1, None
        chain = [AuditRow(*row) for row in rows]
        broken = verify(chain, link, position=position)
        if broken is not None:
            return position - 1, broken
        position, link = position + len(chain), str(chain[-1].hash)


_POSITION = system_column("gx_audit", "position", "t")
_SLICE = Select(
    (Alias("id", Column("t", "id", "uuid")),),
    Table("gx_audit", "t"),
    where=Call(">", (_POSITION, Param("after", "integer"))),
    order=(Order(_POSITION, blank=False),),
    limit=integer(2_000),
)
