"""Undoing imports as jobs: piece by piece, so that a killed one is gone on with."""

from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.automation import jobs
from guanxi.automation.askers import asker_of, note_of
from guanxi.automation.worker import Outcome, Report
from guanxi.errors import Missing, Refused
from guanxi.importing.undoing import count_ways, undo_piece, undone_so_far, waiting_pieces
from guanxi.records.bulk import expecting

if TYPE_CHECKING:
    from guanxi.automation.jobs import Job
    from guanxi.storage.database import Database
    from guanxi.workspace.context import Context
    from guanxi.workspace.workspace import Workspace

__all__ = ["UNDO_JOB", "preview_undo", "run_undo_job", "submit_undo"]

UNDO_JOB = "import_undo"


def preview_undo(context: "Context", identity: str) -> dict[str, int]:
    """Return how many records undoing an import of one's own would delete, restore, and leave as they moved since.

    Raises Missing where there is nothing to undo or no longer a way to, Denied without the rights for it.
    """
    pieces = waiting_pieces(context.database, identity)
    name = _object(context.database, identity, by=context.principal.user_id) if pieces else None
    if name is None:
        raise Missing(kind="undo", id=identity)
    told = count_ways(context, name, pieces).as_json()
    return {part: told[part] for part in ("deleted", "restored", "left")}


def submit_undo(context: "Context", identity: str, *, expect: int | None) -> str:
    """Enqueue the undoing and return its job; Conflict where it would touch another number of records than expected."""
    found = preview_undo(context, identity)
    expecting(expect, found["deleted"] + found["restored"])
    payload = {"import": identity, "language": context.language}
    with context.database.write() as connection:
        job = jobs.enqueue(connection, UNDO_JOB, payload, principal=note_of(context.principal))
        name = _object(context.database, identity, by=context.principal.user_id)
        entry = Entry("import_undo", name, None, {"import": identity, **found})
        write_audit(connection, context.principal, [entry], now=clock.now())
    return job


def run_undo_job(workspace: "Workspace", job: "Job", report: Report) -> Outcome:
    """Undo the pieces that are left; the result counts those of former attempts too."""
    identity, database, failure = str(job.payload["import"]), workspace.database, {}
    name, pieces = _object(database, identity), waiting_pieces(database, identity)
    try:
        for done, piece in enumerate(pieces, start=1):
            who = asker_of(workspace, job)
            undo_piece(workspace.context(who, language=job.payload["language"], request_id=job.id), str(name), piece)
            report({"done": done, "total": len(pieces)})
    except Refused as error:
        failure = {"error": {"code": error.code, "params": dict(error.params)}}
    undone = undone_so_far(database, identity)
    return Outcome({**undone.as_json(), **failure}, with_errors=bool(failure) or undone.counts["left"] > 0)


def _object(database: "Database", identity: str, *, by: str | None = None) -> str | None:
    """Return the object of an import that has ended, None where there is none, or none of theirs."""
    with database.read() as connection:
        rows = connection.select("gx_import", ("object", "created_by", "finished_at"), {"id": identity})
    return next((name for name, who, ended in rows if ended is not None and by in (None, who)), None)
