"""What screens are drawn from: views of many records, layouts of one, and the apps whose menus open them."""

from dataclasses import dataclass
from typing import Literal

from guanxi.text.label import Label

__all__ = [
    "App",
    "Column",
    "Component",
    "FieldPlace",
    "Layout",
    "MenuGroup",
    "MenuItem",
    "RelatedList",
    "Section",
    "Summary",
    "Tab",
    "View",
    "ViewType",
]

ViewType = Literal["list", "board", "calendar", "timeline", "gallery", "map", "tree"]


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that a view shows of each record; without a label of its own it has that of the field."""

    field: str  # a field or a path
    label: Label | None = None
    width: int | None = None  # pixels


@dataclass(frozen=True, slots=True)
class Summary:
    """A number over the records of a view."""

    field: str
    function: Literal["sum", "avg", "min", "max", "count_distinct"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to look at many records of an object."""

    name: str
    package: str
    object: str
    label: Label
    type: ViewType = "list"
    roles: frozenset[str] = frozenset()  # empty: for all
    columns: tuple[Column, ...] = ()
    filter: str | None = None
    sort: tuple[str, ...] = ()
    group: str | None = None
    start: str | None = None
    end: str | None = None
    parent: str | None = None
    place: str | None = None
    summaries: tuple[Summary, ...] = ()
    personal: bool = False  # somebody's own; its name is the id of a record
    left_out: int = 0  # of somebody's own: conditions and sort keys that name what is not there for its owner any more

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the fields without which the view cannot be drawn."""
        roles = (self.group, self.start, self.end, self.parent, self.place)
        return tuple(name for name in roles if name is not None)


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A field on a page and when it shows, must be filled, and cannot be changed."""

    field: str
    wide: bool = False
    visible_when: str | None = None
    required_when: str | None = None
    readonly_when: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading."""

    name: str
    label: Label
    fields: tuple[FieldPlace, ...]
    columns: int = 2
    collapsed: bool = False
    visible_when: str | None = None


@dataclass(frozen=True, slots=True)
class RelatedList:
    """The records that name a record, under one relation."""

    relation: str
    label: Label | None = None
    columns: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    visible_when: str | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a page that is no field: one of the platform's, or PACKAGE/PANEL of a package."""

    name: str
    label: Label
    component: str
    visible_when: str | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """One leaf of a page."""

    name: str
    label: Label
    sections: tuple[Section, ...] = ()
    related: tuple[RelatedList, ...] = ()
    components: tuple[Component, ...] = ()
    visible_when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The page of one record."""

    name: str
    package: str
    object: str
    label: Label
    roles: frozenset[str] = frozenset()  # empty: for all
    record_types: frozenset[str] = frozenset()  # empty: for all
    compact: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    tabs: tuple[Tab, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A way into the records of an object; without a view the object's first one opens."""

    name: str
    object: str
    view: str | None = None
    label: Label | None = None
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Menu items under one heading."""

    name: str
    label: Label
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A menu for some people, and what they begin the day with."""

    name: str
    package: str
    label: Label
    icon: str | None = None
    colour: str | None = None
    audience: Literal["staff", "portal"] = "staff"
    roles: frozenset[str] = frozenset()  # empty: for all
    home: str | None = None
    menu: tuple[MenuGroup, ...] = ()
    cards: tuple[MenuItem, ...] = ()  # views whose first records stand on the home screen
