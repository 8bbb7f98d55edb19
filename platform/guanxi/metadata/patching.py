"""What the workspace has to say so that a package's item becomes a wanted one: merging the other way round."""

from typing import TYPE_CHECKING, Any

from guanxi.metadata.findings import Finding
from guanxi.metadata.kinds import Kinds, ListRule, entry_key
from guanxi.metadata.layers import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guanxi.metadata.document import Body

__all__ = ["Patching"]


class Patching:
    """Compares an item of a package with the item as somebody wants it; `findings` tell what no patch can say."""

    def __init__(self, kinds: Kinds, kind: str, name: str) -> None:
        """Start with nothing found."""
        self._kinds = kinds
        self._kind = kind
        self._name = name
        self.findings: list[Finding] = []

    def document(self, vendor: "Body", wanted: "Body") -> "Body":
        """Return the patch as a document."""
        return {"kind": self._kind, "name": self._name, **self._mapping(vendor, wanted, ())}

    def _mapping(self, vendor: "Body", wanted: "Body", path: tuple[str, ...]) -> "Body":
        out: Body = {}
        for key in [*wanted, *(key for key in vendor if key not in wanted)]:
            if key not in CONTROL:
                out |= self._property(vendor.get(key), wanted.get(key), (*path, key))
        return out

    def _property(self, theirs: object, value: object, path: tuple[str, ...]) -> "Body":
        """Return the property as the patch says it, nothing where it is the package's own."""
        key = path[-1]
        if theirs == value and isinstance(theirs, bool) == isinstance(value, bool) and not isinstance(value, list):
            return {}
        if isinstance(theirs, dict) and isinstance(value, dict | None):
            inner = self._mapping(theirs, value or {}, path)
            return {key: inner} if inner else {}
        if isinstance(value, list) or (value is None and isinstance(theirs, list)):
            return self._list(theirs if isinstance(theirs, list) else [], value or [], path)
        if value is None and theirs is True:
            return {key: False}
        if value is None:
            self._tell("vendor_keeps", path, key=key)
            return {}
        return {key: value}

    def _list(self, theirs: list[Any], value: list[Any], path: tuple[str, ...]) -> "Body":
        rule = self._kinds.list_rule(self._kind, self._kinds.pattern(self._kind, path))
        if rule.form == "keyed" and all(isinstance(entry, dict) for entry in value):
            entries = list(self._entries(theirs, value, rule, path))
            return {path[-1]: entries} if entries else {}
        if rule.form == "set" and all(isinstance(entry, str) for entry in value):
            changes = [entry for entry in value if entry not in theirs]
            changes += [f"-{entry}" for entry in theirs if entry not in value]
            return {path[-1]: changes} if changes else {}
        return {path[-1]: value} if theirs != value else {}

    def _entries(self, theirs: list[Any], value: list[Any], rule: ListRule, path: tuple[str, ...]) -> "Iterator[Body]":
        """Yield what is said of each entry: its changes, its place where the order differs, or that it goes."""
        known = {entry_key(rule, entry): entry for entry in theirs}
        wanted = {entry_key(rule, entry): entry for entry in value}
        if len(wanted) < len(value):
            names = [entry_key(rule, entry) for entry in value]
            twice = next(name for name in names if names.count(name) > 1)
            self._tell("duplicate_entry", (*path, twice), name=twice)
        order = [name for name in known if name in wanted]  # as merging has it so far
        before = "^"
        for place, (name, entry) in enumerate(wanted.items()):
            keys = {key: entry.get(key) for key in rule.keys}
            vendor = known.get(name)
            said = self._mapping(vendor, entry, (*path, name)) if vendor is not None else entry
            if vendor is None:
                order.append(name)
            moved = order[place] != name
            if moved:
                order.remove(name)
                order.insert(place, name)
            if said or moved:
                yield {**keys, **said, **({"after": before} if moved else {})}
            before = name
        for name, entry in known.items():
            if name not in wanted:
                yield {**{key: entry.get(key) for key in rule.keys}, "hidden": True}

    def _tell(self, code: str, path: tuple[str, ...], **params: object) -> None:
        self.findings.append(Finding(code, path="/".join((self._kind, self._name, *path)), params=params))
