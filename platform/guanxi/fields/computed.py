"""Field types whose value the platform gives: auto_number, formula and rollup."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from guanxi import sqltree
from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.boolean import BooleanField
from guanxi.fields.choice import PicklistField
from guanxi.fields.daytime import DurationField, TimeField
from guanxi.fields.numeric import DecimalField, IntegerField, MoneyField, PercentField
from guanxi.fields.reference import LookupField
from guanxi.fields.spec import ColumnSpec, Dialect, FieldSpec
from guanxi.fields.temporal import DateField, DatetimeField
from guanxi.fields.textual import ExactTextField, TextField

__all__ = ["RESULTS", "AutoNumberField", "FormulaField", "RollupField", "result_type"]

_SHAPE = re.compile(r"[^{}]{0,20}\{0{1,12}\}[^{}]{0,20}")

# `returns` of a formula or rollup: the type that stores and shows the result.
RESULTS: Mapping[str, FieldType] = {
    "text": TextField(), "number": DecimalField(), "integer": IntegerField(), "money": MoneyField(),
    "percent": PercentField(), "boolean": BooleanField(), "date": DateField(), "datetime": DatetimeField(),
    "time": TimeField(), "duration": DurationField(), "picklist": PicklistField(), "reference": LookupField(),
}  # fmt: skip


def result_type(spec: FieldSpec) -> FieldType:
    """Return the field type that stores and shows the result of a formula or rollup."""
    return RESULTS[spec.returns or "text"]


class AutoNumberField(ExactTextField):
    """A number drawn by the platform, unique and ascending, shown in the shape of its format."""

    token = "auto_number"  # noqa: S105
    common_keys = FieldType.common_keys - {"required", "indexed"}
    keys = frozenset({"format"})
    imposed = MappingProxyType({"unique": True})
    writable = False
    usual = 60

    def number(self, spec: FieldSpec, counter: int) -> str:
        """Return the text of the n-th number: INV-{0000} and 17 give INV-0017."""
        shape = spec.format or "{000000}"
        head, _, rest = shape.partition("{")
        zeros, _, tail = rest.partition("}")
        return f"{head}{counter:0{len(zeros)}d}{tail}"

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for numbers read back, such as by a match key."""
        return super().parser(replace(spec, unique=False))

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a text that only the platform writes."""
        del spec
        return {"type": ["string", "null"], "readOnly": True}

    def problems_of_spec(self, spec: FieldSpec) -> tuple[FieldProblem, ...]:
        """Check the shape."""
        good = spec.format is None or _SHAPE.fullmatch(spec.format)
        return () if good else (FieldProblem("bad_number_shape", format=spec.format),)


class _ComputedField(FieldType):
    """What formula and rollup share: everything about the value is their result type's."""

    common_keys = FieldType.common_keys - {"required"}
    writable = False

    def formula_type(self, spec: FieldSpec) -> str:
        """Return the family of the result."""
        return result_type(spec).family

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the columns of the result."""
        return result_type(spec).columns(spec)

    def derive(self, spec: FieldSpec) -> Mapping[str, Converter]:
        """Return the derived keys of the result."""
        return result_type(spec).derive(spec)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure of the result, for values a caller compares with."""
        return result_type(spec).parser(spec)

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return the result's way to JSON."""
        return result_type(spec).to_json(spec)

    def to_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the result's way to the database."""
        return result_type(spec).to_database(spec, dialect)

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the result's way from the database."""
        return result_type(spec).from_database(spec, dialect)

    def database_to_json(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the result's short way from the database to JSON."""
        return result_type(spec).database_to_json(spec, dialect)

    def sql_json(self, spec: FieldSpec, dialect: Dialect, expr: sqltree.Expr) -> sqltree.Expr:
        """Return the result's JSON expression."""
        return result_type(spec).sql_json(spec, dialect, expr)

    def mask(self, value: object) -> str:
        """Show nothing: what a computed value is made of is not known here."""
        return "****" if value not in (None, "") else ""

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the result's schema, read-only."""
        return {**result_type(spec).openapi(spec), "readOnly": True}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the result's input, which forms show read-only."""
        return {**result_type(spec).editor(spec), "readonly": True}

    def problems_of_spec(self, spec: FieldSpec) -> tuple[FieldProblem, ...]:
        """Check what the result type checks."""
        return result_type(spec).problems_of_spec(spec)


class FormulaField(_ComputedField):
    """A value computed from the record and its parents: at read, or kept when `stored`."""

    token = "formula"  # noqa: S105
    needed = ("returns", "formula")
    keys = frozenset(
        {
            "returns",
            "formula",
            "blank_as",
            "stored",
            "unique",
            "searchable",
            "sort",
            "precision",
            "scale",
            "max_length",
            "class",
        }
    )

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the result's columns where it is stored."""
        return super().columns(spec) if spec.stored else ()

    def derive(self, spec: FieldSpec) -> Mapping[str, Converter]:
        """Return the result's derived keys where it is stored."""
        return super().derive(spec) if spec.stored else {}

    def problems_of_spec(self, spec: FieldSpec) -> tuple[FieldProblem, ...]:
        """Check that what needs a column has one."""
        needy = spec.unique or spec.indexed or spec.searchable or spec.natural_sort or spec.track_history
        found = (FieldProblem("needs_stored"),) if needy and not spec.stored else ()
        return (*found, *super().problems_of_spec(spec))


class RollupField(_ComputedField):
    """A value kept up to date from the children of the record."""

    token = "rollup"  # noqa: S105
    needed = ("over", "function")
    keys = frozenset({"over", "function", "of", "filter", "blank_as", "order_by", "class"})
