"""Short words for the columns, conditions and core tables that access asks for in SQL."""

import datetime as dt
from typing import TYPE_CHECKING

from guanxi.sqltree import Alias, Call, Column, Expr, InSelect, Kind, Select, Source, Table, all_of

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType

__all__ = ["CoreTable", "alive", "equal", "instant", "linked", "linking", "moment", "number", "rows_of", "text", "uuid"]


def uuid(alias: str, name: str) -> Column:
    """Return a column that holds an id."""
    return Column(alias, name, "uuid")


def text(alias: str, name: str) -> Column:
    """Return a column that holds text."""
    return Column(alias, name, "text")


def number(alias: str, name: str) -> Column:
    """Return a column that holds an integer."""
    return Column(alias, name, "integer")


def instant(alias: str, name: str) -> Column:
    """Return a column that holds an instant."""
    return Column(alias, name, "datetime")


def equal(left: Expr, right: Expr) -> Expr:
    """Return the condition that two values are equal."""
    return Call("=", (left, right), "boolean")


def alive(alias: str) -> Expr:
    """Return the condition that the record is not in the recycle bin."""
    return Call("is_null", (instant(alias, "deleted_at"),), "boolean")


def linked(identity: Expr, record: Expr, *, table: str, alias: str) -> Expr:
    """Return the condition that a link table, under the alias, links a record to another one by that identity."""
    value = Alias("value", Call("to_uuid", (text(alias, "value"),), "uuid"))
    return InSelect(identity, Select((value,), Table(table, alias), (), equal(uuid(alias, "record_id"), record)))


def linking(record: Expr, identity: Expr, *, table: str, alias: str) -> Expr:
    """Return the condition that a link table, under the alias, links a record to another one, seen from that one."""
    named = equal(text(alias, "value"), Call("to_text", (identity,), "text"))
    return InSelect(record, Select((Alias("id", uuid(alias, "record_id")),), Table(table, alias), (), named))


class CoreTable:
    """The table of an object of package core, under an alias, with its columns by field name."""

    def __init__(self, catalog: "Catalog", name: str, alias: str) -> None:
        """Look the object up in the catalog, which knows the physical names."""
        self.item: ObjectType = catalog.object(name)
        self.alias = alias
        self.table = Table(self.item.table, alias)

    def column(self, field_name: str, kind: Kind = "any") -> Column:
        """Return the column of a field."""
        return Column(self.alias, self.item.field(field_name).column, kind)

    @property
    def id(self) -> Column:
        """Return the column of the record's id."""
        return uuid(self.alias, "id")


def rows_of(source: Source, *columns: Column, where: tuple[Expr, ...] = ()) -> Select:
    """Return the select of some columns of one source, each under its own name."""
    return Select(tuple(Alias(column.name, column) for column in columns), source, (), all_of(*where))


def moment(value: object) -> dt.datetime | None:
    """Return an instant as Python's own, whichever database it came from; None stays None."""
    if value is None or isinstance(value, dt.datetime):
        return value
    return dt.datetime.fromisoformat(str(value))
