"""How changes moved records into and out of a reader's sight: each by what it kept of before and after (0014)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guanxi.feed.sight import Sight, readable_objects, sight_of
from guanxi.records.trail import SHARED

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.feed.log import Change
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["Move", "moves_of"]

_ALWAYS = frozenset({"version", "updated_at", "updated_by"})  # every change by somebody touches them
_BINNED = _ALWAYS | {"deleted_at"}
_TOUCHED = {"created": _ALWAYS, "updated": _ALWAYS, "deleted": _BINNED, "restored": _BINNED}


@dataclass(frozen=True, slots=True)
class Move:
    """What one change did to what the reader sees.

    `was`, `came`: whether the record was seen before and after it, as far as its own fields decide; None where what the
    change kept does not say. `loose`: objects of which any record may have come or gone with it.
    """

    was: bool | None = True
    came: bool | None = True
    loose: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Judge:
    """What decides, turned round: whom a change of an object concerns."""

    context: "Context"
    grantees: frozenset[str] = frozenset()
    sights: dict[str, Sight] = field(default_factory=dict)
    watched: defaultdict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=lambda: defaultdict(list))
    heirs: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.grantees = frozenset(self.context.principal.grantee_ids)
        for item in readable_objects(self.context):
            sight = self.sights[item.name] = sight_of(self.context, item)
            for name, names in sight.away.items():
                self.watched[name].append((item.name, names))
            for parent in sight.parents:
                self.heirs[parent].add(item.name)

    def move(self, item: "ObjectType", change: "Change", seen: tuple[bool, bool] | None, *, visible: bool) -> Move:
        """Return what a change of a record of the object did; `seen` tells before and after where it kept both."""
        if change.kind == SHARED:
            mine = not self.grantees.isdisjoint(change.record["grantees"])
            return Move(loose=self._with_heirs({item.name} if mine else ()))
        loose, sight = set(self._concerned(item, change)), self.sights.get(item.name)
        moved = sight is not None and seen is None and bool(_touched(change) & set(sight.own.values()))
        was, came = (None, None) if moved and change.kind != "created" else seen or (True, True)
        if was is None:
            loose.add(item.name)
        if was is None or was != came:
            loose |= self.heirs[item.name]
        elif visible and change.kind in {"deleted", "restored"}:  # nobody sees what is about a record in the bin
            loose |= {name for name in self.heirs[item.name] if self.context.catalog.object(name).inherits is not None}
        return Move(was, came, self._with_heirs(loose))

    def _concerned(self, item: "ObjectType", change: "Change") -> Iterator[str]:
        """Yield the objects whose records are seen by what this record holds, where the change touched that."""
        touched = _touched(change)
        for name, names in self.watched.get(item.name, ()):
            if touched & names or (change.kind == "created" and any(_points(item, one) for one in names)):
                yield name

    def _with_heirs(self, names: Iterable[str]) -> frozenset[str]:
        """Return the objects with those that are seen through them."""
        found, waiting = set[str](), list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.heirs[name])
        return frozenset(found)


def moves_of(
    context: "Context", connection: "Connection", changes: "Sequence[Change]", visible: Mapping[str, set[str]]
) -> list[Move]:
    """Return what each of the changes did to what the reader sees; `visible` are the ids seen now, by object."""
    judge = _Judge(context)
    items = [context.catalog.find(change.object) for change in changes]
    asked: defaultdict[str, list[tuple[int, list[Any]]]] = defaultdict(list)
    for number, (change, item) in enumerate(zip(changes, items, strict=True)):
        sight = judge.sights.get(item.name) if item is not None else None
        sides = change.record.get("sight")
        if item is not None and sight is not None and sides is not None and sides[0].keys() >= sight.own.keys():
            for side, values in enumerate(sides):
                asked[item.name].append((number, [2 * number + side, change.id, *(values[name] for name in sight.own)]))
    seen: dict[int, tuple[bool, bool]] = {}
    for name, rows in asked.items():
        sight = judge.sights[name]
        values = {**sight.access.values, "rows": [row for _, row in rows]}
        found = {int(row[0]) for row in connection.run_tree(sight.among, values)}
        seen.update({number: (2 * number in found, 2 * number + 1 in found) for number, _ in rows})
    return [
        Move()
        if item is None
        else judge.move(item, change, seen.get(number), visible=change.id in visible.get(item.name, ()))
        for number, (change, item) in enumerate(zip(changes, items, strict=True))
    ]


def _touched(change: "Change") -> frozenset[str]:
    return _TOUCHED.get(change.kind, frozenset()).union(change.record["fields"])


def _points(item: "ObjectType", name: str) -> bool:
    """Tell whether the field says to which record this one belongs."""
    member = item.find(name)
    return member is not None and (member.kind.reference or bool(member.link_table))
