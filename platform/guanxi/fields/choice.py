"""Field types that choose among declared values: picklist and multi_picklist."""

from typing import TYPE_CHECKING

from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.spec import ColumnSpec, FieldSpec
from guanxi.fields.textual import read_text, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MultiPicklistField", "PicklistField"]


class PicklistField(FieldType):
    """One value of a picklist, kept by its name."""

    token = "picklist"  # noqa: S105
    family = "picklist"
    keys = frozenset({"values", "default", "class"})
    needed = ("values",)

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one text column."""
        del spec
        return (ColumnSpec("", "text"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure that knows the values; retired ones may stay where they are but not be chosen."""
        active, known = spec.active_values, frozenset(spec.values)

        def parse(value: object) -> object:
            if type(value) is str and value in active:
                return value
            text = read_text(value)
            return None if text is None else _chosen(text, active, known)

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of one of the values."""
        return {"type": ["string", "null"], "enum": [*spec.values, None]}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the select box."""
        return {"input": "select", "picklist": spec.picklist}


class MultiPicklistField(FieldType):
    """Several values of a picklist, in declared order, kept in a link table."""

    token = "multi_picklist"  # noqa: S105
    family = "multi_picklist"
    common_keys = FieldType.common_keys - {"indexed"}
    keys = frozenset({"values", "default", "class"})
    needed = ("values",)
    linked = True
    blank_json = ()
    sortable = False
    groupable = False
    orderable = False

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return no column of the object's own table."""
        del spec
        return ()

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for lists of values; in CSV they are parted by semicolons."""
        active, known = spec.active_values, frozenset(spec.values)
        position = {name: index for index, name in enumerate(spec.values)}

        def parse(value: object) -> object:
            if value is None:
                return None
            if isinstance(value, str):
                parts: Iterable[object] = value.split(";")
            elif isinstance(value, list | tuple | frozenset | set):
                parts = value
            else:
                raise FieldProblem("not_list")
            texts = {text for text in map(read_text, parts) if text is not None}
            chosen = [_chosen(text, active, known) for text in texts]
            return tuple(sorted(chosen, key=position.__getitem__)) or None

        return parse

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return a list."""
        del spec
        return list  # type: ignore[return-value]

    def search_text(self, value: object) -> str:
        """Return all values."""
        return " ".join(value) if isinstance(value, tuple) else ""

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a list of values."""
        return {"type": "array", "items": {"type": "string", "enum": list(spec.values)}, "uniqueItems": True}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the select box of several."""
        return {"input": "multi_select", "picklist": spec.picklist}


def _chosen(text: str, active: frozenset[str], known: frozenset[str]) -> str:
    if text in active:
        return text
    raise FieldProblem("inactive_value" if text in known else "not_in_picklist", value=shown(text))
