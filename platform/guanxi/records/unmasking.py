"""Showing what a mask hides, to those who hold the right to unmask: one record at a time, and never unnoticed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from guanxi.access.audit import Entry, write_audit
from guanxi.errors import Denied, Malformed, Problem
from guanxi.records.prepared import readable_object
from guanxi.records.query import get
from guanxi.records.question import query_from
from guanxi.records.selection import Reader, unknown

if TYPE_CHECKING:
    from guanxi.workspace.context import Context

__all__ = ["unmask"]


def unmask(context: "Context", object_name: str, record_id: str, *, asked: Mapping[str, object]) -> bytes:
    """Return the named fields of a record in the clear as JSON, after the audit has who saw them.

    Raises Denied without the right, Missing for a record that is not there for the caller.
    """
    item = readable_object(context, object_name)
    if not context.rights.can(item.name, "unmask"):
        raise Denied(action="unmask", object=item.name)
    problems = [Problem(name[:100], "unknown_argument") for name in asked if name != "fields"]
    names = query_from(item.name, {"fields": asked.get("fields")}).fields
    reader = Reader(context.catalog, context.rights)
    if names is None:
        problems.append(Problem("fields", "required"))
    known = [member.name for member in reader.fields(item)]
    problems += [unknown(name, known) for name in names or () if name not in known]
    if problems:
        raise Malformed(problems=problems)
    body, _ = get(context, item.name, record_id=record_id, fields=names, unmasked=True)
    entry = Entry("unmask", item.name, record_id.lower(), {"fields": sorted(names or ())})
    with context.database.write() as transaction:
        write_audit(transaction, context.principal, [entry], now=context.now)
    return body
