"""Features of objects: those of the platform, and those that records of other objects are to them (decision B14)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.metadata.findings import Finding, nearest

if TYPE_CHECKING:
    from guanxi.metadata.layers import Item, Merged

__all__ = ["OWN_FEATURES", "check_features"]

OWN_FEATURES = frozenset({"history"})


def check_features(merged: "Merged") -> Iterator[Finding]:
    """Yield what is wrong with what objects provide, inherit and list as their features."""
    objects = list(merged.of_kind("object"))
    provided = {item.body["provides"]: item for item in objects if "provides" in item.body}
    for item in objects:
        yield from _pointer(item)
        for name in item.body.get("features", ()):
            if name not in OWN_FEATURES | provided.keys():
                fix = nearest(name, OWN_FEATURES | provided.keys())
                yield item.finding("unknown_feature", ("features",), fix=fix, name=name)


def _pointer(item: "Item") -> Iterator[Finding]:
    """Yield a finding where an object inherits through no poly_lookup of its own, or provides without one."""
    name = item.body.get("inherits")
    types = {entry["name"]: entry["type"] for entry in item.body.get("fields", ())}
    if name is None and "provides" in item.body:
        yield item.finding("provides_needs_inherits", ("provides",), name=item.body["provides"])
    elif name is not None and types.get(name) != "poly_lookup":
        pointers = [known for known, kind in types.items() if kind == "poly_lookup"]
        yield item.finding("inherits_no_pointer", ("inherits",), fix=nearest(name, pointers), name=name)
