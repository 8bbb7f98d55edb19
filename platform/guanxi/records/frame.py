"""Frames: one record within a statement, which hands out the SQL of its fields and joins what those need.

A frame knows who evaluates (decision A9). As the reader, every step through a lookup joins the parent with the reader's
own arms, so that an invisible parent is blank; as the system, which computes formula fields, the parent is just joined.
"""

from copy import copy
from typing import TYPE_CHECKING

from guanxi.access.columns import linked, linking
from guanxi.access.renamed import is_behind, names_of, present, present_values
from guanxi.fields import result_type
from guanxi.formula.sql import SqlResult, at_scale
from guanxi.records.columns import KINDS
from guanxi.records.compilation import compile_tree
from guanxi.records.prepared import Reading
from guanxi.records.sealed import EQUAL
from guanxi.sqltree import (
    FALSE,
    NULL,
    TRUE,
    Alias,
    Call,
    Column,
    Constant,
    Expr,
    InSelect,
    Join,
    Order,
    Scalar,
    Select,
    Table,
    all_of,
    any_of,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from guanxi.catalog import Field, ObjectType
    from guanxi.formula.typed import Reference

__all__ = ["Children", "Frame", "Reading"]

_MOST_JOINS = 40  # when a look-up is no longer joined
_MOST_TABLES = 60  # when nothing is: SQLite joins 64
_LIVING = "deleted_at"


class Frame:
    """A record of one object under one alias; joins that its values need are added to the list it was given."""

    def __init__(
        self, reading: Reading, item: "ObjectType", alias: str, *, joins: list[Join], system: bool = False
    ) -> None:
        """Stand for a record that the statement knows under the alias."""
        self.reading = reading
        self.item = item
        self.alias = alias
        self.system = system
        self.joins = joins
        self.paged = False  # one of few rows, so that what belongs to it is looked up row by row
        self._parents: dict[tuple[str, bool], Frame] = {}
        self._parts: dict[int, str] = {1: alias}
        self._computed: dict[str, SqlResult] = {}

    @property
    def identity(self) -> Column | Scalar:
        """Return the record's id."""
        return self.column(self.item.fields["id"])

    def column(self, member: "Field", part: str = "") -> Column | Scalar:
        """Return the physical column of a field or of one of its derived keys."""
        column = next(item for item in member.columns if item.part == part)
        kind = KINDS[column.kind]
        if member.part not in self._parts and len(self.joins) >= _MOST_TABLES:
            alias = self.reading.alias()
            value = Column(alias, column.name, kind, column.scale)
            return self._single(Table(self.item.parts[member.part - 1], alias), Column(self.alias, "id", "uuid"), value)
        return Column(self._part(member.part), column.name, kind, column.scale)

    @staticmethod
    def _single(table: Table, identity: "Column | Scalar", value: Column) -> Scalar:
        """Return a value of the row with that id in another table, where one more join would be too many."""
        same = Call("=", (Column(table.alias, "id", "uuid"), identity), "boolean")
        return Scalar(Select((Alias("v", value),), table, (), same), value.kind, value.scale)

    def apart(self) -> "Frame":
        """Return the same record for a subselect of its own, which gathers its own joins."""
        clone = copy(self)
        clone.joins, clone._parents, clone._computed = [], {}, {}
        clone._parts = {1: self.alias}
        return clone

    def value(self, steps: tuple[str, ...], *, system: bool | None = None) -> Expr | SqlResult:
        """Return the value at the end of a path; names have been checked before."""
        as_system = self.system if system is None else system
        head, rest = steps[0], steps[1:]
        kind = head.partition(":")[2]
        member = self.item.field(head.partition(":")[0])
        if kind == EQUAL and not rest:
            return self.column(member, "fold")
        if rest:
            return self._through(member, kind, rest, system=as_system)
        if member.kind.reference and not as_system and self.reading.is_portal and member.to:
            parent = self.parent(member, system=False)
            return parent.identity
        if member.kind.points and not as_system and self.reading.is_portal:
            # Whether the record can be seen depends on its object: what a portal user may follow, it names by a path.
            kind_of = KINDS[member.columns[0].kind]
            return Call(f"to_{kind_of}", (NULL,), kind_of)
        if member.formula is not None and not member.stored:
            return self.computed(member)
        if is_behind(member):
            return SqlResult(self._present(member, self.column(member)), {}, None, "text")
        return self.column(member)

    def _through(self, member: "Field", kind: str, rest: tuple[str, ...], *, system: bool) -> Expr | SqlResult:
        if member.type == "owner" and not kind:
            return self.column(member) if rest[0] == "id" else self.owner_name()
        parent = self.parent(member, to=kind or None, system=system)
        return parent.value(rest)

    def parent(self, member: "Field", *, to: str | None = None, system: bool) -> "Frame":
        """Return the frame of the record that a lookup points to, joined once."""
        key = (f"{member.name}:{to or ''}", system)
        known = self._parents.get(key)
        if known is None:
            known = self._parents[key] = self._join(member, to or member.to or "", system=system)
        return known

    def _join(self, member: "Field", target: str, *, system: bool) -> "Frame":
        item, alias = self.reading.catalog.object(target), self.reading.alias()
        access = None if system else self.reading.access(item.name, alias)
        if access is not None and access.unlimited:
            return self.parent(member, to=target if target != member.to else None, system=True).as_reader()
        if len(self.joins) >= _MOST_JOINS:
            return self._beyond(member, item, system=system)
        frame = Frame(self.reading, item, alias, joins=self.joins, system=system)
        frame.paged = self.paged
        same = self._points(member, item, alias)
        seen = TRUE if access is None else access.probe() if self.paged else access.test()
        self.joins.append(Join(Table(item.table, alias), all_of(same, frame.living(), seen)))
        return frame

    def _beyond(self, member: "Field", item: "ObjectType", *, system: bool) -> "Frame":
        """Return the frame of a record that subselects look up, as the statement joins enough tables already."""
        from guanxi.records.beyond import BeyondFrame, Opened  # a frame that opens frames like this one

        def opening() -> Opened:
            joins: list[Join] = []
            frame = Frame(self.reading, item, self.reading.alias(), joins=joins, system=system)
            seen = TRUE if system else self.reading.access(item.name, frame.alias).probe()
            where = all_of(self._points(member, item, frame.alias), frame.living(), seen)
            return Opened(Table(item.table, frame.alias), joins, where, frame)

        return BeyondFrame(self.reading, item, opening, system=system)

    def _points(self, member: "Field", target: "ObjectType", alias: str) -> Expr:
        """Return the condition that the reference points to the record of the target under the alias."""
        if not member.kind.points:
            return Call("=", (Column(alias, "id", "uuid"), self.column(member)), "boolean")
        kind, identity = (part for _, part in self.item.parts_of(member))
        names = map(self.reading.constant, names_of(kind, target.name))
        fits = any_of(*(Call("=", (self.column(kind), name), "boolean") for name in names))
        return all_of(fits, Call("=", (Column(alias, "id", "uuid"), self.column(identity)), "boolean"))

    def as_reader(self) -> "Frame":
        """Return this record as the reader evaluates it, sharing its joins: its row is one that the reader may see."""
        frame = Frame(self.reading, self.item, self.alias, joins=self.joins, system=False)
        frame._parts, frame._computed, frame.paged = self._parts, self._computed, self.paged
        return frame

    def living(self) -> Expr:
        """Return the condition that the record is not in the recycle bin."""
        return Call("is_null", (self.column(self.item.fields[_LIVING]),), "boolean")

    def owner_name(self) -> Column | Scalar:
        """Return the name of the owner, whatever kind of grantee it is."""
        known = self._parents.get(("owner", True))
        if known is None:
            alias, owner = self.reading.alias(), self.column(self.item.fields["owner"])
            if self.paged or len(self.joins) >= _MOST_TABLES:
                return self._single(Table("gx_grantee", alias), owner, Column(alias, "name", "text"))
            same = Call("=", (Column(alias, "id", "uuid"), owner), "boolean")
            self.joins.append(Join(Table("gx_grantee", alias), same))
            known = self._parents["owner", True] = Frame(self.reading, self.item, alias, joins=self.joins, system=True)
        return Column(known.alias, "name", "text")

    def computed(self, member: "Field") -> SqlResult:
        """Return a virtual formula field, which the system computes (decision A9)."""
        known = self._computed.get(member.name)
        if known is None:
            checked = self.reading.catalog.formulas.field(self.item.name, member.name)
            scale = next((column.scale for column in result_type(member).columns(member)), 0)
            result = compile_tree(self, checked, system=True, prefix=f"{self.alias}.{member.name}.", scale=scale)
            known = self._computed[member.name] = at_scale(result, scale)
        return known

    def resolve(self, reference: "Reference", *, system: bool) -> Expr | SqlResult:
        """Return what a reference of a formula on this record stands for."""
        return self.value(reference.key, system=system)  # type: ignore[arg-type]  # the scope's keys are paths

    def values_of(self, steps: tuple[str, ...], *, system: bool) -> Select:
        """Return the one-column select of the values of a field that holds several; a reader's of what it may see."""
        frame: Frame = self
        for step in steps[:-1]:
            frame = frame.parent(frame.item.field(step), system=system)
        member, alias = frame.item.field(steps[-1]), self.reading.alias()
        same = Call("=", (Column(alias, "record_id", "uuid"), frame.identity), "boolean")
        where = same if system or not member.kind.links else all_of(same, frame._seen(member, alias))
        value: Expr = Column(alias, "value", "text")
        if is_behind(member):
            value = self._present(member, value)
        return Select((Alias("value", value),), Table(member.link_table, alias), (), where)

    def _present(self, member: "Field", value: Expr) -> Expr:
        """Return a picklist value by its name of now, which the statement brings along."""
        self.reading.values.update(present_values(member))
        return present(member, value)

    def _seen(self, member: "Field", link: str) -> Expr:
        """Return the condition that the reader may see the record that a link names."""
        reading, target = self.reading, self.reading.catalog.object(member.to or "")
        if not reading.context.rights.can(target.name, "read"):
            return FALSE
        alias = reading.alias()
        frame = Frame(reading, target, alias, joins=[])
        where = all_of(frame.living(), reading.access(target.name, alias).test())
        seen = Select((Alias("id", frame.identity),), Table(target.table, alias), (), where)
        return InSelect(Call("to_uuid", (Column(link, "value", "text"),), "uuid"), seen)

    def children(self, key: "Hashable", *, system: bool) -> "Children":
        """Open the children of this record behind a relation."""
        return Children(self, str(key), system=system)

    def _part(self, number: int) -> str:
        """Return the alias of a storage part, joined when first asked for (decision A14)."""
        known = self._parts.get(number)
        if known is None:
            known = self._parts[number] = self.reading.alias()
            same = Call("=", (Column(known, "id", "uuid"), Column(self.alias, "id", "uuid")), "boolean")
            self.joins.append(Join(Table(self.item.parts[number - 1], known), same))
        return known


class Children:
    """The children of a frame's record, opened for one correlated subselect; the reader sees only its own of them."""

    def __init__(self, parent: Frame, relation: str, *, system: bool) -> None:
        """Take the relation by its name."""
        reading = parent.reading
        found = parent.item.relation(relation)
        item = reading.catalog.object(parent.item.behind(relation))
        self._system = system
        self._joins: list[Join] = []
        self.frame = Frame(reading, item, reading.alias(), joins=self._joins, system=system)
        access = TRUE if system else reading.access(item.name, self.frame.alias).test()
        if found is not None and item.field(found.field).kind.links:
            table = item.field(found.field).link_table
            same: Expr = linking(self.frame.identity, parent.identity, table=table, alias=reading.alias())
        elif found is not None:
            same = Call("=", (self.frame.column(item.field(found.field)), parent.identity), "boolean")
        else:  # the records that a many_to_many field names
            table = parent.item.field(relation).link_table
            same = linked(self.frame.identity, parent.identity, table=table, alias=reading.alias())
        self._where = all_of(same, self.frame.living(), access)

    def resolve(self, reference: "Reference") -> Expr | SqlResult:
        """Return the child's value of a reference."""
        return self.frame.resolve(reference, system=self._system)

    def values(self, reference: "Reference") -> Select:
        """Return the child's values of a multi_picklist."""
        return self.frame.values_of(reference.key, system=self._system)  # type: ignore[arg-type]

    def children(self, key: "Hashable") -> "Children":
        """Open the children of the child."""
        return self.frame.children(key, system=self._system)

    def select(
        self, columns: tuple[Alias, ...], where: Expr, *, order: tuple[Order, ...] = (), limit: Constant | None = None
    ) -> Select:
        """Return the select of those children that meet the condition."""
        source = Table(self.frame.item.table, self.frame.alias)
        return Select(columns, source, tuple(self._joins), all_of(self._where, where), order=order, limit=limit)
