"""What narrows the values of picklist fields: record types, and the fields that control others."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.record_types import FIELD

if TYPE_CHECKING:
    from guanxi.catalog import Picklist
    from guanxi.metadata.document import Body
    from guanxi.metadata.layers import Item

__all__ = ["control_faults", "picklist_faults", "record_type_faults"]

_CHOSEN = ("picklist", "multi_picklist")
Place = tuple[str, ...]


def picklist_faults(item: "Item", picklists: "Mapping[str, Picklist]") -> Iterator[Finding]:
    """Yield what is wrong with what a picklist depends on."""
    wanted = item.body.get("depends_on")
    if wanted is not None and wanted not in picklists:
        yield item.finding("unknown_picklist", ("depends_on",), fix=nearest(wanted, picklists), name=wanted)
        return
    for entry in item.body["values"]:
        place = ("values", entry["name"], "goes_with")
        if "goes_with" in entry and wanted is None:
            yield item.finding("goes_with_nothing", place)
        elif "goes_with" in entry:
            yield from _unknown_values(item, place, entry["goes_with"], picklists[str(wanted)].names())


def control_faults(
    item: "Item", entries: "Iterable[Body]", known: "Mapping[str, Body]", depends: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield the fields that are controlled by one whose picklist is not what their own depends on."""
    for entry in entries:
        name, place = entry.get("controlled_by"), ("fields", entry["name"], "controlled_by")
        control = known.get(str(name))
        wanted = depends.get(str(entry.get("values")))
        if name is not None and control is None:
            yield item.finding("unknown_field", place, fix=nearest(name, known), name=name)
        elif control is not None and control["type"] != "picklist":
            yield item.finding("unfit_field", place, name=name, type=control["type"], wanted="picklist")
        elif control is not None and control.get("values") != wanted:
            yield item.finding("control_unfit", place, name=name, picklist=entry["values"], wanted=control["values"])


def record_type_faults(
    item: "Item", entry: "Body", known: "Mapping[str, Body]", picklists: "Mapping[str, Picklist]"
) -> Iterator[Finding]:
    """Yield what is wrong with the values that a record type leaves to fields."""
    for part in entry.get("values", ()):
        name, place = part["field"], ("record_types", entry["name"], "values", part["field"])
        member = known.get(name)
        if member is None or name == FIELD:
            yield item.finding("unknown_field", (*place, "field"), fix=nearest(name, known), name=name)
        elif member["type"] not in _CHOSEN:
            kinds = ", ".join(_CHOSEN)
            yield item.finding("unfit_field", (*place, "field"), name=name, type=member["type"], wanted=kinds)
        else:
            yield from _unknown_values(item, (*place, "values"), part["values"], picklists[member["values"]].names())
            start = part.get("default", member.get("default"))
            if isinstance(start, str) and start not in part["values"]:
                yield item.finding("default_outside", (*place, "default"), name=start)


def _unknown_values(item: "Item", place: Place, names: Iterable[str], known: tuple[str, ...]) -> Iterator[Finding]:
    for name in names:
        if name not in known:
            yield item.finding("unknown_value", place, fix=nearest(name, known), name=name)
