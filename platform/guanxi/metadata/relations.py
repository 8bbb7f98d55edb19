"""What objects say about each other: who points to whom, and what a roll-up over others gives."""

from collections import defaultdict
from typing import TYPE_CHECKING

from guanxi.catalog import ChildRelation
from guanxi.metadata.document import Body
from guanxi.metadata.field_specs import RollupResult, rollup_returns
from guanxi.metadata.layers import Merged

if TYPE_CHECKING:
    from guanxi.catalog.dependencies import Node

__all__ = ["LINKING", "Relations"]

LINKING = "many_to_many"
_REFERENCES = frozenset({"lookup", "master_detail", "user"})


class Relations:
    """The lookups of all objects turned round, and the results of computed fields across objects."""

    def __init__(self, merged: Merged) -> None:
        """Walk through all fields once."""
        self._entries: dict[str, dict[str, Body]] = {}
        self._incoming: dict[str, list[ChildRelation]] = defaultdict(list)
        self._linked: dict[str, list[ChildRelation]] = defaultdict(list)
        self._results: dict[Node, RollupResult] = {}
        for item in merged.of_kind("object"):
            entries = item.body.get("fields", ())
            self._entries[item.name] = {entry["name"]: entry for entry in entries}
            for entry in entries:
                if entry["type"] in _REFERENCES:
                    self._incoming[entry.get("to", "user")].append(_relation(item.name, entry))
                elif entry["type"] == LINKING and "children" in entry:
                    self._linked[str(entry.get("to"))].append(_relation(item.name, entry))

    def to(self, name: str) -> tuple[ChildRelation, ...]:
        """Return every lookup that points to an object."""
        return tuple(self._incoming.get(name, ()))

    def linked_to(self, name: str) -> tuple[ChildRelation, ...]:
        """Return the named relations of fields that name several records of an object."""
        return tuple(self._linked.get(name, ()))

    def result(self, name: str, entry: Body) -> RollupResult | None:
        """Return what a computed field of an object gives, None for other fields."""
        if entry["type"] == "formula":
            return RollupResult(entry.get("returns", "text"), entry.get("precision", 15), entry.get("scale", 2))
        if entry["type"] != "rollup":
            return None
        node = (name, entry["name"])
        if node not in self._results:
            self._results[node] = RollupResult("integer", 15, 0)  # what a circle finds; the check reports it
            found = next((relation for relation in self.to(name) if relation.name == entry.get("over")), None)
            of = self._entries.get(found.object, {}).get(entry.get("of", "")) if found is not None else None
            below = self.result(found.object, of) if found is not None and of is not None else None
            self._results[node] = rollup_returns(entry.get("function", "count"), of, below)
        return self._results[node]


def _relation(owner: str, entry: Body) -> ChildRelation:
    master = entry["type"] == "master_detail"
    on_delete = "cascade" if master else entry.get("on_delete", "clear")
    return ChildRelation(entry.get("children", ""), owner, entry["name"], master, on_delete)  # type: ignore[arg-type]
