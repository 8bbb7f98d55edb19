"""Fields of type many_to_many on a save: what they newly name must be there, and what the caller cannot see stays."""

from typing import TYPE_CHECKING

from guanxi.records.constraints import reached_targets

if TYPE_CHECKING:
    from guanxi.catalog import Field
    from guanxi.records.batch import Batch, Row

__all__ = ["settle_links"]


def settle_links(batch: "Batch") -> None:
    """Refuse links to records that the caller cannot see, as look-ups are refused, and keep those it is not shown.

    Whoever writes a list has read the part of it that it may see: the rest is not its to take away.
    """
    for field in batch.plan.linked:
        if field.kind.links:
            _settle(batch, field)


def _settle(batch: "Batch", field: "Field") -> None:
    # What a portal user cannot see looks absent to it, so all that it names must answer as what is absent does.
    outside = batch.context.principal.audience == "portal"
    touched = [
        row for row in batch.rows
        if _ids(row, field) != _stored(row, field) or (outside and field.name in row.given)
    ]  # fmt: skip
    named = set[str]().union(*(_ids(row, field) | _stored(row, field) for row in touched))
    if not named:
        return
    reached = reached_targets(batch, field, named, "read")
    for row in touched:
        given, stored = _ids(row, field), _stored(row, field)
        if (given if outside else given - stored) - reached:
            batch.refuse(row, field.name, "reference_not_found")
        row.values[field.name] = field.kind.ordered(field, given | (stored - reached)) or None


def _ids(row: "Row", field: "Field") -> set[str]:
    value = row.values[field.name]
    return set(value) if isinstance(value, tuple) else set()


def _stored(row: "Row", field: "Field") -> set[str]:
    value = row.before[field.name] if row.before is not None else None
    return set(value) if isinstance(value, tuple) else set()
