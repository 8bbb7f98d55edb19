"""Actions become rows of the catalog."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from guanxi.catalog import Action, Assignment, Picklist
from guanxi.catalog.actions import Does
from guanxi.fields import FieldSpec
from guanxi.metadata.field_specs import Specs

if TYPE_CHECKING:
    from guanxi.catalog import Label
    from guanxi.metadata.document import Body
    from guanxi.metadata.labels import Labels
    from guanxi.metadata.layers import Item

__all__ = ["DOES", "compile_action"]

DOES: tuple[Does, ...] = ("update", "create", "open", "hook")


def compile_action(item: "Item", labels: "Labels", picklists: Mapping[str, Picklist]) -> Action:
    """Return an action; of several things that it does, which the check refuses, the first."""
    body, specs = item.body, Specs(picklists)
    made = body.get("create", {})
    return Action(
        name=item.name, package=item.package, object=body["object"], label=labels.of(item),
        does=next((key for key in DOES if key in body), "hook"), icon=body.get("icon"),
        confirm=labels.of(item, key="confirm") if "confirm" in body else None,
        available_when=body.get("available_when"), blank_as=body.get("blank_as", "blank"),
        shown=frozenset(body.get("shown", ("page",))),
        parameters=tuple(
            FieldSpec(**specs.keywords(entry, partial(_label, item, labels, entry)))
            for entry in body.get("parameters", ())
        ),
        relation=made.get("relation"), values=_assignments(body.get("update", made.get("values", ()))),
        open=body.get("open"),
    )  # fmt: skip


def _label(item: "Item", labels: "Labels", entry: "Body", key: str) -> "Label":
    return labels.of(item, "parameters", entry["name"], body=entry, key=key)


def _assignments(entries: "Iterable[Body]") -> tuple[Assignment, ...]:
    return tuple(
        Assignment(entry["field"], formula=entry["value"]["formula"])
        if isinstance(entry["value"], dict)
        else Assignment(entry["field"], entry["value"])
        for entry in entries
    )
