"""Hints about what nobody reaches: screens that nobody is offered, and rights that nobody uses."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.change.filled import present_objects
from guanxi.change.hint import Ground, Hint
from guanxi.sqltree import Alias, And, Call, Column, InList, Param, Select, Table

if TYPE_CHECKING:
    from guanxi.catalog import App, Layout, View

__all__ = ["covered_layouts", "unoffered_screens", "unused_rights"]

_LONG = dt.timedelta(days=90)
"""How far the audit must reach before it says anything of a right: seldom used is not unused."""

_TRACED = ("delete", "export", "import")
"""The rights whose every use the audit keeps under their own name."""


def unoffered_screens(ground: Ground) -> Iterator[Hint]:
    """Yield views, layouts and apps that are for certain roles, none of which anybody holds."""
    for kind, screens in _screens(ground).items():
        for screen in sorted(screens, key=lambda one: one.name):
            if screen.roles and not screen.roles & ground.held:
                params = {"name": screen.name, "roles": ", ".join(sorted(screen.roles))}
                yield Hint(f"hint_{kind}_unoffered", kind, screen.name, params)


def _screens(ground: Ground) -> "dict[str, list[App | Layout | View]]":
    catalog = ground.catalog
    return {
        "view": [view for views in catalog.views.values() for view in views],
        "layout": [layout for layouts in catalog.layouts.values() for layout in layouts],
        "app": list(catalog.apps.values()),
    }


def covered_layouts(ground: Ground) -> Iterator[Hint]:
    """Yield layouts before which another one always comes: it is for the same people and record types, or for more."""
    for item in present_objects(ground.catalog):
        ordered = ground.catalog.layouts_of(item)
        for at, layout in enumerate(ordered):
            first = next((one for one in ordered[:at] if _covers(one, layout)), None)
            if first is not None:
                yield Hint("hint_layout_covered", "layout", layout.name, {"name": layout.name, "other": first.name})


def _covers(first: "Layout", later: "Layout") -> bool:
    return all(
        not wide or (bool(narrow) and narrow <= wide)
        for wide, narrow in ((first.roles, later.roles), (first.record_types, later.record_types))
    )


def unused_rights(ground: Ground) -> Iterator[Hint]:
    """Yield rights on objects that roles name and that nobody has used, where the audit reaches far enough to tell."""
    since = _reach(ground)
    if since is None or ground.now - since < _LONG:
        return
    used = _used(ground)
    for item in present_objects(ground.catalog):
        for right in _TRACED:
            roles = sorted(
                role.name for role in ground.catalog.roles.values() if role.name in ground.held
                and any(entry.object == item.name and right in entry.rights for entry in role.objects)
            )  # fmt: skip
            if roles and (right, item.name) not in used:
                params = {"object": item.name, "roles": ", ".join(roles), "since": since.date().isoformat()}
                yield Hint(f"hint_{right}_unused", "object", item.name, params)


def _reach(ground: Ground) -> dt.datetime | None:
    """Return since when the audit has been kept: its ids ascend with time."""
    first = ground.connection.select("gx_audit", ("at",), order=("id",), limit=1)
    return first[0][0] if first else None


def _used(ground: Ground) -> set[tuple[str, str]]:
    action, name = Column("a", "action", "text"), Column("a", "object", "text")
    told = And((InList(action, Param("actions", "list")), Call("is_not_null", (name,), "boolean")))
    select = Select((Alias("action", action), Alias("object", name)), Table("gx_audit", "a"), (), told, distinct=True)
    return {(row[0], row[1]) for row in ground.connection.run_tree(select, {"actions": list(_TRACED)})}
