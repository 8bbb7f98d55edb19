"""What assignments name: whether their object has owners, and whether their paths end at users."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.catalog.scope import ObjectScope
from guanxi.metadata.findings import Finding, nearest

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType
    from guanxi.metadata.layers import Item

__all__ = ["check_assignment"]


def check_assignment(item: "Item", found: "ObjectType", catalog: "Catalog") -> Iterator[Finding]:
    """Yield what is wrong with an assignment, its formulas apart."""
    if not found.owned:
        yield item.finding("assigns_ownerless", ("object",), name=found.name)
    scope = ObjectScope(catalog, found.name)
    for entry in item.body["entries"]:
        path, place = entry["to"].get("field"), ("entries", entry["name"], "to", "field")
        if path is None:
            continue
        steps = tuple(path.split("."))
        reference = scope.resolve(steps)
        if reference is None:
            yield item.finding("unknown_field", place, fix=nearest(steps[-1], scope.names(steps[:-1])), name=path)
        elif reference.target != "user":
            yield item.finding("assigns_no_user", place, name=path)
        if "how" in entry:
            yield item.finding("assigns_one", ("entries", entry["name"], "how"))
