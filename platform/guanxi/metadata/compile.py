"""Merged documents and what the database remembers of them become a catalog.

An object whose document, database rows, picklists and relations are unchanged is the very same row as in the previous
catalog, so that a change costs what it changes, and two live catalogs cost little more than one (decision B8).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from guanxi.catalog import (
    Alias,
    Catalog,
    ItemRow,
    Label,
    ObjectType,
    Picklist,
    PicklistValue,
    PluginInfo,
    Rollup,
    Setting,
)
from guanxi.catalog.dependencies import Node, rollup_levels, rollup_needs
from guanxi.catalog.formulas import FormulaBook
from guanxi.fields import FieldSpec
from guanxi.metadata.compile_access import compile_role, compile_sharing
from guanxi.metadata.compile_actions import compile_action
from guanxi.metadata.compile_kinds import CompileKind, compile_kinds
from guanxi.metadata.compile_objects import ObjectCompiler
from guanxi.metadata.compile_screens import by_object, compile_app, compile_layout, compile_view
from guanxi.metadata.currencies import Currencies
from guanxi.metadata.duplicate_rules import compile_duplicate_rule
from guanxi.metadata.field_specs import ROLES, Specs, humanised
from guanxi.metadata.item_rows import ItemRows
from guanxi.metadata.labels import Labels
from guanxi.metadata.layers import Item, Merged
from guanxi.metadata.record_types import picklists_of
from guanxi.metadata.relations import Relations
from guanxi.sealing import Keyring

__all__ = ["compile_catalog"]

NO_KEYS = Keyring()


def compile_catalog(
    merged: Merged,
    items: Iterable[ItemRow] = (),
    aliases: Iterable[Alias] = (),
    *,
    revision: int = 0,
    previous: Catalog | None = None,
    keys: Keyring = NO_KEYS,
    hook: CompileKind | None = None,
) -> Catalog:
    """Compile checked documents; without rows, as for a check, items get provisional ids and their own names.

    Without `hook` the items of declared kinds are there, but not what their packages make of them.
    """
    compiler = _Compiler(merged, previous, ItemRows(items, aliases), Labels(merged), Relations(merged), keys)
    picklists = compiler.picklists()
    objects = compiler.objects(picklists)
    book = FormulaBook(previous.formulas if previous is not None else None)
    catalog = Catalog(
        revision=revision,
        objects=MappingProxyType(objects),
        picklists=MappingProxyType(picklists),
        roles=MappingProxyType({item.name: compile_role(item, compiler.labels) for item in merged.of_kind("role")}),
        sharing=MappingProxyType(compile_sharing(merged, objects, compiler.labels)),
        settings=MappingProxyType(compiler.settings(picklists)),
        plugins=MappingProxyType(compiler.plugins()),
        aliases=MappingProxyType(compiler.rows.aliases_of(None)),
        rollups=MappingProxyType(compiler.rollups(objects)),
        views=MappingProxyType(by_object(compile_view(item, compiler.labels) for item in merged.of_kind("view"))),
        layouts=MappingProxyType(by_object(compile_layout(item, compiler.labels) for item in merged.of_kind("layout"))),
        apps=MappingProxyType({item.name: compile_app(item, compiler.labels) for item in merged.of_kind("app")}),
        actions=MappingProxyType(
            by_object(compile_action(item, compiler.labels, picklists) for item in merged.of_kind("action"))
        ),
        duplicate_rules=MappingProxyType(
            by_object(compile_duplicate_rule(item, compiler.labels) for item in merged.of_kind("duplicate_rule"))
        ),
        kinds=MappingProxyType(compile_kinds(merged, compiler.labels, previous, hook)),
        formulas=book,
    )
    book.attach(catalog)
    return catalog


@dataclass(frozen=True, slots=True)
class _Compiler:
    merged: Merged
    previous: Catalog | None
    rows: ItemRows
    labels: Labels
    relations: Relations
    keys: Keyring

    def picklists(self) -> dict[str, Picklist]:
        """Compile the picklists, the roles' names as the last of them."""
        found = {item.name: self._picklist(item) for item in self.merged.of_kind("picklist")}
        roles = tuple(PicklistValue(item.name, self.labels.of(item)) for item in self.merged.of_kind("role"))
        found[ROLES] = Picklist(ROLES, "core", Label("Roles", "角色"), roles)
        types = picklists_of(
            self.merged.of_kind("object"),
            lambda item, entry: self.labels.of(item, "record_types", entry["name"], body=entry),
            lambda name: self.rows.aliases_of(name, "record_type"),
        )
        found |= {picklist.name: picklist for picklist in types}
        kept = self.previous.picklists if self.previous is not None else {}
        return {name: kept[name] if kept.get(name) == picklist else picklist for name, picklist in found.items()}

    def _picklist(self, item: Item) -> Picklist:
        values = tuple(
            PicklistValue(
                entry["name"],
                self.labels.of(item, "values", entry["name"], body=entry),
                entry.get("colour"),
                entry.get("active", True),
                entry.get("meaning"),
                frozenset(entry["goes_with"]) if "goes_with" in entry else None,
                entry.get("icon"),
            )
            for entry in item.body["values"]
        )
        former = tuple(self.rows.aliases_of(item.name, "value").items())
        return Picklist(item.name, item.package, self.labels.of(item), values, item.body.get("depends_on"), former)

    def objects(self, picklists: Mapping[str, Picklist]) -> dict[str, ObjectType]:
        """Compile the objects, taking over those of the previous catalog that are the same."""
        rules: dict[str, list[Item]] = defaultdict(list)
        for item in self.merged.of_kind("rule"):
            rules[item.body["object"]].append(item)
        featured: dict[str, list[str]] = defaultdict(list)
        for item in self.merged.of_kind("object"):
            for feature in item.body.get("features", ()):
                featured[feature].append(item.name)
        out, currencies = {}, Currencies.of(self.merged)
        for item in self.merged.of_kind("object"):
            compiler = ObjectCompiler(
                item,
                rules.get(item.name, []),
                self.rows,
                self.labels,
                self.relations,
                picklists,
                currencies,
                tuple(featured.get(item.body.get("provides", ""), ())),
                self.keys,
            )
            known = self.previous.objects.get(item.name) if self.previous is not None else None
            digest = compiler.digest()
            same = known is not None and known.digest == digest
            out[item.name] = known if known is not None and same else compiler.compile(digest)
        return out

    def settings(self, picklists: Mapping[str, Picklist]) -> dict[str, Setting]:
        """Compile the settings of all packages."""
        specs, out = Specs(picklists), {}
        for item in self.merged.of_kind("setting"):
            keywords = specs.keywords(item.body, partial(self._setting_label, item))
            out[item.name] = Setting(item.name, item.package, FieldSpec(**keywords), item.body.get("secret", False))
        return out

    def _setting_label(self, item: Item, key: str) -> Label:
        return self.labels.of(item, key=key)

    def plugins(self) -> dict[str, PluginInfo]:
        """Compile what the manifests say."""
        return {
            head.name: PluginInfo(
                head.name,
                Label.of(head.label, humanised(head.name)),
                head.version,
                head.depends_on,
                head.prefix,
                head.powers,
                head.guards,
            )
            for head in self.merged.manifests
        }

    def rollups(self, objects: Mapping[str, ObjectType]) -> dict[str, tuple[Rollup, ...]]:
        """Turn the roll-ups round: by child object, lowest level first."""
        over: dict[Node, tuple[str, frozenset[str]]] = {}
        stored: dict[Node, str] = {}
        for item in objects.values():
            for member in item.fields.values():
                if member.formula is not None and member.stored:
                    stored[item.name, member.name] = member.formula
                if member.over is not None:
                    relation = item.children[member.over]
                    needs = rollup_needs(member, relation.field)
                    amounts = (objects[relation.object].converted(need) for need in needs)
                    needs |= {amount.name for amount in amounts if amount is not None}
                    over[item.name, member.name] = (relation.object, needs)
        levels = rollup_levels(over, stored)
        out: dict[str, list[Rollup]] = defaultdict(list)
        for (name, field_name), (child, needs) in sorted(over.items(), key=lambda pair: (levels[pair[0]], pair[0])):
            member = objects[name].fields[field_name]
            via = objects[name].children[member.over or ""].field
            level = max(levels[name, field_name], 0)
            of, order_by = (_in_one_currency(objects[child], said) for said in (member.of, member.order_by))
            out[child].append(
                Rollup(
                    name,
                    field_name,
                    child,
                    via,
                    member.function or "count",
                    of,
                    member.filter,
                    member.blank_as,
                    order_by,
                    level,
                    needs,
                )
            )
        return {child: tuple(rollups) for child, rollups in out.items()}


def _in_one_currency(child: ObjectType, said: str | None) -> str | None:
    """Return the field that a roll-up reads: amounts of several records are in the workspace's currency (A12)."""
    bare = (said or "").removeprefix("-")
    amount = child.converted(bare)
    return said if said is None or amount is None else said.replace(bare, amount.name)
