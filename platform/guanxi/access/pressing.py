"""What pressing a button takes beside the grant of the button: one list for those who offer, run and explain it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.access.vocabulary import Level
from guanxi.fields import FIELD_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guanxi.access.rights import Rights
    from guanxi.catalog import Action, Catalog

__all__ = ["Need", "button_of", "level_of_button", "may_press", "needs_of"]


@dataclass(frozen=True, slots=True)
class Need:
    """A right on an object that a button takes, with the fields that it writes there."""

    object: str
    right: str
    fields: frozenset[str] = frozenset()


def button_of(catalog: "Catalog", object_name: str, name: str) -> "Action | None":
    """Return the button of that name that an object has."""
    return next((action for action in catalog.actions.get(object_name, ()) if action.name == name), None)


def needs_of(catalog: "Catalog", action: "Action") -> "Iterator[Need]":
    """Yield what the button points to, and what it writes."""
    pointed = {parameter.to or "user" for parameter in action.parameters if FIELD_TYPES[parameter.type].reference}
    yield from (Need(name, "read") for name in sorted(pointed))
    names = frozenset(entry.field for entry in action.values)
    if action.does == "create":
        relation = catalog.object(action.object).relations[action.relation or ""]
        yield Need(relation.object, "create", names | {relation.field})
    elif action.does == "update":
        yield Need(action.object, "update", names)


def may_press(rights: "Rights", catalog: "Catalog", action: "Action") -> bool:
    """Tell whether the button is granted, and what it points to and writes is within the rights."""
    return rights.may_act(action.name) and all(
        rights.can(need.object, need.right) and rights.writable(need.object) >= need.fields
        for need in needs_of(catalog, action)
    )


def level_of_button(action: "Action") -> Level:
    """Return how far a record must be reached for a button of it."""
    return "write" if action.does == "update" else "read"
