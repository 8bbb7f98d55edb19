"""Names that items had before, each with the name that stands for it now (decision A6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guanxi.catalog import COPY, Alias, ItemRow
from guanxi.metadata.record_types import picklist_of_types

if TYPE_CHECKING:
    from guanxi.metadata.references import Mention

__all__ = ["NAMED", "OF_OBJECTS", "Rename", "Renames", "renamed_rows"]

NAMED = frozenset({"value", "record_type"})
"""The kinds whose names records hold: they have no place in the database, may merge, and have a row once renamed."""
OF_OBJECTS = frozenset({"field", "record_type"})
"""The kinds whose names belong to an object, and go with it when that gets another name."""


@dataclass(frozen=True, slots=True)
class Rename:
    """One item that gets another name; `owner` is the present name of the object of a field or type, of a value's list.

    `back` where it takes up a name that it had before, which gives the later name free. `merges` where the new name is
    that of a value or type which was there already.
    """

    kind: str
    owner: str | None
    old: str
    new: str
    back: bool = False
    merges: bool = False

    @property
    def picklist(self) -> str | None:
        """Return the picklist whose value it is, None for what is none."""
        if self.kind == "record_type":
            return picklist_of_types(str(self.owner))
        return self.owner if self.kind == "value" else None


class Renames:
    """Answers which name stands for another now."""

    def __init__(self, renames: Iterable[Rename] = (), aliases: Iterable[Alias] = ()) -> None:
        """Take what is renamed now and what was before."""
        self._names: dict[tuple[str, str | None, str], str] = {}
        objects = {rename.old: rename.new for rename in renames if rename.kind == "object"}
        for alias in aliases:
            owner = objects.get(alias.object or "", alias.object) if alias.kind in OF_OBJECTS else alias.object
            self._names[alias.kind, owner, alias.old] = alias.new
        for rename in renames:
            # A name that leads to the one that goes leads on to the one that comes.
            for key, name in self._names.items():
                if key[:2] == (rename.kind, rename.owner) and name == rename.old:
                    self._names[key] = rename.new
            self._names.pop((rename.kind, rename.owner, rename.new), None)
            self._names[rename.kind, rename.owner, rename.old] = rename.new

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._names)

    def object(self, name: str) -> str:
        """Return the present name of an object."""
        return self._names.get(("object", None, name), name)

    def item(self, kind: str, name: str) -> str:
        """Return the present name of an item."""
        return self._names.get((kind, None, name), name)

    def field(self, owner: str, name: str) -> str:
        """Return the present name of a field of an object, which goes by its present name."""
        return self.now("field", owner, name)

    def record_type(self, owner: str, name: str) -> str:
        """Return the present name of a record type of an object, which goes by its present name."""
        return self._names.get(("record_type", owner, name), name)

    def value(self, picklist: str, name: str) -> str:
        """Return the present name of a picklist value."""
        return self._names.get(("value", picklist, name), name)

    def of(self, mention: "Mention") -> str:
        """Return the present name of what a document mentions."""
        return self.now(mention.kind, self.owner(mention.kind, mention.owner), mention.name)

    def owner(self, kind: str, owner: str | None) -> str | None:
        """Return the present name of what a part of this kind belongs to."""
        return self.object(owner) if owner is not None and kind in OF_OBJECTS else owner

    def now(self, kind: str, owner: str | None, name: str) -> str:
        """Return the present name of something of any kind, whose owner goes by its present name."""
        found = self._names.get((kind, owner, name))
        if found is not None or kind != "field":
            return found or name
        whole, mark, part = name.partition("__")  # a part goes with its composite field
        return f"{self._names.get((kind, owner, whole), whole)}{mark}{part}"


def renamed_rows(rows: Iterable[ItemRow], renames: Iterable[Rename]) -> tuple[ItemRow, ...]:
    """Return what the database remembers of items, under their new names."""
    names = Renames(renames)
    return tuple(_renamed(row, names) for row in rows) if names else tuple(rows)


def _renamed(row: ItemRow, names: Renames) -> ItemRow:
    if row.kind == "object":
        return replace(row, name=names.object(row.name))
    if row.object is None or row.kind == "value":
        return replace(row, name=names.value(row.object or "", row.name))
    owner, shape = names.object(row.object), row.shape
    if row.kind == "record_type":
        return replace(row, object=owner, name=names.record_type(owner, row.name))
    if row.kind in {"field", COPY}:
        type_, at, rest = (shape or "").partition("@")
        target, _, columns = rest.partition("|")
        shape = f"{type_}@{names.object(target)}|{columns}" if at else shape
        name = names.field(owner, row.name) if row.state != "hidden" else row.name
        return replace(row, object=owner, name=name, shape=shape)
    if row.kind not in {"unique_key", "index"}:
        return replace(row, object=owner)
    shape = re.sub(r"\w+", lambda name: names.field(owner, name[0]), str(shape))
    # The key of a single field bears its name.
    return replace(row, object=owner, name=shape if row.shape == row.name else row.name, shape=shape)
