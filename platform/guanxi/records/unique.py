"""Unique keys, asked before the write so that every clash of a batch is reported, by row and field."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from guanxi.records.batch import Batch, Row
from guanxi.records.columns import ID, LIVING, ColumnPlan
from guanxi.records.load import connection_of
from guanxi.sqltree import TRUE, Alias, Column, Expr, InList, Param, Select, Table, all_of
from guanxi.storage.failures import Retryable

if TYPE_CHECKING:
    from guanxi.catalog import UniqueKey
    from guanxi.records.plan import WritePlan
    from guanxi.storage.connection import Connection

__all__ = ["KeyValue", "check_unique", "find_by_key", "key_columns", "key_value", "refuse_taken"]

KeyValue: TypeAlias = tuple[object, ...]


def key_columns(plan: "WritePlan", key: "UniqueKey") -> tuple[ColumnPlan, ...]:
    """Return the columns that a unique key compares: the folded text where a field has one, else the value."""
    return tuple(_compared(plan, name) for name in key.fields)


def key_value(columns: Sequence[ColumnPlan], values: Mapping[str, object]) -> KeyValue | None:
    """Return what the record has in the key, in database form; None where a part is blank, as blanks never clash."""
    found = tuple(column.value(values) for column in columns)
    return None if None in found else found


def check_unique(batch: Batch) -> None:
    """Refuse rows whose keys others have, in the batch or in the database; of the other record nothing is said."""
    for key in batch.plan.object.unique_keys:
        fields = frozenset(key.fields)
        if fields <= batch.plan.numbered:
            continue  # drawn from a counter
        columns = key_columns(batch.plan, key)
        claims: dict[KeyValue, Row] = {}
        for row in batch.rows:
            if row.before is not None and batch.operation != "restore" and not fields & row.delta:
                continue
            value = key_value(columns, row.values)
            if value is not None and claims.setdefault(value, row) is not row:
                _clash(batch, row, key)
        if not claims:
            continue
        for value, other in find_by_key(connection_of(batch.context), batch.plan, columns, list(claims)).items():
            row = claims[value]
            if other == row.id:
                continue
            if batch.operation == "upsert" and key.fields == (batch.match_field,) and row.before is None:
                raise Retryable  # it came after this save looked for it: another run finds and changes it
            _clash(batch, row, key)


def find_by_key(
    connection: "Connection", plan: "WritePlan", columns: Sequence[ColumnPlan], wanted: Sequence[KeyValue], *,
    where: Expr = TRUE, given: Mapping[str, object] = MappingProxyType({}),
) -> dict[KeyValue, str]:  # fmt: skip
    """Return the ids of the living records that have one of the wanted key values and meet a further condition."""
    cells = [Column("t", column.name, column.kind, column.scale) for column in columns]
    conditions = [InList(cell, Param(f"k{index}", "list")) for index, cell in enumerate(cells)]
    select = Select(
        (Alias("id", ID), *(Alias(f"k{index}", cell) for index, cell in enumerate(cells))),
        Table(plan.object.table, "t"),
        where=all_of(*conditions, LIVING, where),
    )
    values = {f"k{index}": sorted({value[index] for value in wanted}, key=str) for index in range(len(columns))}
    asked = {_plain(value): value for value in wanted}
    found = {}
    for identity, *have in connection.run_tree(select, {**given, **values}):
        value = asked.get(_plain(tuple(have)))
        if value is not None:
            found[value] = str(identity)
    return found


def refuse_taken(batch: Batch, row: Row, columns: Sequence[str]) -> None:
    """Note the clash that only the database saw: somebody else saved the same key a moment before."""
    for key in batch.plan.object.unique_keys:
        if {column.name for column in key_columns(batch.plan, key)} & set(columns):
            _clash(batch, row, key)
            return
    batch.refuse(row, "id" if "id" in columns else None, "id_taken" if "id" in columns else "not_unique")


def _clash(batch: Batch, row: Row, key: "UniqueKey") -> None:
    params = {"fields": list(key.fields)} if len(key.fields) > 1 else {}
    batch.refuse(row, key.fields[-1], "not_unique", params)


def _compared(plan: "WritePlan", name: str) -> ColumnPlan:
    columns, fold = plan.columns_of[name], plan.object.fields[name].fold_column
    return next((column for column in columns if column.name == fold), columns[0])


def _plain(value: KeyValue) -> KeyValue:
    # Instants come back as objects from PostgreSQL and as text from SQLite; text is the one form both share.
    return tuple(part if isinstance(part, str | int) else str(part) for part in value)
