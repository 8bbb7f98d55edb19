"""The command that imports files."""

import gc
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from guanxi.automation import jobs
from guanxi.automation.import_undo import preview_undo, submit_undo
from guanxi.automation.imports import IMPORT_JOB, Show, run_import_job, submit_import
from guanxi.automation.jobs import Job
from guanxi.automation.worker import Handler, Outcome, Report, Worker
from guanxi.cli.handlers import HANDLERS
from guanxi.cli.terminal import PARTLY, REFUSED, Terminal, answering, as_user
from guanxi.errors import Invalid
from guanxi.importing.mapping import mapping_of_titles, read_mapping
from guanxi.importing.opening import open_rows
from guanxi.importing.run import ImportMode, ImportOrder, run_import
from guanxi.metadata.findings import errors_of
from guanxi.metadata.yaml_reader import read_yaml
from guanxi.text.messages import message
from guanxi.workspace.workspace import Workspace

__all__ = ["COMMANDS"]

_SHOWN = 20
# Steps make and drop many small objects; looking for cycles once a step instead of every 700 objects saves an eighth.
_COLLECT_AFTER = (50_000, 20, 100)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("object_name", metavar="OBJECT")
@click.argument("file", type=FILE)
@click.option("--map", "map_file", type=FILE, help="The mapping in YAML; without it the titles are names of fields.")
@click.option("--match", metavar="FIELD", help="A unique field: records that have its value already are updated.")
@click.option(
    "--mode", type=click.Choice(["all_or_none", "partial"]), default="all_or_none", show_default=True,
    help="All rows or none, up to 100,000; or what passes, in steps of 5,000 rows.",
)  # fmt: skip
@click.option(
    "--errors", type=click.Path(dir_okay=False, path_type=Path), help="Where refused rows are written, to be mended."
)
@click.option("--dry-run", is_flag=True, help="Report every problem and keep nothing.")
@click.option("--no-wait", is_flag=True, help="Leave the import to a worker.")
@answering
@as_user
def import_command(
    terminal: Terminal, object_name: str, file: Path, map_file: Path | None, match: str | None, mode: ImportMode,
    errors: Path | None, *, dry_run: bool, no_wait: bool,
) -> None:  # fmt: skip
    """Import a CSV file as records of an object."""
    gc.set_threshold(*_COLLECT_AFTER)
    context = terminal.context()
    if map_file is None:
        plain = open_rows(file)
        body: object = mapping_of_titles(context, object_name, plain.header)
    else:
        body = _document(map_file)
    mapping = read_mapping(context, body, object_name=object_name, match=match)
    order = ImportOrder(mapping, file, mode, dry_run, errors)
    with terminal.progress(f"Importing {file.name}", f"正在导入 {file.name}", None) as show:
        if dry_run:
            found = run_import(order, terminal.context, progress=lambda done, total, kept: show(done))
            told: Mapping[str, Any] = found.shown()
        elif no_wait:
            identity, job_id = submit_import(context, order)
            terminal.answer({"id": identity, "job": job_id}) if terminal.as_json else click.echo(identity)
            return
        else:
            told = _work(terminal, order, lambda done, total: show(done))
    _tell(terminal, told, mode)


def _document(path: Path) -> object:
    documents, findings = read_yaml(path.read_bytes(), str(path))
    if faults := errors_of(findings):
        raise Invalid(problems=[finding.as_problem() for finding in faults])
    return documents[0][0] if documents else {}


def _work(terminal: Terminal, order: ImportOrder, show: Show) -> Mapping[str, Any]:
    """Do the import here and now, as the job that goes on after a kill."""

    def handle(workspace: Workspace, job: Job, report: Report) -> Outcome:
        return run_import_job(workspace, job, report, show=show)

    handlers: dict[str, Handler] = {**HANDLERS, IMPORT_JOB: handle}
    identity, job_id = submit_import(terminal.context(), order)
    try:
        job = Worker(terminal.workspace, handlers).work_off(job_id)
    except KeyboardInterrupt:
        # Whoever stops it does not want a worker to go on with it, as it would after a kill.
        with terminal.workspace.database.write() as connection:
            jobs.cancel(connection, job_id)
        raise
    if job.result is None:
        return {"error": {"code": job.state, "params": {"reason": job.error}}, "kept": False, "problems": []}
    return {"id": identity, **job.result}


def _tell(terminal: Terminal, told: Mapping[str, Any], mode: str) -> None:
    if terminal.as_json:
        terminal.answer(told)
    else:
        for problem in told["problems"][:_SHOWN]:
            place = " ".join(
                str(part) for part in (f"#{problem['row']}" if problem["row"] else None, problem["field"]) if part
            )
            click.echo(f"  {place}: {problem['message']}" if place else f"  {problem['message']}", err=True)
        if "error" in told:
            click.echo(_reason(told["error"], terminal.language), err=True)
        else:
            _count(terminal, told)
    if "error" in told or (told["refused"] and (mode == "all_or_none" or not told["kept"])):
        raise SystemExit(REFUSED)
    if told["refused"]:
        raise SystemExit(PARTLY)


def _reason(error: Mapping[str, Any], language: str) -> str:
    return message(str(error["params"].get("reason") or error["code"]), error["params"], language=language)


def _count(terminal: Terminal, told: Mapping[str, Any]) -> None:
    more = told["problem_count"] - len(told["problems"][:_SHOWN])
    if more > 0:
        terminal.say(f"  … and {more} more problems", f"  … 另有 {more} 个问题")
    terminal.say(
        f"{told['rows']} rows: {told['created']} created, {told['updated']} updated, {told['unchanged']} unchanged, "
        f"{told['refused']} refused, {told['repeated']} repeated.",
        f"共 {told['rows']} 行：新建 {told['created']}，更新 {told['updated']}，未变 {told['unchanged']}，"
        f"拒绝 {told['refused']}，重复 {told['repeated']}。",
    )
    if not told["kept"]:
        terminal.say("Nothing was kept.", "未保存任何数据。")
    elif told["created"] or told["updated"]:
        terminal.say(f"To take it back: guanxi import-undo {told['id']}", f"撤销导入：guanxi import-undo {told['id']}")


@click.command("import-undo")
@click.argument("identity", metavar="IMPORT", type=click.UUID)
@click.option("--dry-run", is_flag=True, help="Count what would be done and do nothing.")
@answering
@as_user
def import_undo_command(terminal: Terminal, identity: uuid.UUID, *, dry_run: bool) -> None:
    """Take an import back: what it created goes to the recycle bin, what it updated gets its former values."""
    found = preview_undo(terminal.context(), str(identity))
    if dry_run:
        _tell_undone(terminal, found)
        return
    job_id = submit_undo(terminal.context(), str(identity), expect=found["deleted"] + found["restored"])
    job = Worker(terminal.workspace, HANDLERS).work_off(job_id)
    told = job.result or {"error": {"code": job.state, "params": {}}, **dict.fromkeys(found, 0)}
    _tell_undone(terminal, told)
    if "error" in told:
        click.echo(_reason(told["error"], terminal.language), err=True)
        raise SystemExit(REFUSED)
    if told["left"]:
        raise SystemExit(PARTLY)


def _tell_undone(terminal: Terminal, told: Mapping[str, Any]) -> None:
    if terminal.as_json:
        terminal.answer(told)
    terminal.say(
        f"{told['deleted']} put into the recycle bin, {told['restored']} given their former values, "
        f"{told['left']} left as they are.",
        f"移入回收站 {told['deleted']}，恢复原值 {told['restored']}，保持不变 {told['left']}。",
    )


COMMANDS = (import_command, import_undo_command)
