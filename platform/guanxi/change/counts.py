"""How many living records there are, all in all and by what they hold; every question is asked once."""

from typing import TYPE_CHECKING

from guanxi.change.holding import LIVING
from guanxi.sqltree import Alias, Call, Column, Expr, InList, Param, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.change.holding import Condition
    from guanxi.storage.connection import Connection

__all__ = ["Counts"]

_ROWS = Alias("rows", Call("count_rows", ()))


class Counts:
    """Counts records as the database has them now."""

    def __init__(self, connection: "Connection") -> None:
        """Take where to count."""
        self._connection = connection
        self._known: dict[tuple[str, str | None, str | None], int] = {}
        self._people: dict[frozenset[str], int] = {}

    def of(self, found: "ObjectType", member: "Field | None" = None, value: str | None = None) -> int:
        """Return how many living records there are, with a field that is filled, or filled with that value."""
        key = (found.name, None if member is None else member.name, value)
        if key not in self._known:
            values = {} if value is None else {"value": value}
            self._known[key] = int(self._connection.run_tree(_counting(found, member, value), values)[0][0])
        return self._known[key]

    def where(self, found: "ObjectType", condition: "Condition") -> int:
        """Return how many living records meet a condition; nothing is asked where there are no records."""
        if not self.of(found):
            return 0
        tree = Select((_ROWS,), Table(found.table, "r"), where=all_of(LIVING, condition[0]))
        return int(self._connection.run_tree(tree, condition[1])[0][0])

    def by_value(self, found: "ObjectType", member: "Field") -> dict[str | None, int]:
        """Return how many living records hold each value of a field in the first table of an object."""
        if not self.of(found):
            return {}
        cell = Column("r", member.column, "text")
        tree = Select((Alias("value", cell), _ROWS), Table(found.table, "r"), where=LIVING, group=(cell,))
        return {value: int(rows) for value, rows in self._connection.run_tree(tree)}

    def people(self, grantees: frozenset[str]) -> int:
        """Return how many people belong to one of some groups."""
        if grantees not in self._people:
            among = InList(Column("m", "grantee_id", "uuid"), Param("grantees", "uuid"))
            person = Alias("id", Column("m", "user_id", "uuid"))
            tree = Select((person,), Table("gx_membership", "m"), where=among, distinct=True)
            self._people[grantees] = len(self._connection.run_tree(tree, {"grantees": sorted(grantees)}))
        return self._people[grantees]


def _counting(found: "ObjectType", member: "Field | None", value: str | None) -> Select:
    table, column, conditions = found.table, "id", list[Expr]()
    if member is not None:
        table = member.link_table or found.parts[member.part - 1]
        column = "value" if member.link_table else member.column
        conditions.append(Call("is_not_null", (Column("r", column),)))
    if value is not None:
        conditions.append(Call("=", (Column("r", column, "text"), Param("value", "text"))))
    if table == found.table:
        conditions.append(LIVING)
    return Select((_ROWS,), Table(table, "r"), where=all_of(*conditions))
