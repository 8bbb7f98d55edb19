"""What new rules of sharing cost those who read: one that no index serves makes every list read the whole table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.access.facts import shared_formulas
from guanxi.catalog import SharingRule
from guanxi.change.effects import Effect

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Index, ObjectType, UniqueKey
    from guanxi.change.difference import Difference

__all__ = ["sharing_effects"]


def sharing_effects(catalog: "Catalog", difference: "Difference") -> Iterator[Effect]:
    """Yield an effect for each rule that a difference brings or rewrites and whose fields have no index."""
    if difference.kind != "sharing" or difference.action == "remove":
        return
    path = difference.path
    if path and (path[0] != "rules" or path[2:] not in {(), ("where",)}):
        return
    for sharing in catalog.sharing.values():
        indexed = _indexed(catalog.object(sharing.object))
        for rule, checked in shared_formulas(catalog, sharing):
            brought = rule.name == path[1] if path else sharing.object == (difference.after or {}).get("object")
            named = {reference.path[0] for reference in checked.references if not reference.context}
            if isinstance(rule, SharingRule) and brought and not named & indexed:
                yield Effect("rule_without_index", {"rule": rule.name, "object": sharing.object})


def _indexed(item: "ObjectType") -> frozenset[str]:
    """Return the fields that an index begins with."""
    keys: tuple[Index | UniqueKey, ...] = (*item.indexes, *item.unique_keys)
    return frozenset({"id", "owner", *(key.fields[0].lstrip("-") for key in keys)})
