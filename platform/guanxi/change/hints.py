"""Hints about metadata that nobody needs or that costs too much: looked for when asked, never acted on."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from guanxi.change.filled import own_fields, present_objects, unfilled_fields
from guanxi.change.hint import Ground, Hint, held_roles
from guanxi.change.idle_rules import idle_rules
from guanxi.change.sharing_effects import rules_without_index
from guanxi.change.unreached import covered_layouts, unoffered_screens, unused_rights
from guanxi.clock import now

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = ["Hint", "hints_of"]


def hints_of(workspace: "Workspace") -> list[Hint]:
    """Return every hint, those of one kind together."""
    catalog = workspace.snapshot().catalog
    with workspace.database.read() as connection:
        held, unfilled = held_roles(catalog, connection), unfilled_fields(catalog, connection)
        ground = Ground(catalog, connection, now(), held, unfilled)
        return [hint for look in _LOOKS for hint in look(ground)]


def _never_filled(ground: Ground) -> Iterator[Hint]:
    """Yield fields that no living record fills, of objects that have records."""
    for item in present_objects(ground.catalog):
        for member in own_fields(item):
            if member.name in ground.unfilled.get(item.name, ()):
                yield Hint("hint_never_filled", "object", item.name, {"field": member.name, "object": item.name})


def _in_no_layout(ground: Ground) -> Iterator[Hint]:
    """Yield fields that stand in no layout, of objects that somebody has drawn."""
    for item in present_objects(ground.catalog):
        layouts = ground.catalog.layouts.get(item.name, ())
        shown = {name for layout in layouts for name in (*layout.compact, *layout.highlights)}
        shown |= {
            place.field
            for layout in layouts for tab in layout.tabs for section in tab.sections for place in section.fields
        }  # fmt: skip
        for member in own_fields(item) if layouts else ():
            if member.name not in shown and member.name != item.name_field:
                yield Hint("hint_in_no_layout", "object", item.name, {"field": member.name, "object": item.name})


def _without_members(ground: Ground) -> Iterator[Hint]:
    """Yield roles that nobody holds, and that no held role inherits."""
    for name in sorted(ground.catalog.roles.keys() - ground.held):
        yield Hint("hint_role_unheld", "role", name, {"role": name})


def _unused_picklists(ground: Ground) -> Iterator[Hint]:
    """Yield picklists that no field has."""
    used = {member.picklist for item in ground.catalog.objects.values() for member in item.fields.values()}
    for name, picklist in sorted(ground.catalog.picklists.items()):
        if name not in used and picklist.package not in {"core", "base"}:
            yield Hint("hint_picklist_unused", "picklist", name, {"picklist": name})


def _slow_rules(ground: Ground) -> Iterator[Hint]:
    """Yield rules of sharing that no index serves."""
    for sharing, rule in rules_without_index(ground.catalog):
        yield Hint("rule_without_index", "sharing", sharing.object, {"rule": rule.name, "object": sharing.object})


_LOOKS: tuple[Callable[[Ground], Iterator[Hint]], ...] = (
    idle_rules, unoffered_screens, covered_layouts, _without_members, unused_rights, _unused_picklists, _slow_rules,
    _in_no_layout, _never_filled,
)  # fmt: skip
