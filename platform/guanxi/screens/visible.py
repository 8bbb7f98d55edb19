"""Views, layouts and apps as one reader may see them: what names anything hidden from the reader does not exist.

A view whose filter, order or grouping the reader could not have written is left out whole, since its rows would tell.
On a layout only places are left out: conditions there hide nothing, so a condition that the reader could not have
written is dropped, and the server's rules stay what they are.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from guanxi.catalog import App, FieldPlace, Layout, MenuGroup, MenuItem, Section, Tab, View
from guanxi.catalog.drawn import drawn_view
from guanxi.catalog.scope import ObjectScope
from guanxi.errors import Malformed
from guanxi.formula import check
from guanxi.formula.formula_type import FormulaType
from guanxi.records.selection import Reader
from guanxi.text.label import Label

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.formula.typed import Checked
    from guanxi.workspace.context import Context

__all__ = ["apps_for", "condition_for", "formula_for", "kept", "layouts_for", "readable_view", "sorts_by", "views_for"]

_CONDITIONS = ("visible_when", "required_when", "readonly_when")
Screen = TypeVar("Screen", View, Layout, App)
Made = TypeVar("Made")
Conditional = TypeVar("Conditional")


def views_for(context: "Context", item: "ObjectType") -> tuple[View, ...]:
    """Return the views of an object that the reader may use, cut to what it may read."""
    return kept(context, ("views", item.name), lambda: _views(context, item))


def layouts_for(context: "Context", item: "ObjectType") -> tuple[Layout, ...]:
    """Return the layouts of an object for the reader, the fitting one first, cut to what it may read."""
    return kept(context, ("layouts", item.name), lambda: tuple(_layouts(context, item)))


def apps_for(context: "Context") -> tuple[App, ...]:
    """Return the apps of the reader; where nobody wrote one, an app of all objects that are not the platform's own."""
    return kept(context, ("apps",), lambda: tuple(_apps(context)))


def condition_for(context: "Context", object_name: str, text: str) -> "Checked | None":
    """Return a condition checked with the reader's names, None where it names what the reader may not compare by."""
    return formula_for(context, object_name, text, returns=FormulaType.BOOLEAN)


def formula_for(
    context: "Context", object_name: str, text: str, *, returns: FormulaType | None = None
) -> "Checked | None":
    """Return a formula checked with the reader's names, None where it names what the reader may not compare by."""
    names = Reader(context.catalog, context.rights).comparing()
    try:
        return check(text, ObjectScope(context.catalog, object_name, names=names), returns=returns)
    except Malformed:
        return None


def kept(context: "Context", key: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """Return what was worked out for readers of the same rights, working it out the first time."""
    who = context.principal
    return context.memo((*key, who.roles, who.scopes, who.is_system, who.audience), make)


def _for_reader(context: "Context", screens: Iterable[Screen]) -> list[Screen]:
    """Return the screens for everybody and those for a role that the reader holds, itself or through another."""
    held = {name for role in context.principal.roles for name in context.policy.chain(role)}
    return [screen for screen in screens if not screen.roles or context.principal.is_system or screen.roles & held]


def _views(context: "Context", item: "ObjectType") -> tuple[View, ...]:
    """Return the reader's views; where no list remains, the one that is drawn from the fields."""
    found = [readable_view(context, item, view) for view in _for_reader(context, context.catalog.views_of(item))]
    views = [view for view in found if view is not None]
    drawn = None if any(view.type == "list" for view in views) else readable_view(context, item, drawn_view(item))
    return (*views, drawn) if drawn is not None else tuple(views)


def readable_view(context: "Context", item: "ObjectType", view: View) -> View | None:
    """Return what the reader may see of a view, None where its rows would tell of what is hidden."""
    reader = Reader(context.catalog, context.rights)
    comparing = reader.comparing()
    told = (*view.needed, *(name.lstrip("-") for name in view.sort))
    if not all(_reaches(comparing, item, name) for name in told):
        return None
    if view.filter is not None and condition_for(context, item.name, view.filter) is None:
        return None
    return replace(
        view,
        columns=tuple(column for column in view.columns if _shows(reader, item, column.field)),
        summaries=tuple(summary for summary in view.summaries if _reaches(comparing, item, summary.field)),
    )


def sorts_by(context: "Context", item: "ObjectType", key: str) -> bool:
    """Tell whether the reader may sort by a key."""
    return _reaches(Reader(context.catalog, context.rights).comparing(), item, key.lstrip("-"))


def _layouts(context: "Context", item: "ObjectType") -> Iterable[Layout]:
    reader = Reader(context.catalog, context.rights)
    for layout in _for_reader(context, context.catalog.layouts_of(item)):
        yield replace(
            layout,
            compact=tuple(name for name in layout.compact if reader.field(item, name) is not None),
            highlights=tuple(name for name in layout.highlights if reader.field(item, name) is not None),
            tabs=tuple(tab for tab in (_tab(context, reader, item, tab) for tab in layout.tabs) if tab is not None),
        )


def _tab(context: "Context", reader: Reader, item: "ObjectType", tab: Tab) -> Tab | None:
    sections = []
    for section in tab.sections:
        seen = (place for place in section.fields if reader.field(item, place.field) is not None)
        places = tuple(_conditional(context, item, place) for place in seen)
        if places:
            kept: Section = _conditional(context, item, section)
            sections.append(replace(kept, fields=places))
    related = []
    for entry in tab.related:
        relation = item.relation(entry.relation)
        child = reader.object(relation.object) if relation is not None else None
        if relation is None or child is None or reader.field(child, relation.field) is None:
            continue
        columns = tuple(name for name in entry.columns if _shows(reader, child, name))
        sort = tuple(name for name in entry.sort if _reaches(reader.comparing(), child, name.lstrip("-")))
        related.append(replace(_conditional(context, item, entry), columns=columns, sort=sort))
    components = tuple(_conditional(context, item, component) for component in tab.components)
    if not (sections or related or components):
        return None
    kept_tab: Tab = _conditional(context, item, tab)
    return replace(kept_tab, sections=tuple(sections), related=tuple(related), components=components)


def _conditional(context: "Context", item: "ObjectType", part: Conditional) -> Conditional:
    """Return a part of a page without the conditions that the reader could not have written."""
    keys = _CONDITIONS if isinstance(part, FieldPlace) else _CONDITIONS[:1]
    texts = {key: getattr(part, key) for key in keys}
    dropped = {
        key: None for key, text in texts.items() if text is not None and condition_for(context, item.name, text) is None
    }
    return replace(part, **dropped) if dropped else part  # type: ignore[type-var]  # every part is a row


def _apps(context: "Context") -> Iterable[App]:
    visible = context.rights.visible_objects()
    audience = "portal" if context.principal.audience == "portal" else "staff"
    written = [app for app in context.catalog.apps.values() if app.audience == audience]
    for app in _for_reader(context, written) if written else [_everything(context)]:
        groups = (
            replace(group, items=tuple(_entry(context, entry) for entry in group.items if entry.object in visible))
            for group in app.menu
        )
        menu = tuple(group for group in groups if group.items)
        if menu:
            names = {entry.name for group in menu for entry in group.items}
            shown = (card for card in app.cards if card.object in visible)
            cards = tuple(card for card in shown if _entry(context, card).view is not None)
            yield replace(app, menu=menu, cards=cards, home=app.home if app.home in names else None)


def _entry(context: "Context", entry: MenuItem) -> MenuItem:
    """Return a menu item; where its view is none of the reader's, the object's first one opens."""
    views = views_for(context, context.catalog.object(entry.object))
    return entry if entry.view in {view.name for view in views} else replace(entry, view=None)


def _everything(context: "Context") -> App:
    items = (item for item in context.catalog.objects.values() if item.package != "core" and item.state != "hidden")
    entries = tuple(MenuItem(item.name, item.name) for item in items)
    label = Label("Everything", "全部")
    return App(name="everything", package="core", label=label, menu=(MenuGroup("objects", label, entries),))


def _shows(reader: Reader, item: "ObjectType", path: str) -> bool:
    """Tell whether a path ends at something that the reader may be shown."""
    return ObjectScope(reader.catalog, item.name, names=reader).shows(tuple(path.split(".")))


def _reaches(reader: Reader, item: "ObjectType", path: str) -> bool:
    """Tell whether a path is one that the reader may use."""
    return ObjectScope(reader.catalog, item.name, names=reader).resolve(tuple(path.split("."))) is not None
