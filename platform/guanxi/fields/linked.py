"""Field types with several values, kept in a link table (decision B2); many_to_many, whose values are records."""

from typing import TYPE_CHECKING

from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.reference import LookupField
from guanxi.fields.spec import ColumnSpec, FieldSpec
from guanxi.fields.textual import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LinkedField", "ManyToManyField", "texts_of"]

_MOST_LINKS = 500


class LinkedField(FieldType):
    """What types of several values share: the values are kept in a link table."""

    family = "multi_picklist"
    common_keys = FieldType.common_keys - {"indexed"}
    linked = True
    blank_json = ()
    sortable = False
    groupable = False
    orderable = False

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return no column of the object's own table."""
        del spec
        return ()

    def to_json(self, spec: FieldSpec) -> Converter | None:
        """Return a list."""
        del spec
        return list  # type: ignore[return-value]

    def search_text(self, value: object) -> str:
        """Return all values."""
        return " ".join(value) if isinstance(value, tuple) else ""


class ManyToManyField(LinkedField):
    """Pointers to several records of another object, kept in a link table; each reader sees those that it may see."""

    token = "many_to_many"  # noqa: S105
    keys = frozenset({"to", "class", "children"})
    needed = ("to",)
    links = True

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for lists of ids, in CSV parted by semicolons; whether they exist is asked later."""
        read = LookupField().parser(spec)

        def parse(value: object) -> object:
            if value is None:
                return None
            found = {str(read(text)) for text in texts_of(value)}
            if len(found) > _MOST_LINKS:
                raise FieldProblem("too_many_links", limit=_MOST_LINKS)
            return self.ordered(spec, found) or None

        return parse

    def mask(self, value: object) -> str:
        """Show nothing of an id."""
        return "****" if value else ""

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a list of ids."""
        del spec
        one = {"type": "string", "format": "uuid"}
        return {"type": "array", "items": one, "uniqueItems": True, "maxItems": _MOST_LINKS}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the picker of several records."""
        return {"input": "references", "to": spec.to, "max_items": _MOST_LINKS}


def texts_of(value: object) -> set[str]:
    """Return the texts of a list, or of one text in which semicolons part them; raises FieldProblem for others."""
    if isinstance(value, str):
        parts: Iterable[object] = value.split(";")
    elif isinstance(value, list | tuple | frozenset | set):
        parts = value
    else:
        raise FieldProblem("not_list")
    return {text for text in map(read_text, parts) if text is not None}
