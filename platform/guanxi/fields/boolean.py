"""The field type boolean: a tick that is never blank."""

from guanxi import sqltree
from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.spec import ColumnSpec, Dialect, FieldSpec
from guanxi.text.shown import shown

__all__ = ["BooleanField"]

_WORDS = {"true": True, "false": False, "": False}


class BooleanField(FieldType):
    """True or false; nothing stored is false."""

    token = "boolean"  # noqa: S105
    family = "boolean"
    common_keys = FieldType.common_keys - {"required"}
    keys = frozenset({"default", "class"})
    blank = False
    blank_json = False
    orderable = False

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one boolean column."""
        del spec
        return (ColumnSpec("", "boolean"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for booleans; CSV writes them as true and false in any case."""
        del spec

        def parse(value: object) -> object:
            if value is True or value is False:
                return value
            if value is None:
                return False
            word = _WORDS.get(value.strip().lower()) if isinstance(value, str) and len(value) < 100 else None
            if word is None:
                raise FieldProblem("not_boolean", value=shown(value))
            return word

        return parse

    def to_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return 0 or 1 for SQLite."""
        del spec
        return int if dialect == "sqlite" else None  # type: ignore[return-value]

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the truth of SQLite's 0 or 1."""
        del spec
        return bool if dialect == "sqlite" else None

    def sql_json(self, spec: FieldSpec, dialect: Dialect, expr: sqltree.Expr) -> sqltree.Expr:
        """Return false where nothing is stored."""
        del spec, dialect
        return sqltree.Call("is_true", (expr,), "boolean")

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a boolean."""
        del spec
        return {"type": "boolean"}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the tick box."""
        del spec
        return {"input": "checkbox"}
