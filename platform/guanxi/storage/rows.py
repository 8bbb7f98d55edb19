"""Rows of system tables by equality: insert, update, delete, select, upsert, each shape printed once."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

import orjson

from guanxi.sqltree import (
    Alias,
    Call,
    Change,
    Delete,
    Expr,
    InList,
    Insert,
    OnConflict,
    Order,
    Param,
    Query,
    Select,
    Table,
    Update,
    all_of,
    integer,
)
from guanxi.storage.encode import Dialect
from guanxi.storage.printer import Statement
from guanxi.storage.tables import SYSTEM_KINDS, system_column, system_param

__all__ = ["Below", "SystemRows"]

Lock = Literal["", "update", "no key update", "key share", "update skip locked"]
NOTHING: Mapping[str, Any] = MappingProxyType({})
LISTS = (list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True)
class Below:
    """In `where`, the rows whose value is lower than this one."""

    value: object


class SystemRows(ABC):
    """The part of a connection that serves system tables; in `where` None is blank, a sequence any of its items."""

    dialect: Dialect

    @abstractmethod
    def run_tree(self, tree: Query | Change, values: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
        """Run a tree and return its rows."""

    @abstractmethod
    def change_tree(self, tree: Change, values: Mapping[str, Any] = NOTHING) -> int:
        """Run a change and return how many rows it touched."""

    @abstractmethod
    def print(self, tree: Query | Change) -> Statement:
        """Return the statement of a tree."""

    @abstractmethod
    def run_many(self, statement: Statement, many: Sequence[Mapping[str, Any]]) -> int:
        """Run one change for many sets of values."""

    def insert(self, table: str, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> int:
        """Add rows that all have the same keys and return how many."""
        return self._offer(table, rows, ())

    def upsert(self, table: str, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]], keys: tuple[str, ...]) -> int:
        """Add rows; one that exists with the same keys (a unique index) gets the other values."""
        return self._offer(table, rows, keys)

    def update(self, table: str, values: Mapping[str, Any], where: Mapping[str, Any]) -> int:
        """Change the rows found and return how many."""
        tree = _update(table, tuple(values), _shape(where))
        return self.change_tree(tree, {**values, **_slots(where)})

    def delete(self, table: str, where: Mapping[str, Any]) -> int:
        """Remove the rows found and return how many."""
        return self.change_tree(_delete(table, _shape(where)), _slots(where))

    def select(
        self,
        table: str,
        columns: tuple[str, ...],
        where: Mapping[str, Any] = NOTHING,
        *,
        order: tuple[str, ...] = (),
        descending: bool = False,
        limit: int | None = None,
        lock: Lock = "",
    ) -> list[tuple[Any, ...]]:
        """Return the columns of the rows found, JSON parsed and instants as such."""
        tree = _select(table, columns, _shape(where), order, descending=descending, limit=limit, lock=lock)
        rows = self.run_tree(tree, _slots(where))
        readers = _readers(table, columns, self.dialect)
        if not any(readers):
            return rows
        return [
            tuple(
                [
                    value if read is None or value is None else read(value)
                    for value, read in zip(row, readers, strict=True)
                ]
            )
            for row in rows
        ]

    def _offer(self, table: str, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]], keys: tuple[str, ...]) -> int:
        many = [rows] if isinstance(rows, Mapping) else rows
        if not many:
            return 0
        tree = _insert(table, tuple(many[0]), keys)
        return self.change_tree(tree, many[0]) if len(many) == 1 else self.run_many(self.print(tree), many)


def _shape(where: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _how(value)) for name, value in where.items())


def _how(value: object) -> str:
    if value is None:
        return "blank"
    if isinstance(value, Below):
        return "below"
    return "any of" if isinstance(value, LISTS) else "equal"


def _slots(where: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"where {name}": value.value if isinstance(value, Below) else value
        for name, value in where.items()
        if value is not None
    }


def _condition(table: str, shape: tuple[tuple[str, str], ...]) -> Expr:
    return all_of(*(_CONDITIONS[how](table, name) for name, how in shape))


def _compared(sign: str, table: str, name: str) -> Expr:
    return Call(sign, (system_column(table, name, "t"), system_param(table, name, slot=f"where {name}")))


_CONDITIONS: Mapping[str, Callable[[str, str], Expr]] = MappingProxyType(
    {
        "blank": lambda table, name: Call("is_null", (system_column(table, name, "t"),)),
        "any of": lambda table, name: InList(system_column(table, name, "t"), Param(f"where {name}", "list")),
        "equal": lambda table, name: _compared("=", table, name),
        "below": lambda table, name: _compared("<", table, name),
    }
)


@lru_cache(512)
def _insert(table: str, columns: tuple[str, ...], keys: tuple[str, ...]) -> Insert:
    conflict = None
    if keys:
        conflict = OnConflict(
            keys, tuple((name, system_column(table, name, "excluded")) for name in columns if name not in keys)
        )
    return Insert(table, columns, tuple(system_param(table, name) for name in columns), conflict=conflict)


@lru_cache(512)
def _update(table: str, columns: tuple[str, ...], shape: tuple[tuple[str, str], ...]) -> Update:
    return Update(
        Table(table, "t"), tuple((name, system_param(table, name)) for name in columns), _condition(table, shape)
    )


@lru_cache(512)
def _delete(table: str, shape: tuple[tuple[str, str], ...]) -> Delete:
    return Delete(Table(table, "t"), _condition(table, shape))


@lru_cache(512)
def _select(
    table: str,
    columns: tuple[str, ...],
    shape: tuple[tuple[str, str], ...],
    order: tuple[str, ...],
    *,
    descending: bool,
    limit: int | None,
    lock: Lock,
) -> Select:
    return Select(
        tuple(Alias(name, system_column(table, name, "t")) for name in columns),
        Table(table, "t"),
        where=_condition(table, shape) if shape else None,
        order=tuple(Order(system_column(table, name, "t"), descending, blank=False) for name in order),
        limit=None if limit is None else integer(limit),
        lock=lock,
    )


@lru_cache(512)
def _readers(table: str, columns: tuple[str, ...], dialect: Dialect) -> tuple[Callable[[Any], Any] | None, ...]:
    readers = _SQLITE_READERS if dialect == "sqlite" else _POSTGRESQL_READERS
    return tuple(readers.get(SYSTEM_KINDS[table][name]) for name in columns)


_POSTGRESQL_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType({"json": orjson.loads})
_SQLITE_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "json": orjson.loads,
        "datetime": dt.datetime.fromisoformat,
        "boolean": bool,
    }
)
