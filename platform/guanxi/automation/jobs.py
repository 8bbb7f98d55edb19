"""The job table: work that outlives the request which asked for it, leased to one worker at a time.

A job is enqueued in the transaction of the save or change that needs it, so it exists exactly when that was
committed. It runs at least once: a worker that dies lets its lease run out and another takes the job over. A late
finisher is fenced off, because finishing asks for the owner that holds the lease.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from guanxi import clock
from guanxi.access.principal import SYSTEM_USER_ID
from guanxi.errors import Conflict, Missing
from guanxi.notifications.inbox import Notice, put
from guanxi.sqltree import Alias as As
from guanxi.sqltree import And, Call, Column, Expr, InList, Or, Order, Param, Select, Table, integer
from guanxi.storage.tables import system_column

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection
    from guanxi.storage.database import Database

__all__ = [
    "FINISHED",
    "LEASE_SECONDS",
    "Job",
    "JobState",
    "cancel",
    "claim",
    "enqueue",
    "extend",
    "find",
    "finish",
    "progress",
    "recent",
    "restart",
    "retry",
]

JobState = Literal["queued", "running", "waiting", "done", "done_with_errors", "failed", "cancelling", "cancelled"]
FINISHED: frozenset[str] = frozenset({"done", "done_with_errors", "failed", "cancelled"})
LEASE_SECONDS = 30
TOLD_KINDS = frozenset({"import", "export"})  # whoever asked for one is told of its end
_TOLD_PARTS = ("import", "export", "file")  # of the payload: the ids under which callers know it, and its file
_COLUMNS = (
    "id",
    "kind",
    "queue",
    "payload",
    "principal",
    "state",
    "run_at",
    "attempts",
    "max_attempts",
    "progress",
    "result",
    "error",
    "created_at",
    "finished_at",
)
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the job table."""

    id: str
    kind: str
    queue: str
    payload: Mapping[str, Any]
    principal: Mapping[str, Any]
    state: JobState
    run_at: dt.datetime
    attempts: int
    max_attempts: int
    progress: Mapping[str, Any] | None
    result: Mapping[str, Any] | None
    error: str | None
    created_at: dt.datetime
    finished_at: dt.datetime | None


def enqueue(
    connection: "Connection",
    kind: str,
    payload: Mapping[str, Any],
    *,
    principal: Mapping[str, Any] = NOTHING,
    queue: str = "default",
    run_at: dt.datetime | None = None,
    max_attempts: int = 5,
) -> str:
    """Add a job in the caller's transaction and return its id."""
    now = clock.now()
    job_id = clock.new_id()
    connection.insert(
        "gx_job",
        {
            "id": job_id,
            "kind": kind,
            "queue": queue,
            "payload": payload,
            "principal": dict(principal),
            "state": "queued",
            "run_at": run_at or now,
            "attempts": 0,
            "max_attempts": max_attempts,
            "created_at": now,
        },
    )
    return job_id


def find(connection: "Connection", job_id: str) -> Job:
    """Return a job, else raise Missing."""
    rows = connection.select("gx_job", _COLUMNS, {"id": job_id})
    if not rows:
        raise Missing(kind="job", id=job_id)
    return Job(*rows[0])


def recent(connection: "Connection", *, limit: int = 100, state: JobState | None = None) -> list[Job]:
    """Return the newest jobs, those in one state when it is given."""
    where = {} if state is None else {"state": state}
    return [
        Job(*row) for row in connection.select("gx_job", _COLUMNS, where, order=("id",), descending=True, limit=limit)
    ]


def _column(name: str) -> Column:
    return system_column("gx_job", name, "j")


_NOW = Param("now", "datetime")
_DUE: Expr = Or(
    (
        And((InList(_column("state"), Param("waiting", "list")), Call("<=", (_column("run_at"), _NOW)))),
        And((InList(_column("state"), Param("leased", "list")), Call("<", (_column("lease_until"), _NOW)))),
    )
)


def _due(limit: int, *, named: bool) -> Select:
    one = (Call("=", (_column("id"), Param("job", "uuid"))),) if named else ()
    ours = And((_DUE, InList(_column("kind"), Param("kinds", "list")), *one))
    order = (Order(_column("run_at"), blank=False), Order(_column("id"), blank=False))
    chosen = (As("id", _column("id")),)
    due = Table("gx_job", "j")
    return Select(chosen, due, where=ours, order=order, limit=integer(limit), lock="update skip locked")


def claim(
    database: "Database", owner: str, kinds: frozenset[str], *, limit: int = 1, job_id: str | None = None
) -> list[Job]:
    """Lease up to `limit` due jobs of those kinds to the owner, or the one job named; each counts an attempt."""
    values: dict[str, object] = {
        "now": clock.now(), "kinds": sorted(kinds), "waiting": ["queued", "waiting"],
        "leased": ["running", "cancelling"],
    }  # fmt: skip
    if job_id is not None:
        values["job"] = job_id
    # Looking needs no write lock, which SQLite would take from a writer at every look.
    with database.read() as reader:
        if not reader.run_tree(_due(1, named=job_id is not None), values):
            return []
    with database.write() as connection:
        ids = [str(row[0]) for row in connection.run_tree(_due(limit, named=job_id is not None), values)]
        return [job for item in ids if (job := _lease(connection, item, owner)) is not None]


def _lease(connection: "Connection", job_id: str, owner: str) -> Job | None:
    job = find(connection, job_id)
    if job.state == "cancelling" or job.attempts >= job.max_attempts:
        state = "cancelled" if job.state == "cancelling" else "failed"
        error = None if state == "cancelled" else job.error or "every attempt ended without an answer"
        connection.update(
            "gx_job", {"state": state, "error": error, "finished_at": clock.now(), "owner": None}, {"id": job_id}
        )
        _tell(connection, find(connection, job_id))
        return None
    until = clock.now() + dt.timedelta(seconds=LEASE_SECONDS)
    connection.update(
        "gx_job",
        {"state": "running", "owner": owner, "lease_until": until, "attempts": job.attempts + 1},
        {"id": job_id},
    )
    return find(connection, job_id)


def extend(connection: "Connection", job_id: str, owner: str) -> bool:
    """Push the end of the lease forward; False when the job is no longer the owner's or shall be cancelled."""
    until = clock.now() + dt.timedelta(seconds=LEASE_SECONDS)
    return connection.update("gx_job", {"lease_until": until}, {"id": job_id, "owner": owner, "state": "running"}) == 1


def progress(connection: "Connection", job_id: str, owner: str, values: Mapping[str, Any]) -> bool:
    """Say how far the job is and extend the lease; False as for `extend`."""
    until = clock.now() + dt.timedelta(seconds=LEASE_SECONDS)
    where = {"id": job_id, "owner": owner, "state": "running"}
    return connection.update("gx_job", {"progress": values, "lease_until": until}, where) == 1


def finish(
    connection: "Connection",
    job_id: str,
    owner: str,
    *,
    state: JobState = "done",
    result: Mapping[str, Any] | None = None,
    error: str | None = None,
) -> bool:
    """End a job that the owner still holds; False when somebody else took it over, whose end then counts."""
    values = {
        "state": state,
        "result": result,
        "error": error,
        "finished_at": clock.now(),
        "owner": None,
        "lease_until": None,
    }
    where = {"id": job_id, "owner": owner, "state": ["running", "cancelling"]}
    ended = connection.update("gx_job", values, where) == 1
    if ended:
        _tell(connection, find(connection, job_id))
    return ended


def _tell(connection: "Connection", job: Job) -> None:
    """Tell who asked for a job of its end, in the transaction that ends it; a trial is looked at while it runs."""
    user_id = job.principal.get("user_id")
    if (
        job.kind in TOLD_KINDS
        and not job.payload.get("trial")
        and job.state != "cancelled"
        and user_id not in {None, SYSTEM_USER_ID}
    ):
        about = {name: job.payload[name] for name in _TOLD_PARTS if name in job.payload}
        put(connection, [Notice(str(user_id), f"{job.kind}_{job.state}", {"job": job.id, **about})])


def retry(connection: "Connection", job: Job, owner: str, error: str) -> bool:
    """Put a failed job back with a growing pause, or end it as failed after its last attempt."""
    if job.attempts >= job.max_attempts:
        return finish(connection, job.id, owner, state="failed", error=error)
    pause = dt.timedelta(seconds=min(2.0**job.attempts, 3600) * (0.5 + clock.random_fraction()))
    values = {"state": "queued", "run_at": clock.now() + pause, "error": error, "owner": None, "lease_until": None}
    return connection.update("gx_job", values, {"id": job.id, "owner": owner, "state": "running"}) == 1


def cancel(connection: "Connection", job_id: str) -> Job:
    """Ask for the end of a job: one that waits is cancelled at once, one that runs at its next step."""
    if not connection.update(
        "gx_job", {"state": "cancelled", "finished_at": clock.now()}, {"id": job_id, "state": ["queued", "waiting"]}
    ):
        connection.update("gx_job", {"state": "cancelling"}, {"id": job_id, "state": "running"})
    return find(connection, job_id)


def restart(connection: "Connection", job_id: str) -> None:
    """Have a job that failed or was cancelled begin again with all its attempts, else raise Conflict."""
    values = {
        "state": "queued", "run_at": clock.now(), "attempts": 0, "error": None, "finished_at": None,
        "owner": None, "lease_until": None,
    }  # fmt: skip
    if not connection.update("gx_job", values, {"id": job_id, "state": ["failed", "cancelled"]}):
        raise Conflict(reason="job_not_ended", state=find(connection, job_id).state)
