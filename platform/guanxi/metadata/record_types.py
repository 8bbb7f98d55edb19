"""Record types: an object that has some has the field `record_type`, whose picklist they are."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.catalog import Label, Picklist, PicklistValue, RecordType

if TYPE_CHECKING:
    from guanxi.metadata.document import Body
    from guanxi.metadata.labels import Labels
    from guanxi.metadata.layers import Item

__all__ = [
    "FIELD",
    "TYPES_OF",
    "compile_record_types",
    "picklist_of_types",
    "picklists_of",
    "with_field",
    "without_field",
]

FIELD = "record_type"
TYPES_OF = "$record_types."
"""What the name of a picklist begins with whose values are the record types of the object named behind."""
_LABEL = {"en": "Record type", "zh": "记录类型"}
Words = Callable[["Item", "Body"], Label]


def _none(object_name: str) -> Mapping[str, str]:
    """Return that no type had another name."""
    del object_name
    return {}


def with_field(item: "Item") -> "Item":
    """Return an object with the field that holds the record type, where it has record types."""
    names = [entry["name"] for entry in _entries(item) if entry.get("active", True)]
    body = without_field(item.body) if item.kind == "object" else item.body
    if not names:
        return item if body is item.body else replace(item, body=body)
    own = {
        "name": FIELD, "type": "picklist", "values": picklist_of_types(item.name), "label": _LABEL, "required": True,
        "default": names[0], "track_history": True,
    }  # fmt: skip
    return replace(item, body={**body, "fields": [*body.get("fields", ()), own]})


def without_field(body: "Body") -> "Body":
    """Return what a document says of an object without the platform's own field, which an editor gives back with it."""
    fields = body.get("fields")
    kept = [entry for entry in fields if not _is_own(entry)] if isinstance(fields, list) else fields
    return body if kept == fields else {**body, "fields": kept}


def _is_own(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("name") == FIELD and str(entry.get("values")).startswith(TYPES_OF)


def picklists_of(
    items: "Iterable[Item]", words: Words, former: Callable[[str], Mapping[str, str]] = _none
) -> Iterator[Picklist]:  # fmt: skip
    """Yield the picklists that the record types of objects are; `former` gives the names that types had before."""
    for item in items:
        entries = _entries(item)
        if entries:
            values = tuple(
                PicklistValue(entry["name"], words(item, entry), active=entry.get("active", True)) for entry in entries
            )
            names = tuple(former(item.name).items())
            yield Picklist(picklist_of_types(item.name), item.package, Label.of(_LABEL), values, former=names)


def compile_record_types(item: "Item", labels: "Labels") -> tuple[RecordType, ...]:
    """Return the record types of an object."""
    return tuple(
        RecordType(
            entry["name"],
            labels.of(item, "record_types", entry["name"], body=entry),
            labels.of(item, "record_types", entry["name"], body=entry, key="help") if "help" in entry else None,
            entry.get("active", True),
            {part["field"]: tuple(part["values"]) for part in entry.get("values", ())},
            {part["field"]: part["default"] for part in entry.get("values", ()) if "default" in part},
        )
        for entry in _entries(item)
    )


def _entries(item: "Item") -> "list[Body]":
    """Return the record types that a document of an object has, without those that do not fit the schema."""
    found = item.body.get("record_types", ()) if item.kind == "object" else ()
    return [entry for entry in found if isinstance(entry, dict) and isinstance(entry.get("name"), str)]


def picklist_of_types(object_name: str) -> str:
    """Return the name of the picklist that the record types of an object are."""
    return f"{TYPES_OF}{object_name}"
