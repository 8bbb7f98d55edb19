"""What differs between two merged states of the metadata, told by item and by the place inside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from guanxi.metadata.kinds import entry_key
from guanxi.metadata.layers import Item
from guanxi.workspace.stored import MANIFEST_KIND

if TYPE_CHECKING:
    from guanxi.metadata.document import Document, Manifest
    from guanxi.metadata.kinds import Kinds
    from guanxi.metadata.layers import Merged
    from guanxi.metadata.renames import Rename

__all__ = ["Action", "Difference", "body_of", "differences", "within_documents"]

Action = Literal["add", "change", "remove", "rename", "purge"]
_ABSENT = object()
_ORIGIN = "renamed_from"  # it tells of a rename, which is a difference of its own


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing added, changed or removed: a whole item (empty path), an entry of a keyed list, or a property."""

    action: Action
    kind: str
    name: str
    package: str
    path: tuple[str, ...] = ()
    before: Any = None
    after: Any = None
    rename: "Rename | None" = None


def differences(old: "Merged", new: "Merged") -> tuple[Difference, ...]:
    """Return the differences in the order of the new state, removals last."""
    found: list[Difference] = []
    for ref, item in new.items.items():
        former = old.items.get(ref)
        if former is None:
            found.append(Difference("add", item.kind, item.name, item.package, after=item.body))
        elif former.digest != item.digest:
            found.extend(_within(item, former.body, item.body, ()))
    for ref, item in old.items.items():
        if ref not in new.items:
            found.append(Difference("remove", item.kind, item.name, item.package, before=item.body))
    return (*_packages(old, new), *found)


def within_documents(
    kinds: "Kinds", document: "Document", before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[Difference, ...]:
    """Return what differs between two states of one document; a side that is None says that it was not there."""
    if before is None or after is None:
        action: Action = "add" if before is None else "remove"
        return (Difference(action, document.kind, document.name, document.package, before=before, after=after),)
    item = Item(document.kind, document.name, document.package, document.body, "", {(): (document, ())}, kinds)
    return tuple(_within(item, before, after, ()))


def _packages(old: "Merged", new: "Merged") -> Iterator[Difference]:
    """Yield what differs between the manifests of the packages."""
    former = {head.name: head for head in old.manifests}
    present = {head.name: head for head in new.manifests}
    for name, head in present.items():
        if name not in former:
            yield Difference("add", MANIFEST_KIND, name, name, after=body_of(head))
        elif former[name] != head:
            before, after = body_of(former[name]), body_of(head)
            for key in (key for key in after if before[key] != after[key]):
                yield Difference("change", MANIFEST_KIND, name, name, (key,), before[key], after[key])
    for name, head in former.items():
        if name not in present:
            yield Difference("remove", MANIFEST_KIND, name, name, before=body_of(head))


def body_of(head: "Manifest") -> dict[str, Any]:
    """Return a manifest as the database keeps it and as `manifest_of` reads it."""
    return {
        "name": head.name, "version": head.version, "label": dict(head.label), "depends": list(head.depends),
        "prefix": head.prefix, "powers": sorted(head.powers), "guards": sorted(head.guards),
    }  # fmt: skip


def _within(item: "Item", old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    """Yield the differences between two values at a path; entries of keyed lists are compared by their key."""
    if old == new and isinstance(old, bool) == isinstance(new, bool):
        # Equal entries may stand in another order, which only a keyed list shows.
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*new, *(key for key in old if key not in new)]:
            if key == _ORIGIN:
                continue
            yield from _property(item, old.get(key, _ABSENT), new.get(key, _ABSENT), (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and _is_keyed(item, path):
        yield from _entries(item, old, new, path)
    else:
        yield Difference("change", item.kind, item.name, item.owner(*path), path, old, new)


def _property(item: "Item", old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    if old is _ABSENT and not (isinstance(new, list) and _is_keyed(item, path)):
        yield Difference("add", item.kind, item.name, item.owner(*path), path, after=new)
    elif new is _ABSENT and not (isinstance(old, list) and _is_keyed(item, path)):
        yield Difference("remove", item.kind, item.name, item.package, path, before=old)
    else:
        yield from _within(item, [] if old is _ABSENT else old, [] if new is _ABSENT else new, path)


def _entries(item: "Item", old: list[Any], new: list[Any], path: tuple[str, ...]) -> Iterator[Difference]:
    rule = item.list_rule(path)
    former = {entry_key(rule, entry): entry for entry in old}
    present = {entry_key(rule, entry): entry for entry in new}
    for key, entry in present.items():
        yield from _property(item, former.get(key, _ABSENT), entry, (*path, key))
    for key, entry in former.items():
        if key not in present:
            yield Difference("remove", item.kind, item.name, item.package, (*path, key), before=entry)
    kept = [key for key in present if key in former]
    if kept != [key for key in former if key in present]:
        order = (list(former), list(present))
        yield Difference("change", item.kind, item.name, item.owner(*path), (*path, "order"), *order)


def _is_keyed(item: "Item", path: tuple[str, ...]) -> bool:
    return item.list_rule(path).form == "keyed"
