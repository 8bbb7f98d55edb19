"""Commands on all records that a filter finds: edit, hand over, delete, and the way back."""

import sys
import uuid
from collections.abc import Mapping
from typing import Literal, TypeAlias

import click

from guanxi.cli.terminal import REFUSED, Terminal, answering, as_user, problem_text
from guanxi.errors import Missing
from guanxi.records.bulk import Bulk, bulk, undo
from guanxi.records.question import bulk_from

__all__ = ["COMMANDS"]

Operation: TypeAlias = Literal["update", "delete"]

FILTER = click.option("--filter", "filter_", required=True, metavar="FORMULA", help="Which records.")
SEARCH = click.option("--search", metavar="TEXT", help="Words that the name or another searchable field must hold.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only count them.")
EXPECT = click.option("--expect", type=click.IntRange(0), help="How many there must be, as a dry run counted them.")
YES = click.option("--yes", is_flag=True, help="Do not ask; take as many as there are.")


@click.group("bulk")
def bulk_group() -> None:
    """Edit, hand over or delete all records that a filter finds, all or none."""


@bulk_group.command("edit")
@click.argument("object_name", metavar="OBJECT")
@FILTER
@SEARCH
@click.option("--set", "given", multiple=True, required=True, metavar="FIELD=VALUE", help="What they get.")
@DRY_RUN
@EXPECT
@YES
@answering
@as_user
def edit_command(
    terminal: Terminal, object_name: str, filter_: str, search: str | None, given: tuple[str, ...], expect: int | None,
    *, dry_run: bool, yes: bool,
) -> None:  # fmt: skip
    """Give fields of records a value; an empty one makes them blank."""
    values = {name: value or None for name, _, value in (pair.partition("=") for pair in given)}
    arguments = {"filter": filter_, "search": search, "set": values}
    _carried_out(terminal, object_name, "update", arguments, expect, dry_run=dry_run, yes=yes)


@bulk_group.command("transfer")
@click.argument("object_name", metavar="OBJECT")
@FILTER
@SEARCH
@click.option("--to", "owner", required=True, metavar="ID", help="The user, team, unit or queue that owns them then.")
@click.option(
    "--with", "along", multiple=True, metavar="RELATION",
    help="Children that go along where they have the same owner.",
)  # fmt: skip
@DRY_RUN
@EXPECT
@YES
@answering
@as_user
def transfer_command(
    terminal: Terminal, object_name: str, filter_: str, search: str | None, owner: str, along: tuple[str, ...],
    expect: int | None, *, dry_run: bool, yes: bool,
) -> None:  # fmt: skip
    """Hand records over to another owner."""
    arguments = {"filter": filter_, "search": search, "set": {"owner": owner}, "with": list(along)}
    _carried_out(terminal, object_name, "update", arguments, expect, dry_run=dry_run, yes=yes)


@bulk_group.command("delete")
@click.argument("object_name", metavar="OBJECT")
@FILTER
@SEARCH
@DRY_RUN
@EXPECT
@YES
@answering
@as_user
def delete_command(
    terminal: Terminal, object_name: str, filter_: str, search: str | None, expect: int | None, *, dry_run: bool,
    yes: bool,
) -> None:  # fmt: skip
    """Put records into the recycle bin."""
    arguments = {"filter": filter_, "search": search}
    _carried_out(terminal, object_name, "delete", arguments, expect, dry_run=dry_run, yes=yes)


@bulk_group.command("undo")
@click.argument("object_name", metavar="OBJECT")
@click.argument("token")
@answering
@as_user
def undo_command(terminal: Terminal, object_name: str, token: str) -> None:
    """Take back a bulk call of one's own within a day; what was changed since stays."""
    try:
        identity = str(uuid.UUID(token))
    except ValueError as error:
        raise Missing(kind="undo", id=token[:100]) from error
    done = undo(terminal.context(), object_name, identity)
    kept = sum(bool(one.problems) for one in done.results)
    undone = len(done.results) - kept
    if terminal.as_json:
        terminal.answer({"undone": undone, "kept": kept})
        return
    terminal.say(f"{undone} records are as before, {kept} stay.", f"已恢复 {undone} 条记录，{kept} 条保持现状。")
    for problem in done.problems[:20]:
        click.echo(problem_text(problem, terminal.language), err=True)


def _carried_out(
    terminal: Terminal, object_name: str, operation: Operation, arguments: Mapping[str, object], expect: int | None, *,
    dry_run: bool, yes: bool,
) -> None:  # fmt: skip
    """Count, ask a person, and do it for as many as were counted."""
    context = terminal.context()
    if dry_run or expect is None:
        counted = bulk(context, bulk_from(object_name, operation, {**arguments, "dry_run": True}))
        if dry_run and terminal.as_json:
            terminal.answer(counted.as_json())
        elif not terminal.as_json:
            _say(terminal, counted)
        if dry_run:
            return
        if not yes:
            _ask(terminal)
        expect = counted.count
    done = bulk(context, bulk_from(object_name, operation, {**arguments, "expect": expect}))
    if terminal.as_json:
        terminal.answer(done.as_json())
    elif done.undo is not None:
        way_back = f"guanxi bulk undo {object_name} {done.undo}"
        terminal.say(f"Done. To take it back: {way_back}", f"已完成。撤销命令：{way_back}")


def _ask(terminal: Terminal) -> None:
    """Ask a person whether to go on; a script has to say how many it expects."""
    question = "继续？" if terminal.language == "zh" else "Go on?"
    if sys.stdin.isatty() and click.confirm(question):
        return
    terminal.say("Nothing was done; say --expect N or --yes.", "未执行任何操作；请用 --expect N 或 --yes 确认。")
    raise SystemExit(REFUSED)


def _say(terminal: Terminal, counted: Bulk) -> None:
    parts = ", ".join(f"{name} {number}" for name, number in counted.along.items())
    more_en, more_zh = (f" ({parts} among them)", f"（其中 {parts}）") if parts else ("", "")
    terminal.say(f"{counted.count} records{more_en}.", f"{counted.count} 条记录{more_zh}。")


COMMANDS = (bulk_group,)
