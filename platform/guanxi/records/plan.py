"""The write plan of one object: everything about its saves that follows from the catalog alone, worked out once."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from guanxi.access.deciding import deciding_fields
from guanxi.fields.spec import DefaultFormula
from guanxi.formula.evaluate import compile_python
from guanxi.records.choices import choices_of
from guanxi.records.columns import ColumnPlan, RowReader, column_plans
from guanxi.records.steps import Shape
from guanxi.records.succession import judged, succession_columns, succession_links
from guanxi.sqltree import RowColumn

if TYPE_CHECKING:
    from guanxi.access.rows import RowAccess
    from guanxi.catalog import Catalog, Field, ObjectType, Rollup
    from guanxi.fields.base import Converter
    from guanxi.fields.spec import Dialect
    from guanxi.formula.formula_type import Value
    from guanxi.sqltree import Select
    from guanxi.workspace.context import Context

__all__ = ["LinkWrite", "WritePlan", "plan_of"]

Evaluate: TypeAlias = "Callable[[Any], Value]"
_ID = RowColumn("id", "uuid")
_LINK = (RowColumn("record_id", "uuid"), RowColumn("value", "text"))
_MOST_SHAPES = 500
_MOST_TREES = 64


@dataclass(frozen=True, slots=True)
class LinkWrite:
    """How the values of a field are written to a link table: its own, or one that it fills besides."""

    field: str
    adding: Shape
    removing: Shape
    convert: "Converter | None" = None

    def texts(self, value: object) -> tuple[object, ...]:
        """Return what stands in the table for a domain value."""
        found = value if self.convert is None else self.convert(value)
        return found if isinstance(found, tuple) else ()


class WritePlan:
    """What a save of one object needs to know; made by `plan_of`, shared by all threads, never changed."""

    def __init__(self, catalog: "Catalog", item: "ObjectType", dialect: "Dialect", zone: dt.tzinfo) -> None:
        """Sort the object's fields by what a save does with them."""
        self.catalog = catalog
        self.object = item
        self.dialect: Dialect = dialect
        self._zone = zone
        stored = tuple(field for field in item.fields.values() if field.column or field.link_table)
        self._sort(stored)
        self._shape(stored)
        self.reader = RowReader(item, self.stored, dialect)
        self.rollups: tuple[Rollup, ...] = catalog.rollups_over(item.name)
        self._parsers: dict[str, Converter] = {}
        self._trees: dict[tuple[object, ...], tuple[RowAccess, Select]] = {}
        self._compile_formulas()

    def _sort(self, stored: "Sequence[Field]") -> None:
        """Note which fields each step of a save is about."""
        catalog, item = self.catalog, self.object
        fields = item.fields.values()
        self.stored = tuple(field.name for field in stored)
        self.own_fields = tuple(field.name for field in stored if field.writable or field.type == "auto_number")
        self.stored_own = tuple(field.name for field in stored if not field.system or field.name == "owner")
        self.derived = tuple(field.name for field in stored if field.computed)
        self.linked = tuple(field for field in stored if field.link_table)
        self.blank: Mapping[str, object] = {field.name: _blank(field) for field in stored}
        self.defaults = tuple(
            (field.name, field.default)
            for field in fields
            if field.default is not None and not isinstance(field.default, DefaultFormula)
        )
        self.default_formulas = tuple(field for field in fields if isinstance(field.default, DefaultFormula))
        self.auto_numbers = tuple(field for field in fields if field.type == "auto_number")
        self.numbered = frozenset(field.name for field in self.auto_numbers)
        self.required = tuple(field.name for field in fields if _is_required(field))
        self.together = tuple(
            tuple(part.name for _, part in item.parts_of(field)) for field in fields if field.kind.together
        )
        self.choices = choices_of(catalog, item)
        self.pointers = tuple(field for field in fields if field.targets and field.kind.parts)
        self.references = tuple(
            field for field in stored if field.kind.reference and field.writable and field.name != "owner"
        )
        self.trees = tuple(field for field in stored if field.acyclic)
        self.writable_fields = {field.name: field for field in fields if field.writable}
        self.tracked = tuple((field.name, field.id, field.kind.noted(field)) for field in stored if item.tracks(field))

    def _shape(self, stored: "Sequence[Field]") -> None:
        """Note the columns and the statements that keep them."""
        item, zone = self.object, self._zone
        plain = column_plans(stored, self.dialect)
        self.columns = (*plain, *succession_columns(stored, self.dialect, zone))
        self.insert_shapes = tuple(self._insert_shape(part, table) for part, table in enumerate(item.parts, start=1))
        self.link_shapes = {
            name: (Shape("insert", table, _LINK, copied=True), Shape("unlink", table, _LINK))
            for name, table in ((field.name, field.link_table) for field in self.linked)
        }
        self.link_writes = (
            *(LinkWrite(name, *shapes) for name, shapes in self.link_shapes.items()),
            *(
                LinkWrite(name, Shape("insert", table, _LINK, copied=True), Shape("unlink", table, _LINK), convert)
                for name, table, convert in succession_links(stored, zone)
            ),
        )
        self._update_shapes: dict[frozenset[str], tuple[tuple[tuple[ColumnPlan, ...], Shape], ...]] = {}
        self.columns_of: Mapping[str, tuple[ColumnPlan, ...]] = {
            field.name: tuple(column for column in plain if column.field == field.name) for field in stored
        }
        self.deciding = tuple(self.columns_of[name][0] for name in deciding_fields(self.catalog, item))

    def _compile_formulas(self) -> None:
        book, item = self.catalog.formulas, self.object
        computed = [(name, compile_python(book.field(item.name, name))) for name in self._formula_order()]
        self.formulas: Mapping[str, Evaluate] = {name: run for name, run in computed if not item.fields[name].stored}
        self.stored_formulas = tuple(
            (name, run, _keeper(item.fields[name])) for name, run in computed if item.fields[name].stored
        )
        self.default_values: Mapping[str, Evaluate] = {
            field.name: compile_python(book.default(item.name, field.name)) for field in self.default_formulas
        }
        self.gates: Mapping[str, Evaluate] = {
            gate.name: compile_python(book.condition(item.name, gate.when))
            for gate in (item.states.transitions if item.states else ())
            if gate.when is not None
        }
        checked = [(rule, book.condition(item.name, rule.when, blank_as=rule.blank_as)) for rule in item.rules]
        self.rules = tuple((rule, compile_python(condition)) for rule, condition in checked)
        derived = set(self.derived)
        self.derived_rules = tuple(
            (rule, compile_python(condition))
            for rule, condition in checked
            if derived & {name for reference in condition.references for name in self._behind(reference.path[0])}
        )

    def _formula_order(self) -> list[str]:
        """Return the formula fields, each after those of this object that it is made of."""
        order: dict[str, None] = {}

        def visit(name: str) -> None:
            field = self.object.find(name)
            if field is not None and field.formula is not None and field.name not in order:
                for reference in self.catalog.formulas.field(self.object.name, field.name).references:
                    if len(reference.path) == 1:
                        visit(reference.path[0])
                order[field.name] = None

        for name in self.object.fields:
            visit(name)
        return list(order)

    def _behind(self, name: str) -> set[str]:
        """Return the field and, of a formula field, all fields of the record that it is made of."""
        field = self.object.find(name)
        if field is None or field.formula is None or field.stored:
            return {name}
        references = self.catalog.formulas.field(self.object.name, field.name).references
        return {name}.union(*(self._behind(reference.path[0]) for reference in references))

    def parser(self, name: str) -> "Converter":
        """Return the parser of a field by name."""
        found = self._parsers.get(name)
        if found is None:
            field = self.object.field(name)
            found = self._parsers[name] = judged(field.kind.parser(field), field, self._zone)
        return found

    def tree(self, *key: str, access: "RowAccess", make: "Callable[[], Select]") -> "Select":
        """Return a select that depends on the reader's arms, the same object for the same arms: it is printed once."""
        known = (*key, id(access.arms), id(access.restrictions))
        found = self._trees.get(known)
        if found is None:
            if len(self._trees) >= _MOST_TREES:
                self._trees.clear()
            found = self._trees[known] = (access, make())  # the arms are kept, so their identity is not given away
        return found[1]

    def update_shapes(self, names: frozenset[str]) -> tuple[tuple[tuple[ColumnPlan, ...], Shape], ...]:
        """Return for each storage part that holds one of the named fields its columns and the shape of their update."""
        found = self._update_shapes.get(names)
        if found is None:
            if len(self._update_shapes) > _MOST_SHAPES:
                self._update_shapes.clear()
            found = self._update_shapes[names] = tuple(self._shapes_of(names))
        return found

    def _shapes_of(self, names: frozenset[str]) -> Iterator[tuple[tuple[ColumnPlan, ...], Shape]]:
        for part, table in enumerate(self.object.parts, start=1):
            columns = tuple(column for column in self.columns if column.part == part and column.field in names)
            if columns:
                yield columns, Shape("update", table, (*(column.row_column for column in columns), _ID))

    def _insert_shape(self, part: int, table: str) -> tuple[tuple[ColumnPlan, ...], Shape]:
        # Every storage part has the id; the first has it among its own columns.
        columns = tuple(column for column in self.columns if column.part == part or column.field == "id")
        return columns, Shape("insert", table, tuple(column.row_column for column in columns), copied=True)


def plan_of(context: "Context", object_name: str) -> WritePlan:
    """Return the write plan of an object in the catalog of the context; raises Missing for an unknown name."""
    item = context.catalog.object(object_name)
    return context.memo(
        ("write plan", item.name), lambda: WritePlan(context.catalog, item, context.database.dialect, context.zone)
    )


def _keeper(field: "Field") -> "Converter":
    """Return what brings a computed value to the form that the field's column keeps."""
    column = field.columns[0]
    if column.kind == "integer" and field.returns != "duration":
        return lambda value: int(Decimal(str(value)).to_integral_value(ROUND_HALF_UP))
    if column.kind == "scaled":
        return partial(_quantized, step=Decimal(1).scaleb(-column.scale), limit=Decimal(10) ** (18 - column.scale))
    return lambda value: value


def _quantized(value: object, *, step: Decimal, limit: Decimal) -> Decimal | None:
    """Round to the column's digits; a number that the column cannot hold is an error, which is kept as blank."""
    number = Decimal(str(value))
    return number.quantize(step, ROUND_HALF_UP) if abs(number) < limit - step else None


def _blank(field: "Field") -> object:
    """Return what a new record has in the field; without children a count and a sum are zero, not blank."""
    if field.over is None or field.function not in {"count", "sum"}:
        return field.kind.blank
    if field.returns == "duration":
        return dt.timedelta(0)
    return 0 if field.columns[0].kind == "integer" else Decimal(0)


def _is_required(field: "Field") -> bool:
    if field.system or field.kind.parts or not field.kind.writable:
        return False
    return field.required or field.type == "master_detail"
