"""What the names in a formula stand for in SQL when the system computes it: correlated subselects, no joins.

So a condition stays one expression over the row at hand and can be put anywhere: into an arm, a test, a restriction. A
lookup to a record in the recycle bin reads as blank (decision B1).
"""

from collections.abc import Hashable, Iterator
from itertools import count
from typing import TYPE_CHECKING

from guanxi.access.columns import alive, equal, linked, linking, text, uuid
from guanxi.access.renamed import is_behind, names_of, present, present_values
from guanxi.formula.sql import Folding, SqlResult, compile_sql
from guanxi.sqltree import (
    TRUE,
    Alias,
    Column,
    Constant,
    Expr,
    Kind,
    Order,
    Param,
    Scalar,
    Select,
    Table,
    all_of,
    any_of,
)

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ObjectType
    from guanxi.fields import ColumnKind
    from guanxi.formula.typed import Checked, Reference

__all__ = ["SystemPaths", "column_of"]

_KINDS: dict["ColumnKind", Kind] = {
    "text": "text", "integer": "integer", "scaled": "number", "boolean": "boolean", "date": "date",
    "datetime": "datetime", "time": "time", "uuid": "uuid",
}  # fmt: skip


def column_of(member: "Field", alias: str) -> Column:
    """Return the column that holds a field's value, in a source that has its storage part."""
    column = member.columns[0]
    return Column(alias, column.name, _KINDS[column.kind], column.scale)


class SystemPaths:
    """Resolves the references of formulas on one object, whose record stands under an alias."""

    def __init__(
        self, catalog: "Catalog", item: "ObjectType", alias: str, *, folding: Folding, prefix: str,
        numbers: "Iterator[int] | None" = None, bound: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        """Stand for a record; `prefix` begins the slots of formula fields that a reference enters."""
        self._catalog = catalog
        self._item = item
        self._alias = alias
        self._folding = folding
        self._prefix = prefix
        self._numbers = numbers if numbers is not None else count(1)
        self.bound: dict[str, object] = {} if bound is None else bound  # values that paths need, for all around alike

    def compile(self, checked: "Checked", *, condition: bool) -> SqlResult:
        """Return a formula on this record as SQL."""
        result = compile_sql(
            checked, self.resolve, folding=self._folding, children=self.children, values=self.values,
            prefix=self._prefix, condition=condition,
        )  # fmt: skip
        # A plain dict: the formula around takes the values of one that it enters only from such.
        return SqlResult(result.expr, {**result.values, **self.bound}, result.error, result.kind, result.scale)

    def resolve(self, reference: "Reference") -> Expr | SqlResult:
        """Return the value of a reference."""
        return self.at(_steps(reference))

    def at(self, steps: tuple[str, ...]) -> Expr | SqlResult:
        """Return the value at the end of a path of names."""
        head, _, kind = steps[0].partition(":")
        member = self._item.field(head)
        if len(steps) > 1:
            return (
                self._owner_part(member, steps[1])
                if member.type == "owner" and not kind
                else self._beyond(member, kind or member.to or "", steps[1:])
            )
        if member.formula is not None and not member.stored:
            return self._computed(member)
        if is_behind(member):
            return SqlResult(present(member, self._stored(member)), present_values(member), None, "text")
        return self._stored(member)

    def values(self, reference: "Reference") -> Select:
        """Return the select of the values of a field that holds several."""
        return self.listed(_steps(reference))

    def listed(self, steps: tuple[str, ...]) -> Select:
        """Return the select of the values of a field that holds several, at the end of a path."""
        *before, last = steps
        item, record = self._item, uuid(self._alias, "id") if not before else self.at((*before, "id"))
        for step in before:
            head, _, kind = step.partition(":")
            item = self._catalog.object(kind or item.field(head).to or "")
        link = self._inner()
        where = equal(uuid(link, "record_id"), record if not isinstance(record, SqlResult) else record.expr)
        value: Expr = text(link, "value")
        if is_behind(item.field(last)):
            self.bound.update(present_values(item.field(last)))
            value = present(item.field(last), value)
        return Select((Alias("value", value),), Table(item.field(last).link_table, link), (), where)

    def children(self, key: Hashable) -> "SystemChildren":
        """Open the children of this record behind a relation."""
        return SystemChildren(self, self._catalog, self._item, str(key))

    def beside(self, item: "ObjectType", alias: str) -> "SystemPaths":
        """Return the paths of another record within the same statement."""
        return SystemPaths(
            self._catalog, item, alias, folding=self._folding, prefix=self._prefix, numbers=self._numbers,
            bound=self.bound,
        )  # fmt: skip

    def inner_alias(self) -> str:
        """Return an alias that nothing around uses."""
        return self._inner()

    @property
    def alias(self) -> str:
        """Return the alias of this record."""
        return self._alias

    def _inner(self) -> str:
        return f"{self._alias}_p{next(self._numbers)}"

    def _stored(self, member: "Field") -> Expr:
        if member.part == 1:
            return column_of(member, self._alias)
        part = self._inner()
        same = equal(uuid(part, "id"), uuid(self._alias, "id"))
        return _scalar(column_of(member, part), Table(self._item.parts[member.part - 1], part), same)

    def _computed(self, member: "Field") -> SqlResult:
        checked = self._catalog.formulas.field(self._item.name, member.name)
        nested = SystemPaths(
            self._catalog, self._item, self._alias, folding=self._folding, numbers=self._numbers,
            prefix=f"{self._prefix}{self._item.name}.{member.name}.", bound=self.bound,
        )  # fmt: skip
        return nested.compile(checked, condition=False)

    def _owner_part(self, member: "Field", name: str) -> Expr:
        owner = column_of(member, self._alias)
        if name == "id":
            return owner
        grantee = self._inner()
        return _scalar(text(grantee, "name"), Table("gx_grantee", grantee), equal(uuid(grantee, "id"), owner))

    def _beyond(self, member: "Field", target: str, rest: tuple[str, ...]) -> Expr | SqlResult:
        item, alias = self._catalog.object(target), self._inner()
        table, wanted = Table(item.table, alias), all_of(self._points(member, item, alias), alive(alias))
        value = self.beside(item, alias).at(rest)
        if not isinstance(value, SqlResult):
            return _scalar(value, table, wanted)
        error = None if value.error is None else _scalar(value.error, table, wanted, kind="boolean")
        return SqlResult(
            _scalar(value.expr, table, wanted, kind=value.kind, scale=value.scale), value.values, error, value.kind,
            value.scale,
        )  # fmt: skip

    def _points(self, member: "Field", target: "ObjectType", alias: str) -> Expr:
        if not member.kind.points:
            return equal(uuid(alias, "id"), self._stored(member))
        kind, identity = (part for _, part in self._item.parts_of(member))
        slots = {f"{self._prefix}target.{name}": name for name in names_of(kind, target.name)}
        self.bound.update(slots)
        fits = any_of(*(equal(self._stored(kind), Param(slot, "text")) for slot in slots))
        return all_of(fits, equal(uuid(alias, "id"), self._stored(identity)))


class SystemChildren:
    """The living children of a record behind one relation, all of them."""

    def __init__(self, parent: SystemPaths, catalog: "Catalog", item: "ObjectType", relation: str) -> None:
        """Take the relation by its name."""
        found, alias, record = item.relation(relation), parent.inner_alias(), uuid(parent.alias, "id")
        child = catalog.object(item.behind(relation))
        if found is not None and child.field(found.field).kind.links:
            table = child.field(found.field).link_table
            belongs = linking(uuid(alias, "id"), record, table=table, alias=parent.inner_alias())
        elif found is not None:
            belongs = equal(column_of(child.field(found.field), alias), record)
        else:  # the records that a many_to_many field names
            table = item.field(relation).link_table
            belongs = linked(uuid(alias, "id"), record, table=table, alias=parent.inner_alias())
        self._paths = parent.beside(child, alias)
        self._table = Table(child.table, alias)
        self._where = all_of(belongs, alive(alias))

    def resolve(self, reference: "Reference") -> Expr | SqlResult:
        """Return the child's value of a reference."""
        return self._paths.resolve(reference)

    def values(self, reference: "Reference") -> Select:
        """Return the child's values of a field that holds several."""
        return self._paths.values(reference)

    def children(self, key: Hashable) -> "SystemChildren":
        """Open the children of the child."""
        return self._paths.children(key)

    def select(
        self, columns: tuple[Alias, ...], where: Expr, *, order: tuple[Order, ...] = (), limit: Constant | None = None
    ) -> Select:
        """Return the select of those children that meet the condition."""
        return Select(columns, self._table, (), all_of(self._where, where), order=order, limit=limit)


def _steps(reference: "Reference") -> tuple[str, ...]:
    return reference.key  # type: ignore[return-value]  # the scopes of a catalog give paths of names


def _scalar(value: Expr, table: Table, where: Expr, *, kind: Kind | None = None, scale: int = 0) -> Scalar:
    known: Kind = getattr(value, "kind", "any")
    return Scalar(
        Select((Alias("value", value),), table, (), where if where != TRUE else None), kind or known,
        scale or getattr(value, "scale", 0),
    )  # fmt: skip
