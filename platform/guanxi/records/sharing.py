"""Sharing one record by hand: beside its owner, others see or change it until it is taken back.

Who reaches a record at the level full and holds the right `share` gives and takes. What follows for those whom it
concerns leaves through the outbox, as what follows from a save does.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from guanxi.access.audit import Entry, write_audit
from guanxi.errors import Denied, Invalid, Missing, Problem
from guanxi.records.columns import LIVING
from guanxi.records.load import connection_of, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.prepared import readable_object
from guanxi.records.reach import reached
from guanxi.records.share_rows import Share, known_grantees, read_shares, write_shares
from guanxi.records.steps import run_steps
from guanxi.records.trail import shared_step
from guanxi.records.transaction import in_transaction
from guanxi.text.shown import shown

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["MOST", "change_shares", "shares_of"]

_LEVELS = ("read", "write")
MOST = 200  # who is given or loses a record in one call


def shares_of(context: "Context", object_name: str, record_id: str) -> list[Share]:
    """Return with whom a record is shared by hand; raises Missing and Denied as `change_shares` does."""
    with context.database.read() as connection:
        item, identity = _sharable(context, connection, object_name, record_id)
        return read_shares(context, connection, item, identity)


def change_shares(
    context: "Context", object_name: str, record_id: str, *, given: Sequence[Share] = (), taken: Sequence[str] = ()
) -> list[Share]:
    """Give a record to some grantees, take it from others, and return with whom it is shared then: all or nothing.

    Raises Missing for a record that is not there for the caller and for an object whose records have no owners, Denied
    without the right `share` or the level full on the record, Invalid with everything that is wrong with the grantees.
    """

    def change(inside: "Context") -> list[Share]:
        connection = connection_of(inside)
        item, identity = _sharable(inside, connection, object_name, record_id)
        _check(inside, connection, item, given, taken)
        before = read_shares(inside, connection, item, identity)
        write_shares(connection, item, identity, given, taken)
        after = read_shares(inside, connection, item, identity)
        if before != after:
            _tell(inside, identity, item, before, after)
        return after

    return in_transaction(context, change)


def _sharable(
    context: "Context", connection: "Connection", object_name: str, record_id: str
) -> "tuple[ObjectType, str]":
    item = readable_object(context, object_name)
    try:
        identity = str(uuid.UUID(record_id))
    except ValueError as error:
        raise Missing(kind="record", object=object_name, id=record_id[:100]) from error
    if not reached(context, connection, item.name, {identity}, where=LIVING):
        raise Missing(kind="record", object=object_name, id=identity)
    if not context.rights.can(item.name, "share"):
        raise Denied(right="share", object=item.name)
    if not item.owned:
        raise Missing(kind="shares", object=item.name)
    if not reached(context, connection, item.name, {identity}, level="full"):
        raise Denied(right="share", object=item.name, id=identity)
    return item, identity


def _check(
    context: "Context", connection: "Connection", item: "ObjectType", given: Sequence[Share], taken: Sequence[str]
) -> None:
    """Raise Invalid with whatever is wrong with who shall be given the record, or lose it."""
    sharing, known = context.catalog.sharing.get(item.name), known_grantees(connection, {one.grantee for one in given})
    times = Counter([*(one.grantee for one in given), *taken])
    problems = [Problem(None, "too_many_grantees", {"limit": MOST})] if times.total() > MOST else []
    for number, share in enumerate(given):
        if share.grantee not in known:
            problems.append(Problem(f"give.{number}.grantee", "no_grantee"))
        elif times[share.grantee] > 1:
            problems.append(Problem(f"give.{number}.grantee", "repeated_grantee"))
        if share.level not in _LEVELS:
            params = {"value": shown(share.level), "allowed": _LEVELS}
            problems.append(Problem(f"give.{number}.level", "not_allowed", params))
        if share.team and not (sharing is not None and sharing.teams):
            problems.append(Problem(f"give.{number}.team", "no_record_teams"))
    if problems:
        raise Invalid(problems=problems)


def _tell(
    context: "Context", identity: str, item: "ObjectType", before: Sequence[Share], after: Sequence[Share]
) -> None:
    """Write who was given the record and who lost it: to the audit for those who look, as an event for what follows."""
    connection, plan = connection_of(context), plan_of(context, item.name)
    then, now = ({one.grantee: (one.level, one.team) for one in shares} for shares in (before, after))
    changed = sorted(one for one in then.keys() | now.keys() if then.get(one) != now.get(one))
    detail = {
        "request_id": context.request_id,
        "given": [{"grantee": one, "level": now[one][0], "team": now[one][1]} for one in changed if one in now],
        "taken": [one for one in changed if one not in now],
    }
    write_audit(connection, context.principal, [Entry("share", item.name, identity, detail)], now=context.now)
    version = read_rows(connection, plan, [identity])[identity]["version"]
    fresh = sorted(now.keys() - then.keys())
    run_steps(context, [shared_step(context, plan, identity, version, changed=changed, given=fresh)])
