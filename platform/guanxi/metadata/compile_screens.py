"""Views, layouts and apps become rows of the catalog."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from guanxi.catalog import Action
from guanxi.catalog.duplicates import DuplicateRule
from guanxi.catalog.screens import (
    App,
    Column,
    Component,
    FieldPlace,
    Layout,
    MenuGroup,
    MenuItem,
    RelatedList,
    Section,
    Summary,
    Tab,
    View,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guanxi.catalog import Label
    from guanxi.metadata.document import Body
    from guanxi.metadata.labels import Labels
    from guanxi.metadata.layers import Item

__all__ = ["by_object", "compile_app", "compile_layout", "compile_view", "view_from"]

Screen = TypeVar("Screen", View, Layout, Action, DuplicateRule)


def by_object(screens: "Iterable[Screen]") -> Mapping[str, tuple[Screen, ...]]:
    """Return screens by their object, each in the order of its documents."""
    found: dict[str, list[Screen]] = defaultdict(list)
    for screen in screens:
        found[screen.object].append(screen)
    return {name: tuple(of_object) for name, of_object in found.items()}


def compile_view(item: "Item", labels: "Labels") -> View:
    """Return a view."""
    return view_from(
        item.body, name=item.name, package=item.package, label=labels.of(item),
        column_label=lambda entry: _own_label(item, labels, entry, "columns", entry["field"]),
    )  # fmt: skip


def view_from(
    body: "Body", *, name: str, package: str, label: "Label", column_label: "Callable[[Body], Label | None]"
) -> View:
    """Return the view that a checked body describes."""
    columns = tuple(
        Column(entry["field"], column_label(entry), entry.get("width")) for entry in body.get("columns", ())
    )
    return View(
        name=name, package=package, object=body["object"], label=label, type=body.get("type", "list"),
        roles=frozenset(body.get("roles", ())), columns=columns, filter=body.get("filter"),
        sort=tuple(body.get("sort", ())), group=body.get("group"), start=body.get("start"), end=body.get("end"),
        parent=body.get("parent"), place=body.get("place"),
        summaries=tuple(Summary(entry["field"], entry["function"]) for entry in body.get("summaries", ())),
    )  # fmt: skip


def compile_layout(item: "Item", labels: "Labels") -> Layout:
    """Return a layout."""
    body = item.body
    return Layout(
        name=item.name, package=item.package, object=body["object"], label=labels.of(item),
        roles=frozenset(body.get("roles", ())), record_types=frozenset(body.get("record_types", ())),
        compact=tuple(body.get("compact", ())),
        highlights=tuple(body.get("highlights", ())),
        tabs=tuple(_tab(item, labels, entry) for entry in body["tabs"]),
    )  # fmt: skip


def _tab(item: "Item", labels: "Labels", body: "Body") -> Tab:
    place = ("tabs", body["name"])
    sections = tuple(
        Section(
            entry["name"], labels.of(item, *place, "sections", entry["name"], body=entry),
            tuple(FieldPlace(**field) for field in entry["fields"]),
            entry.get("columns", 2), entry.get("collapsed", False), entry.get("visible_when"),
        )
        for entry in body.get("sections", ())
    )  # fmt: skip
    related = tuple(
        RelatedList(
            entry["relation"], _own_label(item, labels, entry, *place, "related", entry["relation"]),
            tuple(entry.get("columns", ())), tuple(entry.get("sort", ())), entry.get("visible_when"),
        )
        for entry in body.get("related", ())
    )  # fmt: skip
    components = tuple(
        Component(
            entry["name"], labels.of(item, *place, "components", entry["name"], body=entry), entry["component"],
            entry.get("visible_when"),
        )
        for entry in body.get("components", ())
    )  # fmt: skip
    label = labels.of(item, *place, body=body)
    return Tab(body["name"], label, sections, related, components, body.get("visible_when"))


def compile_app(item: "Item", labels: "Labels") -> App:
    """Return an app."""
    body = item.body
    menu = tuple(
        MenuGroup(
            group["name"], labels.of(item, "menu", group["name"], body=group),
            tuple(_way(item, labels, entry, "menu", group["name"], "items") for entry in group["items"]),
        )
        for group in body["menu"]
    )  # fmt: skip
    return App(
        name=item.name, package=item.package, label=labels.of(item), icon=body.get("icon"), colour=body.get("colour"),
        audience=body.get("audience", "staff"), roles=frozenset(body.get("roles", ())), home=body.get("home"),
        menu=menu, cards=tuple(_way(item, labels, entry, "cards") for entry in body.get("cards", ())),
    )  # fmt: skip


def _way(item: "Item", labels: "Labels", entry: "Body", *path: str) -> MenuItem:
    label = _own_label(item, labels, entry, *path, entry["name"])
    return MenuItem(entry["name"], entry["object"], entry.get("view"), label, entry.get("icon"))


def _own_label(item: "Item", labels: "Labels", body: "Body", *path: str) -> "Label | None":
    """Return a label that somebody wrote, None where the label of what is shown serves."""
    return labels.of(item, *path, body=body) if "label" in body else None
