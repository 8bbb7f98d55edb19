"""What the consequences of a change are worked out from: the state before and after it, and the records as they are."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guanxi.access.principal import Principal

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType
    from guanxi.change.counts import Counts
    from guanxi.change.difference import Difference
    from guanxi.change.examples import Examples
    from guanxi.metadata.layers import Merged
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context
    from guanxi.workspace.workspace import Workspace

__all__ = ["Situation"]


@dataclass(frozen=True, slots=True)
class Situation:
    """The catalogs before and after a change, what its documents say, and where records are counted and found."""

    workspace: "Workspace"
    connection: "Connection"
    old: "Catalog"
    new: "Catalog"
    merged: "Merged"  # the documents as they would be
    counts: "Counts"
    examples: "Examples"
    told: set[tuple[str, ...]] = field(default_factory=set)  # what several differences bring, told with the first

    def first(self, *key: str) -> bool:
        """Tell whether something is asked for the first time."""
        known = key in self.told
        self.told.add(key)
        return not known

    def both(self, difference: "Difference") -> "tuple[ObjectType, ObjectType] | None":
        """Return the object that a difference is about before and after, None where it is not there both times."""
        if difference.kind != "object" or not difference.path:
            return None
        known, wanted = self.old.objects.get(difference.name), self.new.objects.get(difference.name)
        return None if known is None or wanted is None else (known, wanted)

    def context(self) -> "Context":
        """Return the context in which records are asked that need no reader."""
        return self.workspace.context(Principal.system("plan"))
