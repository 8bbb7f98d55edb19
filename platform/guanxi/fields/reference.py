"""Field types whose value is the id of a record: lookup, master_detail, user, and the system's id and owner."""

import re
from types import MappingProxyType
from typing import ClassVar

from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.spec import ColumnSpec, Dialect, FieldSpec
from guanxi.text.shown import shown

__all__ = ["IdField", "LookupField", "MasterDetailField", "OwnerField", "UserField"]

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")


class LookupField(FieldType):
    """A pointer to a record of another object."""

    token = "lookup"  # noqa: S105
    family = "reference"
    needed: ClassVar[tuple[str, ...]] = ("to",)
    keys = frozenset({"unique", "default", "to", "on_delete", "children", "acyclic", "class"})
    reference = True
    orderable = False

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one id column."""
        del spec
        return (ColumnSpec("", "uuid"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for ids; whether the record exists is the pipeline's question."""
        del spec
        matches = _UUID.fullmatch

        def parse(value: object) -> object:
            if value is None:
                return None
            if type(value) is not str:
                raise FieldProblem("not_reference", value=shown(value))
            if matches(value):
                return value.lower()
            text = value.strip()
            if not text:
                return None
            if matches(text):
                return text.lower()
            raise FieldProblem("not_reference", value=shown(text))

        return parse

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the text of PostgreSQL's UUID."""
        del spec
        return str if dialect == "postgresql" else None

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of an id."""
        del spec
        return {"type": ["string", "null"], "format": "uuid"}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the record picker."""
        return {"input": "reference", "to": spec.to}

    def mask(self, value: object) -> str:
        """Show nothing of an id."""
        return "****" if value else ""


class MasterDetailField(LookupField):
    """A pointer to the record that this one is a part of: always given, access and deletion follow it."""

    token = "master_detail"  # noqa: S105
    imposed = MappingProxyType({"required": True, "on_delete": "cascade", "indexed": True})
    keys = frozenset({"to", "children", "class"})


class UserField(LookupField):
    """A pointer to a user."""

    token = "user"  # noqa: S105
    needed = ()
    imposed = MappingProxyType({"to": "user"})
    keys = frozenset({"unique", "default", "on_delete", "children", "acyclic", "class"})


class IdField(LookupField):
    """The id of the record itself."""

    token = "id"  # noqa: S105
    needed = ()
    declarable = False

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of an id that is always there."""
        del spec
        return {"type": "string", "format": "uuid"}


class OwnerField(LookupField):
    """Who owns the record: a user or another grantee such as a queue."""

    token = "owner"  # noqa: S105
    needed = ()
    declarable = False
