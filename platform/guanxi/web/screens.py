"""Views, layouts and apps in the words of the API; conditions are told as checked trees, which the browser runs."""

from typing import TYPE_CHECKING, Any

from guanxi.formula.serial import checked_json
from guanxi.screens.offered import offered_views
from guanxi.screens.visible import apps_for, condition_for, layouts_for
from guanxi.web.formulas import FORMULA
from guanxi.web.shapes import FLAG, TEXT, TEXTS, WHOLE, Members, Named, closed, many, maybe

if TYPE_CHECKING:
    from guanxi.catalog import App, Component, FieldPlace, Label, Layout, ObjectType, RelatedList, Section, Tab, View
    from guanxi.workspace.context import Context

__all__ = ["APP", "LAYOUT", "VIEW", "told_apps", "told_condition", "told_layouts", "told_view", "told_views"]

_WHEN = maybe(FORMULA)
_NAMED: Members = {"name": TEXT, "label": TEXT}
_COLUMN = closed({"field": TEXT, "label": maybe(TEXT), "width": maybe(WHOLE)})
VIEW: Members = {
    **_NAMED, "type": TEXT, "personal": FLAG, "left_out": WHOLE, "columns": many(_COLUMN), "filter": maybe(TEXT),
    "sort": TEXTS,
    **dict.fromkeys(("group", "start", "end", "parent", "place"), maybe(TEXT)),
    "summaries": many(closed({"field": TEXT, "function": TEXT})),
}  # fmt: skip
_PLACE = closed({"field": TEXT, "wide": FLAG, "visible_when": _WHEN, "required_when": _WHEN, "readonly_when": _WHEN})
_SECTION = closed({
    **_NAMED, "columns": WHOLE, "collapsed": FLAG, "visible_when": _WHEN, "fields": many(_PLACE),
})  # fmt: skip
_RELATED = closed({
    "relation": TEXT, "object": TEXT, "field": TEXT, "label": maybe(TEXT), "columns": TEXTS, "sort": TEXTS,
    "visible_when": _WHEN,
})  # fmt: skip
_TAB = closed({
    **_NAMED, "visible_when": _WHEN, "sections": many(_SECTION), "related": many(_RELATED),
    "components": many(closed({**_NAMED, "component": TEXT, "visible_when": _WHEN})),
})  # fmt: skip
LAYOUT = closed({**_NAMED, "record_types": TEXTS, "compact": TEXTS, "highlights": TEXTS, "tabs": many(_TAB)})
_ENTRY = closed({**_NAMED, "object": TEXT, "view": maybe(TEXT), "icon": maybe(TEXT)})
APP = Named("app", "An app with its menu.", closed({
    **_NAMED, "icon": maybe(TEXT), "colour": maybe(TEXT), "home": maybe(TEXT),
    "menu": many(closed({**_NAMED, "items": many(_ENTRY)})),
    "cards": many(closed({"name": TEXT, "object": TEXT, "view": maybe(TEXT), "label": maybe(TEXT)})),
}))  # fmt: skip


def told_views(context: "Context", item: "ObjectType") -> list[dict[str, Any]]:
    """Return the views of an object for the caller, the one that opens first in front."""
    return [told_view(context, view) for view in offered_views(context, item)]


def told_layouts(context: "Context", item: "ObjectType") -> list[dict[str, Any]]:
    """Return the layouts of an object for the caller, the fitting one in front."""
    return [_layout(context, layout) for layout in layouts_for(context, item)]


def told_apps(context: "Context") -> list[dict[str, Any]]:
    """Return the caller's apps with their menus."""
    return [_app(context, app) for app in apps_for(context)]


def told_condition(context: "Context", object_name: str, text: str | None) -> dict[str, Any] | None:
    """Return the checked tree of a condition, None where there is none that the caller could have written."""
    checked = condition_for(context, object_name, text) if text is not None else None
    return None if checked is None else checked_json(checked)


def told_view(context: "Context", view: "View") -> dict[str, Any]:
    """Return a view that was cut to its reader."""
    return {
        "name": view.name, "label": view.label.text(context.language), "type": view.type, "personal": view.personal,
        "left_out": view.left_out,
        "columns": [
            {"field": column.field, "label": _text(context, column.label), "width": column.width}
            for column in view.columns
        ],
        "filter": view.filter, "sort": list(view.sort), "group": view.group, "start": view.start, "end": view.end,
        "parent": view.parent, "place": view.place,
        "summaries": [{"field": summary.field, "function": summary.function} for summary in view.summaries],
    }  # fmt: skip


def _layout(context: "Context", layout: "Layout") -> dict[str, Any]:
    return {
        "name": layout.name, "label": layout.label.text(context.language),
        "record_types": sorted(layout.record_types), "compact": list(layout.compact),
        "highlights": list(layout.highlights), "tabs": [_tab(context, layout.object, tab) for tab in layout.tabs],
    }  # fmt: skip


def _tab(context: "Context", owner: str, tab: "Tab") -> dict[str, Any]:
    return {
        "name": tab.name, "label": tab.label.text(context.language),
        "visible_when": told_condition(context, owner, tab.visible_when),
        "sections": [_section(context, owner, section) for section in tab.sections],
        "related": [_related(context, owner, entry) for entry in tab.related],
        "components": [_component(context, owner, component) for component in tab.components],
    }  # fmt: skip


def _section(context: "Context", owner: str, section: "Section") -> dict[str, Any]:
    return {
        "name": section.name, "label": section.label.text(context.language), "columns": section.columns,
        "collapsed": section.collapsed, "visible_when": told_condition(context, owner, section.visible_when),
        "fields": [_place(context, owner, place) for place in section.fields],
    }  # fmt: skip


def _place(context: "Context", owner: str, place: "FieldPlace") -> dict[str, Any]:
    return {
        "field": place.field, "wide": place.wide,
        "visible_when": told_condition(context, owner, place.visible_when),
        "required_when": told_condition(context, owner, place.required_when),
        "readonly_when": told_condition(context, owner, place.readonly_when),
    }  # fmt: skip


def _related(context: "Context", owner: str, entry: "RelatedList") -> dict[str, Any]:
    relation = context.catalog.object(owner).relations[entry.relation]
    return {
        "relation": entry.relation, "object": relation.object, "field": relation.field,
        "label": _text(context, entry.label), "columns": list(entry.columns), "sort": list(entry.sort),
        "visible_when": told_condition(context, owner, entry.visible_when),
    }  # fmt: skip


def _component(context: "Context", owner: str, component: "Component") -> dict[str, Any]:
    return {
        "name": component.name, "label": component.label.text(context.language), "component": component.component,
        "visible_when": told_condition(context, owner, component.visible_when),
    }  # fmt: skip


def _app(context: "Context", app: "App") -> dict[str, Any]:
    return {
        "name": app.name, "label": app.label.text(context.language), "icon": app.icon, "colour": app.colour,
        "home": app.home,
        "menu": [
            {
                "name": group.name, "label": group.label.text(context.language),
                "items": [
                    {
                        "name": entry.name, "object": entry.object, "view": entry.view, "icon": entry.icon,
                        "label": _text(context, entry.label)
                        or context.catalog.object(entry.object).plural.text(context.language),
                    }
                    for entry in group.items
                ],
            }
            for group in app.menu
        ],
        "cards": [
            {"name": card.name, "object": card.object, "view": card.view, "label": _text(context, card.label)}
            for card in app.cards
        ],
    }  # fmt: skip


def _text(context: "Context", label: "Label | None") -> str | None:
    return None if label is None else label.text(context.language)
