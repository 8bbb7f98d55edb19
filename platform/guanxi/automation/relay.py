"""The relay: hands committed events to the `after_commit` hooks of plugins, at least once and in order of position.

What people are told of them is written with the mark that they are handled, so it is told once.

An event is marked as handled after every hook took it. A hook that raises, or a process that dies in between, leaves it
unmarked, so it comes again; hooks tell repeats by the event's id. One process at a time holds the lease, which keeps
the events of a record in order.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.access.principal import Principal
from guanxi.automation.leases import hold
from guanxi.change.revaluation import RATED, revalue
from guanxi.errors import Busy
from guanxi.logs import Log
from guanxi.notifications.following import Audience, notices_of
from guanxi.notifications.inbox import Notice, put
from guanxi.sqltree import Alias, Call, Order, Select, Table, all_of, integer
from guanxi.storage.tables import system_column

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = ["LEASE", "Delivered", "deliver"]

LEASE = "relay"
BATCH = 200
_COLUMNS = ("id", "position", "at", "object", "kind", "payload", "principal")
log = Log("guanxi.relay")


@dataclass(frozen=True, slots=True)
class Delivered:
    """An event as hooks see it."""

    id: str
    object: str
    kind: str
    at: dt.datetime
    records: Sequence[Mapping[str, Any]]
    request_id: str
    by: str  # the id of the user who saved


def _waiting() -> Select:
    column = {name: system_column("gx_outbox", name, "o") for name in ("position", "id", "handled")}
    return Select(
        (Alias("id", column["id"]),),
        Table("gx_outbox", "o"),
        where=all_of(Call("is_null", (column["handled"],)), Call("is_not_null", (column["position"],))),
        order=(Order(column["position"], blank=False),),
        limit=integer(BATCH),
    )


_WAITING = _waiting()


def deliver(workspace: "Workspace", *, owner: str) -> int:
    """Hand the next events to the hooks and mark them; return how many, 0 when none waits or another holds the lease.

    Raises what a hook raised, after logging it; the events stay and are delivered again.
    """
    database = workspace.database
    with database.read() as connection:
        ids = [str(row[0]) for row in connection.run_tree(_WAITING)]
    if not ids:
        return 0
    with database.write() as connection:
        if not hold(connection, LEASE, owner, seconds=60):
            return 0
    with database.read() as connection:
        rows = connection.select("gx_outbox", _COLUMNS, {"id": ids, "handled": None}, order=("position",))
    known = workspace.snapshot().catalog.aliases  # an event may be older than its object's name
    events = [
        Delivered(key, known.get(name, name), kind, at, payload["records"], payload["request_id"], by["user_id"])
        for key, _, at, name, kind, payload, by in rows
    ]
    if events:
        notices = notices_of(Audience.of(workspace), events)
        if any(event.object in RATED for event in events):
            revalue(workspace)
        _call(workspace, events)
        _mark(workspace, events, notices)
    return len(events)


def _mark(workspace: "Workspace", events: Sequence[Delivered], notices: Sequence[Notice]) -> None:
    """Mark the events as handled and tell people of them; raises Busy, with nothing done, where another was faster."""
    with workspace.database.write() as connection:
        unhandled = {"id": [event.id for event in events], "handled": None}
        if connection.update("gx_outbox", {"handled": clock.now()}, unhandled) != len(events):
            raise Busy(held_by=LEASE)
        put(connection, notices)


def _call(workspace: "Workspace", events: Sequence[Delivered]) -> None:
    snapshot = workspace.snapshot()
    context = workspace.context(Principal.system("relay"), snapshot=snapshot)
    for hook in workspace.plugins.callers("after_commit", frozenset(snapshot.catalog.plugins)):
        offered = {"events": events, "context": context}
        try:
            hook.function(*(offered[name] for name in hook.argnames))
        except Exception:
            log.exception("hook_failed", package=hook.plugin_name, first=events[0].id, events=len(events))
            raise
