"""Brings the stored rows of a batch, locked, and says of each whether the caller may reach it at the level it needs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from guanxi.access.rows import row_access
from guanxi.records.batch import Batch, Row, Values
from guanxi.records.columns import HAS_IDS, ID, IDS
from guanxi.sqltree import Alias, Column, InList, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.access.rows import RowAccess
    from guanxi.access.vocabulary import Level
    from guanxi.catalog import Field
    from guanxi.records.plan import WritePlan
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["access_of", "connection_of", "load", "reached_among", "read_links", "read_rows"]

_LEVELS: "Mapping[str, Level]" = {"update": "write", "upsert": "write", "delete": "full", "restore": "full"}
_LOCKS = {"update": "no key update", "upsert": "no key update", "delete": "update", "restore": "no key update"}


def load(batch: Batch) -> None:
    """Lock and read what the rows of the batch are in the database, before any of it changes."""
    if batch.operation in {"create", "upsert"}:
        _answer_repeated_creates(batch)
        wanted = [row for row in batch.rows if row.before is not None]
    else:
        wanted = list(batch.rows)
    _refuse_repeated_ids(batch, wanted)
    wanted = [row for row in wanted if not row.lost]
    if wanted:
        _load_existing(batch, wanted)
    batch.rows = [row for row in batch.rows if not row.lost]


def access_of(context: "Context", object_name: str, level: "Level") -> "RowAccess":
    """Return the rows of an object that the principal of the context reaches at a level."""
    return row_access(
        context.policy, context.principal, object_name, level=level, alias="t", now=context.now, zone=context.zone
    )


def connection_of(context: "Context") -> "Connection":
    """Return the connection of the transaction that the context stands in."""
    if context.transaction is None:
        raise RuntimeError("records are written inside a transaction only")
    return context.transaction


def read_rows(connection: "Connection", plan: "WritePlan", ids: Iterable[str], *, lock: str = "") -> dict[str, Values]:
    """Return the stored values of records by id, link tables included; those that are not there are absent."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    fetched = connection.run_tree(plan.reader.by_ids(lock=lock), {"ids": wanted})
    found = {str(values["id"]): values for values in map(plan.reader.read, fetched)}
    read_links(connection, plan.linked, found)
    return found


def read_links(connection: "Connection", fields: "Sequence[Field]", found: Mapping[str, Values]) -> None:
    """Add to the records what stands in their link tables, in declared order."""
    for field in fields:
        former = dict(field.recodes)  # where a build has not come by yet
        table, record = Table(field.link_table, "l"), Column("l", "record_id", "uuid")
        columns = (Alias("record_id", record), Alias("value", Column("l", "value", "text")))
        chosen: dict[str, set[str]] = {}
        select = Select(columns, table, where=InList(record, IDS))
        for record_id, value in connection.run_tree(select, {"ids": list(found)}):
            chosen.setdefault(str(record_id), set()).add(former.get(str(value), str(value)))
        for record_id, values in found.items():
            picked = chosen.get(record_id, ())
            values[field.name] = field.kind.ordered(field, picked) or None


def _load_existing(batch: Batch, wanted: Sequence[Row]) -> None:
    connection, plan = connection_of(batch.context), batch.plan
    access = access_of(batch.context, batch.object, _LEVELS[batch.operation])
    extra, lock = () if access.unlimited else (Alias("allowed", access.probe()),), _LOCKS[batch.operation]
    tree = plan.tree("load", lock, access=access, make=lambda: plan.reader.by_ids(lock=lock, extra=extra))
    values = {**access.values, "ids": sorted({row.id for row in wanted})}
    found: dict[str, Values] = {}
    barred: set[str] = set()
    for fetched in connection.run_tree(tree, values):
        stored = plan.reader.read(fetched)
        found[str(stored["id"])] = stored
        if extra and not fetched[-1]:
            barred.add(str(stored["id"]))
    if plan.linked:
        read_links(connection, plan.linked, found)
    visible = reached_among(batch, barred, "read") if barred else frozenset()
    for row in wanted:
        _judge(batch, row, found.get(row.id), barred=row.id in barred, visible=row.id in visible)


def _judge(batch: Batch, row: Row, stored: Values | None, *, barred: bool, visible: bool) -> None:
    deleted = stored is not None and stored["deleted_at"] is not None
    if stored is None or (barred and not visible) or deleted != (batch.operation == "restore"):
        _refuse_unseen(batch, row)
    elif barred:
        batch.lose(row, "id", "denied")
    elif row.version is not None and row.version != stored["version"]:
        batch.lose(row, "version", "stale", {"expected": row.version, "stored": stored["version"]})
    else:
        row.before = stored
        row.values = dict(stored)


def _refuse_unseen(batch: Batch, row: Row) -> None:
    """Refuse a row whose record is not there for the caller; an upsert tells no more than that the key is not free."""
    if batch.operation != "upsert":
        batch.lose(row, "id", "missing")
    elif batch.match_field == "id":
        batch.lose(row, "id", "id_taken")
    else:
        batch.lose(row, batch.match_field, "not_unique")


def reached_among(batch: Batch, ids: Iterable[str], level: "Level") -> frozenset[str]:
    """Return which of the ids the principal reaches at a level, such as to tell "not yours" from "not there"."""
    access = access_of(batch.context, batch.object, level)
    select = Select((Alias("id", ID),), Table(batch.plan.object.table, "t"), where=all_of(HAS_IDS, access.test()))
    rows = connection_of(batch.context).run_tree(select, {**access.values, "ids": sorted(ids)})
    return frozenset(str(row[0]) for row in rows)


def _refuse_repeated_ids(batch: Batch, rows: Iterable[Row]) -> None:
    met: set[str] = set()
    for row in rows:
        if row.id in met:
            batch.lose(row, "id", "repeated")
        met.add(row.id)


def _answer_repeated_creates(batch: Batch) -> None:
    """Recognise ids that exist: the caller's own identical create is answered again, everything else is taken."""
    named = [row for row in batch.rows if row.named and row.before is None and not row.lost]
    if not named:
        return
    _refuse_repeated_ids(batch, named)
    stored = read_rows(connection_of(batch.context), batch.plan, [row.id for row in named])
    for row in named:
        found = stored.get(row.id)
        if found is None or row.problems is not None:
            continue
        same = found["created_by"] == batch.context.principal.user_id and found["deleted_at"] is None
        if same and all(found[name] == value for name, value in row.given.items()):
            row.values, row.status = found, "unchanged"
        else:
            batch.lose(row, "id", "id_taken")
    # What was answered already passes no further step.
    batch.rows = [row for row in batch.rows if row.status != "unchanged"]
