"""Exports as jobs: the job is the export, its file lies in a folder of the job's name until its time is over."""

import datetime as dt
import shutil
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.automation import jobs
from guanxi.automation.askers import asker_of, note_of
from guanxi.automation.worker import Outcome, Report
from guanxi.errors import Missing, Refused
from guanxi.exporting.columns import columns_of
from guanxi.exporting.order import ExportOrder, exportable
from guanxi.exporting.run import run_export
from guanxi.importing.tally import problem_text
from guanxi.storage.encode import instant_text

if TYPE_CHECKING:
    from guanxi.automation.jobs import Job
    from guanxi.settings import Settings
    from guanxi.workspace.context import Context
    from guanxi.workspace.workspace import Workspace

__all__ = ["EXPORT_JOB", "export_entry", "export_file", "find_export", "remove_expired", "run_export_job",
           "submit_export"]  # fmt: skip

EXPORT_JOB = "export"


def submit_export(context: "Context", order: ExportOrder) -> str:
    """Enqueue the export and return its id, which is its job's too."""
    columns_of(context, order)
    payload = {"order": order.as_json(), "language": context.language}
    with context.database.write() as connection:
        job = jobs.enqueue(connection, EXPORT_JOB, payload, principal=note_of(context.principal))
        entry = export_entry(order, export=job)
        write_audit(connection, context.principal, [entry], now=clock.now())
    return job


def export_entry(order: ExportOrder, **more: object) -> Entry:
    """Return what the audit says of an export: which fields of which records, and where they went."""
    told = order.as_json()
    return Entry("export", str(told.pop("object")), None, {**told, **more})


def run_export_job(workspace: "Workspace", job: "Job", report: Report) -> Outcome:
    """Write the file, from the beginning whenever the job begins; what is wrong with it as a whole is its result."""
    order, language = ExportOrder.from_json(job.payload["order"]), job.payload["language"]

    def make_context() -> "Context":
        return workspace.context(asker_of(workspace, job), language=language, request_id=job.id)

    try:
        exported = run_export(
            order, make_context, _path(workspace.settings, job.id, order),
            progress=lambda done, total: report({"done": done, "total": total}),
        )  # fmt: skip
    except Refused as error:
        return Outcome(_failed(error, language), with_errors=True)
    return Outcome(asdict(exported))


def find_export(context: "Context", identity: str) -> dict[str, Any]:
    """Return an export with the state of its job, to whoever asked for it or may see all jobs."""
    job = _job(context, identity)
    if job.principal.get("user_id") != context.principal.user_id and not context.rights.system("jobs"):
        raise Missing(kind="export", id=identity)
    order, settings = ExportOrder.from_json(job.payload["order"]), context.workspace.settings
    whole, ends = job.state == "done" and _path(settings, job.id, order).is_file(), _end(settings, job)
    return {
        "id": job.id, "object": order.object, "format": order.format, "job": job.id, "state": job.state,
        "progress": job.progress, "result": job.result, "created_at": instant_text(job.created_at),
        "finished_at": None if job.finished_at is None else instant_text(job.finished_at),
        "file": _name(job, order) if whole else None,
        "expires_at": None if ends is None else instant_text(ends),
    }  # fmt: skip


def export_file(context: "Context", identity: str) -> tuple[Path, str, ExportOrder]:
    """Return where the file of an export is, its name and order, to whoever asked for it alone, and audit that.

    Raises Missing before it is whole and after its time, and what a new export would raise when the rights to what it
    holds are gone.
    """
    job = _job(context, identity)
    if job.principal.get("user_id") != context.principal.user_id or context.principal.user_id is None:
        raise Missing(kind="export", id=identity)
    order, settings = ExportOrder.from_json(job.payload["order"]), context.workspace.settings
    path, ends = _path(settings, job.id, order), _end(settings, job)
    if job.state != "done" or ends is None or ends <= clock.now() or not path.is_file():
        raise Missing(kind="export_file", id=identity)
    exportable(context, order.object)
    columns_of(context, order)
    with context.database.write() as connection:
        entry = Entry("export_download", order.object, None, {"export": identity, **dict(job.result or {})})
        write_audit(connection, context.principal, [entry], now=clock.now())
    return path, _name(job, order), order


def remove_expired(workspace: "Workspace") -> int:
    """Remove the folders of exports whose time is over, and return how many.

    One whose job is not here may be of another workspace that keeps its files in the same place, and has its time too.
    """
    total = 0
    for folder in _folder(workspace.settings).glob("*"):
        with workspace.database.read() as connection:
            found = connection.select("gx_job", ("id",), {"id": folder.name}) if _is_id(folder.name) else []
            ends = _end(workspace.settings, jobs.find(connection, folder.name)) if found else None
        if not found:
            ends = _end_of_unknown(workspace.settings, folder)
        if ends is not None and ends <= clock.now():
            shutil.rmtree(folder, ignore_errors=True)
            total += 1
    return total


def _end_of_unknown(settings: "Settings", folder: Path) -> dt.datetime | None:
    """Return when the time of a folder is over by its own date; None where another process removed it just now."""
    try:
        made = dt.datetime.fromtimestamp(folder.stat().st_mtime, dt.UTC)
    except FileNotFoundError:
        return None
    return made + _keeping(settings)


def _job(context: "Context", identity: str) -> "Job":
    with context.database.read() as connection:
        if not connection.select("gx_job", ("id",), {"id": identity, "kind": EXPORT_JOB}):
            raise Missing(kind="export", id=identity)
        return jobs.find(connection, identity)


def _folder(settings: "Settings") -> Path:
    return Path(settings.files) / "exports"


def _path(settings: "Settings", identity: str, order: ExportOrder) -> Path:
    return _folder(settings) / identity / f"rows.{order.format}"


def _name(job: "Job", order: ExportOrder) -> str:
    return f"{order.object}-{job.created_at:%Y-%m-%d}.{order.format}"


def _end(settings: "Settings", job: "Job") -> dt.datetime | None:
    """Return when the file of an ended export is no longer given."""
    return None if job.finished_at is None else job.finished_at + _keeping(settings)


def _keeping(settings: "Settings") -> dt.timedelta:
    return dt.timedelta(hours=settings.keep_exports_hours)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _failed(error: Refused, language: str) -> dict[str, Any]:
    problems = [
        {"field": item.field, "code": item.code, "params": dict(item.params), "message": problem_text(item, language)}
        for item in error.problems
    ]
    return {"error": {"code": error.code, "params": dict(error.params)}, "problems": problems}
