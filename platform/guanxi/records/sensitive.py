"""Who read which sensitive values, for the audit: noted whenever an answer shows them in the clear."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from guanxi.access.audit import Entry, write_audit
from guanxi.access.read_audit import READ_SENSITIVE

if TYPE_CHECKING:
    from guanxi.records.selection import Selection
    from guanxi.workspace.context import Context

__all__ = ["note_read", "sensitive_paths"]


def sensitive_paths(selections: "Sequence[Selection]", before: str = "") -> Iterator[str]:
    """Return the paths of the values of class sensitive that an answer shows in the clear."""
    for selection in selections:
        path = before + selection.name
        if selection.member.classification == "sensitive" and not selection.masked:
            yield path
        yield from sensitive_paths(selection.below, path + ".")


def note_read(context: "Context", object_name: str, ids: Iterable[str], fields: Sequence[str]) -> None:
    """Note that a person reads these fields of these records; the platform itself reads without a note."""
    if not fields or context.principal.is_system:
        return
    detail = {"fields": sorted(fields)}
    entries = [Entry(READ_SENSITIVE, object_name, identity, detail) for identity in ids]
    if context.transaction is not None:
        write_audit(context.transaction, context.principal, entries, now=context.now)
    else:
        context.workspace.reads.note(context.principal, entries, now=context.now)
