"""Merged documents and what the database remembers of them become a catalog.

An object whose document, database rows, picklists and relations are unchanged is the very same row as in the previous
catalog, so that a change costs what it changes, and two live catalogs cost little more than one (decision B8).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from guanxi.fields import FIELD_TYPES, FieldSpec
from guanxi.metadata.catalog import (
    Alias,
    Catalog,
    ChildRelation,
    Field,
    FieldColumn,
    Index,
    ItemRow,
    Label,
    ObjectType,
    Picklist,
    PicklistValue,
    PluginInfo,
    Rollup,
    Rule,
    Setting,
    StateMachine,
    Transition,
    UniqueKey,
)  # fmt: skip
from guanxi.metadata.compile_access import compile_role, compile_sharing
from guanxi.metadata.dependencies import Node, rollup_levels, rollup_needs
from guanxi.metadata.document import Body
from guanxi.metadata.field_specs import ROLES, SYSTEM_ENTRIES, RollupResult, Specs, humanised, rollup_returns
from guanxi.metadata.formulas import FormulaBook
from guanxi.metadata.labels import Labels
from guanxi.metadata.layers import Item, Merged

__all__ = ["compile_catalog"]

_REFERENCES = frozenset({"lookup", "master_detail", "user"})
_INTERNAL = frozenset({"deleted_at", "delete_id"})
_COLUMNS = {"owner": "owner_id"}


def compile_catalog(
    merged: Merged,
    items: Iterable[ItemRow] = (),
    aliases: Iterable[Alias] = (),
    *,
    revision: int = 0,
    previous: Catalog | None = None,
) -> Catalog:
    """Compile checked documents; without rows, as for a check, every item gets a provisional id and its own name."""
    compiler = _Compiler(merged, previous, _Rows(items, aliases))
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
        formulas=book,
    )
    book.attach(catalog)
    return catalog


@dataclass(slots=True)
class _Rows:
    """What the database remembers, by object and name."""

    by_name: dict[tuple[str, str | None, str], ItemRow]
    by_object: dict[str, list[ItemRow]]
    aliases: tuple[Alias, ...]

    def __init__(self, items: Iterable[ItemRow], aliases: Iterable[Alias]) -> None:
        self.by_name, self.by_object = {}, defaultdict(list)
        self.aliases = tuple(aliases)
        for row in items:
            if row.state != "hidden":
                self.by_name[row.kind, row.object, row.name] = row
                self.by_object[row.object or row.name].append(row)

    def get(self, kind: str, owner: str | None, name: str) -> ItemRow | None:
        return self.by_name.get((kind, owner, name))

    def aliases_of(self, name: str | None) -> dict[str, str]:
        kind = "object" if name is None else "field"
        return {alias.old: alias.new for alias in self.aliases if alias.kind == kind and alias.object == name}


@dataclass(slots=True)
class _Compiler:
    merged: Merged
    previous: Catalog | None
    rows: _Rows
    labels: Labels = field(init=False)
    _entries: dict[str, dict[str, Body]] = field(default_factory=dict)  # fields of each object by name
    _incoming: dict[str, list[ChildRelation]] = field(default_factory=lambda: defaultdict(list))
    _results: dict[Node, RollupResult | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.labels = Labels(self.merged)
        for item in self.merged.of_kind("object"):
            self._entries[item.name] = {entry["name"]: entry for entry in item.body.get("fields", ())}
            for entry in item.body.get("fields", ()):
                if entry["type"] in _REFERENCES:
                    self._incoming[entry.get("to", "user")].append(_relation(item.name, entry))

    def picklists(self) -> dict[str, Picklist]:
        """Compile the picklists, the roles' names as the last of them."""
        found = {item.name: self._picklist(item) for item in self.merged.of_kind("picklist")}
        roles = tuple(PicklistValue(item.name, self.labels.of(item)) for item in self.merged.of_kind("role"))
        found[ROLES] = Picklist(ROLES, "core", Label("Roles", "角色"), roles)
        kept = self.previous.picklists if self.previous is not None else {}
        return {name: kept[name] if kept.get(name) == picklist else picklist for name, picklist in found.items()}

    def _picklist(self, item: Item) -> Picklist:
        values = tuple(
            PicklistValue(
                entry["name"], self.labels.of(item, "values", entry["name"], body=entry), entry.get("colour"),
                entry.get("active", True), entry.get("meaning"),
            )
            for entry in item.body["values"]
        )  # fmt: skip
        return Picklist(item.name, item.package, self.labels.of(item), values)

    def objects(self, picklists: Mapping[str, Picklist]) -> dict[str, ObjectType]:
        """Compile the objects, taking over those of the previous catalog that are the same."""
        rules: dict[str, list[Item]] = defaultdict(list)
        for item in self.merged.of_kind("rule"):
            rules[item.body["object"]].append(item)
        out = {}
        for item in self.merged.of_kind("object"):
            own = rules.get(item.name, [])
            digest = self._digest(item, own, picklists)
            known = self.previous.objects.get(item.name) if self.previous is not None else None
            out[item.name] = (
                known if known is not None and known.digest == digest else self._object(item, own, picklists, digest)
            )
        return out

    def _digest(self, item: Item, rules: Sequence[Item], picklists: Mapping[str, Picklist]) -> int:
        entries = self._entries[item.name].values()
        used = tuple(picklists.get(entry["values"]) for entry in entries if "values" in entry)
        results = tuple(self._result(item.name, entry) for entry in entries if entry["type"] == "rollup")
        rows = tuple(self.rows.by_object.get(item.name, ()))
        return hash((
            item.digest, tuple(rule.digest for rule in rules), rows, used, results, tuple(self._incoming.get(item.name, ())),
            tuple(self.rows.aliases_of(item.name).items()), self.labels.digest(item), tuple(self.labels.digest(rule) for rule in rules),
        ))  # fmt: skip

    def _result(self, name: str, entry: Body) -> RollupResult | None:
        """Return what a computed field gives, None for other fields."""
        if entry["type"] == "formula":
            returns = entry.get("returns", "text")
            return RollupResult(returns, entry.get("precision", 15), entry.get("scale", 2))
        if entry["type"] != "rollup":
            return None
        node = (name, entry["name"])
        if node not in self._results:
            self._results[node] = RollupResult("integer", 15, 0)  # what a circle finds; the check reports it
            relation = self._relation(name, entry.get("over"))
            of = self._entries.get(relation.object, {}).get(entry.get("of", "")) if relation is not None else None
            below = self._result(relation.object, of) if relation is not None and of is not None else None
            self._results[node] = rollup_returns(entry.get("function", "count"), of, below)
        return self._results[node]

    def _relation(self, name: str, relation: str | None) -> ChildRelation | None:
        return next((found for found in self._incoming.get(name, ()) if found.name and found.name == relation), None)

    def _object(self, item: Item, rules: Sequence[Item], picklists: Mapping[str, Picklist], digest: int) -> ObjectType:
        body, name = item.body, item.name
        row = self.rows.get("object", None, name) or ItemRow(f"object:{name}", "object", item.package, None, name, name)
        table = row.physical or name
        fields = self._fields(item, row, Specs(picklists))
        count = max(member.part for member in fields.values())
        relations = self._incoming.get(name, [])
        label = self.labels.of(item)
        return ObjectType(
            id=row.id, name=name, package=item.package, label=label,
            plural=self.labels.of(item, key="plural") if "plural" in body else label,
            icon=body.get("icon"), fields=MappingProxyType(fields), name_field=body.get("name_field", "name"),
            owned=body.get("owned", False), features=frozenset(body.get("features", ())), states=self._states(item, fields),
            unique_keys=self._unique_keys(item, fields), indexes=self._indexes(item, fields), table=table,
            parts=(table, *(f"{table}__{number}" for number in range(2, count + 1))),
            rules=tuple(self._rule(rule) for rule in rules),
            children=MappingProxyType({relation.name: relation for relation in relations if relation.name}),
            references=tuple(relations), aliases=MappingProxyType(self.rows.aliases_of(name)), state=row.state, digest=digest,
            master=next((entry["name"] for entry in body.get("fields", ()) if entry["type"] == "master_detail"), None),
        )  # fmt: skip

    def _fields(self, item: Item, row: ItemRow, specs: Specs) -> dict[str, Field]:
        fields = {}
        for entry in SYSTEM_ENTRIES:
            name = entry["name"]
            if name != "owner" or item.body.get("owned"):
                keywords = specs.keywords(entry, lambda _, entry=entry: Label.of(entry["label"]))  # type: ignore[misc]
                place = ItemRow(f"{row.id}:{name}", "field", "core", item.name, name, _COLUMNS.get(name, name))
                fields[name] = _field(keywords, place, item.name, system=True, internal=name in _INTERNAL)
        for entry in item.body.get("fields", ()):
            name = entry["name"]
            keywords = specs.keywords(entry, self._label_of(item, entry), rollup=self._result(item.name, entry))
            if name == item.body.get("name_field", "name") and FIELD_TYPES[entry["type"]].family == "text":
                keywords["natural_sort"] = entry["type"] in {"text", "email", "phone"}
            found = self.rows.get("field", item.name, name)
            package = item.owner("fields", name)
            place = found or ItemRow(
                f"field:{item.name}.{name}", "field", package, item.name, name, _provisional(row, entry)
            )
            fields[name] = _field(keywords, place, item.name, package=package)
        return fields

    def _label_of(self, item: Item, entry: Body) -> Callable[[str], Label]:
        return lambda key: self.labels.of(item, "fields", entry["name"], body=entry, key=key)

    def _states(self, item: Item, fields: Mapping[str, Field]) -> StateMachine | None:
        body = item.body.get("states")
        if body is None:
            return None
        member = fields[body["field"]]
        first = (str(member.default),) if isinstance(member.default, str) else member.values[:1]
        gates = tuple(
            Transition(
                entry["from"], entry["to"], tuple(entry.get("requires", ())), entry.get("when"),
                self.labels.of(item, "states", "transitions", f"{entry['from']}>{entry['to']}", body=entry, key="message")
                if "message" in entry else None,
            )
            for entry in body.get("transitions", ())
        )  # fmt: skip
        return StateMachine(body["field"], tuple(body.get("initial", ())) or first, gates, body.get("others", "refuse"))

    def _unique_keys(self, item: Item, fields: Mapping[str, Field]) -> tuple[UniqueKey, ...]:
        single = [(name, (name,), member.id) for name, member in fields.items() if member.unique]
        several = [(entry["name"], tuple(entry["fields"]), "") for entry in item.body.get("unique_keys", ())]
        return tuple(UniqueKey(*self._keyed("unique_key", item.name, *key)) for key in (*single, *several))

    def _indexes(self, item: Item, fields: Mapping[str, Field]) -> tuple[Index, ...]:
        single = [(name, (name,), member.id) for name, member in fields.items() if _is_indexed(member)]
        several = [(entry["name"], tuple(entry["fields"]), "") for entry in item.body.get("indexes", ())]
        return tuple(Index(*self._keyed("index", item.name, *key)) for key in (*single, *several))

    def _keyed(self, kind: str, owner: str, name: str, fields: tuple[str, ...], fallback: str) -> tuple[Any, ...]:
        row = self.rows.get(kind, owner, name)
        if row is not None:
            return (row.id, name, fields, row.state)
        return (fallback or f"{kind}:{owner}.{name}", name, fields, "ready")

    def _rule(self, item: Item) -> Rule:
        body = item.body
        return Rule(
            item.name, item.package, body["object"], body["when"], body.get("at"), self.labels.of(item, key="message"),
            body.get("severity", "error"), body.get("blank_as", "blank"),
        )  # fmt: skip

    def settings(self, picklists: Mapping[str, Picklist]) -> dict[str, Setting]:
        """Compile the settings of all packages."""
        specs, out = Specs(picklists), {}
        for item in self.merged.of_kind("setting"):
            keywords = specs.keywords(item.body, lambda key, item=item: self.labels.of(item, key=key))  # type: ignore[misc]
            out[item.name] = Setting(item.name, item.package, FieldSpec(**keywords), item.body.get("secret", False))
        return out

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
            )
            for head in self.merged.manifests
        }

    def rollups(self, objects: Mapping[str, ObjectType]) -> dict[str, tuple[Rollup, ...]]:
        """Turn the roll-ups round: by child object, lowest level first."""
        over: dict[Node, tuple[str, frozenset[str]]] = {}
        stored: dict[Node, str] = {}
        for name, entries in self._entries.items():
            for entry in entries.values():
                if entry["type"] == "formula" and entry.get("stored"):
                    stored[name, entry["name"]] = entry["formula"]
                relation = self._relation(name, entry.get("over")) if entry["type"] == "rollup" else None
                if relation is not None:
                    over[name, entry["name"]] = (relation.object, rollup_needs(entry, relation.field))
        levels = rollup_levels(over, stored)
        out: dict[str, list[Rollup]] = defaultdict(list)
        for (name, field_name), (child, needs) in sorted(over.items(), key=lambda pair: (levels[pair[0]], pair[0])):
            member = objects[name].fields[field_name]
            via = objects[name].children[member.over or ""].field
            out[child].append(Rollup(
                name, field_name, child, via, member.function or "count", member.of, member.filter, member.blank_as,
                member.order_by, max(levels[name, field_name], 0), needs,
            ))  # fmt: skip
        return {child: tuple(rollups) for child, rollups in out.items()}


def _relation(owner: str, entry: Body) -> ChildRelation:
    master = entry["type"] == "master_detail"
    return ChildRelation(
        entry.get("children", ""),
        owner,
        entry["name"],
        master,
        "cascade" if master else entry.get("on_delete", "clear"),
    )


def _provisional(row: ItemRow, entry: Body) -> str:
    return f"{row.physical}__{entry['name']}" if FIELD_TYPES[entry["type"]].linked else entry["name"]


def _is_indexed(member: Field) -> bool:
    return (
        (member.indexed or member.kind.reference) and not member.unique and not member.system and bool(member.columns)
    )


def _field(
    keywords: Mapping[str, Any],
    row: ItemRow,
    owner: str,
    *,
    package: str = "core",
    system: bool = False,
    internal: bool = False,
) -> Field:
    kind = FIELD_TYPES[keywords["type"]]
    physical = row.physical or row.name
    columns = tuple(
        FieldColumn(part.part, f"{physical}__{part.part}" if part.part else physical, part.kind, part.scale)
        for part in kind.columns(FieldSpec(**keywords))
    )
    return Field(
        **keywords, id=row.id, object=owner, package=package, column=columns[0].name if columns else "", columns=columns,
        part=row.part, link_table=physical if kind.linked else "", state=row.state, system=system, internal=internal, kind=kind,
    )  # fmt: skip
