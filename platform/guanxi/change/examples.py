"""Records that stand for those a change touches: the newest few that whoever reads the plan may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.access.principal import Principal
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.sqltree import (
    TRUE,
    Alias,
    Call,
    Column,
    Exists,
    Expr,
    Not,
    Order,
    Param,
    Select,
    Table,
    all_of,
    any_of,
    integer,
)  # fmt: skip

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ObjectType
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["Example", "Examples", "shown_value"]

SHOWN = 5
_CANDIDATES = 50  # the newest records, of which the reader may see some
_LONGEST = 60  # characters of a value
_MASKED = frozenset({"personal", "sensitive"})  # classes of fields whose values no plan shows
_ID = Column("r", "id", "uuid")


@dataclass(frozen=True, slots=True)
class Example:
    """A record as a plan names it, with the value that the change is about."""

    object: str
    id: str
    name: str
    value: str | None = None


class Examples:
    """Finds examples among the records as they are; what the reader may not see is none."""

    def __init__(
        self, workspace: "Workspace", connection: "Connection", former: "Catalog", reader: "Principal | None"
    ) -> None:
        """Take where to look, the catalog that the plan calls former, and who reads the plan: nobody, the platform."""
        self._context = workspace.context(reader or Principal.system("plan"))
        self._connection = connection
        # Renames give the former catalog its new names already, while records are asked under the present ones.
        self._present = {item.id: item for item in self._context.catalog.objects.values()}
        self._former = former

    def holding(self, found: "ObjectType", members: "Sequence[Field]", value: str | None = None) -> tuple[Example, ...]:
        """Return records with one of the fields filled, with that value where one is given; the first one is shown."""
        held = any_of(*(_held(found, member, value) for member in members))
        return self.these(found, self._newest(found, held, value), members[0] if members and value is None else None)

    def lacking(self, found: "ObjectType", member: "Field") -> tuple[Example, ...]:
        """Return records whose field is blank."""
        return self.these(found, self._newest(found, Not(_held(found, member, None)), None))

    def any_of(self, found: "ObjectType") -> tuple[Example, ...]:
        """Return the newest records."""
        return self.these(found, self._newest(found, TRUE, None))

    def these(self, found: "ObjectType", ids: Sequence[str], member: "Field | None" = None) -> tuple[Example, ...]:
        """Return the first of the records that the reader sees, with the value of a field that it may read."""
        item, rights = self._present.get(found.id), self._context.rights
        if item is None or not ids or not rights.can(item.name, "read"):
            return ()
        clear = rights.clear(item.name)
        shown = next((each.name for each in item.declared if member is not None and each.id == member.id), "")
        fields = tuple(dict.fromkeys(name for name in ("id", item.name_field, shown) if name in clear))
        wanted = ", ".join(f"'{identity}'" for identity in ids[:_CANDIDATES])
        query = Query(item.name, fields=fields, filter=f"id IN ({wanted})", sort=("-id",), limit=SHOWN)
        return tuple(
            Example(
                item.name, str(row["id"]), str(row.get(item.name_field) or row["id"]),
                shown_value(item.fields[shown], row[shown]) if row.get(shown) is not None else None,
            )
            for row in rows(self._context, query)
        )  # fmt: skip

    def _newest(self, found: "ObjectType", condition: Expr, value: str | None) -> list[str]:
        if found.name not in self._former.objects:
            return []
        living = Call("is_null", (Column("r", "deleted_at", "datetime"),), "boolean")
        tree = Select(
            (Alias("id", _ID),), Table(found.table, "r"), where=all_of(living, condition), order=(Order(_ID, True),),
            limit=integer(_CANDIDATES),
        )  # fmt: skip
        values = {} if value is None else {"value": value}
        return [str(row[0]) for row in self._connection.run_tree(tree, values)]


def _held(found: "ObjectType", member: "Field", value: str | None) -> Expr:
    """Return whether a record has a value in a field, wherever it is stored."""
    table = member.link_table or found.parts[member.part - 1]
    alias = "r" if table == found.table else "v"
    column = Column(alias, "value" if member.link_table else member.column, "text" if value is not None else "any")
    filled = Call("is_not_null", (column,), "boolean")
    held: Expr = filled if value is None else Call("=", (column, Param("value", "text")), "boolean")
    if alias == "r":
        return held
    owner = Column(alias, "record_id" if member.link_table else "id", "uuid")
    same = Call("=", (owner, _ID), "boolean")
    return Exists(Select((Alias("one", TRUE),), Table(table, alias), where=all_of(same, held)))


def shown_value(field: "Field", value: object) -> str:
    """Return a value as a plan may show it, which for personal values is masked."""
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return field.kind.mask(text) if field.classification in _MASKED else text[:_LONGEST]
