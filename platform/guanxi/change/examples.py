"""Records that stand for those a change touches: the newest few that whoever reads the plan may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.access.principal import Principal
from guanxi.change.holding import LIVING, RECORD, held, held_value
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.sqltree import TRUE, Alias, Expr, Not, Order, Select, Table, all_of, any_of, integer

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ObjectType
    from guanxi.change.holding import Condition
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["CANDIDATES", "Example", "Examples", "shown_value"]

SHOWN = 5
CANDIDATES = 50  # the newest records, of which the reader may see some
_LONGEST = 60  # characters of a value
_MASKED = frozenset({"personal", "sensitive"})  # classes of fields whose values no plan shows


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
        asked = any_of(
            *(held(found, member) if value is None else held_value(found, member, value)[0] for member in members)
        )
        given: dict[str, object] = {} if value is None else {"value": value}
        return self.where(found, (asked, given), members[0] if members and value is None else None)

    def lacking(self, found: "ObjectType", member: "Field") -> tuple[Example, ...]:
        """Return records whose field is blank."""
        return self.where(found, (Not(held(found, member)), {}))

    def any_of(self, found: "ObjectType") -> tuple[Example, ...]:
        """Return the newest records."""
        return self.where(found, (TRUE, {}))

    def where(
        self, found: "ObjectType", condition: "Condition", member: "Field | None" = None
    ) -> tuple[Example, ...]:  # fmt: skip
        """Return the newest records that meet a condition, with the value of a field."""
        return self.these(found, self._newest(found, *condition), member)

    def these(self, found: "ObjectType", ids: Sequence[str], member: "Field | None" = None) -> tuple[Example, ...]:
        """Return the first of the records that the reader sees, with the value of a field that it may read."""
        item, rights = self._present.get(found.id), self._context.rights
        if item is None or not ids or not rights.can(item.name, "read"):
            return ()
        clear = rights.clear(item.name)
        shown = next((each.name for each in item.declared if member is not None and each.id == member.id), "")
        fields = tuple(dict.fromkeys(name for name in ("id", item.name_field, shown) if name in clear))
        wanted = ", ".join(f"'{identity}'" for identity in ids[:CANDIDATES])
        query = Query(item.name, fields=fields, filter=f"id IN ({wanted})", sort=("-id",), limit=SHOWN)
        return tuple(
            Example(
                item.name, str(row["id"]), str(row.get(item.name_field) or row["id"]),
                shown_value(item.fields[shown], row[shown]) if row.get(shown) is not None else None,
            )
            for row in rows(self._context, query)
        )  # fmt: skip

    def _newest(self, found: "ObjectType", condition: Expr, values: dict[str, object]) -> list[str]:
        if found.name not in self._former.objects:
            return []
        tree = Select(
            (Alias("id", RECORD),), Table(found.table, "r"), where=all_of(LIVING, condition),
            order=(Order(RECORD, True),), limit=integer(CANDIDATES),
        )  # fmt: skip
        return [str(row[0]) for row in self._connection.run_tree(tree, values)]


def shown_value(field: "Field", value: object) -> str:
    """Return a value as a plan may show it, which for personal values is masked."""
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return field.kind.mask(text) if field.classification in _MASKED else text[:_LONGEST]
