"""The field type json: a bounded structure without fields of its own."""

import orjson

from guanxi import sqltree
from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.spec import ColumnSpec, Dialect, FieldSpec
from guanxi.text.shown import shown

__all__ = ["JsonField"]

_LARGEST = 65_536  # bytes of the compact text
_DEEPEST = 20


class JsonField(FieldType):
    """A JSON object or list of at most 64 KB, kept as compact text in the order of its keys."""

    token = "json"  # noqa: S105
    common_keys = FieldType.common_keys - {"indexed"}
    keys = frozenset({"class"})
    sortable = False
    groupable = False
    orderable = False

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one text column."""
        del spec
        return (ColumnSpec("", "text"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for objects and lists, or a text that holds one, as CSV has it."""
        del spec

        def parse(value: object) -> object:
            if value is None or (isinstance(value, str) and not value.strip()):
                return None
            found = _loaded(value) if isinstance(value, str) else value
            if not isinstance(found, dict | list | tuple):
                raise FieldProblem("json_not_container")
            if not _is_shallow(found):
                raise FieldProblem("json_too_deep", limit=_DEEPEST)
            return _written(found)

        return parse

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return the structure."""
        del spec
        return orjson.loads  # type: ignore[return-value]

    def sql_json(self, spec: FieldSpec, dialect: Dialect, expr: sqltree.Expr) -> sqltree.Expr:
        """Return the structure on PostgreSQL."""
        del spec
        return sqltree.Call("to_json", (expr,), "json") if dialect == "postgresql" else expr

    def mask(self, value: object) -> str:
        """Show nothing of a structure."""
        return "****" if value else ""

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of an object or list."""
        del spec
        return {"type": ["object", "array", "string", "null"]}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the editor of structures."""
        del spec
        return {"input": "json", "max_bytes": _LARGEST}


def _loaded(text: str) -> object:
    if len(text) > 2 * _LARGEST:
        raise FieldProblem("json_too_large", limit=_LARGEST)
    try:
        return orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
        raise FieldProblem("not_json", value=shown(text)) from error


def _is_shallow(value: object) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        below: list[object] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list | tuple):
                below += item
        if not below:
            return True
        level = below
    return not any(isinstance(item, dict | list | tuple) for item in level)


def _written(value: object) -> str:
    try:
        written = orjson.dumps(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise FieldProblem("not_json", value=shown(value)) from error
    if b"\\u0000" in written:
        raise FieldProblem("bad_text")
    if len(written) > _LARGEST:
        raise FieldProblem("json_too_large", limit=_LARGEST)
    return written.decode()
