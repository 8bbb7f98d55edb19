"""From domain values to columns and back: how one object's rows are read and written, worked out once per catalog."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from guanxi.access.renamed import is_behind
from guanxi.sqltree import Alias, Call, Column, Expr, InList, Join, Kind, Order, Param, RowColumn, Select, Table

if TYPE_CHECKING:
    from guanxi.catalog import Field, FieldColumn, ObjectType
    from guanxi.fields.base import Converter
    from guanxi.fields.spec import ColumnKind, Dialect

__all__ = [
    "DELETED", "HAS_IDS", "ID", "IDS", "KINDS", "LIVING", "ColumnPlan", "RowReader", "Values", "column_plans", "equal",
    "part_alias", "stored_column",
]  # fmt: skip

Values: TypeAlias = dict[str, object]

KINDS: "Mapping[ColumnKind, Kind]" = {
    "text": "text", "integer": "integer", "scaled": "number", "boolean": "boolean", "date": "date",
    "datetime": "datetime", "time": "time", "uuid": "uuid",
}  # fmt: skip

# Of the record at hand, which stands under the alias t.
ID = Column("t", "id", "uuid")
IDS = Param("ids", "list")
HAS_IDS = InList(ID, IDS)
LIVING = Call("is_null", (Column("t", "deleted_at", "datetime"),), "boolean")
DELETED = Call("is_not_null", (Column("t", "deleted_at", "datetime"),), "boolean")


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One physical column and how the domain value of its field becomes what the column holds."""

    field: str
    name: str
    kind: Kind
    scale: int
    part: int
    encode: "Converter | None"

    def value(self, values: Mapping[str, object]) -> object:
        """Return what the column holds for a record with these domain values."""
        value = values.get(self.field)
        return value if value is None or self.encode is None else self.encode(value)

    @property
    def row_column(self) -> RowColumn:
        """Return the column as one of a `Rows` source."""
        return RowColumn(self.name, self.kind)


def part_alias(part: int) -> str:
    """Return the alias under which a storage part stands in a statement."""
    return "t" if part == 1 else f"t{part}"


def stored_column(field: "Field") -> Column:
    """Return the column that holds the field's value, under the alias of its storage part."""
    return Column(part_alias(field.part), field.column, KINDS[field.columns[0].kind], field.columns[0].scale)


def equal(left: Expr, right: Expr) -> Call:
    """Return the condition that both are equal."""
    return Call("=", (left, right), "boolean")


def column_plans(fields: "Iterable[Field]", dialect: "Dialect") -> tuple[ColumnPlan, ...]:
    """Return the plans of all physical columns of the fields."""
    return tuple(_column_plan(field, column, dialect) for field in fields for column in field.columns)


def _column_plan(field: "Field", column: "FieldColumn", dialect: "Dialect") -> ColumnPlan:
    encode = field.kind.derive(field)[column.part] if column.part else field.kind.to_database(field, dialect)
    return ColumnPlan(field.name, column.name, KINDS[column.kind], column.scale, field.part, encode)


def _decoder(field: "Field", dialect: "Dialect") -> "Converter | None":
    """Return what makes a stored value one of the domain; a name that is still to be written anew reads as it will."""
    if not is_behind(field):
        return field.kind.from_database(field, dialect)
    present: dict[object, object] = dict(field.recodes)
    return lambda stored: present.get(stored, stored)


class RowReader:
    """Reads the named stored fields of an object's records as dictionaries of domain values."""

    def __init__(self, item: "ObjectType", names: Sequence[str], dialect: "Dialect") -> None:
        """Work out columns, joins and converters; fields of link tables are not read here."""
        fields = [item.fields[name] for name in names if item.fields[name].column]
        self.names = tuple(field.name for field in fields)
        decoders = enumerate(_decoder(field, dialect) for field in fields)
        self._decoders = [(index, decode) for index, decode in decoders if decode is not None]
        self.columns = tuple(Alias(f"c{index}", stored_column(field)) for index, field in enumerate(fields))
        self.table = Table(item.table, part_alias(1))
        self._by_ids: dict[str, Select] = {}
        self.joins = tuple(
            Join(Table(item.parts[part - 1], part_alias(part)), equal(Column(part_alias(part), "id", "uuid"), ID))
            for part in sorted({field.part for field in fields} - {1})
        )

    def select(self, where: Expr, *, lock: str = "", extra: tuple[Alias, ...] = ()) -> Select:
        """Return the select of the rows that meet a condition, in id order so that locks are taken in one order."""
        order = (Order(ID, blank=False),) if lock else ()
        return Select(self.columns + extra, self.table, self.joins, where, order=order, lock=lock)  # type: ignore[arg-type]

    def by_ids(self, *, lock: str = "", extra: tuple[Alias, ...] = ()) -> Select:
        """Return the select of the rows whose ids are in the slot `ids`."""
        if extra:
            return self.select(HAS_IDS, lock=lock, extra=extra)
        known = self._by_ids.get(lock)
        if known is None:
            known = self._by_ids[lock] = self.select(HAS_IDS, lock=lock)
        return known

    def read(self, row: Sequence[object]) -> Values:
        """Return the domain values of a fetched row; what stands after its columns is left to the caller."""
        cells = list(row[: len(self.names)])
        for index, decode in self._decoders:
            if cells[index] is not None:
                cells[index] = decode(cells[index])
        return dict(zip(self.names, cells, strict=True))
