"""Copying the values of a field into the columns of the type that it becomes, and saying beforehand what would not fit.

Columns that the field had before may be taken up again. There a record keeps what stands in them as long as it says the
same as the present value: so a text that was turned into a number and back is the text that it was.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from guanxi.fields.base import FieldProblem
from guanxi.fields.conversion import Side, conversion, converts
from guanxi.records.columns import HAS_IDS, ID, RowReader, Values, column_plans
from guanxi.records.load import connection_of, read_links
from guanxi.records.steps import Shape, Step, run_steps
from guanxi.records.succession import conversion_to
from guanxi.sqltree import TRUE, Call, Order, Param, RowColumn, all_of, integer

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType, Successor
    from guanxi.fields.base import Converter
    from guanxi.fields.spec import Dialect
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["KEPT", "Recast", "Unfit", "recast"]

KEPT: Final = object()
"""Stands for: what is in the new columns already is right."""
_COMING = "+"  # no name that a field can have
_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Unfit:
    """A value that does not convert, and what is wrong with it."""

    identity: str
    value: object
    problem: FieldProblem


class Recast:
    """How the values of one field become those of another type."""

    def __init__(
        self, catalog: "Catalog", item: "ObjectType", name: str, successor: "Successor", *, dialect: "Dialect",
        zone: dt.tzinfo, former: bool,
    ) -> None:  # fmt: skip
        """Take the object with the field as it is; `former` says that the new columns may hold earlier values."""
        self.field, self.successor = item.fields[name], replace(successor.field, name=_COMING)
        self._picklist = catalog.picklists.get(self.field.picklist or "")
        self.blanks = successor.blanks
        self._convert = conversion_to(self.field, successor, zone)
        self._back = self._way_back(zone) if former else None
        parts = tuple(f"{item.table}__{part}" if part > 1 else item.table for part in range(1, self.successor.part + 1))
        seen = {"id": item.fields["id"], "deleted_at": item.fields["deleted_at"], name: self.field}
        names = ["id", "deleted_at", name]
        if former:
            seen[_COMING] = self.successor
            names.append(_COMING)
        longest = max(item.parts, parts, key=len)
        self._reader = RowReader(replace(item, fields=seen, parts=longest), names, dialect)
        self._linked = [member for member in (seen[each] for each in names) if member.link_table]
        self._columns = column_plans((self.successor,), dialect)
        self._update = Shape(
            "update", longest[self.successor.part - 1],
            (*(column.row_column for column in self._columns), RowColumn("id", "uuid")),
        )  # fmt: skip
        link = (RowColumn("record_id", "uuid"), RowColumn("value", "text"))
        self._adding = Shape("insert", self.successor.link_table, link, copied=True)
        self._removing = Shape("unlink", self.successor.link_table, link)

    def _way_back(self, zone: dt.tzinfo) -> "Converter | None":
        if not converts(self.successor.type, self.field.type):
            return None
        words = {} if self._picklist is None else self._picklist.words()
        source, target = Side(self.successor.kind, self.successor), Side(self.field.kind, self.field, words)
        return conversion(source, target, zone)

    def read(self, connection: "Connection", ids: Sequence[str], *, lock: str = "") -> list[Values]:
        """Return records with the value as it is and what stands in the new columns."""
        return self._filled(connection, map(self._reader.read, connection.run_tree(
            self._reader.select(HAS_IDS, lock=lock), {"ids": list(ids)}
        )))  # fmt: skip

    def pages(self, connection: "Connection") -> Iterator[list[Values]]:
        """Yield all records, those in the recycle bin too, a page at a time."""
        after = ""
        while True:
            where = Call(">", (ID, Param("after", "uuid")), "boolean") if after else TRUE
            page = replace(self._reader.select(all_of(where)), order=(Order(ID, blank=False),), limit=integer(_PAGE))
            found = self._filled(connection, map(self._reader.read, connection.run_tree(page, {"after": after})))
            yield found
            if len(found) < _PAGE:
                return
            after = str(found[-1]["id"])

    def _filled(self, connection: "Connection", rows: "Iterator[Values]") -> list[Values]:
        records = {str(values["id"]): values for values in rows}
        if records:
            read_links(connection, self._linked, records)
        return list(records.values())

    def is_blank(self, values: Mapping[str, object]) -> bool:
        """Tell whether a record has nothing that could convert."""
        return values[self.field.name] is None and self.field.kind.blank is None

    def value(self, values: Mapping[str, object]) -> object:
        """Return what a record gets, or KEPT; raises FieldProblem for what does not convert."""
        present, standing = values[self.field.name], values.get(_COMING)
        if self._back is not None and standing is not None:
            try:
                before = self._back(standing)
            except FieldProblem:
                before = self.field.kind.blank  # it did not convert then, and became blank
            if before == (self.field.kind.blank if present is None else present):
                return KEPT
        return self._convert(present)

    def standing(self, values: Mapping[str, object]) -> object:
        """Return what stands in the new columns already."""
        return values.get(_COMING)

    def steps(self, changed: Sequence[tuple[str, object]]) -> list[Step]:
        """Return the steps that write new values of records."""
        if not changed:
            return []
        if self.successor.link_table:
            pairs = [(identity, text) for identity, value in changed for text in value or ()]  # type: ignore[attr-defined]
            removing = Step(self._removing, [[identity for identity, _ in changed]])
            return [removing, *([Step(self._adding, pairs)] if pairs else [])]
        rows = [
            [*(column.value({_COMING: value}) for column in self._columns), identity] for identity, value in changed
        ]
        return [Step(self._update, rows)]


def recast(context: "Context", object_name: str, name: str, ids: Sequence[str]) -> list[Unfit]:
    """Copy the values of records to what their field is becoming; return those that do not convert and must."""
    item = context.catalog.object(object_name)
    successor = item.fields[name].successor
    if successor is None:
        return []

    def make() -> Recast:
        return Recast(
            context.catalog, item, name, successor, dialect=context.database.dialect, zone=context.zone, former=True
        )

    made = context.memo(("recast", item.name, name), make)
    changed: list[tuple[str, object]] = []
    unfit: list[Unfit] = []
    for values in made.read(connection_of(context), ids, lock="no key update"):
        identity = str(values["id"])
        try:
            value = made.value(values)
        except FieldProblem as problem:
            if made.blanks:
                changed.append((identity, None))
            else:
                unfit.append(Unfit(identity, values[name], problem))
        else:
            if value is not KEPT:
                changed.append((identity, value))
            elif not made.successor.link_table and made.standing(values) is not None:
                changed.append((identity, made.standing(values)))  # its keys may be lacking
    if not unfit:
        run_steps(context, made.steps(changed))
    return unfit
