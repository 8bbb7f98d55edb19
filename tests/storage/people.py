"""Statements about the table `person` that several tests share."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from guanxi.sqltree import Alias, Call, Column, Insert, Order, Param, Select, Table

NOW = dt.datetime(2026, 3, 5, 6, 7, 8, 123000, dt.UTC)

KINDS = {
    "id": "uuid",
    "name": "text",
    "boss": "uuid",
    "salary": "number",
    "born": "date",
    "seen": "datetime",
    "points": "integer",
    "active": "boolean",
    "created_at": "datetime",
    "created_by": "uuid",
    "updated_at": "datetime",
    "updated_by": "uuid",
    "version": "integer",
}

INSERT = Insert(
    "person", tuple(KINDS), tuple(Param(name, kind, 2 if name == "salary" else 0) for name, kind in KINDS.items())
)


def column(name: str, alias: str = "p") -> Column:
    return Column(alias, name, KINDS[name], 2 if name == "salary" else 0)


def select(*names: str, where: Any = None, order: tuple[Order, ...] = ()) -> Select:
    return Select(tuple(Alias(name, column(name)) for name in names), Table("person", "p"), where=where, order=order)


def by_id() -> Call:
    return Call("=", (column("id"), Param("id", "uuid")))


def identity(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012d}"


def person(number: int, **values: Any) -> Mapping[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(KINDS)
    stamps = {"created_at": NOW, "created_by": identity(0), "updated_at": NOW, "updated_by": identity(0), "version": 1}
    return {**blank, **stamps, "id": identity(number), "name": f"person {number}", "salary": Decimal(number), **values}
