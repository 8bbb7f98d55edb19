"""Commands on records: query, aggregate, action, explain."""

import uuid
from typing import BinaryIO

import click
import orjson

from guanxi.access.explain import check_action
from guanxi.cli.terminal import Terminal, answering, as_user, problem_text
from guanxi.errors import Malformed, Problem
from guanxi.records.actions import Order, run_action
from guanxi.records.aggregate import aggregate
from guanxi.records.composite import composite, operations_from
from guanxi.records.explaining import explained
from guanxi.records.query import page
from guanxi.records.question import aggregate_from, query_from
from guanxi.screens.offered import with_view, with_view_counted

__all__ = ["COMMANDS"]


def _given(**arguments: object) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if value not in (None, ())}


@click.command("query")
@click.argument("object_name", metavar="OBJECT")
@click.option("--filter", "filter_", metavar="FORMULA", help="Which records, such as \"stage = 'won'\".")
@click.option("--search", metavar="TEXT", help="Words that the name or another searchable field must hold.")
@click.option("--view", metavar="NAME", help="A view that says what the other options do not.")
@click.option("--fields", help="Fields and paths with commas between them; * for all.")
@click.option("--sort", help="Fields, each with - in front for descending order.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), help="How many records at most (50).")
@click.option("--count", type=click.Choice(["none", "capped", "exact"]), help="Whether to count all that fit.")
@answering
@as_user
def query_command(
    terminal: Terminal, object_name: str, filter_: str | None, search: str | None, view: str | None,
    fields: str | None, sort: str | None, limit: int | None, count: str | None,
) -> None:  # fmt: skip
    """Read records."""
    context, wanted = terminal.context(), limit or 50
    rows: list[object] = []
    cursor, told = None, {}
    while len(rows) < wanted:
        arguments = _given(
            filter=filter_, search=search, view=view, fields=fields, sort=sort, limit=min(wanted - len(rows), 200),
            cursor=cursor, count=count if cursor is None else None,
        )  # fmt: skip
        found = page(context, with_view(context, query_from(object_name, arguments)))
        rows += orjson.loads(found.rows_json)
        if cursor is None:
            told = {"count": found.count, "count_capped": found.count_capped}
        cursor = found.next
        if cursor is None:
            break
    if terminal.as_json:
        terminal.answer({"data": rows, "page": {"next": cursor}, **told})
        return
    terminal.table([row for row in rows if isinstance(row, dict)])
    if count not in (None, "none"):
        number = told["count"]
        terminal.say(f"{number} in all", f"共 {number} 条")


@click.command("aggregate")
@click.argument("object_name", metavar="OBJECT")
@click.option("--group-by", help="Fields, paths or formulas, such as \"STARTOF(close_date, 'quarter')\".")
@click.option(
    "--measure", "measures", help="count, sum:FIELD, avg:, min:, max:, count_distinct:, with commas between them."
)
@click.option("--filter", "filter_", metavar="FORMULA", help="Which records count.")
@click.option("--search", metavar="TEXT", help="Words that the name or another searchable field must hold.")
@click.option("--view", metavar="NAME", help="A view whose filter counts too.")
@click.option("--having", metavar="FORMULA", help="Which groups are shown.")
@click.option("--sort", help="Keys of the answer, each with - in front for descending order.")
@answering
@as_user
def aggregate_command(
    terminal: Terminal, object_name: str, group_by: str | None, measures: str | None, filter_: str | None,
    search: str | None, view: str | None, having: str | None, sort: str | None,
) -> None:  # fmt: skip
    """Count and sum records in groups."""
    arguments = _given(
        group_by=group_by, measures=measures, filter=filter_, search=search, view=view, having=having, sort=sort
    )
    context = terminal.context()
    rows = orjson.loads(aggregate(context, with_view_counted(context, aggregate_from(object_name, arguments))))
    rows = rows["data"] if isinstance(rows, dict) else rows
    terminal.answer({"data": rows}) if terminal.as_json else terminal.table(rows)


@click.command("explain")
@click.argument("user")
@click.argument("action")
@click.argument("object_name", metavar="OBJECT")
@click.argument("record", required=False, metavar="[ID]")
@click.argument("field", required=False, metavar="[FIELD]")
@answering
def explain_command(
    terminal: Terminal, user: str, action: str, object_name: str, record: str | None, field: str | None
) -> None:
    """Say whether a user may do something, and why.

    ACTION is a right such as read, a button of the object, or with the OBJECT `system` a right of the workspace.
    """
    if record is not None and field is None and not _is_id(record):
        record, field = None, record
    principal = terminal.user(user)
    context = terminal.workspace.context(principal, language=terminal.language)
    check_action(context.policy, action, object_name)
    words = explained(context, principal, action, object_name, record=record, field=field).as_json(
        context.catalog, context.language
    )
    if terminal.as_json:
        terminal.answer(words)
        return
    click.echo(words["message"])
    for step in words["steps"]:
        click.echo(f"  {_SIGNS[step['effect']]} {step['message']}")


_SIGNS = {"allow": "+", "deny": "-", "none": " "}


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@click.command("composite")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Do it, tell what came of it, and undo it.")
@answering
@as_user
def composite_command(terminal: Terminal, file: BinaryIO, *, dry_run: bool) -> None:
    """Do the operations of a JSON file (- for the input), all in one transaction or none."""
    try:
        asked = orjson.loads(file.read())
    except orjson.JSONDecodeError as error:
        raise Malformed(reason="not_json", line=error.lineno, column=error.colno) from error
    listed = asked.get("operations") if isinstance(asked, dict) else asked
    if not isinstance(listed, list):
        raise Malformed(problems=[Problem("operations", "not_a_list")])
    done = composite(terminal.context(), operations_from(listed), dry_run=dry_run)
    if terminal.as_json:
        terminal.answer({"data": done.results})
        return
    shown = ("id", "version")
    terminal.table([
        {"name": one["name"] or "", "call": one["call"], **{key: one["data"].get(key) for key in shown}}
        for one in done.results
    ])  # fmt: skip
    for warning in done.warnings:
        click.echo(problem_text(warning, terminal.language))


@click.command("action")
@click.argument("object_name", metavar="OBJECT")
@click.argument("record", metavar="ID")
@click.argument("name", metavar="ACTION")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="A parameter; several with several --set.")
@click.option("--dry-run", is_flag=True, help="Do it, tell what came of it, and undo it.")
@answering
@as_user
def action_command(
    terminal: Terminal, object_name: str, record: str, name: str, given: tuple[str, ...], *, dry_run: bool
) -> None:
    """Run an action on a record."""
    pairs = dict(pair.partition("=")[::2] for pair in given)
    done = run_action(terminal.context(), object_name, record, name, Order(pairs, dry_run=dry_run))
    created = [{"object": made, "id": None if dry_run else identity} for made, identity in done.created]
    warnings = [problem_text(one, terminal.language) for one in done.warnings]
    told = {"version": done.version, "created": created, "open": done.open, "warnings": warnings}
    if terminal.as_json:
        terminal.answer({"data": told})
        return
    for made in created:
        identity = made["id"] or ""
        terminal.say(f"Made {made['object']} {identity}".rstrip(), f"已新建 {made['object']} {identity}".rstrip())
    for line in filter(None, (done.open, *warnings)):
        click.echo(line)


COMMANDS = (query_command, aggregate_command, action_command, composite_command, explain_command)
