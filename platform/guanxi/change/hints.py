"""Hints about metadata that nobody needs or that costs too much: looked for when asked, never acted on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guanxi.access.principal import role_grantee_id
from guanxi.change.sharing_effects import rules_without_index
from guanxi.sqltree import TRUE, Alias, Call, Column, Exists, Select, Table
from guanxi.text.messages import message

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ObjectType
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["Hint", "hints_of"]

_AT_ONCE = 50  # columns that one statement asks about


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing worth a look: its code, the item that it is about, and the values of its words."""

    code: str
    kind: str
    name: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the sentence for people."""
        return message(self.code, self.params, language=language)

    def as_json(self, language: str) -> dict[str, Any]:
        """Return the hint as JSON."""
        return {
            "code": self.code, "kind": self.kind, "name": self.name, "params": dict(self.params),
            "message": self.text(language),
        }  # fmt: skip


def hints_of(workspace: "Workspace") -> list[Hint]:
    """Return every hint, those of one kind together."""
    catalog = workspace.snapshot().catalog
    with workspace.database.read() as connection:
        return [hint for look in _LOOKS for hint in look(catalog, connection)]


def _never_filled(catalog: "Catalog", connection: "Connection") -> Iterator[Hint]:
    """Yield fields that no living record fills, of objects that have records."""
    for item in _present(catalog):
        members = [member for member in _own(item) if not member.computed and (member.column or member.link_table)]
        for start in range(0, len(members), _AT_ONCE):
            some = members[start : start + _AT_ONCE]
            asked = [Alias("c0", Exists(_living(item)))]
            asked += [Alias(f"c{at}", _filled(item, member)) for at, member in enumerate(some, start=1)]
            (row,) = connection.run_tree(Select(tuple(asked), Table("gx_workspace", "w"), (), TRUE))
            for member, filled in zip(some, row[1:], strict=True):
                if row[0] and not filled:
                    yield Hint("hint_never_filled", "object", item.name, {"field": member.name, "object": item.name})


def _living(item: "ObjectType") -> Select:
    alive = Call("is_null", (Column("r", "deleted_at", "datetime"),), "boolean")
    return Select((Alias("one", TRUE),), Table(item.table, "r"), (), alive)


def _filled(item: "ObjectType", member: "Field") -> Exists:
    """Return whether any record has a value; it is looked for until the first one is found."""
    table = member.link_table or item.parts[member.part - 1]
    column = Column("r", "value" if member.link_table else member.column)
    held = Call("is_not_null", (column,), "boolean")
    return Exists(Select((Alias("one", TRUE),), Table(table, "r"), (), held))


def _in_no_layout(catalog: "Catalog", connection: "Connection") -> Iterator[Hint]:
    """Yield fields that stand in no layout, of objects that somebody has drawn."""
    del connection
    for item in _present(catalog):
        layouts = catalog.layouts.get(item.name, ())
        shown = {name for layout in layouts for name in (*layout.compact, *layout.highlights)}
        shown |= {
            place.field
            for layout in layouts for tab in layout.tabs for section in tab.sections for place in section.fields
        }  # fmt: skip
        for member in _own(item) if layouts else ():
            if member.name not in shown and member.name != item.name_field:
                yield Hint("hint_in_no_layout", "object", item.name, {"field": member.name, "object": item.name})


def _without_members(catalog: "Catalog", connection: "Connection") -> Iterator[Hint]:
    """Yield roles that nobody holds, and that no held role inherits."""
    held = {row[0] for row in connection.select("gx_membership", ("grantee_id",))}
    waiting = [name for name in catalog.roles if role_grantee_id(name) in held]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in catalog.roles and name not in used:
            used.add(name)
            waiting += catalog.roles[name].inherits
    for name in sorted(catalog.roles.keys() - used):
        yield Hint("hint_role_unheld", "role", name, {"role": name})


def _unused_picklists(catalog: "Catalog", connection: "Connection") -> Iterator[Hint]:
    """Yield picklists that no field has."""
    del connection
    used = {member.picklist for item in catalog.objects.values() for member in item.fields.values()}
    for name, picklist in sorted(catalog.picklists.items()):
        if name not in used and picklist.package not in {"core", "base"}:
            yield Hint("hint_picklist_unused", "picklist", name, {"picklist": name})


def _slow_rules(catalog: "Catalog", connection: "Connection") -> Iterator[Hint]:
    """Yield rules of sharing that no index serves."""
    del connection
    for sharing, rule in rules_without_index(catalog):
        yield Hint("rule_without_index", "sharing", sharing.object, {"rule": rule.name, "object": sharing.object})


def _present(catalog: "Catalog") -> "list[ObjectType]":
    return [item for _, item in sorted(catalog.objects.items()) if item.state != "hidden"]


def _own(item: "ObjectType") -> "list[Field]":
    """Return the fields that people see as such, but for those that the platform's own packages bring."""
    return [
        member for member in item.declared
        if not member.internal and member.whole is None and member.state != "hidden" and member.package != "core"
    ]  # fmt: skip


_LOOKS: tuple[Callable[["Catalog", "Connection"], Iterator[Hint]], ...] = (
    _never_filled, _in_no_layout, _without_members, _unused_picklists, _slow_rules,
)  # fmt: skip
