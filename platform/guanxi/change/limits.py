"""Limits of a field that become narrower: how many of the newest records would be refused at their next save."""

from typing import TYPE_CHECKING

from guanxi.access.principal import Principal
from guanxi.fields.base import FieldProblem
from guanxi.records.query import rows
from guanxi.records.question import Query

if TYPE_CHECKING:
    from guanxi.catalog import Field
    from guanxi.workspace.workspace import Workspace

__all__ = ["LIMITS", "NEWEST", "refused"]

LIMITS = frozenset({"max_length", "min", "max", "pattern", "precision", "scale", "format", "region", "symbology"})
"""Keys of a field that say which values it takes."""

NEWEST = 1_000  # records that a plan tries


def refused(workspace: "Workspace", before: "Field", after: "Field") -> tuple[list[str], int]:
    """Return which of the newest records hold a value that the field would refuse from now on, and how many it held.

    Values are read as they are and given to the field as it would be, as somebody's who saves them again.
    """
    context = workspace.context(Principal.system("plan"))
    present = context.catalog.objects.get(before.object)
    member = None if present is None else present.fields.get(before.name)
    if member is None or member.id != before.id:  # it is renamed in the same change
        return [], 0
    newest = rows(context, Query(before.object, fields=("id", member.name), sort=("-id",), limit=NEWEST))
    held = {str(row["id"]): row[member.name] for row in newest if row[member.name] is not None}
    write, read = before.kind.to_json(before), after.kind.parser(after)
    found = []
    for identity, value in held.items():
        try:
            read(value if write is None else write(value))
        except FieldProblem:
            found.append(identity)
    return found, len(held)
