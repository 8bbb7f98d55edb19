"""One object's document, rows and relations become its row of the catalog."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from guanxi.catalog import (
    COPY,
    Field,
    Index,
    ItemRow,
    Label,
    ObjectType,
    Picklist,
    Rule,
    StateMachine,
    Transition,
    UniqueKey,
)
from guanxi.fields import FIELD_TYPES
from guanxi.metadata.compile_fields import field_of, successor_of
from guanxi.metadata.currencies import Currencies
from guanxi.metadata.document import Body
from guanxi.metadata.field_specs import SYSTEM_ENTRIES, Specs, with_parts
from guanxi.metadata.item_rows import ItemRows
from guanxi.metadata.labels import Labels
from guanxi.metadata.layers import Item
from guanxi.metadata.record_types import compile_record_types
from guanxi.metadata.relations import Relations
from guanxi.sealing import Keyring

__all__ = ["ObjectCompiler"]

_INTERNAL = frozenset({"deleted_at", "delete_id"})
_COLUMNS = {"owner": "owner_id"}

_SEARCH_INDEX = "_search"  # no name that a document can give


@dataclass(frozen=True, slots=True)
class ObjectCompiler:
    """Compiles one object."""

    item: Item
    rules: Sequence[Item]
    rows: ItemRows
    labels: Labels
    relations: Relations
    picklists: Mapping[str, Picklist]
    currencies: Currencies
    featured: tuple[str, ...] = ()  # the objects with the feature that this one provides
    keys: Keyring = Keyring()  # noqa: RUF009 - frozen

    def digest(self) -> int:
        """Return a fingerprint of everything that the object is compiled from."""
        item, entries = self.item, self.item.body.get("fields", ())
        used = tuple(self.picklists.get(entry["values"]) for entry in entries if "values" in entry)
        results = tuple(self.relations.result(item.name, entry) for entry in entries if entry["type"] == "rollup")
        documents = tuple((part.digest, self.labels.digest(part)) for part in (item, *self.rules))
        names = tuple(self.rows.aliases_of(item.name).items())
        rows = self.rows.of_object(item.name)
        incoming = (self.relations.to(item.name), self.relations.linked_to(item.name))
        return hash((documents, rows, used, results, incoming, names, self.currencies, self.featured, self.keys))

    def compile(self, digest: int) -> ObjectType:
        """Return the object."""
        item, body, name = self.item, self.item.body, self.item.name
        row = self.rows.get("object", None, name) or ItemRow(f"object:{name}", "object", item.package, None, name, name)
        table = row.physical or name
        fields = self._fields(row)
        coming = [member.successor.field.part for member in fields.values() if member.successor is not None]
        count = max(member.part for member in fields.values())
        count = max((count, *coming))
        relations, label = self.relations.to(name), self.labels.of(item)
        return ObjectType(
            id=row.id,
            name=name,
            package=item.package,
            label=label,
            plural=self.labels.of(item, key="plural") if "plural" in body else label,
            icon=body.get("icon"),
            fields=MappingProxyType(fields),
            name_field=body.get("name_field", "name"),
            owned=body.get("owned", False),
            features=frozenset(body.get("features", ())),
            provides=body.get("provides"),
            inherits=body.get("inherits"),
            states=self._states(fields),
            unique_keys=self._unique_keys(fields),
            indexes=self._indexes(fields),
            search_index=self._search_index(fields),
            table=table,
            parts=(table, *(f"{table}__{number}" for number in range(2, count + 1))),
            rules=tuple(self._rule(rule) for rule in self.rules),
            record_types=compile_record_types(item, labels=self.labels),
            children=MappingProxyType({relation.name: relation for relation in relations if relation.name}),
            linked_from=MappingProxyType({one.name: one for one in self.relations.linked_to(name)}),
            references=relations,
            aliases=MappingProxyType(self.rows.aliases_of(name)),
            state=row.state,
            digest=digest,
            master=next((entry["name"] for entry in body.get("fields", ()) if entry["type"] == "master_detail"), None),
        )

    def _fields(self, row: ItemRow) -> dict[str, Field]:
        item, body = self.item, self.item.body
        specs, naming = Specs(self.picklists), body.get("name_field", "name")
        fields = {}
        for entry in SYSTEM_ENTRIES:
            name = entry["name"]
            if name != "owner" or body.get("owned"):
                keywords = specs.keywords(entry, partial(_system_label, entry))
                place = ItemRow(f"{row.id}:{name}", "field", "core", item.name, name, _COLUMNS.get(name, name))
                fields[name] = field_of(keywords, place, item.name, system=True, internal=name in _INTERNAL)
        given = with_parts(map(self._pointing, body.get("fields", ())))
        for entry in (*given, *self.currencies.entries(body)):
            name, package = entry["name"], item.owner("fields", str(entry.get("whole", entry["name"])))
            result = self.relations.result(item.name, entry)
            keywords = specs.keywords(entry, partial(self._label, entry), rollup=result)
            if name == naming and entry["type"] in {"text", "email", "phone"}:
                keywords["natural_sort"] = True  # names carry the keys of order and search (decision A13)
            place = self.rows.get("field", item.name, name) or ItemRow(
                f"field:{item.name}.{name}", "field", package, item.name, name, _provisional(row, entry)
            )
            if FIELD_TYPES[keywords["type"]].sealed:
                keywords["sealing"] = self.keys.of(place.id)
            made = field_of(keywords, place, item.name, package=package)
            copy = self.rows.get(COPY, item.name, name)
            fields[name] = made if copy is None else replace(made, successor=successor_of(copy, item.name))
        return fields

    def _pointing(self, entry: Body) -> Body:
        """Return the entry of a field; the one that others are reached through points to all that have the feature."""
        if entry["name"] != self.item.body.get("inherits"):
            return entry
        return {**entry, "targets": list(dict.fromkeys((*entry.get("targets", ()), *self.featured)))}

    def _label(self, entry: Body, key: str) -> Label:
        if "whole" in entry:
            return Label.of(entry[key])
        return self.labels.of(self.item, "fields", entry["name"], body=entry, key=key)

    def _states(self, fields: Mapping[str, Field]) -> StateMachine | None:
        body = self.item.body.get("states")
        if body is None:
            return None
        member = fields[body["field"]]
        first = (member.default,) if isinstance(member.default, str) else member.values[:1]
        gates = tuple(self._transition(entry) for entry in body.get("transitions", ()))
        return StateMachine(body["field"], tuple(body.get("initial", ())) or first, gates, body.get("others", "refuse"))

    def _transition(self, entry: Body) -> Transition:
        path = ("states", "transitions", f"{entry['from']}>{entry['to']}")
        message = self.labels.of(self.item, *path, body=entry, key="message") if "message" in entry else None
        return Transition(entry["from"], entry["to"], tuple(entry.get("requires", ())), entry.get("when"), message)

    def _unique_keys(self, fields: Mapping[str, Field]) -> tuple[UniqueKey, ...]:
        single = [(name, (name,), member.id) for name, member in fields.items() if member.unique]
        several = [(entry["name"], tuple(entry["fields"]), "") for entry in self.item.body.get("unique_keys", ())]
        keys = [key for key in (*single, *several) if _is_stored(fields, key[1])]
        return tuple(UniqueKey(*self._key("unique_key", *key)) for key in keys)

    def _indexes(self, fields: Mapping[str, Field]) -> tuple[Index, ...]:
        single = [(name, (name,), member.id) for name, member in fields.items() if _is_indexed(member)]
        several = [(entry["name"], tuple(entry["fields"]), "") for entry in self.item.body.get("indexes", ())]
        carried = {entry["name"]: tuple(entry.get("include", ())) for entry in self.item.body.get("indexes", ())}
        keys = [key for key in (*single, *several) if _is_stored(fields, (*key[1], *carried.get(key[0], ())))]
        made = [Index(*self._key("index", *key)) for key in keys]
        return tuple(replace(index, include=carried.get(index.name, ())) for index in made)

    def _search_index(self, fields: Mapping[str, Field]) -> Index | None:
        """Return the index over the keys of what is searched, where more than the name is."""
        naming = self.item.body.get("name_field", "name")
        keyed = {name: member for name, member in fields.items() if member.fold_column and member.part == 1}
        searched = tuple(name for name, member in keyed.items() if member.searchable or name == naming)
        wanted = any(member.searchable for member in keyed.values())
        return Index(*self._key("index", _SEARCH_INDEX, searched, "")) if wanted else None

    def _key(self, kind: str, name: str, fields: tuple[str, ...], fallback: str) -> tuple[Any, ...]:
        row = self.rows.get(kind, self.item.name, name)
        if row is not None:
            return (row.id, name, fields, row.state)
        return (fallback or f"{kind}:{self.item.name}.{name}", name, fields, "ready")

    def _rule(self, item: Item) -> Rule:
        body = item.body
        return Rule(
            item.name,
            item.package,
            body["object"],
            body["when"],
            body.get("at"),
            self.labels.of(item, key="message"),
            body.get("severity", "error"),
            body.get("blank_as", "blank"),
        )


def _system_label(entry: Body, key: str) -> Label:
    return Label.of(entry[key])


def _provisional(row: ItemRow, entry: Body) -> str:
    return f"{row.physical}__{entry['name']}" if FIELD_TYPES[entry["type"]].linked else str(entry["name"])


def _is_stored(fields: Mapping[str, Field], names: Sequence[str]) -> bool:
    """Tell whether the types of all the fields are known, so that their columns are."""
    return all(fields[name.lstrip("-")].type in FIELD_TYPES for name in names)


def _is_indexed(member: Field) -> bool:
    wanted = member.indexed or member.kind.reference
    return wanted and not member.unique and not member.system and bool(member.columns)
