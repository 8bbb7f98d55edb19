"""Which values of picklists go with a record's type and with the value of the field that controls them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType
    from guanxi.records.batch import Batch, Row
    from guanxi.workspace.context import Context

__all__ = ["Choice", "check_choices", "choices_of", "default_record_type"]

_TYPE = "record_type"


@dataclass(frozen=True, slots=True)
class Choice:
    """What narrows the values of one field."""

    field: str
    controlled_by: str | None
    goes_with: Mapping[str, frozenset[str]]  # value → values of the controlling field
    by_type: Mapping[str, frozenset[str]]  # record type → values

    @property
    def causes(self) -> frozenset[str]:
        """Return the fields whose change has the value judged again."""
        return frozenset({self.field, _TYPE, self.controlled_by or _TYPE})

    def problem_of(self, row: "Row", value: str) -> str | None:
        """Return the code of what is wrong with a value of the field in a row."""
        allowed = self.by_type.get(str(row.values.get(_TYPE)))
        if allowed is not None and value not in allowed:
            return "not_for_record_type"
        wanted = self.goes_with.get(value)
        return "not_with_control" if wanted is not None and row.values[str(self.controlled_by)] not in wanted else None


def choices_of(catalog: "Catalog", item: "ObjectType") -> tuple[Choice, ...]:
    """Return what narrows the values of an object's fields."""
    found = []
    for member in item.fields.values():
        if member.picklist is None or not member.values:
            continue
        name, types = member.name, item.record_types
        by_type = {one.name: frozenset(one.values[name]) for one in types if name in one.values}
        control = item.find(member.controlled_by) if member.controlled_by is not None else None
        values = catalog.picklists[member.picklist].values if control is not None else ()
        goes_with = {value.name: value.goes_with for value in values if value.goes_with is not None}
        if by_type or goes_with:
            found.append(Choice(member.name, None if control is None else control.name, goes_with, by_type))
    return tuple(found)


def check_choices(batch: "Batch") -> None:
    """Refuse values that do not go with the record's type or with what controls them; of stored rows what changes."""
    for choice in batch.plan.choices:
        for row in batch.rows:
            value = row.values[choice.field]
            if value is None or (row.before is not None and row.delta.isdisjoint(choice.causes)):
                continue
            for one in value if isinstance(value, tuple) else (str(value),):
                code = choice.problem_of(row, one)
                if code is not None:
                    batch.refuse(row, choice.field, code, {"value": one})


def default_record_type(context: "Context", item: "ObjectType") -> str | None:
    """Return the type that a new record of the principal has: that of its roles, else the object's first."""
    who = context.principal

    def find() -> str | None:
        active = [one.name for one in item.record_types if one.active]
        for role in sorted(who.roles):
            for name in context.policy.chain(role):
                for entry in context.catalog.roles[name].objects:
                    if entry.object == item.name and entry.record_type in active:
                        return entry.record_type
        return active[0] if active else None

    return context.memo(("record type", item.name, who.roles), find)
