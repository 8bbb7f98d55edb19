"""The catalog: all metadata of a workspace at one revision, compiled into immutable rows.

Every mapping is read-only and every item may be shared between two catalogs (decision B8), so nothing here points back
to a catalog: items name each other, and the catalog resolves the names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guanxi.catalog.actions import Action
from guanxi.catalog.declared import DeclaredKind, KindItem
from guanxi.catalog.drawn import drawn_layout, drawn_view
from guanxi.catalog.duplicates import DuplicateRule
from guanxi.catalog.objects import ObjectType, Rollup
from guanxi.catalog.picklists import Picklist
from guanxi.catalog.policies import Role, Sharing
from guanxi.catalog.screens import App, Layout, View
from guanxi.errors import Missing
from guanxi.fields.spec import FieldSpec
from guanxi.text.label import Label

if TYPE_CHECKING:
    from guanxi.catalog.formulas import FormulaBook

__all__ = [
    "Catalog",
    "PluginInfo",
    "Setting",
]


@dataclass(frozen=True, slots=True)
class Setting:
    """A typed value that a package reads; secrets are kept encrypted and never exported."""

    name: str
    package: str
    spec: FieldSpec
    secret: bool = False


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """An installed package: what its plugin.yaml says."""

    name: str
    label: Label
    version: str
    depends: tuple[str, ...]
    prefix: str
    powers: frozenset[str]
    guards: frozenset[str] = frozenset()  # objects that are denied while the package's code is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All metadata of a workspace at one revision."""

    revision: int
    objects: Mapping[str, ObjectType]
    picklists: Mapping[str, Picklist]
    roles: Mapping[str, Role]
    sharing: Mapping[str, Sharing]  # by object; every object has one
    settings: Mapping[str, Setting]
    plugins: Mapping[str, PluginInfo]
    aliases: Mapping[str, str]  # old object names
    rollups: Mapping[str, tuple[Rollup, ...]]  # by child object, in recompute order
    views: Mapping[str, tuple[View, ...]]  # by object, those that somebody wrote
    layouts: Mapping[str, tuple[Layout, ...]]  # by object, those that somebody wrote
    apps: Mapping[str, App]
    actions: Mapping[str, tuple[Action, ...]]  # by object
    duplicate_rules: Mapping[str, tuple[DuplicateRule, ...]]  # by object
    kinds: Mapping[str, DeclaredKind]  # those that packages declare
    formulas: "FormulaBook" = field(compare=False, repr=False)

    def object(self, name: str) -> ObjectType:
        """Return the object of that name or former name, else raise Missing."""
        found = self.find(name)
        if found is None:
            raise Missing(kind="object", name=name)
        return found

    def find(self, name: str) -> ObjectType | None:
        """Return the object of that name or former name, None when there is none."""
        found = self.objects.get(name)
        return found if found is not None else self.objects.get(self.aliases.get(name, ""))

    def reached_through(self, item: ObjectType) -> tuple[str, ...]:
        """Return the objects whose rows decide who sees rows of this one: its masters, and what it is about."""
        pointed = item.pointer(item.inherits)[0].targets if item.inherits is not None else ()
        masters = (master.to for master in item.masters if master.to)
        return (*masters, *(name for name in pointed if name in self.objects))

    def providers_for(self, item: ObjectType) -> tuple[ObjectType, ...]:
        """Return the objects whose records are features of an object, such as its comments and activities."""
        found = (other for other in self.objects.values() if other.provides in item.features and other.inherits)
        return tuple(other for other in found if other.state != "hidden")

    def rollups_over(self, child: str) -> tuple[Rollup, ...]:
        """Return the roll-ups whose value depends on records of the child object, lowest level first."""
        return self.rollups.get(child, ())

    def picklist(self, name: str) -> Picklist:
        """Return the picklist of that name, else raise Missing."""
        found = self.picklists.get(name)
        if found is None:
            raise Missing(kind="picklist", name=name)
        return found

    def items(self, kind: str) -> Mapping[str, KindItem]:
        """Return the items of a kind that a package declares, else raise Missing."""
        found = self.kinds.get(kind)
        if found is None:
            raise Missing(kind="kind", name=kind)
        return found.items

    def views_of(self, item: ObjectType) -> tuple[View, ...]:
        """Return the views of an object; where nobody wrote a list for all, one is drawn from the fields."""
        written = self.views.get(item.name, ())
        served = any(view.type == "list" and not view.roles for view in written)
        return written if served else (*written, drawn_view(item))

    def layouts_of(self, item: ObjectType) -> tuple[Layout, ...]:
        """Return the layouts of an object, those for certain roles and types first; there is always one for all."""
        written = sorted(self.layouts.get(item.name, ()), key=lambda one: (not one.roles, not one.record_types))
        served = bool(written) and not written[-1].roles and not written[-1].record_types
        return tuple(written) if served else (*written, drawn_layout(item))
