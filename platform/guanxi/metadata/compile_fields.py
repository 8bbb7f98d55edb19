"""A field with its place in the database; and the field of another type that it is becoming."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import orjson
from guanxi.catalog import Field, FieldColumn, ItemRow, Label, Picklist, PicklistValue, Successor
from guanxi.fields import FIELD_TYPES, FieldSpec
from guanxi.metadata.document import Body
from guanxi.metadata.field_specs import Specs

__all__ = ["copy_entry", "field_of", "successor_of"]


def field_of(
    keywords: Mapping[str, Any], row: ItemRow, owner: str, *, package: str = "core", system: bool = False,
    internal: bool = False,
) -> Field:  # fmt: skip
    """Return a field of that spec, in the columns that its row names."""
    kind = FIELD_TYPES[keywords["type"]]
    physical = row.physical or row.name
    columns = tuple(
        FieldColumn(part.part, f"{physical}__{part.part}" if part.part else physical, part.kind, part.scale)
        for part in kind.columns(FieldSpec(**keywords))
    )
    known = keywords.get("targets") or (keywords.get("values", ()) if keywords.get("picklist") is not None else ())
    return Field(
        **keywords,
        id=row.id,
        object=owner,
        package=package,
        column=columns[0].name if columns else "",
        columns=columns,
        part=row.part,
        link_table=physical if kind.linked else "",
        state=row.state if keywords["type"] in FIELD_TYPES else "hidden",
        recodes=tuple(pair for pair in row.recodes if known and pair[0] not in known),
        system=system,
        internal=internal,
        kind=kind,
    )


def copy_entry(entry: Body, member: Field, picklist: Picklist | None, *, blanks: bool) -> str:
    """Return what the database keeps of the field whose values are copied, so that every process can write them."""
    told = {key: value for key, value in entry.items() if key != "default"}
    if member.natural_sort:
        told["sort"] = "natural"  # a name has it without saying so
    values = [] if picklist is None else [
        {"name": value.name, "active": value.active, "label": value.label.as_mapping()} for value in picklist.values
    ]  # fmt: skip
    former = [] if picklist is None else list(picklist.former)
    return orjson.dumps({"field": told, "values": values, "former": former, "blanks": blanks}).decode()


def successor_of(copy: ItemRow, owner: str) -> Successor:
    """Return the field whose columns a copy fills."""
    told = orjson.loads(copy.entry or "{}")
    entry = told["field"]
    name = str(entry.get("values", ""))
    values = tuple(
        PicklistValue(value["name"], Label.of(value["label"]), active=value["active"]) for value in told["values"]
    )
    picklist = Picklist(name, "", Label(), values, former=tuple((old, new) for old, new in told["former"]))
    keywords = Specs(MappingProxyType({name: picklist})).keywords(entry, lambda key: None)
    member = field_of(keywords, copy, owner, package=copy.package)
    return Successor(member, tuple(picklist.words().items()), told["blanks"])
