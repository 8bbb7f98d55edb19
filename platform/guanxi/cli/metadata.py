"""Commands that change metadata: plan, apply, revisions, rollback."""

from pathlib import Path

import click

from guanxi.change.apply import apply
from guanxi.change.plan import plan
from guanxi.change.revisions import revisions, undoing
from guanxi.cli.planning import MESSAGE, NO_WAIT, YES, finish, refuse_faults, settle, show_plan, wanted_of
from guanxi.cli.terminal import Terminal, answering, as_user

__all__ = ["COMMANDS"]

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))


@click.command("plan")
@PATHS
@answering
def plan_command(terminal: Terminal, paths: tuple[Path, ...]) -> None:
    """Show what applying packages or documents would do."""
    made = plan(terminal.workspace, wanted_of(paths))
    refuse_faults(made)
    show_plan(terminal, made)


@click.command("apply")
@PATHS
@MESSAGE
@YES
@NO_WAIT
@answering
@as_user
def apply_command(terminal: Terminal, paths: tuple[Path, ...], message: str, *, yes: bool, no_wait: bool) -> None:
    """Apply packages or documents, all or nothing."""
    wanted = wanted_of(paths)
    made = plan(terminal.workspace, wanted)
    settle(terminal, made, yes=yes)
    done = apply(terminal.workspace, wanted, author=terminal.principal, message=message, plan_id=made.id)
    finish(terminal, done, no_wait=no_wait)


@click.command("revisions")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@answering
def revisions_command(terminal: Terminal, limit: int) -> None:
    """List the newest changes of the metadata."""
    found = [item.as_json() for item in revisions(terminal.workspace, limit=limit)]
    if terminal.as_json:
        terminal.answer({"data": found})
        return
    for row in found:
        names = ", ".join(f"{change['kind']}/{change['name']}" for change in row["changes"][:5])
        more = f" … (+{len(row['changes']) - 5})" if len(row["changes"]) > 5 else ""
        click.echo(f"{row['number']:>5}  {row['at']}  {row['message']}  {names}{more}")


@click.command("rollback")
@click.argument("target", metavar="N|KIND/NAME@N")
@MESSAGE
@YES
@NO_WAIT
@answering
@as_user
def rollback_command(terminal: Terminal, target: str, message: str, *, yes: bool, no_wait: bool) -> None:
    """Undo a revision, or one item of it, by a new change."""
    place, _, number = target.rpartition("@")
    kind, _, name = place.partition("/")
    if not number.isdigit() or (place and not name):
        raise click.BadParameter("expected a revision number or KIND/NAME@NUMBER", param_hint="TARGET")
    wanted = undoing(terminal.workspace, int(number), item=(kind, name) if place else None)
    made = plan(terminal.workspace, wanted)
    settle(terminal, made, yes=yes)
    done = apply(
        terminal.workspace, wanted, author=terminal.principal, message=message or f"undo {target}", plan_id=made.id
    )
    finish(terminal, done, no_wait=no_wait)


COMMANDS = (plan_command, apply_command, revisions_command, rollback_command)
