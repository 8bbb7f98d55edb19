"""From rows to answers: PostgreSQL builds the JSON itself, elsewhere a compiled reader builds Python values.

Both follow the same selection tree, and their bytes are equal (decision A14, held by a contract test).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from guanxi.access.renamed import is_behind
from guanxi.formula.sql import NotFilterable, SqlResult
from guanxi.records.late import Late
from guanxi.sqltree import (
    NULL,
    Alias,
    Call,
    Case,
    Column,
    Expr,
    Order,
    Param,
    Scalar,
    Select,
    Subselect,
    any_of,
    integer,
)

if TYPE_CHECKING:
    from guanxi.catalog import Field
    from guanxi.fields import Converter, Dialect
    from guanxi.records.frame import Frame
    from guanxi.records.selection import Selection

__all__ = ["ERROR_SLOTS", "RowReader", "json_object", "needs_python"]

ERROR = "#ERROR"
_ERROR_JSON: Final = Param("error_json", "text")
ERROR_SLOTS: Final[Mapping[str, str]] = {_ERROR_JSON.slot: f'"{ERROR}"'}
_ONE_ROW: Final = Subselect(Select((Alias("one", integer(1)),)), "one")
_SEPARATOR: Final = "\x1f"

Row: TypeAlias = tuple[Any, ...]
Record: TypeAlias = dict[str, Any]


def needs_python(selections: Sequence["Selection"]) -> bool:
    """Tell whether a value must be masked or opened, which only Python does."""
    return any(
        selection.masked or selection.member.kind.sealed or needs_python(selection.below) for selection in selections
    )


def json_object(frame: "Frame", selections: Sequence["Selection"]) -> Expr:
    """Return the JSON object of a record as one expression of PostgreSQL.

    What needs other records stands in correlated subselects: a join of the whole page would let PostgreSQL read the
    other table from end to end, having no idea that a page is short.
    """
    return _json_of(Select(tuple(Alias(selection.name, _json_value(frame, selection)) for selection in selections)))


def _json_of(select: Select) -> Expr:
    row = Call("json_row", (Column("j", ""),), "json")
    return Scalar(Select((Alias("j", row),), Subselect(select, "j")), "json")


def _json_value(frame: "Frame", selection: "Selection") -> Expr:
    if selection.member.kind.linked:
        return Call("json_values", (_values(frame, selection.member),), "json")
    own = frame.apart()
    if selection.member.kind.parts:
        return _json_parts(frame, selection)
    if selection.member.type == "owner":
        mine, owner = own.reading.reader_as_owner(), own.column(selection.member)
        found = _json_of(_owner(own, selection.member))
        if mine is None:
            return found
        return Case(((Call("=", (owner, mine[0]), "boolean"), mine[1]),), found)
    if selection.target is not None:
        return _json_of(_expanded(own, selection))
    value = _json_field(own, selection.member)
    return Scalar(Select((Alias("v", value),), _ONE_ROW, tuple(own.joins))) if own.joins else value


def _json_parts(frame: "Frame", selection: "Selection") -> Expr:
    """Return the object of a composite field's parts, blank where all of them are."""
    parts = tuple(Alias(below.name, _json_value(frame, below)) for below in selection.below)
    stored = [below.member for below in selection.below if not (below.member.kind.points and frame.reading.is_portal)]
    given = any_of(*(Call("is_not_null", (frame.column(member),), "boolean") for member in stored))
    value = Case(((given, _json_of(Select(parts))),), NULL)
    return Scalar(Select((Alias("v", value),), _ONE_ROW, tuple(frame.joins)), "json") if frame.joins else value


def _owner(frame: "Frame", member: "Field") -> Select:
    owner = frame.column(member)
    given = Call("is_not_null", (owner,), "boolean")
    return Select((Alias("id", owner), Alias("name", frame.owner_name())), where=given)


def _expanded(frame: "Frame", selection: "Selection") -> Select:
    """Return the one row of what a lookup points to; without a row the value is blank."""
    identity = _pointer(frame, selection.member)
    parent = frame.parent(selection.member, system=frame.system)
    named = tuple(
        Alias(below.name, identity if below.member.name == "id" else _json_value(parent, below))
        for below in selection.below
    )
    return Select(named, _ONE_ROW, tuple(frame.joins), Call("is_not_null", (identity,), "boolean"))


def _json_field(frame: "Frame", member: "Field") -> Expr:
    found = frame.value((member.name,))
    expr, error = (found.expr, found.error) if isinstance(found, SqlResult) else (found, None)
    value = member.kind.sql_json(member, "postgresql", expr)
    if error is None:
        return value
    return Case(((error, Call("to_json", (_ERROR_JSON,), "json")),), Call("json_value", (value,), "json"))


def _pointer(frame: "Frame", member: "Field") -> Expr:
    found = frame.value((member.name,))
    return found.expr if isinstance(found, SqlResult) else found


def _values(frame: "Frame", member: "Field") -> Expr:
    """Return the select of a linked field's values in order: as declared, else by code point."""
    select = frame.values_of((member.name,), system=frame.system)
    value = select.columns[0].value
    order = (Order(frame.reading.rank(value, member.values) if member.values else value, blank=False),)
    return Scalar(Select(select.columns, select.source, select.joins, select.where, order=order))


@dataclass(slots=True)
class _Level:
    """The reader of one record within each row: one value per key, then what has to be done to some of them."""

    names: list[str] = field(default_factory=list)
    start: int = 0
    converters: list[tuple[str, "Converter"]] = field(default_factory=list)
    lists: list[tuple[str, "Converter"]] = field(default_factory=list)
    errors: list[tuple[str, int]] = field(default_factory=list)
    nested: list[tuple[str, "_Level"]] = field(default_factory=list)
    composites: list[tuple[str, "_Level"]] = field(default_factory=list)
    owners: list[tuple[str, int]] = field(default_factory=list)

    def read(self, rows: Sequence[Row]) -> list[Record]:
        """Return the records that stand in the rows; what is done to one value is done to all of them in a row."""
        records = self._records(rows)
        self._convert(records, rows)
        for name, index in self.owners:
            for record, row in zip(records, rows, strict=True):
                if record[name] is not None:
                    record[name] = {"id": record[name], "name": row[index]}
        for name, level in self.composites:
            for record, parts in zip(records, level.read(rows), strict=True):
                record[name] = parts if any(part is not None for part in parts.values()) else None
        for name, level in self.nested:
            for record, below in zip(records, level.read(rows), strict=True):
                if record[name] is not None:
                    below["id"] = record[name]
                    record[name] = below
        return records

    def _convert(self, records: list[Record], rows: Sequence[Row]) -> None:
        for name, convert in self.converters:
            for record in records:
                value = record[name]
                if value is not None:
                    record[name] = convert(value)
        for name, convert in self.lists:
            for record in records:
                record[name] = convert(record[name])
        for name, index in self.errors:
            for record, row in zip(records, rows, strict=True):
                if row[index]:
                    record[name] = ERROR

    def _records(self, rows: Sequence[Row]) -> list[Record]:
        names, start = self.names, self.start
        if start == 0:  # what stands after its columns is left out
            return [dict(zip(names, row, strict=False)) for row in rows]
        end = start + len(names)
        return [dict(zip(names, row[start:end], strict=True)) for row in rows]


class RowReader:
    """The columns of a selection and the function from rows of them to records of JSON or domain values."""

    def __init__(self, frame: "Frame", selections: Sequence["Selection"], *, dialect: "Dialect", as_json: bool) -> None:
        """Compile the selection once; `as_json` gives JSON values with masks, else domain values."""
        self.columns: list[Alias] = []
        self.late: list[Late] = []
        self._dialect: Dialect = dialect
        self._as_json = as_json
        self.read: Callable[[Sequence[Row]], list[Record]] = self._level(frame, selections, ()).read

    def _level(self, frame: "Frame", selections: Sequence["Selection"], path: tuple[str, ...]) -> _Level:
        level = _Level(start=len(self.columns))
        found = [(selection, self._value(frame, selection, path)) for selection in selections]
        for selection, value in found:
            level.names.append(selection.name)
            self._column(value.expr if isinstance(value, SqlResult) else value)
        for selection, value in found:
            self._finish(level, frame, selection, value, path)
        return level

    def _value(self, frame: "Frame", selection: "Selection", path: tuple[str, ...]) -> Expr | SqlResult:
        if selection.member.kind.linked:
            return Call("text_values", (_values(frame, selection.member),), "text")
        if selection.member.kind.parts:
            return NULL
        if selection.member.type == "owner":
            return frame.column(selection.member)
        try:
            return frame.value((selection.member.name,))
        except NotFilterable:
            self.late.append(self._computed_later(frame, selection, path))
            return NULL

    def _computed_later(self, frame: "Frame", selection: "Selection", path: tuple[str, ...]) -> Late:
        member = selection.member
        show = member.kind.to_json(member) if self._as_json else None
        if selection.masked:
            show = member.kind.mask
        return Late(path, frame.item.name, member, show, ERROR if self._as_json else None)

    def _finish(
        self, level: _Level, frame: "Frame", selection: "Selection", value: Expr | SqlResult, path: tuple[str, ...]
    ) -> None:
        name, member = selection.name, selection.member
        if member.kind.parts:
            level.composites.append((name, self._level(frame, selection.below, (*path, name))))
        elif selection.target is not None:
            parent = frame.parent(member, system=frame.system)
            level.nested.append((name, self._level(parent, selection.below, (*path, name))))
        elif member.type == "owner":
            level.owners.append((name, self._column(frame.owner_name())))
        elif member.kind.linked:
            level.lists.append((name, self._split(member, masked=selection.masked)))
        else:
            convert = self._converter(member, masked=selection.masked)
            if convert is not None:
                level.converters.append((name, convert))
            if isinstance(value, SqlResult) and value.error is not None and self._as_json:
                level.errors.append((name, self._column(Case(((value.error, integer(1)),), integer(0)))))

    def _column(self, value: Expr) -> int:
        self.columns.append(Alias(f"c{len(self.columns)}", value))
        return len(self.columns) - 1

    def _converter(self, member: "Field", *, masked: bool) -> "Converter | None":
        kind = member.kind
        if not self._as_json:
            return kind.from_database(member, self._dialect)
        convert = kind.database_to_json(member, self._dialect)
        if not masked:
            return convert
        return lambda value: kind.mask(value if convert is None else convert(value))

    def _split(self, member: "Field", *, masked: bool) -> "Converter":
        merged = is_behind(member)  # two values that became one may both stand there still

        def split(value: object) -> object:
            chosen = tuple(str(value).split(_SEPARATOR)) if value else ()
            if merged:
                chosen = tuple(dict.fromkeys(chosen))
            if not self._as_json:
                return chosen or None
            return [member.kind.mask(item) for item in chosen] if masked else list(chosen)

        return split
