"""Housekeeping: what has served its time leaves, an hourly duty that one process of many performs.

Kept answers to repeated requests live a day, sessions as long as their settings say, finished jobs and imports with
their uploaded files as long as `keep_jobs_days`, exported files as long as `keep_exports_hours`, events that were
handed on as long as `keep_events_days`. All goes in small steps, so that no writer waits long.
"""

import datetime as dt
import shutil
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.access.sessions import SessionLimits, remove_ended
from guanxi.automation.exports import remove_expired
from guanxi.automation.imports import IMPORT_JOB
from guanxi.automation.jobs import FINISHED
from guanxi.automation.leases import hold
from guanxi.change.copies import release
from guanxi.importing.undoing import KEPT as UNDO_KEPT
from guanxi.logs import Log
from guanxi.notifications.inbox import KEPT as NOTIFICATIONS_KEPT
from guanxi.records.idempotency import KEPT
from guanxi.sqltree import Alias, Call, Order, Select, Table, integer
from guanxi.storage.rows import Below
from guanxi.storage.tables import system_column

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["EVERY_SECONDS", "Housekeeping", "keep_house"]

EVERY_SECONDS = 3600.0
_DUTY = "housekeeping"
_STEP = 500
_POSITION = system_column("gx_outbox", "position", "o")
_OLDEST_EVENTS = Select(
    (Alias("id", system_column("gx_outbox", "id", "o")),),
    Table("gx_outbox", "o"),
    where=Call("is_not_null", (_POSITION,), "boolean"),
    order=(Order(_POSITION, blank=False),),
    limit=integer(_STEP + 1),
)
log = Log("guanxi.housekeeping")


class Housekeeping:
    """The duty as a round of a service: it looks at its watch often and at the database once an hour."""

    def __init__(self, workspace: "Workspace") -> None:
        """Take the workspace; the first round is due at once."""
        self._workspace = workspace
        self._due = clock.monotonic()

    def __call__(self) -> int:
        """Keep house when it is time and no other process has done so; return how many rows left."""
        if clock.monotonic() < self._due:
            return 0
        self._due = clock.monotonic() + EVERY_SECONDS
        with self._workspace.database.write() as connection:
            # Held under a new name each time and never given back: it is the hour that ends it.
            ours = hold(connection, _DUTY, clock.new_id(), seconds=EVERY_SECONDS)
        return keep_house(self._workspace) if ours else 0


def keep_house(workspace: "Workspace") -> int:
    """Remove what has served its time and return how many rows that were."""
    settings, now = workspace.settings, clock.now()
    limits = SessionLimits(
        dt.timedelta(minutes=settings.session_idle_minutes), dt.timedelta(days=settings.session_days)
    )
    jobs_before = now - dt.timedelta(days=settings.keep_jobs_days)
    left = {
        "answers": _in_steps(workspace, lambda step: _answers(step, now - KEPT)),
        "notifications": _in_steps(workspace, lambda step: _notifications(step, now - NOTIFICATIONS_KEPT)),
        "sessions": _once(workspace, lambda step: remove_ended(step, now=now, limits=limits)),
        "ways": _in_steps(workspace, lambda step: _ways(step, now - UNDO_KEPT)),
        "imports": _imports(workspace, jobs_before),
        "exports": remove_expired(workspace),
        "copies": release(workspace),
        "events": _in_steps(workspace, lambda step: _events(step, now - dt.timedelta(days=settings.keep_events_days))),
        "jobs": _in_steps(workspace, lambda step: _jobs(step, jobs_before)),
    }
    if any(left.values()):
        log.info("house_kept", **left)
    return sum(left.values())


def _once(workspace: "Workspace", work: "Callable[[Connection], int]") -> int:
    with workspace.database.write() as connection:
        return work(connection)


def _in_steps(workspace: "Workspace", work: "Callable[[Connection], int]") -> int:
    """Repeat a step in transactions of its own until it finds nothing, and return how many rows left."""
    total = 0
    while found := _once(workspace, work):
        total += found
    return total


def _answers(connection: "Connection", before: dt.datetime) -> int:
    found = connection.select("gx_idempotency", ("at",), {"at": Below(before)}, order=("at",), limit=_STEP)
    if not found:
        return 0
    return connection.delete("gx_idempotency", {"at": Below(found[-1][0] + dt.timedelta(milliseconds=1))})


def _notifications(connection: "Connection", before: dt.datetime) -> int:
    found = connection.select("gx_notification", ("id",), {"at": Below(before)}, order=("at",), limit=_STEP)
    return connection.delete("gx_notification", {"id": [identity for (identity,) in found]}) if found else 0


def _ways(connection: "Connection", before: dt.datetime) -> int:
    """Remove what old imports could be undone by, piece by piece, as each is large."""
    found = connection.select("gx_import_undo", ("id",), {"at": Below(before)}, order=("at",), limit=1)
    return connection.delete("gx_import_undo", {"id": found[0][0]}) if found else 0


def _events(connection: "Connection", before: dt.datetime) -> int:
    """Remove the oldest events where they were handed on, but the very last: the next one is numbered after it."""
    oldest = [row[0] for row in connection.run_tree(_OLDEST_EVENTS)[:-1]]
    if not oldest:
        return 0
    rows = connection.select("gx_outbox", ("id", "at", "handled"), {"id": oldest}, order=("position",))
    gone = [identity for identity, _, _ in takewhile(lambda row: row[1] < before and row[2] is not None, rows)]
    return connection.delete("gx_outbox", {"id": gone}) if gone else 0


def _jobs(connection: "Connection", before: dt.datetime) -> int:
    """Remove finished jobs but those of imports, which leave with them."""
    wanted = {"state": sorted(FINISHED), "finished_at": Below(before)}
    needed = {job for (job,) in connection.select("gx_import", ("job",))}
    found = connection.select("gx_job", ("id",), wanted, order=("finished_at",), limit=_STEP + len(needed))
    gone = [identity for (identity,) in found if identity not in needed][:_STEP]
    return connection.delete("gx_job", {"id": gone}) if gone else 0


def _imports(workspace: "Workspace", before: dt.datetime) -> int:
    """Remove imports whose job ended long ago: first the files that were sent for them, then the rows."""
    uploads, total = (Path(workspace.settings.files) / "imports").resolve(), 0
    with workspace.database.read() as connection:
        rows = connection.select("gx_import", ("id", "job", "source"), {"created_at": Below(before)})
        wanted = {"kind": IMPORT_JOB, "state": sorted(FINISHED), "finished_at": Below(before)}
        ended = {identity for (identity,) in connection.select("gx_job", ("id",), wanted)}
    for identity, job, source in rows:
        if job in ended:
            folder = Path(source["path"]).parent
            if folder.parent == uploads:  # what the command line named stays where it is
                shutil.rmtree(folder, ignore_errors=True)
            with workspace.database.write() as connection:
                connection.delete("gx_import", {"id": identity})
                connection.delete("gx_job", {"id": job})
            total += 1
    return total
