"""Imports as jobs: what is asked for is kept with the job, so that any worker can go on where a killed one stopped."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.automation import jobs
from guanxi.automation.askers import asker_of, note_of
from guanxi.automation.worker import Outcome, Report
from guanxi.errors import Conflict, Missing, Refused
from guanxi.importing.mapping import read_mapping
from guanxi.importing.run import ImportOrder, run_import
from guanxi.importing.source import digest_of
from guanxi.importing.tally import problem_text
from guanxi.storage.encode import instant_text

if TYPE_CHECKING:
    from guanxi.automation.jobs import Job
    from guanxi.workspace.context import Context
    from guanxi.workspace.workspace import Workspace

__all__ = ["IMPORT_JOB", "Show", "errors_path", "find_import", "run_import_job", "submit_import"]

IMPORT_JOB = "import"
Show: TypeAlias = Callable[[int, int], None]
_COLUMNS = (
    "id",
    "job",
    "object",
    "mode",
    "mapping",
    "source",
    "chunk",
    "counts",
    "created_at",
    "created_by",
    "finished_at",
)


def submit_import(context: "Context", order: ImportOrder, *, name: str | None = None) -> tuple[str, str]:
    """Enqueue the import and return its id and its job's; the same unfinished import of the same file is gone on
    with."""
    source = {
        "path": str(order.path.resolve()),
        "name": name or order.path.name,
        "sha256": digest_of(order.path),
        "dry_run": order.dry_run,
        "errors": None if order.errors is None else str(order.errors.resolve()),
        "language": context.language,
    }
    mapping, who = order.mapping.as_json(), context.principal
    with context.database.write() as connection:
        wanted = {"object": order.mapping.object, "mode": order.mode, "created_by": who.user_id, "finished_at": None}
        for identity, job, had, known in connection.select("gx_import", ("id", "job", "mapping", "source"), wanted):
            same = had == mapping and all(known[part] == source[part] for part in ("sha256", "dry_run", "errors"))
            if same and jobs.find(connection, job).state not in jobs.FINISHED | {"cancelling"}:
                return identity, job
        identity = clock.new_id()
        payload = {"import": identity, "file": source["name"], "trial": order.dry_run}
        job = jobs.enqueue(connection, IMPORT_JOB, payload, principal=note_of(who))
        connection.insert(
            "gx_import",
            {
                "id": identity,
                "job": job,
                "object": order.mapping.object,
                "mode": order.mode,
                "mapping": mapping,
                "source": source,
                "chunk": 0,
                "counts": {},
                "created_at": clock.now(),
                "created_by": who.user_id,
            },
        )
        detail = {"import": identity, "file": source["name"], "sha256": source["sha256"], "mode": order.mode}
        if not order.dry_run:
            write_audit(connection, who, [Entry("import", order.mapping.object, None, detail)], now=clock.now())
    return identity, job


def run_import_job(workspace: "Workspace", job: "Job", report: Report, *, show: Show | None = None) -> Outcome:
    """Do an import, or the rest of one; what is wrong with it as a whole becomes its result, as trying again would
    not help."""
    identity = str(job.payload["import"])
    with workspace.database.read() as connection:
        row = _row(connection.select("gx_import", _COLUMNS, {"id": identity}), identity)
    source = row["source"]

    def make_context() -> "Context":
        context = workspace.context(asker_of(workspace, job), language=source["language"], request_id=job.id)
        return replace(context, request_id=job.id)

    def progress(done: int, total: int, kept: bool) -> None:
        if show is not None:
            show(done, total)
        if kept:
            report({"done": done, "total": total})

    try:
        path = Path(source["path"])
        if not path.is_file() or digest_of(path) != source["sha256"]:
            raise Conflict(reason="import_file_changed", name=source["name"])
        mapping = read_mapping(make_context(), row["mapping"], object_name=row["object"])
        errors = None if source["errors"] is None else Path(source["errors"])
        order = ImportOrder(mapping, path, row["mode"], source["dry_run"], errors, identity)
        summary = run_import(order, make_context, progress=progress)
    except Refused as error:
        return Outcome(_failed(workspace, identity, error, source["language"]), with_errors=True)
    return Outcome(summary.shown(), with_errors=summary.counts["refused"] > 0)


def find_import(context: "Context", identity: str) -> dict[str, Any]:
    """Return an import with the state of its job, to whoever asked for it or may see all jobs."""
    with context.database.read() as connection:
        row = _row(connection.select("gx_import", _COLUMNS, {"id": identity}), identity)
        if row["created_by"] != context.principal.user_id and not context.rights.system("jobs"):
            raise Missing(kind="import", id=identity)
        job = jobs.find(connection, row["job"])
    return {
        "id": identity,
        "object": row["object"],
        "mode": row["mode"],
        "file": row["source"]["name"],
        "dry_run": row["source"]["dry_run"],
        "job": job.id,
        "state": job.state,
        "progress": job.progress,
        "result": job.result,
        "created_at": instant_text(row["created_at"]),
        "finished_at": None if row["finished_at"] is None else instant_text(row["finished_at"]),
    }


def errors_path(context: "Context", identity: str) -> Path:
    """Return where the error file of an import is; Missing while there is none."""
    find_import(context, identity)
    with context.database.read() as connection:
        source = connection.select("gx_import", ("source",), {"id": identity})[0][0]
    path = None if source["errors"] is None else Path(source["errors"])
    if path is None or not path.is_file():
        raise Missing(kind="errors", id=identity)
    return path


def _row(found: list[tuple[Any, ...]], identity: str) -> Mapping[str, Any]:
    if not found:
        raise Missing(kind="import", id=identity)
    return dict(zip(_COLUMNS, found[0], strict=True))


def _failed(workspace: "Workspace", identity: str, error: Refused, language: str) -> dict[str, Any]:
    with workspace.database.write() as connection:
        connection.update("gx_import", {"finished_at": clock.now()}, {"id": identity})
    problems = [
        {
            "row": None,
            "field": item.field,
            "code": item.code,
            "params": dict(item.params),
            "message": problem_text(item, language),
        }
        for item in error.problems
    ]
    return {"error": {"code": error.code, "params": dict(error.params)}, "kept": False, "problems": problems}
