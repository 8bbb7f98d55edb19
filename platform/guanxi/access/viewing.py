"""Viewing as somebody else: whoever may do it sees what the other sees, writes nothing, and is kept in the audit.

As whom a session looks, and until when, stands in its own row, so no request can look otherwise than the session does.
"""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.access.audit import Entry, write_audit
from guanxi.access.principal import SYSTEM_USER_ID, Viewer
from guanxi.access.rows import row_access
from guanxi.errors import Denied, Missing
from guanxi.storage.encode import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guanxi.access.authenticate import Authenticator, Viewing
    from guanxi.access.principal import Principal
    from guanxi.access.rights import Policy, Rights
    from guanxi.storage.connection import Connection

__all__ = ["VIEW_AS", "begin_viewing", "check_may_view", "end_viewing", "seen_by"]

VIEW_AS = "view_as"
"""The system right to look at the workspace as somebody else."""

_MOST_NAMED = 10


def check_may_view(
    policy: "Policy", viewer: "Principal", other: "Principal", *, now: dt.datetime, zone: dt.tzinfo
) -> None:  # fmt: skip
    """Raise Denied where somebody may not look as another: without the right, and never at more than the own sight."""
    if not policy.rights_of(viewer).system(VIEW_AS):
        raise Denied(right=VIEW_AS)
    if viewer.kind != "user" or viewer.session_id is None:
        raise Denied(reason="view_as_needs_session")
    if other.kind != "user" or other.audience != "staff" or other.user_id in {viewer.user_id, SYSTEM_USER_ID}:
        raise Denied(reason="view_as_nobody")
    more = sorted(set(_more_than(policy, viewer, other, now=now, zone=zone)))
    if more:
        raise Denied(reason="view_as_more", more=", ".join(more[:_MOST_NAMED]))


def _more_than(
    policy: "Policy", viewer: "Principal", other: "Principal", *, now: dt.datetime, zone: dt.tzinfo
) -> "Iterator[str]":
    """Yield in what another has more than the viewer: system rights, actions, objects with their rights and rows."""
    own, theirs = policy.rights_of(viewer), policy.rights_of(other)
    yield from (right for right in theirs.system_rights if not own.system(right))
    yield from (action for action in theirs.actions if not own.may_act(action))
    for name in theirs.objects:
        if not _covers(own, theirs, name):
            yield name
        elif theirs.can(name, "read") and not row_access(policy, viewer, name, now=now, zone=zone).unlimited:
            yield name  # among the rows that only the other reaches may be some that the viewer must not see


def _covers(own: "Rights", theirs: "Rights", name: str) -> bool:
    mine, other = own.of(name), theirs.of(name)
    return (
        other.rights <= mine.rights and other.readable <= mine.readable and other.writable <= mine.writable
        and theirs.clear(name) <= own.clear(name)
    )  # fmt: skip


def begin_viewing(
    transaction: "Connection", viewer: "Principal", other: "Principal", *, now: dt.datetime, until: dt.datetime
) -> None:
    """Have the viewer's session look as another until then, and keep it in the audit."""
    row = {"viewed_id": other.user_id, "viewed_since": now, "viewed_until": until}
    transaction.update("gx_session", row, {"id": viewer.session_id})
    detail = {"name": other.name, "until": instant_text(until)}
    write_audit(transaction, viewer, [Entry(VIEW_AS, "user", other.user_id, detail)], now=now)


def end_viewing(transaction: "Connection", viewer: "Principal", *, now: dt.datetime) -> None:
    """End it, and keep in the audit from when to when it was; raise Missing where the session looks as nobody else."""
    if viewer.session_id is None:
        raise Missing(kind="viewing")
    columns = ("viewed_id", "viewed_since", "viewed_until")
    found = transaction.select("gx_session", columns, {"id": viewer.session_id}, lock="update")
    if not found or found[0][0] is None:
        raise Missing(kind="viewing")
    other, since, until = found[0]
    transaction.update("gx_session", dict.fromkeys(columns), {"id": viewer.session_id})
    detail = {"from": instant_text(since), "to": instant_text(min(now, until))}
    write_audit(transaction, viewer, [Entry("view_as_end", "user", other, detail)], now=now)


def seen_by(
    policy: "Policy", authenticator: "Authenticator", connection: "Connection", viewer: "Principal",
    viewing: "Viewing", *, now: dt.datetime, zone: dt.tzinfo,
) -> "Principal":  # fmt: skip
    """Return as whom a session looks now.

    Raises Denied (`view_as_ended`) when its time is over, or when the viewer may not look as this person any more.
    """
    try:
        if viewing.until <= now:
            raise Missing(kind="viewing")
        other = authenticator.by_id(connection, viewing.user_id)
        check_may_view(policy, viewer, other, now=now, zone=zone)
    except (Denied, Missing) as error:
        raise Denied(reason="view_as_ended") from error
    by = Viewer(viewer.user_id, viewer.name, viewing.until)
    return replace(other, session_id=viewer.session_id, viewer=by)
