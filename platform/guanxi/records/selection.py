"""Which fields an answer holds: names resolved with the reader's rights, as a tree that the encoders follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from guanxi.errors import Malformed, Problem
from guanxi.formula.problems import nearest

if TYPE_CHECKING:
    from guanxi.access.rights import Rights
    from guanxi.catalog import Catalog, Field, ObjectType

__all__ = ["Reader", "Selection", "select_fields", "unknown"]

EVERY = "*"
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Reader:
    """The names that a reader may use, by object: what it may not read does not exist (access.md)."""

    catalog: "Catalog"
    rights: "Rights"
    unmasked: bool = False  # the masks of the records asked for are lifted, by the right to unmask
    clear: bool = False  # only what may be filtered, sorted and grouped by, so nothing masked

    def comparing(self) -> "Reader":
        """Return the names by which the reader may filter, sort and group."""
        return replace(self, clear=True)

    def field(self, item: "ObjectType", name: str) -> "Field | None":
        """Return a field of the object, None where it does not exist for the reader."""
        found = item.find(name)
        if found is None or found.internal or found.state == "hidden":
            return None
        allowed = self.rights.clear(item.name) if self.clear else self.rights.readable(item.name)
        return found if found.name in allowed else None

    def fields(self, item: "ObjectType") -> list["Field"]:
        """Return all fields of the object that the reader may use."""
        return [member for member in item.fields.values() if self.field(item, member.name) is not None]

    def object(self, name: str) -> "ObjectType | None":
        """Return an object whose records the reader may read as children."""
        found = self.catalog.find(name)
        return found if found is not None and self.rights.can(found.name, "read") else None

    def target(self, member: "Field", kind: str = "") -> "ObjectType | None":
        """Return the object that a path points to through a field, None where it ends or the object may not be read."""
        to = kind or (member.to if member.kind.reference else None)
        found = self.catalog.find(to) if to else None
        return found if found is not None and self.rights.can(found.name, "read") else None


@dataclass(frozen=True, slots=True)
class Selection:
    """One key of the answer: a field's value, or for a lookup the chosen fields of the record it points to.

    Of a composite field `below` are its parts, all or those chosen, under their short names.
    """

    name: str
    member: "Field"
    masked: bool = False
    target: "ObjectType | None" = None
    below: tuple["Selection", ...] = ()


@dataclass(slots=True)
class _Choice:
    """What has been asked of one field so far."""

    member: "Field"
    target: "ObjectType | None" = None
    below: dict[str, "_Choice"] = field(default_factory=dict)


def select_fields(reader: Reader, item: "ObjectType", names: Sequence[str]) -> tuple[Selection, ...]:
    """Return the tree of the names asked for, in their order, the id first; all unknown names are reported together."""
    chosen: dict[str, _Choice] = {}
    problems: list[Problem] = []
    for name in ("id", *names):
        if name == EVERY:
            for member in reader.fields(item):
                if member.whole is None:
                    chosen.setdefault(member.name, _Choice(member))
            continue
        steps = tuple(name.split("."))
        problem = _take(reader, item, chosen, steps) if len(steps) <= _DEEPEST else unknown(name, ())
        if problem is not None:
            problems.append(problem)
    if problems:
        raise Malformed(problems=problems)
    return _frozen(reader, item, chosen, unmasked=reader.unmasked)


def unknown(name: str, known: Iterable[str], *, step: str = "") -> Problem:
    """Return the one problem for names that do not exist and those one may not use; `step` is the part at fault."""
    part = step or name
    return Problem(None, "unknown_name", {"name": part, "path": name, "nearest": nearest(part, list(known))})


def _take(reader: Reader, item: "ObjectType", chosen: dict[str, _Choice], steps: tuple[str, ...]) -> Problem | None:
    """Add one path to the tree, or return what is wrong with it."""
    names = ".".join(steps)
    for index, step in enumerate(steps):
        member = reader.field(item, step)
        if member is None:
            return unknown(names, (known.name for known in reader.fields(item)), step=step)
        choice = chosen.setdefault(member.name, _Choice(member))
        if index == len(steps) - 1:
            return None
        part = item.part(step, steps[index + 1])
        if part is not None and index == len(steps) - 2:
            choice.below[steps[-1]] = _Choice(item.fields[part])
            return None
        if member.type == "owner":
            known = steps[index + 1 :] in {("id",), ("name",)}
            return None if known else unknown(names, ("id", "name"), step=steps[-1])
        target = reader.target(member)
        if target is None:
            return unknown(names, ())
        choice.target, item, chosen = target, target, choice.below
        chosen.setdefault("id", _Choice(target.fields["id"]))
    return None


def _frozen(
    reader: Reader, item: "ObjectType", chosen: dict[str, _Choice], *, unmasked: bool = False
) -> tuple[Selection, ...]:
    masked = frozenset[str]() if unmasked else reader.rights.masked(item.name)

    def below(choice: _Choice) -> tuple[Selection, ...]:
        if choice.target is not None:
            return _frozen(reader, choice.target, choice.below)
        parts = item.parts_of(choice.member)
        wanted = choice.below.keys() or {name for name, _ in parts}
        return tuple(Selection(name, part, part.name in masked) for name, part in parts if name in wanted)

    return tuple(
        Selection(name, choice.member, choice.member.name in masked, choice.target, below(choice))
        for name, choice in chosen.items()
    )
