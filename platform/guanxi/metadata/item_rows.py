"""What the database remembers of items, by object and name."""

from collections import defaultdict
from collections.abc import Iterable

from guanxi.catalog import Alias, ItemRow

__all__ = ["ItemRows"]


class ItemRows:
    """The rows of items that are not hidden, and the names that items had before."""

    def __init__(self, items: Iterable[ItemRow], aliases: Iterable[Alias]) -> None:
        """Index the rows."""
        self._by_name: dict[tuple[str, str | None, str], ItemRow] = {}
        self._by_object: dict[str, list[ItemRow]] = defaultdict(list)
        self._aliases = tuple(aliases)
        for row in items:
            if row.state != "hidden":
                self._by_name[row.kind, row.object, row.name] = row
                self._by_object[row.object or row.name].append(row)

    def get(self, kind: str, owner: str | None, name: str) -> ItemRow | None:
        """Return the row of an item, None where the database does not know it yet."""
        return self._by_name.get((kind, owner, name))

    def of_object(self, name: str) -> tuple[ItemRow, ...]:
        """Return all rows of an object and its parts."""
        return tuple(self._by_object.get(name, ()))

    def aliases_of(self, name: str | None, kind: str = "field") -> dict[str, str]:
        """Return old names of fields or record types of an object, of values of a picklist; of objects for None."""
        kind = "object" if name is None else kind
        return {alias.old: alias.new for alias in self._aliases if alias.kind == kind and alias.object == name}
